import { instantOf } from "../platform/clock.ts";

/** Why a message is not sent whose hour has passed. */
export const overBecause = "what it speaks of was over";

/** From when on a notice that only helps until then has nothing to say any more: an offer that has run out, an appointment that has begun. Else null. */
export function overAt(notice: string, values: unknown): Temporal.Instant | null {
  const { day, time, untilDay, untilTime } = values as Record<string, string | undefined>;
  if (notice === "earlier-place" && untilDay && untilTime) return instantOf(Temporal.PlainDate.from(untilDay), Temporal.PlainTime.from(untilTime));
  if (notice === "appointment-reminder" && day && time) return instantOf(Temporal.PlainDate.from(day), Temporal.PlainTime.from(time));
  return null;
}
