import { sql } from "kysely";
import { instantOf, ISTANBUL } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";

export const totalsBy = ["day", "office", "channel"] as const;
export type TotalsBy = (typeof totalsBy)[number];

/** Kuruş of one day, office or channel: what came by card and by banks, what was paid back or returned, and how many payments there were. */
export type Sum = { key: string; n: number; card: number; bank: number; back: number };

const midnight = new Temporal.PlainTime();

/**
 * The money of a province's offices from one day to another, both included, by day, office or channel: from the ledger, so that it is what
 * the books say. Payments that a bank took back on the same day are in neither sum.
 */
export async function totals(db: Database, province: string, by: TotalsBy, from: Temporal.PlainDate, until: Temporal.PlainDate): Promise<Sum[]> {
  const key = { day: sql`to_char(g.at at time zone ${ISTANBUL}, 'YYYY-MM-DD')`, office: sql`coalesce(a.office_code, '')`, channel: sql`p.channel` }[by];
  const { rows } = await sql<Sum>`
    select ${key} as key, count(*) filter (where g.what in ('paid', 'taken-unowed'))::int as n,
      coalesce(sum(l.amount) filter (where l.account = 'card-provider' and g.what in ('paid', 'taken-unowed')), 0)::bigint as card,
      coalesce(sum(l.amount) filter (where l.account = 'bank' and g.what in ('paid', 'cancelled')), 0)::bigint as bank,
      coalesce(-sum(l.amount) filter (where g.what in ('returned', 'refunded')), 0)::bigint as back
    from ledger_posting g
    join ledger_line l on l.posting_id = g.id and l.account in ('card-provider', 'bank', 'treasury', 'cash-desk')
    join payment p on p.id = g.payment_id
    join accrual c on c.id = g.accrual_id
    join application a on a.id = c.application_id
    where a.province = ${province} and g.at >= ${instantOf(from, midnight)} and g.at < ${instantOf(until.add({ days: 1 }), midnight)}
    group by 1 order by 1`.execute(db);
  return rows;
}
