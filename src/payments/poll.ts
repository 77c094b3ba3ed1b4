import { type Act, type Actor, transact } from "../platform/act.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { addJob } from "../platform/jobs.ts";
import { type Gateway, GatewayFault, wordOf } from "./gateway.ts";
import { settle, type Settled } from "./settle.ts";
import { isUnderWay, type PaymentState } from "./states.ts";

/** What is needed to speak with a provider outside a transaction. */
export type Desk = { db: Database; clock: Clock; gateway: Gateway };

/** The desk of a program that may have no provider: then only banks take money, and there is none. */
export function deskOf({ db, clock, gateway }: Omit<Desk, "gateway"> & { gateway: Gateway | null }): Desk | null {
  return gateway === null ? null : { db, clock, gateway };
}

/** Who acts when nobody presses anything. */
export const provider: Actor = { kind: "system", id: null, name: "payment provider" };

/** The job `poll-payment`: asks the provider about one payment and settles it by the answer. Silence is an answer too. */
export async function pollPayment(desk: Desk, paymentId: string): Promise<Settled | null> {
  const payment = await desk.db.selectFrom("payment").selectAll().where("id", "=", paymentId).executeTakeFirst();
  if (!payment || payment.provider !== desk.gateway.name || !isUnderWay(payment.state as PaymentState)) return null;
  const word = await wordOf(desk.gateway.query(payment.id, payment.provider_reference));
  return transact(desk.db, desk.clock, provider, (act) => settle(act, payment.id, word, "poll"));
}

/** The job `give-back-payment`: has money that is not owed sent back. Throws while the provider does not say that it is, so that the job comes again. */
export async function giveBack(desk: Desk, paymentId: string): Promise<void> {
  const payment = await desk.db.selectFrom("payment").selectAll().where("id", "=", paymentId).executeTakeFirst();
  if (payment?.state !== "returning" || payment.provider !== desk.gateway.name) return;
  const word = await desk.gateway.giveBack(payment.id, payment.provider_reference);
  if (word.state !== "refunded") throw new GatewayFault(`the provider says ${word.state} where a payment was to be given back`);
  await transact(desk.db, desk.clock, provider, (act) => settle(act, payment.id, word, "poll"));
}

/** The job `close-payment`: nobody shall pay at a page whose case asks for nothing any more. Throws while the provider is away, so that it comes again. */
export async function closePayment(desk: Desk, paymentId: string): Promise<void> {
  const payment = await desk.db.selectFrom("payment").selectAll().where("id", "=", paymentId).executeTakeFirst();
  if (!payment || payment.provider !== desk.gateway.name || !isUnderWay(payment.state as PaymentState)) return;
  const word = await desk.gateway.close(payment.id, payment.provider_reference);
  await transact(desk.db, desk.clock, provider, (act) => settle(act, payment.id, word, "poll"));
}

/** The net under the jobs: payments under way that nobody asked about for an hour and a half are asked about again. */
export async function pollForgotten(act: Act): Promise<number> {
  const forgotten = await act.tx.selectFrom("payment").select("id").where("state", "in", ["created", "redirected", "unknown"])
    .where("changed_at", "<", act.now.subtract({ minutes: 90 })).execute();
  for (const { id } of forgotten) await addJob(act.tx, "poll-payment", { payment: id }, { key: `poll:${id}` });
  return forgotten.length;
}
