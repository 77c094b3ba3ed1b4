import { expect, test } from "vitest";
import { as, makeCase, officer, papersAsked, stoppedClock } from "../../test/office-cases.ts";
import { testDatabase } from "../../test/database.ts";
import { findCard, findDecision, findProposal } from "../applications/decision.ts";
import { addNote, listNotes } from "../applications/notes.ts";
import { cardCameBack, deliverCard, postCard, printCard } from "./card.ts";
import { confirmRefusal, dismissRefusal, grant, handBack, proposeRefusal } from "./decide.ts";
import { findProof, noteOpened } from "../applications/service.ts";
import { putFile, readFile } from "../documents/storage.ts";
import { serve } from "./serve.ts";

const day = (iso: string) => Temporal.PlainDate.from(iso);

test("grants as asked; other dates need a reason, and never go beyond what the passport allows", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const one = await officer(it.db, clock, "case-officer");
  const made = await makeCase(it.db, clock, { state: "in-review" });
  const run = (from: string, until: string, reason?: string) => as(it.db, clock, one, (act) => grant(act, made, { from: day(from), until: day(until), reason }));
  expect(await run("2026-12-08", "2026-12-01")).toEqual({ ok: false, why: "dates-reversed" });
  expect(await run("2026-12-08", "2029-12-31", "proof-of-stay")).toEqual({ ok: false, why: "too-long" });
  expect(await run("2026-12-08", "2027-06-07")).toEqual({ ok: false, why: "reason-needed" });
  expect(await run("2026-12-08", "2027-06-07", "because")).toEqual({ ok: false, why: "reason-needed" });
  expect(await run("2026-12-08", "2027-06-07", "proof-of-stay")).toMatchObject({ ok: true, application: { state: "granted" } });
  expect(await run("2026-12-08", "2027-12-07")).toMatchObject({ ok: false });
  const decision = (await findDecision(it.db, made.id))!;
  expect([decision.outcome, String(decision.granted_until), decision.date_reason, decision.decided_by]).toEqual(["granted", "2027-06-07", "proof-of-stay", one.id]);
  expect(await papersAsked(it.db, made.id)).toEqual(["decision"]);
  const message = await it.db.selectFrom("message").select("values").where("notice", "=", "granted").executeTakeFirstOrThrow();
  expect(message.values).toMatchObject({ from: "2026-12-08", until: "2027-06-07" });
  const { facts } = await it.db.selectFrom("audit").select("facts").where("act", "=", "grant").executeTakeFirstOrThrow();
  expect(facts).toEqual({ from: "in-review", to: "granted", grantedFrom: "2026-12-08", grantedUntil: "2027-06-07", reason: "proof-of-stay" });
});

test("grants no days of before the person came or could ask, and no permit that is over when it is decided", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const one = await officer(it.db, clock, "case-officer");
  const holder = { presentPermitType: "short-term", presentPurpose: "tourism", permitValidUntil: "2026-12-20" };
  // What is asked for, the first day that may be granted, and the day before.
  for (const [answers, first, before] of [
    [{}, "2026-10-20", "2026-10-19"],
    [{ kind: "transfer", ...holder }, "2026-11-23", "2026-11-22"],
    [{ kind: "extension", ...holder }, "2026-12-20", "2026-12-19"],
    [{ kind: "extension", ...holder, permitValidUntil: "2026-11-16" }, "2026-11-16", "2026-11-15"],
    [{ entryBasis: "born", birthDate: "2026-11-02" }, "2026-11-02", "2026-11-01"],
  ] as [Record<string, string>, string, string][]) {
    const made = await makeCase(it.db, clock, { state: "in-review", answers });
    const run = (from: string, until: string) => as(it.db, clock, one, (act) => grant(act, made, { from: day(from), until: day(until), reason: "proof-of-stay" }));
    expect(await run(before, "2027-05-20"), before).toEqual({ ok: false, why: "begins-too-early" });
    expect(await run("2019-01-01", "2019-12-31")).toEqual({ ok: false, why: "begins-too-early" });
    expect(await run(first, "2027-05-20"), first).toMatchObject({ ok: true });
  }
  const late = await makeCase(it.db, clock, { state: "in-review" });
  clock.forward({ days: 60 });
  const run = (until: string) => as(it.db, clock, one, (act) => grant(act, late, { from: day("2026-12-08"), until: day(until), reason: "proof-of-stay" }));
  expect(await run("2027-01-21")).toEqual({ ok: false, why: "already-over" });
  expect(await run("2027-01-22")).toMatchObject({ ok: true });
});

test("a refusal takes effect only with another officer’s second look, and is served with its days", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const one = await officer(it.db, clock, "case-officer");
  const two = await officer(it.db, clock, "supervisor");
  const made = await makeCase(it.db, clock, { state: "in-review" });
  const propose = (reasons: string[], comment: string) => as(it.db, clock, one, (act) => proposeRefusal(act, made, { reasons, comment }));
  expect(await propose([], "no ground")).toEqual({ ok: false, why: "reason-needed" });
  expect(await propose(["sham-marriage"], "another type’s reason")).toEqual({ ok: false, why: "reason-needed" });
  expect(await propose(["purpose-not-shown"], " ")).toEqual({ ok: false, why: "comment-needed" });
  expect(await propose(["purpose-not-shown", "passport"], "No plan was shown.")).toEqual({ ok: true });
  expect(await propose(["passport"], "again")).toEqual({ ok: false, why: "refusal-proposed" });
  expect(await as(it.db, clock, one, (act) => confirmRefusal(act, made))).toEqual({ ok: false, why: "same-officer" });
  expect(await as(it.db, clock, one, (act) => grant(act, made, { from: day("2026-12-08"), until: day("2027-12-07") }))).toEqual({ ok: false, why: "refusal-proposed" });
  const refused = await as(it.db, clock, two, (act) => confirmRefusal(act, made));
  if (!refused.ok) throw new Error(refused.why);
  expect(await findProposal(it.db, made.id)).toBeUndefined();
  expect(await findDecision(it.db, made.id)).toMatchObject({ outcome: "refused", reasons: ["purpose-not-shown", "passport"], proposed_by: one.id, decided_by: two.id });

  clock.forward({ days: 2 });
  const run = (on: string) => as(it.db, clock, one, (act) => serve(act, refused.application, day(on)));
  expect(await run("2026-11-22")).toEqual({ ok: false, why: "day-out-of-range" });
  expect(await run("2026-11-26")).toEqual({ ok: false, why: "day-out-of-range" });
  expect(await as(it.db, clock, one, (act) => serve(act, refused.application, day("2026-11-24"), { way: "post" }))).toEqual({ ok: false, why: "reference-needed" });
  expect(await run("2026-11-24")).toMatchObject({ ok: true, application: { state: "served" } });
  expect(await findProof(it.db, made.id)).toMatchObject({ service: { way: "counter", noted_by: one.id, reference: null }, opened: null });
  await expect(it.db.updateTable("service").set({ way: "post" }).execute()).rejects.toThrow();
  expect((await it.db.selectFrom("message").select("notice").execute()).map(({ notice }) => notice)).toContain("decision-served");
  const served = (await findDecision(it.db, made.id))!;
  expect([served.served_on, served.leave_by, served.court_by].map(String)).toEqual(["2026-11-24", "2026-12-04", "2027-01-23"]);
});

test("an electronic notification counts from the end of the fifth day, with its number, its letter and the moment it was opened kept", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const [one, two] = [await officer(it.db, clock, "case-officer"), await officer(it.db, clock, "supervisor")];
  const made = await makeCase(it.db, clock, { state: "in-review" });
  await as(it.db, clock, one, (act) => proposeRefusal(act, made, { reasons: ["purpose-not-shown"], comment: "No plan was shown." }));
  const refused = await as(it.db, clock, two, (act) => confirmRefusal(act, made));
  if (!refused.ok) throw new Error(refused.why);
  await as(it.db, clock, one, (act) => putFile(act, made.id, "decision", "application/pdf", Buffer.from("the letter")));
  const { digest } = (await readFile(it.db, made.id, "decision"))!;
  for (let n = 0; n < 2; n++) await as(it.db, clock, one, (act) => noteOpened(act, made.id, digest));
  await as(it.db, clock, one, (act) => serve(act, refused.application, day("2026-11-23"), { way: "e-notification", reference: "UETS-1" }));
  expect(await findProof(it.db, made.id)).toMatchObject({ service: { way: "e-notification", reference: "UETS-1", document_digest: digest }, opened: clock.at });
  const served = (await findDecision(it.db, made.id))!;
  expect([served.served_on, served.leave_by, served.court_by].map(String)).toEqual(["2026-11-28", "2026-12-08", "2027-01-27"]);
});

test("the database itself refuses a refusal that one officer made alone", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const one = await officer(it.db, clock, "case-officer");
  const made = await makeCase(it.db, clock, { state: "in-review" });
  const alone = { application_id: made.id, outcome: "refused", reasons: ["passport"], decided_at: clock.now(), decided_by: one.id, proposed_by: one.id };
  await expect(it.db.insertInto("decision").values(alone).execute()).rejects.toThrow(/check/);
});

test("a proposal that is dismissed leaves a note, and the case in review", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const one = await officer(it.db, clock, "case-officer");
  const two = await officer(it.db, clock, "supervisor");
  const made = await makeCase(it.db, clock, { state: "in-review" });
  await as(it.db, clock, one, (act) => addNote(act, made, "Called the hotel."));
  await as(it.db, clock, one, (act) => proposeRefusal(act, made, { reasons: ["passport"], comment: "Too short." }));
  clock.forward({ minutes: 5 });
  expect(await as(it.db, clock, two, (act) => dismissRefusal(act, made, ""))).toEqual({ ok: false, why: "comment-needed" });
  expect(await as(it.db, clock, two, (act) => dismissRefusal(act, made, "It was renewed."))).toEqual({ ok: true });
  expect((await listNotes(it.db, made.id)).map(({ officer: who, text }) => [who, text])).toEqual([["supervisor", "It was renewed."], ["case-officer", "Called the hotel."]]);
  const audit = await it.db.selectFrom("audit").select(["act", "facts"]).where("application_id", "=", made.id).orderBy("id").execute();
  expect(audit.map((line) => line.act)).toEqual(["note", "propose-refusal", "note", "dismiss-refusal"]);
  expect(JSON.stringify(audit)).not.toMatch(/hotel|renewed|short\./);
});

test("a case is handed back to the queue, but not with a proposal that waits for its answer", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const one = await officer(it.db, clock, "case-officer");
  const made = await makeCase(it.db, clock, { state: "in-review", set: { decide_by: day("2027-02-18") } });
  await as(it.db, clock, one, (act) => proposeRefusal(act, made, { reasons: ["passport"], comment: "Too short." }));
  expect(await as(it.db, clock, one, (act) => handBack(act, made))).toEqual({ ok: false, why: "refusal-proposed" });
  const other = await makeCase(it.db, clock, { state: "in-review", set: { decide_by: day("2027-02-18") } });
  const back = await as(it.db, clock, one, (act) => handBack(act, other));
  expect(back).toMatchObject({ ok: true, application: { state: "accepted" } });
  // The clock of the decision runs on.
  expect(back.ok && String(back.application.decide_by)).toBe("2027-02-18");
  expect(await as(it.db, clock, one, (act) => handBack(act, other))).toMatchObject({ ok: false });
});

test("two officers decide at once: one decision stands", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const one = await officer(it.db, clock, "case-officer");
  const two = await officer(it.db, clock, "case-officer", "35", "other officer");
  const made = await makeCase(it.db, clock, { state: "in-review" });
  const run = (who: typeof one, until: string) => as(it.db, clock, who, (act) => grant(act, made, { from: day("2026-12-08"), until: day(until), reason: "proof-of-stay" }));
  const outcomes = await Promise.all([run(one, "2027-12-07"), run(two, "2027-06-07")]);
  expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, why: "changed-meanwhile" });
  expect(await it.db.selectFrom("decision").selectAll().execute()).toHaveLength(1);
});

test("prints, posts, takes back, posts again and delivers a card", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const one = await officer(it.db, clock, "case-officer");
  const first = await makeCase(it.db, clock, { state: "granted" });
  const other = await makeCase(it.db, clock, { state: "granted" });
  const print = (made: typeof first, series: string, number: string) => as(it.db, clock, one, (act) => printCard(act, made, { series, number }));
  expect(await print(first, "A1", "123456")).toEqual({ ok: false, why: "wrong-number" });
  const mistyped = await print(first, "A", "123465");
  if (!mistyped.ok) throw new Error(mistyped.why);
  const theirs = await print(other, "B", "777");
  if (!theirs.ok) throw new Error(theirs.why);
  expect(await print(mistyped.application, "B", "777"), "a number put right is not another card’s either").toEqual({ ok: false, why: "number-taken" });
  const printed = await print(mistyped.application, "A", "123456");
  if (!printed.ok) throw new Error(printed.why);
  expect(printed.application.state).toBe("printing");
  expect(await findCard(it.db, first.id)).toMatchObject({ series: "A", number: "123456" });
  expect(await print(theirs.application, "A", "123456")).toEqual({ ok: false, why: "number-taken" });
  expect(await print(await makeCase(it.db, clock, { state: "granted" }), "A", "123456")).toEqual({ ok: false, why: "number-taken" });
  const post = (code: string) => as(it.db, clock, one, (act) => postCard(act, printed.application, code));
  expect(await post("RR473124820TR")).toEqual({ ok: false, why: "wrong-code" });
  const posted = await post("rr 47312482 9 tr");
  if (!posted.ok) throw new Error(posted.why);
  expect(await it.db.selectFrom("message").select("values").where("notice", "=", "posted").executeTakeFirstOrThrow()).toMatchObject({ values: { tracking: "RR473124829TR" } });
  const postedAt = clock.now();
  clock.forward({ hours: 1 });
  const correct = (code: string) => as(it.db, clock, one, (act) => postCard(act, posted.application, code));
  expect(await correct("RR473124829TR")).toEqual({ ok: false, why: "same-code" });
  expect(await correct("KP12345678902")).toMatchObject({ ok: true, application: { state: "posted" } });
  expect(await findCard(it.db, first.id)).toMatchObject({ tracking_code: "KP12345678902", posted_at: postedAt });
  expect(await it.db.selectFrom("message").select(["notice", "values"]).orderBy("id").execute()).toMatchObject([
    { notice: "posted" }, { notice: "tracking-corrected", values: { tracking: "KP12345678902" } },
  ]);
  expect((await it.db.selectFrom("application_history").select("event").where("application_id", "=", first.id).orderBy("id").execute()).map(({ event }) => event))
    .toEqual(["print", "print", "post", "correct-tracking"]);
  const back = await as(it.db, clock, one, (act) => cardCameBack(act, posted.application, "nobody opened"));
  if (!back.ok) throw new Error(back.why);
  expect(await findCard(it.db, first.id)).toMatchObject({ tracking_code: null, posted_at: null });
  const again = await as(it.db, clock, one, (act) => postCard(act, back.application, "KP12345678901"));
  if (!again.ok) throw new Error(again.why);
  expect(await as(it.db, clock, one, (act) => deliverCard(act, again.application))).toMatchObject({ ok: true, application: { state: "delivered" } });
  expect((await findCard(it.db, first.id))!.delivered_at).toEqual(clock.now());
});
