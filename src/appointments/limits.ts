import { type Dated, inForce } from "../rules/dated.ts";

/** How long a place is kept while its person confirms. */
export const HOLD_MINUTES = 5;

/**
 * What one person may do with places. `gaveUp` cancellations or missed appointments within `months` make them wait `waitHours` before
 * choosing again for themselves; `moves` is how often one appointment may be moved; `noticeMinutes` is how long before an hour it can last be
 * chosen: people are asked to be there ten minutes early, with printed papers.
 */
export type PlaceLimits = { gaveUp: number; months: number; waitHours: number; moves: number; noticeMinutes: number };

/**
 * Two missed or cancelled appointments in six months have a consequence in practice, but its text is not published. Until it is, this
 * office's own mildest one stands: a wait of a day, and none where the legal deadline is near.
 */
const series: readonly Dated<PlaceLimits>[] = [
  {
    from: "2026-01-01", until: null, value: { gaveUp: 2, months: 6, waitHours: 24, moves: 3, noticeMinutes: 30 },
    source: "practice of the directorates (the count and the months); the wait, the moves and the notice are this office's own", confidence: "low",
  },
];

/** The limits on a day. */
export function placeLimits(on: Temporal.PlainDate): PlaceLimits {
  return inForce(series, on).value;
}

/** Within so many days of the legal deadline nobody is made to wait: a limit against hoarding must not cost a right. */
const DAYS_WITHOUT_WAIT = 14;

/** Whether a person's deadline is so near that no wait may be put before them. */
export function deadlineIsNear(attendBy: Temporal.PlainDate | null, today: Temporal.PlainDate): boolean {
  return attendBy !== null && Temporal.PlainDate.compare(today.add({ days: DAYS_WITHOUT_WAIT }), attendBy) >= 0;
}

/**
 * So many whole working days lie between a draw and the days it gives, unless a legal deadline leaves fewer: papers, leave from work and the
 * way there take time. How long is written nowhere; three days are the least that is told of.
 */
const leadTime: readonly Dated<number>[] = [
  { from: "2026-01-01", until: null, value: 3, source: "practice of the directorates", confidence: "low" },
];

/** How many working days lie before a drawn date, by the datum of a day. */
export function leadDays(on: Temporal.PlainDate): number {
  return inForce(leadTime, on).value;
}
