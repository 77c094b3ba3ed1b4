import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import type { BankOrder } from "../bank/orders.ts";
import type { PaymentState } from "../payments/states.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";

// How each of our payments stands at the bank; one that never reached it is not in its books.
const there: Record<PaymentState, BankOrder["state"] | null> = {
  created: null, redirected: "open", unknown: "processing", paid: "paid", failed: "failed", expired: "expired", cancelled: "cancelled", disputed: "paid", returning: "paid",
  refunded: "refunded",
};

/**
 * Writes the books of the demonstration bank before its first start, so that it knows the card payments of the past when it is asked about
 * them, has money to give back, and agrees with us on every day but one: it also took money for an order that is nobody's here.
 */
export async function layBooks(db: Database, clock: Clock, file: string): Promise<void> {
  if (existsSync(file)) return;
  const payments = await db.selectFrom("payment").innerJoin("accrual", "accrual.id", "payment.accrual_id").selectAll("payment").select("accrual.number")
    .where("payment.channel", "=", "card").orderBy("payment.started_at").execute();
  const away = { currency: "TRY", language: "en", returnTo: "http://localhost/", notifyTo: "http://localhost/" };
  const back = await db.selectFrom("refund").select(["id", "payment_id", "amount"]).where("state", "=", "sent").execute();
  const refundsOf = (payment: string) => back.filter(({ payment_id }) => payment_id === payment).map(({ id, amount }): [string, number] => [id, amount]);
  const orders = payments.flatMap(({ id, state, amount, taken, number, provider_reference, started_at, settled_at }): BankOrder[] => {
    const stands = there[state as PaymentState];
    if (stands === null || provider_reference === null) return [];
    const paidAt = taken === null || settled_at === null ? {} : { paidAt: settled_at.epochMilliseconds };
    return [{ ...away, order: id, reference: provider_reference, state: stands, amount: taken ?? amount, description: number, openedAt: started_at.epochMilliseconds, ...paidAt, refunds: Object.fromEntries(refundsOf(id)) }];
  });
  const took = clock.now().subtract({ hours: 50 }).epochMilliseconds;
  const nobodys: BankOrder = { ...away, order: randomUUID(), reference: randomBytes(12).toString("hex"), state: "paid", amount: 96_400, description: "", openedAt: took - 60_000, paidAt: took };
  writeFileSync(file, JSON.stringify(payments.length > 0 ? [...orders, nobodys] : []), { mode: 0o600 });
}
