import type { Named, Receipt, FeeLine as PaperLine } from "../documents/papers/paper.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { type Code, type Language, language } from "../platform/i18n.ts";
import type { FeeLine } from "../rules/fees.ts";
import { type AccrualLine, findAccrual } from "./accrual.ts";

/** What a receipt says about the money. Who it is for and whose letterhead it bears is known to the one who has the paper drawn. */
export type Received = Pick<Receipt, "receiptNumber" | "accrualNumber" | "lines" | "total" | "paid" | "channel" | "reference">;

/** What was received for a case, in its language and in Turkish; undefined while its fees are not paid. */
export async function receiptOf(db: Database | Transaction, applicationId: string, code: Code): Promise<Received | undefined> {
  const debt = await findAccrual(db, applicationId);
  if (!debt?.paid) return undefined;
  const payments = await db.selectFrom("payment").selectAll().where("accrual_id", "=", debt.accrual.id).orderBy("started_at").orderBy("id").execute();
  const counted = payments.findIndex(({ state }) => state === "paid");
  const payment = payments[counted];
  if (!payment?.settled_at) return undefined;
  return {
    // A payment that a bank took back and another that followed are two receipts.
    receiptNumber: `R-${debt.accrual.number}-${counted + 1}`,
    accrualNumber: debt.accrual.number,
    lines: paperLines(debt.lines, code),
    total: { amount: payment.amount, currency: "TRY" },
    paid: payment.settled_at,
    channel: spoken(code, (l) => l.t(payment.channel === "bank" ? "payments.channel.bank" : "payments.channel.card")),
    reference: payment.provider_reference ?? payment.id,
  };
}

/** The lines of an accrual as papers show them: each fee, how it came about, and what it comes to in lira. */
export function paperLines(lines: readonly Pick<AccrualLine, "code" | "amount" | "amount_try" | "rate" | "months">[], code: Code): PaperLine[] {
  return lines.map((line) => {
    const { rate, months } = line;
    const note = (l: Language) => [
      ...(months === null ? [] : [l.t("fees.months", { n: months })]),
      ...(rate === null ? [] : [`${l.money(line.amount, "USD")} ${l.t("fees.at-rate", { rate: l.decimal(rate) })}`]),
    ].join(" · ");
    return {
      name: spoken(code, (l) => l.t(`fees.${line.code as FeeLine["code"]}`)),
      ...(months === null && rate === null ? {} : { note: spoken(code, note) }),
      amount: { amount: line.amount_try, currency: "TRY" as const },
    };
  });
}

/** A text in the language of a case and in Turkish. */
export function spoken(code: Code, say: (l: Language) => string): Named {
  return { own: say(language(code)), turkish: say(language("tr")) };
}
