import { createHmac, timingSafeEqual } from "node:crypto";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { isNotice, type Notice, notices } from "./notices.ts";

/** Why a reminder that was stopped meanwhile is not sent. */
export const stoppedBecause = "its reader wants no reminders";

/** Optional notices one case gets within a week at the most. */
export const weeklyCap = 6;

const optional = (Object.keys(notices) as Notice[]).filter((notice) => !notices[notice].obligatory);

function seal(secret: string, application: string): string {
  return createHmac("sha256", secret).update(`stop\0${application}`).digest("base64url").slice(0, 22);
}

/** What stands in the link by which reminders about a case are stopped. It cannot be made without the house's secret, and opens nothing else. */
export function stopToken(secret: string, application: string): string {
  return `${Buffer.from(application.replaceAll("-", ""), "hex").toString("base64url")}.${seal(secret, application)}`;
}

/** The case a link speaks of, or undefined for one that is not ours. */
export function applicationOf(secret: string, token: string): string | undefined {
  const [packed = "", sign = ""] = token.split(".");
  const hex = Buffer.from(packed, "base64url").toString("hex");
  if (hex.length !== 32) return undefined;
  const application = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  const [given, right] = [Buffer.from(sign), Buffer.from(seal(secret, application))];
  return given.length === right.length && timingSafeEqual(given, right) ? application : undefined;
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

/** Whether an optional notice may be put into the outbox: not stopped, and not more than a case gets in a week. Obligatory ones always may. */
export async function mayTell(act: Act, application: string, notice: Notice): Promise<boolean> {
  if (notices[notice].obligatory) return true;
  if (await isStopped(act.tx, application)) return false;
  const { n } = await act.tx.selectFrom("message").select((it) => it.fn.countAll<number>().as("n")).where("application_id", "=", application)
    .where("notice", "in", optional).where("queued_at", ">", act.now.subtract({ hours: 7 * 24 })).executeTakeFirstOrThrow();
  return Number(n) < weeklyCap;
}

/** Whether a message may be stopped by its reader. */
export function isOptional(notice: string): boolean {
  return isNotice(notice) && !notices[notice].obligatory;
}
