import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deadlineDay, draw, type Places, type Request, type Result } from "./draw.ts";
import { ranked } from "./rank.ts";

const SEED = "5eed".repeat(16);
const day = (n: number) => Temporal.PlainDate.from("2026-12-01").add({ days: n }).toString();

const request = (n: number, deadline: number | null, need = 0, waited = 0): Request =>
  ({ pseudonym: `p${String(n).padStart(4, "0")}`, office: "x", deadline: deadline === null ? null : day(deadline), waited, need, avoid: [], together: null, steps: 1 });

const instances = fc.record({
  free: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 4 }),
  people: fc.array(fc.record({ deadline: fc.option(fc.integer({ min: -1, max: 5 })), need: fc.integer({ min: 0, max: 2 }), waited: fc.integer({ min: 0, max: 1 }) }), { maxLength: 6 }),
  seed: fc.stringMatching(/^[0-9a-f]{64}$/),
}).map(({ free, people, seed }) => ({
  seed,
  places: free.flatMap((n, at): Places[] => (n === 2 ? [{ day: day(at), starts: "09:10", free: 1 }, { day: day(at), starts: "08:30", free: 1 }] : [{ day: day(at), starts: "08:30", free: n }])),
  requests: people.map(({ deadline, need, waited }, n) => request(n, deadline, need, waited)),
}));

/** How good an assignment is, as numbers to compare in this order; the higher the better. */
function worth(requests: readonly Request[], results: readonly Result[], places: readonly Places[]): number[] {
  const times = places.filter((hour) => hour.free > 0).map((hour) => `${hour.day} ${hour.starts}`).sort();
  const at = new Map(results.map((result) => [result.pseudonym, result]));
  const last = times.at(-1)?.slice(0, 10) ?? "";
  const isMet = (each: Request) => {
    const got = at.get(each.pseudonym)!.day;
    return got !== null && (each.deadline === null || got <= each.deadline);
  };
  const classes = [...new Set(requests.map((each) => each.waited * 10 + each.need))].sort((one, other) => other - one);
  const time = (each: Request) => {
    const { day: got, starts } = at.get(each.pseudonym)!;
    return got === null ? times.length : times.indexOf(`${got} ${starts}`);
  };
  return [
    requests.filter(isMet).length,
    requests.filter((each) => isMet(each) && each.deadline !== null && each.deadline <= last).length,
    results.filter((result) => result.day !== null).length,
    ...(requests.length <= times.length ? classes.map((each) => -requests.filter((one) => one.waited * 10 + one.need === each).reduce((sum, one) => sum + time(one), 0)) : []),
    -requests.reduce((sum, each) => sum + time(each), 0),
  ];
}

const compare = (one: number[], other: number[]) => one.map((value, n) => value - other[n]!).find((difference) => difference !== 0) ?? 0;

function best(requests: readonly Request[], places: readonly Places[]): number[] {
  const open = places.filter((hour) => hour.free > 0);
  let found: number[] | null = null;
  const results: Result[] = [];
  const used = new Set<number>();
  const go = (n: number) => {
    if (n === requests.length) {
      const value = worth(requests, results, places);
      if (found === null || compare(value, found) > 0) found = value;
      return;
    }
    results[n] = { pseudonym: requests[n]!.pseudonym, day: null, starts: null, unplaced: "no-place" };
    go(n + 1);
    for (let at = 0; at < open.length; at += 1) {
      if (used.has(at)) continue;
      used.add(at);
      results[n] = { pseudonym: requests[n]!.pseudonym, day: open[at]!.day, starts: open[at]!.starts, unplaced: null };
      go(n + 1);
      used.delete(at);
    }
  };
  go(0);
  return found!;
}

describe("the draw", () => {
  test("no assignment meets more legal deadlines, serves need earlier, or ends earlier", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(instances, ({ seed, places, requests }) => {
        const results = draw(seed, [{ office: "x", places }], requests);
        expect(worth(requests, results, places)).toEqual(best(requests, places));
      }),
      { numRuns: 1000, seed: 4 },
    );
  });

  test("nobody gets a place that is not there, and everybody has one line", () => {
    fc.assert(
      fc.property(instances, ({ seed, places, requests }) => {
        const results = draw(seed, [{ office: "x", places }], requests);
        expect(results.map((result) => result.pseudonym)).toEqual(requests.map((each) => each.pseudonym));
        for (const hour of places) expect(results.filter((result) => result.day === hour.day && result.starts === hour.starts).length).toBeLessThanOrEqual(hour.free);
      }),
      { seed: 5 },
    );
  });

  test("the order in which requests and places come changes nothing", () => {
    fc.assert(
      fc.property(instances, ({ seed, places, requests }) => {
        expect(draw(seed, [{ office: "x", places: [...places].reverse() }], [...requests].reverse())).toEqual(draw(seed, [{ office: "x", places }], requests));
      }),
      { seed: 6 },
    );
  });

  test("a week counts to its Friday", () => {
    expect(deadlineDay("2026-W50")).toBe("2026-12-11");
    expect(deadlineDay("2026-W53")).toBe("2027-01-01");
    expect(deadlineDay("2027-W01")).toBe("2027-01-08");
    expect(deadlineDay("2026-12-09")).toBe("2026-12-09");
  });

  test("who waited through a batch comes before need, and need before the lottery", () => {
    const those = [request(1, null), request(2, null, 1), request(3, null, 0, 1), request(4, null, 2)];
    expect(ranked(SEED, those).map((each) => each.pseudonym)).toEqual(["p0003", "p0004", "p0002", "p0001"]);
  });

  // Chi-square over who comes first of ten equal people in 5,000 draws; 27.88 is exceeded by chance once in a thousand times.
  test("equal people have equal chances", () => {
    const people = Array.from({ length: 10 }, (_, n) => request(n, null));
    const places: Places[] = Array.from({ length: 10 }, (_, n) => ({ day: day(n), starts: "08:30", free: 1 }));
    const first = new Map(people.map((each) => [each.pseudonym, 0]));
    const draws = 5000;
    for (let n = 0; n < draws; n += 1) {
      const results = draw(`seed ${n}`, [{ office: "x", places }], people);
      const who = results.find((result) => result.day === day(0))!.pseudonym;
      first.set(who, first.get(who)! + 1);
    }
    const expected = draws / people.length;
    const chi = [...first.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    expect(chi).toBeLessThan(27.88);
  });

  // One degree of freedom; 10.83 is exceeded by chance once in a thousand times.
  test("a group has no more luck than one alone: of a family of four and four single people each comes first equally often", () => {
    const people = Array.from({ length: 8 }, (_, n) => ({ ...request(n, null), together: n < 4 ? "family" : null }));
    const places: Places[] = [{ day: day(0), starts: "08:30", free: 4 }, { day: day(1), starts: "08:30", free: 4 }];
    const draws = 4000;
    let first = 0;
    for (let n = 0; n < draws; n += 1) if (ranked(`seed ${n}`, people)[0]!.together !== null) first += 1;
    const chi = (first - draws / 5) ** 2 / (draws / 5) + (draws - first - (4 * draws) / 5) ** 2 / ((4 * draws) / 5);
    expect(chi).toBeLessThan(10.83);
    const results = draw("seed 1", [{ office: "x", places }], people);
    expect(new Set(results.slice(0, 4).map((result) => result.day)).size).toBe(1);
  });
});
