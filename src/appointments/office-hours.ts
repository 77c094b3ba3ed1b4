import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";
import { commonHours, type Hours, type Lengths } from "./hours.ts";

/** How an office receives from a day on, as it was set: `receiving` people at one time. */
export type OfficeHours = Hours & {
  office: string; from: Temporal.PlainDate; receiving: number; reason: string; setAt: Temporal.Instant; setBy: string | null; moved: number; redrawn: number; freed: number;
};

/** Every line that was set for these offices (or for all), in the order in which they come into force; a later one for the same day counts. */
export async function listOfficeHours(db: Database | Transaction, offices?: readonly string[]): Promise<OfficeHours[]> {
  const rows = await db
    .selectFrom("office_hours")
    .leftJoin("officer", "officer.id", "office_hours.set_by")
    .select([
      "office_hours.office_code as office", "from_day as from", "opens", "lunch_begins as lunchBegins", "lunch_ends as lunchEnds", "closes", "receiving", "lengths", "reason",
      "set_at as setAt", "officer.name as setBy", "moved", "redrawn", "freed",
    ])
    .$if(offices !== undefined, (it) => it.where("office_hours.office_code", "in", offices!.length > 0 ? [...offices!] : [""]))
    .orderBy("from_day")
    .orderBy("set_at")
    .orderBy("office_hours.id")
    .execute();
  return rows.map((row) => ({ ...row, lengths: row.lengths as Lengths }));
}

/** The line in force on a day among those of one office; undefined where the common hours go on. */
export function inForceOn(lines: readonly OfficeHours[], day: Temporal.PlainDate): OfficeHours | undefined {
  return lines.findLast(({ from }) => Temporal.PlainDate.compare(from, day) <= 0);
}

/** When an office receives on a day. */
export function hoursOn(lines: readonly OfficeHours[], day: Temporal.PlainDate): Hours {
  return inForceOn(lines, day) ?? commonHours;
}

/** Whether a service can take more than one step in one of these offices, now or later: then free places are looked for in rows. */
export async function mayBeLong(db: Database | Transaction, offices: readonly string[], permitType: string): Promise<boolean> {
  if ((commonHours.lengths as Record<string, number>)[permitType]! > 1) return true;
  const { rows } = await sql<{ long: boolean }>`
    select exists (select from office_hours where office_code = any(${[...offices]}) and (lengths ->> ${permitType})::int > 1) as long`.execute(db);
  return rows[0]!.long;
}

