import type { Selectable } from "kysely";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import type { DB } from "../../platform/schema.ts";

export type Received = Selectable<DB["mailbox"]>;

/** What the demonstration's ends received, newest first: all of it, or what came to one recipient. */
export async function received(db: Database, { recipient = null, limit = 50 }: { recipient?: string | null; limit?: number } = {}): Promise<Received[]> {
  return db
    .selectFrom("mailbox").selectAll()
    .$if(recipient !== null, (query) => query.where("recipient", "=", recipient!))
    .orderBy("received_at", "desc").orderBy("id", "desc").limit(limit)
    .execute();
}

export async function findReceived(db: Database, id: string): Promise<Received | undefined> {
  return db.selectFrom("mailbox").selectAll().where("id", "=", id).executeTakeFirst();
}

const keptDays = 14;

/** Forgets what was received a fortnight ago. */
export async function sweepMailbox(app: { db: Database; clock: Clock }): Promise<void> {
  await app.db.deleteFrom("mailbox").where("received_at", "<", app.clock.now().subtract({ hours: 24 * keptDays })).execute();
}
