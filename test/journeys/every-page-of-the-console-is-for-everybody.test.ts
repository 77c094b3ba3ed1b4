import { expect, test } from "vitest";
import { officePages } from "../../src/web/office.ts";
import { openBrowser } from "../browser.ts";
import { openHouse } from "../house.ts";
import { caseOf, examiner, notSeen } from "./examine.ts";
import { desk } from "./office.ts";

const pages = officePages.filter(({ get }) => get).map(({ route }) => route.pattern);
/** Files, and what belongs to a paper or a bank. */
const notHere = ["/cases/:id/photo.jpg", "/cases/:id/paper/:paper", "/payments/banks/:bank/:day"];
const ofFinance = (path: string) => /^\/(payments|money|banks)/.test(path);

/** People of the demonstration in each state, and with each question, that an officer of İzmir can meet. */
const met = ["tomasz", "lena", "omar", "fatemeh", "andrei", "olena", "samir", "akiko", "reto", "kwabena", "sofia", "aysel", "thanh", "rashid", "lucas", "emma", "bilal"];

test("every page of the console, with a case in every state, is accessible and fits a phone, to the left and to the right", async () => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T10:00:00Z"), places: [], peopled: true });
  await using browser = await openBrowser();
  const walks = await Promise.all((["en", "ar"] as const).map(async (lang) => {
    const it = await examiner(browser, lang);
    const { page } = it;
    const officer = desk(page, house);
    await it.see(`${house.office}/sign-in?language=${lang}`, "office-sign-in");
    await officer.send();
    await it.look("office-sign-in-wrong");

    await officer.signIn("supervisor");
    const plain = pages.filter((pattern) => !pattern.includes(":"));
    for (const path of [...plain.filter((path) => !ofFinance(path)), "/cases?state=lodged", "/display/35", "/passkey/nothing", "/nowhere"]) await it.see(`${house.office}${path}`, `office${path.replace(/\W+/g, "-")}`);
    await page.goto(`${house.office}/`);
    await officer.fill("term", "an");
    await Promise.all([page.waitForEvent("framenavigated"), page.keyboard.press("Enter")]);
    await it.look("office-found");
    for (const key of met) {
      await page.goto(`${house.office}/cases/${(await caseOf(house, key)).id}`);
      it.seen.add(new URL(page.url()).pathname);
      await page.evaluate(() => document.querySelectorAll("details").forEach((folded) => { folded.open = true; }));
      await it.look(`office-case-${key}`);
    }
    await it.see(`${house.office}/cases/${(await caseOf(house, "tomasz")).id}/appointment`, "office-give");
    await it.see(`${house.office}/cases/${(await caseOf(house, "fatemeh")).id}/no-show`, "office-no-show");

    await house.db.updateTable("session").set({ created_at: house.clock.now().subtract({ minutes: 20 }) }).where("kind", "=", "officer").execute();
    const { id } = await house.db.selectFrom("application").select("id").where("state", "=", "in-review").where("office_code", "=", "35")
      .where("id", "not in", house.db.selectFrom("proposed_refusal").select("application_id")).executeTakeFirstOrThrow();
    await page.goto(`${house.office}/cases/${id}`);
    await page.evaluate(() => document.querySelectorAll("details").forEach((folded) => { folded.open = true; }));
    await Promise.all([page.waitForEvent("framenavigated"), page.locator('form[action*="/refuse"] button[type="submit"]').last().click()]);
    await page.locator('[name="proof-password"]').waitFor();
    await it.look("office-prove");
    await officer.fill("proof-password", "guessed");
    await Promise.all([page.waitForEvent("framenavigated"), page.keyboard.press("Enter")]);
    await it.look("office-prove-wrong");
    await officer.signOut();

    await officer.signIn("finance");
    await it.see(`${house.office}/cases/${(await caseOf(house, "lena")).id}/money`, "office-case-money");
    for (const path of plain.filter(ofFinance)) await it.see(`${house.office}${path}`, `office${path.replace(/\W+/g, "-")}`);
    await officer.signOut();
    await officer.signIn("administrator");
    await page.goto(`${house.office}/law`);
    await officer.fill("title", `Amounts of 2027 (${lang})`);
    await Promise.all([page.waitForEvent("framenavigated"), page.locator("main form button.button").first().click()]);
    it.seen.add(new URL(page.url()).pathname);
    await it.look("office-law-draft");
    await officer.signOut();
    await officer.signIn("auditor", "istanbul");
    await it.see(`${house.office}/draws`, "office-draws-istanbul");
    await it.see(`${house.office}${await page.locator('main a[href^="/draws/"]').first().getAttribute("href")}`, "office-seals");
    return it;
  }));
  expect(walks.flatMap(({ faults }) => faults)).toEqual([]);
  for (const { seen } of walks) expect(notSeen(pages, seen)).toEqual(notHere);
}, 300_000);
