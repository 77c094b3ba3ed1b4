import { type Selectable, sql } from "kysely";
import type { Database } from "../platform/database.ts";
import type { DB } from "../platform/schema.ts";

/** A message that is ours to hand over until `claimed_until`. */
export type Claimed = Selectable<DB["message"]> & { claimed_until: Temporal.Instant };

/**
 * How long a message stays with the worker that claimed it, in seconds. Longer than any provider is waited for, so that a message is in
 * one hand only; a worker that was killed holds its messages up no longer than this.
 */
export const claimSeconds = 180;

// Only codes may take the last places in hand.
const keptForCodes = 2;

const lease = (now: Temporal.Instant) => now.add({ seconds: claimSeconds }).round("millisecond");

/** Claims due messages of a channel for a worker that has room for so many: codes first, then the longest due. */
export async function claimDue(db: Database, channel: "email" | "sms", now: Temporal.Instant, room: number): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    with codes as materialized (
      select id from message where channel = ${channel} and next_at <= ${now} and notice = 'code' and (claimed_until is null or claimed_until <= ${now})
      order by next_at limit ${room} for update skip locked),
    others as materialized (
      select id from message where channel = ${channel} and next_at <= ${now} and notice <> 'code' and (claimed_until is null or claimed_until <= ${now})
      order by next_at limit greatest(0, ${room - keptForCodes} - (select count(*) from codes)) for update skip locked)
    update message set claimed_until = ${lease(now)} where id in (select id from codes union all select id from others) returning *`.execute(db);
  return rows;
}

/** Claims one message whether it is due yet or not; undefined where it is in another hand, sent or given up. */
export async function claimOne(db: Database, id: string, now: Temporal.Instant): Promise<Claimed | undefined> {
  const row = await db
    .updateTable("message").set({ claimed_until: lease(now) }).where("id", "=", id).where("next_at", "is not", null)
    .where((it) => it.or([it("claimed_until", "is", null), it("claimed_until", "<=", now)])).returningAll().executeTakeFirst();
  return row as Claimed | undefined;
}
