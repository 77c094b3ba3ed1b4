import { expect, test } from "vitest";
import { checkAccessibility, openBrowser } from "../browser.ts";
import { openHouse } from "../house.ts";
import { anna } from "./applying.ts";
import { hand } from "./hand.ts";

test.each([["en", true], ["ar", false]] as const)("in %s, with JavaScript %s: who mistyped their address sees where the code went, and corrects only that", async (lang, javaScriptEnabled) => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T06:00:00Z"), places: [] });
  await using browser = await openBrowser();
  const page = await (await browser.newContext({ locale: lang, javaScriptEnabled })).newPage();
  const it = hand(page);
  const send = async () => {
    await it.send();
    if ((await page.locator("input[name=_wait]").count()) === 0) return;
    house.later({ seconds: 13 });
    await it.send();
  };
  await page.goto(`${house.portal}/${lang}/check/first`);
  await it.answer({ inTurkiye: "yes", ...anna.door });
  await it.send();
  await it.send();
  await it.answer({ capacity: "self", ...anna.person, channel: "email", email: "ana@example.org" });
  await it.tick("declaration");
  await send();
  expect(await page.locator(".lead").innerText()).toContain("a•••@example.org");
  await page.locator("details summary").click();
  expect(await page.locator("input[value=same]").count()).toBe(1);
  expect(await page.locator("input[value=other]").count()).toBe(0);
  if (javaScriptEnabled) await checkAccessibility(page);
  // The browser's own way back gives the form, and no page of an expired form.
  await page.goBack();
  expect(await page.locator("#surname").inputValue()).toBe("Eriksson");
  await page.goForward();
  await page.locator("details summary").click();
  await page.locator(`details a[href="/${lang}/start/first#email"]`).click();
  const kept = await page.evaluate(() => ["surname", "birthDate-year", "passportNumber", "email", "_stayEnds"].map((name) => document.querySelector<HTMLInputElement>(`[name="${name}"]`)!.value));
  expect(kept).toEqual(["Eriksson", "1974", "L898902C3", "ana@example.org", "2027-02-10"]);
  await it.fill("email", "anna@example.org");
  await it.fill("phone", "0532 123 45 17");
  await send();
  await page.locator("details summary").click();
  await page.locator("form:has(input[value=other]) button").click();
  await page.getByText("+90 5•• ••• •• 17").waitFor();
  await it.fill("code", await house.code("+905321234517"));
  await it.send();
  const { answers } = await house.db.selectFrom("application").select("answers").executeTakeFirstOrThrow();
  expect(answers).toMatchObject({ surname: "Eriksson", email: "anna@example.org", channel: "sms", stayEnds: "2027-02-10" });
  // Its code is used: nobody else on this device finds what was typed.
  await page.goto(`${house.portal}/${lang}/start/first`);
  expect(await page.locator("#surname").inputValue()).toBe("");
}, 120_000);
