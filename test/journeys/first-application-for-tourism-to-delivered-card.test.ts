import { expect, test } from "vitest";
import { checkAccessibility, openBrowser, screenshot } from "../browser.ts";
import { openHouse } from "../house.ts";
import { anna, begin, book, create, fillIn, pay } from "./applying.ts";
import { desk } from "./office.ts";

const monday = Temporal.Instant.from("2026-11-23T06:00:00Z");

test("Anna applies for tourism in İzmir, comes with her papers, and gets her card", async () => {
  await using house = await openHouse({ at: monday });
  await using browser = await openBrowser();
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  const look = async (name: string, of = page) => {
    await screenshot(of, `journey-en-${name}`);
    await checkAccessibility(of);
  };

  expect(await begin(page, house, anna)).toMatch(/^[A-Z0-9-]{6,}$/);
  await look("tasks");
  await fillIn(page, house, anna);
  await look("review");
  const registration = await create(page);
  expect(registration).toMatch(/^2026-\d\d-\d{7}$/);
  await look("created");
  await house.message("anna@example.org", new RegExp(registration));

  await book(page, house, "en");
  await look("appointment");
  await pay(page, house, "en");
  await page.waitForURL(/\/pay\/return/);
  await look("paid");
  await page.goto(`${house.portal}/en/application/status`);
  await look("status-lodged");
  const paper = async () => (await (await page.request.get(`${house.portal}/en/application/paper/registration-form`)).body()).subarray(0, 5).toString();
  await expect.poll(paper, { timeout: 20_000 }).toBe("%PDF-");

  const officerPage = await (await browser.newContext({ locale: "en-GB" })).newPage();
  const officer = desk(officerPage, house);
  const { day } = await house.db.selectFrom("appointment").innerJoin("slot", "slot.id", "appointment.slot_id").select("slot.day").executeTakeFirstOrThrow();
  house.later({ hours: 24 * monday.toZonedDateTimeISO("Europe/Istanbul").toPlainDate().until(day).days });

  await officer.signIn("front-desk");
  await look("office-day", officerPage);
  await officer.open(registration);
  await officer.act("check-in");
  await officer.seeAllDocuments();
  await look("office-case", officerPage);
  await officer.act("accept");
  await house.message("anna@example.org", /accepted/i);
  await officer.signOut();

  await officer.signIn("case-officer");
  await officer.open(registration);
  await officer.act("review");
  await look("office-decide", officerPage);
  await officer.act("grant");
  await officer.answer({ "print-series": "AB", "print-number": "123456" });
  await officer.act("print");
  await officer.fill("post-code", "RR473124829TR");
  await officer.act("post");
  await house.message("anna@example.org", /RR473124829TR/);
  await officer.act("deliver");

  await page.goto(`${house.portal}/en/continue`);
  await page.goto(`${house.portal}/en/application/status`);
  expect(await page.locator("h1").innerText()).toBe("You have your card.");
  await look("status-delivered");
}, 120_000);
