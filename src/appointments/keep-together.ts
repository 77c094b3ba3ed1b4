import { isHigher, type Plan, requestAt, seatsOf, suits } from "./adjust.ts";
import type { Units } from "./columns.ts";
import { STEP_MINUTES } from "./hours.ts";

// How far from its first member's hour a bundle's place is looked for: four weeks of 24 hours a day; once so many stretches were looked at in
// all, only a day. Beyond that hardly any is found, and with more requests than places the time would grow with the square.
const HOURS_AROUND = 480;
const HOURS_OF_A_DAY = 24;
const LOOKED_AT = 200_000;

type Seats = ReturnType<typeof seatsOf>;
/** A place in an hour, who has it (null for nobody), and who of the bundle is to have it. */
type Seat = { hour: number; holder: number | null; rank: number };

/**
 * Brings groups and longer services together, in the order of their first unit: a group into one hour, or hours of one day that follow each
 * other; a longer service into a place of each of its steps, one after the other. Those who sit there take the places that are left, the
 * tightest deadline the earliest; a bundle moves only where everybody concerned stays on time, and nobody of a higher class gets a later
 * date. The nearest such hours are taken. A group without a longer service may stay apart; the bundles with one for which no such hours were
 * found are returned: they cannot be placed so.
 */
export function keepTogether(plan: Plan): number[] {
  if (plan.units.bundle === null) return [];
  const bundles = new Map<number, number[]>();
  plan.units.bundle.forEach((bundle, rank) => {
    if (bundle !== -1 && plan.at[rank]! >= 0) bundles.set(bundle, [...(bundles.get(bundle) ?? []), rank]);
  });
  if (bundles.size === 0) return [];
  const seats = seatsOf(plan);
  const settled = new Set<number>();
  const failed: number[] = [];
  const looked = { at: 0 };
  for (const [bundle, members] of bundles) {
    const isDone = members.length === 1 || bringTogether(plan, seats, members, settled, looked);
    if (!isDone && members.some((rank) => requestAt(plan, rank).steps > 1)) failed.push(bundle);
    for (const rank of members) settled.add(rank);
  }
  return failed;
}

/** The earliest hours in a row for bundles that were left out, among the places nobody has: for each request its first hour. */
export function intoSpare(plan: Plan, { of, bundle }: Units): Map<number, number> {
  const found = new Map<number, number>();
  if (of.length === 0) return found;
  const { spare } = seatsOf(plan);
  const seats = { holders: plan.hours.map((): number[] => []), spare };
  for (const those of Map.groupBy(of.keys(), (rank) => bundle![rank]).values()) {
    const services = [...Map.groupBy(those.keys(), (n) => of[those[n]!]!).values()];
    for (let start = 0; start < plan.hours.length; start += 1) {
      const window = spare[start]! > 0 ? windowFrom(plan, seats, start, services, new Set()) : null;
      if (!window) continue;
      for (const { hour } of window) spare[hour]! -= 1;
      for (const { hour, rank } of window.toReversed()) found.set(of[those[rank]!]!, hour);
      break;
    }
  }
  return found;
}

function bringTogether(plan: Plan, seats: Seats, members: readonly number[], settled: ReadonlySet<number>, looked: { at: number }): boolean {
  const { at, hours } = plan;
  const first = Math.min(...members.map((rank) => at[rank]!));
  const last = Math.min(...members.map((rank) => plan.until[rank]!));
  const services = servicesOf(plan, members);
  // First hours that suit all of them, then any.
  for (const wanted of [true, false]) {
    for (let step = 0; step <= (looked.at < LOOKED_AT ? HOURS_AROUND : HOURS_OF_A_DAY); step += 1) {
      for (const start of step === 0 ? [first] : [first + step, first - step]) {
        const hour = hours[start];
        if (!hour || hour.index > last) continue;
        looked.at += 1;
        const window = windowFrom(plan, seats, start, services, settled);
        if (window && exchange(plan, seats, members, window, wanted)) return true;
      }
    }
  }
  return false;
}

/** The units of each service of a bundle, the tightest deadline first. */
function servicesOf({ units: { of }, until }: Plan, members: readonly number[]): number[][] {
  const services = Map.groupBy(members, (rank) => of[rank]!);
  return [...services.values()].sort((one, other) => until[one[0]!]! - until[other[0]!]! || one[0]! - other[0]!);
}

/** A seat for each unit from an hour on, without a gap and without the seats of other bundles; null when the day has too few. */
function windowFrom({ hours }: Plan, { holders, spare }: Seats, start: number, services: readonly number[][], settled: ReadonlySet<number>): Seat[] | null {
  const members = new Set(services.flat());
  const left = new Map<number, (number | null)[]>();
  const seatsIn = (hour: number): (number | null)[] => {
    let free = left.get(hour);
    if (!free) {
      const own = holders[hour]!.filter((rank) => members.has(rank));
      const others = holders[hour]!.filter((rank) => !members.has(rank) && !settled.has(rank));
      left.set(hour, (free = [...own, ...Array.from({ length: spare[hour]! }, () => null), ...others]));
    }
    return free;
  };
  const sameDay = (hour: number) => hours[hour]?.day === hours[start]!.day;
  const fits = (from: number, steps: number) => {
    for (let hour = from; hour < from + steps; hour += 1) {
      if (!sameDay(hour) || seatsIn(hour).length === 0 || (hour > from && !followsOn(hours[hour - 1]!.starts, hours[hour]!.starts))) return false;
    }
    return true;
  };
  const window: Seat[] = [];
  let at = start;
  let reached = start;
  for (const units of services) {
    while (at <= reached && sameDay(at) && !fits(at, units.length)) at += 1;
    if (at > reached || !sameDay(at)) return null;
    for (const [n, rank] of units.entries()) window.push({ hour: at + n, holder: seatsIn(at + n).shift()!, rank });
    reached = Math.max(reached, at + units.length);
  }
  return window;
}

function minutes(starts: string): number {
  return Number(starts.slice(0, 2)) * 60 + Number(starts.slice(3, 5));
}

function followsOn(one: string, next: string): boolean {
  return minutes(next) - minutes(one) === STEP_MINUTES;
}

/** Gives the units the seats of a window and those who sat there the units' old hours, if that costs nobody anything that counts. */
function exchange(plan: Plan, { holders, spare }: Seats, members: readonly number[], window: readonly Seat[], wanted: boolean): boolean {
  const { at, until, hours } = plan;
  const mine = new Set(members);
  const avoidOf = (rank: number) => requestAt(plan, rank).avoid;
  const displaced = window.map((seat) => seat.holder).filter((rank): rank is number => rank !== null && !mine.has(rank)).sort((one, other) => until[one]! - until[other]! || one - other);
  const kept = window.filter((seat) => seat.holder !== null && mine.has(seat.holder)).map((seat) => seat.hour);
  const left = members.map((rank) => at[rank]!).sort((one, other) => one - other);
  for (const hour of kept) left.splice(left.indexOf(hour), 1);
  const best = Math.min(...members);
  for (const [n, rank] of displaced.entries()) {
    const hour = left[n]!;
    if (hours[hour]!.index > until[rank]!) return false;
    if (hour > at[rank]! && isHigher(plan, rank, best)) return false;
    if (hour !== at[rank] && suits(avoidOf(rank), hours[at[rank]!]!) && !suits(avoidOf(rank), hours[hour]!)) return false;
  }
  if (window.some(({ hour, rank }) => hours[hour]!.index > until[rank]! || (wanted && !suits(avoidOf(rank), hours[hour]!)))) return false;
  const all = [...members, ...displaced];
  for (const rank of all) {
    holders[at[rank]!]!.splice(holders[at[rank]!]!.indexOf(rank), 1);
    spare[at[rank]!]! += 1;
  }
  for (const { hour, rank } of window) at[rank] = hour;
  displaced.forEach((rank, n) => { at[rank] = left[n]!; });
  for (const rank of all) {
    holders[at[rank]!]!.push(rank);
    spare[at[rank]!]! -= 1;
  }
  return true;
}
