import { expect, test } from "vitest";
import { checkAccessibility, openBrowser, screenshot } from "../browser.ts";
import { openHouse } from "../house.ts";
import { begin, book, create, fillIn } from "./applying.ts";
import { desk } from "./office.ts";
import { pavel } from "./people.ts";

const monday = Temporal.Instant.from("2026-11-23T06:00:00Z");

test("Pavel transfers from student to family, in Russian: a paper is missing, he brings it, and is accepted", async () => {
  await using house = await openHouse({ at: monday });
  await using browser = await openBrowser();
  const page = await (await browser.newContext({ locale: "ru-RU" })).newPage();
  await begin(page, house, pavel);
  await fillIn(page, house, pavel);
  await screenshot(page, "journey-ru-review");
  await checkAccessibility(page);
  const registration = await create(page);
  await book(page, house, "ru");

  const counter = await (await browser.newContext({ locale: "tr-TR" })).newPage();
  const officer = desk(counter, house);
  await officer.signIn("front-desk");
  await officer.open(registration);
  await officer.act("check-in");
  await officer.unfold("ask-documents");
  await counter.locator('input[name="document"]').evaluateAll((boxes) => boxes.forEach((box) => { (box as HTMLInputElement).checked = false; }));
  await counter.locator('input[name="document"][value="civil-registry-extract"]').check();
  await counter.locator('input[name="words-civil-registry-extract"]').fill("Apostilli aslı");
  await officer.act("ask-documents");
  await screenshot(counter, "journey-tr-office-incomplete");
  await checkAccessibility(counter);

  await house.message("pavel@example.org", /Апостил|Apostilli|23 декабря/);
  await page.goto(`${house.portal}/ru/application/status`);
  expect(await page.locator(".next-step").innerText()).toContain("Apostilli aslı");
  await screenshot(page, "journey-ru-status-incomplete");
  await checkAccessibility(page);

  house.later({ hours: 24 * 9 });
  await officer.signIn("front-desk");
  await officer.open(registration);
  await officer.seeAllDocuments();
  await officer.act("accept");
  await house.message("pavel@example.org", /принят/i);
  const decided = await house.db.selectFrom("application").select(["state", "complete_on", "decide_by"]).executeTakeFirstOrThrow();
  expect(decided.state).toBe("accepted");
  // The clock runs from the day the file became complete, not from the first visit (art. 21): 2 December and 90 days.
  expect([decided.complete_on?.toString(), decided.decide_by?.toString()]).toEqual(["2026-12-02", "2027-03-02"]);
}, 120_000);
