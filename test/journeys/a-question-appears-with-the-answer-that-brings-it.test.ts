import { expect, test } from "vitest";
import { checkAccessibility, openBrowser } from "../browser.ts";
import { openHouse } from "../house.ts";
import { anna, begin } from "./applying.ts";
import { hand } from "./hand.ts";

test.each([["en", true], ["ar", false]] as const)("in %s, with JavaScript %s: a question is seen with the choice that brings it, and gone without it", async (lang, javaScriptEnabled) => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T06:00:00Z"), places: [] });
  await using browser = await openBrowser();
  const page = await (await browser.newContext({ locale: lang, javaScriptEnabled })).newPage();
  const it = hand(page);
  const seen = async () => {
    const names = await page.locator("main .field :is(input, select):visible").evaluateAll((all) => all.map((one) => (one as HTMLInputElement).name.replace(/-(day|month|year)$/, "")));
    return [...new Set(names)];
  };
  await begin(page, house, { ...anna, lang });

  await page.goto(`${house.portal}/${lang}/application/topic/insurance`);
  expect(await seen()).toEqual(["insuranceKind"]);
  await it.choose("insuranceKind", "private");
  expect(await seen()).toEqual(["insuranceKind", "insuranceCompany", "policyNumber", "policyRenewal", "insuranceFrom", "insuranceUntil"]);
  if (javaScriptEnabled) await checkAccessibility(page);
  await it.choose("insuranceKind", "bilateral");
  expect(await seen()).toEqual(["insuranceKind", "insuranceFrom", "insuranceUntil"]);
  await it.choose("insuranceKind", "gss");
  expect(await seen()).toEqual(["insuranceKind"]);

  // Whoever answered one of them saw them all: what is mistyped is a fault, and stays as it was typed.
  await it.choose("insuranceKind", "private");
  await it.answer({ insuranceCompany: "Örnek Sigorta", insuranceFrom: "2026-11-14" });
  await it.fill("insuranceFrom-day", "41");
  await it.send();
  const faults = await page.locator(".error-summary a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  expect(faults).toEqual(["#policyNumber", "#insuranceFrom", "#insuranceUntil"]);
  expect(await page.locator("#insuranceFrom-day").inputValue()).toBe("41");
  expect(await page.locator("#insuranceCompany").inputValue()).toBe("Örnek Sigorta");

  // A choice that needs two others: the second comes with the page that follows.
  await page.goto(`${house.portal}/${lang}/application/topic/stay`);
  expect(await seen()).toEqual(["permitType", "requestedFrom", "requestedUntil"]);
  await it.answer({ permitType: "short-term", purpose: "graduate", requestedFrom: "2027-02-11", requestedUntil: "2027-08-10" });
  expect(await seen()).toEqual(["permitType", "purpose", "requestedFrom", "requestedUntil"]);
  await it.send();
  expect(await seen()).toEqual(["permitType", "purpose", "graduatedOn", "graduateBefore", "requestedFrom", "requestedUntil"]);
  await it.choose("permitType", "student");
  expect(await seen()).toEqual(["permitType", "level", "requestedFrom", "requestedUntil"]);
  await it.send();
  // The level was in sight and left empty: with a script that is known to be a fault.
  expect(await page.locator(".error-summary a").evaluateAll((all) => all.map((one) => one.getAttribute("href")))).toEqual(javaScriptEnabled ? ["#level"] : []);
  await it.choose("level", "bachelor");
  await it.send();
  expect(page.url()).not.toMatch(/topic\/stay$/);
  const { answers } = await house.db.selectFrom("application").select("answers").executeTakeFirstOrThrow();
  expect(answers).toMatchObject({ permitType: "student", level: "bachelor" });
  expect(answers).not.toHaveProperty("purpose");
}, 120_000);

test.each([true, false])("with JavaScript %s: a question that was seen and left empty is a fault, and one that was not is asked with a word", async (javaScriptEnabled) => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T06:00:00Z"), places: [] });
  await using browser = await openBrowser();
  const page = await (await browser.newContext({ locale: "en-GB", javaScriptEnabled })).newPage();
  const it = hand(page);
  const faults = () => page.locator(".error-summary a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  const cameUp = page.locator(".came-up");
  await begin(page, house, anna);
  await page.goto(`${house.portal}/en/application/topic/contact`);
  await it.choose("postalAddress", "other");
  await it.send();
  // Without a script nobody can know whether the browser showed the box: it is asked once more, with a word, and then it is a fault.
  if (!javaScriptEnabled) {
    expect(await faults()).toEqual([]);
    expect(await cameUp.evaluate((one) => one === document.activeElement)).toBe(true);
    await it.send();
  }
  expect(await faults()).toEqual(["#otherAddress"]);
  expect(await cameUp.count()).toBe(0);

  await page.goto(`${house.portal}/en/may-i-apply`);
  await it.answer({ kind: "first", permitType: "short-term", purpose: "tourism", entryBasis: "exemption", requestedFrom: "2026-12-01", requestedUntil: "2027-05-31", birthYearOver: "adult", province: "34" });
  await it.send();
  // These were in sight; the district and the fee of a visa never were.
  expect((await faults()).sort()).toEqual(["#nationality", "#stayEnds"]);
  expect(await cameUp.count()).toBe(1);
  expect(await page.locator("#district, #visaFeePaid").count()).toBe(2);
  await page.goto(`${house.portal}/en/fees`);
  await it.answer({ kind: "first", permitType: "short-term", purpose: "tourism", nationality: "DEU", entryBasis: "exemption", requestedFrom: "2026-12-01", requestedUntil: "2027-05-31" });
  await it.send();
  expect(await faults()).toEqual([]);
  expect(await cameUp.evaluate((one) => one === document.activeElement)).toBe(true);
  if (javaScriptEnabled) await checkAccessibility(page);
}, 120_000);

test("a choice that only one door has is offered with that door", async () => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T06:00:00Z"), places: [] });
  await using browser = await openBrowser();
  const page = await (await browser.newContext({ locale: "en-GB", javaScriptEnabled: false })).newPage();
  const it = hand(page);
  const offered = (name: string) => page.locator(`input[name=${name}]:visible`).evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
  await page.goto(`${house.portal}/en/may-i-apply`);
  await it.choose("kind", "first");
  expect(await offered("permitType")).toEqual(["short-term", "family", "student"]);
  await it.choose("kind", "transfer");
  expect(await offered("permitType")).toEqual(["short-term", "family", "student", "long-term"]);
  await it.choose("permitType", "short-term");
  expect(await offered("purpose")).toContain("from-family");
  await it.choose("kind", "first");
  expect(await offered("purpose")).not.toContain("from-family");
}, 60_000);
