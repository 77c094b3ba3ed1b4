import { hash } from "node:crypto";
import { type Avoid, honour, keepTogether } from "./adjust.ts";

/**
 * A request as the record shows it. `deadline` is a day, or a week ("2026-W50") that counts to its Friday; null when there is none. `avoid`
 * says when the person cannot come; requests with the same `together` want to come at one hour or at hours that follow each other.
 */
export type Request = {
  pseudonym: string; office: string; deadline: string | null; waited: number; need: number; avoid: readonly Avoid[]; together: string | null;
};
/** An hour of an office with so many free places. */
export type Places = { day: string; starts: string; free: number };
export type OfficePlaces = { office: string; places: Places[] };
export type Result = { pseudonym: string; day: string | null; starts: string | null };

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
 * Only then come wishes, by exchanges that change nobody's being on time: groups are brought together, and who cannot come at certain times
 * is moved. That is a heuristic: it finds most of what could be had, not always all (adjust.ts; adjust.test.ts measures it).
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

/** The requests of an office in the order of rank: batches waited, class of need, lottery. */
export function ranked(seed: string, requests: readonly Request[]): Request[] {
  return requests
    .map((request) => ({ request, ticket: ticketOf(seed, request.pseudonym) }))
    .sort((one, other) => other.request.waited - one.request.waited || other.request.need - one.request.need || (one.ticket < other.ticket ? -1 : 1))
    .map(({ request }) => request);
}

const NEVER = -1;

function drawOffice(seed: string, open: readonly Places[], requests: readonly Request[]): Result[] {
  const hours = open.filter((hour) => hour.free > 0).sort((one, other) => (`${one.day} ${one.starts}` < `${other.day} ${other.starts}` ? -1 : 1));
  const days = [...new Set(hours.map((hour) => hour.day))];
  const order = ranked(seed, requests);
  const latest = latestDays(order, days);
  const onTime = largestOnTime(order, latest, hours, days);
  const capacity = hours.reduce((sum, hour) => sum + hour.free, 0);
  let left = capacity - onTime.reduce((sum, yes) => sum + Number(yes), 0);
  // Who cannot be on time any more may still have a date, as early as the others' deadlines allow.
  const until = order.map((_, rank) => (onTime[rank] ? latest[rank]! : left-- > 0 ? days.length - 1 : NEVER));
  const at = fill(until, hours, days);
  const dayOf = new Map(days.map((day, index) => [day, index]));
  const plan = { order, at, until, hours: hours.map((hour) => ({ ...hour, index: dayOf.get(hour.day)! })) };
  keepTogether(plan);
  honour(plan);
  return order.map(({ pseudonym }, rank) => {
    const hour = hours[at[rank]!];
    return hour ? { pseudonym, day: hour.day, starts: hour.starts } : { pseudonym, day: null, starts: null };
  });
}

/** For each request the index of the last day that meets its deadline; NEVER where even the first is too late. */
function latestDays(order: readonly Request[], days: readonly string[]): number[] {
  const known = new Map<string, number>();
  return order.map(({ deadline }) => {
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
function largestOnTime(order: readonly Request[], latest: readonly number[], hours: readonly Places[], days: readonly string[]): boolean[] {
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
  const endsInside = order.map(({ deadline }) => {
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
