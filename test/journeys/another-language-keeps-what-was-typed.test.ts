import { expect, test } from "vitest";
import { checkAccessibility, openBrowser } from "../browser.ts";
import { openHouse } from "../house.ts";
import { anna, begin } from "./applying.ts";
import { hand } from "./hand.ts";

test.each([true, false])("with JavaScript %s: who changes the language of a form finds there what they had typed, and nothing as a fault", async (javaScriptEnabled) => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T06:00:00Z"), places: [] });
  await using browser = await openBrowser();
  const page = await (await browser.newContext({ locale: "en-GB", javaScriptEnabled })).newPage();
  const it = hand(page);
  const typed = (name: string) => page.locator(`input[name="${name}"]`).first().inputValue();
  const chosen = (name: string) => page.locator(`input[name="${name}"]:checked`).getAttribute("value");
  const speak = async (code: string) => {
    await Promise.all([page.waitForEvent("framenavigated"), page.locator(`.languages [lang="${code}"]`).click()]);
    await page.waitForLoadState();
    expect(await page.locator("html").getAttribute("lang")).toBe(code);
    expect(new URL(page.url()).pathname).toMatch(new RegExp(`^/${code}/`));
    expect(await page.locator(".error-summary, .came-up").count()).toBe(0);
    if (javaScriptEnabled) await checkAccessibility(page);
  };

  await page.goto(`${house.portal}/en/check/first`);
  await it.answer({ inTurkiye: "yes", entryBasis: "exemption" });
  await it.fill("stayEnds-day", "41");
  await speak("ar");
  expect([await chosen("entryBasis"), await typed("stayEnds-day")]).toEqual(["exemption", "41"]);
  await it.answer({ stayEnds: "2027-02-10" });
  // The Enter key sends the form, and presses no language.
  await Promise.all([page.waitForEvent("framenavigated"), page.locator("#stayEnds-year").press("Enter")]);
  await page.waitForLoadState();
  expect(await page.locator("form[action='/ar/start/first']").count()).toBe(1);
  await speak("ru");
  await it.send();
  await it.answer({ capacity: "parent", surname: "Eriksson", "birthDate": "1974-08-12", email: "anna@", nationality: "DEU" });
  await speak("tr");
  expect([await chosen("capacity"), await typed("surname"), await typed("birthDate-year"), await typed("email"), await page.locator("select[name=nationality]").inputValue(), await typed("_stayEnds")])
    .toEqual(["parent", "Eriksson", "1974", "anna@", "DEU", "2027-02-10"]);
  await page.goto(`${house.portal}/en/may-i-apply`);
  await it.answer({ kind: "first", permitType: "short-term", purpose: "tourism" });
  await speak("ru");
  expect([await chosen("kind"), await chosen("purpose")]).toEqual(["first", "tourism"]);
  await page.goto(`${house.portal}/en/fees`);
  await it.answer({ kind: "first", permitType: "short-term" });
  await speak("ar");
  expect(await chosen("permitType")).toBe("short-term");

  await begin(page, house, anna);
  await page.goto(`${house.portal}/en/application/topic/insurance`);
  await it.answer({ insuranceKind: "private", insuranceCompany: "Örnek Sigorta" });
  await it.fill("insuranceFrom-day", "41");
  await speak("ar");
  expect([await chosen("insuranceKind"), await typed("insuranceCompany"), await typed("insuranceFrom-day")]).toEqual(["private", "Örnek Sigorta", "41"]);
  const { answers } = await house.db.selectFrom("application").select("answers").executeTakeFirstOrThrow();
  expect(answers).toMatchObject({ insuranceCompany: "Örnek Sigorta" });
}, 120_000);
