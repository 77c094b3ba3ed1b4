import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ageOn, calendarDay, dayNumber, daysOfStay, lastDayOfMonths, monthsOfStay, plusDays, plusMonths } from "./calendar.ts";
import { attendBy, courtBy, decisionDue, extensionWindow, leaveBy, missingDocumentsDue, moveBy, noticeBy } from "./deadlines.ts";
import { holidays } from "./holiday-list.ts";
import { addWorkingDays, closesAt, isWorkingDay, workingDaysBetween } from "./holidays.ts";
import { rulesOn } from "./in-force.ts";
import { countedResidenceDays, daysToLongTerm } from "./residence-time.ts";

const date = (iso: string) => Temporal.PlainDate.from(iso);
const anyDay = fc.integer({ min: 0, max: 4_000 }).map((days) => date("2024-01-01").add({ days }));

describe("months of a stay", () => {
  test.each([
    ["2026-05-11", "2027-05-10", 12], ["2026-05-11", "2027-05-11", 13], ["2026-05-11", "2026-05-11", 1], ["2026-05-11", "2026-06-10", 1],
    ["2026-05-11", "2026-06-11", 2], ["2026-01-31", "2026-02-28", 1], ["2026-01-31", "2026-03-01", 2], ["2028-02-29", "2029-02-28", 12],
    ["2026-12-01", "2026-11-30", 0], ["2026-01-01", "2026-12-31", 12],
  ])("from %s to %s are %i", (from, until, months) => {
    expect(monthsOfStay(date(from), date(until))).toBe(months);
  });
  test("the last day of so many months is within them, the next day is not", () => {
    fc.assert(fc.property(anyDay, fc.integer({ min: 1, max: 120 }), (from, months) => {
      const last = lastDayOfMonths(from, months);
      const next = from.add({ months });
      expect(last.toString()).toBe((next.day === from.day ? next.subtract({ days: 1 }) : next).toString());
      expect(monthsOfStay(from, last)).toBe(months);
      expect(monthsOfStay(from, last.add({ days: 1 }))).toBe(months + 1);
    }), { numRuns: 2_000 });
  });
  test("days and ages", () => {
    expect(daysOfStay(date("2026-10-10"), date("2027-01-07"))).toBe(90);
    expect(ageOn(date("2008-02-29"), date("2026-02-28"))).toBe(17);
    expect(ageOn(date("2008-02-29"), date("2026-03-01"))).toBe(18);
    fc.assert(fc.property(anyDay, anyDay, (one, other) => {
      expect(dayNumber(other) - dayNumber(one)).toBe(one.until(other, { largestUnit: "days" }).days);
    }));
  });
});

describe("days reckoned without Temporal are those of Temporal", () => {
  const farDay = fc.integer({ min: -60_000, max: 200_000 }).map((days) => date("1950-01-01").add({ days }));
  test("so many days and months on or back, within the calendar kept and outside it", () => {
    fc.assert(fc.property(farDay, fc.integer({ min: -3_000, max: 3_000 }), (from, count) => {
      expect(plusDays(from, count).toString()).toBe(from.add({ days: count }).toString());
      expect(plusMonths(from, count).toString()).toBe(from.add({ months: count }).toString());
      expect(calendarDay(from.year, from.month, from.day).toString()).toBe(from.toString());
    }), { numRuns: 3_000 });
  });
  test("a day that does not exist is none", () => {
    for (const [year, month, dayOfMonth] of [[2026, 2, 29], [2026, 4, 31], [2026, 13, 1], [2026, 0, 1], [2026, 1, 0], [1900, 2, 29]] as const) {
      expect(() => calendarDay(year, month, dayOfMonth)).toThrow(RangeError);
    }
    expect(calendarDay(2000, 2, 29).toString()).toBe("2000-02-29");
  });
});

describe("holidays", () => {
  test.each([
    ["2026-11-23", true], ["2026-11-22", false], ["2026-11-21", false], ["2026-10-29", false], ["2026-10-28", true], ["2026-03-19", true], ["2026-03-20", false],
    ["2026-05-26", true], ["2026-05-27", false], ["2026-05-29", false], ["2027-03-09", false], ["2028-05-08", false], ["2031-04-23", false],
  ])("%s is a working day: %s", (day, works) => {
    expect(isWorkingDay(date(day))).toBe(works);
  });
  test("half days close at one, others at half past five, closed days never", () => {
    expect(closesAt(date("2026-10-28"))?.toString()).toBe("13:00:00");
    expect(closesAt(date("2026-03-19"))?.toString()).toBe("13:00:00");
    expect(closesAt(date("2026-11-23"))?.toString()).toBe("17:30:00");
    expect(closesAt(date("2026-10-29"))).toBeNull();
    // The eve of the feast of 2027 is a Saturday.
    expect(closesAt(date("2027-05-15"))).toBeNull();
  });
  test("working days skip weekends and holidays", () => {
    expect(addWorkingDays(date("2026-11-23"), 20).toString()).toBe("2026-12-21");
    expect(addWorkingDays(date("2026-05-25"), 1).toString()).toBe("2026-05-26");
    expect(addWorkingDays(date("2026-05-26"), 1).toString()).toBe("2026-06-01");
    expect(addWorkingDays(date("2026-11-23"), 0).toString()).toBe("2026-11-23");
    expect(() => addWorkingDays(date("2026-11-23"), -1)).toThrow();
    fc.assert(fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (from, count) => {
      const reached = addWorkingDays(from, count);
      expect(isWorkingDay(reached)).toBe(true);
      expect(workingDaysBetween(from, reached)).toBe(count);
    }), { numRuns: 200 });
  });
  test("each year has 14 holidays and 3 half days", () => {
    for (const year of [2026, 2027, 2028]) {
      const ofYear = holidays.filter((holiday) => holiday.date.startsWith(String(year)));
      expect(ofYear.filter((holiday) => !holiday.half)).toHaveLength(14);
      expect(ofYear.filter((holiday) => holiday.half)).toHaveLength(3);
    }
  });
});

describe("deadlines", () => {
  test("decisions take 90 days, long-term ones 180 in İstanbul and Antalya", () => {
    const complete = date("2026-11-23");
    expect(decisionDue(complete, "short-term", "34").toString()).toBe("2027-02-21");
    expect(decisionDue(complete, "long-term", "35").toString()).toBe("2027-02-21");
    expect(decisionDue(complete, "long-term", "34").toString()).toBe("2027-05-22");
    expect(decisionDue(complete, "long-term", "07").toString()).toBe("2027-05-22");
  });
  test("the others", () => {
    const served = date("2026-11-23");
    expect(missingDocumentsDue(served).toString()).toBe("2026-12-23");
    expect(leaveBy(served).toString()).toBe("2026-12-03");
    expect(courtBy(served).toString()).toBe("2027-01-22");
    expect(moveBy(served).toString()).toBe("2026-12-21");
    expect(noticeBy(served).toString()).toBe("2026-12-21");
    expect(extensionWindow(date("2026-12-20"), rulesOn(served).terms).opens?.toString()).toBe("2026-10-21");
  });
  test("who must attend by when is never known from nothing", () => {
    for (const kind of ["first", "extension", "transfer"] as const) expect(attendBy({ kind }, rulesOn(date("2026-11-23")).terms)).toBeNull();
  });
});

describe("residence time", () => {
  const on = date("2026-11-23");
  const held = (from: string, until: string, permitType: "short-term" | "student" = "short-term") => ({ permitType, from: date(from), until: date(until) });
  test("counts both ends, students half, and stops at a break", () => {
    expect(countedResidenceDays([held("2026-11-14", "2026-12-31")], on, 1)).toBe(10);
    expect(countedResidenceDays([held("2026-11-14", "2026-12-31", "student")], on, 1)).toBe(5);
    expect(countedResidenceDays([held("2026-11-14", "2026-12-31"), held("2026-11-01", "2026-11-11")], on, 1)).toBe(10);
    expect(countedResidenceDays([held("2026-11-14", "2026-12-31"), held("2026-11-01", "2026-11-13")], on, 1)).toBe(23);
    expect(countedResidenceDays([held("2026-01-01", "2026-10-01")], on, 1)).toBe(0);
    expect(countedResidenceDays([], on, 1)).toBe(0);
  });
  test("eight years are full on the anniversary's eve", () => {
    expect(daysToLongTerm([held("2018-11-24", "2027-01-01")], on, 8, 1)).toBe(0);
    expect(daysToLongTerm([held("2018-11-25", "2027-01-01")], on, 8, 1)).toBe(1);
  });
});
