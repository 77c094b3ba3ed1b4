import { expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { openHouse } from "../house.ts";
import { anna, begin, book, create, fillIn, pay } from "./applying.ts";
import { hand } from "./hand.ts";

test("Anna does everything without JavaScript: pre-registration by patience, photo, creation, appointment, payment, status", async () => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T06:00:00Z") });
  await using browser = await openBrowser();
  const context = await browser.newContext({ locale: "en-GB", javaScriptEnabled: false });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);

  await begin(page, house, anna);
  const waited = await house.db.selectFrom("rate_limit").select("hits").where("key", "like", "captcha-wait:%").execute();
  expect(waited).toEqual([{ hits: 1 }]);
  await fillIn(page, house, anna);
  const registration = await create(page);
  expect(registration).toMatch(/^2026-\d\d-\d{7}$/);

  await book(page, house, "en");
  expect(await hand(page).heading()).toBe("Your appointment");
  await pay(page, house, "en");
  await page.waitForURL(/\/pay\/return/);
  expect(await hand(page).heading()).toBe("Your payment has arrived");

  await page.goto(`${house.portal}/en/application/status`);
  expect(await page.locator("main").innerText()).toContain(registration);
  const paper = async () => (await page.request.get(`${house.portal}/en/application/paper/registration-form`)).headers()["content-type"];
  await expect.poll(paper, { timeout: 20_000 }).toBe("application/pdf");
}, 120_000);
