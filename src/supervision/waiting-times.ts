import { sql } from "kysely";
import type { Act } from "../platform/act.ts";
import { instantOf, ISTANBUL } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { rulesOn } from "../rules/in-force.ts";

/** Days that are looked back on; the trend compares them with as many before. */
export const PERIOD = 90;
/** Of fewer cases nothing is told: somebody could be recognised by them, and they would say little. */
export const FEWEST = 10;

/** From creation to the day of the appointment; from that day to the decision; from the grant to the day on which the card was posted. */
export const waits = ["appointment", "decision", "card"] as const;
export type Wait = (typeof waits)[number];

/**
 * How many days a step took where it ended in the last `PERIOD` days before `measuredOn`: a quarter, half and three quarters of the cases
 * were through within so many. `cases` is how many there were at least, in whole tens; `halfBefore` is of the period before, null where
 * there were too few.
 */
export type WaitingTime = {
  province: string; permitType: string; step: Wait; cases: number; quarter: number; half: number; threeQuarters: number; halfBefore: number | null;
  measuredOn: Temporal.PlainDate;
};

const midnight = new Temporal.PlainTime();
const dayOf = (instant: string) => sql`(${sql.ref(instant)} at time zone ${sql.lit(ISTANBUL)})::date`;

/**
 * Measures anew how long each step takes, once a day (1.1 s with 150,000 cases), and returns how many lines there are to be told; null where
 * another worker is at it or today's are there. Only permits that people file themselves: those of victims and of humanitarian need are few,
 * and nobody's business.
 */
export async function measureWaitingTimes(act: Act): Promise<number | null> {
  const { tx, today } = act;
  const { rows: [mine] } = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock(hashtextextended('waiting times', 0)) as free`.execute(tx);
  if (!mine!.free) return null;
  if (await tx.selectFrom("waiting_time").select("step").where("measured_on", "=", today).limit(1).executeTakeFirst()) return null;
  const [recent, first] = [today.subtract({ days: PERIOD }), today.subtract({ days: 2 * PERIOD })];
  const [from, until] = [instantOf(first, midnight), instantOf(today, midnight)];
  const types = [...rulesOn(today).permitTypes.values()].filter(({ personMayFile }) => personMayFile).map(({ code }) => code);
  await tx.deleteFrom("waiting_time").execute();
  const { numAffectedRows } = await sql`
    insert into waiting_time (province, permit_type, step, cases, quarter, half, three_quarters, half_before, measured_on)
    with came as (
      select p.application_id as id, min(s.day) as day from appointment p join slot s on s.id = p.slot_id where p.state = 'attended' group by 1),
    ended as (
      select id, 'appointment' as step, day, null::date as since from came where day >= ${first} and day < ${today}
      union all select d.application_id, 'decision', ${dayOf("d.decided_at")}, came.day from decision d join came on came.id = d.application_id
        where d.decided_at >= ${from} and d.decided_at < ${until}
      union all select c.application_id, 'card', ${dayOf("c.posted_at")}, ${dayOf("d.decided_at")} from card c join decision d on d.application_id = c.application_id
        where c.posted_at >= ${from} and c.posted_at < ${until}
          and not exists (select from application_history h where h.application_id = c.application_id and h.event = 'come-back')),
    lasted as (
      select a.province, a.frozen #>> '{answers,permitType}' as permit_type, e.step, e.day >= ${recent} as recent, e.day - coalesce(e.since, ${dayOf("a.created_at")}) as days
      from ended e join application a on a.id = e.id where a.province is not null),
    told as (
      select province, permit_type, step, count(*) filter (where recent) as cases,
        percentile_disc(array[0.25, 0.5, 0.75]) within group (order by days) filter (where recent) as days,
        count(*) filter (where not recent) as cases_before, percentile_disc(0.5) within group (order by days) filter (where not recent) as half_before
      from lasted where permit_type = any(${types}) group by 1, 2, 3)
    select province, permit_type, step, cases / 10 * 10, days[1], days[2], days[3], case when cases_before >= ${FEWEST} then half_before end, ${today}
    from told where cases >= ${FEWEST}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** What was measured last, in the order of provinces, types and steps; all, or of one province and one type. */
export async function waitingTimes(db: Database, { province, permitType }: { province?: string | undefined; permitType?: string | undefined } = {}): Promise<WaitingTime[]> {
  const rows = await db.selectFrom("waiting_time").selectAll()
    .$if(province !== undefined, (it) => it.where("province", "=", province!)).$if(permitType !== undefined, (it) => it.where("permit_type", "=", permitType!))
    .orderBy("province").orderBy("permit_type").orderBy((it) => it.fn("array_position", [sql`${[...waits]}::text[]`, "step"])).execute();
  return rows.map(({ permit_type: type, step, three_quarters: threeQuarters, half_before: halfBefore, measured_on: measuredOn, ...row }) => (
    { ...row, permitType: type, step: step as Wait, threeQuarters, halfBefore, measuredOn }));
}

/** Whether half of the cases are through sooner or later than in the period before: a change of a day, or of less than a tenth, is none. Null where nothing is known of before. */
export function trendOf({ half, halfBefore }: Pick<WaitingTime, "half" | "halfBefore">): "shorter" | "longer" | "same" | null {
  if (halfBefore === null) return null;
  const change = half - halfBefore;
  return Math.abs(change) <= 1 || Math.abs(change) * 10 < halfBefore ? "same" : change < 0 ? "shorter" : "longer";
}
