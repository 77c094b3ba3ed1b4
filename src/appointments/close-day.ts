import { sql } from "kysely";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import type { Database } from "../platform/database.ts";
import { bookedIn, endHoldsIn, lockAhead, placesIn, rehouse, type Rehoused } from "./rehouse.ts";
import { wallClock } from "./slots.ts";

/** What closing a day did: how many people got another date, went into the next draw first, and must choose anew because no place was left. */
export type DayClosed = Rehoused;

/** A day that an office closed, as its pages show it. */
export type ClosedDay = DayClosed & { day: Temporal.PlainDate; closedAt: Temporal.Instant; reason: string };

/** The day of an office that it closed itself; undefined where it did not. */
export async function findClosedDay(db: Database, office: string, day: Temporal.PlainDate): Promise<ClosedDay | undefined> {
  return db
    .selectFrom("closed_day")
    .select(["day", "closed_at as closedAt", "reason", "moved", "redrawn", "freed"])
    .where("office_code", "=", office)
    .where("day", "=", day)
    .executeTakeFirst();
}

/** How many people are booked on what is left of a day, and how many free places the office has on other days to offer them. */
export async function closingWould(db: Database, office: string, day: Temporal.PlainDate, now: Temporal.Instant): Promise<{ booked: number; free: number }> {
  const { date, time } = wallClock(now);
  const { rows } = await sql<{ booked: number; free: number }>`
    select (select count(*) from appointment a join slot s on s.id = a.slot_id where s.office_code = ${office} and s.day = ${day} and a.state = 'booked'
        and (s.day > ${date} or s.starts > ${time}))::int as booked,
      (select coalesce(sum(s.capacity - s.taken), 0) from slot s where s.office_code = ${office} and s.day <> ${day} and s.closed_at is null
        and s.day > ${date})::int as free`.execute(db);
  return rows[0]!;
}

/**
 * The office closes a day (or what is left of it). In one act nothing more is booked on it, everyone booked is given the earliest free
 * place of the same office from tomorrow on, those with the nearest legal deadline first, and each is told. It counts as nobody's own change, so all of
 * them may still move or cancel. Where no place is left, those of an office that draws stand first in the next draw, the others choose
 * anew. Who holds a place there without having confirmed loses it. A day whose places are not opened yet stays without any.
 */
export async function closeDay(act: Act, office: string, day: Temporal.PlainDate, reason: string): Promise<DayClosed> {
  const ahead = await lockAhead(act, office);
  const closing = ahead.filter((slot) => slot.closed_at === null && slot.day.equals(day));
  let result: DayClosed = { moved: 0, redrawn: 0, freed: 0 };
  if (closing.length > 0) {
    const ids = closing.map((slot) => slot.id);
    await act.tx.updateTable("slot").set({ closed_at: act.now }).where("id", "in", ids).execute();
    await endHoldsIn(act, ids);
    // Nobody can be asked to come today for an appointment they did not know of.
    const find = placesIn(ahead, (slot) => !slot.day.equals(day) && !slot.day.equals(act.today));
    result = await rehouse(act, office, await bookedIn(act, closing), find, { from: day.toString(), reason });
  }
  const sum = { moved: sql<number>`closed_day.moved + ${result.moved}`, redrawn: sql<number>`closed_day.redrawn + ${result.redrawn}`, freed: sql<number>`closed_day.freed + ${result.freed}` };
  await act.tx
    .insertInto("closed_day")
    .values({ office_code: office, day, closed_at: act.now, closed_by: act.actor.kind === "officer" ? act.actor.id : null, reason, ...result })
    .onConflict((it) => it.columns(["office_code", "day"]).doUpdateSet(sum))
    .execute();
  await record(act, "day-closed", { office, facts: { day: day.toString(), reason, ...result } });
  return result;
}
