import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { as, makeCase, makeCases, makeOffices, MONDAY, system } from "../../test/cases.ts";
import { inIstanbul, istanbulWith, PLACE, settings } from "../../test/drawing.ts";
import { testDatabase } from "../../test/database.ts";
import { findAttempt } from "./attempt.ts";
import { findAppointment } from "./book.ts";
import { cancelAppointment, giveUpClaims } from "./cancel.ts";
import { hold } from "./hold.ts";
import { declineDate, findOpenBatch, findTurn, joinDraw, leaveDraw, openBatch } from "./join.ts";
import { closeBatch, drawBatch, runDraws } from "./run-draw.ts";
import { commitmentOf, type DrawRecord, faultOf } from "./record.ts";

describe("a batch", () => {
  test("opens with a promise, is drawn when it closes, and its record can be computed again", async () => {
    await using it = await testDatabase();
    const at = await istanbulWith(it, 30);
    const people = await makeCases(it.db, 10, inIstanbul);
    const open = (await findOpenBatch(it.db, "34"))!;
    expect(open.closesAt).toEqual(MONDAY.add({ minutes: 1 }));
    for (const who of people) expect(await at.join(who)).toMatchObject({ ok: true, batch: { id: open.id } });
    expect((await findTurn(it.db, people[0]!.id))).toMatchObject({ office: PLACE, waited: 0, closed: false, batch: { commitment: open.commitment } });
    expect(await at.run(0)).toEqual({ closed: 0, drawn: 0 });
    expect(await at.run()).toEqual({ closed: 1, drawn: 1 });
    const [batch] = await at.drawn();
    expect(commitmentOf(batch!.secret)).toBe(open.commitment);
    expect(faultOf(batch!.record)).toBeNull();
    const record = batch!.record as DrawRecord;
    for (const who of people) {
      const appointment = (await findAppointment(it.db, who.id))!;
      const line = await it.db.selectFrom("draw_line").selectAll().where("application_id", "=", who.id).executeTakeFirstOrThrow();
      expect(record.results.find((result) => result.pseudonym === line.pseudonym)).toEqual({
        pseudonym: line.pseudonym, day: appointment.day.toString(), starts: appointment.starts.toString({ smallestUnit: "minute" }), unplaced: null,
      });
      expect(JSON.stringify(record)).not.toContain(who.id);
    }
    expect((await at.told("appointment-drawn")).sort()).toEqual(people.map((who) => who.id).sort());
    expect(await at.run()).toEqual({ closed: 0, drawn: 0 });
    expect(await faults(it.db)).toEqual([]);
  });

  test("that nobody joined stays open with the same promise", async () => {
    await using it = await testDatabase();
    const at = await istanbulWith(it, 5);
    const open = (await findOpenBatch(it.db, "34"))!;
    expect(await at.run()).toEqual({ closed: 0, drawn: 0 });
    expect(await findOpenBatch(it.db, "34")).toEqual({ ...open, closesAt: MONDAY.add({ minutes: 2 }) });
  });

  test("who gets no date stands first in the next batch, and who cannot be in time has proof of it", async () => {
    await using it = await testDatabase();
    const at = await istanbulWith(it, 2);
    const relaxed = await makeCases(it.db, 2, inIstanbul);
    const urgent = await makeCases(it.db, 2, { ...inIstanbul, attendBy: "2026-11-27" });
    for (const who of [...relaxed, ...urgent]) await at.join(who);
    await at.run();
    for (const who of urgent) expect((await findAppointment(it.db, who.id))!.day.toString()).toBe("2026-11-27");
    for (const who of relaxed) expect(await findTurn(it.db, who.id)).toMatchObject({ waited: 1, closed: false });
    const late = await makeCase(it.db, { ...inIstanbul, attendBy: "2026-11-24" });
    await at.join(late);
    await sql`update slot set capacity = 1 where day = '2026-12-01' and starts in ('08:30', '08:50')`.execute(it.db);
    await at.run();
    for (const who of relaxed) expect((await findAppointment(it.db, who.id))!.day.toString()).toBe("2026-12-01");
    expect(await findTurn(it.db, late.id)).toMatchObject({ waited: 1 });
    expect(await findAttempt(it.db, late.id)).toMatchObject({ first_free: null, province: "34" });
    expect((await at.drawn()).map((batch) => faultOf(batch.record))).toEqual([null, null]);
    expect(await faults(it.db)).toEqual([]);
  });

  test("drawn in the evening gives nobody the next morning: three working days lie between, and fewer only for whom a deadline leaves no more", async () => {
    await using it = await testDatabase();
    const at = await istanbulWith(it, 10);
    await sql`update slot set capacity = 2 where day in ('2026-11-24', '2026-11-25', '2026-11-26')`.execute(it.db);
    const relaxed = await makeCases(it.db, 4, inIstanbul);
    const urgent = await makeCase(it.db, { ...inIstanbul, attendBy: "2026-11-25" });
    for (const who of [...relaxed, urgent]) await at.join(who);
    at.clock.set(Temporal.Instant.from("2026-11-23T19:43:00Z"));
    await at.run();
    for (const who of relaxed) expect((await findAppointment(it.db, who.id))!.day.toString()).toBe("2026-11-27");
    expect((await findAppointment(it.db, urgent.id))!.day.toString()).toBe("2026-11-25");
    expect((await at.drawn()).map((batch) => faultOf(batch.record))).toEqual([null]);
    expect(await faults(it.db)).toEqual([]);
  });

  test("children and old people come before the lottery", async () => {
    await using it = await testDatabase();
    const at = await istanbulWith(it, 10);
    const grown = await makeCases(it.db, 6, inIstanbul);
    const child = await makeCase(it.db, { ...inIstanbul, birthDate: "2020-02-01" });
    for (const who of [...grown, child]) await at.join(who);
    await at.run();
    const first = await it.db.selectFrom("appointment").innerJoin("slot", "slot.id", "appointment.slot_id").select("application_id").orderBy("day").orderBy("starts").executeTakeFirst();
    expect(first!.application_id).toBe(child.id);
  });
});

describe("stopped and run again", () => {
  test("a worker that dies in the middle leaves nothing; the next draws the same, and nobody is told twice", async () => {
    await using it = await testDatabase();
    const at = await istanbulWith(it, 40);
    const { people, id } = await at.closed(25);
    await sql`create function die() returns trigger language plpgsql as $$ begin
      if (select count(*) from message where notice = 'appointment-drawn') > 12 then perform pg_terminate_backend(pg_backend_pid()); end if; return new; end $$`.execute(it.db);
    await sql`create trigger die after insert on message for each row execute function die()`.execute(it.db);
    await expect(runDraws(it.db, at.clock, settings)).rejects.toThrow();
    expect(await it.db.selectFrom("appointment").selectAll().execute()).toEqual([]);
    expect(await at.told("appointment-drawn")).toEqual([]);
    await sql`drop trigger die on message`.execute(it.db);
    const before = await it.db.selectFrom("draw").select(["list_digest", "commitment"]).where("id", "=", id).executeTakeFirstOrThrow();
    // Two workers at once, and one that comes too late.
    await Promise.all([runDraws(it.db, at.clock, settings), runDraws(it.db, at.clock, settings)]);
    await runDraws(it.db, at.clock, settings);
    const record = (await at.drawn())[0]!.record as DrawRecord;
    expect(record).toMatchObject({ listDigest: before.list_digest, commitment: before.commitment });
    expect(faultOf(record)).toBeNull();
    expect((await at.told("appointment-drawn")).sort()).toEqual(people.map((who) => who.id).sort());
    expect(await faults(it.db)).toEqual([]);
  });

  test("nobody who joins while the list closes falls between two lists", async () => {
    await using it = await testDatabase({ max: 40 });
    const at = await istanbulWith(it, 200);
    const people = await makeCases(it.db, 80, inIstanbul);
    for (const who of people.slice(0, 10)) await at.join(who);
    at.clock.set(MONDAY.add({ minutes: 1 }));
    await Promise.all([...people.slice(10).map((who) => at.join(who)), runDraws(it.db, at.clock, settings), runDraws(it.db, at.clock, settings)]);
    expect(await faults(it.db)).toEqual([]);
    await at.run();
    await at.run();
    expect(await it.db.selectFrom("appointment").selectAll().execute()).toHaveLength(80);
    expect(await faults(it.db)).toEqual([]);
  });
});

describe("one’s own turn", () => {
  test("can be left, and taken again", async () => {
    await using it = await testDatabase();
    const at = await istanbulWith(it, 5);
    const who = await makeCase(it.db, inIstanbul);
    await at.join(who);
    expect(await as(it.db, at.clock, who, async (act) => joinDraw(act, await at.again(who)))).toEqual({ ok: false, why: "changed-meanwhile" });
    expect(await as(it.db, at.clock, who, async (act) => leaveDraw(act, await at.again(who)))).toMatchObject({ ok: true });
    expect((await at.again(who)).state).toBe("created");
    expect(await at.join(await at.again(who))).toMatchObject({ ok: true });
    await at.run();
    expect(await findAppointment(it.db, who.id)).toMatchObject({ source: "draw" });
    expect(await as(it.db, at.clock, who, async (act) => leaveDraw(act, await at.again(who)))).toEqual({ ok: false, why: "drawn-meanwhile" });
    expect(await faults(it.db)).toEqual([]);
  });

  test("leaving after the list closed takes no place and changes nobody’s date", async () => {
    await using it = await testDatabase();
    const at = await istanbulWith(it, 5);
    const [leaver, stays] = await makeCases(it.db, 2, inIstanbul);
    await at.join(leaver!);
    await at.join(stays!);
    at.clock.set(MONDAY.add({ minutes: 1 }));
    const { id } = (await findOpenBatch(it.db, "34"))!;
    await as(it.db, at.clock, system, (act) => closeBatch(act, id, settings));
    await as(it.db, at.clock, leaver!, async (act) => leaveDraw(act, await at.again(leaver!)));
    expect(await as(it.db, at.clock, leaver!, async (act) => joinDraw(act, await at.again(leaver!)))).toEqual({ ok: false, why: "being-drawn" });
    await as(it.db, at.clock, system, (act) => drawBatch(act, id, { source: "none", value: "" }));
    expect(await findAppointment(it.db, leaver!.id)).toBeUndefined();
    expect(await findAppointment(it.db, stays!.id)).toBeDefined();
    expect(faultOf((await at.drawn())[0]!.record)).toBeNull();
    expect(await as(it.db, at.clock, leaver!, async (act) => joinDraw(act, await at.again(leaver!)))).toMatchObject({ ok: true });
    expect(await faults(it.db)).toEqual([]);
  });

  test("a drawn date can be declined once, with a reason, keeping the turn; cancelled, it is given up", async () => {
    await using it = await testDatabase();
    const at = await istanbulWith(it, 5);
    const who = await makeCase(it.db, inIstanbul);
    await at.join(who);
    await at.run();
    const first = (await findAppointment(it.db, who.id))!;
    expect(await as(it.db, at.clock, who, async (act) => declineDate(act, await at.again(who), "examination that day"))).toMatchObject({ ok: true });
    expect((await at.again(who)).state).toBe("lodged");
    await at.run();
    expect((await findAppointment(it.db, who.id))!.slot).not.toBe(first.slot);
    expect(await as(it.db, at.clock, who, async (act) => declineDate(act, await at.again(who), "again"))).toEqual({ ok: false, why: "declined-before" });
    expect(await as(it.db, at.clock, who, async (act) => cancelAppointment(act, await at.again(who)))).toMatchObject({ ok: true });
    expect((await at.again(who)).state).toBe("created");
    expect(await faults(it.db)).toEqual([]);
  });

  test("a withdrawn case gets no date, though it be withdrawn while the draw runs", async () => {
    await using it = await testDatabase({ max: 20 });
    const at = await istanbulWith(it, 60);
    const people = await makeCases(it.db, 30, inIstanbul);
    for (const who of people) await at.join(who);
    at.clock.set(MONDAY.add({ minutes: 1 }));
    await Promise.all([
      runDraws(it.db, at.clock, settings),
      ...people.map((who) => as(it.db, at.clock, who, async (act) => {
        await giveUpClaims(act, who.id);
        await act.tx.updateTable("application").set({ state: "withdrawn" }).where("id", "=", who.id).execute();
      })),
    ]);
    expect(await it.db.selectFrom("appointment").selectAll().where("state", "=", "booked").execute()).toEqual([]);
  });

  test("there is no draw where places are chosen, and no choosing where there is a draw", async () => {
    await using it = await testDatabase();
    const at = await istanbulWith(it, 5);
    await makeOffices(it.db, ["35"]);
    const chooser = await makeCase(it.db);
    const drawn = await makeCase(it.db, inIstanbul);
    expect(await at.join(chooser)).toEqual({ ok: false, why: "choose-here" });
    const slot = await it.db.selectFrom("slot").select("id").where("capacity", ">", 0).executeTakeFirstOrThrow();
    expect(await as(it.db, at.clock, drawn, (act) => hold(act, drawn, slot.id))).toEqual({ ok: false, why: "drawn-here" });
    await as(it.db, at.clock, system, (act) => openBatch(act, "34"));
    expect(await it.db.selectFrom("draw").selectAll().execute()).toHaveLength(1);
  });
});

test("where several offices serve and none is asked for, the one with the most room for each request is taken", async () => {
  await using it = await testDatabase();
  const at = await istanbulWith(it, 10);
  await makeOffices(it.db, ["34-esenyurt", "34-pendik", "34-umraniye"]);
  const people = await makeCases(it.db, 42, { province: "34", office: PLACE });
  const taken: string[] = [];
  for (const who of people) {
    const joined = await at.join(who);
    if (joined.ok) taken.push(joined.office);
  }
  const counts = new Map<string, number>();
  for (const office of taken) counts.set(office, (counts.get(office) ?? 0) + 1);
  // 14, 12, 8 and 8 counters.
  expect([counts.get("34-fatih"), counts.get("34-esenyurt"), counts.get("34-umraniye"), counts.get("34-pendik")]).toEqual([14, 12, 8, 8]);
});
