import { deliver } from "../notifications/deliver.ts";
import { hear, workThroughReceipts } from "../notifications/receipts.ts";
import type { Routes } from "../notifications/routes.ts";
import { instantOf } from "../platform/clock.ts";
import { type Stage, workdayBefore } from "./stage.ts";

/**
 * Delivers the messages of the past, each seconds after it was written, to providers that take everything and keep nothing. So the first
 * start does not empty half a year of letters into the mailbox; those of the last two working days are left to the worker and arrive
 * there. A code of the past is used up and goes with the old ones.
 */
export async function deliverPast({ db, clock, secret, desk }: Stage): Promise<void> {
  const left = instantOf(workdayBefore(desk), new Temporal.PlainTime());
  const old = await db
    .selectFrom("message").select(["id", "channel", "queued_at"]).where("next_at", "is not", null)
    .where((it) => it.or([it("queued_at", "<", left), it("notice", "=", "code")]))
    .orderBy("queued_at").execute();
  for (const { id, channel, queued_at } of old) {
    clock.set(queued_at.add({ seconds: 4 }));
    await deliver({ db, clock, secret, origins: { portal: "http://localhost" }, authority: { name: "Sojourn", phone: "157" }, routes: takers }, id);
    clock.set(queued_at.add({ seconds: 11 }));
    if (channel !== "sms") continue;
    await hear(db, { reference: id, delivered: true, because: null });
    await workThroughReceipts({ db, clock });
  }
}

const taker = { name: "past", send: ({ id }: { id: string }) => Promise.resolve({ outcome: "sent" as const, references: [id] }), close: () => Promise.resolve() };
const takers: Routes = { email: taker, sms: [taker], close: taker.close };
