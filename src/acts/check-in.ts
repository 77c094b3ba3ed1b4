import type { Application } from "../applications/application.ts";
import { move, type Moved } from "../applications/move.ts";
import { findAppointment } from "../appointments/book.ts";
import { markAttended } from "../appointments/cancel.ts";
import { issueTicket } from "../appointments/tickets.ts";
import type { Act } from "../platform/act.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";

/**
 * The person is here on the day of the appointment. `other-day` when the appointment is on another day, `no-appointment` when there is none:
 * then the office gives one first. The person is given a number to wait with.
 */
export async function checkIn(
  act: Act, application: Application,
): Promise<Outcome<Moved & { ticket: number }, "other-day" | "no-appointment" | "changed-meanwhile" | "not-allowed">> {
  if (application.state !== "lodged") return not("not-allowed");
  const appointment = await findAppointment(act.tx, application.id);
  if (!appointment) return not("no-appointment");
  if (!appointment.day.equals(act.today)) return not("other-day");
  const moved = await move(act, application, "check-in", { facts: { day: appointment.day.toString(), time: appointment.starts.toString({ smallestUnit: "minute" }) } });
  if (!moved.ok) return moved;
  if (!(await markAttended(act, application.id))) throw new Error("the appointment was gone while its person was checked in");
  return done({ application: moved.application, ticket: await issueTicket(act, application.id, appointment) });
}
