import { describe, expect, test } from "vitest";
import { as, allPresent, makeCase, officer, papersAsked, stoppedClock } from "../../test/office-cases.ts";
import { testDatabase } from "../../test/database.ts";
import { faults } from "../../invariants/checks.ts";
import { type Application, findApplication, findInOffice } from "../applications/application.ts";
import { move } from "../applications/move.ts";
import { atCounter, callNext, lastCalls, numbersOf } from "../appointments/tickets.ts";
import { listDocuments } from "../documents/checklist.ts";
import { accept, decisionClock } from "./accept.ts";
import { askDocuments } from "./ask-documents.ts";
import { checkIn, undoCheckIn } from "./check-in.ts";
import { lapse, notAccept, remove } from "./close.ts";
import { markDocuments } from "./mark-document.ts";

const day = (iso: string) => Temporal.PlainDate.from(iso);

test("checks a person in on the day of the appointment, once, and on no other day", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const desk = await officer(it.db, clock, "front-desk");
  const here = await makeCase(it.db, clock, { appointment: { day: "2026-11-23" } });
  const tomorrow = await makeCase(it.db, clock, { appointment: { day: "2026-11-24" } });
  const none = await makeCase(it.db, clock);
  expect(await as(it.db, clock, desk, (act) => checkIn(act, here))).toMatchObject({ ok: true, application: { state: "attended" } });
  expect(await as(it.db, clock, desk, (act) => checkIn(act, here))).toMatchObject({ ok: false });
  expect(await as(it.db, clock, desk, (act) => checkIn(act, tomorrow))).toEqual({ ok: false, why: "other-day" });
  expect(await as(it.db, clock, desk, (act) => checkIn(act, none))).toEqual({ ok: false, why: "no-appointment" });
  const appointments = await it.db.selectFrom("appointment").select(["application_id", "state"]).execute();
  expect(appointments).toEqual(expect.arrayContaining([{ application_id: here.id, state: "attended" }, { application_id: tomorrow.id, state: "booked" }]));
  const audit = await it.db.selectFrom("audit").select(["act", "actor_name", "office_code"]).where("application_id", "=", here.id).execute();
  expect(audit).toEqual([{ act: "check-in", actor_name: "front-desk", office_code: "35" }]);
});

test("takes the check-in of a wrong row back on its day, number and all, unless something was done for the person since", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const desk = await officer(it.db, clock, "front-desk");
  const here = async (made: Application) => {
    const came = await as(it.db, clock, desk, (act) => checkIn(act, made));
    if (!came.ok) throw new Error(came.why);
    return came;
  };
  const undo = (made: Application) => as(it.db, clock, desk, (act) => undoCheckIn(act, made));
  const call = () => as(it.db, clock, desk, (act) => callNext(act, "35", 1, null));
  const wrong = await makeCase(it.db, clock, { appointment: { day: "2026-11-23" } });
  const { application: came } = await here(wrong);
  expect(await call()).toMatchObject({ ok: true, ticket: { number: 1 } });
  const back = await undo(came);
  expect(back).toMatchObject({ ok: true, application: { state: "lodged" } });
  expect(await undo(came)).toEqual({ ok: false, why: "changed-meanwhile" });
  expect(await it.db.selectFrom("appointment").select(["state", "ended_at", "ended_by"]).execute()).toEqual([{ state: "booked", ended_at: null, ended_by: null }]);
  expect(await atCounter(it.db, "35", 1, day("2026-11-23")), "the counter is free again").toBeUndefined();
  expect(await lastCalls(it.db, "35", day("2026-11-23"), 5)).toEqual([]);
  expect((await numbersOf(it.db, "35", day("2026-11-23"))).size).toBe(0);
  expect(await call()).toEqual({ ok: false, why: "nobody-waits" });
  expect((await it.db.selectFrom("audit").select(["act", "actor_name"]).where("application_id", "=", wrong.id).where("act", "like", "%check-in").orderBy("id").execute()))
    .toEqual([{ act: "check-in", actor_name: "front-desk" }, { act: "undo-check-in", actor_name: "front-desk" }]);
  expect(await it.db.selectFrom("message").select("notice").execute()).toEqual([]);

  // The person of that row comes an hour later: their turn counts from then on.
  clock.forward({ hours: 1 });
  const { application: again } = await here((await findApplication(it.db, wrong.id))!);
  expect(await call()).toMatchObject({ ok: true, ticket: { number: 1, turnAt: clock.now() } });
  await as(it.db, clock, desk, (act) => markDocuments(act, again, [{ code: "passport", state: "present" }]));
  expect(await undo(again), "somebody’s passport was looked at").toEqual({ ok: false, why: "changed-meanwhile" });

  const { application: yesterday } = await here(await makeCase(it.db, clock, { appointment: { day: "2026-11-23", time: "11:00" } }));
  clock.forward({ days: 1 });
  expect(await undo(yesterday)).toEqual({ ok: false, why: "changed-meanwhile" });
  expect((await faults(it.db)).filter((fault) => !fault.startsWith("hours-of-the-office")), "the places of these cases lie in no hours").toEqual([]);
});

test("another office’s case does not exist", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const theirs = await makeCase(it.db, clock, { office: "06" });
  expect(await findInOffice(it.db, theirs.id, "35")).toBeUndefined();
  expect(await findInOffice(it.db, theirs.id, "06")).toMatchObject({ id: theirs.id });
});

test("accepts only when every required document is there, and starts the clock of the decision that day", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const desk = await officer(it.db, clock, "front-desk");
  const made = await makeCase(it.db, clock, { state: "attended" });
  const mark = (code: string, state: "present" | "original-seen" | "not-needed") => as(it.db, clock, desk, (act) => markDocuments(act, made, [{ code, state }]));
  expect(await mark("form", "present")).toEqual({ ok: true, before: [{ code: "form", state: "expected" }] });
  expect(await mark("passport", "original-seen")).toMatchObject({ ok: true });
  expect(await as(it.db, clock, desk, (act) => accept(act, made))).toEqual({ ok: false, why: "outstanding" });
  expect(await mark("address", "not-needed")).toMatchObject({ ok: true });
  expect(await mark("address", "present")).toEqual({ ok: true, before: [{ code: "address", state: "not-needed" }] });
  expect(await mark("diploma", "present")).toEqual({ ok: false, why: "not-listed" });
  const accepted = await as(it.db, clock, desk, (act) => accept(act, made));
  if (!accepted.ok) throw new Error(accepted.why);
  expect(accepted.application.state).toBe("accepted");
  expect(String(accepted.application.complete_on)).toBe("2026-11-23");
  expect(String(accepted.application.decide_by)).toBe("2027-02-21");
  expect(await papersAsked(it.db, made.id)).toEqual(["application-certificate"]);
  const [message] = await it.db.selectFrom("message").select(["notice", "values"]).execute();
  expect(message).toMatchObject({ notice: "accepted", values: { decideBy: "2027-02-21" } });
});

test("asks for documents with a day, tells the person, and gives the days of waiting back to the clock", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const desk = await officer(it.db, clock, "case-officer");
  let made = await makeCase(it.db, clock, { state: "attended" });
  await allPresent(it.db, clock, made.id);
  const first = await as(it.db, clock, desk, (act) => accept(act, made));
  if (!first.ok) throw new Error(first.why);
  clock.forward({ days: 20 });
  const review = await as(it.db, clock, desk, (act) => move(act, first.application, "review"));
  if (!review.ok) throw new Error(review.why);

  const ask = (due: string, codes = ["travel-plan", "diploma"]) => as(it.db, clock, desk, (act) =>
    askDocuments(act, review.application, { documents: codes.map((code) => ({ code, words: code === "diploma" ? "With an apostille." : undefined })), due: day(due) }));
  expect(await ask("2027-01-13")).toEqual({ ok: false, why: "due-out-of-range" });
  expect(await ask("2026-12-13")).toEqual({ ok: false, why: "due-out-of-range" });
  expect(await ask("2027-01-12", [])).toEqual({ ok: false, why: "nothing-asked" });
  const asked = await ask("2027-01-12");
  if (!asked.ok) throw new Error(asked.why);
  expect(asked.application).toMatchObject({ state: "incomplete" });
  expect(String(asked.application.paused_on)).toBe("2026-12-13");
  expect(String(asked.application.decide_by)).toBe("2027-02-21");
  const documents = await listDocuments(it.db, made.id);
  expect(documents.find(({ code }) => code === "diploma")).toMatchObject({ state: "missing", reason: "With an apostille.", required: "on-request" });
  expect(await as(it.db, clock, desk, (act) => accept(act, asked.application))).toEqual({ ok: false, why: "outstanding" });
  expect(await papersAsked(it.db, made.id)).toContain("missing-documents");
  const message = await it.db.selectFrom("message").select("values").where("notice", "=", "documents-asked").executeTakeFirstOrThrow();
  expect(message.values).toMatchObject({ documents: "travel-plan,diploma", due: "2027-01-12" });

  clock.forward({ days: 10 });
  await as(it.db, clock, desk, (act) => markDocuments(act, asked.application, ["travel-plan", "diploma"].map((code) => ({ code, state: "present" }))));
  const again = await as(it.db, clock, desk, (act) => accept(act, asked.application));
  if (!again.ok) throw new Error(again.why);
  expect(again.application).toMatchObject({ state: "accepted", paused_on: null, documents_due: null });
  expect(String(again.application.complete_on)).toBe("2026-11-23");
  expect(String(again.application.decide_by)).toBe("2027-03-03");
  made = (await findApplication(it.db, made.id))!;
  const history = await it.db.selectFrom("application_history").select("facts").where("application_id", "=", made.id).where("event", "=", "accept").orderBy("id", "desc").executeTakeFirstOrThrow();
  expect(history.facts).toMatchObject({ pausedDays: 10 });
});

test("a request for documents is changed while it stands: documents, words and day, told anew, and the clock stands since the first", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const desk = await officer(it.db, clock, "case-officer");
  const made = await makeCase(it.db, clock, { state: "attended" });
  const ask = async (codes: string[], due: string) => {
    const now = (await findApplication(it.db, made.id))!;
    return as(it.db, clock, desk, (act) => askDocuments(act, now, { documents: codes.map((code) => ({ code, words: `${code}, please` })), due: day(due) }));
  };
  expect(await ask(["passport", "form"], "2026-12-10")).toMatchObject({ ok: true });
  clock.forward({ days: 5 });
  const changed = await ask(["form", "diploma"], "2026-12-20");
  if (!changed.ok) throw new Error(changed.why);
  expect(changed.application.state).toBe("incomplete");
  expect([String(changed.application.paused_on), String(changed.application.documents_due)]).toEqual(["2026-11-23", "2026-12-20"]);
  const documents = await listDocuments(it.db, made.id);
  expect(documents.map(({ code, state, reason }) => [code, state, reason])).toEqual([
    ["address", "expected", null], ["diploma", "missing", "diploma, please"], ["form", "missing", "form, please"], ["passport", "expected", null], ["travel-plan", "expected", null],
  ]);
  const told = await it.db.selectFrom("message").select("values").where("notice", "=", "documents-asked").orderBy("id").execute();
  expect(told.map(({ values }) => (values as { due: string }).due)).toEqual(["2026-12-10", "2026-12-20"]);
});

test("a case that was asked for documents at the counter starts its clock when it is complete", () => {
  const clock = decisionClock({ complete_on: null, decide_by: null, paused_on: day("2026-11-23") }, "short-term", "35", day("2026-12-03"));
  expect([String(clock.completeOn), String(clock.decideBy), clock.pausedDays]).toEqual(["2026-12-03", "2027-03-03", 0]);
  const long = decisionClock({ complete_on: null, decide_by: null, paused_on: null }, "long-term", "34", day("2026-12-03"));
  expect(String(long.decideBy)).toBe("2027-06-01");
});

describe("ways in which a case ends at the counter", () => {
  test("removes a case only after the day of its documents, with words", async () => {
    await using it = await testDatabase();
    const clock = stoppedClock();
    const head = await officer(it.db, clock, "supervisor");
    const made = await makeCase(it.db, clock, { state: "incomplete", set: { documents_due: day("2026-11-25"), paused_on: day("2026-11-01") } });
    expect(await as(it.db, clock, head, (act) => remove(act, made, "nothing came"))).toEqual({ ok: false, why: "not-yet" });
    clock.forward({ days: 3 });
    expect(await as(it.db, clock, head, (act) => remove(act, made, " "))).toEqual({ ok: false, why: "comment-needed" });
    expect(await as(it.db, clock, head, (act) => remove(act, made, "nothing came"))).toMatchObject({ ok: true, application: { state: "removed" } });
    const history = await it.db.selectFrom("application_history").select(["event", "comment"]).execute();
    expect(history).toEqual([{ event: "remove", comment: "nothing came" }]);
  });

  test("lapses nobody before the legal deadline, nor anybody who waits for the office", async () => {
    await using it = await testDatabase();
    const clock = stoppedClock("2027-01-18T07:00:00Z");
    const head = await officer(it.db, clock, "supervisor");
    const running = await makeCase(it.db, clock, { state: "created", set: { attend_by: day("2027-01-18") } });
    const over = await makeCase(it.db, clock, { state: "created", set: { attend_by: day("2027-01-17") } });
    const coming = await makeCase(it.db, clock, { state: "lodged", appointment: { day: "2027-01-20" } });
    const inDraw = await makeCase(it.db, clock, { state: "lodged" });
    const run = (made: typeof over) => as(it.db, clock, head, (act) => lapse(act, made, "did not come"));
    expect(await run(running)).toEqual({ ok: false, why: "not-yet" });
    expect(await run(coming)).toEqual({ ok: false, why: "has-place" });
    expect(await run(inDraw)).toEqual({ ok: false, why: "has-place" });
    expect(await run(over)).toMatchObject({ ok: true, application: { state: "lapsed" } });
    expect(await run(over)).toEqual({ ok: false, why: "changed-meanwhile" });
  });

  test("does not accept only with words", async () => {
    await using it = await testDatabase();
    const clock = stoppedClock();
    const desk = await officer(it.db, clock, "front-desk");
    const made = await makeCase(it.db, clock, { state: "attended" });
    await it.db.insertInto("accrual").values({ id: made.id, application_id: made.id, number: "202611230000001", created_at: clock.now(), total: 100 }).execute();
    await it.db.insertInto("accrual_line").values({ accrual_id: made.id, code: "card", amount: 100, currency: "TRY", amount_try: 100, ground: "Law 210" }).execute();
    expect(await as(it.db, clock, desk, (act) => notAccept(act, made, ""))).toEqual({ ok: false, why: "comment-needed" });
    expect(await as(it.db, clock, desk, (act) => notAccept(act, made, "came without a passport"))).toMatchObject({ ok: true, application: { state: "not-accepted" } });
    expect(await it.db.selectFrom("accrual").select("closed_because").execute()).toEqual([{ closed_because: "withdrawn" }]);
  });
});
