import { expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { openHouse } from "../house.ts";
import { anna } from "./applying.ts";
import { desk } from "./office.ts";
import { lodged } from "./prepared.ts";

test("an officer of Ankara never sees a case of İzmir, a counter decides nothing, and who signed out is led to the sign-in", async () => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T06:00:00Z") });
  await using browser = await openBrowser();
  const theirs = await lodged(house, anna, "35");
  const file = house.db.selectFrom("file").select("kind").where("application_id", "=", theirs.id).where("kind", "=", "registration-form");
  await expect.poll(() => file.executeTakeFirst(), { timeout: 30_000 }).toBeDefined();
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  const officer = desk(page, house);
  const at = (path: string) => `${house.office}/cases/${theirs.id}${path}`;
  const statusOf = async (path: string) => (await page.request.get(at(path), { maxRedirects: 0 })).status();
  const press = async (act: string, form: Record<string, string> = {}) =>
    (await page.request.post(at(act), { form: { seen: theirs.changed_at.toString(), ...form }, headers: { "sec-fetch-site": "same-origin" }, maxRedirects: 0 })).status();
  const stateNow = async () => (await house.db.selectFrom("application").select(["state", "changed_at"]).where("id", "=", theirs.id).executeTakeFirstOrThrow());
  const before = await stateNow();

  for (const role of ["supervisor", "front-desk"]) {
    await officer.signIn(role, "ankara");
    for (const path of ["", "/photo.jpg", "/paper/registration-form"]) expect([path, await statusOf(path)]).toEqual([path, 404]);
    for (const act of ["check-in", "accept", "note", "withdraw", "checklist"]) {
      if (role === "supervisor" || act === "check-in") expect([act, await press(`/${act}`, { "note-text": "x", "withdraw-words": "x", mark: "passport.present" })]).toEqual([act, 404]);
    }
    for (const term of [theirs.registration_number!, theirs.number, "Eriksson", "L898902C3", theirs.barcode!]) {
      await page.goto(`${house.office}/`);
      await officer.fill("term", term);
      await Promise.all([page.waitForEvent("framenavigated"), page.keyboard.press("Enter")]);
      await page.waitForLoadState();
      expect(page.url()).not.toContain("/cases/");
      expect(await page.locator("#found").innerText()).not.toContain("ERIKSSON");
    }
    await page.goto(`${house.office}/cases?state=lodged`);
    expect(await page.locator("main").innerText()).not.toMatch(/eriksson/i);
    await page.goto(`${house.office}/trail`);
    expect(await page.content()).not.toContain(theirs.registration_number!);
    await officer.signOut();
  }

  await officer.signIn("front-desk", "izmir");
  expect([await statusOf(""), await statusOf("/photo.jpg"), await statusOf("/paper/registration-form")]).toEqual([200, 200, 200]);
  for (const act of ["review", "grant", "refuse", "confirm-refusal", "lapse"]) expect([act, await press(`/${act}`)]).toEqual([act, 403]);
  await page.goto(at(""));
  for (const act of ["grant", "refuse", "confirm-refusal"]) expect(await page.locator(`#act-${act}`).count()).toBe(0);
  await officer.signOut();

  const left = await page.context().cookies(house.office);
  await page.goto(at(""));
  expect(page.url()).toContain("/sign-in");
  expect(await press("/check-in")).toBe(403);
  expect(left.find(({ name }) => name === "office")).toBeUndefined();
  expect(await stateNow()).toEqual(before);
}, 90_000);
