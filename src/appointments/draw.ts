import { hash } from "node:crypto";
import { type Avoid, honour, type Plan } from "./adjust.ts";
import { bundleOf, liftGroups, type Unit, unitsOf } from "./bundle.ts";
import { intoSpare, keepTogether } from "./keep-together.ts";

/**
 * A request as the record shows it. `deadline` is a day, or a week ("2026-W50") that counts to its Friday; null when there is none. `avoid`
 * says when the person cannot come; requests with the same `together` come at one hour or at hours that follow each other, all of them or
 * none; a longer service takes a place in each of so many `steps` of twenty minutes that follow each other.
 */
export type Request = {
  pseudonym: string; office: string; deadline: string | null; waited: number; need: number; avoid: readonly Avoid[]; together: string | null; steps: number;
};
/** An hour of an office with so many free places. */
export type Places = { day: string; starts: string; free: number };
export type OfficePlaces = { office: string; places: Places[] };
/** Why a request got no date: no place was left, not all of its group could have one, or no hours in a row were left for its service. */
export type Unplaced = "no-place" | "group" | "no-row";
export type Result = { pseudonym: string; day: string | null; starts: string | null; unplaced: Unplaced | null };

/**
 * Gives dates to the requests of one batch. Pure: the same facts give the same dates, whoever computes them and in whatever order the
 * requests come. Each office is drawn for itself, in this order of aims:
 *
 * 1. No assignment meets more legal deadlines, and of those that meet as many, none meets more deadlines that end inside the horizon.
 *    Requests that can all be on time form the independent sets of a matroid (unit tasks with deadlines), so taking them greedily,
 *    those ending inside the horizon first, then in the order of rank, gives a largest set, and of the largest the one of highest rank.
 * 2. Those who waited through more batches, then those in greater need, come earlier; 3. the earliest places are used, without a gap;
 * 4. what is left is the lottery. For unit tasks with deadlines that can all be met, filling the places from the last to the first, each
 *    with the lowest in rank of those whose deadline allows it, minimises every rank-weighted sum of times (Lawler's backward rule).
 *
 * n log n in the requests. Rank: batches waited, class of need, then the lottery's ticket.
 *
 * Groups and longer services are heuristics, as are wishes: they find most of what could be had, not always all (adjust.test.ts measures it).
 * A group is placed whole or not at all, at the rank of one request whose lot it shares; a longer service counts as so many units and is
 * brought into hours that follow each other, by exchanges that change nobody's being on time. Whoever cannot be placed so gives all their
 * places back, and the office is drawn again without them. Wishes come last, by exchanges again.
 */
export function draw(seed: string, offices: readonly OfficePlaces[], requests: readonly Request[]): Result[] {
  const byOffice = new Map<string, Request[]>(offices.map(({ office }) => [office, []]));
  for (const request of requests) {
    const those = byOffice.get(request.office);
    if (those) those.push(request);
    else byOffice.set(request.office, [request]);
  }
  const placesOf = new Map(offices.map(({ office, places }) => [office, places]));
  const results = [...byOffice].flatMap(([office, those]) => drawOffice(seed, placesOf.get(office) ?? [], those));
  return results.sort((one, other) => (one.pseudonym < other.pseudonym ? -1 : 1));
}

/** The ticket of a request in the lottery of a seed: lower comes first. Nobody can steer it without knowing the seed. */
export function ticketOf(seed: string, pseudonym: string): string {
  return hash("sha256", `${seed} ${pseudonym}`);
}

/** The day to which a published deadline counts. */
export function deadlineDay(published: string): string {
  const week = /^(\d{4})-W(\d{2})$/.exec(published);
  if (!week) return published;
  // 4 January always lies in the first ISO week.
  const fourth = Temporal.PlainDate.from({ year: Number(week[1]), month: 1, day: 4 });
  return fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ days: (Number(week[2]) - 1) * 7 + 4 }).toString();
}

/** The requests of an office in the order of rank: batches waited, class of need, lottery. A group stands where its highest member stands, by one lot. */
export function ranked(seed: string, requests: readonly Request[]): Request[] {
  return liftGroups(requests)
    .map((request) => ({ request, ticket: ticketOf(seed, request.together ?? request.pseudonym) }))
    .sort((one, other) => other.request.waited - one.request.waited || other.request.need - one.request.need
      || (one.ticket < other.ticket ? -1 : one.ticket > other.ticket || one.request.pseudonym > other.request.pseudonym ? 1 : -1))
    .map(({ request }) => request);
}

const NEVER = -1;

function drawOffice(seed: string, open: readonly Places[], requests: readonly Request[]): Result[] {
  const hours = open.filter((hour) => hour.free > 0).sort((one, other) => (`${one.day} ${one.starts}` < `${other.day} ${other.starts}` ? -1 : 1));
  const days = [...new Set(hours.map((hour) => hour.day))];
  const dayOf = new Map(days.map((day, index) => [day, index]));
  const indexed = hours.map((hour) => ({ ...hour, index: dayOf.get(hour.day)! }));
  const order = ranked(seed, requests);
  const out = new Map<string, Unplaced>();
  // Longer services that found no hours in a row in time, and are looked for a later date.
  const late = new Set<string>();
  for (;;) {
    const units = unitsOf(order.filter((request) => !out.has(bundleOf(request) ?? "")));
    const until = lastDays(units, late, hours, days);
    if (leaveOut(units, until, late, out)) continue;
    const plan: Plan = { order: units, at: fill(until, hours, days), until, hours: indexed };
    const failed = keepTogether(plan);
    if (failed.length > 0) {
      const early = failed.filter((bundle) => !late.has(bundle));
      for (const bundle of early) late.add(bundle);
      // The lower half of them in rank: what they give back may be what the others lacked.
      if (early.length === 0) for (const bundle of failed.slice(Math.floor(failed.length / 2))) out.set(bundle, "no-row");
      continue;
    }
    honour(plan);
    // What is still free after all may be enough for a whole bundle, without touching anybody.
    return resultsOf(order, plan, out, intoSpare(plan, unitsOf(order.filter((request) => out.has(bundleOf(request) ?? "")))));
  }
}

/** For each unit the last day it may be placed on, NEVER where it gets no place: who can be on time is, the others have what is left in the order of rank. */
function lastDays(units: readonly Unit[], late: ReadonlySet<string>, hours: readonly Places[], days: readonly string[]): number[] {
  const latest = latestDays(units, days).map((day, rank) => (late.has(units[rank]!.bundle ?? "") ? NEVER : day));
  const onTime = largestOnTime(units, latest, hours, days);
  let left = hours.reduce((sum, hour) => sum + hour.free, 0) - onTime.reduce((sum, yes) => sum + Number(yes), 0);
  // Who cannot be on time any more may still have a date, as early as the others' deadlines allow; a bundle takes what it lacks at once.
  const lacking = new Map<string, number>();
  units.forEach(({ bundle }, rank) => { if (bundle !== null && !onTime[rank]) lacking.set(bundle, (lacking.get(bundle) ?? 0) + 1); });
  const given = new Set<string>();
  return units.map(({ bundle }, rank) => {
    if (onTime[rank]) return latest[rank]!;
    if (bundle !== null && !given.has(bundle)) {
      if (lacking.get(bundle)! > left) return NEVER;
      left -= lacking.get(bundle)!;
      given.add(bundle);
    }
    if (bundle !== null) return days.length - 1;
    return left-- > 0 ? days.length - 1 : NEVER;
  });
}

/** Whether bundles had to be left out, because some of their units have no place; a longer service that is on time in part is taken as late as a whole. */
function leaveOut(units: readonly Unit[], until: readonly number[], late: Set<string>, out: Map<string, Unplaced>): boolean {
  let changed = false;
  units.forEach(({ bundle, request }, rank) => {
    if (bundle === null || until[rank] !== NEVER || out.has(bundle)) return;
    out.set(bundle, request.together === null ? "no-row" : "group");
    changed = true;
  });
  if (changed) return true;
  const ends = new Map<Request, number>();
  units.forEach(({ bundle, request }, rank) => {
    if (bundle === null || request.steps === 1 || late.has(bundle)) return;
    const end = ends.get(request);
    if (end !== undefined && end !== until[rank]) {
      late.add(bundle);
      changed = true;
    }
    ends.set(request, until[rank]!);
  });
  return changed;
}

function resultsOf(order: readonly Request[], { order: units, at, hours }: Plan, out: ReadonlyMap<string, Unplaced>, first: Map<Request, number>): Result[] {
  units.forEach(({ request }, rank) => { if (at[rank]! >= 0) first.set(request, Math.min(first.get(request) ?? at[rank]!, at[rank]!)); });
  return order.map((request) => {
    const hour = hours[first.get(request) ?? NEVER];
    if (hour) return { pseudonym: request.pseudonym, day: hour.day, starts: hour.starts, unplaced: null };
    return { pseudonym: request.pseudonym, day: null, starts: null, unplaced: out.get(bundleOf(request) ?? "") ?? "no-place" };
  });
}

/** For each request the index of the last day that meets its deadline; NEVER where even the first is too late. */
function latestDays(order: readonly Unit[], days: readonly string[]): number[] {
  const known = new Map<string, number>();
  return order.map(({ request: { deadline } }) => {
    if (deadline === null) return days.length - 1;
    let index = known.get(deadline);
    if (index === undefined) {
      const day = deadlineDay(deadline);
      index = days.findLastIndex((each) => each <= day);
      known.set(deadline, index);
    }
    return index;
  });
}

/** Which requests are on time: each in turn takes a place on the latest day it may, or on the latest before it that has one. */
function largestOnTime(order: readonly Unit[], latest: readonly number[], hours: readonly Places[], days: readonly string[]): boolean[] {
  const room = new Map(days.map((day) => [day, 0]));
  for (const hour of hours) room.set(hour.day, room.get(hour.day)! + hour.free);
  const rooms = days.map((day) => room.get(day)!);
  // `before[i + 1]` leads from day i to the latest day up to it with room; 0 stands for none. Paths are halved as they are walked.
  const before = Array.from({ length: days.length + 1 }, (_, index) => index);
  const find = (start: number) => {
    let at = start;
    while (before[at] !== at) {
      before[at] = before[before[at]!]!;
      at = before[at]!;
    }
    return at;
  };
  const lastDay = days.at(-1);
  const known = new Map<string, boolean>();
  const endsInside = order.map(({ request: { deadline } }) => {
    if (deadline === null || lastDay === undefined) return false;
    const before = known.get(deadline) ?? deadlineDay(deadline) <= lastDay;
    known.set(deadline, before);
    return before;
  });
  const onTime = order.map(() => false);
  for (const inside of [true, false]) {
    for (let rank = 0; rank < order.length; rank += 1) {
      if (endsInside[rank] !== inside || latest[rank] === NEVER) continue;
      const at = find(latest[rank]! + 1);
      if (at === 0) continue;
      onTime[rank] = true;
      rooms[at - 1]! -= 1;
      if (rooms[at - 1] === 0) before[at] = at - 1;
    }
  }
  return onTime;
}

/** Fills the earliest places from the last to the first, each with the lowest in rank of those whose day allows it: for each the index of its hour. */
function fill(until: readonly number[], hours: readonly Places[], days: readonly string[]): number[] {
  const places: number[] = [];
  const placed = until.filter((day) => day !== NEVER).length;
  for (const [index, hour] of hours.entries()) for (let n = 0; n < hour.free && places.length < placed; n += 1) places.push(index);
  const allowedOn: number[][] = days.map(() => []);
  until.forEach((day, rank) => { if (day !== NEVER) allowedOn[day]!.push(rank); });
  const at = until.map(() => NEVER);
  const waiting = lowestRankHeap();
  let day = days.length;
  for (const place of places.reverse()) {
    while (day > 0 && days[day - 1]! >= hours[place]!.day) for (const rank of allowedOn[--day]!) waiting.push(rank);
    const rank = waiting.pop();
    if (rank === undefined) throw new Error("the set said to be on time is not");
    at[rank] = place;
  }
  return at;
}

/** A heap that gives back the greatest number first: the lowest in rank. */
function lowestRankHeap() {
  const heap: number[] = [];
  return {
    push(value: number) {
      let at = heap.push(value) - 1;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (heap[parent]! >= value) break;
        heap[at] = heap[parent]!;
        at = parent;
      }
      heap[at] = value;
    },
    pop(): number | undefined {
      const top = heap[0];
      const last = heap.pop();
      if (heap.length === 0 || last === undefined) return top;
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && heap[child + 1]! > heap[child]!) child += 1;
        if (heap[child]! <= last) break;
        heap[at] = heap[child]!;
        at = child;
      }
      heap[at] = last;
      return top;
    },
  };
}
