import { sql } from "kysely";
import type { Database } from "../platform/database.ts";

export type TrailLine = {
  id: number; at: Temporal.Instant; actor_kind: string; actor_name: string; /** Who did it for the person, and what that one is called. */ by: string | null; answers: Record<string, string> | null; act: string; application_id: string | null; number: string | null; facts: Record<string, unknown>;
};

/** What is done to the law and its rates is done to every office, and stands in the trail of each. Written out, because their index is by these words. */
const ofTheLaw = sql.raw("office_code is null and act in ('draft-edition', 'draft-change', 'drop-change', 'discard-edition', 'publish-edition', 'import-rate')");

/** What was seen and done in an office and to the law, newest first, from before a line on: 100 lines, of one act where it is given. */
export async function trail(db: Database, office: string, { act, before }: { act?: string; before?: number } = {}): Promise<TrailLine[]> {
  const newest = sql`${act === undefined ? sql`` : sql`and act = ${act}`} and id < ${before ?? Number.MAX_SAFE_INTEGER} order by id desc limit 100`;
  const { rows } = await sql<TrailLine>`
    select audit.id, audit.at, audit.actor_kind, audit.actor_name, mandate.name as by, audit.act, audit.application_id, application.registration_number as number, audit.facts,
      case when mandate.id is not null then coalesce(application.frozen -> 'answers', application.answers) end as answers
    from ((select * from audit where office_code = ${office} ${newest}) union all (select * from audit where ${ofTheLaw} ${newest})) audit
    left join application on application.id = audit.application_id left join mandate on mandate.id = audit.mandate_id
    order by audit.id desc limit 100`.execute(db);
  return rows;
}

/** The acts that the trail of an office holds, for choosing one. From each the next one is looked up: reading all lines took 29 ms of 64,000. */
export async function actsOf(db: Database, office: string): Promise<string[]> {
  const { rows } = await sql<{ act: string }>`
    with recursive own (act) as (
      select min(act) from audit where office_code = ${office}
      union all select (select min(a.act) from audit a where a.office_code = ${office} and a.act > own.act) from own where own.act is not null)
    select act from own where act is not null union select act from audit where ${ofTheLaw} order by act`.execute(db);
  return rows.map(({ act }) => act);
}
