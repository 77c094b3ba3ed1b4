import { sql } from "kysely";
import { deliver, receive } from "../notifications/deliver.ts";
import type { Routes } from "../notifications/routes.ts";
import type { Stage } from "./stage.ts";

/** Messages of the last hours before the start are left to the worker: they arrive in the mailbox of the demonstration. */
const hoursLeft = 24;

/**
 * Delivers the messages of the past, each seconds after it was written, to providers that take everything and keep nothing. So the first
 * start does not empty half a year of letters into the mailbox. A code of the past is used up and goes with them.
 */
export async function deliverPast({ db, clock, secret, now }: Stage): Promise<void> {
  const old = await db
    .selectFrom("message").select(["id", "channel", "queued_at"]).where("next_at", "is not", null)
    .where((it) => it.or([it("queued_at", "<", now.subtract({ hours: hoursLeft })), it("notice", "=", "code")]))
    .orderBy("queued_at").execute();
  for (const { id, channel, queued_at } of old) {
    clock.set(queued_at.add({ seconds: 4 }));
    await deliver({ db, clock, secret, origins: { portal: "http://localhost" }, routes: takers }, id);
    clock.set(queued_at.add({ seconds: 11 }));
    if (channel === "sms") await receive({ db, clock }, { reference: id, delivered: true, because: null });
  }
  await sql`select graphile_worker.remove_job('deliver:' || id) from message where next_at is null`.execute(db);
}

const taker = { name: "past", send: ({ id }: { id: string }) => Promise.resolve({ outcome: "sent" as const, references: [id] }), close: () => Promise.resolve() };
const takers: Routes = { email: taker, sms: [taker], close: taker.close };
