import { sql } from "kysely";
import { type Answers } from "../applications/application.ts";
import { factsOf } from "../applications/facts.ts";
import { change, type Change } from "../eligibility/compare.ts";
import type { Database } from "../platform/database.ts";
import { day } from "../rules/dated.ts";
import { type Difference, differences } from "../rules/edition.ts";
import type { Tables } from "../rules/tables.ts";

/** A case that would be answered otherwise, and how. `draft`: it is not created yet, so the new values will be its own. */
export type Touched = { number: string; office: string | null; draft: boolean; change: Change };
/** The dry run of an edition: the day whose law was asked, how many open cases were, and those that would change. */
export type DryRun = { on: Temporal.PlainDate; looked: number; touched: Touched[] };

const atOnce = 1000;

type Ending = { until?: string | null; validUntil?: string } | null;

/** The day from which a difference tells. Of a value that only ends earlier or later than before it is the day behind the earlier end. */
function tellsFrom({ from, before, after }: Difference): string {
  const said = (value: unknown) => {
    const { until: _, validUntil: __, ...rest } = (value ?? {}) as Record<string, unknown>;
    return JSON.stringify(rest);
  };
  if (before === null || after === null || said(before) !== said(after)) return from;
  const ends = [before as Ending, after as Ending].map((value) => value?.validUntil ?? value?.until).filter((end) => typeof end === "string").sort();
  return ends[0] === undefined ? from : day(ends[0]).add({ days: 1 }).toString();
}

/**
 * Asks for every open case what the tables of before and of after would answer, on the first day on which they differ, and not before
 * today. Nothing is changed: a created case keeps the edition of its creation, and is told here so that nobody is surprised.
 */
export async function dryRun(db: Database, before: Tables, after: Tables, today: Temporal.PlainDate): Promise<DryRun> {
  const begins = differences(before, after).map(tellsFrom);
  const first = begins.filter((from) => from > today.toString()).sort()[0];
  const now = begins.some((from) => from <= today.toString());
  const on = now || first === undefined ? today : day(first);
  const run: DryRun = { on, looked: 0, touched: [] };
  let last = "";
  for (;;) {
    const { rows } = await sql<{ number: string; registration_number: string | null; office: string | null; state: string; answers: Answers; capacity: string | null }>`
      select application.number, registration_number, office.name as office, state, coalesce(frozen -> 'answers', answers) as answers, mandate.capacity
      from application left join office on office.code = application.office_code
      left join mandate on mandate.application_id = application.id and mandate.ended_at is null
      where state in ('draft', 'created', 'lodged', 'attended', 'incomplete', 'accepted', 'in-review') and application.number > ${last}
      order by application.number limit ${atOnce}`.execute(db);
    for (const row of rows) {
      run.looked += 1;
      const facts = factsOf(row.answers, { representative: (row.capacity ?? "none") as "none" | "parent" | "guardian" | "lawyer" });
      const found = change(facts, today, before, after, on);
      if (found !== null) run.touched.push({ number: row.registration_number ?? row.number, office: row.office, draft: row.state === "draft", change: found });
    }
    if (rows.length < atOnce) return run;
    last = rows.at(-1)!.number;
  }
}
