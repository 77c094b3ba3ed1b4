import { findApplication } from "../applications/application.ts";
import { record } from "../audit/record.ts";
import { notify } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import { v7 } from "../platform/id.ts";
import { addJob } from "../platform/jobs.ts";
import type { Accrual } from "./accrual.ts";
import { askAgain } from "./ask-again.ts";
import { accountOf, post } from "./ledger.ts";
import { closePages, type Locked, lockPayment, noteEvent, type Payment } from "./payment.ts";
import { contradicts, eventOf, isUnderWay, moveOf, type PaymentEvent, type PaymentState, type Source, type Word } from "./states.ts";

export type Settled = { payment: Payment; accrual: Accrual; changed: boolean };

/**
 * The one verb by which a provider's word becomes ours, wherever it comes from: the payer's return, a notification, a question we asked.
 * In any order and any number of times it has one result. Paying closes the accrual, tells the person and has the receipt drawn in the
 * same transaction; money that is not owed is noted and sent back; what is not known yet is asked about again.
 */
export async function settle(act: Act, paymentId: string, word: Word, source: Source): Promise<Settled> {
  return settleLocked(act, await lockPayment(act, paymentId), word, source);
}

/** The same for rows that are locked already. */
export async function settleLocked(act: Act, { payment, accrual }: Locked, word: Word, source: Source): Promise<Settled> {
  const state = payment.state as PaymentState;
  const event = eventOf(word, { state, amount: payment.amount, reference: payment.provider_reference, owed: accrual.closed_at === null }, source);
  if (event === null) {
    if (contradicts(word, state)) await noteContradiction(act, payment, accrual, word, source);
    if (isUnderWay(state)) await askAgain(act, payment, source === "poll");
    return { payment, accrual, changed: false };
  }
  return apply(act, payment, accrual, event, source, word);
}

/** What a move rests on: the provider's word, or an officer's reason. It goes into the history, the page's address apart. */
type Because = { state?: string; amount?: number; reference?: string; reason?: string; redirectTo?: string };

/** Makes one move of the table on a locked payment, with its history and everything that hangs on it. */
export async function apply(act: Act, payment: Payment, accrual: Accrual, event: PaymentEvent, source: Source, because: Because): Promise<Settled> {
  const from = payment.state as PaymentState;
  const step = moveOf(from, event, source);
  if (!step) throw new Error(`a payment that is ${from} knows no ${event} from ${source}`);
  const takes = event === "pay" || event === "dispute" || event === "take-unowed";
  const changed = await act.tx
    .updateTable("payment")
    .set({
      state: step.to, changed_at: act.now,
      ...(isUnderWay(step.to) ? {} : { settled_at: act.now }),
      ...(takes ? { taken: because.amount! } : {}),
      ...(because.reference === undefined ? {} : { provider_reference: because.reference }),
      ...(because.redirectTo === undefined ? {} : { redirect_to: because.redirectTo }),
    })
    .where("id", "=", payment.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const { redirectTo: _, ...facts } = because;
  await noteEvent(act, payment.id, event, source, from, step.to, step.correction ? { ...facts, correction: true } : facts);
  return { payment: changed, accrual: await follow(act, changed, accrual, event, source), changed: true };
}

/** Books money that a bank took at its desk for an open, locked accrual: a payment that begins as paid. A card page beside it is closed; money that comes there all the same goes back. */
export async function receive(act: Act, accrual: Accrual, from: { provider: string; reference: string; amount: number }): Promise<Payment> {
  const payment = await act.tx
    .insertInto("payment")
    .values({
      id: v7(act.now), accrual_id: accrual.id, state: "paid", channel: "bank", provider: from.provider, amount: accrual.total, taken: from.amount,
      provider_reference: from.reference, started_at: act.now, changed_at: act.now, settled_at: act.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await noteEvent(act, payment.id, "pay", "bank", "created", "paid", { amount: from.amount, reference: from.reference });
  await follow(act, payment, accrual, "pay", "bank");
  await closePages(act, accrual.id);
  return payment;
}

// What a move brings with it. Returns the accrual as it stands afterwards.
async function follow(act: Act, payment: Payment, accrual: Accrual, event: PaymentEvent, source: Source): Promise<Accrual> {
  const about = { accrual: accrual.id, payment: payment.id };
  const held = accountOf(payment.channel);
  const taken = payment.taken ?? 0;
  if (isUnderWay(payment.state as PaymentState)) {
    await askAgain(act, payment, source === "poll");
    return accrual;
  }
  const application = await findApplication(act.tx, accrual.application_id);
  if (!application) throw new Error("an accrual without its application");
  const told = { application: application.id, office: application.office_code, facts: { accrual: accrual.number, payment: payment.id, source, amount: payment.taken ?? payment.amount } };
  await record(act, `payment-${payment.state}`, told);
  switch (event) {
    case "pay": {
      await post(act, "paid", about, [[held, taken], ["receivable", -taken]]);
      const closed = await act.tx.updateTable("accrual").set({ closed_at: act.now, closed_because: "paid" })
        .where("id", "=", accrual.id).where("closed_at", "is", null).returningAll().executeTakeFirstOrThrow();
      await notify(act, application, "paid", { amount: taken });
      await addJob(act.tx, "draw-paper", { application: application.id, kind: "receipt" }, { key: `receipt:${application.id}` });
      return closed;
    }
    case "dispute":
    case "take-unowed":
      await post(act, "taken-unowed", about, [[held, taken], ["to-return", -taken]]);
      if (event === "take-unowed") await addJob(act.tx, "give-back-payment", { payment: payment.id }, { key: `give-back:${payment.id}` });
      return accrual;
    case "send-back":
      await addJob(act.tx, "give-back-payment", { payment: payment.id }, { key: `give-back:${payment.id}` });
      return accrual;
    case "give-back":
      await post(act, "returned", about, [["to-return", taken], [held, -taken]]);
      await notify(act, application, "money-returned", { amount: taken });
      return accrual;
    default:
      return accrual;
  }
}

// Kept once: a provider that repeats itself does not fill the history.
async function noteContradiction(act: Act, payment: Payment, accrual: Accrual, word: Word, source: Source): Promise<void> {
  const last = await act.tx.selectFrom("payment_event").select(["event", "facts"]).where("payment_id", "=", payment.id).orderBy("id", "desc").limit(1).executeTakeFirst();
  if (last?.event === "contradicted" && (last.facts as { state?: string }).state === word.state) return;
  await noteEvent(act, payment.id, "contradicted", source, payment.state, payment.state, word);
  await record(act, "payment-contradicted", { application: accrual.application_id, facts: { payment: payment.id, state: payment.state, word: word.state } });
}
