import { type Selectable, sql } from "kysely";
import type { Act } from "../platform/act.ts";
import { type Database, json, type Transaction } from "../platform/database.ts";
import type { DB } from "../platform/schema.ts";
import { addJob } from "../platform/jobs.ts";
import type { Accrual } from "./accrual.ts";
import type { Source } from "./states.ts";

export type Payment = Selectable<DB["payment"]>;
export type Locked = { payment: Payment; accrual: Accrual };

/**
 * The rows of a payment, locked in the one order everyone locks them: first the accrual, so that two payments of one debt are settled
 * one after the other, then the payment. One statement: the database locks in the order in which the two are named at its end.
 */
export async function lockPayment(act: Act, paymentId: string): Promise<Locked> {
  const locked = await findLocked(act, paymentId);
  if (!locked) throw new Error(`there is no payment ${paymentId}`);
  return locked;
}

/** The same, or undefined where there is no such payment of that provider. */
export async function findLocked(act: Act, paymentId: string, provider: string | null = null): Promise<Locked | undefined> {
  const row = await act.tx.selectFrom("accrual").innerJoin("payment", "payment.accrual_id", "accrual.id").selectAll("payment")
    .select(["accrual.application_id", "accrual.number", "accrual.created_at", "accrual.total", "accrual.closed_at", "accrual.closed_because", "accrual.relief"])
    .where("payment.id", "=", paymentId).$if(provider !== null, (query) => query.where("payment.provider", "=", provider!))
    .forNoKeyUpdate("accrual").forNoKeyUpdate("payment").executeTakeFirst();
  if (!row) return undefined;
  const { application_id, number, created_at, total, closed_at, closed_because, relief, ...payment } = row;
  return { payment, accrual: { id: payment.accrual_id, application_id, number, created_at, total, closed_at, closed_because, relief } };
}

export async function lockAccrual(act: Act, accrualId: string): Promise<Accrual> {
  return act.tx.selectFrom("accrual").selectAll().where("id", "=", accrualId).forNoKeyUpdate().executeTakeFirstOrThrow();
}

/** One line of a payment's history. */
export async function noteEvent(act: Act, payment: string, event: string, source: Source, from: string, to: string, facts: object = {}): Promise<void> {
  await act.tx.insertInto("payment_event")
    .values({ payment_id: payment, at: act.now, source, event, from_state: from, to_state: to, facts: json(facts) }).execute();
}

/** Has the pages closed at which an accrual that asks for nothing any more could still be paid. */
export async function closePages(act: Act, accrualId: string): Promise<void> {
  const open = await act.tx.selectFrom("payment").select("id").where("accrual_id", "=", accrualId).where("state", "in", ["created", "redirected", "unknown"]).execute();
  for (const { id } of open) await addJob(act.tx, "close-payment", { payment: id }, { key: `close:${id}` });
}

/** The payment of an accrual that says most about it: the one that counts, else the one under way or in dispute, else the latest. */
export async function presentPayment(db: Database | Transaction, accrualId: string): Promise<Payment | undefined> {
  return db.selectFrom("payment").selectAll().where("accrual_id", "=", accrualId)
    .orderBy(sql`case when state = 'paid' then 0 when state in ('created', 'redirected', 'unknown', 'disputed') then 1 else 2 end`)
    .orderBy("started_at", "desc").limit(1).executeTakeFirst();
}
