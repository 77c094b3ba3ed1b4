import type { Application } from "../applications/application.ts";
import { findDecision, writeService } from "../applications/decision.ts";
import { lock } from "../applications/lock.ts";
import { move, type Moved } from "../applications/move.ts";
import { askForPaper } from "../documents/storage.ts";
import type { Act } from "../platform/act.ts";
import { dateOf } from "../platform/clock.ts";
import { not, type Outcome } from "../platform/outcome.ts";
import { courtBy, leaveBy } from "../rules/deadlines.ts";

/**
 * Notes on which day the refusal was handed over: from then the days for leaving and for the court are counted, and the letter is drawn
 * again with them. `day-out-of-range` before the decision or in the future.
 */
export async function serve(
  act: Act, application: Application, on: Temporal.PlainDate,
): Promise<Outcome<Moved, "day-out-of-range" | "changed-meanwhile" | "not-allowed">> {
  if (application.state !== "refused") return not("not-allowed");
  if (!(await lock(act, application))) return not("changed-meanwhile");
  const decision = await findDecision(act.tx, application.id);
  if (!decision) throw new Error(`${application.id} is refused without a decision`);
  if (Temporal.PlainDate.compare(on, act.today) > 0 || Temporal.PlainDate.compare(on, dateOf(decision.decided_at)) < 0) return not("day-out-of-range");
  const served = { on, leaveBy: leaveBy(on), courtBy: courtBy(on) };
  const moved = await move(act, application, "serve", {
    facts: { on: on.toString(), leaveBy: served.leaveBy.toString(), courtBy: served.courtBy.toString() },
  });
  if (!moved.ok) return moved;
  await writeService(act, application.id, served);
  await askForPaper(act, application.id, "decision");
  return moved;
}
