import { answersOf, type Application } from "../applications/application.ts";
import { factsOf } from "../applications/facts.ts";
import { assess } from "../eligibility/assess.ts";
import { findAccrual, type Accrual } from "../payments/accrual.ts";
import { recalculate } from "../payments/recalculate.ts";
import type { Act } from "../platform/act.ts";
import { dateOf } from "../platform/clock.ts";
import { not, type Outcome } from "../platform/outcome.ts";
import { feeReliefs, type ReliefCode } from "../rules/fee-tariffs.ts";
import type { FeeLine } from "../rules/fees.ts";
import { lawOf } from "../rules/tables.ts";

/**
 * The fees of a case by what stands in it today, corrections included, by its own edition of the law and with tariff and rate of the day on
 * which it was created; without the one that an officer left out.
 */
export function feesOfToday(application: Application, relief: string | null): FeeLine[] {
  const { fees } = assess(factsOf(answersOf(application)), dateOf(application.created_at!), { tables: lawOf(application.edition) });
  const left = feeReliefs.find(({ code }) => code === relief)?.fee;
  return fees.filter(({ code }) => code !== left);
}

/** Sets the fees of an unpaid case anew: after a correction that changes what is owed, or because one of them is left out, `relief`, on proof. */
export async function recalculateFees(
  act: Act, application: Application, reason: string, relief: ReliefCode | null,
): Promise<Outcome<{ accrual: Accrual }, "closed" | "payment-under-way" | "same" | "reason-needed">> {
  const debt = await findAccrual(act.tx, application.id);
  return debt ? recalculate(act, debt.accrual.id, feesOfToday(application, relief), reason, relief) : not("closed");
}
