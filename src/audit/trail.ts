import { sql } from "kysely";
import type { Database } from "../platform/database.ts";

export type TrailLine = {
  id: number; at: Temporal.Instant; actor_kind: string; actor_name: string; /** Who did it for the person, and what that one is called. */ by: string | null; answers: Record<string, string> | null; act: string; application_id: string | null; number: string | null; facts: Record<string, unknown>;
};

/** What is done to the law and its rates is done to every office, and stands in the trail of each. */
const ofTheLaw = ["draft-edition", "draft-change", "drop-change", "discard-edition", "publish-edition", "import-rate"];
const inTrailOf = (office: string) => sql`(audit.office_code = ${office} or (audit.office_code is null and audit.act = any(${ofTheLaw})))`;

/** What was seen and done in an office and to the law, newest first, from before a line on: 100 lines, of one act where it is given. */
export async function trail(db: Database, office: string, { act, before }: { act?: string; before?: number } = {}): Promise<TrailLine[]> {
  const { rows } = await sql<TrailLine>`
    select audit.id, audit.at, audit.actor_kind, audit.actor_name, mandate.name as by, audit.act, audit.application_id, application.registration_number as number, audit.facts,
      case when mandate.id is not null then coalesce(application.frozen -> 'answers', application.answers) end as answers
    from audit left join application on application.id = audit.application_id left join mandate on mandate.id = audit.mandate_id
    where ${inTrailOf(office)} and (${act ?? null}::text is null or audit.act = ${act ?? null}) and audit.id < ${before ?? Number.MAX_SAFE_INTEGER}
    order by audit.id desc limit 100`.execute(db);
  return rows;
}

/** The acts that the trail of an office holds, for choosing one. */
export async function actsOf(db: Database, office: string): Promise<string[]> {
  const { rows } = await sql<{ act: string }>`select distinct act from audit where ${inTrailOf(office)} order by act`.execute(db);
  return rows.map(({ act }) => act);
}
