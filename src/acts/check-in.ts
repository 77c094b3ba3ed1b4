import type { Application } from "../applications/application.ts";
import { lock } from "../applications/lock.ts";
import { move, type Moved } from "../applications/move.ts";
import { findAppointment } from "../appointments/book.ts";
import { markAttended, takeAttendanceBack } from "../appointments/cancel.ts";
import { missAgain, standAgain } from "../appointments/late.ts";
import type { Place } from "../appointments/place.ts";
import { issueTicket, takeTicketBack } from "../appointments/tickets.ts";
import { listDocuments } from "../documents/checklist.ts";
import type { Act } from "../platform/act.ts";
import { dateOf } from "../platform/clock.ts";
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

/** Whether a check-in can be taken back: on its own day, and while no document was marked and the case not moved since. `last` is its last move. */
export function isOnlyCheckedIn(last: { event: string; at: Temporal.Instant } | undefined, documents: readonly { state: string }[], today: Temporal.PlainDate): boolean {
  return last?.event === "check-in" && dateOf(last.at).equals(today) && documents.every(({ state }) => state === "expected");
}

/**
 * Somebody else was checked in than stood there: all is again as before, and the number to wait with is called no more. Who had been noted as
 * missing is so again, without being told of it a second time.
 */
export async function undoCheckIn(act: Act, application: Application): Promise<Outcome<Moved, "changed-meanwhile" | "not-allowed">> {
  if (!(await lock(act, application))) return not("changed-meanwhile");
  const last = await act.tx.selectFrom("application_history").select(["event", "at"]).where("application_id", "=", application.id).orderBy("id", "desc").executeTakeFirst();
  if (!isOnlyCheckedIn(last, await listDocuments(act.tx, application.id), act.today)) return not("changed-meanwhile");
  const missing = await missAgain(act, application, last!.at);
  const moved = await move(act, application, missing === "created" ? "undo-late-check-in" : "undo-check-in");
  if (!moved.ok) return moved;
  if (missing === null) await takeAttendanceBack(act, application.id);
  await takeTicketBack(act, application.id);
  return moved;
}
