import { describe, expect, test } from "vitest";
import { type Batch, bestOf, randomBatch, valueOf } from "../../test/draw-oracle.ts";
import { excludesAll, suits } from "./adjust.ts";
import { draw, type Request } from "./draw.ts";

const seed = (n: number) => n.toString(16).padStart(64, "0");
const drawn = ({ requests, places }: Batch, n: number) => draw(seed(n), [{ office: "x", places }], requests);
const plain = (requests: readonly Request[]): Request[] => requests.map((request) => ({ ...request, avoid: [], together: null }));
const range = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

describe("against an independent solver", () => {
  test("no assignment meets more deadlines, and of those none is earlier in total, on 300 random batches", { timeout: 120_000 }, async () => {
    for (const n of range(300)) {
      const batch = randomBatch(n, { people: 24, days: 5, hours: 3, room: 2 });
      const [mine, best] = [valueOf(batch, drawn(batch, n)), await bestOf(batch, "time")];
      expect({ n, met: mine.met, time: mine.time }).toEqual({ n, met: best.met, time: best.value === 0 ? 0 : -best.value });
    }
  });

  // A heuristic: what it reaches of what could be had, with fixed seeds. It never costs a deadline; that is exact.
  test("of the wishes that could be kept without costing a deadline it keeps at least nine in ten", { timeout: 120_000 }, async () => {
    let [mine, best] = [0, 0];
    for (const n of range(150)) {
      const batch = randomBatch(10_000 + n, { people: 24, days: 5, hours: 6, room: 1, wishes: 0.4 });
      const results = drawn(batch, n);
      const [value, optimum] = [valueOf(batch, results), await bestOf(batch, "wishes", results)];
      expect({ n, met: value.met }).toEqual({ n, met: optimum.met });
      expect(value.suited).toBeLessThanOrEqual(optimum.value);
      mine += value.suited;
      best += optimum.value;
    }
    console.log(`wishes kept: ${mine} of ${best} that the optimum keeps (${((100 * mine) / best).toFixed(1)} %)`);
    expect(mine / best).toBeGreaterThan(0.9);
  });

  test("of the groups that could come together without costing a deadline it brings at least eight in ten together", { timeout: 180_000 }, async () => {
    let [mine, best] = [0, 0];
    for (const n of range(60)) {
      const batch = randomBatch(20_000 + n, { people: 12, days: 3, hours: 4, room: 2, groups: 2 });
      const [value, optimum] = [valueOf(batch, drawn(batch, n)), await bestOf(batch, "groups")];
      expect({ n, met: value.met }).toEqual({ n, met: optimum.met });
      expect(value.groups).toBeLessThanOrEqual(optimum.value);
      mine += value.groups;
      best += optimum.value;
    }
    console.log(`groups together: ${mine} of ${best} that the optimum brings together (${((100 * mine) / best).toFixed(1)} %)`);
    expect(mine / best).toBeGreaterThan(0.8);
  });
});

describe("wishes and groups", () => {
  test("change nobody’s being on time or having a place, and take no place that is not there", () => {
    for (const n of range(400)) {
      const batch = randomBatch(30_000 + n, { people: 30, days: 6, hours: 4, room: 2, wishes: 0.4, groups: 3 });
      const [without, withThem] = [draw(seed(n), [{ office: "x", places: batch.places }], plain(batch.requests)), drawn(batch, n)];
      for (const [at, result] of withThem.entries()) {
        const { deadline } = batch.requests[at]!;
        const met = (day: string | null) => day !== null && (deadline === null || day <= deadline);
        expect([result.pseudonym, result.day === null, met(result.day)]).toEqual([without[at]!.pseudonym, without[at]!.day === null, met(without[at]!.day)]);
      }
      for (const hour of batch.places) expect(withThem.filter((one) => one.day === hour.day && one.starts === hour.starts).length).toBeLessThanOrEqual(hour.free);
    }
  });

  test("come out the same in whatever order the requests and places come", () => {
    for (const n of range(100)) {
      const batch = randomBatch(40_000 + n, { people: 30, days: 6, hours: 4, room: 2, wishes: 0.4, groups: 3 });
      expect(drawn({ requests: batch.requests.toReversed(), places: batch.places.toReversed() }, n)).toEqual(drawn(batch, n));
    }
  });

  test("without them nothing differs from the plain draw", () => {
    const batch = randomBatch(50_000, { people: 30, days: 6, hours: 4, room: 2 });
    expect(drawn(batch, 1)).toEqual(draw(seed(1), [{ office: "x", places: batch.places }], plain(batch.requests)));
  });

  test("a family of four gets one hour or hours that follow each other", () => {
    const batch = randomBatch(60_000, { people: 1, days: 3, hours: 6, room: 0 });
    const places = batch.places.map((hour) => ({ ...hour, free: 2 }));
    const request = (n: number, together: string | null): Request => ({ pseudonym: `p${n}`, office: "x", deadline: null, waited: 0, need: 0, avoid: [], together });
    const requests = [...range(4).map((n) => request(n, "family")), ...range(9).map((n) => request(n + 4, null))];
    expect(valueOf({ requests, places }, draw(seed(7), [{ office: "x", places }], requests)).groups).toBe(1);
  });
});

test("an hour suits by its weekday and half; who excludes everything has excluded nothing", () => {
  const monday = { day: "2026-12-07", starts: "09:10" };
  expect(suits([], monday)).toBe(true);
  expect(suits(["mon"], monday)).toBe(false);
  expect(suits(["am"], monday)).toBe(false);
  expect(suits(["pm", "tue"], monday)).toBe(true);
  expect(suits(["pm"], { ...monday, starts: "13:30" })).toBe(false);
  expect(excludesAll(["am", "pm"])).toBe(true);
  expect(suits(["mon", "tue", "wed", "thu", "fri"], monday)).toBe(true);
});
