import { sql } from "kysely";
import { record } from "../audit/record.ts";
import { type Act, transact } from "../platform/act.ts";
import type { Refusal } from "./gateway.ts";
import { findLocked } from "./payment.ts";
import { type Desk, provider } from "./poll.ts";
import { settleLocked } from "./settle.ts";

export type Verdict = "taken" | "replayed" | "unknown-payment" | Refusal;

// What is refused is kept to be looked at, but a stranger who floods the address must not fill the database.
const keptAnHour = 200;
const keptBody = 2000;

/**
 * Hears a provider's notification: proves whose it is, keeps what came with what was made of it, and settles by the same verb as every
 * other word. A nonce is good once; a provider that repeats itself signs anew and is heard anew, without effect.
 */
export async function hearNotification(desk: Desk, header: (name: string) => string | undefined, rawBody: string): Promise<Verdict> {
  const verified = desk.gateway.verifyNotification(header, rawBody);
  if (!verified.ok && verified.why === "not-about-payments") return verified.why;
  return transact(desk.db, desk.clock, provider, async (act) => {
    if (!verified.ok) return refuse(act, desk.gateway.name, verified.why, null, rawBody);
    const { payment, nonce, word } = verified;
    // Locked before the line that refers to it: a reference holds the payment's row, and whoever holds that must have the accrual's first.
    const locked = await findLocked(act, payment, desk.gateway.name);
    if (!locked) return refuse(act, desk.gateway.name, "unknown-payment", nonce, rawBody);
    const kept = await act.tx
      .insertInto("payment_notification")
      .values({ at: act.now, provider: desk.gateway.name, verdict: "taken", nonce, payment_id: payment, body: rawBody.slice(0, keptBody) })
      .onConflict((conflict) => conflict.columns(["provider", "nonce"]).where("verdict", "=", sql.lit("taken")).doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!kept) return refuse(act, desk.gateway.name, "replayed", nonce, rawBody);
    await settleLocked(act, locked, word, "notification");
    return "taken";
  });
}

async function refuse(act: Act, gateway: string, verdict: Exclude<Verdict, "taken">, nonce: string | null, body: string): Promise<Verdict> {
  const { n } = await act.tx.selectFrom("payment_notification").select((e) => e.fn.countAll<number>().as("n"))
    .where("verdict", "<>", "taken").where("at", ">", act.now.subtract({ hours: 1 })).executeTakeFirstOrThrow();
  if (n >= keptAnHour) return verdict;
  // A body may hold anything, and PostgreSQL's text holds no zero byte.
  await act.tx.insertInto("payment_notification")
    .values({ at: act.now, provider: gateway, verdict, nonce, body: body.replaceAll("\0", "").slice(0, keptBody) }).execute();
  await record(act, "payment-notification-refused", { facts: { provider: gateway, verdict } });
  return verdict;
}
