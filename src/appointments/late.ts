import type { Application } from "../applications/application.ts";
import { move } from "../applications/move.ts";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { endAppointment } from "./cancel.ts";
import { endHold } from "./hold.ts";
import { freePlace, type Place, placeValues } from "./place.ts";
import { giveBack } from "./slots.ts";

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
