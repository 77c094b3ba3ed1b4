import type { Act } from "../platform/act.ts";
import { v7 } from "../platform/id.ts";

/**
 * Where money stands: owed by applicants, fees by code, held by the card provider or a bank, paid out of the treasury’s account or at the
 * cash desk for what a provider keeps, and held without being owed.
 */
export type Account = "receivable" | "fee-card" | "fee-permit" | "fee-single-entry" | "card-provider" | "bank" | "treasury" | "cash-desk" | "to-return";
export type Posting = "accrued" | "withdrawn" | "paid" | "taken-unowed" | "returned" | "cancelled" | "refund-approved" | "refunded" | "recalculated";

/** The account in which a channel's money arrives. */
export function accountOf(channel: string): Account {
  return channel === "bank" ? "bank" : "card-provider";
}

/**
 * Writes one posting. Debit is positive, credit negative, kuruş; lines of the same account are one, lines of zero are none. The
 * database refuses at commit what does not sum to zero. Nothing is ever changed: what was wrong is posted the other way round.
 */
export async function post(act: Act, what: Posting, about: { accrual: string; payment?: string }, entries: readonly [Account, number][]): Promise<void> {
  const lines = new Map<Account, number>();
  for (const [account, amount] of entries) lines.set(account, (lines.get(account) ?? 0) + amount);
  const id = v7(act.now);
  const rows = [...lines].filter(([, amount]) => amount !== 0).map(([account, amount]) => ({ posting_id: id, account, amount }));
  await act.tx
    .with("posting", (query) => query.insertInto("ledger_posting").values({ id, at: act.now, what, accrual_id: about.accrual, payment_id: about.payment ?? null }))
    .insertInto("ledger_line").values(rows).execute();
}
