import { closesAt } from "../rules/holidays.ts";
import { openingHours } from "../rules/offices.ts";
import type { PermitType } from "../rules/permit-types.ts";

/** Minutes between the beginnings of two appointments at one counter: one step. */
export const STEP_MINUTES = 20;
/** How many days of work ahead places are opened. */
export const WORKING_DAYS_AHEAD = 60;
/** The longest service, in steps. */
export const MOST_STEPS = 3;

/** How many steps an appointment takes by permit type, where it is more than one. */
export type Lengths = Partial<Record<PermitType, number>>;
/** When an office receives, and how long its services take. */
export type Hours = { opens: Temporal.PlainTime; lunchBegins: Temporal.PlainTime | null; lunchEnds: Temporal.PlainTime | null; closes: Temporal.PlainTime; lengths: Lengths };

/** The lengths where an office has not set its own: eight years of stays are looked through for a long-term permit (Law 6458 art. 42). */
export const commonLengths: Lengths = { "long-term": 2 };
/** The hours of an office that has not set its own. */
export const commonHours: Hours = { ...openingHours, lengths: commonLengths };

// The other counters serve those who bring missing documents or fetch papers.
const RECEIVING_SHARE = 0.75;

/** Places per step at an office with so many counters: one person at each counter that receives; at least one does. */
export function capacityOf(counters: number): number {
  return Math.max(1, Math.ceil(counters * RECEIVING_SHARE));
}

/** How many steps that follow each other an appointment for a permit type takes. */
export function stepsOf(permitType: string | undefined, lengths: Lengths = commonLengths): number {
  return lengths[permitType as PermitType] ?? commonLengths[permitType as PermitType] ?? 1;
}

/**
 * The hours at which appointments begin on a day, in order: each ends before lunch or before the office closes. Empty on a day on
 * which offices do not open; a half day ends at 13:00.
 */
export function startsOn(day: Temporal.PlainDate, { opens, lunchBegins, lunchEnds, closes: own }: Hours = commonHours): Temporal.PlainTime[] {
  const common = closesAt(day);
  if (common === null) return [];
  const half = Temporal.PlainTime.compare(common, openingHours.closes) < 0;
  const closes = half ? earlier(common, own) : own;
  if (lunchBegins === null || lunchEnds === null) return stepsBetween(opens, closes);
  const morning = stepsBetween(opens, earlier(lunchBegins, closes));
  return Temporal.PlainTime.compare(closes, lunchEnds) > 0 ? [...morning, ...stepsBetween(lunchEnds, closes)] : morning;
}

/** Whether an appointment may begin at that hour of that day. */
export function isOpenAt(day: Temporal.PlainDate, time: Temporal.PlainTime, hours: Hours = commonHours): boolean {
  return startsOn(day, hours).some((start) => start.equals(time));
}

function stepsBetween(from: Temporal.PlainTime, until: Temporal.PlainTime): Temporal.PlainTime[] {
  const count = Math.max(0, Math.floor(from.until(until).total("minutes") / STEP_MINUTES));
  return Array.from({ length: count }, (_, n) => from.add({ minutes: n * STEP_MINUTES }));
}

function earlier(one: Temporal.PlainTime, other: Temporal.PlainTime): Temporal.PlainTime {
  return Temporal.PlainTime.compare(one, other) <= 0 ? one : other;
}
