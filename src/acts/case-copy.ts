import type { Application } from "../applications/application.ts";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { addJob } from "../platform/jobs.ts";
import type { Capacity } from "../representation/mandate.ts";

/** For how many days a copy can be had before it is deleted. */
export const copyDays = 7;

/** Who asks, where it is not the person alone: the trail says in which capacity. */
type Asker = Pick<Application, "id" | "office_code"> & { capacity: Capacity | null };

const on = ({ id, office_code: office, capacity }: Asker) => ({ application: id, office, facts: capacity ? { capacity } : {} });

/**
 * Asks for a copy of everything kept about a case (Law 6698 art. 11), in place of one that was made before. One that is being made is
 * waited for: asking again adds nothing.
 */
export async function askForCopy(act: Act, asker: Asker, language: string): Promise<void> {
  const asked = { language, asked_at: act.now };
  const row = await act.tx
    .insertInto("case_copy")
    .values({ application_id: asker.id, ...asked })
    .onConflict((it) => it.column("application_id").doUpdateSet({ ...asked, made_at: null, expires_at: null, bytes: null }).where("case_copy.made_at", "is not", null))
    .returning("application_id")
    .executeTakeFirst();
  if (!row) return;
  await addJob(act.tx, "make-copy", { application: asker.id }, { key: `copy:${asker.id}` });
  await record(act, "ask-copy", on(asker));
}

export type Copy = { language: string; asked_at: Temporal.Instant; made_at: Temporal.Instant | null; expires_at: Temporal.Instant | null };

/** The copy of a case that is being made, or can be had; without its bytes. */
export async function findCopy(db: Database | Transaction, application: string, now: Temporal.Instant): Promise<Copy | undefined> {
  const copy = await db.selectFrom("case_copy").select(["language", "asked_at", "made_at", "expires_at"]).where("application_id", "=", application).executeTakeFirst();
  return copy?.expires_at && Temporal.Instant.compare(copy.expires_at, now) <= 0 ? undefined : copy;
}

/** Keeps the copy that was asked for at an instant; one that was asked for again meanwhile stays with its own job. */
export async function keepCopy(act: Act, { id, office_code: office }: Pick<Application, "id" | "office_code">, asked: Temporal.Instant, bytes: Uint8Array): Promise<void> {
  const row = await act.tx
    .updateTable("case_copy")
    .set({ made_at: act.now, expires_at: act.now.add({ hours: 24 * copyDays }), bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) })
    .where("application_id", "=", id)
    .where("asked_at", "=", asked)
    .where("made_at", "is", null)
    .returning("application_id")
    .executeTakeFirst();
  if (row) await record(act, "make-copy", { application: id, office });
}

/** Gives out a copy, and notes in the trail that it was given; undefined where there is none. */
export async function takeCopy(act: Act, asker: Asker): Promise<Buffer | undefined> {
  const copy = await act.tx.selectFrom("case_copy").select("bytes").where("application_id", "=", asker.id).where("expires_at", ">", act.now).executeTakeFirst();
  if (!copy?.bytes) return undefined;
  await record(act, "take-copy", on(asker));
  return copy.bytes;
}

/** Deletes the copies whose days are over. */
export async function sweepCopies(db: Database, now: Temporal.Instant): Promise<void> {
  await db.deleteFrom("case_copy").where("expires_at", "<=", now).execute();
}
