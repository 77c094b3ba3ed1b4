import { expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { as, fixedClock, makeCase, makeCases, makeOffices, slotAt, system } from "../../test/cases.ts";
import { type TestDatabase, testDatabase } from "../../test/database.ts";
import { noShow } from "../acts/no-show.ts";
import { type Application, findApplication } from "../applications/application.ts";
import { book, findAppointment } from "./book.ts";
import { closeDay } from "./close-day.ts";
import { hold } from "./hold.ts";
import { findTurn, joinDraw } from "./join.ts";
import { remindOfAppointments, remindOfDeadlines } from "./remind.ts";
import { noPublicValue, runDraws } from "./run-draw.ts";
import { generateSlots } from "./slots.ts";

const day = (iso: string) => Temporal.PlainDate.from(iso);
const at = (iso: string) => Temporal.Instant.from(iso);
const officer = { kind: "officer" as const, id: null, name: "an officer" };

async function office(it: TestDatabase, workingDays = 20) {
  await makeOffices(it.db);
  const clock = fixedClock();
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays }));
  return clock;
}
const again = async (it: TestDatabase, who: Application) => (await findApplication(it.db, who.id))!;
const told = async (it: TestDatabase, notice: string) => (await it.db.selectFrom("message").select("application_id").where("notice", "=", notice).execute()).length;

test("a case without an appointment is reminded once at each step before its deadline, not on the day after", async () => {
  await using it = await testDatabase();
  const clock = await office(it);
  await makeCase(it.db, { attendBy: "2026-12-08" });
  await makeCase(it.db, { attendBy: "2027-02-26" });
  const on = async (iso: string) => {
    clock.set(at(`${iso}T06:00:00Z`));
    return remindOfDeadlines(it.db, clock);
  };
  expect(await on("2026-11-23")).toBe(0);
  expect([await on("2026-11-24"), await on("2026-11-24"), await on("2026-11-25")]).toEqual([1, 0, 0]);
  // Away over two steps: only the one that is due now is sent.
  expect([await on("2026-12-05"), await on("2026-12-06"), await on("2026-12-07"), await on("2026-12-08"), await on("2026-12-09")]).toEqual([1, 0, 1, 0, 0]);
  expect(await told(it, "deadline-near")).toBe(3);
});

test("an appointment is reminded of on the working day before it: on Friday for Monday", async () => {
  await using it = await testDatabase();
  const clock = await office(it);
  const who = await makeCase(it.db);
  const slot = await slotAt(it.db, "35", "2026-11-30", "09:10");
  await as(it.db, clock, who, (act) => book(act, who, slot.id));
  for (const [iso, count] of [["2026-11-26", 0], ["2026-11-27", 1], ["2026-11-28", 0]] as const) {
    clock.set(at(`${iso}T06:00:00Z`));
    expect(await remindOfAppointments(it.db, clock)).toBe(count);
  }
});

test("an officer notes that nobody came, after the hour and not before, and the person may choose again", async () => {
  await using it = await testDatabase();
  const clock = await office(it);
  const who = await makeCase(it.db);
  await as(it.db, clock, who, async (act) => book(act, who, (await slotAt(it.db, "35", "2026-11-24", "09:10")).id));
  const note = async () => as(it.db, clock, officer, async (act) => noShow(act, await again(it, who)));
  expect(await note()).toEqual({ ok: false, why: "not-yet" });
  clock.set(at("2026-11-24T06:10:00Z"));
  expect(await note()).toMatchObject({ ok: true });
  expect((await again(it, who)).state).toBe("created");
  expect(await note()).toEqual({ ok: false, why: "no-appointment" });
  expect(await told(it, "no-show")).toBe(1);
  const next = await slotAt(it.db, "35", "2026-12-01", "09:10");
  expect(await as(it.db, clock, who, async (act) => book(act, await again(it, who), next.id))).toMatchObject({ ok: true });
  expect(await faults(it.db)).toEqual([]);
});

test("the office closes a day: everyone booked gets another date, the nearest deadline the earliest, and may still change it", async () => {
  await using it = await testDatabase();
  const clock = await office(it, 4);
  const closing = await slotAt(it.db, "35", "2026-11-25", "09:10");
  const relaxed = await makeCases(it.db, 2);
  const urgent = await makeCase(it.db, { attendBy: "2026-11-26" });
  for (const who of [...relaxed, urgent]) expect(await as(it.db, clock, who, (act) => book(act, who, closing.id))).toMatchObject({ ok: true });
  const holder = await makeCase(it.db);
  await as(it.db, clock, holder, (act) => hold(act, holder, closing.id));
  // One place is left on the 24th and one on the 26th.
  await it.db.updateTable("slot").set((of) => ({ capacity: of.ref("taken") })).where("day", "<>", day("2026-11-25")).execute();
  for (const iso of ["2026-11-24", "2026-11-26"]) await it.db.updateTable("slot").set({ capacity: 1 }).where("id", "=", (await slotAt(it.db, "35", iso, "10:10")).id).execute();
  expect(await as(it.db, clock, officer, (act) => closeDay(act, "35", day("2026-11-25"), "a burst pipe"))).toEqual({ moved: 2, redrawn: 0, freed: 1 });
  expect((await findAppointment(it.db, urgent.id))).toMatchObject({ day: day("2026-11-24"), sequence: 1, moves: 0, source: "office" });
  const states = await Promise.all(relaxed.map(async (who) => (await again(it, who)).state));
  expect(states.sort()).toEqual(["created", "lodged"]);
  expect([await told(it, "appointment-changed"), await told(it, "appointment-taken-back")]).toEqual([2, 1]);
  expect(await as(it.db, clock, holder, (act) => book(act, holder, closing.id))).toEqual({ ok: false, why: "slot-closed" });
  expect(await as(it.db, clock, officer, (act) => closeDay(act, "35", day("2026-11-25"), "again"))).toEqual({ moved: 0, redrawn: 0, freed: 0 });
  expect(await faults(it.db)).toEqual([]);
});

test("where dates are drawn, those without another place stand first in the next draw; a day closed beforehand is never opened", async () => {
  await using it = await testDatabase();
  await makeOffices(it.db, ["34-fatih"]);
  const clock = fixedClock();
  await as(it.db, clock, system, (act) => generateSlots(act, { from: day("2026-11-27"), workingDays: 1 }));
  const people = await makeCases(it.db, 3, { province: "34", office: "34-fatih", district: "Fatih/Aksaray" });
  const settings = { batchMinutes: 1, publicValue: noPublicValue };
  await runDraws(it.db, clock, settings);
  for (const who of people) await as(it.db, clock, who, (act) => joinDraw(act, who));
  clock.set(clock.now().add({ minutes: 1 }));
  await runDraws(it.db, clock, settings);
  expect(await as(it.db, clock, officer, (act) => closeDay(act, "34-fatih", day("2026-11-27"), "a storm"))).toEqual({ moved: 0, redrawn: 3, freed: 0 });
  for (const who of people) expect(await findTurn(it.db, who.id)).toMatchObject({ waited: 1, office: "34-fatih" });
  expect(await told(it, "drawn-date-taken-back")).toBe(3);
  await as(it.db, clock, officer, (act) => closeDay(act, "34-fatih", day("2026-11-30"), "election"));
  expect(await as(it.db, clock, system, (act) => generateSlots(act, { from: day("2026-11-27"), workingDays: 3 }))).toBe(24);
  clock.set(clock.now().add({ minutes: 1 }));
  await runDraws(it.db, clock, settings);
  for (const who of people) expect((await findAppointment(it.db, who.id))!.day).toEqual(day("2026-12-01"));
  expect(await faults(it.db)).toEqual([]);
});

test("closing a day while people book it leaves nobody in it", { timeout: 40_000 }, async () => {
  await using it = await testDatabase({ max: 30 });
  const clock = await office(it);
  const slots = await it.db.selectFrom("slot").select("id").where("day", "=", day("2026-11-25")).execute();
  const people = await makeCases(it.db, 60);
  await Promise.all([
    ...people.map((who, n) => as(it.db, clock, who, (act) => book(act, who, slots[n % slots.length]!.id))),
    as(it.db, clock, officer, (act) => closeDay(act, "35", day("2026-11-25"), "a storm")),
  ]);
  expect(await faults(it.db)).toEqual([]);
});
