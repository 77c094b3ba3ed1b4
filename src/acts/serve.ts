import type { Application } from "../applications/application.ts";
import { findDecision, writeService } from "../applications/decision.ts";
import { lock } from "../applications/lock.ts";
import { move, type Moved } from "../applications/move.ts";
import { servedOn, type ServiceWay, writeProof } from "../applications/service.ts";
import { askForPaper, readFile } from "../documents/storage.ts";
import { notify } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import { dateOf } from "../platform/clock.ts";
import { not, type Outcome } from "../platform/outcome.ts";
import { courtBy, leaveBy } from "../rules/deadlines.ts";

/**
 * Notes how and on which day the refusal arrived: the days for leaving and for the court are counted from the day the law takes for it, the
 * proof is kept, the person is told, and the letter is drawn again. `day-out-of-range` before the decision or in the future;
 * `reference-needed` where the post or the e-notification has a number of its own.
 */
export async function serve(
  act: Act, application: Application, arrived: Temporal.PlainDate, { way = "counter", reference = "" }: { way?: ServiceWay; reference?: string } = {},
): Promise<Outcome<Moved, "day-out-of-range" | "reference-needed" | "changed-meanwhile" | "not-allowed">> {
  if (application.state !== "refused") return not("not-allowed");
  if (!(await lock(act, application))) return not("changed-meanwhile");
  const decision = await findDecision(act.tx, application.id);
  if (!decision) throw new Error(`${application.id} is refused without a decision`);
  if (Temporal.PlainDate.compare(arrived, act.today) > 0 || Temporal.PlainDate.compare(arrived, dateOf(decision.decided_at)) < 0) return not("day-out-of-range");
  if (way !== "counter" && reference.trim() === "") return not("reference-needed");
  const on = servedOn(way, arrived);
  const served = { on, leaveBy: leaveBy(on), courtBy: courtBy(on) };
  const moved = await move(act, application, "serve", {
    facts: { way, arrived: arrived.toString(), on: on.toString(), leaveBy: served.leaveBy.toString(), courtBy: served.courtBy.toString() },
  });
  if (!moved.ok) return moved;
  await writeService(act, application.id, served);
  const letter = await readFile(act.tx, application.id, "decision");
  await writeProof(act, application.id, { way, arrived_on: arrived, served_on: on, reference: reference.trim().slice(0, 60) || null, document_digest: letter?.digest ?? null });
  await notify(act, application, "decision-served", { on: on.toString(), leaveBy: served.leaveBy.toString(), courtBy: served.courtBy.toString() });
  await askForPaper(act, application.id, "decision");
  return moved;
}
