import { createHash } from "node:crypto";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { addJob, addJobs } from "../platform/jobs.ts";

export const fileKinds = ["photo", "registration-form", "application-certificate", "missing-documents", "decision", "receipt", "refund", "timely-attempt"] as const;
export type FileKind = (typeof fileKinds)[number];
export type StoredFile = { id: string; type: string; bytes: Buffer; digest: string; made_at: Temporal.Instant };

/**
 * Keeps a file of a case in place of the one of its kind that stood there; the older one stays, marked as replaced.
 * The same bytes again change nothing. Returns the id of the live file.
 */
export async function putFile(act: Act, applicationId: string, kind: FileKind, type: string, bytes: Uint8Array): Promise<string> {
  // Two drawings of one paper at once would both find no live file: the second waits for the first here.
  await act.tx.selectFrom("application").select("id").where("id", "=", applicationId).forUpdate().executeTakeFirstOrThrow();
  const live = await act.tx
    .selectFrom("file")
    .select(["id", "digest"])
    .where("application_id", "=", applicationId)
    .where("kind", "=", kind)
    .where("replaced_at", "is", null)
    .executeTakeFirst();
  return replaceFile(act, applicationId, kind, type, bytes, live ?? null);
}

/** As `putFile`, for an act that holds the lock of the case already, and has read under it which file of this kind stands there. */
export async function replaceFile(
  act: Act, applicationId: string, kind: FileKind, type: string, bytes: Uint8Array, live: { id: string; digest: string } | null,
): Promise<string> {
  const digest = createHash("sha256").update(bytes).digest("hex");
  if (live?.digest === digest) return live.id;
  if (live) await act.tx.updateTable("file").set({ replaced_at: act.now }).where("id", "=", live.id).execute();
  const id = v7(act.now);
  await act.tx
    .insertInto("file")
    .values({ id, application_id: applicationId, kind, type, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), digest, made_at: act.now })
    .execute();
  return id;
}

/** The live file of a kind with its bytes. */
export async function readFile(db: Database | Transaction, applicationId: string, kind: FileKind): Promise<StoredFile | undefined> {
  return db
    .selectFrom("file")
    .select(["id", "type", "bytes", "digest", "made_at"])
    .where("application_id", "=", applicationId)
    .where("kind", "=", kind)
    .where("replaced_at", "is", null)
    .executeTakeFirst();
}

/** Which files a case has, without their bytes. */
export async function listFiles(db: Database | Transaction, applicationId: string): Promise<{ kind: FileKind; type: string; made_at: Temporal.Instant }[]> {
  const rows = await db
    .selectFrom("file")
    .select(["kind", "type", "made_at"])
    .where("application_id", "=", applicationId)
    .where("replaced_at", "is", null)
    .orderBy("made_at")
    .execute();
  return rows as { kind: FileKind; type: string; made_at: Temporal.Instant }[];
}

/** Takes a file away for good: a draft's photo that the person removes. */
export async function removeFile(act: Act, applicationId: string, kind: FileKind): Promise<void> {
  await act.tx.deleteFrom("file").where("application_id", "=", applicationId).where("kind", "=", kind).execute();
}

export async function hasFile(db: Database | Transaction, applicationId: string, kind: FileKind): Promise<boolean> {
  const found = await db
    .selectFrom("file")
    .select("id")
    .where("application_id", "=", applicationId)
    .where("kind", "=", kind)
    .where("replaced_at", "is", null)
    .executeTakeFirst();
  return found !== undefined;
}

/** The papers that are drawn by the job `draw-paper`. */
export const paperKinds = ["registration-form", "application-certificate", "missing-documents", "decision", "refund", "timely-attempt"] as const satisfies readonly FileKind[];
export type PaperKind = (typeof paperKinds)[number];

/** Has a paper drawn, anew where it stands already, once the act is committed. Several requests before the drawing are one drawing. */
export async function askForPaper(act: Act, applicationId: string, kind: PaperKind, after?: Temporal.DurationLike): Promise<void> {
  const { payload, key } = drawing(applicationId, kind);
  await addJob(act.tx, "draw-paper", payload, { key, after });
}

/** The same for a paper of many cases. */
export async function askForPapers(act: Act, applicationIds: readonly string[], kind: PaperKind): Promise<void> {
  await addJobs(act.tx, "draw-paper", applicationIds.map((id) => drawing(id, kind)));
}

function drawing(application: string, kind: PaperKind) {
  return { payload: { application, kind }, key: `${kind}:${application}` };
}
