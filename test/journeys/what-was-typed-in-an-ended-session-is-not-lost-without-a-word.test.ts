import { expect, test } from "vitest";
import { checkAccessibility, openBrowser, screenshot } from "../browser.ts";
import { openHouse } from "../house.ts";
import { anna } from "./applying.ts";
import { hand } from "./hand.ts";
import { desk } from "./office.ts";
import { drafted, letIn, lodged } from "./prepared.ts";
import { pavel } from "./people.ts";

test("what was typed in a session that has ended is not lost without a word: Anna finds what was saved, and sees what was not; so does an officer", async () => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T06:00:00Z") });
  await using browser = await openBrowser();
  const draft = await drafted(house, anna);
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await letIn(page.context(), house, draft);
  const it = hand(page);
  const topic = `${house.portal}/en/application/topic/identity`;
  await page.goto(topic);
  await it.fill("birthPlace", "Bremen");
  await page.locator("[data-saved][data-state=saved]").waitFor();

  house.later({ hours: 3 });
  await it.fill("motherName", "Karin Elisabet");
  await it.choose("maritalStatus", "widowed");
  await page.locator("[data-saved][data-state=refused]").waitFor();
  expect(await page.locator("[data-saved]").innerText()).toContain("Not saved here any more");
  await it.send();
  expect(await it.heading()).toBe("Your session has ended");
  const shown = await page.locator("main").innerText();
  for (const typed of ["Karin Elisabet", "Widowed", "Bremen", "12 August 1974"]) expect(shown).toContain(typed);
  await screenshot(page, "journey-en-session-ended");
  await checkAccessibility(page);

  await page.locator("main a.button").click();
  await it.answer({ number: draft.number, identity: "L898902C3" });
  await it.send();
  await it.fill("code", await house.code("anna@example.org"));
  await it.send();
  expect(page.url()).toBe(topic);
  expect(await page.locator("[name=birthPlace]").inputValue()).toBe("Bremen");
  expect(await page.locator("[name=motherName]").inputValue()).toBe("Karin");

  // A link followed after the end says the same, and leads to where it wanted.
  house.later({ hours: 3 });
  await page.goto(topic);
  expect(await page.locator(".notice").innerText()).toContain("Your session has ended");

  const theirs = await lodged(house, pavel, "35");
  const counter = await (await browser.newContext({ locale: "en-GB" })).newPage();
  const officer = desk(counter, house);
  await officer.signIn("case-officer");
  await officer.open(theirs.registration_number!);
  await officer.fill("note-text", "The lease is in the name of a cousin.");
  house.later({ hours: 2 });
  await Promise.all([counter.waitForEvent("framenavigated"), counter.locator("#notes form button").click()]);
  expect(await counter.locator("main").innerText()).toContain("The lease is in the name of a cousin.");
  await checkAccessibility(counter);
  await counter.locator("main a.button").click();
  expect(counter.url()).toContain("/sign-in");
}, 90_000);
