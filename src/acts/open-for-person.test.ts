import { expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { testDatabase } from "../../test/database.ts";
import { as, makeCase, officer, papersAsked, stoppedClock } from "../../test/office-cases.ts";
import { findInOffice } from "../applications/application.ts";
import { listNotes } from "../applications/notes.ts";
import { listDocuments } from "../documents/checklist.ts";
import { findAccrual } from "../payments/accrual.ts";
import { transact } from "../platform/act.ts";
import { create } from "./create.ts";
import { drawPaper } from "./draw-paper.ts";
import { openForPerson } from "./open-for-person.ts";
import { askToReturn, sendReturnCode } from "./return.ts";

const secret = "s".repeat(40);
const person = {
  kind: "first", permitType: "humanitarian", province: "35", givenNames: "Amina", surname: "Haddad", gender: "female", birthDate: "1994-06-02", nationality: "SYR",
  documentType: "ordinary", passportNumber: "H0000017", passportCountry: "SYR", requestedFrom: "2026-11-23", requestedUntil: "2027-11-22",
};
const { documentType: _type, passportNumber: _number, passportCountry: _country, ...unpapered } = person;
const victim = { ...unpapered, permitType: "trafficking-victim", requestedUntil: "2026-12-22" };

async function house() {
  const it = await testDatabase();
  const clock = stoppedClock();
  const desk = await officer(it.db, clock, "case-officer");
  await officer(it.db, clock, "case-officer", "06");
  return {
    ...it, clock,
    // With the rights of the office alone.
    open: (answers: Record<string, string>, office = "35") =>
      as(it.parts.office, clock, desk, (act) => openForPerson(act, { answers, language: "ar", reason: "Best interest of a child.", office })),
    told: (id: string) => it.db.selectFrom("message").select(["notice", "channel", "recipient", "values"]).where("application_id", "=", id).execute(),
    [Symbol.asyncDispose]: () => it[Symbol.asyncDispose](),
  };
}

function well<T>(outcome: T): Extract<T, { ok: true }> {
  expect(outcome).toMatchObject({ ok: true });
  return outcome as Extract<T, { ok: true }>;
}

test("a humanitarian permit: at the counter at once, with number, card and permit fee, checklist, form, note, history and one message", async () => {
  await using it = await house();
  const { application } = well(await it.open({ ...person, nationality: "DEU", passportCountry: "DEU", email: "amina@person.example" }));
  expect(application).toMatchObject({ state: "attended", office_code: "35", province: "35", attend_by: null, language: "ar", channel: "email", protected: false, barcode: expect.any(String) });
  const debt = (await findAccrual(it.db, application.id))!;
  expect(debt.lines.map(({ code }) => code)).toEqual(["card", "permit"]);
  const asked = (await listDocuments(it.db, application.id)).map(({ code }) => code);
  expect(asked).toEqual(expect.arrayContaining(["photos-four", "passport"]));
  expect(asked).not.toContain("insurance");
  expect(await papersAsked(it.db, application.id)).toEqual(["registration-form"]);
  expect(await listNotes(it.db, application.id)).toMatchObject([{ officer: "case-officer", text: "Best interest of a child." }]);
  const history = await it.db.selectFrom("application_history").select(["event", "from_state", "to_state", "actor_name", "comment"]).where("application_id", "=", application.id).execute();
  expect(history).toEqual([{ event: "open", from_state: "draft", to_state: "attended", actor_name: "case-officer", comment: null }]);
  expect(await it.db.selectFrom("audit").select("act").where("application_id", "=", application.id).where("actor_kind", "=", "officer").execute()).toContainEqual({ act: "open" });
  expect(await it.told(application.id)).toEqual([{
    notice: "opened", channel: "email", recipient: "amina@person.example",
    values: { number: application.number, registration: application.registration_number, accrual: debt.accrual.number },
  }]);
  expect(await findInOffice(it.db, application.id, "06")).toBeUndefined();
  expect(await faults(it.db)).toEqual([]);
});

test("a victim’s permit: protected from the start, the card alone to pay, no papers and no message where no contact was given", async () => {
  await using it = await house();
  const { application } = well(await it.open(victim));
  expect(application).toMatchObject({ state: "attended", protected: true, channel: "none", email: null, phone: null });
  expect((await findAccrual(it.db, application.id))!.lines.map(({ code }) => code)).toEqual(["card"]);
  const documents = await listDocuments(it.db, application.id);
  expect(documents.find(({ code }) => code === "passport")).toMatchObject({ required: "on-request" });
  expect(await it.told(application.id)).toEqual([]);
  await drawPaper({ db: it.db, clock: it.clock, secret, origins: { portal: "http://portal.test" }, authority: { name: "Directorate", phone: "157" } }, { application: application.id, kind: "registration-form" });
  expect(await it.db.selectFrom("file").select("kind").where("application_id", "=", application.id).execute()).toEqual([{ kind: "registration-form" }]);
  // The same name and birth date again is another case, and no other office reads of a clash with a victim's.
  const second = well(await it.open(victim, "06"));
  expect(second.application.person_id).not.toBe(application.person_id);
  expect(await it.db.selectFrom("clash").select("id").execute()).toEqual([]);
  expect(await faults(it.db)).toEqual([]);
});

test("no code is sent to come back to a case that has no contact", async () => {
  await using it = await house();
  const { application } = well(await it.open(person));
  const visitor = { kind: "applicant", id: null, name: "visitor" } as const;
  await transact(it.db, it.clock, visitor, async (act) => {
    const code = await askToReturn(act, secret, { number: application.number, identity: "H0000017", other: false });
    await sendReturnCode(act, secret, { code, other: false });
  });
  expect(await it.told(application.id)).toEqual([]);
});

test("longer than the law allows at once, a citizen, and who has an open application: nothing is opened", async () => {
  await using it = await house();
  const day = (text: string) => Temporal.PlainDate.from(text);
  expect(await it.open({ ...person, requestedUntil: "2027-11-23" })).toEqual({ ok: false, why: "too-long", latest: day("2027-11-22") });
  expect(await it.open({ ...victim, requestedUntil: "2026-12-23" })).toEqual({ ok: false, why: "too-long", latest: day("2026-12-22") });
  expect(await it.open({ ...victim, kind: "extension", requestedUntil: "2027-05-23" })).toEqual({ ok: false, why: "too-long", latest: day("2027-05-22") });
  expect(await it.open({ ...person, nationality: "TUR" })).toEqual({ ok: false, why: "turkish-citizen" });
  const standing = await makeCase(it.db, it.clock, { state: "created", answers: { nationality: "SYR", passportNumber: "H0000017" } });
  expect(await it.open(person)).toEqual({ ok: false, why: "clash", other: standing.id });
  expect(await it.db.selectFrom("application").select("id").execute()).toEqual([{ id: standing.id }]);
  await expect(it.open({ ...person, permitType: "short-term" })).rejects.toThrow("articles 46 and 48");
});

test("a victim extends for six months; a case opened is no draft that its person could create", async () => {
  await using it = await house();
  const { application } = well(await it.open({ ...victim, kind: "extension", requestedUntil: "2027-05-22", phone: "+905321234567" }));
  expect(application).toMatchObject({ kind: "extension", channel: "sms", phone: "+905321234567" });
  const again = await as(it.db, it.clock, await officer(it.db, it.clock, "supervisor"), (act) => create(act, application, application.version, "ar"));
  expect(again).toEqual({ ok: false, why: "already" });
});
