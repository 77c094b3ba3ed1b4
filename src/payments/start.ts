import { type Act, type Actor, transact } from "../platform/act.ts";
import { v7 } from "../platform/id.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { record } from "../audit/record.ts";
import { askAgain } from "./ask-again.ts";
import { GatewayFault, type Order, type Started, wordOf } from "./gateway.ts";
import { lockAccrual, lockPayment, noteEvent, type Payment } from "./payment.ts";
import type { Desk } from "./poll.ts";
import { apply, settle } from "./settle.ts";
import { isUnderWay, type PaymentState } from "./states.ts";

export type Payer = {
  actor: Actor;
  language: string;
  /** Our address to which the payer's browser comes back. */
  returnTo: string;
};

/** Why no page could be opened. `not-known-yet`: the payer has done their part and the bank has not decided. */
export type NotStarted = "already-paid" | "closed" | "not-known-yet" | "bank-away" | "in-dispute";

/**
 * Leads a payer to the provider's page for an accrual. Pressing it twice, on two devices or after walking away continues the one payment
 * under way; before another is begun the provider is asked how the first one ended. The provider is spoken to between transactions, so
 * a process that dies anywhere leaves a payment that is asked about later.
 */
export async function startPayment(desk: Desk, accrualId: string, payer: Payer): Promise<Outcome<{ redirectTo: string; payment: string }, NotStarted>> {
  // At most: one payment that turns out to be over, then a fresh one, then one that another device began meanwhile.
  for (let attempt = 0; attempt < 3; attempt++) {
    const claim = await transact(desk.db, desk.clock, payer.actor, (act) => claimPayment(act, accrualId, desk.gateway.name));
    if (!claim.ok) return claim;
    const { payment, number, fresh } = claim;
    const order: Order = { payment: payment.id, amount: payment.amount, description: number, language: payer.language, returnTo: payer.returnTo };
    if (fresh) return open(desk, order, payer);
    const word = await wordOf(desk.gateway.query(payment.id, payment.provider_reference));
    // One that another press began a moment ago may not have arrived there yet: the same order is opened once more, and is the same page.
    if (word.state === "not-there" && payment.provider_reference === null) return open(desk, order, payer);
    const settled = await transact(desk.db, desk.clock, payer.actor, (act) => settle(act, payment.id, word, "applicant"));
    if (settled.payment.state === "paid") return not("already-paid");
    if (isUnderWay(settled.payment.state as PaymentState)) {
      if (word.state === "no-answer") return not("bank-away");
      if (word.state === "open") return open(desk, order, payer);
      return not("not-known-yet");
    }
  }
  return not("not-known-yet");
}

/**
 * The payer does not want to go on: the page at the provider is closed, so that nobody can pay there any more. Returns the state in which the
 * payment is then: paid, where they had paid after all; `bank-away` while nobody can say.
 */
export async function stopPayment(desk: Desk, accrualId: string, actor: Actor): Promise<Outcome<{ state: PaymentState }, "bank-away" | "nothing-open">> {
  const open = await desk.db.selectFrom("payment").selectAll().where("accrual_id", "=", accrualId).where("provider", "=", desk.gateway.name)
    .where("state", "in", ["created", "redirected", "unknown"]).executeTakeFirst();
  if (!open) return not("nothing-open");
  const word = await wordOf(desk.gateway.close(open.id, open.provider_reference));
  const { payment } = await transact(desk.db, desk.clock, actor, (act) => settle(act, open.id, word, "applicant"));
  return word.state === "no-answer" ? not("bank-away") : done({ state: payment.state as PaymentState });
}

type Claim = Outcome<{ payment: Payment; number: string; fresh: boolean }, NotStarted>;

// The payment under way of an accrual, or a new one. The accrual's lock makes two presses wait for one another.
async function claimPayment(act: Act, accrualId: string, gateway: string): Promise<Claim> {
  const accrual = await lockAccrual(act, accrualId);
  if (accrual.closed_because === "paid") return not("already-paid");
  if (accrual.closed_because !== null) return not("closed");
  const live = await act.tx.selectFrom("payment").selectAll().where("accrual_id", "=", accrual.id)
    .where("state", "in", ["created", "redirected", "unknown", "disputed"]).orderBy("started_at", "desc").execute();
  if (live.some((payment) => payment.state === "disputed")) return not("in-dispute");
  if (live[0]) return done({ payment: live[0], number: accrual.number, fresh: false });
  const payment = await act.tx
    .insertInto("payment")
    .values({
      id: v7(act.now), accrual_id: accrual.id, state: "created", channel: "card", provider: gateway, amount: accrual.total, started_at: act.now, changed_at: act.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await noteEvent(act, payment.id, "create", "applicant", "created", "created", { amount: payment.amount });
  await record(act, "payment-created", { application: accrual.application_id, facts: { accrual: accrual.number, payment: payment.id, amount: payment.amount } });
  await askAgain(act, payment, false);
  return done({ payment, number: accrual.number, fresh: true });
}

async function open(desk: Desk, order: Order, payer: Payer): Promise<Outcome<{ redirectTo: string; payment: string }, NotStarted>> {
  let started: Started;
  try {
    started = await desk.gateway.start(order);
  } catch (error) {
    if (!(error instanceof GatewayFault)) throw error;
    await transact(desk.db, desk.clock, payer.actor, (act) => settle(act, order.payment, { state: "no-answer" }, "applicant"));
    return not("bank-away");
  }
  return transact(desk.db, desk.clock, payer.actor, async (act) => {
    const { payment, accrual } = await lockPayment(act, order.payment);
    const state = payment.state as PaymentState;
    if (state === "created" || state === "unknown") await apply(act, payment, accrual, "redirect", "applicant", started);
    else if (state === "paid") return not("already-paid");
    else if (state !== "redirected") return not("not-known-yet");
    return done({ redirectTo: started.redirectTo, payment: payment.id });
  });
}
