import { type Selectable, sql } from "kysely";
import { answersOf, findApplication } from "../applications/application.ts";
import { findDecision } from "../applications/decision.ts";
import { record } from "../audit/record.ts";
import { askForPaper } from "../documents/storage.ts";
import { notify } from "../notifications/notify.ts";
import { type Act, transact } from "../platform/act.ts";
import { dateOf } from "../platform/clock.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { addJob } from "../platform/jobs.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import type { DB } from "../platform/schema.ts";
import type { FeeCode } from "../rules/fees.ts";
import { account, type AccrualLine, linesOf } from "./accrual.ts";
import { type Row, rowOf, type Scope, within } from "./day.ts";
import { type Account, accountOf, post } from "./ledger.ts";
import { lockPayment, type Payment } from "./payment.ts";
import { type Desk, provider } from "./poll.ts";
import { isIban, type OtherWay, type Refundable, refundable, type RefundReason } from "./refund-rule.ts";

export type Refund = Selectable<DB["refund"]>;
export type RefundLine = { code: FeeCode; amount: number };
type Reader = Database | Transaction;

/** A paid payment of an officer's scope with what may be paid back of it by the rule; undefined where there is none. */
export async function refundableOf(db: Reader, scope: Scope, paymentId: string): Promise<{ row: Row; lines: AccrualLine[]; possible: Refundable[] } | undefined> {
  const row = await rowOf(db, scope, paymentId);
  if (row?.state !== "paid") return undefined;
  const application = (await findApplication(db, row.application_id))!;
  const [lines, decision, card, accepted, back] = await Promise.all([
    linesOf(db, row.accrual_id),
    findDecision(db, application.id),
    db.selectFrom("card").select("series").where("application_id", "=", application.id).executeTakeFirst(),
    db.selectFrom("application_history").select("id").where("application_id", "=", application.id).where("to_state", "=", "accepted").limit(1).executeTakeFirst(),
    db.selectFrom("refund_line").innerJoin("refund", "refund.id", "refund_line.refund_id").select(["code", sql<number>`sum(refund_line.amount)::bigint`.as("sum")])
      .where("refund.accrual_id", "=", row.accrual_id).where("refund.state", "<>", "dismissed").groupBy("code").execute(),
  ]);
  const possible = refundable({
    accepted: accepted !== undefined, outcome: (decision?.outcome ?? null) as "granted" | "refused" | null, cardPrinted: card !== undefined,
    granted: decision?.granted_from && decision.granted_until ? { from: decision.granted_from, until: decision.granted_until } : null,
    nationality: answersOf(application).nationality ?? "", accruedOn: dateOf(application.created_at ?? row.started_at), lines,
    back: Object.fromEntries(back.map(({ code, sum }) => [code, sum])),
  });
  return { row, lines, possible };
}

export type Proposal = { reason: RefundReason; lines: RefundLine[]; comment: string; iban: string | null };
export type NotProposed = "not-found" | "not-refundable" | "too-much" | "nothing" | "comment-needed" | "iban-needed" | "open-already";

/** A finance officer proposes that fees be paid back. Money of a bank's desk needs a Turkish account to go to. Amounts are kuruş. */
export async function proposeRefund(act: Act, scope: Scope, paymentId: string, proposal: Proposal): Promise<Outcome<{ refund: string }, NotProposed>> {
  if (!(await rowOf(act.tx, scope, paymentId))) return not("not-found");
  const { payment, accrual } = await lockPayment(act, paymentId);
  const found = await refundableOf(act.tx, scope, paymentId);
  const rule = found?.possible.find(({ reason }) => reason === proposal.reason);
  if (!rule) return not("not-refundable");
  const open = await act.tx.selectFrom("refund").select("id").where("accrual_id", "=", accrual.id).where("state", "in", ["proposed", "approved"]).executeTakeFirst();
  if (open) return not("open-already");
  const lines = proposal.lines.filter(({ amount }) => amount > 0);
  if (lines.length === 0) return not("nothing");
  if (lines.some(({ code, amount }) => amount > (rule.lines.find((line) => line.code === code)?.most ?? 0))) return not("too-much");
  if (proposal.comment.trim() === "") return not("comment-needed");
  const iban = payment.channel === "bank" ? (proposal.iban ?? "").replace(/\s/g, "").toUpperCase() : null;
  if (iban !== null && !isIban(iban)) return not("iban-needed");
  const id = v7(act.now);
  const amount = lines.reduce((sum, line) => sum + line.amount, 0);
  await act.tx.insertInto("refund").values({
    id, payment_id: payment.id, accrual_id: accrual.id, reason: proposal.reason, comment: proposal.comment.trim(), amount, iban, proposed_at: act.now, proposed_by: officerOf(act),
  }).execute();
  await act.tx.insertInto("refund_line").values(lines.map(({ code, amount: part }) => ({ refund_id: id, code, amount: part }))).execute();
  await note(act, "refund-proposed", scope, accrual.application_id, { payment: payment.id, amount, reason: proposal.reason });
  return done({ refund: id });
}

/** The second look: another finance officer approves, or dismisses with a reason. What is approved leaves the fees at once and waits to be sent. */
export async function decideRefund(
  act: Act, scope: Scope, refundId: string, verdict: "approve" | { dismiss: string },
): Promise<Outcome<object, "not-found" | "own-proposal" | "changed-meanwhile" | "because-needed">> {
  const locked = await lockRefund(act, scope, refundId);
  if (!locked) return not("not-found");
  const { refund, payment, application } = locked;
  if (refund.state !== "proposed" || payment.state !== "paid") return not("changed-meanwhile");
  if (refund.proposed_by === officerOf(act)) return not("own-proposal");
  const because = verdict === "approve" ? null : verdict.dismiss.trim();
  if (because === "") return not("because-needed");
  const state = because === null ? "approved" : "dismissed";
  await act.tx.updateTable("refund").set({ state, decided_at: act.now, decided_by: officerOf(act), dismissed_because: because }).where("id", "=", refund.id).execute();
  await note(act, `refund-${state}`, scope, application, { payment: payment.id, amount: refund.amount, ...(because === null ? {} : { reason: because }) });
  if (because !== null) return done();
  const lines = await act.tx.selectFrom("refund_line").selectAll().where("refund_id", "=", refund.id).execute();
  await post(act, "refund-approved", { accrual: refund.accrual_id, payment: payment.id }, [
    ...lines.map(({ code, amount }): [(typeof account)[FeeCode], number] => [account[code as FeeCode], amount]), ["to-return", -refund.amount],
  ]);
  if (payment.channel === "card") await askProvider(act, refund.id);
  return done();
}

/** Has the job ask the card's provider to pay an approved refund back. */
export async function askProvider(act: Act, refundId: string): Promise<void> {
  await addJob(act.tx, "refund-payment", { refund: refundId }, { key: `refund:${refundId}` });
}

/** Finance notes that the tax office has transferred an approved refund of a desk's payment, with its number there. */
export async function noteRefundSent(
  act: Act, scope: Scope, refundId: string, reference: string,
): Promise<Outcome<object, "not-found" | "changed-meanwhile" | "reference-needed">> {
  const locked = await lockRefund(act, scope, refundId);
  if (!locked) return not("not-found");
  if (locked.refund.state !== "approved" || locked.payment.channel !== "bank") return not("changed-meanwhile");
  if (reference.trim() === "") return not("reference-needed");
  await send(act, locked, { reference: reference.trim().slice(0, 80), from: "bank" });
  return done();
}

/**
 * The job `refund-payment`: has the card's provider pay an approved refund back. Throws while the provider does not say that it is, so that
 * the job comes again. Nobody is asked any more once finance noted that it was paid another way.
 */
export async function refundPayment(desk: Desk, refundId: string): Promise<void> {
  const refund = await desk.db.selectFrom("refund").innerJoin("payment", "payment.id", "refund.payment_id")
    .select(["refund.id", "refund.amount", "refund.payment_id", "payment.provider", "payment.provider_reference"]).where("refund.id", "=", refundId).where("refund.state", "=", "approved")
    .where((it) => it.not(it.exists(it.selectFrom("refund_other_way").select("id").whereRef("refund_id", "=", "refund.id").where("dismissed_because", "is", null)))).executeTakeFirst();
  if (refund?.provider !== desk.gateway.name) return;
  const { reference } = await desk.gateway.refund({ payment: refund.payment_id, reference: refund.provider_reference, refund: refund.id, amount: refund.amount });
  await transact(desk.db, desk.clock, provider, async (act) => {
    const locked = await lockRefund(act, null, refundId);
    if (locked?.refund.state === "approved") await send(act, locked, { reference, from: accountOf(locked.payment.channel) });
  });
}

export type LockedRefund = { refund: Refund; payment: Payment; application: string };

/** A refund of a scope, or of any, with its payment and case, held until the end of the act. */
export async function lockRefund(act: Act, scope: Scope | null, refundId: string): Promise<LockedRefund | undefined> {
  const found = await act.tx.selectFrom("refund").select("payment_id").where("id", "=", refundId).executeTakeFirst();
  if (!found || (scope && !(await rowOf(act.tx, scope, found.payment_id)))) return undefined;
  const { payment, accrual } = await lockPayment(act, found.payment_id);
  return { payment, application: accrual.application_id, refund: await act.tx.selectFrom("refund").selectAll().where("id", "=", refundId).forUpdate().executeTakeFirstOrThrow() };
}

/** Where a refund was paid from, what it is called there, and how and on which day it was paid, where that was not by its own provider or bank. */
type Sent = { reference: string; from: Account; otherwise?: { way: OtherWay; on: Temporal.PlainDate } };

/** Writes down that a refund was paid: books, message, paper and trail. */
export async function send(act: Act, { refund, payment, application: id }: LockedRefund, { reference, from, otherwise }: Sent): Promise<void> {
  await act.tx.updateTable("refund").set({ state: "sent", sent_at: act.now, reference }).where("id", "=", refund.id).execute();
  await post(act, "refunded", { accrual: refund.accrual_id, payment: payment.id }, [["to-return", refund.amount], [from, -refund.amount]]);
  const application = await findApplication(act.tx, id);
  if (application && otherwise) await notify(act, application, `refunded-${otherwise.way}`, { amount: refund.amount, on: otherwise.on.toString(), reference });
  else if (application) await notify(act, application, "refunded", { amount: refund.amount });
  await askForPaper(act, id, "refund");
  await record(act, "refund-sent", { application: id, office: application?.office_code ?? undefined, facts: { payment: payment.id, amount: refund.amount, ...(otherwise ? { way: otherwise.way, paidOn: otherwise.on.toString() } : {}), reference } });
}

/** A line of the trail about a refund. */
export async function note(act: Act, what: string, scope: Scope, application: string, facts: Record<string, string | number>): Promise<void> {
  await record(act, what, { application, office: scope.office, facts });
}

/** The officer who acts. */
export function officerOf(act: Act): string {
  if (act.actor.kind !== "officer" || act.actor.id === null) throw new Error("a refund is an officer's");
  return act.actor.id;
}

/** A refund as officers see it, with the note of another way it was paid, which waits or was approved. */
export type OpenRefund = Refund & {
  proposer: string; decider: string | null; number: string; application_id: string; channel: string;
  way: string | null; way_reference: string | null; paid_on: Temporal.PlainDate | null; noted_at: Temporal.Instant | null; noted_by: string | null; noter: string | null;
};

/** Whether a card's refund was approved more than an hour ago, its provider has not said since that it is paid back, and nobody noted another way. */
export function isUnsent({ state, channel, decided_at, way }: Pick<OpenRefund, "state" | "channel" | "decided_at" | "way">, now: Temporal.Instant): boolean {
  return state === "approved" && channel === "card" && way === null && decided_at !== null && Temporal.Instant.compare(decided_at.add({ hours: 1 }), now) < 0;
}

/** The refunds of a case, or, without one, all of an officer's scope that wait for somebody; oldest first, 200 at most. */
export async function refundsOf(db: Database, scope: Scope, applicationId: string | null): Promise<OpenRefund[]> {
  return within(db, scope)
    .innerJoin("refund", "refund.payment_id", "payment.id")
    .innerJoin("officer as proposer", "proposer.id", "refund.proposed_by").leftJoin("officer as decider", "decider.id", "refund.decided_by")
    .leftJoin("refund_other_way as other", (join) => join.onRef("other.refund_id", "=", "refund.id").on("other.dismissed_because", "is", null))
    .leftJoin("officer as noter", "noter.id", "other.noted_by")
    .selectAll("refund").select(["proposer.name as proposer", "decider.name as decider", "accrual.number", "accrual.application_id", "payment.channel"])
    .select(["other.way", "other.reference as way_reference", "other.paid_on", "other.noted_at", "other.noted_by", "noter.name as noter"])
    .$if(applicationId === null, (query) => query.where("refund.state", "in", ["proposed", "approved"]))
    .$if(applicationId !== null, (query) => query.where("accrual.application_id", "=", applicationId!))
    .orderBy("refund.proposed_at").limit(200).execute();
}

/** Cases of an officer's scope that were refused after their fees were paid, and of whose refund nobody has said anything yet; the longest waiting first, 50 at most. */
export async function refusedWithoutRefund(db: Database, scope: Scope): Promise<{ application_id: string; registration_number: string | null; total: number }[]> {
  return within(db, scope)
    .where("application.state", "in", ["refused", "served"]).where("payment.state", "=", "paid")
    .where((it) => it.not(it.exists(it.selectFrom("refund").select("refund.id").whereRef("refund.accrual_id", "=", "accrual.id"))))
    .select(["accrual.application_id", "application.registration_number", "accrual.total"])
    .orderBy("application.changed_at").limit(50).execute();
}

/** A part of the fees that goes back, or went. `at` is when it was sent, else when it was decided; `otherwise` how it was paid where that was not by its own provider or bank. */
export type PartBack = { amount: number; reason: RefundReason; sent: boolean; at: Temporal.Instant; otherwise?: { way: OtherWay; on: Temporal.PlainDate } };

/** What was paid back of an accrual or is about to be, as its payer is shown it. */
export async function refundedParts(db: Database, accrualId: string): Promise<PartBack[]> {
  const rows = await db.selectFrom("refund")
    .leftJoin("refund_other_way as other", (join) => join.onRef("other.refund_id", "=", "refund.id").on("other.dismissed_because", "is", null).on("other.decided_at", "is not", null))
    .select(["amount", "reason", "refund.decided_at", "sent_at", "way", "paid_on"]).where("accrual_id", "=", accrualId).where("state", "in", ["approved", "sent"])
    .orderBy("refund.decided_at").execute();
  return rows.map(({ amount, reason, decided_at, sent_at, way, paid_on }) => ({
    amount, reason: reason as RefundReason, sent: sent_at !== null, at: (sent_at ?? decided_at)!, ...(way && paid_on ? { otherwise: { way: way as OtherWay, on: paid_on } } : {}),
  }));
}
