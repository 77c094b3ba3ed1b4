/** The office's time zone: every date of law and every hour shown is of Istanbul. */
export const ISTANBUL = "Europe/Istanbul";

/** Where every instant of the program comes from. SQL is given instants, it never asks for one. */
export type Clock = { now(): Temporal.Instant };

/** The machine's clock, moved by `shift` (tests and the demonstration move it; production never does). */
export function clock(shift: () => Temporal.Duration | null = () => null): Clock {
  return {
    now() {
      const by = shift();
      const now = Temporal.Now.instant();
      return by === null ? now : now.add(by);
    },
  };
}

/** The day last asked for, from its midnight to the next: nearly all instants asked about are of today, and the time zone took 5 µs of each request. */
let known: { date: Temporal.PlainDate; from: number; until: number } | null = null;

/** The calendar date in Istanbul at an instant. */
export function dateOf(instant: Temporal.Instant): Temporal.PlainDate {
  const at = instant.epochMilliseconds;
  if (known !== null && known.from <= at && at < known.until) return known.date;
  const date = instant.toZonedDateTimeISO(ISTANBUL).toPlainDate();
  const midnight = (of: Temporal.PlainDate) => of.toZonedDateTime(ISTANBUL).epochMilliseconds;
  known = { date, from: midnight(date), until: midnight(date.add({ days: 1 })) };
  return date;
}

/** The instant at which a wall-clock time of Istanbul falls. */
export function instantOf(date: Temporal.PlainDate, time: Temporal.PlainTime): Temporal.Instant {
  return date.toZonedDateTime({ timeZone: ISTANBUL, plainTime: time }).toInstant();
}
