import type { Application } from "../applications/application.ts";
import { lock } from "../applications/lock.ts";
import { move, type Moved } from "../applications/move.ts";
import { findAppointment } from "../appointments/book.ts";
import { markAttended } from "../appointments/cancel.ts";
import { standAgain } from "../appointments/late.ts";
import type { Place } from "../appointments/place.ts";
import { issueTicket } from "../appointments/tickets.ts";
import type { Act } from "../platform/act.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";

type CheckedIn = Outcome<Moved & { ticket: number }, "other-day" | "no-appointment" | "changed-meanwhile" | "not-allowed">;

/**
 * The person is here on the day of the appointment. `other-day` when the appointment is on another day, `no-appointment` when there is none:
 * then the office gives one first. Who was noted as missing today and comes after all is taken in again. The person is given a number to
 * wait with.
 */
export async function checkIn(act: Act, application: Application): Promise<CheckedIn> {
  if (application.state !== "lodged" && application.state !== "created") return not("not-allowed");
  const appointment = await findAppointment(act.tx, application.id);
  if (appointment?.day.equals(act.today)) return takeIn(act, application, appointment);
  if (!(await lock(act, application))) return not("changed-meanwhile");
  const late = await standAgain(act, application);
  if (late.ok) return takeIn(act, late.application, late.place);
  return late.why === "no-appointment" && appointment ? not("other-day") : late;
}

async function takeIn(act: Act, application: Application, place: Place): Promise<CheckedIn> {
  const moved = await move(act, application, "check-in", { facts: { day: place.day.toString(), time: place.starts.toString({ smallestUnit: "minute" }) } });
  if (!moved.ok) return moved;
  if (!(await markAttended(act, application.id))) throw new Error("the appointment was gone while its person was checked in");
  return done({ application: moved.application, ticket: await issueTicket(act, application.id, place) });
}
