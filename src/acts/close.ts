import type { Application } from "../applications/application.ts";
import { lock } from "../applications/lock.ts";
import { move, type Moved } from "../applications/move.ts";
import { findAppointment } from "../appointments/book.ts";
import { giveUpClaims } from "../appointments/cancel.ts";
import { closeAccrual } from "../payments/accrual.ts";
import type { Act } from "../platform/act.ts";
import { not, type Outcome } from "../platform/outcome.ts";

type Closed<Why extends string> = Promise<Outcome<Moved, Why | "comment-needed" | "changed-meanwhile" | "not-allowed">>;

/** The counter cannot take the application in; the officer's words say why. */
export async function notAccept(act: Act, application: Application, comment: string): Closed<never> {
  if (comment.trim() === "") return not("comment-needed");
  const moved = await move(act, application, "not-accept", { comment });
  // Nobody must be able to pay for a case that has ended.
  if (moved.ok) await closeAccrual(act, application.id, "withdrawn");
  return moved;
}

/** The documents asked for did not come by their day: the case is removed from processing. `not-yet` until that day is over. */
export async function remove(act: Act, application: Application, comment: string): Closed<"not-yet"> {
  if (comment.trim() === "") return not("comment-needed");
  if (application.documents_due !== null && Temporal.PlainDate.compare(act.today, application.documents_due) <= 0) return not("not-yet");
  const moved = await move(act, application, "remove", { comment, set: { paused_on: null } });
  if (moved.ok) await closeAccrual(act, application.id, "withdrawn");
  return moved;
}

/**
 * The legal period ended without an appearance. `not-yet` while it runs; `has-place` while an appointment is still to come or the draw
 * has not given one: then it is the office that is late, and nobody lapses for that.
 */
export async function lapse(act: Act, application: Application, comment: string): Closed<"not-yet" | "has-place"> {
  if (comment.trim() === "") return not("comment-needed");
  if (application.attend_by === null || Temporal.PlainDate.compare(act.today, application.attend_by) <= 0) return not("not-yet");
  if (!(await lock(act, application))) return not("changed-meanwhile");
  const appointment = await findAppointment(act.tx, application.id);
  const waits = application.state === "lodged" && !appointment;
  if (waits || (appointment && Temporal.PlainDate.compare(appointment.day, act.today) >= 0)) return not("has-place");
  const moved = await move(act, application, "lapse", { comment });
  if (!moved.ok) return moved;
  await giveUpClaims(act, application.id);
  await closeAccrual(act, application.id, "withdrawn");
  return moved;
}
