import { answersOf, type Application } from "../applications/application.ts";
import { factsOf } from "../applications/facts.ts";
import { assess } from "../eligibility/assess.ts";
import { findAccrual, type Accrual } from "../payments/accrual.ts";
import { recalculate } from "../payments/recalculate.ts";
import type { Act } from "../platform/act.ts";
import { dateOf } from "../platform/clock.ts";
import { not, type Outcome } from "../platform/outcome.ts";
import type { FeeLine } from "../rules/fees.ts";
import { lawOf } from "../rules/tables.ts";

/** The fees of a case by what stands in it today, corrections included, by its own edition of the law and with tariff and rate of the day on which it was created. */
export function feesOfToday(application: Application): FeeLine[] {
  return assess(factsOf(answersOf(application)), dateOf(application.created_at!), { tables: lawOf(application.edition) }).fees;
}

/** Sets the fees of an unpaid case anew, after a correction that changes what is owed. */
export async function recalculateFees(
  act: Act, application: Application, reason: string,
): Promise<Outcome<{ accrual: Accrual }, "closed" | "payment-under-way" | "same" | "reason-needed">> {
  const debt = await findAccrual(act.tx, application.id);
  return debt ? recalculate(act, debt.accrual.id, feesOfToday(application), reason) : not("closed");
}
