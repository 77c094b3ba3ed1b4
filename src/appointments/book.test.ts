import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { as, fixedClock, makeCase, makeCases, makeOffices, MONDAY, slotAt, system } from "../../test/cases.ts";
import { type TestDatabase, testDatabase } from "../../test/database.ts";
import type { Application } from "../applications/application.ts";
import { findApplication } from "../applications/application.ts";
import { findAttempt } from "./attempt.ts";
import { book, findAppointment, mayChooseFrom, moveAppointment } from "./book.ts";
import { cancelAppointment, giveUpClaims } from "./cancel.ts";
import { findHold, hold } from "./hold.ts";
import { returnFreed } from "./offer.ts";
import { giveAppointment } from "./give.ts";
import { freeHours, generateSlots } from "./slots.ts";

async function office(it: TestDatabase, clock = fixedClock(), codes = ["35"]) {
  await makeOffices(it.db, codes);
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 20 }));
  const again = async (application: Application) => (await findApplication(it.db, application.id))!;
  return {
    clock, again,
    hold: async (who: Application, slot: string) => as(it.db, clock, who, (act) => hold(act, who, slot)),
    book: async (who: Application, slot: string) => as(it.db, clock, who, async (act) => book(act, await again(who), slot)),
    move: async (who: Application, slot: string) => as(it.db, clock, who, async (act) => moveAppointment(act, await again(who), slot)),
    cancel: async (who: Application) => as(it.db, clock, who, async (act) => cancelAppointment(act, await again(who))),
    slot: (day: string, starts: string, code = "35") => slotAt(it.db, code, day, starts),
    told: async (who: Application) => (await it.db.selectFrom("message").select("notice").where("application_id", "=", who.id).execute()).map((row) => row.notice).sort(),
  };
}

describe("booking", () => {
  test("a held place becomes the appointment, lodges the application and tells the person", async () => {
    await using it = await testDatabase();
    const at = await office(it);
    const who = await makeCase(it.db);
    const slot = await at.slot("2026-12-08", "10:30");
    expect(await at.hold(who, slot.id)).toMatchObject({ ok: true, held: { office: "35", until: MONDAY.add({ minutes: 5 }) } });
    expect(await at.book(who, slot.id)).toMatchObject({ ok: true, place: { slot: slot.id } });
    expect((await at.again(who)).state).toBe("lodged");
    expect(await findHold(it.db, who.id, MONDAY)).toBeUndefined();
    expect((await at.slot("2026-12-08", "10:30")).taken).toBe(1);
    expect(await at.told(who)).toEqual(["appointment-given"]);
    expect(await faults(it.db)).toEqual([]);
  });

  test("a hold that ran out still books while nobody wanted the place; else the hour is full", async () => {
    await using it = await testDatabase();
    const at = await office(it);
    const [one, two] = await makeCases(it.db, 2);
    const slot = await at.slot("2026-12-08", "10:30");
    await it.db.updateTable("slot").set({ capacity: 1 }).where("id", "=", slot.id).execute();
    await at.hold(one!, slot.id);
    expect(await at.hold(two!, slot.id)).toEqual({ ok: false, why: "slot-full" });
    at.clock.set(MONDAY.add({ minutes: 6 }));
    expect(await at.hold(two!, slot.id)).toMatchObject({ ok: true });
    expect(await at.book(one!, slot.id)).toEqual({ ok: false, why: "slot-full" });
    at.clock.set(MONDAY.add({ minutes: 12 }));
    expect(await at.book(two!, slot.id)).toMatchObject({ ok: true });
    expect(await faults(it.db)).toEqual([]);
  });

  test("holding another hour gives the first back, and a full one leaves it held", async () => {
    await using it = await testDatabase();
    const at = await office(it);
    const [one, two] = await makeCases(it.db, 2);
    const [first, second, full] = [await at.slot("2026-12-08", "10:30"), await at.slot("2026-12-08", "10:50"), await at.slot("2026-12-08", "11:10")];
    await it.db.updateTable("slot").set({ capacity: 1 }).where("id", "=", full.id).execute();
    await at.hold(two!, full.id);
    await at.hold(one!, first.id);
    await at.hold(one!, second.id);
    expect((await at.slot("2026-12-08", "10:30")).taken).toBe(0);
    expect(await at.hold(one!, full.id)).toEqual({ ok: false, why: "slot-full" });
    expect((await findHold(it.db, one!.id, MONDAY))!.slot).toBe(second.id);
    expect(await faults(it.db)).toEqual([]);
  });

  test("each impossible place has its own answer", async () => {
    await using it = await testDatabase();
    const at = await office(it, fixedClock(), ["35", "16", "34-fatih"]);
    const who = await makeCase(it.db);
    expect(await at.book(who, (await at.slot("2026-11-23", "08:50")).id)).toEqual({ ok: false, why: "slot-past" });
    expect(await at.book(who, (await at.slot("2026-12-08", "08:50", "16")).id)).toEqual({ ok: false, why: "other-office" });
    expect(await at.book(who, "5b7d3b1e-0000-4000-8000-000000000000")).toEqual({ ok: false, why: "slot-unknown" });
    expect(await at.book(who, "' or 1=1 --")).toEqual({ ok: false, why: "slot-unknown" });
    const closed = await at.slot("2026-12-09", "08:50");
    await it.db.updateTable("slot").set({ closed_at: MONDAY }).where("id", "=", closed.id).execute();
    expect(await at.book(who, closed.id)).toEqual({ ok: false, why: "slot-closed" });
    const inIstanbul = await makeCase(it.db, { province: "34", office: "34-fatih" });
    expect(await at.book(inIstanbul, (await at.slot("2026-12-08", "08:50", "34-fatih")).id)).toEqual({ ok: false, why: "drawn-here" });
    expect((await at.again(who)).state).toBe("created");
    expect(await faults(it.db)).toEqual([]);
  });

  const monday = Temporal.PlainDate.from("2026-11-23");
  test("an hour nearer than the notice is neither shown nor taken, but one that is kept already can be booked, and the office may give any", async () => {
    await using it = await testDatabase();
    const at = await office(it);
    const [one, two] = await makeCases(it.db, 2);
    const ten = await at.slot("2026-11-23", "09:50");
    const shown = async () => (await freeHours(it.db, "35", monday, at.clock.now())).map(({ starts }) => starts.toString({ smallestUnit: "minute" }));
    at.clock.set(MONDAY.add({ minutes: 19 }));
    expect((await shown())[0]).toBe("09:50");
    expect(await at.hold(one!, ten.id)).toMatchObject({ ok: true });
    at.clock.set(MONDAY.add({ minutes: 20 }));
    expect((await shown())[0]).toBe("10:10");
    expect(await at.hold(two!, ten.id)).toEqual({ ok: false, why: "slot-past" });
    expect(await at.book(two!, ten.id)).toEqual({ ok: false, why: "slot-past" });
    expect(await at.book(one!, ten.id)).toMatchObject({ ok: true });
    expect(await as(it.db, at.clock, two!, (act) => giveAppointment(act, two!, ten.id))).toMatchObject({ ok: true });
    expect(await faults(it.db)).toEqual([]);
  });

  test("a second time changes nothing", async () => {
    await using it = await testDatabase();
    const at = await office(it);
    const who = await makeCase(it.db);
    const slot = await at.slot("2026-12-08", "10:30");
    await at.book(who, slot.id);
    expect(await at.book(who, slot.id)).toEqual({ ok: false, why: "changed-meanwhile" });
    expect(await as(it.db, at.clock, who, (act) => book(act, who, slot.id))).toEqual({ ok: false, why: "changed-meanwhile" });
    expect((await at.slot("2026-12-08", "10:30")).taken).toBe(1);
    expect(await faults(it.db)).toEqual([]);
  });

  test("a day after the legal deadline is booked only when none before it is free, and then the attempt is on record", async () => {
    await using it = await testDatabase();
    const at = await office(it);
    const who = await makeCase(it.db, { attendBy: "2026-11-25" });
    const late = await at.slot("2026-11-26", "08:30");
    expect(await at.book(who, late.id)).toEqual({ ok: false, why: "past-deadline" });
    expect((await at.slot("2026-11-26", "08:30")).taken).toBe(0);
    await it.db.updateTable("slot").set({ closed_at: MONDAY }).where("day", "<=", Temporal.PlainDate.from("2026-11-25")).execute();
    expect(await at.book(who, late.id)).toMatchObject({ ok: true });
    expect(await findAttempt(it.db, who.id)).toMatchObject({ attend_by: Temporal.PlainDate.from("2026-11-25"), first_free: Temporal.PlainDate.from("2026-11-26") });
    expect(await faults(it.db)).toEqual([]);
  });
});

describe("moving and cancelling", () => {
  test("moving keeps the old place until the new one is sure, and a full hour changes nothing", async () => {
    await using it = await testDatabase();
    const at = await office(it);
    const who = await makeCase(it.db);
    const [old, next, full] = [await at.slot("2026-12-08", "10:30"), await at.slot("2026-12-09", "10:30"), await at.slot("2026-12-09", "11:10")];
    await it.db.updateTable("slot").set({ capacity: 0 }).where("id", "=", full.id).execute();
    await at.book(who, old.id);
    expect(await at.move(who, full.id)).toEqual({ ok: false, why: "slot-full" });
    expect((await findAppointment(it.db, who.id))!.slot).toBe(old.id);
    expect(await at.move(who, next.id)).toMatchObject({ ok: true, place: { slot: next.id } });
    expect(await findAppointment(it.db, who.id)).toMatchObject({ slot: next.id, sequence: 1, moves: 1 });
    expect((await at.again(who)).state).toBe("lodged");
    // The place left behind returns at its random moment, not at once.
    expect((await at.slot("2026-12-08", "10:30")).taken).toBe(1);
    at.clock.set(MONDAY.add({ hours: 25 }));
    expect(await as(it.db, at.clock, system, returnFreed)).toBe(1);
    expect((await at.slot("2026-12-08", "10:30")).taken).toBe(0);
    expect(await at.told(who)).toEqual(["appointment-changed", "appointment-given"]);
    expect(await faults(it.db)).toEqual([]);
  });

  test("where two offices serve an address, the case goes with its appointment from one to the other", async () => {
    await using it = await testDatabase();
    const at = await office(it, fixedClock(), ["07", "07-alanya"]);
    const who = await makeCase(it.db, { province: "07", office: "07", district: "Alanya/Oba" });
    await at.book(who, (await at.slot("2026-12-08", "10:30", "07-alanya")).id);
    expect((await at.again(who)).office_code).toBe("07-alanya");
    expect(await at.move(who, (await at.slot("2026-12-09", "10:30", "07")).id)).toMatchObject({ ok: true });
    expect((await at.again(who)).office_code).toBe("07");
    expect(await faults(it.db)).toEqual([]);
  });

  test("who has a place before the legal deadline cannot move it past that, and gets no proof that there was none", async () => {
    await using it = await testDatabase();
    const at = await office(it);
    const who = await makeCase(it.db, { attendBy: "2026-11-25" });
    const own = await at.slot("2026-11-25", "08:30");
    await at.book(who, own.id);
    await sql`update slot set capacity = taken where day <= '2026-11-25'`.execute(it.db);
    expect(await at.move(who, (await at.slot("2026-11-26", "08:30")).id)).toEqual({ ok: false, why: "past-deadline" });
    expect((await findAppointment(it.db, who.id))!.slot).toBe(own.id);
    expect(await findAttempt(it.db, who.id)).toBeUndefined();
    expect(await faults(it.db)).toEqual([]);
  });

  test("an appointment may be moved three times", async () => {
    await using it = await testDatabase();
    const at = await office(it);
    const who = await makeCase(it.db);
    await at.book(who, (await at.slot("2026-12-08", "10:30")).id);
    for (const starts of ["10:50", "11:10", "11:30"]) expect(await at.move(who, (await at.slot("2026-12-08", starts)).id)).toMatchObject({ ok: true });
    expect(await at.move(who, (await at.slot("2026-12-08", "11:50")).id)).toEqual({ ok: false, why: "too-many" });
    expect(await faults(it.db)).toEqual([]);
  });

  test("a cancelled appointment frees its place and one may choose again", async () => {
    await using it = await testDatabase();
    const at = await office(it);
    const who = await makeCase(it.db);
    const slot = await at.slot("2026-12-08", "10:30");
    await at.book(who, slot.id);
    expect(await at.cancel(who)).toMatchObject({ ok: true });
    expect((await at.again(who)).state).toBe("created");
    expect(await at.cancel(who)).toEqual({ ok: false, why: "no-appointment" });
    expect(await at.told(who)).toEqual(["appointment-cancelled", "appointment-given"]);
    expect(await at.book(who, (await at.slot("2026-12-09", "10:30")).id)).toMatchObject({ ok: true });
    expect(await faults(it.db)).toEqual([]);
  });

  test("not on the day itself", async () => {
    await using it = await testDatabase();
    const at = await office(it);
    const who = await makeCase(it.db);
    await at.book(who, (await at.slot("2026-11-23", "16:10")).id);
    expect(await at.cancel(who)).toEqual({ ok: false, why: "too-late" });
    expect((await at.again(who)).state).toBe("lodged");
  });

  test("who gave up two places waits a day, but not when the deadline is near", async () => {
    await using it = await testDatabase();
    const at = await office(it);
    const who = await makeCase(it.db);
    for (const starts of ["10:30", "10:50"]) {
      expect(await at.book(who, (await at.slot("2026-12-08", starts)).id)).toMatchObject({ ok: true });
      await at.cancel(who);
    }
    const slot = await at.slot("2026-12-08", "11:10");
    expect(await at.book(who, slot.id)).toEqual({ ok: false, why: "too-many" });
    const asked = await at.again(who);
    expect(await as(it.db, at.clock, who, (act) => mayChooseFrom(act, asked))).toEqual(MONDAY.add({ hours: 24 }));
    expect(await as(it.db, at.clock, who, (act) => mayChooseFrom(act, { ...asked, attend_by: act.today.add({ days: 14 }) }))).toBeNull();
    at.clock.set(MONDAY.add({ hours: 24 }));
    expect(await at.book(who, slot.id)).toMatchObject({ ok: true });
    expect(await faults(it.db)).toEqual([]);
  });

  test("giving up all claims of a case that is withdrawn leaves no place taken for good", async () => {
    await using it = await testDatabase();
    const at = await office(it);
    const who = await makeCase(it.db);
    await at.book(who, (await at.slot("2026-12-08", "10:30")).id);
    await at.hold(await at.again(who), (await at.slot("2026-12-08", "10:50")).id);
    await as(it.db, at.clock, who, async (act) => {
      await giveUpClaims(act, who.id);
      await act.tx.updateTable("application").set({ state: "withdrawn" }).where("id", "=", who.id).execute();
    });
    expect((await at.slot("2026-12-08", "10:50")).taken).toBe(0);
    expect(await it.db.selectFrom("freed_place").selectAll().execute()).toHaveLength(1);
  });
});
