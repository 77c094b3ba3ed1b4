import { isAfter } from "./calendar.ts";
import type { Holiday } from "./holiday-list.ts";
import { fixed } from "./holiday-list.ts";
import { law } from "./tables.ts";

type Days = { whole: Set<string>; halves: Set<string> };
const days = new WeakMap<readonly Holiday[], Days>();

/** The holidays of the law in use, made into sets once: they are asked for each day of a calendar. */
function daysOf(holidays: readonly Holiday[]): Days {
  const known = days.get(holidays);
  if (known) return known;
  const of = (half: boolean) => new Set(holidays.filter((holiday) => holiday.half === half).map((holiday) => holiday.date));
  const made = { whole: of(false), halves: of(true) };
  days.set(holidays, made);
  return made;
}

const fixedDays = new Set(fixed(2026).filter((holiday) => !holiday.half).map((holiday) => holiday.date.slice(5)));
const fixedHalves = new Set(fixed(2026).filter((holiday) => holiday.half).map((holiday) => holiday.date.slice(5)));

/** Whether public offices open that day at all; a half day counts as one. */
export function isWorkingDay(date: Temporal.PlainDate): boolean {
  if (date.dayOfWeek > 5) return false;
  const iso = date.toString();
  return !daysOf(law().holidays).whole.has(iso) && !fixedDays.has(iso.slice(5));
}

/** When offices close that day: 17:30, 13:00 on a half day, null when they do not open. */
export function closesAt(date: Temporal.PlainDate): Temporal.PlainTime | null {
  if (!isWorkingDay(date)) return null;
  const iso = date.toString();
  return daysOf(law().holidays).halves.has(iso) || fixedHalves.has(iso.slice(5)) ? new Temporal.PlainTime(13, 0) : new Temporal.PlainTime(17, 30);
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
