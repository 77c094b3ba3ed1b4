import { createHmac, timingSafeEqual } from "node:crypto";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { everyOf, newest, type Secret } from "../platform/secret.ts";
import { isNotice, type Notice, notices } from "./notices.ts";

/** Why a reminder that was stopped meanwhile is not sent. */
export const stoppedBecause = "its reader wants no reminders";

/** Reminders one case gets within a week at the most. */
export const weeklyCap = 6;

/** The notices that are stopped together. An offer of an earlier place is asked for, and stopped, by itself. */
const reminders = (Object.keys(notices) as Notice[]).filter((notice) => isReminder(notice));

const idBytes = 16;
// 64 bits: short enough for an SMS, and nobody tries so many addresses one after the other.
const sealBytes = 8;

function seal(secret: Secret, id: Buffer): Buffer {
  return createHmac("sha256", newest(secret)).update("stop\0").update(id).digest().subarray(0, sealBytes);
}

/** What stands in the link by which reminders about a case are stopped, 32 letters. It cannot be made without the house's secret, and opens nothing else. */
export function stopToken(secret: Secret, application: string): string {
  const id = Buffer.from(application.replaceAll("-", ""), "hex");
  return Buffer.concat([id, seal(secret, id)]).toString("base64url");
}

/** The case a link speaks of, or undefined for one that is not ours. */
export function applicationOf(secret: Secret, token: string): string | undefined {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== idBytes + sealBytes || bytes.toString("base64url") !== token) return undefined;
  const id = bytes.subarray(0, idBytes);
  if (!everyOf(secret).some((one) => timingSafeEqual(bytes.subarray(idBytes), seal(one, id)))) return undefined;
  const hex = id.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export async function isStopped(db: Database | Transaction, application: string): Promise<boolean> {
  return (await db.selectFrom("message_stop").select("application_id").where("application_id", "=", application).executeTakeFirst()) !== undefined;
}

/** Stops the reminders about a case, also those that wait in the outbox; false where there is no such case. Any number of times. */
export async function stopReminders(act: Act, application: string): Promise<boolean> {
  const known = await act.tx.selectFrom("application").select("id").where("id", "=", application).executeTakeFirst();
  if (!known) return false;
  const stopped = await act.tx.insertInto("message_stop").values({ application_id: application, stopped_at: act.now }).onConflict((it) => it.doNothing()).returning("application_id").executeTakeFirst();
  if (stopped) await record(act, "stop-reminders", { application });
  return true;
}

/** Lets the reminders about a case come again. */
export async function resumeReminders(act: Act, application: string): Promise<void> {
  const resumed = await act.tx.deleteFrom("message_stop").where("application_id", "=", application).returning("application_id").executeTakeFirst();
  if (resumed) await record(act, "resume-reminders", { application });
}

/** Whether a notice may be put into the outbox: a reminder that is not stopped, and no more of them than a case gets in a week. All others always may. */
export async function mayTell(act: Act, application: string, notice: Notice): Promise<boolean> {
  if (!isReminder(notice)) return true;
  if (await isStopped(act.tx, application)) return false;
  const { n } = await act.tx.selectFrom("message").select((it) => it.fn.countAll<number>().as("n")).where("application_id", "=", application)
    .where("notice", "in", reminders).where("queued_at", ">", act.now.subtract({ hours: 7 * 24 })).executeTakeFirstOrThrow();
  return Number(n) < weeklyCap;
}

/** Whether a message may be stopped by its reader. */
export function isOptional(notice: string): boolean {
  return isNotice(notice) && !notices[notice].obligatory;
}

/** Whether a message is one of those that are stopped together. */
export function isReminder(notice: string): boolean {
  return isOptional(notice) && notice !== "earlier-place";
}
