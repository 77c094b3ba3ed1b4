import { dayNumber, plusMonths } from "./calendar.ts";
import type { PermitType, Purpose } from "./permit-types.ts";

/** A permit a person has held, its first and last day. */
export type HeldPermit = { permitType: PermitType; purpose?: Purpose; from: Temporal.PlainDate; until: Temporal.PlainDate };

/**
 * Uninterrupted days on permits up to a day, the time of a student counted half (Law 6458 art. 42; Regulation). Only the last
 * unbroken run counts, and only when it reaches `on`; days on two permits count once, at the better rate.
 * `unbrokenGapDays` may lie between two permits.
 */
export function countedResidenceDays(history: readonly HeldPermit[], on: Temporal.PlainDate, unbrokenGapDays: number): number {
  const today = dayNumber(on);
  const spans = history
    .map((held) => ({ from: dayNumber(held.from), until: dayNumber(held.until), half: held.permitType === "student" }))
    .filter(({ from, until }) => from <= today && from <= until)
    .map((span) => ({ ...span, until: Math.min(span.until, today) }))
    .sort((one, other) => other.until - one.until);
  let start = today + 1;
  for (const span of spans) {
    if (span.until + 1 + unbrokenGapDays < start) break;
    start = Math.min(start, span.from);
  }
  const run = spans.filter((span) => span.from >= start);
  const whole = covered(run.filter((span) => !span.half));
  return whole + Math.floor((covered(run) - whole) / 2);
}

function covered(spans: { from: number; until: number }[]): number {
  let days = 0;
  let reached = -Infinity;
  for (const { from, until } of [...spans].sort((one, other) => one.from - other.from)) {
    days += Math.max(0, until - Math.max(from, reached + 1) + 1);
    reached = Math.max(reached, until);
  }
  return days;
}

/** Days still missing to so many years; 0 when they are full. */
export function daysToLongTerm(history: readonly HeldPermit[], on: Temporal.PlainDate, years: number, unbrokenGapDays: number): number {
  const needed = dayNumber(on) - dayNumber(plusMonths(on, -12 * years));
  return Math.max(0, needed - countedResidenceDays(history, on, unbrokenGapDays));
}
