import type { Application } from "../applications/application.ts";
import { lock } from "../applications/lock.ts";
import { move, type Moved } from "../applications/move.ts";
import { findAppointment } from "../appointments/book.ts";
import { markMissed } from "../appointments/cancel.ts";
import type { Act } from "../platform/act.ts";
import { instantOf } from "../platform/clock.ts";
import { not, type Outcome } from "../platform/outcome.ts";

/**
 * An officer notes that nobody came to an appointment whose hour has passed. The application is again without one, the person is told
 * and may choose anew while their time lasts. `not-yet` before the hour, `no-appointment` where none stands.
 */
export async function noShow(
  act: Act, application: Application, comment?: string,
): Promise<Outcome<Moved, "not-yet" | "no-appointment" | "changed-meanwhile" | "not-allowed">> {
  if (!(await lock(act, application))) return not("changed-meanwhile");
  const appointment = await findAppointment(act.tx, application.id);
  if (!appointment) return not("no-appointment");
  if (Temporal.Instant.compare(instantOf(appointment.day, appointment.starts), act.now) > 0) return not("not-yet");
  const day = appointment.day.toString();
  const moved = await move(act, application, "no-show", { comment, facts: { day }, values: { day } });
  if (moved.ok && !(await markMissed(act, application.id))) throw new Error("the appointment was gone while its person was noted as missing");
  return moved;
}
