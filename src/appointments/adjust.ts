import type { Places, Request } from "./draw.ts";

/** When somebody cannot come: a day of the week, or every morning or afternoon. */
export const avoidCodes = ["mon", "tue", "wed", "thu", "fri", "am", "pm"] as const;
export type Avoid = (typeof avoidCodes)[number];

/** The dates of one office, as they are drawn and may still be exchanged: `at` gives each rank the index of its hour, -1 for none. */
export type Plan = {
  order: readonly Request[];
  at: number[];
  /** The last day (by index) each rank may have: who is on time stays so. */
  until: readonly number[];
  hours: readonly (Places & { index: number })[];
};

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
function seatsOf({ at, hours }: Plan) {
  const holders: number[][] = hours.map(() => []);
  at.forEach((hour, rank) => { if (hour >= 0) holders[hour]!.push(rank); });
  const spare = hours.map((hour, index) => hour.free - holders[index]!.length);
  return { holders, spare };
}

// How far from its first member's hour a group's place is looked for: four weeks of 24 hours a day.
const HOURS_AROUND = 480;

/**
 * Brings groups together, in the order of their first member: into one hour, or hours of one day that follow each other. Those who sit there
 * take the places the group leaves, the tightest deadline the earliest; a group moves only where everybody concerned stays on time, and
 * nobody of a higher class gets a later date. The nearest such hours are taken. Members without any place are left out.
 */
export function keepTogether(plan: Plan): void {
  const groups = new Map<string, number[]>();
  plan.order.forEach(({ together }, rank) => {
    if (together !== null && plan.at[rank]! >= 0) groups.set(together, [...(groups.get(together) ?? []), rank]);
  });
  if (groups.size === 0) return;
  const seats = seatsOf(plan);
  const settled = new Set<number>();
  for (const members of groups.values()) {
    if (members.length > 1) bringTogether(plan, seats, members, settled);
    for (const rank of members) settled.add(rank);
  }
}

function bringTogether(plan: Plan, seats: ReturnType<typeof seatsOf>, members: number[], settled: ReadonlySet<number>): void {
  const { at, hours } = plan;
  const first = Math.min(...members.map((rank) => at[rank]!));
  const last = Math.min(...members.map((rank) => plan.until[rank]!));
  // First hours that suit all of them, then any.
  for (const wanted of [true, false]) {
    for (let step = 0; step <= HOURS_AROUND; step += 1) {
      for (const start of step === 0 ? [first] : [first + step, first - step]) {
        const hour = hours[start];
        if (!hour || hour.index > last) continue;
        const window = windowFrom(plan, seats, start, members, settled);
        if (window && exchange(plan, seats, members, window, wanted)) return;
      }
    }
  }
}

type Seat = { hour: number; holder: number | null };

/** As many seats from an hour on as there are members, without a gap and without those of other groups; null when the day has too few. */
function windowFrom({ hours }: Plan, { holders, spare }: ReturnType<typeof seatsOf>, start: number, members: readonly number[], settled: ReadonlySet<number>): Seat[] | null {
  const window: Seat[] = [];
  for (let hour = start; hours[hour]?.day === hours[start]!.day && window.length < members.length; hour += 1) {
    const before = window.length;
    for (const holder of holders[hour]!) if (window.length < members.length && members.includes(holder)) window.push({ hour, holder });
    for (let n = 0; n < spare[hour]! && window.length < members.length; n += 1) window.push({ hour, holder: null });
    for (const holder of holders[hour]!) if (window.length < members.length && !members.includes(holder) && !settled.has(holder)) window.push({ hour, holder });
    if (window.length === before) return null;
  }
  return window.length === members.length ? window : null;
}

/** Gives the members the seats of a window and those who sat there the members' old hours, if that costs nobody anything that counts. */
function exchange(plan: Plan, { holders, spare }: ReturnType<typeof seatsOf>, members: readonly number[], window: readonly Seat[], wanted: boolean): boolean {
  const { at, until, hours, order } = plan;
  const displaced = window.map((seat) => seat.holder).filter((rank): rank is number => rank !== null && !members.includes(rank)).sort((one, other) => until[one]! - until[other]! || one - other);
  const kept = window.filter((seat) => seat.holder !== null && members.includes(seat.holder)).map((seat) => seat.hour);
  const left = members.map((rank) => at[rank]!).sort((one, other) => one - other);
  for (const hour of kept) left.splice(left.indexOf(hour), 1);
  const best = Math.min(...members);
  for (const [n, rank] of displaced.entries()) {
    const hour = left[n]!;
    if (hours[hour]!.index > until[rank]!) return false;
    if (hour > at[rank]! && isHigher(order[rank]!, order[best]!)) return false;
    if (hour !== at[rank] && suits(order[rank]!.avoid, hours[at[rank]!]!) && !suits(order[rank]!.avoid, hours[hour]!)) return false;
  }
  const inOrder = [...members].sort((one, other) => until[one]! - until[other]! || one - other);
  if (window.some((seat, n) => hours[seat.hour]!.index > until[inOrder[n]!]! || (wanted && !suits(order[inOrder[n]!]!.avoid, hours[seat.hour]!)))) return false;
  const all = [...members, ...displaced];
  for (const rank of all) {
    holders[at[rank]!]!.splice(holders[at[rank]!]!.indexOf(rank), 1);
    spare[at[rank]!]! += 1;
  }
  window.forEach((seat, n) => { at[inOrder[n]!] = seat.hour; });
  displaced.forEach((rank, n) => { at[rank] = left[n]!; });
  for (const rank of all) {
    holders[at[rank]!]!.push(rank);
    spare[at[rank]!]! -= 1;
  }
  return true;
}

function isHigher(one: Request, other: Request): boolean {
  return one.waited > other.waited || (one.waited === other.waited && one.need > other.need);
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
  const { order, at, until, hours } = plan;
  if (order.every((request) => request.avoid.length === 0)) return;
  const { holders, spare } = seatsOf(plan);
  let lookedAt = 0;
  const inTime = (rank: number, hour: number) => hours[hour]!.index <= until[rank]!;
  const suited = (rank: number, hour: number) => suits(order[rank]!.avoid, hours[hour]!);
  const place = (rank: number, hour: number) => {
    const from = holders[at[rank]!]!;
    from.splice(from.indexOf(rank), 1);
    holders[hour]!.push(rank);
    at[rank] = hour;
  };
  for (const [rank, { avoid, together }] of order.entries()) {
    const mine = at[rank]!;
    if (mine < 0 || avoid.length === 0 || together !== null || suited(rank, mine)) continue;
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
      const request = order[rank]!;
      if (rank === asking || request.together !== null || !inTime(rank, vacant) || (!suited(rank, vacant) && suited(rank, hour))) continue;
      if (later && isHigher(request, order[asking]!)) continue;
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
