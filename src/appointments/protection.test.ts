import { sql } from "kysely";
import { expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { as, fixedClock, makeCase, makeCases, makeOffices, MONDAY, slotAt, system } from "../../test/cases.ts";
import { type TestDatabase, testDatabase } from "../../test/database.ts";
import { officer } from "../../test/office-cases.ts";
import { liftProtection, protect } from "../acts/protect.ts";
import { type Application, findApplication } from "../applications/application.ts";
import { dateOf } from "../platform/clock.ts";
import type { Actor } from "../platform/act.ts";
import { json } from "../platform/database.ts";
import { findAppointment } from "./book.ts";
import { giveAppointment } from "./give.ts";
import { declineDate, findTurn, joinDraw } from "./join.ts";
import { closeBatch, drawBatch, noPublicValue, runDraws } from "./run-draw.ts";
import type { DrawRecord } from "./record.ts";
import { generateSlots } from "./slots.ts";
import { findCompanions } from "./together.ts";

const settings = { batchMinutes: 1, publicValue: noPublicValue };
const PLACE = "34-fatih";
const inIstanbul = { province: "34", office: PLACE, district: "Fatih/Aksaray" };

async function istanbul(it: TestDatabase) {
  await makeOffices(it.db, [PLACE]);
  const clock = fixedClock();
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 20 }));
  await runDraws(it.db, clock, settings);
  const { id, name } = await officer(it.db, clock, "case-officer", PLACE);
  const desk: Actor = { kind: "officer", id, name };
  const again = async (who: Application) => (await findApplication(it.db, who.id))!;
  return {
    clock, desk, again,
    join: (who: Application) => as(it.db, clock, who, (act) => joinDraw(act, who)),
    protect: (who: Application) => as(it.db, clock, desk, async (act) => protect(act, (await findApplication(act.tx, who.id))!)),
    give: (who: Application, slot: string) => as(it.db, clock, desk, async (act) => giveAppointment(act, await again(who), slot)),
    lineOf: (who: Application) => it.db.selectFrom("draw_line").selectAll().where("application_id", "=", who.id).executeTakeFirst(),
    async run() {
      clock.set(clock.now().add({ minutes: 1 }));
      return runDraws(it.db, clock, settings);
    },
  };
}

/** A case for the permit of a victim of trafficking, as an office opens it. */
async function victim(it: TestDatabase): Promise<Application> {
  const who = await makeCase(it.db, inIstanbul);
  await it.db.updateTable("application").set({ frozen: json({ answers: { birthDate: "1996-02-03", neighbourhood: "Fatih/Aksaray", permitType: "trafficking-victim" } }) }).where("id", "=", who.id).execute();
  return (await findApplication(it.db, who.id))!;
}

test("a victim’s permit joins no draw, whoever asks; the database holds it too; an officer gives the appointment", async () => {
  await using it = await testDatabase();
  const at = await istanbul(it);
  const [who, others] = [await victim(it), await makeCases(it.db, 3, inIstanbul)];
  expect(who.protected).toBe(true);
  expect(await at.join(who)).toEqual({ ok: false, why: "by-office" });
  expect((await at.again(who)).state).toBe("created");
  const { id: draw } = await it.db.selectFrom("draw").select("id").executeTakeFirstOrThrow();
  const forced = it.db.insertInto("draw_request").values({ application_id: who.id, person_id: who.person_id!, draw_id: draw, province: "34", asked_at: MONDAY, office_code: PLACE, pseudonym: "p", salt: "s" });
  await expect(forced.execute()).rejects.toThrow("draw_request_never_protected");
  for (const other of others) expect(await at.join(other)).toMatchObject({ ok: true });
  const slot = await slotAt(it.db, PLACE, "2026-12-02", "10:10");
  expect(await at.give(who, slot.id)).toMatchObject({ ok: true, place: { slot: slot.id } });
  expect(await at.run()).toEqual({ closed: 1, drawn: 1 });
  const { record } = await it.db.selectFrom("draw").select("record").where("id", "=", draw).executeTakeFirstOrThrow();
  expect((record as DrawRecord).requests).toHaveLength(3);
  expect(await findAppointment(it.db, who.id)).toMatchObject({ slot: slot.id, source: "office" });
  expect(await it.db.selectFrom("message").select("notice").where("application_id", "=", who.id).execute()).toEqual([{ notice: "appointment-given" }]);
  // What was given cannot be turned into a turn in the draw.
  expect(await as(it.db, at.clock, who, async (act) => declineDate(act, await at.again(who), "no"))).toMatchObject({ ok: false });
  expect(await faults(it.db)).toEqual([]);
});

test("an officer protects a case that waits: it leaves the list before it closes; lifted, it may join", async () => {
  await using it = await testDatabase();
  const at = await istanbul(it);
  const [who, other, friend] = await makeCases(it.db, 3, inIstanbul);
  await it.db.updateTable("application").set({ email: who!.email }).where("id", "=", friend!.id).execute();
  expect(await findCompanions(it.db, await at.again(friend!), dateOf(at.clock.now()), { inDraw: true })).toMatchObject([{ id: who!.id }]);
  await at.join(who!);
  await at.join(other!);
  expect(await at.protect(who!)).toMatchObject({ ok: true, application: { state: "created", protected: true } });
  expect(await at.protect(who!)).toEqual({ ok: false, why: "changed-meanwhile" });
  expect(await findTurn(it.db, who!.id)).toBeUndefined();
  expect(await findCompanions(it.db, await at.again(friend!), dateOf(at.clock.now()), { inDraw: true })).toEqual([]);
  await expect(it.db.updateTable("application").set({ protected_at: MONDAY, protected_by: at.desk.id }).where("id", "=", other!.id).execute()).rejects.toThrow("draw_request_never_protected");
  await at.run();
  expect(await at.lineOf(who!)).toBeUndefined();
  expect(await as(it.db, at.clock, at.desk, async (act) => liftProtection(act, await at.again(who!)))).toMatchObject({ ok: true });
  expect(await as(it.db, at.clock, who!, async (act) => joinDraw(act, await at.again(who!)))).toMatchObject({ ok: true });
  expect(await faults(it.db)).toEqual([]);
});

test("protected between the closing of a list and its drawing, the nameless line stays and gets no place", async () => {
  await using it = await testDatabase();
  const at = await istanbul(it);
  const [who, other] = await makeCases(it.db, 2, inIstanbul);
  await at.join(who!);
  await at.join(other!);
  const { id } = await it.db.selectFrom("draw").select("id").executeTakeFirstOrThrow();
  at.clock.set(MONDAY.add({ minutes: 1 }));
  expect(await as(it.db, at.clock, system, (act) => closeBatch(act, id, settings))).toBe(true);
  expect(await at.protect(who!)).toMatchObject({ ok: true });
  expect(await as(it.db, at.clock, system, (act) => drawBatch(act, id, { source: "none", value: "" }))).toBe(true);
  expect(await at.lineOf(who!)).toMatchObject({ slot_id: null });
  expect(await findAppointment(it.db, who!.id)).toBeUndefined();
  expect(await findAppointment(it.db, other!.id)).toBeDefined();
  expect(await faults(it.db)).toEqual([]);
});

test("joining against protecting: whoever is first, no protected case has a turn", { timeout: 60_000 }, async () => {
  await using it = await testDatabase({ max: 20 });
  const at = await istanbul(it);
  const people = await makeCases(it.db, 24, inIstanbul);
  await Promise.all(people.flatMap((who) => [at.join(who), at.protect(who)]));
  for (const who of people) {
    const { state, protected: shielded } = await at.again(who);
    // Whoever joined first under the officer’s eyes is left as they were: the officer’s page was old.
    if (shielded) expect([state, await findTurn(it.db, who.id)]).toEqual(["created", undefined]);
  }
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from application a join draw_request r on r.application_id = a.id where a.protected and r.shielded = false`.execute(it.db);
  expect(rows[0]!.n).toBe(0);
  expect(await faults(it.db)).toEqual([]);
});
