import { describe, expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { as, fixedClock, makeCase, makeOffices, MONDAY, slotAt, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { book } from "./book.ts";
import { capacityOf, isOpenAt, startsOn } from "./hours.ts";
import { hold } from "./hold.ts";
import { returnMoment } from "./place.ts";
import { firstFreeDay, freeDays, freeHours, freeOffices, generateSlots, releaseExpired, workingDaysFrom } from "./slots.ts";

const day = (iso: string) => Temporal.PlainDate.from(iso);
const hours = (iso: string) => startsOn(day(iso)).map((time) => time.toString({ smallestUnit: "minute" }));

describe("the hours of a day", () => {
  test("begin at 08:30 in steps of twenty minutes and leave out lunch", () => {
    expect(hours("2026-11-24").slice(0, 3)).toEqual(["08:30", "08:50", "09:10"]);
    expect(hours("2026-11-24")).toHaveLength(24);
    expect(hours("2026-11-24").filter((hour) => hour >= "12:20" && hour < "13:30")).toEqual([]);
    expect(hours("2026-11-24").at(-1)).toBe("17:10");
  });
  test("end before one o'clock on a half day, and there are none on a holiday or a Sunday", () => {
    expect(hours("2026-10-28").at(-1)).toBe("12:10");
    expect(hours("2026-10-29")).toEqual([]);
    expect(hours("2027-01-01")).toEqual([]);
    expect(hours("2026-11-29")).toEqual([]);
  });
  test("an hour between the steps is not one", () => {
    expect(isOpenAt(day("2026-11-24"), Temporal.PlainTime.from("08:50"))).toBe(true);
    expect(isOpenAt(day("2026-11-24"), Temporal.PlainTime.from("08:45"))).toBe(false);
  });
  test("every office receives at one counter at least", () => {
    expect([1, 2, 6, 14].map(capacityOf)).toEqual([1, 2, 5, 11]);
  });
});

test("sixty working days skip weekends and New Year", () => {
  const days = workingDaysFrom(day("2026-11-23"), 60);
  expect(days).toHaveLength(60);
  expect(days.map(String)).not.toContain("2027-01-01");
  expect(days.at(-1)!.toString()).toBe("2027-02-15");
});

test("a freed place returns within a day, before its hour, and at once when the hour is near", () => {
  const begins = MONDAY.add({ hours: 200 });
  expect(returnMoment(MONDAY, begins, () => 0)).toEqual(MONDAY.add({ minutes: 10 }));
  expect(Temporal.Instant.compare(returnMoment(MONDAY, begins, (below) => below - 1), MONDAY.add({ hours: 24 }))).toBe(-1);
  expect(Temporal.Instant.compare(returnMoment(MONDAY, MONDAY.add({ hours: 4 }), (below) => below - 1), MONDAY.add({ hours: 2 }))).toBe(-1);
  expect(returnMoment(MONDAY, MONDAY.add({ hours: 1 }))).toEqual(MONDAY);
});

describe("the places of an office", () => {
  test("are opened once, and opening them again changes nothing", async () => {
    await using it = await testDatabase();
    await makeOffices(it.db, ["35", "34-fatih"]);
    const clock = fixedClock();
    const first = await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today }));
    expect(first).toBe(2 * 60 * 24);
    const slot = await slotAt(it.db, "35", "2026-11-24", "08:30");
    const application = await makeCase(it.db);
    expect(await as(it.db, clock, application, (act) => book(act, application, slot.id))).toMatchObject({ ok: true });
    expect(await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today }))).toBe(0);
    expect(await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today.add({ days: 1 }) }))).toBe(2 * 24);
    expect((await slotAt(it.db, "35", "2026-11-24", "08:30")).taken).toBe(1);
    expect(await faults(it.db)).toEqual([]);
  });

  test("are counted honestly: nothing past, held ones taken, expired holds free again", async () => {
    await using it = await testDatabase();
    await makeOffices(it.db);
    const clock = fixedClock();
    await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 2 }));
    const days = await freeDays(it.db, "35", day("2026-11-01"), day("2026-11-30"), clock.now());
    // At nine o'clock the hours of 08:30 and 08:50 are past, and those of 09:10 and 09:30 too near.
    expect(days.map(({ day, free }) => [day.toString(), free])).toEqual([["2026-11-23", 20 * 5], ["2026-11-24", 24 * 5]]);
    const application = await makeCase(it.db);
    const slot = await slotAt(it.db, "35", "2026-11-24", "08:30");
    expect(await as(it.db, clock, application, (act) => hold(act, application, slot.id))).toMatchObject({ ok: true });
    const free = async (who: string | null = null) => (await freeHours(it.db, "35", day("2026-11-24"), clock.now(), who))[0]!.free;
    expect(await free()).toBe(4);
    expect(await free(application.id)).toBe(5);
    clock.set(MONDAY.add({ minutes: 6 }));
    expect(await free()).toBe(5);
    expect((await slotAt(it.db, "35", "2026-11-24", "08:30")).taken).toBe(1);
    expect(await as(it.db, clock, system, (act) => releaseExpired(act))).toBe(1);
    expect((await slotAt(it.db, "35", "2026-11-24", "08:30")).taken).toBe(0);
    expect(await freeOffices(it.db, ["35"], day("2026-11-24"), clock.now())).toMatchObject([{ office: "35", free: 44 * 5, first: day("2026-11-23") }]);
    expect(await freeOffices(it.db, ["35"], day("2026-11-20"), clock.now())).toMatchObject([{ office: "35", free: 0, first: null }]);
    expect(await firstFreeDay(it.db, ["35"], day("2026-11-20"), clock.now())).toBeNull();
    expect(await faults(it.db)).toEqual([]);
  });

  test("end with the day of Istanbul, whatever day it is elsewhere", async () => {
    await using it = await testDatabase();
    await makeOffices(it.db);
    const clock = fixedClock();
    await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 2 }));
    const first = async (at: string) =>
      (await freeDays(it.db, "35", day("2026-11-01"), day("2026-11-30"), Temporal.Instant.from(at)))[0]?.day.toString() ?? null;
    expect(await first("2026-11-22T21:00:00Z")).toBe("2026-11-23");
    expect(await first("2026-11-23T13:39:59Z")).toBe("2026-11-23");
    expect(await first("2026-11-23T13:40:00Z")).toBe("2026-11-24");
    expect(await first("2026-11-23T21:00:00Z")).toBe("2026-11-24");
    expect(await first("2026-11-24T13:40:00Z")).toBeNull();
  });
});
