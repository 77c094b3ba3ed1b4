import { expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { as, fixedClock, makeCases, makeOffices, MONDAY, slotAt, system } from "../../test/cases.ts";
import { type TestDatabase, testDatabase } from "../../test/database.ts";
import { type Application, findApplication } from "../applications/application.ts";
import { json } from "../platform/database.ts";
import { book, findAppointment, moveAppointment } from "./book.ts";
import { cancelAppointment } from "./cancel.ts";
import { closeDay } from "./close-day.ts";
import { hold } from "./hold.ts";
import { commonHours } from "./hours.ts";
import { acceptOffer, findOffer, returnFreed, runOffers } from "./offer.ts";
import { firstFreeDay, freeDays, freeHours, generateSlots, releaseExpired } from "./slots.ts";
import { setOfficeHours } from "./set-hours.ts";
import { bookTogether } from "./together.ts";
import { askForEarlier } from "./wish.ts";

const day = (iso: string) => Temporal.PlainDate.from(iso);
const officer = { kind: "officer" as const, id: null, name: "an officer" };

/** Cases for long-term permits, whose appointments take two steps. */
async function longCases(it: TestDatabase, count: number): Promise<Application[]> {
  const cases = await makeCases(it.db, count);
  await it.db.updateTable("application").set({ frozen: json({ answers: { birthDate: "1980-01-01", permitType: "long-term" } }) }).where("id", "in", cases.map((one) => one.id)).execute();
  return Promise.all(cases.map(async (one) => (await findApplication(it.db, one.id))!));
}

async function office(max = 5) {
  const it = await testDatabase({ max });
  await makeOffices(it.db);
  const clock = fixedClock();
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 20 }));
  const fresh = async (act: { tx: Parameters<typeof findApplication>[0] }, who: Application) => (await findApplication(act.tx, who.id))!;
  return {
    it, clock,
    at: (starts: string, iso = "2026-12-08") => slotAt(it.db, "35", iso, starts),
    room: (starts: string, capacity: number, iso = "2026-12-08") =>
      it.db.updateTable("slot").set({ capacity }).where("day", "=", day(iso)).where("starts", "=", Temporal.PlainTime.from(starts)).execute(),
    hold: (who: Application, slot: string) => as(it.db, clock, who, (act) => hold(act, who, slot)),
    book: (who: Application, slot: string) => as(it.db, clock, who, async (act) => book(act, await fresh(act, who), slot)),
    move: (who: Application, slot: string) => as(it.db, clock, who, async (act) => moveAppointment(act, await fresh(act, who), slot)),
    cancel: (who: Application) => as(it.db, clock, who, async (act) => cancelAppointment(act, await fresh(act, who))),
    fresh: (who: Application) => findApplication(it.db, who.id) as Promise<Application>,
  };
}

test("a longer service takes a place in each of its steps, through hold, booking, moving and cancelling", async () => {
  const { it, clock, at, room, hold, book, move, cancel } = await office();
  await using _ = it;
  const [who, other] = await longCases(it, 2);
  const [first, second, third] = [await at("10:10"), await at("10:30"), await at("10:50")];
  expect(await hold(who!, first.id)).toMatchObject({ ok: true, held: { steps: 2 } });
  expect([(await at("10:10")).taken, (await at("10:30")).taken, (await at("10:50")).taken]).toEqual([1, 1, 0]);
  expect(await faults(it.db)).toEqual([]);
  // Holding another hour gives both steps back, also where the two overlap.
  expect(await hold(who!, second.id)).toMatchObject({ ok: true });
  expect([(await at("10:10")).taken, (await at("10:30")).taken, (await at("10:50")).taken]).toEqual([0, 1, 1]);
  expect(await book(who!, second.id)).toMatchObject({ ok: true, place: { steps: 2 } });
  expect(await findAppointment(it.db, who!.id)).toMatchObject({ slot: second.id, steps: 2 });
  // A step that is full keeps the whole service out, and nothing of it stays taken.
  await room("11:10", 0);
  expect(await book(other!, third.id)).toEqual({ ok: false, why: "slot-full" });
  expect((await at("10:50")).taken).toBe(1);
  // The last step before lunch and before the evening is too short.
  for (const last of ["12:10", "17:10"]) expect(await book(other!, (await at(last)).id)).toEqual({ ok: false, why: "slot-short" });
  expect(await move(who!, first.id)).toMatchObject({ ok: true });
  expect(await faults(it.db)).toEqual([]);
  expect(await cancel(who!)).toMatchObject({ ok: true });
  clock.set(MONDAY.add({ hours: 25 }));
  expect(await as(it.db, clock, system, returnFreed)).toBe(4);
  expect([(await at("10:10")).taken, (await at("10:30")).taken, (await at("10:50")).taken]).toEqual([0, 0, 0]);
  expect(await faults(it.db)).toEqual([]);
});

test("free places are counted for the service: what is too short or half full is not offered", async () => {
  const { it, clock, room, hold, at } = await office();
  await using _ = it;
  const iso = day("2026-12-08");
  const left = async (permitType: string, application: string | null = null) => (await freeHours(it.db, "35", iso, clock.now(), application, permitType)).map((hour) => `${hour.starts} ${hour.free}`.replace(":00 ", " "));
  expect(await left("short-term")).toHaveLength(24);
  const long = await left("long-term");
  expect(long).toHaveLength(22);
  expect(long).not.toContain("12:10 5");
  await room("09:10", 2);
  await room("10:30", 0);
  expect((await left("long-term")).filter((each) => /^(08:50|09:10|10:10|10:30|10:50)/.test(each))).toEqual(["08:50 2", "09:10 2", "10:50 5"]);
  const [who] = await longCases(it, 1);
  await hold(who!, (await at("08:50")).id);
  expect((await left("long-term", who!.id)).slice(0, 3)).toEqual(["08:30 4", "08:50 2", "09:10 1"]);
  expect((await freeDays(it.db, "35", iso, iso, clock.now(), "long-term"))[0]!.free).toBe(4 + 1 + 1 + 5 * 17);
  // Elsewhere only every other hour has a place, which is no use to a longer service.
  await it.db.updateTable("slot").set({ capacity: 1 }).where("taken", "=", 0).execute();
  await it.db.updateTable("slot").set({ capacity: 0 }).where("starts", "in", ["08:30", "09:10", "09:50", "10:30", "11:10", "11:50", "13:30", "14:10", "14:50", "15:30", "16:10", "16:50"].map((t) => Temporal.PlainTime.from(t))).where("taken", "=", 0).execute();
  expect(await firstFreeDay(it.db, ["35"], null, clock.now(), "long-term")).toEqual(iso);
  expect(await firstFreeDay(it.db, ["35"], null, clock.now(), "short-term")).toEqual(day("2026-11-23"));
});

test("a group with a longer service is booked together or not at all; a closed day takes longer services along", async () => {
  const { it, clock, at, room } = await office();
  await using _ = it;
  const [[long], shorts] = [await longCases(it, 1), await makeCases(it.db, 2)];
  await it.db.updateTable("application").set({ email: "family@person.example" }).where("id", "in", [long!.id, ...shorts.map((one) => one.id)]).execute();
  const mine = (await findApplication(it.db, long!.id))!;
  for (const starts of ["10:10", "10:30", "10:50"]) await room(starts, 1);
  await room("11:10", 0);
  const together = (slot: string) => as(it.db, clock, mine, (act) => bookTogether(act, mine, shorts.map((one) => one.id), slot));
  expect(await together((await at("10:10")).id)).toEqual({ ok: false, why: "not-together" });
  expect(await faults(it.db)).toEqual([]);
  await room("10:50", 2);
  expect(await together((await at("10:10")).id)).toMatchObject({ ok: true, places: [{ steps: 2 }, { steps: 1 }, { steps: 1 }] });
  expect(await as(it.db, clock, officer, (act) => closeDay(act, "35", day("2026-12-08"), "a storm"))).toEqual({ moved: 3, redrawn: 0, freed: 0 });
  expect(await findAppointment(it.db, mine.id)).toMatchObject({ day: day("2026-11-24"), steps: 2 });
  expect(await faults(it.db)).toEqual([]);
});

test("portal, office and worker have the rights that longer services and office hours ask for", async () => {
  const { it, clock, at } = await office();
  await using _ = it;
  const { portal, office: desk, worker } = it.parts;
  const [who] = await longCases(it, 1);
  const slot = (await at("10:10")).id;
  await as(portal, clock, who!, (act) => hold(act, who!, slot));
  clock.set(MONDAY.add({ minutes: 6 }));
  expect(await as(worker, clock, system, (act) => releaseExpired(act))).toBe(1);
  expect(await as(portal, clock, who!, (act) => book(act, who!, slot))).toMatchObject({ ok: true, place: { steps: 2 } });
  const hours = { ...commonHours, from: day("2026-12-07"), receiving: 2, reason: "few", opens: Temporal.PlainTime.from("11:10") };
  expect(await as(desk, clock, officer, (act) => setOfficeHours(act, "35", hours))).toEqual({ ok: true, did: { moved: 1, redrawn: 0, freed: 0 } });
  await as(worker, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 30 }));
  expect(await as(portal, clock, who!, async (act) => cancelAppointment(act, (await findApplication(act.tx, who!.id))!))).toMatchObject({ ok: true });
  clock.set(MONDAY.add({ hours: 26 }));
  expect(await as(worker, clock, system, returnFreed)).toBe(2);
  expect(await faults(it.db)).toEqual([]);
});

test("a freed place is offered to a longer service only with its next step, and taken with it", async () => {
  const { it, clock, at, room, book, cancel, fresh } = await office();
  await using _ = it;
  const [gives, [waits]] = [(await makeCases(it.db, 1))[0]!, await longCases(it, 1)];
  await book(gives, (await at("10:10", "2026-11-26")).id);
  await book(waits!, (await at("10:10", "2026-12-08")).id);
  await as(it.db, clock, waits!, async (act) => askForEarlier(act, await findApplication(act.tx, waits!.id) as Application, act.today));
  await room("10:30", 0, "2026-11-26");
  await cancel(gives);
  expect(await runOffers(it.db, clock, "http://portal.test")).toEqual({ ended: 0, offered: 0 });
  await room("10:30", 1, "2026-11-26");
  expect(await runOffers(it.db, clock, "http://portal.test")).toEqual({ ended: 0, offered: 1 });
  expect(await faults(it.db)).toEqual([]);
  const offer = (await findOffer(it.db, waits!.id, clock.now()))!;
  expect(await as(it.db, clock, waits!, async (act) => acceptOffer(act, (await findApplication(act.tx, waits!.id))!, offer.id))).toMatchObject({ ok: true, place: { steps: 2 } });
  expect((await at("10:30", "2026-11-26")).taken).toBe(1);
  expect((await fresh(waits!)).state).toBe("lodged");
  expect(await faults(it.db)).toEqual([]);
});

test("long services race short ones, holds, moves and the sweep: no hour above capacity, no service without all its steps", { timeout: 60_000 }, async () => {
  const { it, clock, hold, book, move, cancel, room, at } = await office(60);
  await using _ = it;
  const starts = ["10:10", "10:30", "10:50", "11:10"];
  for (const each of starts) await room(each, 3);
  const slots = await Promise.all(starts.map((each) => at(each)));
  const [longs, shorts] = [await longCases(it, 20), await makeCases(it.db, 20)];
  await Promise.all([...longs, ...shorts].map(async (who, n) => {
    await hold(who, slots[n % 3]!.id);
    if (n % 5 === 0) clock.set(clock.now().add({ seconds: 70 }));
    const booked = await book(who, slots[(n + 1) % 3]!.id);
    if (booked.ok && n % 3 === 0) await move(who, slots[(n + 2) % 4]!.id);
    if (booked.ok && n % 4 === 0) await cancel(who);
    if (n % 7 === 0) await as(it.db, clock, system, (act) => releaseExpired(act));
  }));
  expect(await faults(it.db)).toEqual([]);
});
