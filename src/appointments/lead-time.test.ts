import fc from "fast-check";
import { expect, test } from "vitest";
import { draw, type Places, type Request } from "./draw.ts";
import { withLeadTime } from "./lead-time.ts";

const day = (n: number) => Temporal.PlainDate.from("2026-12-01").add({ days: n }).toString();
const FROM = day(2);
const request = (n: number, deadline: number | null, more: Partial<Request> = {}): Request =>
  ({ pseudonym: `p${n}`, office: "x", deadline: deadline === null ? null : day(deadline), waited: 0, need: 0, avoid: [], together: null, steps: 1, ...more });
const hour = (n: number, free: number, starts = "08:30"): Places => ({ day: day(n), starts, free });

test("without a deadline that forces it, no place is given before the first day", () => {
  const places = [hour(0, 3), hour(1, 3), hour(2, 1), hour(3, 4)];
  expect(withLeadTime(places, [request(1, null), request(2, 3), request(3, 9)], FROM)).toEqual([hour(2, 1), hour(3, 4)]);
});

test("a deadline before it opens one place, on the last day that meets it; so do more deadlines than there are places", () => {
  const places = [hour(0, 3), hour(1, 3), hour(2, 1), hour(3, 4)];
  expect(withLeadTime(places, [request(1, 1), request(2, null)], FROM)).toEqual([hour(1, 1), hour(2, 1), hour(3, 4)]);
  expect(withLeadTime(places, [request(1, 2), request(2, 2), request(3, 2)], FROM)).toEqual([hour(1, 2), hour(2, 1), hour(3, 4)]);
});

test("where nothing is free from the first day on, a deadline before it still opens a place", () => {
  expect(withLeadTime([hour(0, 3)], [request(1, 1), request(2, 9)], FROM)).toEqual([hour(0, 1)]);
});

test("the day stays whole on which a longer service must come", () => {
  const places = [hour(0, 2), hour(1, 2), hour(1, 2, "08:50"), hour(2, 4)];
  expect(withLeadTime(places, [request(1, 1, { steps: 2 })], FROM)).toEqual([hour(1, 2), hour(1, 2, "08:50"), hour(2, 4)]);
});

test("as many deadlines are met as without it, and nobody comes earlier who need not", () => {
  const instances = fc.record({
    free: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 3, maxLength: 6 }),
    deadlines: fc.array(fc.option(fc.integer({ min: -1, max: 7 })), { maxLength: 8 }),
  });
  fc.assert(fc.property(instances, ({ free, deadlines }) => {
    const places = free.map((n, at) => hour(at, n));
    const requests = deadlines.map((deadline, n) => request(n, deadline));
    const drawn = (given: Places[]) => draw("5eed".repeat(16), [{ office: "x", places: given }], requests);
    const kept = withLeadTime(places, requests, FROM);
    const inside = (n: number) => requests[n]!.deadline !== null && requests[n]!.deadline! <= places.at(-1)!.day;
    const metInside = (given: Places[]) => drawn(given).filter((result, n) => inside(n) && result.day !== null && result.day <= requests[n]!.deadline!).length;
    expect(metInside(kept)).toBe(metInside(places));
    drawn(kept).forEach((result, n) => {
      if (result.day !== null && result.day < FROM) expect(inside(n)).toBe(true);
    });
  }), { seed: 11 });
});
