import type { Application } from "../applications/application.ts";
import { move } from "../applications/move.ts";
import { record } from "../audit/record.ts";
import { notify } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { recordAttempt } from "./attempt.ts";
import { endAppointment } from "./cancel.ts";
import { endHold } from "./hold.ts";
import { standInDrawAgain } from "./join.ts";
import { freePlace, type Place, placeValues, takePlace } from "./place.ts";
import { coveredBy, giveBack } from "./slots.ts";

/** An appointment of a day to which its person was noted as not having come. */
type Missed = Place & { id: string };

async function findMissed(db: Database | Transaction, application: string, day: Temporal.PlainDate): Promise<Missed | undefined> {
  return db
    .selectFrom("appointment")
    .innerJoin("slot", "slot.id", "appointment.slot_id")
    .innerJoin("office", "office.code", "slot.office_code")
    .select(["appointment.id", "slot.id as slot", "slot.day", "slot.starts", "office.code as office", "office.name as officeName", "appointment.steps"])
    .where("appointment.application_id", "=", application)
    .where("appointment.state", "=", "no-show")
    .where("slot.day", "=", day)
    .orderBy("slot.starts", "desc")
    .executeTakeFirst();
}

/**
 * A person came after all, on the day itself, after having been noted as missing: their appointment stands again and the case is lodged
 * with it. What they took meanwhile instead (another appointment, a turn in the draw, a kept hour) ends. The note and its taking back both
 * stay in the history. `no-appointment` when nothing was missed today.
 */
export async function standAgain(act: Act, application: Application): Promise<Outcome<{ application: Application; place: Place }, "no-appointment" | "changed-meanwhile" | "not-allowed">> {
  const missed = await findMissed(act.tx, application.id, act.today);
  if (!missed) return not("no-appointment");
  const held = await endHold(act, application.id);
  if (held !== null) await giveBack(act, [held]);
  const instead = await endAppointment(act, application.id, "office");
  if (instead) await freePlace(act, instead.place);
  await act.tx
    .updateTable("draw_request")
    .set({ withdrawn_at: act.now })
    .where("application_id", "=", application.id)
    .where("placed_at", "is", null)
    .where("withdrawn_at", "is", null)
    .execute();
  await act.tx
    .updateTable("appointment")
    .set((it) => ({ state: "booked", ended_at: null, ended_by: null, sequence: it("sequence", "+", 1) }))
    .where("id", "=", missed.id)
    .execute();
  await record(act, "came-after-all", { application: application.id, office: missed.office, facts: { ...placeValues(missed), ...(instead ? { instead: placeValues(instead.place) } : {}) } });
  if (application.state === "lodged") return done({ application, place: missed });
  const moved = await move(act, application, "lodge", { facts: placeValues(missed), set: { office_code: missed.office } });
  return moved.ok ? done({ application: moved.application, place: missed }) : moved;
}

/**
 * The check-in at `cameAt` of somebody who had been noted as missing that day was a mistake: they are missing as since that note, and what they
 * had taken instead is theirs again. Returns the state that the case was in with it: lodged with another appointment or a turn in the draw, else
 * created; null where the check-in was to an appointment that stood. Who lost another appointment because its place went to somebody else
 * meanwhile is told so.
 */
export async function missAgain(act: Act, application: Application, cameAt: Temporal.Instant): Promise<"lodged" | "created" | null> {
  const missed = await act.tx
    .selectFrom("appointment")
    .innerJoin("application_history as noted", "noted.application_id", "appointment.application_id")
    .select(["appointment.id", "noted.at"])
    .where("appointment.application_id", "=", application.id)
    .where("appointment.state", "=", "attended")
    .where("noted.event", "=", "no-show")
    // An appointment ends with the note that nobody came to it, so any later one was booked after that.
    .whereRef("noted.at", ">", "appointment.booked_at")
    .orderBy("noted.id", "desc")
    .executeTakeFirst();
  if (!missed) return null;
  await act.tx.updateTable("appointment").set({ state: "no-show", ended_at: missed.at, ended_by: "office" }).where("id", "=", missed.id).execute();
  const instead = await act.tx
    .selectFrom("appointment")
    .innerJoin("slot", "slot.id", "appointment.slot_id")
    .innerJoin("office", "office.code", "slot.office_code")
    .select(["appointment.id", "slot.id as slot", "slot.day", "slot.starts", "office.code as office", "office.name as officeName", "appointment.steps"])
    .where("appointment.application_id", "=", application.id)
    .where("appointment.state", "=", "cancelled")
    .where("appointment.ended_at", "=", cameAt)
    .executeTakeFirst();
  if (!instead) return (await standInDrawAgain(act, application, cameAt)) ? "lodged" : "created";
  await unfree(act, instead, cameAt);
  const taken = await takePlace(act, application, instead.slot, act.now);
  if (!taken.ok) {
    await notify(act, application, "appointment-taken-back", placeValues(instead));
    await recordAttempt(act, application);
    return "created";
  }
  await act.tx
    .updateTable("appointment")
    .set((it) => ({ state: "booked", ended_at: null, ended_by: null, sequence: it("sequence", "+", 1), steps: taken.place.steps }))
    .where("id", "=", instead.id)
    .execute();
  return "lodged";
}

/** What is left of a place that was given up at an instant, and has not returned to the others yet, returns now: to be taken at once. */
async function unfree(act: Act, place: Place, freedAt: Temporal.Instant): Promise<void> {
  for (const slot of await coveredBy(act, place)) {
    const freed = await act.tx.selectFrom("freed_place").select("id").where("slot_id", "=", slot).where("freed_at", "=", freedAt).limit(1).forUpdate().executeTakeFirst();
    if (!freed) continue;
    await act.tx.deleteFrom("freed_place").where("id", "=", freed.id).execute();
    await giveBack(act, [{ slot, steps: 1 }]);
  }
}
