import fc from "fast-check";
import { expect, test } from "vitest";
import { dateOf, ISTANBUL } from "./clock.ts";

test("the date is that of Istanbul, whichever instants were asked about before", () => {
  const instants = fc.integer({ min: 0, max: 4_102_444_800_000 }).map((milliseconds) => Temporal.Instant.fromEpochMilliseconds(milliseconds));
  fc.assert(fc.property(instants, fc.integer({ min: -90_000_000, max: 90_000_000 }), (instant, milliseconds) => {
    for (const one of [instant, instant.add({ milliseconds })]) {
      expect(dateOf(one).toString()).toBe(one.toZonedDateTimeISO(ISTANBUL).toPlainDate().toString());
    }
  }), { numRuns: 1_000 });
  expect(dateOf(Temporal.Instant.from("2026-11-22T20:59:59.999Z")).toString()).toBe("2026-11-22");
  expect(dateOf(Temporal.Instant.from("2026-11-22T21:00:00Z")).toString()).toBe("2026-11-23");
  expect(dateOf(Temporal.Instant.from("2026-11-22T20:59:59.999Z")).toString()).toBe("2026-11-22");
});
