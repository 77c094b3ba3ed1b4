import { expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { as, fixedClock, makeCases, makeOffices, slotAt, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { checkIn } from "../acts/check-in.ts";
import { findApplication } from "../applications/application.ts";
import { book } from "./book.ts";
import { generateSlots } from "./slots.ts";
import { absentNumbers, atCounter, backInLine, callAgain, callNext, endAt, lastCalls, waitingTickets } from "./tickets.ts";

const officer = { kind: "officer" as const, id: null, name: "an officer" };
const today = Temporal.PlainDate.from("2026-11-24");
const at = (hour: string) => Temporal.Instant.from(`2026-11-24T${hour}:00+03:00`);

/** İzmir on Tuesday morning, with people booked at these hours. */
async function morning(hours: string[], max = 5) {
  const it = await testDatabase({ max });
  await makeOffices(it.db);
  const clock = fixedClock();
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 3 }));
  const people = await makeCases(it.db, hours.length);
  for (const [n, who] of people.entries()) {
    const slot = await slotAt(it.db, "35", "2026-11-24", hours[n]!);
    await it.db.updateTable("slot").set({ capacity: 50 }).where("id", "=", slot.id).execute();
    await as(it.db, clock, who, (act) => book(act, who, slot.id));
  }
  clock.set(at("08:30"));
  return {
    it, clock, people,
    arrive: async (n: number) => {
      const arrived = await as(it.db, clock, officer, async (act) => checkIn(act, (await findApplication(act.tx, people[n]!.id))!));
      if (!arrived.ok) throw new Error(arrived.why);
      return arrived.ticket;
    },
    call: async (counter: number) => {
      const before = (await atCounter(it.db, "35", counter, today))?.id ?? null;
      return as(it.db, clock, officer, (act) => callNext(act, "35", counter, before));
    },
    waiting: async () => (await waitingTickets(it.db, "35", today)).map((ticket) => ticket.number),
  };
}

test("turns follow the hours of the appointments; who comes late follows from their arrival", async () => {
  const { it, clock, arrive, call, waiting } = await morning(["09:10", "08:50", "08:30"]);
  await using _ = it;
  expect([await arrive(0), await arrive(1)]).toEqual([1, 2]);
  clock.set(at("09:00"));
  expect(await arrive(2)).toBe(3);
  expect(await waiting()).toEqual([2, 3, 1]);
  expect(await call(1)).toMatchObject({ ok: true, ticket: { number: 2, counter: 1, calls: 1 } });
  expect(await call(2)).toMatchObject({ ok: true, ticket: { number: 3, counter: 2 } });
  clock.set(at("09:05"));
  expect(await as(it.db, clock, officer, (act) => callAgain(act, "35", 1))).toBe(true);
  expect((await lastCalls(it.db, "35", today, 6)).map(({ number, counter, calls }) => [number, counter, calls])).toEqual([[2, 1, 2], [3, 2, 1]]);
  // Called though not due yet, because nobody else is there.
  expect(await call(2)).toMatchObject({ ok: true, ticket: { number: 1 } });
  expect(await call(2)).toEqual({ ok: false, why: "nobody-waits" });
  expect(await atCounter(it.db, "35", 2, today)).toBeUndefined();
  expect(await faults(it.db)).toEqual([]);
});

test("who does not come when called leaves the display, and may come back into the line", async () => {
  const { it, clock, arrive, call, waiting } = await morning(["08:30", "08:50"]);
  await using _ = it;
  await arrive(0);
  await arrive(1);
  await call(1);
  expect(await as(it.db, clock, officer, (act) => endAt(act, "35", 1, "absent"))).toBe(true);
  expect(await as(it.db, clock, officer, (act) => endAt(act, "35", 1, "absent"))).toBe(false);
  expect(await absentNumbers(it.db, "35", clock.now())).toEqual([1]);
  expect(await lastCalls(it.db, "35", today, 6)).toEqual([]);
  clock.set(at("09:00"));
  expect(await as(it.db, clock, officer, (act) => backInLine(act, "35", 1))).toBe(true);
  expect(await as(it.db, clock, officer, (act) => backInLine(act, "35", 2))).toBe(false);
  expect(await waiting()).toEqual([2, 1]);
});

test("whose case has moved on no longer waits", async () => {
  const { it, people, arrive, waiting, call } = await morning(["08:30"]);
  await using _ = it;
  await arrive(0);
  await it.db.updateTable("application").set({ state: "accepted" }).where("id", "=", people[0]!.id).execute();
  expect(await waiting()).toEqual([]);
  expect(await call(1)).toEqual({ ok: false, why: "nobody-waits" });
});

test("thirty arrive and six counters call at once: every number once, none twice, nobody at two counters", { timeout: 40_000 }, async () => {
  const { it, arrive, call } = await morning(Array.from({ length: 30 }, () => "08:30"), 30);
  await using _ = it;
  const given = await Promise.all(Array.from({ length: 30 }, (_, n) => arrive(n)));
  expect(given.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
  const called: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const outcomes = await Promise.all([1, 2, 3, 4, 5, 6].map((counter) => call(counter)));
    for (const outcome of outcomes) if (outcome.ok) called.push(outcome.ticket.number);
  }
  expect(called.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
  expect((await call(1)).ok).toBe(false);
  expect(await faults(it.db)).toEqual([]);
});

test("two presses at one counter call once", async () => {
  const { it, clock, arrive, waiting } = await morning(["08:30", "08:30", "08:30"]);
  await using _ = it;
  for (const n of [0, 1, 2]) await arrive(n);
  const press = () => as(it.db, clock, officer, (act) => callNext(act, "35", 1, null));
  const outcomes = await Promise.all([press(), press()]);
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
  expect(outcomes).toContainEqual({ ok: false, why: "busy" });
  expect(await waiting()).toEqual([2, 3]);
});
