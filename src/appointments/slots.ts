import { type RawBuilder, sql } from "kysely";
import type { Act } from "../platform/act.ts";
import { dateOf, ISTANBUL } from "../platform/clock.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { isWorkingDay } from "../rules/holidays.ts";
import { law } from "../rules/tables.ts";
import { capacityOf, commonHours, commonLengths, STEP_MINUTES, startsOn, WORKING_DAYS_AHEAD } from "./hours.ts";
import { placeLimits } from "./limits.ts";
import { inForceOn, listOfficeHours, mayBeLong } from "./office-hours.ts";

const workingDays = new WeakMap<object, Map<string, readonly Temporal.PlainDate[]>>();

/** The days on which offices open, from a day on and with it, so many of them. Every calendar asks for the same ones, so they are worked out once a day. */
export function workingDaysFrom(from: Temporal.PlainDate, count: number): readonly Temporal.PlainDate[] {
  const { holidays } = law();
  const known = workingDays.get(holidays) ?? new Map<string, readonly Temporal.PlainDate[]>();
  workingDays.set(holidays, known);
  const key = `${from.toString()} ${count}`;
  const days = known.get(key) ?? startingWith(from, count);
  known.set(key, days);
  return days;
}

function startingWith(from: Temporal.PlainDate, count: number): Temporal.PlainDate[] {
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
  const lines = Map.groupBy(await listOfficeHours(act.tx, office === undefined ? undefined : [office]), (line) => line.office);
  const common = days.flatMap((day) => startsOn(day).map((starts) => ({ day, starts, receiving: null, lengths: null })));
  let added = await open(act, counted.filter(({ code }) => !lines.has(code)), days, common);
  for (const one of counted.filter(({ code }) => lines.has(code))) {
    const own = days.flatMap((day) => {
      const line = inForceOn(lines.get(one.code)!, day);
      return startsOn(day, line ?? commonHours).map((starts) => ({ day, starts, receiving: line?.receiving ?? null, lengths: line ? JSON.stringify(line.lengths) : null }));
    });
    added += await open(act, [one], days, own);
  }
  return added;
}

type Opening = { day: Temporal.PlainDate; starts: Temporal.PlainTime; receiving: number | null; lengths: string | null };

async function open(act: Act, offices: { code: string; counters: number }[], days: readonly Temporal.PlainDate[], hours: readonly Opening[]): Promise<number> {
  if (offices.length === 0) return 0;
  // The days that are missing are found first, one look for each office and day: with one for each hour a start with nothing to do took 1.2 s.
  // In the order of offices and days, so that the hours of an office lie beside each other: looking through its three months touches 30 pages and not 1,035.
  const { numAffectedRows } = await sql`
    with missing as materialized (
      select o.code, o.capacity, d.day from unnest(${offices.map(({ code }) => code)}::text[], ${offices.map(({ counters }) => capacityOf(counters))}::int[]) as o (code, capacity)
      cross join unnest(${days.map(String)}::date[]) as d (day)
      where not exists (select from slot s where s.office_code = o.code and s.day = d.day)
        and not exists (select from closed_day c where c.office_code = o.code and c.day = d.day))
    insert into slot (id, office_code, day, starts, capacity, lengths)
    select md5(m.code || ' ' || h.day || ' ' || h.starts)::uuid, m.code, h.day, h.starts, coalesce(h.receiving, m.capacity), h.lengths
    from missing m join unnest(${hours.map(({ day }) => day.toString())}::date[], ${hours.map(({ starts }) => starts.toString())}::time[],
      ${hours.map(({ receiving }) => receiving)}::int[], ${hours.map(({ lengths }) => lengths)}::jsonb[]) as h (day, starts, receiving, lengths) on h.day = m.day
    order by m.code, h.day, h.starts
    on conflict do nothing`.execute(act.tx);
  return Number(numAffectedRows ?? 0);
}

/** An hour as it is to be: how many it receives, and the office's own lengths as JSON text, null for the common ones. */
export type HourPlan = { day: Temporal.PlainDate; starts: Temporal.PlainTime; capacity: number; lengths: string | null };

/** Opens hours of an office that are not there yet, also on days that have others. */
export async function openHours(act: Act, office: string, hours: readonly HourPlan[]): Promise<void> {
  await sql`
    insert into slot (id, office_code, day, starts, capacity, lengths)
    select md5(${office} || ' ' || h.day || ' ' || h.starts)::uuid, ${office}, h.day, h.starts, h.capacity, h.lengths
    from unnest(${hours.map(({ day }) => day.toString())}::date[], ${hours.map(({ starts }) => starts.toString())}::time[], ${hours.map(({ capacity }) => capacity)}::int[],
      ${hours.map(({ lengths }) => lengths)}::jsonb[]) as h (day, starts, capacity, lengths)
    on conflict do nothing`.execute(act.tx);
}

/** One hour of one office with what is left of it. */
export type FreeHour = { slot: string; starts: Temporal.PlainTime; free: number };
export type FreeDay = { day: Temporal.PlainDate; free: number };
export type FreeOffice = { office: string; name: string; district: string | null; free: number; first: Temporal.PlainDate | null };

// A hold that ran out still counts in `taken` until somebody needs its place or the clock sweeps it: the page counts it as free already.
// Those are few, so they are gathered once: asking for them hour by hour cost 13 ms for the three months of one office.
const ranOut = (now: Temporal.Instant) => sql`ran_out as materialized (select slot_id, count(*)::int as n from hold where expires_at <= ${now} group by slot_id)`;
const free = sql<number>`(s.capacity - s.taken + coalesce(r.n, 0))`;
const ahead = (after: Temporal.Instant) => {
  const { date, time } = wallClock(after);
  return sql<boolean>`(s.closed_at is null and s.day >= ${date} and (s.day > ${date} or s.starts > ${time}))`;
};

/** Date and hour in Istanbul at an instant, as places are written. */
export function wallClock(now: Temporal.Instant): { date: Temporal.PlainDate; time: Temporal.PlainTime } {
  return { date: dateOf(now), time: now.toZonedDateTimeISO(ISTANBUL).toPlainTime().round("second") };
}

/** The moment before which no hour can be chosen any more. The office itself may give one that is nearer, to who stands before it. */
export function soonest(now: Temporal.Instant): Temporal.Instant {
  return now.add({ minutes: placeLimits(dateOf(now)).noticeMinutes });
}

/** Whether the hour of a place has begun. */
export function hasBegun({ day, starts }: { day: Temporal.PlainDate; starts: Temporal.PlainTime }, now: Temporal.Instant): boolean {
  const { date, time } = wallClock(now);
  return Temporal.PlainDateTime.compare(date.toPlainDateTime(time), day.toPlainDateTime(starts)) >= 0;
}

const step = sql.raw(`interval '${STEP_MINUTES} minutes'`);

/** In SQL: whether hour `at` of the same day is one of so many steps from hour `from` on, which may be closed; hours between the steps are not. */
export function isStepOf(at: string, from: string, steps: RawBuilder<unknown>) {
  const [c, f] = [sql.ref(`${at}.starts`), sql.ref(`${from}.starts`)];
  return sql<boolean>`${c} >= ${f} and ${c} < ${f} + ${steps} * ${step} and extract(epoch from ${c} - ${f})::int % ${sql.raw(String(STEP_MINUTES * 60))} = 0`;
}

/** How many steps an appointment for a permit type takes in an hour `s`, in SQL. */
export function stepsAt(permitType: string | RawBuilder<unknown>) {
  return sql<number>`coalesce((s.lengths ->> ${permitType})::int, (${JSON.stringify(commonLengths)}::jsonb ->> ${permitType})::int, 1)`;
}

/**
 * The hours ahead with what each has left. For a longer service that is the least of the steps it would take, and nothing where fewer than
 * so many follow each other, as before lunch: asked for each hour, so only where a service can be long.
 */
async function hoursLeft(db: Database | Transaction, offices: readonly string[], permitType: string, after: Temporal.Instant): Promise<RawBuilder<unknown>> {
  if (!(await mayBeLong(db, offices, permitType))) {
    return sql`(select s.id, s.office_code, s.day, s.starts, ${free} as free from slot s left join ran_out r on r.slot_id = s.id where ${ahead(after)})`;
  }
  return sql`(
    select h.id, h.office_code, h.day, h.starts, (
      select case when count(*) = h.steps then greatest(min(${free}), 0) else 0 end from slot s left join ran_out r on r.slot_id = s.id
      where s.office_code = h.office_code and s.day = h.day and s.closed_at is null and ${isStepOf("s", "h", sql`h.steps`)})::int as free
    from (select s.id, s.office_code, s.day, s.starts, ${stepsAt(permitType)} as steps from slot s where ${ahead(after)}) h)`;
}

/** Offices with what they have left until a day (their whole future when null), and the first day with a free place; in the order of the codes given. */
export async function freeOffices(
  db: Database | Transaction, offices: readonly string[], until: Temporal.PlainDate | null, now: Temporal.Instant, permitType = "",
): Promise<FreeOffice[]> {
  const { rows } = await sql<FreeOffice>`
    with ${ranOut(now)}
    select o.code as office, o.name, o.district, coalesce(sum(f.free), 0)::int as free, min(f.day) as first
    from office o left join lateral (
      select s.day, s.free from ${await hoursLeft(db, offices, permitType, soonest(now))} s
      where s.office_code = o.code and (${until}::date is null or s.day <= ${until}::date)) f on f.free > 0
    where o.code = any(${offices}) group by o.code order by array_position(${offices}, o.code)`.execute(db);
  return rows;
}

/** The days of an office that have a future place, with how many are left; a day that is full is there with 0. */
export async function freeDays(
  db: Database | Transaction, office: string, from: Temporal.PlainDate, until: Temporal.PlainDate, now: Temporal.Instant, permitType = "", after = soonest(now),
): Promise<FreeDay[]> {
  const { rows } = await sql<FreeDay>`
    with ${ranOut(now)}
    select s.day, sum(s.free)::int as free from ${await hoursLeft(db, [office], permitType, after)} s
    where s.office_code = ${office} and s.day between ${from} and ${until}
    group by s.day order by s.day`.execute(db);
  return rows;
}

/** The hours of a day that still have a free place. The hour this application holds is among them. */
export async function freeHours(
  db: Database | Transaction, office: string, day: Temporal.PlainDate, now: Temporal.Instant, application: string | null = null, permitType = "", after = soonest(now),
): Promise<FreeHour[]> {
  const { rows } = await sql<FreeHour>`
    with ${ranOut(now)}
    select * from (
      select s.id as slot, s.starts, s.free + (select count(*) from hold h where h.slot_id = s.id and h.application_id = ${application} and h.expires_at > ${now})::int as free
      from ${await hoursLeft(db, [office], permitType, after)} s where s.office_code = ${office} and s.day = ${day}) hours
    where free > 0 order by starts`.execute(db);
  return rows;
}

/** The first day on which one of these offices still has a free place, up to `until` (without an end when null). */
export async function firstFreeDay(
  db: Database | Transaction, offices: readonly string[], until: Temporal.PlainDate | null, now: Temporal.Instant, permitType = "",
): Promise<Temporal.PlainDate | null> {
  const { rows } = await sql<{ day: Temporal.PlainDate | null }>`
    with ${ranOut(now)}
    select min(first.day) as day from unnest(${offices}::text[]) o (code) cross join lateral (
      select s.day from ${await hoursLeft(db, offices, permitType, soonest(now))} s
      where s.office_code = o.code and s.free > 0 and (${until}::date is null or s.day <= ${until}::date)
      order by s.day limit 1) first`.execute(db);
  return rows[0]?.day ?? null;
}

/** Lets holds go that ran out, of one hour or of all, and returns how many. Rows that somebody works on are left for the next time. */
export async function releaseExpired(act: Act, slot: string | null = null): Promise<number> {
  const { rows } = await sql<Taken>`
    delete from hold where application_id in (
      select application_id from hold where expires_at <= ${act.now} and (${slot}::uuid is null or slot_id = ${slot}::uuid)
      order by application_id for update skip locked)
    returning slot_id as slot, steps`.execute(act.tx);
  await giveBack(act, rows);
  return rows.length;
}

/** A place in an hour and in the steps after it, so many in all. */
export type Taken = { slot: string; steps: number };

/** The hours that such places take, each place by itself, in the order of the day; fewer than its steps where they do not follow each other. */
export async function coveredBy(act: Pick<Act, "tx">, { slot, steps }: Taken): Promise<string[]> {
  if (steps === 1) return [slot];
  const { rows } = await sql<{ id: string }>`
    select c.id from slot f join slot c on c.office_code = f.office_code and c.day = f.day and ${isStepOf("c", "f", sql`${steps}::int`)}
    where f.id = ${slot} order by c.starts`.execute(act.tx);
  return rows.map(({ id }) => id);
}

/** Gives places back at once: one row after the other in the order of their ids, so that two who do it never wait for each other in a circle. */
export async function giveBack(act: Act, places: readonly Taken[]): Promise<void> {
  const counts = new Map<string, number>();
  for (const place of places) for (const slot of await coveredBy(act, place)) counts.set(slot, (counts.get(slot) ?? 0) + 1);
  for (const [slot, count] of [...counts].sort(([one], [other]) => (one < other ? -1 : 1))) {
    await act.tx.updateTable("slot").set((it) => ({ taken: it("taken", "-", count) })).where("id", "=", slot).execute();
  }
}
