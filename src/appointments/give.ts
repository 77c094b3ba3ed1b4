import type { Application } from "../applications/application.ts";
import { moveFrom, type State } from "../applications/states.ts";
import type { Act } from "../platform/act.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { findAppointment, lodgeWith, moveToTaken } from "./book.ts";
import { endHold } from "./hold.ts";
import { leaveDraw } from "./join.ts";
import { type NoPlace, type Place, takePlace } from "./place.ts";
import { giveBack } from "./slots.ts";
import { stopWish } from "./wish.ts";

/**
 * An officer gives a case a free place of an office that serves it: where it has none, it is lodged with it; where it has one, that one is
 * moved, which counts against nobody's limits; a turn in a draw that is not drawn yet ends. It is how protected cases come to a place,
 * which no draw may know. Takes nobody's place: it must be free.
 */
export async function giveAppointment(act: Act, application: Application, slot: string): Promise<Outcome<{ place: Place }, NoPlace | "changed-meanwhile">> {
  const lodged = application.state === "lodged";
  if (application.person_id === null || (!lodged && !moveFrom(application.state as State, "lodge"))) return not("changed-meanwhile");
  const before = await findAppointment(act.tx, application.id);
  if (before?.slot === slot) return done({ place: before });
  const taken = await takePlace(act, application, slot, act.now);
  if (!taken.ok) return taken;
  const given = before ? await moveToTaken(act, application, before, taken.place, "office")
    : lodged ? await insteadOfTurn(act, application, taken.place) : await lodgeWith(act, application, taken.place, "office");
  if (!given.ok) {
    await giveBack(act, [taken.place]);
    return given;
  }
  const held = await endHold(act, application.id);
  if (held !== null) await giveBack(act, [held]);
  await stopWish(act, application.id);
  return given;
}

/** The case is lodged by its turn in the draw: it leaves the draw, and is lodged with the place instead. */
async function insteadOfTurn(act: Act, application: Application, place: Place): Promise<Outcome<{ place: Place }, "changed-meanwhile">> {
  const left = await leaveDraw(act, application);
  if (!left.ok) return not("changed-meanwhile");
  return lodgeWith(act, left.application, place, "office");
}
