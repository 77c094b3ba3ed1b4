import type { Application } from "../applications/application.ts";
import { move } from "../applications/move.ts";
import { belongTo } from "../applications/belong.ts";
import { moveFrom, type State } from "../applications/states.ts";
import { record } from "../audit/record.ts";
import { askForPaper } from "../documents/storage.ts";
import { notify } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { hasPlaceInTime, recordAttempt } from "./attempt.ts";
import { mayChoose } from "./draw-switch.ts";
import { endHold } from "./hold.ts";
import { deadlineIsNear, placeLimits } from "./limits.ts";
import { freePlace, heldPlace, lockSlots, type NoPlace, type Place, placeValues, takePlace, wanted } from "./place.ts";
import { giveBack, soonest } from "./slots.ts";

/** An appointment that stands, with its place. `sequence` grows with each change of it. */
export type Appointment = Place & { id: string; officeAddress: string | null; source: string; sequence: number; moves: number; bookedAt: Temporal.Instant };

export type NotBooked =
  | NoPlace
  /** After the legal deadline, while a place before it is free. */
  | "past-deadline"
  /** The office of that hour gives its dates by the draw. */
  | "drawn-here"
  /** Gave up too many places lately: see `mayChooseFrom`. */
  | "too-many"
  /** The case, or the person in another case, was changed by somebody else since the page was read. */
  | "changed-meanwhile";

/** The appointment of a case that stands, or undefined. */
export async function findAppointment(db: Database | Transaction, application: string): Promise<Appointment | undefined> {
  return db
    .selectFrom("appointment")
    .innerJoin("slot", "slot.id", "appointment.slot_id")
    .innerJoin("office", "office.code", "slot.office_code")
    .select([
      "appointment.id", "appointment.source", "appointment.sequence", "appointment.moves", "appointment.booked_at as bookedAt", "slot.id as slot",
      "slot.day", "slot.starts", "office.code as office", "office.name as officeName", "office.address as officeAddress", "appointment.steps",
    ])
    .where("appointment.application_id", "=", application)
    .where("appointment.state", "=", "booked")
    .executeTakeFirst();
}

/**
 * Books a place for a case: the one it holds, or a free one. With it the application is lodged and the person is told. A day after the
 * legal deadline is booked only when none before it is free, and then the attempt is recorded. `after` is the moment that a free one's hour
 * must lie behind.
 */
export async function book(act: Act, application: Application, slot: string, after = soonest(act.now)): Promise<Outcome<{ place: Place }, NotBooked>> {
  if (!moveFrom(application.state as State, "lodge") || application.person_id === null) return not("changed-meanwhile");
  if ((await mayChooseFrom(act, application)) !== null) return not("too-many");
  const got = await getPlace(act, application, slot, after);
  if (!got.ok) return got;
  const lodged = await lodgeWith(act, application, got.place);
  if (!lodged.ok) await giveBack(act, [got.place]);
  return lodged;
}

/** Lodges a case with a place that is counted for it already. When the case has changed meanwhile, that place stays counted: give it back. */
export async function lodgeWith(
  act: Act, application: Application, place: Place, source: "chosen" | "office" = "chosen",
): Promise<Outcome<{ place: Place }, "changed-meanwhile">> {
  const appointment = await act.tx
    .insertInto("appointment")
    .values({
      id: v7(act.now), application_id: application.id, person_id: application.person_id!, slot_id: place.slot, steps: place.steps, state: "booked", source, booked_at: act.now,
    })
    .onConflict((it) => it.doNothing())
    .returning("id")
    .executeTakeFirst();
  const moved = appointment ? await move(act, application, "lodge", { facts: placeValues(place), set: { office_code: place.office } }) : null;
  if (moved?.ok) {
    await notify(act, moved.application, "appointment-given", placeValues(place));
    await askForPaper(act, application.id, "registration-form");
    return done({ place });
  }
  if (appointment) await act.tx.deleteFrom("appointment").where("id", "=", appointment.id).execute();
  return not("changed-meanwhile");
}

/**
 * Moves an appointment to another hour. The old place is given up only once the new one is sure; on any other outcome it stands as it
 * was. `no-appointment` when there is none (or no longer one); `too-many` when it was moved as often as it may be; `too-late` on the day
 * itself: whoever did not come cannot make it another day afterwards.
 */
export async function moveAppointment(act: Act, application: Application, slot: string): Promise<Outcome<{ place: Place }, NotBooked | "no-appointment" | "too-late">> {
  const before = await findAppointment(act.tx, application.id);
  if (!before) return not("no-appointment");
  if (before.slot === slot) return done({ place: before });
  if (Temporal.PlainDate.compare(act.today, before.day) >= 0) return not("too-late");
  if (before.moves >= placeLimits(act.today).moves) return not("too-many");
  const got = await getPlace(act, application, slot, soonest(act.now), before);
  if (!got.ok) return got;
  const moved = await moveToTaken(act, application, before, got.place, "move");
  if (!moved.ok) await giveBack(act, [got.place]);
  return moved;
}

/**
 * Moves an appointment to a place that is counted for this case already; the old one is given up. `how`: by the person's own move, which counts
 * against those it may have, by an offer they took, or by the office. It is no longer one that was drawn.
 */
export async function moveToTaken(
  act: Act, application: Application, before: Appointment, place: Place, how: "move" | "offer" | "office",
): Promise<Outcome<{ place: Place }, "changed-meanwhile">> {
  const changed = await act.tx
    .updateTable("appointment")
    .set({ slot_id: place.slot, steps: place.steps, sequence: before.sequence + 1, moves: before.moves + (how === "move" ? 1 : 0), source: how === "office" ? "office" : "chosen", reminded_at: null })
    .where("id", "=", before.id)
    .where("state", "=", "booked")
    .where("slot_id", "=", before.slot)
    .where("sequence", "=", before.sequence)
    .returning("id")
    .executeTakeFirst();
  if (!changed) return not("changed-meanwhile");
  if (place.office !== before.office) await belongTo(act, application, place.office);
  await freePlace(act, before);
  await record(act, "appointment-moved", {
    application: application.id, office: place.office, facts: { from: placeValues(before), to: placeValues(place) },
  });
  await notify(act, application, "appointment-changed", placeValues(place));
  await askForPaper(act, application.id, "registration-form");
  return done({ place });
}

// The held place or a free one; what is held besides is given back. After the deadline only when nothing before it is free: who has a
// place in time keeps that, and is not given proof that there was none.
async function getPlace(act: Act, application: Application, slot: string, after: Temporal.Instant, standing?: Appointment): Promise<Outcome<{ place: Place }, NotBooked>> {
  const held = await endHold(act, application.id);
  const kept = held?.slot === slot ? held : null;
  // An hour that was kept before its office began to draw is still theirs.
  if (kept === null && !(await mayChoose(act, application, slot))) {
    if (held !== null) await giveBack(act, [held]);
    return not("drawn-here");
  }
  if (held !== null && kept === null) {
    await lockSlots(act, [held, wanted(application, slot)]);
    await giveBack(act, [held]);
  }
  const got = kept ? await heldPlace(act, application, kept) : await takePlace(act, application, slot, after);
  if (!got.ok) {
    if (kept) await giveBack(act, [kept]);
    return got;
  }
  const isLate = ({ day }: Place) => application.attend_by !== null && Temporal.PlainDate.compare(day, application.attend_by) > 0;
  if (!isLate(got.place)) return got;
  if ((standing && !isLate(standing)) || (await hasPlaceInTime(act.tx, application, act.now))) {
    await giveBack(act, [got.place]);
    return not("past-deadline");
  }
  await recordAttempt(act, application);
  return got;
}

/**
 * From when on a person may choose again for themselves, null when at once: who gave up too many places lately waits. Nobody waits whose
 * legal deadline is near; the office can always give a place.
 */
export async function mayChooseFrom(act: Pick<Act, "tx" | "now" | "today">, application: Application): Promise<Temporal.Instant | null> {
  const limits = placeLimits(act.today);
  const since = act.now.subtract({ hours: limits.months * 31 * 24 });
  const given = await act.tx
    .selectFrom("appointment")
    .select("ended_at")
    .where("person_id", "=", application.person_id)
    .where("ended_at", ">", since)
    .where((it) => it.or([it("state", "=", "no-show"), it.and([it("state", "=", "cancelled"), it("ended_by", "=", "applicant")])]))
    .orderBy("ended_at", "desc")
    .execute();
  if (given.length < limits.gaveUp || deadlineIsNear(application.attend_by, act.today)) return null;
  const from = given[0]!.ended_at!.add({ hours: limits.waitHours });
  return Temporal.Instant.compare(from, act.now) > 0 ? from : null;
}
