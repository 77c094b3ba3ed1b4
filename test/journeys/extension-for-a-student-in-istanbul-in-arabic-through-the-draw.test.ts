import { expect, test } from "vitest";
import { checkAccessibility, openBrowser, screenshot } from "../browser.ts";
import { openHouse } from "../house.ts";
import { begin, create, fillIn, pay } from "./applying.ts";
import { hand } from "./hand.ts";
import { selma } from "./people.ts";

test("Selma extends her student permit in İstanbul, in Arabic, and the draw gives her a date", async () => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T06:00:00Z"), places: ["34-umraniye"] });
  await using browser = await openBrowser();
  const page = await (await browser.newContext({ locale: "ar" })).newPage();
  const look = async (name: string) => {
    await screenshot(page, `journey-ar-${name}`);
    await checkAccessibility(page);
  };

  await page.goto(`${house.portal}/ar`);
  await look("home");
  expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
  await begin(page, house, selma);
  await look("tasks");
  await fillIn(page, house, selma);
  await look("review");
  const registration = await create(page);
  await look("created");

  await page.goto(`${house.portal}/ar/application/draw`);
  await look("draw");
  await hand(page).send();
  await look("in-draw");
  await page.goto(`${house.portal}/ar/application/status`);
  await look("status-in-draw");
  await house.message("+905321234567", new RegExp(registration.slice(-7)));

  house.later({ minutes: 61 });
  await expect.poll(async () => (await house.db.selectFrom("appointment").select("source").execute()).map((row) => row.source), { timeout: 30_000 }).toEqual(["draw"]);
  const { day } = await house.db.selectFrom("appointment").innerJoin("slot", "slot.id", "appointment.slot_id").select("slot.day").executeTakeFirstOrThrow();
  expect(Temporal.PlainDate.compare(day, "2026-12-31")).toBeLessThanOrEqual(0);
  await page.goto(`${house.portal}/ar/application/status`);
  await look("status-date-given");
  await page.goto(`${house.portal}/ar/application/draw`);
  await look("why-this-date");

  await pay(page, house, "ar");
  await page.waitForURL(/\/pay\/return/);
  await look("paid");
  const paper = async () => (await (await page.request.get(`${house.portal}/ar/application/paper/registration-form`)).body()).subarray(0, 5).toString();
  await expect.poll(paper, { timeout: 20_000 }).toBe("%PDF-");
}, 120_000);
