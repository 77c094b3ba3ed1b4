import { closesAt } from "../rules/holidays.ts";
import { openingHours } from "../rules/offices.ts";

/** Minutes between the beginnings of two appointments at one counter. */
export const STEP_MINUTES = 20;
/** How many days of work ahead places are opened. */
export const WORKING_DAYS_AHEAD = 60;

// The other counters serve those who bring missing documents or fetch papers.
const RECEIVING_SHARE = 0.75;

/** Places per step at an office with so many counters: one person at each counter that receives; at least one does. */
export function capacityOf(counters: number): number {
  return Math.max(1, Math.ceil(counters * RECEIVING_SHARE));
}

/**
 * The hours at which appointments begin on a day, in order: each ends before lunch or before the office closes. Empty on a day on
 * which offices do not open; a half day ends at 13:00.
 */
export function startsOn(day: Temporal.PlainDate): Temporal.PlainTime[] {
  const closes = closesAt(day);
  if (closes === null) return [];
  const { opens, lunchBegins, lunchEnds } = openingHours;
  const morning = stepsBetween(opens, earlier(lunchBegins, closes));
  return Temporal.PlainTime.compare(closes, lunchEnds) > 0 ? [...morning, ...stepsBetween(lunchEnds, closes)] : morning;
}

/** Whether an appointment may begin at that hour of that day. */
export function isOpenAt(day: Temporal.PlainDate, time: Temporal.PlainTime): boolean {
  return startsOn(day).some((start) => start.equals(time));
}

function stepsBetween(from: Temporal.PlainTime, until: Temporal.PlainTime): Temporal.PlainTime[] {
  const count = Math.floor(from.until(until).total("minutes") / STEP_MINUTES);
  return Array.from({ length: count }, (_, n) => from.add({ minutes: n * STEP_MINUTES }));
}

function earlier(one: Temporal.PlainTime, other: Temporal.PlainTime): Temporal.PlainTime {
  return Temporal.PlainTime.compare(one, other) <= 0 ? one : other;
}
