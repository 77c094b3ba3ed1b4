import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import { json } from "../platform/database.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import type { ReliefCode } from "../rules/fee-tariffs.ts";
import type { FeeCode, FeeLine } from "../rules/fees.ts";
import { account, type Accrual, linesOf, rowsOf } from "./accrual.ts";
import { type Account, post } from "./ledger.ts";
import { lockAccrual } from "./payment.ts";

/**
 * Sets what an unpaid case owes anew, by an officer and for a reason: the only way in which an accrual changes. What stood there before is
 * kept, and the ledger gets the difference as a posting. While a payment is under way the amount stays: `payment-under-way`.
 */
export async function recalculate(
  act: Act, accrualId: string, lines: readonly FeeLine[], reason: string, relief: ReliefCode | null = null,
): Promise<Outcome<{ accrual: Accrual }, "closed" | "payment-under-way" | "same" | "reason-needed">> {
  const accrual = await lockAccrual(act, accrualId);
  if (accrual.closed_at !== null) return not("closed");
  if (reason.trim() === "") return not("reason-needed");
  const live = await act.tx.selectFrom("payment").select("id").where("accrual_id", "=", accrual.id).where("state", "in", ["created", "redirected", "unknown", "disputed"]).executeTakeFirst();
  if (live) return not("payment-under-way");
  const before = await linesOf(act.tx, accrual.id);
  const after = rowsOf(accrual.id, lines, act.today);
  const brief = (rows: readonly { code: string; amount_try: number; rate: string | null; months: number | null; doubled: boolean }[]) =>
    rows.map(({ code, amount_try, rate, months, doubled }) => ({ code, amount_try, rate, months, doubled }));
  if (JSON.stringify(brief(before)) === JSON.stringify(brief(after))) return not("same");
  const total = after.reduce((sum, line) => sum + line.amount_try, 0);
  await act.tx.deleteFrom("accrual_line").where("accrual_id", "=", accrual.id).execute();
  await act.tx.insertInto("accrual_line").values(after).execute();
  const changed = await act.tx.updateTable("accrual").set({ total, relief }).where("id", "=", accrual.id).returningAll().executeTakeFirstOrThrow();
  await act.tx.insertInto("accrual_recalculation").values({
    accrual_id: accrual.id, at: act.now, officer_id: act.actor.id!, reason: reason.trim(), relief, before: json(brief(before)), after: json(brief(after)),
  }).execute();
  const entry = (sign: 1 | -1) => ({ code, amount_try }: { code: string; amount_try: number }): [Account, number] => [account[code as FeeCode], sign * amount_try];
  const entries: [Account, number][] = [["receivable", total - accrual.total], ...before.map(entry(1)), ...after.map(entry(-1))];
  await post(act, "recalculated", { accrual: accrual.id }, entries);
  await record(act, "recalculate-accrual", { application: accrual.application_id, facts: { accrual: accrual.number, before: accrual.total, total, ...(relief ? { relief } : {}) } });
  return done({ accrual: changed });
}
