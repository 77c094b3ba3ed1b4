import type { Places } from "./draw.ts";

/** Stands for no day and no hour. */
export const NEVER = -1;

/** The hours of an office that have free places, in the order of time; `index` is the number of the day among the days that have any. */
export type Hour = Places & { index: number };
export type Calendar = { hours: readonly Hour[]; days: readonly string[]; total: number };

/** The calendar of an office from its places in whatever order. */
export function calendarOf(open: readonly Places[]): Calendar {
  const sorted = open.filter((hour) => hour.free > 0).sort((one, other) => (one.day < other.day || (one.day === other.day && one.starts < other.starts) ? -1 : 1));
  const days: string[] = [];
  let total = 0;
  const hours = sorted.map(({ day, starts, free }) => {
    if (days.at(-1) !== day) days.push(day);
    total += free;
    return { day, starts, free, index: days.length - 1 };
  });
  return { hours, days, total };
}

/** What the units of an office ask for, by their rank: the last day that meets the deadline (NEVER where none does), and whether that ends inside the horizon. */
export type Asked = { latest: Int32Array; inside: Uint8Array; bundle: Int32Array | null };

/** For each unit the last day it may be placed on, NEVER where it gets no place: who can be on time is, the others have what is left in the order of rank. */
export function lastDays(asked: Asked, calendar: Calendar): Int32Array {
  const { latest, bundle } = asked;
  const lastDay = calendar.days.length - 1;
  const { onTime, left: rest } = largestOnTime(asked, calendar);
  const until = new Int32Array(latest.length).fill(NEVER);
  let left = rest;
  // Who cannot be on time any more may still have a date, as early as the others' deadlines allow; a bundle takes what it lacks at once.
  const lacking = new Map<number, number>();
  if (bundle !== null) for (let rank = 0; rank < latest.length; rank += 1) if (bundle[rank] !== -1 && !onTime[rank]) lacking.set(bundle[rank]!, (lacking.get(bundle[rank]!) ?? 0) + 1);
  const given = new Set<number>();
  for (let rank = 0; rank < latest.length; rank += 1) {
    const own = bundle === null ? -1 : bundle[rank]!;
    if (onTime[rank]) until[rank] = latest[rank]!;
    else if (own === -1) until[rank] = left-- > 0 ? lastDay : NEVER;
    else if (given.has(own)) until[rank] = lastDay;
    else if (lacking.get(own)! <= left) {
      left -= lacking.get(own)!;
      given.add(own);
      until[rank] = lastDay;
    }
  }
  return until;
}

/** Which units are on time: each in turn takes a place on the latest day it may, or on the latest before it that has one. And how many places are left. */
function largestOnTime({ latest, inside }: Asked, { hours, days, total }: Calendar): { onTime: Uint8Array; left: number } {
  const rooms = new Int32Array(days.length);
  for (const { index, free } of hours) rooms[index]! += free;
  // `before[i + 1]` leads from day i to the latest day up to it with room; 0 stands for none. Paths are halved as they are walked.
  const before = Int32Array.from({ length: days.length + 1 }, (_, index) => index);
  const find = (start: number) => {
    let at = start;
    while (before[at] !== at) {
      before[at] = before[before[at]!]!;
      at = before[at]!;
    }
    return at;
  };
  const onTime = new Uint8Array(latest.length);
  let left = total;
  for (const turn of [1, 0]) {
    for (let rank = 0; rank < latest.length && left > 0; rank += 1) {
      if (inside[rank] !== turn || latest[rank] === NEVER) continue;
      const at = find(latest[rank]! + 1);
      if (at === 0) continue;
      onTime[rank] = 1;
      left -= 1;
      rooms[at - 1]! -= 1;
      if (rooms[at - 1] === 0) before[at] = at - 1;
    }
  }
  return { onTime, left };
}

/** Fills the earliest places from the last to the first, each with the lowest in rank of those whose day allows it: for each the index of its hour. */
export function fill(until: Int32Array, { hours, days }: Calendar): Int32Array {
  const at = new Int32Array(until.length).fill(NEVER);
  // The units that get a place, by their last day: those of day d stand from `from[d]` to `from[d + 1]`.
  const from = new Int32Array(days.length + 1);
  for (const day of until) if (day !== NEVER) from[day + 1]! += 1;
  for (let day = 0; day < days.length; day += 1) from[day + 1]! += from[day]!;
  const placed = from[days.length]!;
  const allowed = new Int32Array(placed);
  const next = from.slice();
  for (let rank = 0; rank < until.length; rank += 1) if (until[rank] !== NEVER) allowed[next[until[rank]!]!++] = rank;
  const waiting = lowestRankHeap(placed);
  // The hour of a place, and how many places there are before it.
  let hour = 0;
  let earlier = 0;
  while (earlier + (hours[hour]?.free ?? 0) < placed) earlier += hours[hour++]!.free;
  let day = days.length;
  for (let place = placed - 1; place >= 0; place -= 1) {
    while (place < earlier) earlier -= hours[--hour]!.free;
    while (day > hours[hour]!.index) {
      day -= 1;
      for (let n = from[day]!; n < from[day + 1]!; n += 1) waiting.push(allowed[n]!);
    }
    at[waiting.pop()] = hour;
  }
  return at;
}

/** A heap that gives back the greatest number first: the lowest in rank. */
function lowestRankHeap(most: number) {
  const heap = new Int32Array(most);
  let size = 0;
  return {
    push(value: number): void {
      let at = size++;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (heap[parent]! >= value) break;
        heap[at] = heap[parent]!;
        at = parent;
      }
      heap[at] = value;
    },
    pop(): number {
      if (size === 0) throw new Error("the set said to be on time is not");
      const top = heap[0]!;
      const last = heap[--size]!;
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child >= size) break;
        if (child + 1 < size && heap[child + 1]! > heap[child]!) child += 1;
        if (heap[child]! <= last) break;
        heap[at] = heap[child]!;
        at = child;
      }
      heap[at] = last;
      return top;
    },
  };
}
