import type { Application } from "../applications/application.ts";
import { move } from "../applications/move.ts";
import { askForPaper } from "../documents/storage.ts";
import { notify } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { findAppointment } from "./book.ts";
import { endHold } from "./hold.ts";
import { findPlace, freePlace, type Place, placeValues } from "./place.ts";
import { giveBack } from "./slots.ts";
import { stopWish } from "./wish.ts";

/**
 * The person gives their place up until the day before it; the application is then without an appointment, and they are told. The place
 * returns to the others at a random moment.
 */
export async function cancelAppointment(act: Act, application: Application): Promise<Outcome<{ place: Place }, "no-appointment" | "too-late" | "changed-meanwhile">> {
  const before = await findAppointment(act.tx, application.id);
  if (!before) return not("no-appointment");
  if (act.actor.kind === "applicant" && Temporal.PlainDate.compare(act.today, before.day) >= 0) return not("too-late");
  const ended = await endAppointment(act, application.id);
  if (!ended) return not("changed-meanwhile");
  const moved = await move(act, application, "give-up-place", { facts: placeValues(ended.place) });
  if (!moved.ok) {
    await reopen(act, ended);
    return not("changed-meanwhile");
  }
  await freePlace(act, ended.place);
  await notify(act, moved.application, act.actor.kind === "applicant" ? "appointment-cancelled" : "appointment-taken-back", placeValues(ended.place));
  await askForPaper(act, application.id, "registration-form");
  return done({ place: ended.place });
}

/**
 * Ends every claim of a case to a place (appointment, hold, offer, turn in the draw) without moving the case: for the act that withdraws or
 * closes it, in that act's transaction.
 */
export async function giveUpClaims(act: Act, application: string): Promise<void> {
  // The turn in the draw first: when the draw is just giving this case its place, this waits, and then finds that place below.
  await act.tx
    .updateTable("draw_request")
    .set({ withdrawn_at: act.now })
    .where("application_id", "=", application)
    .where("placed_at", "is", null)
    .where("withdrawn_at", "is", null)
    .execute();
  await stopWish(act, application);
  const held = await endHold(act, application);
  if (held !== null) await giveBack(act, [held]);
  const ended = await endAppointment(act, application);
  if (ended) await freePlace(act, ended.place);
}

/** Notes that the person of a standing appointment came. false when there is none. */
export async function markAttended(act: Act, application: string): Promise<boolean> {
  return (await endAs(act, application, "attended")) !== null;
}

/** The person of a case had not come after all: the appointment that was noted as kept stands again. */
export async function takeAttendanceBack(act: Act, application: string): Promise<void> {
  await act.tx
    .updateTable("appointment")
    .set({ state: "booked", ended_at: null, ended_by: null })
    .where("application_id", "=", application)
    .where("state", "=", "attended")
    .execute();
}

/** Notes that nobody came to a standing appointment whose hour has passed, and says which it was; null when there is none such. */
export async function markMissed(act: Act, application: string): Promise<Place | null> {
  const slot = await endAs(act, application, "no-show");
  return slot === null ? null : ((await findPlace(act, slot)) ?? null);
}

/** An appointment that was just ended, with its place, which is still counted as taken. */
export type Ended = { appointment: string; place: Place };

/** Ends the standing appointment of a case; null when there is none. `by` says whose doing it counts as. */
export async function endAppointment(
  act: Act, application: string, by: "applicant" | "office" = act.actor.kind === "applicant" ? "applicant" : "office",
): Promise<Ended | null> {
  const row = await act.tx
    .updateTable("appointment")
    .set((it) => ({ state: "cancelled", ended_at: act.now, ended_by: by, sequence: it("sequence", "+", 1) }))
    .where("application_id", "=", application)
    .where("state", "=", "booked")
    .returning(["id", "slot_id", "steps"])
    .executeTakeFirst();
  if (!row) return null;
  const place = await findPlace(act, row.slot_id);
  if (!place) throw new Error(`the appointment ${row.id} has no place`);
  return { appointment: row.id, place: { ...place, steps: row.steps } };
}

/** Takes the ending back within the same act. */
export async function reopen(act: Act, ended: Ended): Promise<void> {
  await act.tx
    .updateTable("appointment")
    .set((it) => ({ state: "booked", ended_at: null, ended_by: null, sequence: it("sequence", "-", 1) }))
    .where("id", "=", ended.appointment)
    .execute();
}

async function endAs(act: Act, application: string, state: "attended" | "no-show"): Promise<string | null> {
  const row = await act.tx
    .updateTable("appointment")
    .set({ state, ended_at: act.now, ended_by: "office" })
    .where("application_id", "=", application)
    .where("state", "=", "booked")
    .returning("slot_id")
    .executeTakeFirst();
  return row?.slot_id ?? null;
}
