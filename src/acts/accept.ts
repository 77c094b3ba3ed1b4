import { answersOf, type Application } from "../applications/application.ts";
import { lock } from "../applications/lock.ts";
import { move, type Moved } from "../applications/move.ts";
import { listDocuments, outstanding, settledReceipts } from "../documents/checklist.ts";
import { askForPaper } from "../documents/storage.ts";
import { findAccrual } from "../payments/accrual.ts";
import type { Act } from "../platform/act.ts";
import { not, type Outcome } from "../platform/outcome.ts";
import { decisionDue } from "../rules/deadlines.ts";
import type { PermitType } from "../rules/permit-types.ts";

/** The decision clock of a case: from which day it runs, and when it runs out. */
export type DecisionClock = { completeOn: Temporal.PlainDate; decideBy: Temporal.PlainDate; pausedDays: number };

/**
 * The clock once all documents are there (Law 6458 art. 21). A case that was never complete starts it today; one that was paused in the
 * middle of review gets exactly the days back for which the clock stood still, the day of asking counted and today not.
 */
export function decisionClock(
  { complete_on: completeOn, decide_by: decideBy, paused_on: pausedOn }: Pick<Application, "complete_on" | "decide_by" | "paused_on">,
  permitType: PermitType, province: string, today: Temporal.PlainDate,
): DecisionClock {
  if (completeOn === null || decideBy === null) return { completeOn: today, decideBy: decisionDue(today, permitType, province), pausedDays: 0 };
  const pausedDays = pausedOn === null ? 0 : pausedOn.until(today).days;
  return { completeOn, decideBy: decideBy.add({ days: pausedDays }), pausedDays };
}

/**
 * Accepts a case whose required documents are all there: the clock of the decision runs, the person is told, and the application
 * certificate (müracaat belgesi) is drawn. `outstanding` when documents are still missing; the receipts of fees that are paid are not.
 */
export async function accept(act: Act, application: Application): Promise<Outcome<Moved, "outstanding" | "changed-meanwhile" | "not-allowed">> {
  if (!(await lock(act, application))) return not("changed-meanwhile");
  if (outstanding(await listDocuments(act.tx, application.id), settledReceipts(await findAccrual(act.tx, application.id))).length > 0) return not("outstanding");
  const permitType = answersOf(application).permitType as PermitType;
  const { completeOn, decideBy, pausedDays } = decisionClock(application, permitType, application.province ?? "", act.today);
  const moved = await move(act, application, "accept", {
    facts: { completeOn: completeOn.toString(), decideBy: decideBy.toString(), ...(pausedDays > 0 ? { pausedDays } : {}) },
    values: { decideBy: decideBy.toString() },
    set: { complete_on: completeOn, decide_by: decideBy, paused_on: null, documents_due: null },
  });
  if (moved.ok) await askForPaper(act, application.id, "application-certificate");
  return moved;
}
