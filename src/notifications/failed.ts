import type { Database, Transaction } from "../platform/database.ts";
import { overBecause } from "./over.ts";
import { stoppedBecause } from "./stop.ts";

export type GivenUp = { id: string; notice: string; channel: string; recipient: string; role: string; because: string | null; at: Temporal.Instant; application_id: string; number: string | null };

const days = 30;
/** Reasons for which a message is given up without anything having failed. */
export const notWanted: readonly string[] = [stoppedBecause, overBecause];

function ofOffice(db: Database | Transaction, office: string) {
  return db.selectFrom("message").innerJoin("application", "application.id", "message.application_id").where("application.office_code", "=", office)
    .where("message.state", "=", "given-up").where("message.notice", "<>", "code")
    .where("message.last_error", "not in", notWanted);
}

/** Messages of an office's cases that could not be delivered in the last month, latest first, 200 at most. Codes are asked for anew and not among them. */
export async function givenUp(db: Database, office: string, now: Temporal.Instant): Promise<GivenUp[]> {
  const rows = await ofOffice(db, office)
    .select(["message.id", "message.notice", "message.channel", "message.recipient", "message.role", "message.last_error as because", "message.failed_at as at", "application.id as application_id", "application.registration_number as number"])
    .where("message.failed_at", ">", now.subtract({ hours: 24 * days })).orderBy("message.failed_at", "desc").limit(200).execute();
  return rows.map((row) => ({ ...row, at: row.at! }));
}

/** Whether a given-up message is one of an office's. */
export async function isOfOffice(tx: Transaction, office: string, id: string): Promise<boolean> {
  return (await ofOffice(tx, office).select("message.id").where("message.id", "=", id).executeTakeFirst()) !== undefined;
}
