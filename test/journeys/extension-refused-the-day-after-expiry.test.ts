import { expect, test } from "vitest";
import { checkAccessibility, openBrowser } from "../browser.ts";
import { openHouse } from "../house.ts";
import { begin, fillIn } from "./applying.ts";
import { hand } from "./hand.ts";
import { selma } from "./people.ts";

const evening = Temporal.Instant.from("2026-12-31T20:30:00Z");

test("a permit that ended yesterday cannot be extended: not by the pre-check, not by a draft begun in time, not by any default", async () => {
  await using house = await openHouse({ at: evening, places: [] });
  await using browser = await openBrowser();
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  const it = hand(page);
  const who = { ...selma, lang: "en" };
  await begin(page, house, who);
  await fillIn(page, house, who);
  expect(await page.locator('input[name="declaration"]').count()).toBe(1);
  const { application } = { application: await house.db.selectFrom("application").select(["id", "version"]).executeTakeFirstOrThrow() };

  // Istanbul's midnight passes while the final check stands open.
  house.later({ minutes: 40 });
  await it.tick("declaration");
  await it.send();
  expect(await it.heading()).not.toBe("Your application is created");
  expect(await page.locator("main").innerText()).toContain("31 December 2026");
  await checkAccessibility(page);
  expect((await house.db.selectFrom("application").select(["state", "version"]).where("id", "=", application.id).executeTakeFirstOrThrow())).toEqual({ state: "draft", version: application.version });

  await page.goto(`${house.portal}/en/check/extension`);
  await it.answer({ inTurkiye: "yes", presentPermitType: "student", permitValidUntil: "2026-12-31" });
  await it.send();
  expect(await it.heading()).toBe("This door is closed for you today");
  expect(await page.locator("main").innerText()).toMatch(/art\. 24/);
  await checkAccessibility(page);
}, 120_000);
