import { createHash } from "node:crypto";
import type { Selectable } from "kysely";
import { answersOf, type Application } from "../applications/application.ts";
import { record } from "../audit/record.ts";
import { askForPaper } from "../documents/storage.ts";
import type { Act } from "../platform/act.ts";
import { dateOf } from "../platform/clock.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import type { DB } from "../platform/schema.ts";
import { waysOf } from "./draw-switch.ts";
import { firstFreeDay } from "./slots.ts";

export type TimelyAttempt = Selectable<DB["timely_attempt"]>;

/** Whether a free place was to be had inside the legal window of a case; a case without a known deadline always has one. */
export async function hasPlaceInTime(db: Database | Transaction, application: Application, now: Temporal.Instant): Promise<boolean> {
  if (application.attend_by === null) return true;
  return (await firstFreeDay(db, await officesWithPlaces(db, application, dateOf(now)), application.attend_by, now, answersOf(application).permitType)) !== null;
}

// Where an hour can be chosen at one office, the places of another that draws are not to be had by looking for one.
async function officesWithPlaces(db: Database | Transaction, application: Application, on: Temporal.PlainDate): Promise<string[]> {
  const { chosen, drawn } = await waysOf(db, application, on);
  return chosen.length > 0 ? chosen : drawn;
}

/**
 * Records that a person looked for a place before their legal deadline and there was none: their proof, kept for ever. The first record
 * of a case stands. null when there is nothing to record: a place was free in time, or the deadline had already passed.
 */
export async function recordAttempt(act: Act, application: Application): Promise<TimelyAttempt | null> {
  const known = await findAttempt(act.tx, application.id);
  if (known) return known;
  const { attend_by: attendBy, province } = application;
  if (attendBy === null || province === null || Temporal.PlainDate.compare(act.today, attendBy) > 0) return null;
  if (await hasPlaceInTime(act.tx, application, act.now)) return null;
  const firstFree = await firstFreeDay(act.tx, await officesWithPlaces(act.tx, application, act.today), null, act.now, answersOf(application).permitType);
  const facts = { registration: application.registration_number, at: act.now.toString(), attendBy: attendBy.toString(), province, firstFree: firstFree?.toString() ?? null };
  const kept = await act.tx
    .insertInto("timely_attempt")
    .values({
      id: v7(act.now), application_id: application.id, at: act.now, attend_by: attendBy, province, first_free: firstFree,
      digest: createHash("sha256").update(JSON.stringify(facts)).digest("hex"),
    })
    .onConflict((it) => it.column("application_id").doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!kept) return (await findAttempt(act.tx, application.id)) ?? null;
  await record(act, "timely-attempt", { application: application.id, office: application.office_code, facts: { attendBy: facts.attendBy, firstFree: facts.firstFree } });
  await askForPaper(act, application.id, "timely-attempt");
  return kept;
}

export async function findAttempt(db: Database | Transaction, application: string): Promise<TimelyAttempt | undefined> {
  return db.selectFrom("timely_attempt").selectAll().where("application_id", "=", application).executeTakeFirst();
}
