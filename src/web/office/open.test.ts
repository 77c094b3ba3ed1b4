import { expect, test } from "vitest";
import { faults } from "../../../invariants/checks.ts";
import { makeCase } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";

const form = {
  permitType: "humanitarian", kind: "first", "requestedFrom-day": "23", "requestedFrom-month": "11", "requestedFrom-year": "2026", "requestedUntil-day": "22",
  "requestedUntil-month": "11", "requestedUntil-year": "2027", givenNames: "Amina", surname: "Haddad", gender: "female", "birthDate-day": "2", "birthDate-month": "6",
  "birthDate-year": "1994", nationality: "SYR", documentType: "ordinary", passportNumber: "h 0000017", passportCountry: "SYR", neighbourhood: "Konak/Alsancak Mah.",
  street: "1437. Sokak 8", door: "4", language: "ar", openingReason: "Best interest of a child.",
};

test("an officer opens a permit of the office from the queue; what is wrong is said and what was typed stays; a clash links only to a case of the office", async () => {
  await using it = await office();
  const desk = await it.enter("case-officer");
  expect((await desk.get("/cases")).text).toContain('href="/cases/open"');
  for (const language of ["en", "tr", "ar", "ru"]) expect((await desk.get("/cases/open", language)).status).toBe(200);
  const blank = (await desk.get("/cases/open")).text;
  const neighbourhood = /value="(Konak\/[^"]+)"/.exec(blank)![1]!;
  const you = {
    en: /\b(you|your|my)\b/i, tr: /(pasaportunuz|fotoğrafınız|kartınız|adınız|ülkeniz|uyruğunuz|tarihiniz|siniz|diniz|musunuz|ülkem)/i, ar: /كم(?=[\s.،:؟]|$)|تطلبونه|تحملونها|دخلتم|تريدون|بلدي|وقّعتُ|لم أعبر/,
    ru: /(^|\s)(вы|ваш\S*|вас|моей)(?=[\s.,?]|$)/i,
  };
  for (const [language, said] of Object.entries(you)) {
    const page = (await desk.get("/cases/open", language)).text;
    const words = [...page.matchAll(/<(?:legend|label|div class="hint")[^>]*>([^<]+)/g)].map(([, text]) => text!.trim());
    expect(words.length, language).toBeGreaterThan(40);
    expect(words.filter((text) => said.test(text)), `in ${language} the questions speak about the person, to the officer`).toEqual([]);
  }
  expect(blank).not.toMatch(/value="Çankaya\//);
  const told = { ...form, neighbourhood };

  const wrong = await desk.post("/cases/open", { ...told, passportNumber: "", "birthDate-day": "31", "birthDate-month": "2", openingReason: "" });
  expect(wrong.status).toBe(422);
  for (const said of ['href="#passportNumber"', 'href="#birthDate', 'href="#openingReason"', 'value="Amina"', 'value="31"', "1437. Sokak 8"]) expect(wrong.text, said).toContain(said);
  const long = await desk.post("/cases/open", { ...told, "requestedUntil-day": "23" });
  expect([long.status, long.text.includes('href="#requestedUntil'), long.text.includes("22 November 2027")]).toEqual([422, true, true]);
  const citizen = await desk.post("/cases/open", { ...told, nationality: "TUR" });
  expect([citizen.status, citizen.text.includes("A Turkish citizen")]).toEqual([422, true]);
  expect(await it.db.selectFrom("application").select("id").execute()).toEqual([]);

  const opened = await desk.post("/cases/open", told);
  expect(opened.to).toMatch(/^\/cases\/[0-9a-f-]{36}\?done=open$/);
  const page = (await desk.get(opened.to)).text;
  for (const said of ["The case is open", "Best interest of a child.", "Opened by the office", "Humanitarian residence permit"]) expect(page, said).toContain(said);
  const again = await desk.post("/cases/open", told);
  expect([again.status, again.text.includes(`href="${opened.to.split("?")[0]}"`), again.text.includes('value="Amina"')]).toEqual([409, true, true]);
  const elsewhere = await makeCase(it.db, it.clock, { office: "06", state: "created", answers: { nationality: "SYR", passportNumber: "H0000018" } });
  const other = await desk.post("/cases/open", { ...told, passportNumber: "H0000018" });
  expect([other.status, other.text.includes("not at your office"), other.text.includes(elsewhere.id)]).toEqual([409, true, false]);
  expect(await faults(it.db)).toEqual([]);
});

test("a victim’s case asks for no papers and no address, is protected, and no other office sees it", async () => {
  await using it = await office();
  const chief = await it.enter("supervisor");
  const { documentType: _type, passportNumber: _number, passportCountry: _country, neighbourhood: _place, street: _street, door: _door, ...told } = form;
  const opened = await chief.post("/cases/open", { ...told, permitType: "trafficking-victim", "requestedUntil-day": "22", "requestedUntil-month": "12", "requestedUntil-year": "2026" });
  expect(opened.to).toContain("?done=open");
  const path = opened.to.split("?")[0]!;
  for (const language of ["en", "tr", "ar", "ru"]) expect((await chief.get(path, language)).status).toBe(200);
  expect((await chief.get(path)).text).toContain(">Protected<");
  expect((await (await it.enter("supervisor", "06", "elsewhere")).get(path)).status).toBe(404);
  expect(await faults(it.db)).toEqual([]);
});

test("opening is the duty of case officers and supervisors alone", async () => {
  await using it = await office();
  for (const role of ["front-desk", "auditor", "finance"] as const) {
    const one = await it.enter(role);
    expect([(await one.get("/cases/open")).status, (await one.post("/cases/open", form)).status, (await one.get("/cases")).text.includes("/cases/open")], role).toEqual([403, 403, false]);
  }
  expect(await it.db.selectFrom("application").select("id").execute()).toEqual([]);
});
