import { expect, test } from "vitest";
import { dateOf } from "../platform/clock.ts";
import { faults } from "../../invariants/checks.ts";
import { as, fixedClock, makeCase, makeCases, makeOffices, slotAt, system } from "../../test/cases.ts";
import { type TestDatabase, testDatabase } from "../../test/database.ts";
import { type Application, findApplication } from "../applications/application.ts";
import { book, findAppointment } from "./book.ts";
import { hold } from "./hold.ts";
import { generateSlots } from "./slots.ts";
import { bookTogether, findCompanions } from "./together.ts";

async function family(it: TestDatabase, size: number) {
  await makeOffices(it.db);
  const clock = fixedClock();
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 20 }));
  return { clock, people: await related(it, size) };
}

async function related(it: TestDatabase, size: number): Promise<Application[]> {
  const people = await makeCases(it.db, size);
  await it.db.updateTable("application").set({ email: people[0]!.email }).where("id", "in", people.map((one) => one.id)).execute();
  return Promise.all(people.map(async (one) => (await findApplication(it.db, one.id))!));
}

const starts = async (it: TestDatabase, people: Application[]) =>
  Promise.all(people.map(async (one) => (await findAppointment(it.db, one.id))?.starts.toString({ smallestUnit: "minute" }) ?? null));

test("a family of five gets the same hour, or hours that follow each other", async () => {
  await using it = await testDatabase();
  const { clock, people } = await family(it, 5);
  const [first, ...others] = people;
  const slot = await slotAt(it.db, "35", "2026-12-08", "10:10");
  await it.db.updateTable("slot").set({ capacity: 2 }).where("id", "=", slot.id).execute();
  expect((await findCompanions(it.db, first!, dateOf(clock.now()))).map((one) => one.id).sort()).toEqual(others.map((one) => one.id).sort());
  await as(it.db, clock, first!, (act) => hold(act, first!, slot.id));
  expect(await as(it.db, clock, first!, (act) => bookTogether(act, first!, others.map((one) => one.id), slot.id))).toMatchObject({ ok: true });
  expect((await starts(it, people)).sort()).toEqual(["10:10", "10:10", "10:30", "10:30", "10:30"]);
  expect(await faults(it.db)).toEqual([]);
});

test("an hour that was held in time is booked for all of them until the hold ends, also when its notice passes meanwhile", async () => {
  await using it = await testDatabase();
  const { people } = await family(it, 3);
  const [first, ...others] = people;
  const slot = await slotAt(it.db, "35", "2026-12-08", "10:10");
  await it.db.updateTable("slot").set({ capacity: 2 }).where("id", "=", slot.id).execute();
  const at = (time: string) => fixedClock(Temporal.ZonedDateTime.from(`2026-12-08T${time}[Europe/Istanbul]`).toInstant());
  const bookAt = (time: string) => as(it.db, at(time), first!, (act) => bookTogether(act, first!, others.map((one) => one.id), slot.id));
  expect(await bookAt("09:41:00")).toEqual({ ok: false, why: "slot-past" });
  await as(it.db, at("09:38:00"), first!, (act) => hold(act, first!, slot.id));
  expect(await bookAt("09:43:00")).toEqual({ ok: false, why: "slot-past" });
  expect(await bookAt("09:42:59")).toMatchObject({ ok: true });
  expect((await starts(it, people)).sort()).toEqual(["10:10", "10:10", "10:30"]);
  expect(await faults(it.db)).toEqual([]);
});

test("too few places in a row book nobody, and keep the hour that was held", async () => {
  await using it = await testDatabase();
  const { clock, people } = await family(it, 3);
  const [first, ...others] = people;
  const slot = await slotAt(it.db, "35", "2026-12-08", "10:10");
  await it.db.updateTable("slot").set({ capacity: 1 }).where("id", "=", slot.id).execute();
  await it.db.updateTable("slot").set({ capacity: 0 }).where("id", "=", (await slotAt(it.db, "35", "2026-12-08", "10:30")).id).execute();
  await as(it.db, clock, first!, (act) => hold(act, first!, slot.id));
  expect(await as(it.db, clock, first!, (act) => bookTogether(act, first!, others.map((one) => one.id), slot.id))).toEqual({ ok: false, why: "not-together" });
  expect(await starts(it, people)).toEqual([null, null, null]);
  expect(await it.db.selectFrom("hold").select("application_id").execute()).toEqual([{ application_id: first!.id }]);
  expect(await faults(it.db)).toEqual([]);
});

test("what stops one of them leaves nothing of the others, and a stranger cannot be brought along", async () => {
  await using it = await testDatabase();
  const { clock, people } = await family(it, 3);
  const [first, second, third] = people;
  const late = await slotAt(it.db, "35", "2026-12-08", "10:10");
  await it.db.updateTable("application").set({ attend_by: Temporal.PlainDate.from("2026-11-30") }).where("id", "=", third!.id).execute();
  const others = [second!.id, third!.id];
  expect(await as(it.db, clock, first!, (act) => bookTogether(act, first!, others, late.id))).toEqual({ ok: false, why: "past-deadline" });
  expect(await starts(it, people)).toEqual([null, null, null]);
  expect(await it.db.selectFrom("message").selectAll().execute()).toEqual([]);
  const stranger = await makeCase(it.db);
  expect(await as(it.db, clock, first!, (act) => bookTogether(act, first!, [stranger.id], late.id))).toEqual({ ok: false, why: "stranger" });
  expect(await faults(it.db)).toEqual([]);
});

test("groups against single people: never above what there is, and every group whole or not at all", { timeout: 60_000 }, async () => {
  await using it = await testDatabase({ max: 50 });
  const { clock, people } = await family(it, 3);
  const families = [people, ...(await Promise.all(Array.from({ length: 9 }, () => related(it, 3))))];
  const singles = await makeCases(it.db, 40);
  const slot = await slotAt(it.db, "35", "2026-12-08", "16:30");
  const outcomes = await Promise.all([
    ...families.map(([first, ...others]) => as(it.db, clock, first!, (act) => bookTogether(act, first!, others.map((one) => one.id), slot.id))),
    ...singles.map((who) => as(it.db, clock, who, (act) => book(act, who, slot.id))),
  ]);
  expect(outcomes.filter((outcome) => outcome.ok).length).toBeGreaterThan(0);
  for (const each of families) expect([0, 3]).toContain((await starts(it, each)).filter((start) => start !== null).length);
  expect(await faults(it.db)).toEqual([]);
});
