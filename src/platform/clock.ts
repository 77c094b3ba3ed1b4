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

/** The calendar date in Istanbul at an instant. */
export function dateOf(instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(ISTANBUL).toPlainDate();
}

/** The instant at which a wall-clock time of Istanbul falls. */
export function instantOf(date: Temporal.PlainDate, time: Temporal.PlainTime): Temporal.Instant {
  return date.toZonedDateTime({ timeZone: ISTANBUL, plainTime: time }).toInstant();
}
