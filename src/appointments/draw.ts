import { type Avoid, honour, type Plan } from "./adjust.ts";
import { type Columns, columnsOf, numberOf, type Units, unitsOf } from "./columns.ts";
import { intoSpare, keepTogether } from "./keep-together.ts";
import { type Asked, type Calendar, calendarOf, fill, lastDays, NEVER } from "./on-time.ts";
import { rankByOffice } from "./rank.ts";

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
 * n log n in the requests, in columns of numbers (columns.ts). Rank: batches waited, class of need, then the lottery's ticket.
 *
 * Groups and longer services are heuristics, as are wishes: they find most of what could be had, not always all (adjust.test.ts measures it).
 * A group is placed whole or not at all, at the rank of one request whose lot it shares; a longer service counts as so many units and is
 * brought into hours that follow each other, by exchanges that change nobody's being on time. Whoever cannot be placed so gives all their
 * places back, and the office is drawn again without them. Wishes come last, by exchanges again.
 */
export function draw(seed: string, offices: readonly OfficePlaces[], requests: readonly Request[]): Result[] {
  const placesOf = new Map(offices.map(({ office, places }) => [office, places]));
  const numbers = new Map([...placesOf.keys()].map((office, n) => [office, n]));
  const columns = columnsOf(requests, (office) => numberOf(numbers, office));
  const { order, from } = rankByOffice(seed, columns, numbers.size);
  const calendars = Array.from(numbers.keys(), (office) => calendarOf(placesOf.get(office) ?? []));
  const dates = { hour: new Int32Array(requests.length).fill(NEVER), unplaced: new Uint8Array(requests.length) };
  calendars.forEach((calendar, n) => drawOffice(columns, calendar, order.subarray(from[n], from[n + 1]), dates));
  let inOrder = true;
  const results = requests.map(({ pseudonym }, n): Result => {
    if (n > 0 && requests[n - 1]!.pseudonym > pseudonym) inOrder = false;
    const hour = calendars[columns.office[n]!]!.hours[dates.hour[n]!];
    return hour ? { pseudonym, day: hour.day, starts: hour.starts, unplaced: null } : { pseudonym, day: null, starts: null, unplaced: reasons[dates.unplaced[n]!]! };
  });
  return inOrder ? results : results.sort((one, other) => (one.pseudonym < other.pseudonym ? -1 : 1));
}

/** The hour that each request gets, by its number in the calendar of its office, and by number the reason why it gets none. */
type Dates = { hour: Int32Array; unplaced: Uint8Array };
const reasons: readonly Unplaced[] = ["no-place", "group", "no-row"];
const [IN, GROUP, NO_ROW] = [0, 1, 2] as const;

/** The day to which a published deadline counts. */
export function deadlineDay(published: string): string {
  const week = /^(\d{4})-W(\d{2})$/.exec(published);
  if (!week) return published;
  // 4 January always lies in the first ISO week.
  const fourth = Temporal.PlainDate.from({ year: Number(week[1]), month: 1, day: 4 });
  return fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ days: (Number(week[2]) - 1) * 7 + 4 }).toString();
}

/** Draws one office, whose requests stand in the order of rank. */
function drawOffice(columns: Columns, calendar: Calendar, order: Int32Array, dates: Dates): void {
  const deadlines = columns.deadlines.map((deadline) => deadlineIn(deadline, calendar));
  // Bundles that are left out, with the reason; and longer services that found no hours in a row in time, and are looked for a later date.
  const [out, late] = [new Uint8Array(columns.bundles), new Uint8Array(columns.bundles)];
  for (;;) {
    const units = unitsOf(columns, order, (bundle) => bundle === NEVER || out[bundle] === IN);
    const until = lastDays(askedBy(columns, units, deadlines, late), calendar);
    if (leaveOut(columns, units, until, late, out)) continue;
    const plan: Plan = { columns, units, at: fill(until, calendar), until, hours: calendar.hours };
    const failed = keepTogether(plan);
    if (failed.length > 0) {
      const early = failed.filter((bundle) => !late[bundle]);
      for (const bundle of early) late[bundle] = 1;
      // The lower half of them in rank: what they give back may be what the others lacked.
      if (early.length === 0) for (const bundle of failed.slice(Math.floor(failed.length / 2))) out[bundle] = NO_ROW;
      continue;
    }
    honour(plan);
    note(plan, dates);
    if (columns.bundle === null) return;
    // What is still free after all may be enough for a whole bundle, without touching anybody.
    for (const n of order) if (columns.bundle[n] !== NEVER) dates.unplaced[n] = out[columns.bundle[n]!]!;
    for (const [n, hour] of intoSpare(plan, unitsOf(columns, order, (bundle) => bundle !== NEVER && out[bundle] !== IN))) dates.hour[n] = hour;
    return;
  }
}

/** The last day (by number) that meets a deadline, NEVER where even the first is too late, and whether it ends inside the horizon. */
function deadlineIn(deadline: string | null, { days }: Calendar): { latest: number; inside: boolean } {
  const lastDay = days.at(-1);
  if (deadline === null || lastDay === undefined) return { latest: days.length - 1, inside: false };
  const day = deadlineDay(deadline);
  return { latest: days.findLastIndex((each) => each <= day), inside: day <= lastDay };
}

function askedBy({ deadline }: Columns, { of, bundle }: Units, deadlines: readonly { latest: number; inside: boolean }[], late: Uint8Array): Asked {
  const [days, ends] = [Int32Array.from(deadlines, ({ latest }) => latest), Uint8Array.from(deadlines, ({ inside }) => Number(inside))];
  const [latest, inside] = [new Int32Array(of.length), new Uint8Array(of.length)];
  for (let rank = 0; rank < of.length; rank += 1) {
    const own = deadline[of[rank]!]!;
    latest[rank] = bundle !== null && bundle[rank] !== NEVER && late[bundle[rank]!] ? NEVER : days[own]!;
    inside[rank] = ends[own]!;
  }
  return { latest, inside, bundle };
}

/** Whether bundles had to be left out, because some of their units have no place; a longer service that is on time in part is taken as late as a whole. */
function leaveOut({ requests }: Columns, { of, bundle }: Units, until: Int32Array, late: Uint8Array, out: Uint8Array): boolean {
  if (bundle === null) return false;
  let changed = false;
  for (let rank = 0; rank < of.length; rank += 1) {
    const own = bundle[rank]!;
    if (own === NEVER || until[rank] !== NEVER || out[own] !== IN) continue;
    out[own] = requests[of[rank]!]!.together === null ? NO_ROW : GROUP;
    changed = true;
  }
  if (changed) return true;
  const ends = new Map<number, number>();
  for (let rank = 0; rank < of.length; rank += 1) {
    const own = bundle[rank]!;
    if (own === NEVER || late[own] || requests[of[rank]!]!.steps === 1) continue;
    const end = ends.get(of[rank]!);
    if (end !== undefined && end !== until[rank]) {
      late[own] = 1;
      changed = true;
    }
    ends.set(of[rank]!, until[rank]!);
  }
  return changed;
}

/** Notes the first hour of each request that has places. */
function note({ units: { of }, at }: Plan, { hour }: Dates): void {
  for (let rank = 0; rank < of.length; rank += 1) {
    const n = of[rank]!;
    if (at[rank] !== NEVER && (hour[n] === NEVER || at[rank]! < hour[n]!)) hour[n] = at[rank]!;
  }
}
