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
// Asked for each hour of each wish: a day is read once.
const weekdayOf = new Map<string, string>();

/** Whether an hour suits somebody who cannot come at these times. Who excludes everything has excluded nothing. */
export function suits(avoid: readonly Avoid[], { day, starts }: { day: string; starts: string }): boolean {
  if (avoid.length === 0 || excludesAll(avoid)) return true;
  let weekday = weekdayOf.get(day);
  if (weekday === undefined) weekdayOf.set(day, (weekday = weekdays[Temporal.PlainDate.from(day).dayOfWeek - 1]!));
  return !avoid.includes(weekday as Avoid) && !avoid.includes(starts < NOON ? "am" : "pm");
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
  const inTime = (rank: number, hour: number) => hours[hour]!.index <= until[rank]!;
  const suited = (rank: number, hour: number) => suits(requestAt(plan, rank).avoid, hours[hour]!);
  const place = (rank: number, hour: number) => {
    const from = holders[at[rank]!]!;
    from.splice(from.indexOf(rank), 1);
    holders[hour]!.push(rank);
    at[rank] = hour;
  };
  for (const [rank, mine] of at.entries()) {
    if (mine < 0 || requestAt(plan, rank).avoid.length === 0 || bundleAt(plan, rank) !== -1 || suited(rank, mine)) continue;
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
      for (const hour of around(mine, hours.length)) {
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

/** The other hours: those after it from the next on, then those before it from the nearest on. */
function* around(hour: number, count: number): Generator<number> {
  for (let after = hour + 1; after < count; after += 1) yield after;
  for (let before = hour - 1; before >= 0; before -= 1) yield before;
}
