import { expect, test } from "vitest";
import { paperOf } from "../../src/acts/paper-data.ts";
import { findApplication } from "../../src/applications/application.ts";
import { readCaseFile } from "../../src/applications/case-file.ts";
import { documentCodes } from "../../src/rules/document-list.ts";
import { checkAccessibility, openBrowser, screenshot } from "../browser.ts";
import { openHouse } from "../house.ts";
import { anna, create } from "./applying.ts";
import { hand } from "./hand.ts";
import { answered } from "./prepared.ts";

test("a lawyer files for Anna: bar and number are asked, the code and every message go to Anna, the power of attorney is asked for, the form names the lawyer; the lawyer comes back by a code of their own, and Anna sees it and ends it", async () => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T06:00:00Z"), places: [] });
  await using browser = await openBrowser();
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  const it = hand(page);

  await page.goto(`${house.portal}/en/start/first`);
  await it.answer({ capacity: "lawyer", ...anna.person, channel: "email", email: "selin@bar.example" });
  await it.tick("declaration");
  await it.send();
  for (const name of ["representativeName", "bar", "barNumber", "representativeEmail"]) expect([name, await page.locator(`[name=${name}]`).count()]).toEqual([name, 1]);
  expect(await page.locator("[name=surname]").inputValue()).toBe("Eriksson");
  await it.send();
  expect(await page.locator(".error-summary a").count()).toBe(4);
  await checkAccessibility(page);

  // The lawyer’s own address is not the person’s: she would never hear of her application.
  await it.answer({ representativeName: "Selin Deneme", bar: "İzmir", barNumber: "12345", mandateUntil: "2027-11-22", representativeEmail: "Selin@bar.example" });
  await it.send();
  expect(await page.locator(".error-summary").innerText()).toContain("the person’s own");
  await screenshot(page, "journey-en-lawyer");
  await it.fill("email", "anna@example.org");
  await it.send();
  await it.fill("code", await house.code("anna@example.org"));
  await it.send();
  expect(await page.locator("main").innerText()).toContain("Selin Deneme");

  const begun = await house.db.selectFrom("application").selectAll().executeTakeFirstOrThrow();
  await answered(house, begun, anna);
  await page.goto(`${house.portal}/en/application/review`);
  expect(await page.locator("main").innerText()).toContain("Power of attorney");
  const registration = await create(page);
  await house.message("anna@example.org", new RegExp(registration));

  const application = (await findApplication(house.db, begun.id))!;
  const documents = await house.db.selectFrom("document").select(["code", "required"]).where("application_id", "=", begun.id).execute();
  expect(documents).toContainEqual({ code: "power-of-attorney", required: "yes" });
  const file = await readCaseFile(house.db, application, documentCodes);
  const fees = { number: "", lines: [], total: { amount: 0, currency: "TRY" as const } };
  const today = house.clock.now().toZonedDateTimeISO("Europe/Istanbul").toPlainDate();
  const form = paperOf(file, "registration-form", { authority: { name: "Sojourn", phone: "157" }, verify: () => "", today, photo: null, fees });
  expect(form).toMatchObject({ representative: { name: "Selin Deneme" } });
  expect(JSON.stringify(form)).toMatch(/İzmir.{0,20}12345/);

  /** Comes back on a device of their own, with the code that went to a contact. */
  const comeBack = async (contact: string, represents: boolean) => {
    const own = await (await browser.newContext({ locale: "en-GB" })).newPage();
    await own.goto(`${house.portal}/en/continue`);
    await hand(own).answer({ number: application.number, identity: anna.person.passportNumber! });
    if (represents) await hand(own).tick("represents");
    await hand(own).send();
    await hand(own).fill("code", await house.code(contact));
    await hand(own).send();
    return own;
  };
  const press = async (on: typeof page) => {
    await Promise.all([on.waitForEvent("framenavigated"), on.locator("main form .button--danger").click()]);
    await on.waitForLoadState();
  };
  const theirs = await comeBack("selin@bar.example", true);
  await theirs.goto(`${house.portal}/en/application/withdraw`);
  const hers = await comeBack("anna@example.org", false);
  expect(await hers.locator("main").innerText()).toContain("Selin Deneme for you");
  await hers.getByRole("link", { name: "What that means, and how it ends" }).click();
  await checkAccessibility(hers);
  for (const said of ["Signed in", "Application created", "22 November 2027"]) expect(await hers.locator("main").innerText()).toContain(said);
  await hers.getByRole("link", { name: "End the mandate" }).click();
  await checkAccessibility(hers);
  await press(hers);
  expect(await hers.locator("main").innerText()).toContain("The mandate has ended.");
  await house.message("selin@bar.example", /Your mandate in this application has ended/);
  // She had the question whether to withdraw it open on her screen.
  await press(theirs);
  expect(await theirs.locator("main").innerText()).toContain("Your session has ended");
  expect((await findApplication(house.db, begun.id))!.state).toBe("created");
}, 90_000);
