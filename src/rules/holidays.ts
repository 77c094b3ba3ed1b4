import { isAfter } from "./calendar.ts";
import type { Confidence } from "./dated.ts";
import { day } from "./dated.ts";

/** A public holiday: `half` means the office closes at 13:00. `code` is a text of the reference file. */
export type Holiday = { date: string; code: HolidayCode; half: boolean; source: string; confidence: Confidence };
export type HolidayCode =
  | "new-year" | "sovereignty" | "labour" | "youth" | "democracy" | "victory" | "republic-eve" | "republic"
  | "ramazan-eve" | "ramazan" | "kurban-eve" | "kurban";

/** The last day for which holidays are known; after it only weekends and the fixed days are. */
export const holidaysKnownUntil = "2028-12-31";

const source = "Law 2429 art. 2";

function fixed(year: number): Holiday[] {
  const on = (monthDay: string, code: HolidayCode, half = false): Holiday => ({ date: `${year}-${monthDay}`, code, half, source, confidence: "high" });
  return [
    on("01-01", "new-year"), on("04-23", "sovereignty"), on("05-01", "labour"), on("05-19", "youth"), on("07-15", "democracy"),
    on("08-30", "victory"), on("10-28", "republic-eve", true), on("10-29", "republic"),
  ];
}

function feast(code: "ramazan" | "kurban", first: string, days: number, confidence: Confidence): Holiday[] {
  const start = Temporal.PlainDate.from(first);
  const eve: Holiday = { date: start.subtract({ days: 1 }).toString(), code: `${code}-eve`, half: true, source, confidence };
  const rest = Array.from({ length: days }, (_, n): Holiday => ({ date: start.add({ days: n }).toString(), code, half: false, source, confidence }));
  return [eve, ...rest];
}

/** Holidays in order of date. Bridge days are decided year by year and are added as closures of offices. */
export const holidays: readonly Holiday[] = [
  ...fixed(2026), ...fixed(2027), ...fixed(2028),
  ...feast("ramazan", "2026-03-20", 3, "high"), ...feast("kurban", "2026-05-27", 4, "high"),
  ...feast("ramazan", "2027-03-09", 3, "medium"), ...feast("kurban", "2027-05-16", 4, "medium"),
  // Some calendars begin the feast of 2028 on 27 February.
  ...feast("ramazan", "2028-02-26", 3, "low"), ...feast("kurban", "2028-05-05", 4, "low"),
].sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0));

const whole = new Set(holidays.filter((holiday) => !holiday.half).map((holiday) => holiday.date));
const halves = new Set(holidays.filter((holiday) => holiday.half).map((holiday) => holiday.date));
const fixedDays = new Set(fixed(2026).filter((holiday) => !holiday.half).map((holiday) => holiday.date.slice(5)));
const fixedHalves = new Set(fixed(2026).filter((holiday) => holiday.half).map((holiday) => holiday.date.slice(5)));

/** Whether public offices open that day at all; a half day counts as one. */
export function isWorkingDay(date: Temporal.PlainDate): boolean {
  if (date.dayOfWeek > 5) return false;
  const iso = date.toString();
  return !whole.has(iso) && !fixedDays.has(iso.slice(5));
}

/** When offices close that day: 17:30, 13:00 on a half day, null when they do not open. */
export function closesAt(date: Temporal.PlainDate): Temporal.PlainTime | null {
  if (!isWorkingDay(date)) return null;
  const iso = date.toString();
  return halves.has(iso) || fixedHalves.has(iso.slice(5)) ? new Temporal.PlainTime(13, 0) : new Temporal.PlainTime(17, 30);
}

/**
 * The day that is `count` working days after a date; the date itself is not counted. A half day counts whole.
 * Throws on a negative count.
 */
export function addWorkingDays(date: Temporal.PlainDate, count: number): Temporal.PlainDate {
  if (!Number.isInteger(count) || count < 0) throw new Error(`not a number of working days: ${count}`);
  let reached = date;
  for (let left = count; left > 0; ) {
    reached = reached.add({ days: 1 });
    if (isWorkingDay(reached)) left -= 1;
  }
  return reached;
}

/** Working days after `from` up to and with `until`; 0 when `until` is not later. */
export function workingDaysBetween(from: Temporal.PlainDate, until: Temporal.PlainDate): number {
  let count = 0;
  for (let date = from.add({ days: 1 }); !isAfter(date, until); date = date.add({ days: 1 })) if (isWorkingDay(date)) count += 1;
  return count;
}

/** Whether the feasts of that day's year are known, and not only the fixed holidays. */
export function holidaysKnown(date: Temporal.PlainDate): boolean {
  return !isAfter(date, day(holidaysKnownUntil)) && date.year >= 2026;
}
