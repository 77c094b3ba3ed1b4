import { sql } from "kysely";
import { legalDeadline } from "../applications/queue.ts";
import { open, type State } from "../applications/states.ts";
import { instantOf, ISTANBUL } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";

/** Weeks that are looked back on, the present one among them, and weeks that are looked ahead on. */
export const WEEKS_BACK = 12;
export const WEEKS_AHEAD = 8;

/** How near the day of the law is that presses a case: passed, or still so many days to go. */
export const nearness = ["over", "10", "30", "60", "more", "none"] as const;
export type Nearness = (typeof nearness)[number];
/** Who has to do something until then: the person comes, the person brings documents, the office decides; or nobody by a day of the law. */
export type Due = "come" | "bring" | "decide" | "none";

export type Standing = { state: State; due: Due; near: Nearness; n: number };

/** The open cases of an office by state, and by how near their legal deadline is. */
export async function standing(db: Database, office: string, today: Temporal.PlainDate): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select state, case when state in ('created', 'lodged') then 'come' when state = 'incomplete' then 'bring' when state in ('accepted', 'in-review') then 'decide' else 'none' end as due,
      case when deadline is null then 'none' when deadline < ${today} then 'over' when deadline <= ${today.add({ days: 10 })} then '10'
        when deadline <= ${today.add({ days: 30 })} then '30' when deadline <= ${today.add({ days: 60 })} then '60' else 'more' end as near, count(*)::int as n
    from (select a.state, ${legalDeadline} as deadline from application a where a.office_code = ${office} and a.state = any(${[...open]})) cases
    group by 1, 2, 3`.execute(db);
  return rows;
}

/** The Mondays of the weeks looked back on, the first one first. */
export function weeksBack(today: Temporal.PlainDate): Temporal.PlainDate[] {
  const monday = mondayOf(today);
  return Array.from({ length: WEEKS_BACK }, (_, n) => monday.subtract({ weeks: WEEKS_BACK - 1 - n }));
}

/** The Mondays of the weeks looked ahead on, the present one among them. */
export function weeksAhead(today: Temporal.PlainDate): Temporal.PlainDate[] {
  return Array.from({ length: WEEKS_AHEAD }, (_, n) => mondayOf(today).add({ weeks: n }));
}

const mondayOf = (day: Temporal.PlainDate) => day.subtract({ days: day.dayOfWeek - 1 });
const dayOf = (instant: string) => sql`(${sql.ref(instant)} at time zone ${sql.lit(ISTANBUL)})::date`;
const weekOf = (day: unknown) => sql`date_trunc('week', ${day}::timestamp)::date`;
// A case bears the instant of its last move: what happened since then happened to these. What did is looked up case by case below: joined, all that
// ever happened in the country was read, and each took seconds instead of 0.3 s with 150,000 cases, of which 3,000 of the office had moved.
const movedSince = (office: string, since: Temporal.Instant) => sql`moved as materialized (select a.id, a.created_at from application a where a.office_code = ${office} and a.moved_at >= ${since})`;
const since = (today: Temporal.PlainDate) => instantOf(weeksBack(today)[0]!, new Temporal.PlainTime());

export type Happened = { week: Temporal.PlainDate; event: string; onDesk: boolean; n: number };

/** What happened to the cases of an office, week by week: how often they came, and how they went. `onDesk`: the case had come before. */
export async function happened(db: Database, office: string, today: Temporal.PlainDate): Promise<Happened[]> {
  const { rows } = await sql<Happened>`
    with ${movedSince(office, since(today))}
    select ${weekOf(dayOf("h.at"))} as week, h.event, h."onDesk", sum(h.n)::int as n
    from moved m cross join lateral (
      select h.at, h.event, h.from_state in ('attended', 'incomplete', 'accepted', 'in-review') as "onDesk", count(*) as n from application_history h
      where h.application_id = m.id and h.at >= ${since(today)} and h.event in ('check-in', 'open', 'undo-check-in', 'grant', 'refuse', 'not-accept', 'withdraw', 'remove', 'lapse')
      group by 1, 2, 3) h
    group by 1, 2, 3 order by 1`.execute(db);
  return rows;
}

export type Rounds = { times: number; n: number };

/** How often documents were asked for until a case was accepted, and of how many cases accepted in these weeks that is true; 3 is three times or more. */
export async function rounds(db: Database, office: string, today: Temporal.PlainDate): Promise<Rounds[]> {
  const { rows } = await sql<Rounds>`
    with ${movedSince(office, since(today))}
    select least(h.times, 3)::int as times, count(*)::int as n
    from moved m cross join lateral (
      select count(*) filter (where h.event = 'ask-documents' and h.from_state <> 'incomplete') as times, max(h.at) filter (where h.event = 'accept') as accepted
      from application_history h where h.application_id = m.id) h
    where h.accepted >= ${since(today)} group by 1 order by 1`.execute(db);
  return rows;
}

export const steps = ["come", "accept", "review", "decide", "post"] as const;
export type StepDays = { step: (typeof steps)[number]; half: number; n: number };

/** Within how many days half of the cases of an office were through a step that ended in these weeks. Where a step was gone twice, the last time counts. */
export async function stepDays(db: Database, office: string, today: Temporal.PlainDate): Promise<StepDays[]> {
  const { rows } = await sql<StepDays>`
    with ${movedSince(office, since(today))}
    select s.step, percentile_disc(0.5) within group (order by ${dayOf("s.ended")} - ${dayOf("s.begun")}) as half, count(*)::int as n
    from moved m
    cross join lateral (
      select max(h.at) filter (where h.event in ('check-in', 'open')) as came, max(h.at) filter (where h.event = 'accept') as accepted,
        max(h.at) filter (where h.event = 'review') as taken, max(h.at) filter (where h.event in ('grant', 'refuse')) as decided, max(h.at) filter (where h.event = 'post') as posted
      from application_history h where h.application_id = m.id) w
    cross join lateral (values ('come', m.created_at, w.came), ('accept', w.came, w.accepted), ('review', w.accepted, w.taken), ('decide', w.taken, w.decided), ('post', w.decided, w.posted)) s (step, begun, ended)
    where s.ended >= ${since(today)} and s.ended >= s.begun group by 1`.execute(db);
  return rows;
}

export type Attendance = { week: Temporal.PlainDate; came: number; missed: number };

/** Appointments whose day is over, week by week: to how many the person came, and to how many nobody did. */
export async function attendance(db: Database, office: string, today: Temporal.PlainDate): Promise<Attendance[]> {
  const { rows } = await sql<Attendance>`
    select ${weekOf(sql.ref("s.day"))} as week, count(*) filter (where p.state = 'attended')::int as came, count(*) filter (where p.state = 'no-show')::int as missed
    from slot s join appointment p on p.slot_id = s.id
    where s.office_code = ${office} and s.day >= ${weeksBack(today)[0]!} and s.day < ${today} and p.state in ('attended', 'no-show') group by 1 order by 1`.execute(db);
  return rows;
}

export type Places = { week: Temporal.PlainDate; capacity: number; taken: number };

/** The places of the coming weeks, today's among them: how many there are and how many are taken. Hours that were closed are not counted. */
export async function places(db: Database, office: string, today: Temporal.PlainDate): Promise<Places[]> {
  const { rows } = await sql<Places>`
    select ${weekOf(sql.ref("s.day"))} as week, sum(s.capacity)::int as capacity, sum(s.taken)::int as taken
    from slot s where s.office_code = ${office} and s.day >= ${today} and s.day < ${mondayOf(today).add({ weeks: WEEKS_AHEAD })} and s.closed_at is null group by 1 order by 1`.execute(db);
  return rows;
}
