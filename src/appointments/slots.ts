import { sql } from "kysely";
import type { Act } from "../platform/act.ts";
import { dateOf, ISTANBUL } from "../platform/clock.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { isWorkingDay } from "../rules/holidays.ts";
import { capacityOf, startsOn, WORKING_DAYS_AHEAD } from "./hours.ts";

/** The days on which offices open, from a day on and with it, so many of them. */
export function workingDaysFrom(from: Temporal.PlainDate, count: number): Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = [];
  for (let day = from; days.length < count; day = day.add({ days: 1 })) if (isWorkingDay(day)) days.push(day);
  return days;
}

/**
 * Opens the places of every office for the coming working days, `from` included, and returns how many hours were added. Days that an
 * office already has are left as they are, so running it again, or while people book, changes nothing that anybody holds.
 */
export async function generateSlots(
  act: Act, { from, workingDays = WORKING_DAYS_AHEAD, office }: { from: Temporal.PlainDate; workingDays?: number; office?: string },
): Promise<number> {
  const counted = await act.tx.selectFrom("office").select(["code", "counters"]).$if(office !== undefined, (it) => it.where("code", "=", office!)).execute();
  const days = workingDaysFrom(from, workingDays);
  const hours = days.flatMap((day) => startsOn(day).map((starts) => ({ day: day.toString(), starts: starts.toString() })));
  const codes = counted.map((each) => each.code);
  const capacities = counted.map((each) => capacityOf(each.counters));
  // The days that are missing are found first, one look for each office and day: with one for each hour a start with nothing to do took 1.2 s.
  const { numAffectedRows } = await sql`
    with missing as materialized (
      select o.code, o.capacity, d.day from unnest(${codes}::text[], ${capacities}::int[]) as o (code, capacity)
      cross join unnest(${days.map(String)}::date[]) as d (day)
      where not exists (select from slot s where s.office_code = o.code and s.day = d.day)
        and not exists (select from closed_day c where c.office_code = o.code and c.day = d.day))
    insert into slot (id, office_code, day, starts, capacity)
    select md5(m.code || ' ' || h.day || ' ' || h.starts)::uuid, m.code, h.day, h.starts, m.capacity
    from missing m join unnest(${hours.map((hour) => hour.day)}::date[], ${hours.map((hour) => hour.starts)}::time[]) as h (day, starts) on h.day = m.day
    on conflict do nothing`.execute(act.tx);
  return Number(numAffectedRows ?? 0);
}

/** One hour of one office with what is left of it. */
export type FreeHour = { slot: string; starts: Temporal.PlainTime; free: number };
export type FreeDay = { day: Temporal.PlainDate; free: number };
export type FreeOffice = { office: string; name: string; district: string | null; free: number; first: Temporal.PlainDate | null };

// A hold that ran out still counts in `taken` until somebody needs its place or the clock sweeps it: the page counts it as free already.
// Those are few, so they are gathered once: asking for them hour by hour cost 13 ms for the three months of one office.
const ranOut = (now: Temporal.Instant) => sql`ran_out as materialized (select slot_id, count(*)::int as n from hold where expires_at <= ${now} group by slot_id)`;
const free = sql<number>`(s.capacity - s.taken + coalesce(r.n, 0))`;
const open = (now: Temporal.Instant) => {
  const { date, time } = wallClock(now);
  return sql<boolean>`(s.closed_at is null and s.day >= ${date} and (s.day > ${date} or s.starts > ${time}))`;
};

/** Date and hour in Istanbul at an instant, as places are written. */
export function wallClock(now: Temporal.Instant): { date: Temporal.PlainDate; time: Temporal.PlainTime } {
  return { date: dateOf(now), time: now.toZonedDateTimeISO(ISTANBUL).toPlainTime().round("second") };
}

/** Offices with what they have left until a day (their whole future when null), and the first day with a free place; in the order of the codes given. */
export async function freeOffices(db: Database | Transaction, offices: readonly string[], until: Temporal.PlainDate | null, now: Temporal.Instant): Promise<FreeOffice[]> {
  const { rows } = await sql<FreeOffice>`
    with ${ranOut(now)}
    select o.code as office, o.name, o.district, coalesce(sum(f.free), 0)::int as free, min(f.day) as first
    from office o left join lateral (
      select s.day, ${free} as free from slot s left join ran_out r on r.slot_id = s.id
      where s.office_code = o.code and ${open(now)} and (${until}::date is null or s.day <= ${until}::date)) f on f.free > 0
    where o.code = any(${offices}) group by o.code order by array_position(${offices}, o.code)`.execute(db);
  return rows;
}

/** The days of an office that have a future place, with how many are left; a day that is full is there with 0. */
export async function freeDays(
  db: Database | Transaction, office: string, from: Temporal.PlainDate, until: Temporal.PlainDate, now: Temporal.Instant,
): Promise<FreeDay[]> {
  const { rows } = await sql<FreeDay>`
    with ${ranOut(now)}
    select s.day, sum(${free})::int as free from slot s left join ran_out r on r.slot_id = s.id
    where s.office_code = ${office} and s.day between ${from} and ${until} and ${open(now)}
    group by s.day order by s.day`.execute(db);
  return rows;
}

/** The hours of a day that still have a free place. The hour this application holds is among them. */
export async function freeHours(
  db: Database | Transaction, office: string, day: Temporal.PlainDate, now: Temporal.Instant, application: string | null = null,
): Promise<FreeHour[]> {
  const { rows } = await sql<FreeHour>`
    with ${ranOut(now)}
    select * from (
      select s.id as slot, s.starts, ${free} + (select count(*) from hold h where h.slot_id = s.id and h.application_id = ${application} and h.expires_at > ${now})::int as free
      from slot s left join ran_out r on r.slot_id = s.id where s.office_code = ${office} and s.day = ${day} and ${open(now)}) hours
    where free > 0 order by starts`.execute(db);
  return rows;
}

/** The first day on which one of these offices still has a free place, up to `until` (without an end when null). */
export async function firstFreeDay(
  db: Database | Transaction, offices: readonly string[], until: Temporal.PlainDate | null, now: Temporal.Instant,
): Promise<Temporal.PlainDate | null> {
  const { rows } = await sql<{ day: Temporal.PlainDate | null }>`
    with ${ranOut(now)}
    select min(first.day) as day from unnest(${offices}::text[]) o (code) cross join lateral (
      select s.day from slot s left join ran_out r on r.slot_id = s.id
      where s.office_code = o.code and ${open(now)} and ${free} > 0 and (${until}::date is null or s.day <= ${until}::date)
      order by s.day limit 1) first`.execute(db);
  return rows[0]?.day ?? null;
}

/** Lets holds go that ran out, of one hour or of all, and returns how many. Rows that somebody works on are left for the next time. */
export async function releaseExpired(act: Act, slot: string | null = null): Promise<number> {
  const { rows } = await sql<{ slot_id: string }>`
    delete from hold where application_id in (
      select application_id from hold where expires_at <= ${act.now} and (${slot}::uuid is null or slot_id = ${slot}::uuid)
      order by application_id for update skip locked)
    returning slot_id`.execute(act.tx);
  await giveBack(act, rows.map((row) => row.slot_id));
  return rows.length;
}

/** Gives places back at once: one row after the other in the order of their ids, so that two who do it never wait for each other in a circle. */
export async function giveBack(act: Act, slots: string[]): Promise<void> {
  const counts = new Map<string, number>();
  for (const slot of slots) counts.set(slot, (counts.get(slot) ?? 0) + 1);
  for (const [slot, count] of [...counts].sort(([one], [other]) => (one < other ? -1 : 1))) {
    await act.tx.updateTable("slot").set((it) => ({ taken: it("taken", "-", count) })).where("id", "=", slot).execute();
  }
}
