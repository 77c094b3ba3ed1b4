import * as highs from "highs";
import { deadlineDay, type Places, type Request, type Result } from "../src/appointments/draw.ts";
import { suits } from "../src/appointments/adjust.ts";

/** Small random batches with fixed seeds, and what an independent solver (HiGHS) says is the best that could be had for them. */
const loading = (highs as unknown as { default: () => Promise<{ solve(text: string, options: object): { Status: string; ObjectiveValue: number } }> }).default();

/** A generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Batch = { requests: Request[]; places: Places[] };
/** `longs` is the share of services of two or three steps; with it the hours follow each other as an office's do. */
type Shape = { people: number; days: number; hours: number; room: number; wishes?: number; groups?: number; longs?: number };

const MONDAY = Temporal.PlainDate.from("2026-12-07");
const starts = ["08:30", "09:30", "10:30", "11:30", "13:30", "14:30"];
const steps = ["08:30", "08:50", "09:10", "09:30", "09:50", "10:10", "10:30", "10:50"];
const avoids = [["am"], ["pm"], ["mon"], ["tue", "wed"], ["fri", "am"]] as const;

/** A random batch of one office: so many people at most, on so many days of so many hours with up to `room` places. */
export function randomBatch(seed: number, { people, days, hours, room, wishes = 0, groups = 0, longs }: Shape): Batch {
  const next = numbers(seed);
  const below = (n: number) => Math.floor(next() * n);
  const day = (n: number) => MONDAY.add({ days: n + 2 * Math.floor(n / 5) }).toString();
  const places = Array.from({ length: days }, (_, n) => (longs === undefined ? starts : steps).slice(0, hours).map((hour) => ({ day: day(n), starts: hour, free: below(room + 1) }))).flat();
  const requests = Array.from({ length: 1 + below(people) }, (_, n): Request => ({
    pseudonym: `p${String(n).padStart(4, "0")}`, office: "x", deadline: next() < 0.3 ? null : day(below(days + 2)), waited: below(2), need: below(2),
    avoid: next() < wishes ? avoids[below(avoids.length)]! : [], together: null, steps: 1,
  }));
  if (longs !== undefined) for (const request of requests) request.steps = next() < longs ? 2 + below(2) : 1;
  let at = 0;
  for (let group = 0; group < groups; group += 1) {
    const size = 2 + below(2);
    if (at + size > requests.length) break;
    for (const request of requests.slice(at, at + size)) Object.assign(request, { together: `g${group}`, avoid: [] });
    at += size;
  }
  return { requests, places };
}

const open = (places: readonly Places[]) => places.filter((hour) => hour.free > 0).sort((one, other) => (`${one.day} ${one.starts}` < `${other.day} ${other.starts}` ? -1 : 1));
const meets = (request: Request, hour: Places) => request.deadline === null || hour.day <= deadlineDay(request.deadline);

/** How many deadlines a result meets, the sum of its times (counted in hours from the first), and how many wishes it keeps to. */
export function valueOf({ requests, places }: Batch, results: readonly Result[]): { met: number; placed: number; time: number; suited: number; groups: number } {
  const hours = open(places);
  const at = new Map(results.map((result) => [result.pseudonym, hours.findIndex((hour) => hour.day === result.day && hour.starts === result.starts)]));
  const own = requests.map((request) => ({ request, at: at.get(request.pseudonym)! })).filter((one) => one.at >= 0);
  const names = [...new Set(requests.map((request) => request.together))].filter((name) => name !== null);
  const together = names.filter((name) => {
    const mine = own.filter((one) => one.request.together === name).map((one) => one.at).sort((one, other) => one - other);
    return mine.length === requests.filter((request) => request.together === name).length
      && mine.every((hour, n) => n === 0 || (hour - mine[n - 1]! <= 1 && hours[hour]!.day === hours[mine[0]!]!.day));
  });
  return {
    met: own.filter((one) => meets(one.request, hours[one.at]!)).length, placed: own.length, time: own.reduce((sum, one) => sum + one.at, 0),
    suited: own.filter((one) => one.request.avoid.length > 0 && suits(one.request.avoid, hours[one.at]!)).length, groups: together.length,
  };
}

type Aim = "time" | "wishes" | "groups";

/**
 * The best value by HiGHS: most deadlines met, of those with everybody placed who can be; then the earliest, the most wishes or groups.
 * With `given` the same people are placed and on time as in that result: what could be had of wishes without changing that.
 */
export async function bestOf({ requests: all, places }: Batch, aim: Aim, given?: readonly Result[]): Promise<{ met: number; value: number }> {
  const hours = open(places);
  const dayOf = new Map(given?.map((result) => [result.pseudonym, result.day]));
  const requests = given ? all.filter((request) => dayOf.get(request.pseudonym) !== null) : all;
  const mustBeOnTime = (request: Request) => given !== undefined && (request.deadline === null || dayOf.get(request.pseudonym)! <= request.deadline);
  if (requests.length === 0) return { met: 0, value: 0 };
  const capacity = hours.reduce((sum, hour) => sum + hour.free, 0);
  if (capacity === 0) return { met: 0, value: 0 };
  // A deadline outweighs all times together.
  const big = 10 * Math.max(100, requests.length * hours.length);
  const terms: string[] = [];
  const rows: string[] = [];
  const names: string[] = [];
  requests.forEach((request, i) => {
    hours.forEach((hour, h) => {
      const extra = aim === "time" ? -h : aim === "wishes" && request.avoid.length > 0 && suits(request.avoid, hour) ? 1 : 0;
      const weight = (meets(request, hour) ? big : 0) + extra;
      names.push(`x${i}_${h}`);
      if (weight !== 0) terms.push(`${weight < 0 ? "-" : "+"} ${Math.abs(weight)} x${i}_${h}`);
    });
    if (mustBeOnTime(request)) rows.push(`t${i}: ${hours.map((hour, h) => `${meets(request, hour) ? 1 : 0} x${i}_${h}`).join(" + ")} = 1`);
    rows.push(`r${i}: ${hours.map((_, h) => `x${i}_${h}`).join(" + ")} <= 1`);
  });
  hours.forEach((hour, h) => rows.push(`h${h}: ${requests.map((_, i) => `x${i}_${h}`).join(" + ")} <= ${hour.free}`));
  rows.push(`all: ${names.join(" + ")} = ${Math.min(capacity, requests.length)}`);
  if (aim === "groups") {
    for (const name of new Set(requests.map((request) => request.together))) {
      if (name === null) continue;
      const members = requests.flatMap((request, i) => (request.together === name ? [i] : []));
      const ranges: string[] = [];
      hours.forEach((hour, from) => {
        for (let to = from; to < hours.length && hours[to]!.day === hour.day && to - from < members.length; to += 1) {
          const range = `w${name}_${from}_${to}`;
          ranges.push(range);
          const span = Array.from({ length: to - from + 1 }, (_, n) => from + n);
          members.forEach((i) => rows.push(`${range}m${i}: ${span.map((h) => `x${i}_${h}`).join(" + ")} - ${range} >= 0`));
          span.forEach((h) => rows.push(`${range}h${h}: ${members.map((i) => `x${i}_${h}`).join(" + ")} - ${range} >= 0`));
        }
      });
      names.push(...ranges);
      terms.push(...ranges.map((range) => `+ 1 ${range}`));
      rows.push(`one${name}: ${ranges.join(" + ")} <= 1`);
    }
  }
  const text = `Maximize\nobj: ${terms.length > 0 ? wrapped(terms) : "0 x0_0"}\nSubject To\n${rows.map((row) => wrapped(row.split(" "))).join("\n")}\nBounds\n${names.map((name) => `0 <= ${name} <= 1`).join("\n")}\n${aim === "groups" ? `Binary\n${wrapped(names)}\n` : ""}End`;
  const solution = (await loading).solve(text, { output_flag: false, mip_rel_gap: 0, mip_abs_gap: 0 });
  if (solution.Status !== "Optimal") throw new Error(`the oracle says ${solution.Status}`);
  const met = Math.round(solution.ObjectiveValue / big);
  return { met, value: Math.round(solution.ObjectiveValue - met * big) };
}

/**
 * The best that could be had by HiGHS where groups come whole or not at all, and a service takes a place in each of its steps: most deadlines
 * met, then most requests placed. Adjacency of groups is not asked for here.
 */
export async function bestWhole({ requests, places }: Batch): Promise<{ met: number; placed: number }> {
  const hours = open(places);
  if (requests.length === 0 || hours.length === 0) return { met: 0, placed: 0 };
  const minutes = (hour: Places) => Number(hour.starts.slice(0, 2)) * 60 + Number(hour.starts.slice(3, 5));
  const runs = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n)
    .every((hour) => hours[hour]?.day === hours[from]!.day && minutes(hours[hour]!) === minutes(hours[from]!) + 20 * (hour - from));
  const big = 10 * requests.length;
  const [terms, rows, names]: [string[], string[], string[]] = [[], [], []];
  const covering = hours.map((): string[] => []);
  requests.forEach((request, i) => {
    const own: string[] = [];
    hours.forEach((hour, from) => {
      if (!runs(from, request.steps)) return;
      const name = `y${i}_${from}`;
      own.push(name);
      terms.push(`+ ${(meets(request, hour) ? big : 0) + 1} ${name}`);
      for (let n = 0; n < request.steps; n += 1) covering[from + n]!.push(name);
    });
    names.push(...own);
    const sum = own.length > 0 ? own.join(" + ") : "0 none";
    rows.push(request.together === null ? `r${i}: ${sum} <= 1` : `r${i}: ${sum} - z${request.together} = 0`);
  });
  covering.forEach((those, h) => { if (those.length > 0) rows.push(`h${h}: ${those.join(" + ")} <= ${hours[h]!.free}`); });
  if (names.length === 0) return { met: 0, placed: 0 };
  const groups = [...new Set(requests.map(({ together }) => together))].filter((name) => name !== null).map((name) => `z${name}`);
  const all = [...names, ...groups, "none"];
  const text = `Maximize\nobj: ${wrapped(terms)}\nSubject To\n${rows.map((row) => wrapped(row.split(" "))).join("\n")}\nBounds\n${all.map((name) => `0 <= ${name} <= 1`).join("\n")}\nBinary\n${wrapped(all)}\nEnd`;
  const solution = (await loading).solve(text, { output_flag: false, mip_rel_gap: 0, mip_abs_gap: 0 });
  if (solution.Status !== "Optimal") throw new Error(`the oracle says ${solution.Status}`);
  const met = Math.floor(Math.round(solution.ObjectiveValue) / big);
  return { met, placed: Math.round(solution.ObjectiveValue) - met * big };
}

// A line of the LP format may hold 560 characters.
function wrapped(words: string[]): string {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line.length + word.length > 400) {
      lines.push(line);
      line = "";
    }
    line += ` ${word}`;
  }
  return [...lines, line].join("\n").trim();
}
