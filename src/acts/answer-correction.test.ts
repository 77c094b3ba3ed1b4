import { expect, test } from "vitest";
import { as, makeCase, officer, stoppedClock } from "../../test/office-cases.ts";
import { testDatabase } from "../../test/database.ts";
import { answersOf, findApplication } from "../applications/application.ts";
import { listClashes, settleClash } from "../applications/clashes.ts";
import { askCorrection, listCorrections } from "../applications/corrections.ts";
import { recordClash } from "../applications/person.ts";
import { transact } from "../platform/act.ts";
import { answerCorrection } from "./answer-correction.ts";
import { grant } from "./decide.ts";

test("a correction amends the frozen answers, keeps what stood there, and tells the person", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const one = await officer(it.db, clock, "case-officer");
  const made = await makeCase(it.db, clock, { state: "lodged", answers: { motherName: "Ada" } });
  const ask = (field: string) => transact(it.db, clock, { kind: "applicant", id: made.id, name: "applicant" }, (act) =>
    askCorrection(act, made, { field, wanted: "Adele", reason: "As in the passport" }));
  expect(await ask("requestedUntil")).toEqual({ ok: false, why: "not-correctable" });
  expect(await ask("motherName")).toEqual({ ok: true });
  expect(await ask("motherName")).toEqual({ ok: false, why: "asked-already" });
  const [open] = await listCorrections(it.db, made.id);
  const answer = (typed: string) => as(it.db, clock, one, (act) => answerCorrection(act, made, open!.id, { verdict: "done", typed: { motherName: typed }, words: "" }));
  expect(await answer("1234")).toMatchObject({ ok: false, why: "invalid", errors: [{ field: "motherName" }] });
  expect(await answer("Adele")).toEqual({ ok: true });
  expect(await answer("Adele")).toEqual({ ok: false, why: "answered" });
  expect(answersOf((await findApplication(it.db, made.id))!)).toMatchObject({ motherName: "Adele", fatherName: "Karl" });
  expect(await listCorrections(it.db, made.id)).toMatchObject([{ verdict: "done", old_value: "Ada", new_value: "Adele", answered_by: one.id }]);
  expect(await it.db.selectFrom("message").select("notice").execute()).toEqual([{ notice: "correction-answered" }]);
  expect(JSON.stringify(await it.db.selectFrom("audit").select(["act", "facts"]).execute())).not.toMatch(/Ada|Adele/);
});

test("a corrected passport moves with its person, unless another person is known under it", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const one = await officer(it.db, clock, "case-officer");
  const made = await makeCase(it.db, clock, { state: "lodged" });
  const other = await makeCase(it.db, clock, { state: "lodged" });
  await as(it.db, clock, one, (act) => askCorrection(act, made, { field: "passportNumber", wanted: "X", reason: "typed wrong" }));
  const [open] = await listCorrections(it.db, made.id);
  const answer = (typed: string) => as(it.db, clock, one, (act) => answerCorrection(act, made, open!.id, { verdict: "done", typed: { passportNumber: typed }, words: "" }));
  expect(await answer(answersOf(other).passportNumber!)).toEqual({ ok: false, why: "passport-taken" });
  expect(await answer("c99 tt 11x")).toEqual({ ok: true });
  expect(await it.db.selectFrom("person").select("passport_number").where("id", "=", made.person_id!).execute()).toEqual([{ passport_number: "C99TT11X" }]);
});

test("a refused correction needs words and changes nothing", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const one = await officer(it.db, clock, "case-officer");
  const made = await makeCase(it.db, clock, { state: "lodged" });
  await as(it.db, clock, one, (act) => askCorrection(act, made, { field: "street", wanted: "elsewhere", reason: "moved" }));
  const [open] = await listCorrections(it.db, made.id);
  const answer = (words: string) => as(it.db, clock, one, (act) => answerCorrection(act, made, open!.id, { verdict: "refused", words }));
  expect(await answer("")).toEqual({ ok: false, why: "words-needed" });
  expect(await answer("Bring the new lease first.")).toEqual({ ok: true });
  expect(answersOf((await findApplication(it.db, made.id))!).street).toBe("1437. Sokak 8");
});

test("a clash shows from both sides and is settled once", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const one = await officer(it.db, clock, "case-officer");
  const made = await makeCase(it.db, clock);
  const other = await makeCase(it.db, clock);
  await as(it.db, clock, one, (act) => recordClash(act, made.id, other.id));
  expect((await listClashes(it.db, made.id))[0]).toMatchObject({ other: other.id });
  const [seen] = await listClashes(it.db, other.id);
  expect(seen).toMatchObject({ other: made.id, registration_number: made.registration_number });
  expect(await as(it.db, clock, one, (act) => settleClash(act, other, seen!.id, "different-people"))).toEqual({ ok: true });
  expect(await as(it.db, clock, one, (act) => settleClash(act, made, seen!.id, "same-person"))).toEqual({ ok: false, why: "settled" });
  expect(await listClashes(it.db, made.id)).toEqual([]);
});

test("the same person stays marked on both cases and in both trails, holds a grant back while the other is open, and a slip can be put right", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const one = await officer(it.db, clock, "case-officer");
  const made = await makeCase(it.db, clock, { state: "in-review" });
  const other = await makeCase(it.db, clock, { office: "06", state: "attended" });
  await as(it.db, clock, one, (act) => recordClash(act, made.id, other.id));
  const [clash] = await listClashes(it.db, made.id);
  const settle = (verdict: "same-person" | "different-people") => as(it.db, clock, one, (act) => settleClash(act, made, clash!.id, verdict));
  const grantIt = () => as(it.db, clock, one, (act) => grant(act, made, { from: Temporal.PlainDate.from("2026-12-08"), until: Temporal.PlainDate.from("2027-12-07") }));
  expect(await settle("same-person")).toEqual({ ok: true });
  expect(await settle("same-person")).toEqual({ ok: false, why: "settled" });
  expect(await listClashes(it.db, made.id)).toMatchObject([{ other: other.id, office_code: "06", verdict: "same-person" }]);
  expect(await listClashes(it.db, other.id)).toMatchObject([{ other: made.id, verdict: "same-person" }]);
  const trail = await it.db.selectFrom("audit").select(["application_id", "office_code", "facts"]).where("act", "=", "settle-clash").orderBy("id").execute();
  expect(trail).toEqual([
    { application_id: made.id, office_code: "35", facts: { verdict: "same-person", other: other.registration_number } },
    { application_id: other.id, office_code: "06", facts: { verdict: "same-person", other: made.registration_number } },
  ]);
  expect(await grantIt()).toEqual({ ok: false, why: "same-person-open" });
  expect(await settle("different-people")).toEqual({ ok: true });
  expect(await listClashes(it.db, made.id)).toEqual([]);
  expect(await settle("different-people")).toEqual({ ok: false, why: "settled" });

  await it.db.updateTable("clash").set({ verdict: "same-person" }).execute();
  await it.db.updateTable("application").set({ state: "withdrawn" }).where("id", "=", other.id).execute();
  expect(await grantIt()).toMatchObject({ ok: true, application: { state: "granted" } });
});
