import { expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { as, fixedClock, makeCases, makeOffices, MONDAY, slotAt, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { findApplication } from "../applications/application.ts";
import { book, moveAppointment } from "./book.ts";
import { cancelAppointment } from "./cancel.ts";
import { hold } from "./hold.ts";
import { returnFreed } from "./offer.ts";
import { generateSlots, releaseExpired } from "./slots.ts";

// The cluster of the tests takes 200 connections; some belong to the other tests.
// The server of the tests has 200, and another file may race beside this one.
const CONNECTIONS = 120;

async function opened(places: number, connections = CONNECTIONS) {
  const it = await testDatabase({ max: connections });
  await makeOffices(it.db);
  const clock = fixedClock();
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 20 }));
  const slot = await slotAt(it.db, "35", "2026-12-08", "10:30");
  await it.db.updateTable("slot").set({ capacity: places }).where("id", "=", slot.id).execute();
  return { it, clock, slot };
}

const count = (outcomes: { ok: boolean }[]) => outcomes.filter((outcome) => outcome.ok).length;

test.each([1, 20])("of 400 people on 120 connections exactly %i get a place, and each other is told that the hour is full", { timeout: 60_000 }, async (places) => {
  const { it, clock, slot } = await opened(places);
  await using _ = it;
  const people = await makeCases(it.db, 400);
  const outcomes = await Promise.all(people.map((who) => as(it.db, clock, who, (act) => book(act, who, slot.id))));
  expect(count(outcomes)).toBe(places);
  expect(outcomes.filter((outcome) => !outcome.ok).every((outcome) => !outcome.ok && outcome.why === "slot-full")).toBe(true);
  expect((await slotAt(it.db, "35", "2026-12-08", "10:30")).taken).toBe(places);
  expect(await faults(it.db)).toEqual([]);
});

test("hold against hold: many people for five places, and one person for many hours at once", { timeout: 60_000 }, async () => {
  const { it, clock, slot } = await opened(5, 60);
  await using _ = it;
  const people = await makeCases(it.db, 120);
  expect(count(await Promise.all(people.map((who) => as(it.db, clock, who, (act) => hold(act, who, slot.id)))))).toBe(5);
  const hours = await it.db.selectFrom("slot").select("id").where("day", "=", Temporal.PlainDate.from("2026-12-09")).execute();
  const one = (await makeCases(it.db, 1))[0]!;
  await Promise.all([...hours, ...hours].map((hour) => as(it.db, clock, one, (act) => hold(act, one, hour.id))));
  expect(await it.db.selectFrom("hold").selectAll().where("application_id", "=", one.id).execute()).toHaveLength(1);
  expect(await faults(it.db)).toEqual([]);
});

test("a double click books once, and hold, booking and the sweep of expired holds agree", { timeout: 60_000 }, async () => {
  const { it, clock, slot } = await opened(10, 60);
  await using _ = it;
  const people = await makeCases(it.db, 40);
  await Promise.all(people.map((who) => as(it.db, clock, who, (act) => hold(act, who, slot.id))));
  clock.set(MONDAY.add({ minutes: 6 }));
  const outcomes = await Promise.all([
    ...people.flatMap((who) => [as(it.db, clock, who, (act) => book(act, who, slot.id)), as(it.db, clock, who, (act) => book(act, who, slot.id))]),
    ...Array.from({ length: 10 }, () => as(it.db, clock, system, async (act) => ({ ok: false, released: await releaseExpired(act) }))),
  ]);
  expect(count(outcomes)).toBe(10);
  expect(await faults(it.db)).toEqual([]);
});

test("move against cancel: the person ends with one place or with none, and nothing is counted twice", { timeout: 60_000 }, async () => {
  const { it, clock, slot } = await opened(60, 60);
  await using _ = it;
  const people = await makeCases(it.db, 50);
  await Promise.all(people.map((who) => as(it.db, clock, who, (act) => book(act, who, slot.id))));
  const other = await slotAt(it.db, "35", "2026-12-09", "10:30");
  await it.db.updateTable("slot").set({ capacity: 30 }).where("id", "=", other.id).execute();
  const lodged = await Promise.all(people.map(async (who) => (await findApplication(it.db, who.id))!));
  await Promise.all(lodged.flatMap((who) => [
    as(it.db, clock, who, (act) => moveAppointment(act, who, other.id)),
    as(it.db, clock, who, (act) => cancelAppointment(act, who)),
    as(it.db, clock, who, (act) => moveAppointment(act, who, other.id)),
  ]));
  expect(await faults(it.db)).toEqual([]);
  clock.set(MONDAY.add({ hours: 25 }));
  await as(it.db, clock, system, returnFreed);
  expect(await it.db.selectFrom("freed_place").selectAll().execute()).toEqual([]);
  expect(await faults(it.db)).toEqual([]);
});

test("generation against booking: the days are opened once and nobody loses a place", { timeout: 60_000 }, async () => {
  const { it, clock, slot } = await opened(60, 40);
  await using _ = it;
  const people = await makeCases(it.db, 60);
  const [booked, made] = await Promise.all([
    Promise.all(people.map((who) => as(it.db, clock, who, (act) => book(act, who, slot.id)))),
    Promise.all(Array.from({ length: 4 }, () => as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 40 })))),
  ]);
  expect(count(booked)).toBe(60);
  expect(made.reduce((sum, each) => sum + each, 0)).toBe(20 * 24);
  expect(await faults(it.db)).toEqual([]);
});

test("one person never has two appointments, though the applications be two", async () => {
  const { it, clock, slot } = await opened(5, 5);
  await using _ = it;
  const [one, two] = await makeCases(it.db, 2);
  // Two cases of one person cannot both be open; that index is taken away here to see the other one hold.
  await it.db.schema.dropIndex("application_one_open").execute();
  await it.db.updateTable("application").set({ person_id: one!.person_id }).where("id", "=", two!.id).execute();
  const outcomes = await Promise.all([one!, { ...two!, person_id: one!.person_id }].map((who) => as(it.db, clock, who, (act) => book(act, who, slot.id))));
  expect(count(outcomes)).toBe(1);
  expect((await slotAt(it.db, "35", "2026-12-08", "10:30")).taken).toBe(1);
});
