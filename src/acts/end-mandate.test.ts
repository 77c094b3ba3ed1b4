import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { check } from "../../invariants/checks.ts";
import { as, fixedClock, makeCase, makeOffices, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import type { Application } from "../applications/application.ts";
import { findSignedIn } from "../applications/signed-in.ts";
import { checkCode } from "../identity/code.ts";
import { openSession } from "../identity/session.ts";
import { type Act, type Actor, transact } from "../platform/act.ts";
import { json } from "../platform/database.ts";
import { giveMandate, holdMandate, MandateEnded } from "../representation/mandate.ts";
import { makeApplicationNumber } from "../rules/identifiers.ts";
import { endMandate, endMandatesOver, layDown } from "./end-mandate.ts";
import { askToReturn, comeBack, sendReturnCode } from "./return.ts";
import { withdraw } from "./withdraw.ts";

const secret = "m".repeat(40);
const lawyer = { capacity: "lawyer", name: "Selin Deneme", bar: "İzmir", barNumber: "12345", email: "selin@bar.example" } as const;
const parent = { capacity: "parent", name: "Olena Kovalenko", email: "olena@person.example" } as const;

type Given = Parameters<typeof giveMandate>[2];

/** A created case in which somebody acts for the person, each signed in on a device. */
async function represented(given: Given) {
  const it = await testDatabase({ max: 8 });
  const clock = fixedClock();
  await makeOffices(it.db);
  const made = await makeCase(it.db);
  const one = await it.db.updateTable("application").set({ number: makeApplicationNumber((below) => below - 1), frozen: json({ answers: { givenNames: "Anna", surname: "Eriksson", passportNumber: "T000001" } }) }).where("id", "=", made.id).returningAll().executeTakeFirstOrThrow();
  const mandate = await as(it.db, clock, one, (act) => giveMandate(act, one.id, given));
  const [own, theirs] = await as(it.db, clock, one, async (act) => [await openSession(act, { application: one.id }, "en"), await openSession(act, { application: one.id, mandate }, "en")] as const);
  // As the portal lets who is signed in by a mandate act.
  const acting: Actor = { kind: "applicant", id: one.id, name: "applicant", mandate, entitled: async (act) => { if (!(await holdMandate(act, mandate))) throw new MandateEnded(); } };
  return {
    ...it, clock, one, mandate, acting,
    signedIn: async () => (await Promise.all([own, theirs].map((cookie) => findSignedIn(it.parts.portal, cookie, clock.now())))).map((who) => who?.represents),
    messages: () => it.db.selectFrom("message").select(["notice", "recipient", "role", "values"]).where("notice", "<>", "code").orderBy("notice").orderBy("role").execute(),
    standing: () => it.db.selectFrom("mandate").select(["ended_by", "reason", "until"]).where("id", "=", mandate).executeTakeFirstOrThrow(),
    by: <T>(fn: (act: Act) => Promise<T>) => as(it.parts.portal, clock, one, fn),
  };
}

/** Somebody asks for a code and types it; returns what came of it and whom it went to. */
async function codeFor({ db, parts, clock }: Awaited<ReturnType<typeof represented>>, { number }: Application, represents: boolean) {
  const code = await transact(parts.portal, clock, { kind: "applicant", id: null, name: "visitor" }, (act) => askToReturn(act, secret, { number, identity: "T000001", other: false, represents }));
  await as(parts.worker, clock, system, (act) => sendReturnCode(act, secret, { code, other: false }));
  const sent = await db.selectFrom("message").select(["recipient", "role", "values"]).where("notice", "=", "code").orderBy("id", "desc").executeTakeFirst();
  const come = () => transact(parts.portal, clock, { kind: "applicant", id: null, name: "visitor" }, (act) => comeBack(act, secret, code, (sent!.values as { code: string }).code, "en"));
  return { code, sent, come };
}

test("a person takes a power of attorney back: the lawyer’s devices and codes open nothing, the person’s stay, and both are told in their own words", async () => {
  await using it = await represented(lawyer);
  expect(await it.signedIn()).toEqual([false, true]);
  const { come } = await codeFor(it, it.one, true);
  expect(await it.by((act) => endMandate(act, it.one.id, "person"))).toEqual({ ok: true });
  expect(await it.signedIn()).toEqual([false, undefined]);
  expect(await come()).toEqual({ ok: false, why: "dead" });
  expect(await it.messages()).toEqual([
    { notice: "mandate-ended", recipient: it.one.email, role: "applicant", values: { number: it.one.number, name: "Selin Deneme" } },
    { notice: "mandate-over", recipient: "selin@bar.example", role: "representative", values: { number: it.one.number, person: "Anna E." } },
  ]);
  expect(await it.db.selectFrom("audit").select(["actor_kind", "mandate_id", "facts"]).where("act", "=", "end-mandate").execute())
    .toEqual([{ actor_kind: "applicant", mandate_id: null, facts: { capacity: "lawyer", by: "person" } }]);
  expect(await it.by((act) => endMandate(act, it.one.id, "person")), "a second press").toEqual({ ok: false, why: "already-ended" });
  // Nobody acts for the person now, so nobody is sent a code for doing so.
  const sent = await it.db.selectFrom("message").select("id").where("notice", "=", "code").execute();
  await codeFor(it, it.one, true);
  expect(await it.db.selectFrom("message").select("id").where("notice", "=", "code").execute()).toEqual(sent);
});

test("whose code it was is known by the contact it went to: the lawyer’s on request, and a parent’s also where the child is reached by it", async () => {
  await using it = await represented(lawyer);
  const own = await codeFor(it, it.one, false);
  expect(own.sent).toMatchObject({ recipient: it.one.email, role: "applicant" });
  expect((await own.come()).ok).toBe(true);
  const theirs = await codeFor(it, it.one, true);
  expect(theirs.sent).toMatchObject({ recipient: "selin@bar.example", role: "representative" });
  expect((await theirs.come()).ok).toBe(true);
  const sessions = await it.db.selectFrom("session").select("mandate_id").orderBy("created_at").execute();
  expect(sessions.filter(({ mandate_id }) => mandate_id === it.mandate)).toHaveLength(2);
  expect(await it.db.selectFrom("audit").select("mandate_id").where("act", "=", "come-back").orderBy("id").execute()).toEqual([{ mandate_id: null }, { mandate_id: it.mandate }]);

  await using child = await represented({ ...parent, email: "person@shared.example" });
  await child.db.updateTable("application").set({ email: "person@shared.example" }).execute();
  const shared = await codeFor(child, child.one, false);
  const typed = await child.by((act) => checkCode(act, secret, shared.code, "return", (shared.sent!.values as { code: string }).code));
  expect(typed).toMatchObject({ ok: true, mandate: child.mandate });
});

test("who holds a child’s contact cannot put its parent out, nor does a parent cease to be one by saying so; an officer ends it with words, once the contact is not the parent’s", async () => {
  await using it = await represented(parent);
  expect(await it.by((act) => endMandate(act, it.one.id, "person"))).toEqual({ ok: false, why: "by-office" });
  expect(await transact(it.parts.portal, it.clock, it.acting, (act) => layDown(act, it.one))).toEqual({ ok: false, why: "by-office" });
  const desk = <T>(fn: (act: Act) => Promise<T>) => as(it.parts.office, it.clock, { kind: "officer", id: null, name: "Desk" }, fn);
  await it.db.updateTable("application").set({ email: parent.email }).execute();
  expect(await desk((act) => endMandate(act, it.one.id, "officer", "court decision of 2 November"))).toEqual({ ok: false, why: "shared-contact" });
  expect(await it.standing()).toMatchObject({ ended_by: null });
  await it.db.updateTable("application").set({ email: "sofia@person.example" }).execute();
  expect(await desk((act) => endMandate(act, it.one.id, "officer", "court decision of 2 November"))).toEqual({ ok: true });
  expect(await it.standing()).toMatchObject({ ended_by: "officer", reason: "court decision of 2 November" });
  expect(await it.signedIn()).toEqual([false, undefined]);
});

test("a lawyer who lays the mandate down acts and hears for fifteen days more, then the clock ends it; the person may end it sooner", async () => {
  await using it = await represented(lawyer);
  const lay = () => transact(it.parts.portal, it.clock, it.acting, (act) => layDown(act, it.one));
  expect(await lay()).toEqual({ ok: true });
  expect(await lay(), "a second press").toEqual({ ok: false, why: "already-ended" });
  expect((await it.standing()).until?.toString()).toBe("2026-12-08");
  expect(await it.messages()).toEqual(["applicant", "representative"].map((role) => expect.objectContaining({ notice: "mandate-laid-down", role, values: expect.objectContaining({ name: "Selin Deneme", until: "2026-12-08" }) })));
  expect(await it.signedIn()).toEqual([false, true]);
  const clock = () => as(it.parts.worker, it.clock, system, (act) => endMandatesOver(act));
  it.clock.set(Temporal.Instant.from("2026-12-08T20:59:00Z"));
  await clock();
  expect(await it.standing()).toMatchObject({ ended_by: null });
  it.clock.set(Temporal.Instant.from("2026-12-08T21:01:00Z"));
  // Before the clock has come by, too.
  await expect(transact(it.parts.portal, it.clock, it.acting, () => Promise.resolve())).rejects.toThrow(MandateEnded);
  await clock();
  await clock();
  expect(await it.standing()).toMatchObject({ ended_by: "representative" });
  expect((await it.messages()).map(({ notice }) => notice)).toEqual(["mandate-ended", "mandate-laid-down", "mandate-laid-down", "mandate-over"]);
});

test("a power of attorney with a last day ends behind it by itself, and is laid down no later", async () => {
  await using it = await represented({ ...lawyer, until: Temporal.PlainDate.from("2026-11-30") });
  expect(await transact(it.parts.portal, it.clock, it.acting, (act) => layDown(act, it.one))).toEqual({ ok: true });
  expect((await it.standing()).until?.toString()).toBe("2026-11-30");
  await it.db.updateTable("mandate").set({ laid_down_at: null }).execute();
  it.clock.set(Temporal.Instant.from("2026-12-01T06:00:00Z"));
  expect(await it.signedIn(), "sessions are long over").toEqual([undefined, undefined]);
  await as(it.parts.worker, it.clock, system, (act) => endMandatesOver(act));
  expect(await it.standing()).toMatchObject({ ended_by: "day" });
});

test("an act under way is finished before the mandate ends; one that begins afterwards is not done at all", async () => {
  await using it = await represented(lawyer);
  const held = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const under = transact(it.parts.portal, it.clock, it.acting, async (act) => {
    held.resolve();
    await goOn.promise;
    return withdraw(act, it.one);
  });
  await held.promise;
  let ended = false;
  const ending = it.by((act) => endMandate(act, it.one.id, "person")).then(() => { ended = true; });
  const waiting = async () => (await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(it.db)).rows.length;
  while ((await waiting()) === 0) await wait(10);
  expect(ended).toBe(false);
  goOn.resolve();
  expect((await under).ok).toBe(true);
  await ending;
  expect(await it.db.selectFrom("application_history").select(["event", "mandate_id"]).execute()).toEqual([{ event: "withdraw", mandate_id: it.mandate }]);
  let begun = false;
  await expect(transact(it.parts.portal, it.clock, it.acting, () => { begun = true; return Promise.resolve(); })).rejects.toThrow(MandateEnded);
  expect(begun).toBe(false);
});

test("of a person, a lawyer and an officer who end it at once one does, and each is told once; a second mandate beside a live one is refused by the database", async () => {
  await using it = await represented(lawyer);
  await expect(as(it.db, it.clock, it.one, (act) => giveMandate(act, it.one.id, parent))).rejects.toThrow(/mandate_one_live/);
  const outcomes = await Promise.all([
    it.by((act) => endMandate(act, it.one.id, "person")),
    as(it.parts.office, it.clock, { kind: "officer", id: null, name: "Desk" }, (act) => endMandate(act, it.one.id, "officer", "words")),
    ...Array.from({ length: 3 }, () => transact(it.parts.portal, it.clock, it.acting, (act) => layDown(act, it.one)).catch((error: unknown) => ({ ok: false, why: (error as Error).constructor.name }))),
  ]);
  expect(outcomes.slice(0, 2).filter(({ ok }) => ok)).toHaveLength(1);
  expect((await it.messages()).filter(({ notice }) => notice !== "mandate-laid-down").map(({ notice }) => notice)).toEqual(["mandate-ended", "mandate-over"]);
  expect(await it.signedIn()).toEqual([false, undefined]);
});

test("a session opened by a code that was right just before the mandate ended is ended with it", async () => {
  await using it = await represented(lawyer);
  const { come } = await codeFor(it, it.one, true);
  const [came, ended] = await Promise.all([come(), it.by((act) => endMandate(act, it.one.id, "person"))]);
  expect(ended.ok).toBe(true);
  if (!came.ok) expect(came.why).toBe("dead");
  const signedIn = async () => (await check(it.db)).find(({ name }) => name === "nobody-signed-in-by-an-ended-mandate")!.broken;
  expect(await signedIn()).toEqual([]);
  await it.db.updateTable("session").set({ ended_at: null }).execute();
  expect(await signedIn(), "the invariant sees what it is for").toEqual([it.mandate]);
});
