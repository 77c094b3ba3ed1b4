import { type Selectable, sql } from "kysely";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import { instantOf } from "../platform/clock.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import type { DB } from "../platform/schema.ts";
import { lockPayment, type Payment } from "./payment.ts";
import { apply } from "./settle.ts";

/** Whose money an officer sees: their office's cases, and those of its province that have no office yet. */
export type Scope = { office: string; province: string };

export type Row = Pick<Selectable<DB["payment"]>, "id" | "accrual_id" | "state" | "channel" | "amount" | "taken" | "started_at" | "changed_at" | "provider_reference"> & {
  number: string; application_id: string; registration_number: string | null;
  /** Kuruş of it that were paid back by decision of the office. */
  back: number;
  /** The bank spoke against what is settled, and nobody has noted since what to make of it. */
  contradicted: boolean;
};

const midnight = new Temporal.PlainTime();
const mostRows = 500;

/** The payments of an officer's scope, with their accrual and case. */
export function within(db: Database | Transaction, scope: Scope) {
  return db
    .selectFrom("payment")
    .innerJoin("accrual", "accrual.id", "payment.accrual_id")
    .innerJoin("application", "application.id", "accrual.application_id")
    .where((e) => e.or([
      e("application.office_code", "=", scope.office),
      e.and([e("application.office_code", "is", null), e("application.province", "=", scope.province)]),
    ]));
}

const columns = [
  "payment.id", "payment.accrual_id", "payment.state", "payment.channel", "payment.amount", "payment.taken", "payment.started_at", "payment.changed_at", "payment.provider_reference",
  "accrual.number", "accrual.application_id", "application.registration_number",
  sql<number>`(select coalesce(sum(amount), 0)::bigint from refund where refund.payment_id = payment.id and refund.state = 'sent')`.as("back"),
  sql<boolean>`exists (select from payment_event e where e.payment_id = payment.id and e.event = 'contradicted'
    and not exists (select from finance_note n where n.payment_id = payment.id and n.at >= e.at))`.as("contradicted"),
] as const;

/** The payments whose state last changed on a day in Istanbul, latest first, 500 at most. */
export async function paymentsOfDay(db: Database, scope: Scope, day: Temporal.PlainDate): Promise<Row[]> {
  return within(db, scope).select(columns)
    .where("payment.changed_at", ">=", instantOf(day, midnight)).where("payment.changed_at", "<", instantOf(day.add({ days: 1 }), midnight))
    .orderBy("payment.changed_at", "desc").limit(mostRows).execute();
}

/** One payment of an officer's scope. */
export async function rowOf(db: Database | Transaction, scope: Scope, paymentId: string): Promise<Row | undefined> {
  return within(db, scope).select(columns).where("payment.id", "=", paymentId).executeTakeFirst();
}

/** The payments of one case, latest first. */
export async function paymentsOfCase(db: Database, scope: Scope, applicationId: string): Promise<Row[]> {
  return within(db, scope).select(columns).where("accrual.application_id", "=", applicationId).orderBy("payment.started_at", "desc").execute();
}

export type Total = { channel: string; state: string; n: number; sum: number };

/** The same day's money by channel and state, in kuruş: all of it, however long the list is. */
export async function totalsOfDay(db: Database, scope: Scope, day: Temporal.PlainDate): Promise<Total[]> {
  return within(db, scope)
    .select(["payment.channel", "payment.state", (e) => e.fn.countAll<number>().as("n"), sql<number>`sum(coalesce(taken, 0))::bigint`.as("sum")])
    .where("payment.state", "in", ["paid", "disputed", "returning", "refunded"])
    .where("payment.changed_at", ">=", instantOf(day, midnight)).where("payment.changed_at", "<", instantOf(day.add({ days: 1 }), midnight))
    .groupBy(["payment.channel", "payment.state"]).orderBy("payment.channel").orderBy("payment.state").execute();
}

/** What somebody should look at, oldest first: money in dispute or not yet back, and payments not known for half an hour. */
export async function paymentsToLookAt(db: Database, scope: Scope, now: Temporal.Instant): Promise<Row[]> {
  return within(db, scope).select(columns)
    .where(sql<boolean>`payment.id in (
      select id from payment where state in ('created', 'redirected', 'unknown', 'disputed', 'returning') and (state in ('disputed', 'returning') or started_at < ${now.subtract({ minutes: 30 })})
      union select e.payment_id from payment_event e where e.event = 'contradicted' and not exists (select from finance_note n where n.payment_id = e.payment_id and n.at >= e.at))`)
    .orderBy("payment.changed_at").limit(mostRows).execute();
}

export type Unmatched = Selectable<DB["payment_difference"]> & { number: string | null; note: string | null; noted_at: Temporal.Instant | null; noted_by: string | null };

/** What two books do not agree on: of the office's cases, and what belongs to no case we know. */
export function differences(db: Database | Transaction, scope: Scope) {
  return db.selectFrom("payment_difference")
    .leftJoin("payment", "payment.id", "payment_difference.payment_id").leftJoin("accrual", "accrual.id", "payment.accrual_id")
    .leftJoin("application", "application.id", "accrual.application_id")
    .where((e) => e.or([
      e("payment_difference.payment_id", "is", null), e("application.office_code", "=", scope.office),
      e.and([e("application.office_code", "is", null), e("application.province", "=", scope.province)]),
    ]));
}

/** What the books do not agree on until finance has noted what it is, and, of the last thirty days, what it noted. */
export async function differencesOf(db: Database, scope: Scope, today: Temporal.PlainDate): Promise<Unmatched[]> {
  return differences(db, scope)
    .leftJoin("finance_note", "finance_note.difference_id", "payment_difference.id").leftJoin("officer", "officer.id", "finance_note.officer_id")
    .selectAll("payment_difference").select(["accrual.number", "finance_note.note", "finance_note.at as noted_at", "officer.name as noted_by"])
    .where((e) => e.or([e("finance_note.note", "is", null), e("payment_difference.day", ">=", today.subtract({ days: 30 }))]))
    .orderBy("payment_difference.id", "desc").limit(mostRows).execute();
}

/** Has money in dispute sent back, for a reason that stays in the history. Another officer's press a moment earlier is `changed-meanwhile`. */
export async function sendBack(act: Act, scope: Scope, paymentId: string, reason: string): Promise<Outcome<{ payment: Payment }, "not-found" | "changed-meanwhile">> {
  const seen = await within(act.tx, scope).select(["payment.id", "accrual.application_id"]).where("payment.id", "=", paymentId).executeTakeFirst();
  if (!seen) return not("not-found");
  const { payment, accrual } = await lockPayment(act, paymentId);
  if (payment.state !== "disputed") return not("changed-meanwhile");
  const sent = await apply(act, payment, accrual, "send-back", "officer", { reason });
  await record(act, "payment-send-back", { application: seen.application_id, office: scope.office, facts: { payment: payment.id, amount: payment.taken } });
  return done({ payment: sent.payment });
}
