import { transact } from "../platform/act.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { appointOfficers } from "./officers.ts";

/** Fills a fresh demonstration: officers of each role in three offices. */
export async function seed(db: Database, clock: Clock): Promise<void> {
  await transact(db, clock, { kind: "system", id: null, name: "demonstration" }, (act) => appointOfficers(act));
}
