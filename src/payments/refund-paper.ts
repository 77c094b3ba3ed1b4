import { sql } from "kysely";
import type { Refund as RefundPaper } from "../documents/papers/paper.ts";
import type { Database, Transaction } from "../platform/database.ts";
import type { Code, Language } from "../platform/i18n.ts";
import type { FeeCode } from "../rules/fees.ts";
import { findAccrual } from "./accrual.ts";
import { receiptOf, spoken } from "./receipt.ts";
import type { OtherWay, RefundReason } from "./refund-rule.ts";

/** What was paid back of a case’s fees, as its paper says it. Who it is for is known to the one who has the paper drawn. */
export type PaidBack = Pick<RefundPaper, "accrualNumber" | "lines" | "total" | "paid" | "channel"> & { last: Temporal.Instant };

/** All refunds of a case that were sent, in its language and in Turkish; undefined where none was. */
export async function paidBackOf(db: Database | Transaction, applicationId: string, code: Code): Promise<PaidBack | undefined> {
  const debt = await findAccrual(db, applicationId);
  if (!debt) return undefined;
  const rows = await db.selectFrom("refund").innerJoin("refund_line", "refund_line.refund_id", "refund.id")
    .innerJoin("payment", "payment.id", "refund.payment_id")
    .leftJoin("refund_other_way as other", (join) => join.onRef("other.refund_id", "=", "refund.id").on("other.dismissed_because", "is", null).on("other.decided_at", "is not", null))
    .select(["refund.reason", "refund.sent_at", "refund.reference", "refund_line.code", "refund_line.amount", "payment.channel", "other.way", "other.paid_on"])
    .where("refund.accrual_id", "=", debt.accrual.id).where("refund.state", "=", "sent")
    .orderBy("refund.sent_at").orderBy(sql`array_position(array['card', 'permit', 'single-entry'], refund_line.code)`).execute();
  const received = rows.length > 0 ? await receiptOf(db, applicationId, code) : undefined;
  if (!received) return undefined;
  const why = (row: (typeof rows)[number]) => (l: Language) => [
    l.t(`payments.refund-reason.${row.reason as RefundReason}`), l.t(`payments.refund-way.${(row.way ?? row.channel) as OtherWay | "card" | "bank"}`),
    row.paid_on ? l.day(row.paid_on) : l.instant(row.sent_at!), row.reference,
  ].join(" · ");
  return {
    accrualNumber: debt.accrual.number, paid: received.paid, channel: received.channel, last: rows.at(-1)!.sent_at!,
    lines: rows.map((row) => ({ name: spoken(code, (l) => l.t(`fees.${row.code as FeeCode}`)), note: spoken(code, why(row)), amount: { amount: row.amount, currency: "TRY" as const } })),
    total: { amount: rows.reduce((sum, { amount }) => sum + amount, 0), currency: "TRY" },
  };
}
