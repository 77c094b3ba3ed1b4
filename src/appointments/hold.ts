import type { Application } from "../applications/application.ts";
import { moveFrom, type State } from "../applications/states.ts";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { mayChoose } from "./draw-switch.ts";
import { HOLD_MINUTES } from "./limits.ts";
import { lockSlots, type NoPlace, type Place, takePlace, wanted } from "./place.ts";
import { giveBack, type Taken } from "./slots.ts";

export type Held = Place & { until: Temporal.Instant };

/**
 * Keeps a place for some minutes while its person confirms. One each: the place kept before is given back in the same act. Asking again
 * for the same hour does not make the time longer. `changed-meanwhile` when another page of the same case was quicker.
 */
export async function hold(act: Act, application: Application, slot: string): Promise<Outcome<{ held: Held }, NoPlace | "drawn-here" | "changed-meanwhile">> {
  if (!mayHold(application)) return not("changed-meanwhile");
  const before = await findHold(act.tx, application.id, act.now);
  if (before?.slot === slot) return done({ held: before });
  if (!(await mayChoose(act, application, slot))) return not("drawn-here");
  const old = await act.tx.selectFrom("hold").select(["slot_id", "steps", "expires_at"]).where("application_id", "=", application.id).executeTakeFirst();
  if (old) {
    // Whoever deletes the row is the one who may give its place back.
    const { numDeletedRows } = await act.tx.deleteFrom("hold").where("application_id", "=", application.id).where("slot_id", "=", old.slot_id).executeTakeFirst();
    if (numDeletedRows === 0n) return not("changed-meanwhile");
    await lockSlots(act, [{ slot: old.slot_id, steps: old.steps }, wanted(application, slot)]);
  }
  const taken = await takePlace(act, application, slot);
  if (!taken.ok) {
    if (old) await act.tx.insertInto("hold").values({ application_id: application.id, ...old }).execute();
    return taken;
  }
  if (old) await giveBack(act, [{ slot: old.slot_id, steps: old.steps }]);
  const until = act.now.add({ minutes: HOLD_MINUTES });
  const kept = await act.tx
    .insertInto("hold")
    .values({ application_id: application.id, slot_id: slot, steps: taken.place.steps, expires_at: until })
    .onConflict((it) => it.doNothing())
    .returning("slot_id")
    .executeTakeFirst();
  if (kept) return done({ held: { ...taken.place, until } });
  await giveBack(act, [taken.place]);
  return not("changed-meanwhile");
}

/** The place that is kept for a case at this moment, or undefined. */
export async function findHold(db: Database | Transaction, application: string, now: Temporal.Instant): Promise<Held | undefined> {
  return db
    .selectFrom("hold")
    .innerJoin("slot", "slot.id", "hold.slot_id")
    .innerJoin("office", "office.code", "slot.office_code")
    .select(["slot.id as slot", "slot.day", "slot.starts", "office.code as office", "office.name as officeName", "hold.steps", "hold.expires_at as until"])
    .where("hold.application_id", "=", application)
    .where("hold.expires_at", ">", now)
    .executeTakeFirst();
}

/** Lets the kept place of a case go, whatever it is, and says which it was. */
export async function endHold(act: Act, application: string): Promise<Taken | null> {
  return (await act.tx.deleteFrom("hold").where("application_id", "=", application).returning(["slot_id as slot", "steps"]).executeTakeFirst()) ?? null;
}

/** The person gives the hour that is kept for them back to the others; without one nothing happens. */
export async function letGo(act: Act, application: string): Promise<void> {
  const held = await endHold(act, application);
  if (held !== null) await giveBack(act, [held]);
}

// A case with an appointment may hold another hour: that is how it is moved.
function mayHold(application: Application): boolean {
  return moveFrom(application.state as State, "lodge") !== null || application.state === "lodged";
}
