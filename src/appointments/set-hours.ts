import { sql } from "kysely";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import { json } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { capacityOf, type Hours, MOST_STEPS, startsOn } from "./hours.ts";
import { hoursOn, inForceOn, listOfficeHours, type OfficeHours } from "./office-hours.ts";
import { type Booked, bookedIn, endHoldsIn, endOffersIn, type HourAhead, lockAhead, placesIn, rehouse, type Rehoused } from "./rehouse.ts";
import { type HourPlan, openHours } from "./slots.ts";

/** How an office is to receive from a day on. */
export type WantedHours = Hours & { from: Temporal.PlainDate; receiving: number; reason: string };

/** What is wrong with hours that are to be set: not from tomorrow on, out of order, no whole step, nobody received, a length nobody has. */
export type WrongHours = "not-ahead" | "out-of-order" | "too-short" | "nobody-received" | "wrong-length";

/** What is wrong with wanted hours; null when nothing is. Pure. */
export function wrongIn(wanted: WantedHours, today: Temporal.PlainDate): WrongHours | null {
  const { opens, lunchBegins, lunchEnds, closes, receiving, lengths } = wanted;
  const before = (one: Temporal.PlainTime, other: Temporal.PlainTime) => Temporal.PlainTime.compare(one, other) < 0;
  if (Temporal.PlainDate.compare(wanted.from, today) <= 0) return "not-ahead";
  if (!before(opens, closes) || (lunchBegins === null) !== (lunchEnds === null)) return "out-of-order";
  if (lunchBegins && lunchEnds && !(before(opens, lunchBegins) && before(lunchBegins, lunchEnds) && before(lunchEnds, closes))) return "out-of-order";
  // A working Wednesday long ago: only how many steps fit is asked.
  if (startsOn(Temporal.PlainDate.from("2026-01-07"), wanted).length === 0) return "too-short";
  if (!Number.isInteger(receiving) || receiving < 1 || receiving > 200) return "nobody-received";
  if (Object.values(lengths).some((steps) => !Number.isInteger(steps) || steps < 1 || steps > MOST_STEPS)) return "wrong-length";
  return null;
}

/**
 * Sets how an office receives from a day on, until the next line that was set. In one act the hours that are opened already follow: new ones
 * open, those that are no more close, places become more or fewer. Nobody is left behind: whoever is booked in an hour that is no more, or
 * is too many in one that has become smaller (who booked last), gets the nearest free place, that day if it can be, and is told. What is
 * booked keeps the length it was booked with. Days that the office closed stay closed.
 */
export async function setOfficeHours(act: Act, office: string, wanted: WantedHours): Promise<Outcome<{ did: Rehoused }, WrongHours>> {
  const wrong = wrongIn(wanted, act.today);
  if (wrong) return not(wrong);
  const { counters } = await act.tx.selectFrom("office").select("counters").where("code", "=", office).forNoKeyUpdate().executeTakeFirstOrThrow();
  const id = v7(act.now);
  await act.tx
    .insertInto("office_hours")
    .values({
      id, office_code: office, from_day: wanted.from, opens: wanted.opens, lunch_begins: wanted.lunchBegins, lunch_ends: wanted.lunchEnds, closes: wanted.closes,
      receiving: wanted.receiving, lengths: json(wanted.lengths), reason: wanted.reason, set_at: act.now, set_by: act.actor.kind === "officer" ? act.actor.id : null,
    })
    .execute();
  const did = await follow(act, office, wanted.from, wanted.reason, counters);
  await act.tx.updateTable("office_hours").set(did).where("id", "=", id).execute();
  await record(act, "office-hours-set", { office, facts: { from: wanted.from.toString(), reason: wanted.reason, ...did } });
  return done({ did });
}

/** What setting hours would do to those who are booked, without doing it. */
export async function tryOfficeHours(act: Act, office: string, wanted: WantedHours): Promise<Outcome<{ did: Rehoused }, WrongHours>> {
  await sql`savepoint tried`.execute(act.tx);
  const outcome = await setOfficeHours(act, office, wanted);
  await sql`rollback to savepoint tried`.execute(act.tx);
  return outcome;
}

/** Brings the opened hours of an office from a day on to what its lines say. */
async function follow(act: Act, office: string, from: Temporal.PlainDate, reason: string, counters: number): Promise<Rehoused> {
  const lines = await listOfficeHours(act.tx, [office]);
  const isAhead = (slot: HourAhead) => Temporal.PlainDate.compare(slot.day, from) >= 0;
  const closedDays = new Set((await act.tx.selectFrom("closed_day").select("day").where("office_code", "=", office).where("day", ">=", from).execute()).map(({ day }) => day.toString()));
  const days = new Map((await lockAhead(act, office)).filter(isAhead).map((slot) => [slot.day.toString(), slot.day]));
  const plans = new Map([...days].filter(([iso]) => !closedDays.has(iso)).map(([iso, day]) => [iso, plan(lines, day, counters)]));
  await openHours(act, office, [...plans.values()].flat());
  const ahead = await lockAhead(act, office);
  const planned = ahead.flatMap((slot) => {
    const hours = plans.get(slot.day.toString());
    return hours ? [{ slot, ...aim(hours, slot) }] : [];
  });
  const gone = planned.filter(({ slot, room }) => room === 0 && slot.closed_at === null).map(({ slot }) => slot);
  const fewer = planned.filter(({ slot, room }) => room > 0 && slot.taken > room);
  const open = planned.filter(({ room }) => room > 0);
  await setClosed(act, gone, act.now);
  await setClosed(act, open.filter(({ slot }) => slot.closed_at !== null).map(({ slot }) => slot), null);
  await endHoldsIn(act, [...gone, ...fewer.map(({ slot }) => slot)].map(({ id }) => id));
  await endOffersIn(act, fewer.map(({ slot }) => slot.id));
  await sql`update slot s set capacity = greatest(v.room, s.taken), lengths = v.lengths
    from unnest(${open.map(({ slot }) => slot.id)}::uuid[], ${open.map(({ room }) => room)}::int[], ${open.map(({ lengths }) => lengths)}::jsonb[]) as v (id, room, lengths)
    where s.id = v.id`.execute(act.tx);
  const losing = [...(await bookedIn(act, gone)), ...(await tooMany(act, fewer))];
  const losers = [...new Map(losing.map((one) => [one.id, one])).values()];
  const now = await lockAhead(act, office);
  const did = await rehouse(act, office, losers, placesIn(now, (slot) => !slot.day.equals(act.today), true), { from: from.toString(), reason });
  if (fewer.length > 0) await endOffersIn(act, fewer.map(({ slot }) => slot.id));
  for (const { slot, room } of fewer) await act.tx.updateTable("slot").set({ capacity: room }).where("id", "=", slot.id).execute();
  return did;
}

type Aim = { room: number; lengths: string | null };

/** How many an hour is to receive by the plan of its day: 0 where it is no hour any more. */
function aim(hours: readonly HourPlan[], { starts }: HourAhead): Aim {
  const one = hours.find((hour) => hour.starts.equals(starts));
  return one ? { room: one.capacity, lengths: one.lengths } : { room: 0, lengths: null };
}

function plan(lines: readonly OfficeHours[], day: Temporal.PlainDate, counters: number): HourPlan[] {
  const line = inForceOn(lines, day);
  return startsOn(day, hoursOn(lines, day)).map((starts) => ({ day, starts, capacity: line?.receiving ?? capacityOf(counters), lengths: line ? JSON.stringify(line.lengths) : null }));
}

async function setClosed(act: Act, slots: readonly HourAhead[], at: Temporal.Instant | null): Promise<void> {
  if (slots.length > 0) await act.tx.updateTable("slot").set({ closed_at: at }).where("id", "in", slots.map(({ id }) => id)).execute();
}

/** Of those booked in hours that became smaller, who must go: the last who booked, until each hour has no more than it receives. */
async function tooMany(act: Act, fewer: readonly { slot: HourAhead; room: number }[]): Promise<Booked[]> {
  const booked = await bookedIn(act, fewer.map(({ slot }) => slot));
  const left = new Map(fewer.map(({ slot, room }) => [slot.id, { room, n: booked.filter((one) => one.covers.includes(slot.id)).length }]));
  // Ids of appointments grow with the moment of booking.
  const latest = [...booked].sort((one, other) => (one.id < other.id ? 1 : -1));
  const going = new Set<string>();
  for (const one of latest) {
    if (!one.covers.some((id) => left.get(id)!.n > left.get(id)!.room)) continue;
    going.add(one.id);
    for (const id of one.covers) left.get(id)!.n -= 1;
  }
  return booked.filter((one) => going.has(one.id));
}
