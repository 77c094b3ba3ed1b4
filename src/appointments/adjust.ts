import type { Columns, Units } from "./columns.ts";
import type { Request } from "./draw.ts";
import type { Hour } from "./on-time.ts";

/** When somebody cannot come: a day of the week, or every morning or afternoon. */
export const avoidCodes = ["mon", "tue", "wed", "thu", "fri", "am", "pm"] as const;
export type Avoid = (typeof avoidCodes)[number];

/** The dates of one office, as they are drawn and may still be exchanged: `at` gives each unit, by its rank, the index of its hour, -1 for none. */
export type Plan = {
  columns: Columns;
  units: Units;
  at: Int32Array;
  /** The last day (by index) each rank may have: who is on time stays so. */
  until: Int32Array;
  hours: readonly Hour[];
};

/** Whose the unit of a rank is. */
export function requestAt({ columns, units }: Plan, rank: number): Request {
  return columns.requests[units.of[rank]!]!;
}

/** The bundle of the unit of a rank, -1 for one alone. */
export function bundleAt({ units }: Plan, rank: number): number {
  return units.bundle === null ? -1 : units.bundle[rank]!;
}

const NOON = "12:30";
const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
// A day is read once.
const weekdayOf = new Map<string, string>();

/** Whether an hour suits somebody who cannot come at these times. Who excludes everything has excluded nothing. */
export function suits(avoid: readonly Avoid[], hour: { day: string; starts: string }): boolean {
  return avoid.length === 0 || (cannotBits(avoid) & timeBits(hour)) === 0;
}

const bit = new Map<string, number>(avoidCodes.map((code, n) => [code, 1 << n]));

// As bits, one for each code: the times at which somebody cannot come, and those of an hour. In a draw with wishes they are compared so often
// that reading them as texts took most of it.
function cannotBits(avoid: readonly Avoid[]): number {
  return avoid.length === 0 || excludesAll(avoid) ? 0 : avoid.reduce((bits, code) => bits | bit.get(code)!, 0);
}

function timeBits({ day, starts }: { day: string; starts: string }): number {
  let weekday = weekdayOf.get(day);
  if (weekday === undefined) weekdayOf.set(day, (weekday = weekdays[Temporal.PlainDate.from(day).dayOfWeek - 1]!));
  return (bit.get(weekday) ?? 0) | bit.get(starts < NOON ? "am" : "pm")!;
}

/** Whether these times leave none to come at. */
export function excludesAll(avoid: readonly Avoid[]): boolean {
  return (avoid.includes("am") && avoid.includes("pm")) || weekdays.slice(0, 5).every((day) => avoid.includes(day as Avoid));
}

/** Who sits in each hour, and how many of its places nobody has. */
export function seatsOf({ at, hours }: Plan) {
  const holders: number[][] = hours.map(() => []);
  at.forEach((hour, rank) => { if (hour >= 0) holders[hour]!.push(rank); });
  const spare = hours.map((hour, index) => hour.free - holders[index]!.length);
  return { holders, spare };
}

/** Whether the unit of one rank stands higher than that of another by right, lottery aside. */
export function isHigher({ columns: { right }, units: { of } }: Plan, one: number, other: number): boolean {
  return right[of[one]!]! < right[of[other]!]!;
}

// So many hours are tried to be vacated for one wish, and so many people are looked at in all before only direct exchanges are tried: beyond
// that hardly any round is found, and the time would grow with the square (28 s for 100,000 requests instead of a few).
const HOURS_TRIED = 12;
const LOOKED_AT = 1_000_000;

/**
 * Moves those who were given an hour at which they cannot come, in the order of rank: by an exchange with somebody whom their hour suits, or
 * a round of a few such moves, later hours first, because then nobody but themselves waits longer. Everybody concerned stays on time, keeps
 * what suited them, and nobody of a higher class gets a later date. Where there is no such exchange the date stands and may be declined.
 */
export function honour(plan: Plan): void {
  const { at, until, hours } = plan;
  if (at.every((hour, rank) => hour < 0 || requestAt(plan, rank).avoid.length === 0)) return;
  const { holders, spare } = seatsOf(plan);
  let lookedAt = 0;
  const [cannot, times] = [Uint8Array.from(at, (hour, rank) => (hour < 0 ? 0 : cannotBits(requestAt(plan, rank).avoid))), Uint8Array.from(hours, timeBits)];
  const days = Int32Array.from(hours, ({ index }) => index);
  const inTime = (rank: number, hour: number) => days[hour]! <= until[rank]!;
  const suited = (rank: number, hour: number) => (cannot[rank]! & times[hour]!) === 0;
  const place = (rank: number, hour: number) => {
    const from = holders[at[rank]!]!;
    from.splice(from.indexOf(rank), 1);
    holders[hour]!.push(rank);
    at[rank] = hour;
  };
  for (const [rank, mine] of at.entries()) {
    if (mine < 0 || suited(rank, mine) || bundleAt(plan, rank) !== -1) continue;
    const round = roundFor(rank, mine);
    if (round === null) continue;
    place(rank, round[0]!.hour);
    for (const step of round) place(step.rank, step.to);
  }

  type Step = { rank: number; hour: number; to: number };
  function roundFor(rank: number, mine: number): Step[] | null {
    const cameBy = new Map<number, Step>();
    const queue = [mine];
    for (let tried = 0; queue.length > 0 && tried < (lookedAt < LOOKED_AT ? HOURS_TRIED : 1); tried += 1) {
      const vacant = queue.shift()!;
      // The hours after it from the next on, then those before it from the nearest on.
      for (let n = 1; n < hours.length; n += 1) {
        const hour = mine + n < hours.length ? mine + n : hours.length - 1 - n;
        if (hour === vacant || cameBy.has(hour)) continue;
        const fits = inTime(rank, hour) && suited(rank, hour);
        const other = whoTakes(vacant, hour, rank);
        if (other !== null) {
          const step = { rank: other, hour, to: vacant };
          cameBy.set(hour, step);
          if (fits) return chain(cameBy, step, mine);
          queue.push(hour);
        } else if (fits && vacant === mine && spare[hour]! > 0) {
          spare[mine]! += 1;
          spare[hour]! -= 1;
          place(rank, hour);
          return null;
        }
      }
    }
    return null;
  }

  // Of those in an hour whom the vacant one suits: who gains by it in the order of rank, or who loses by it, the lowest first.
  function whoTakes(vacant: number, hour: number, asking: number): number | null {
    const later = vacant > hour;
    let best: number | null = null;
    lookedAt += holders[hour]!.length;
    for (const rank of holders[hour]!) {
      if (rank === asking || bundleAt(plan, rank) !== -1 || !inTime(rank, vacant) || (!suited(rank, vacant) && suited(rank, hour))) continue;
      if (later && isHigher(plan, rank, asking)) continue;
      if (best === null || (later ? rank > best : rank < best)) best = rank;
    }
    return best;
  }
}

/** The moves of a round from its end to its beginning: the first vacates the hour that is wanted, the last takes the one that is left. */
function chain<Step extends { to: number }>(cameBy: ReadonlyMap<number, Step>, last: Step, start: number): Step[] {
  const steps = [last];
  for (let step = last; step.to !== start;) steps.push((step = cameBy.get(step.to)!));
  return steps;
}
