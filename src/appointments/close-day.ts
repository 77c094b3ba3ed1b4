import { findApplication } from "../applications/application.ts";
import { record } from "../audit/record.ts";
import { askForPaper } from "../documents/storage.ts";
import { notify } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import { cancelAppointment } from "./cancel.ts";
import { findPlace, placeValues } from "./place.ts";
import { giveBack, wallClock } from "./slots.ts";

/** What closing a day did: how many people got another date, and how many must choose anew because there was none left. */
export type DayClosed = { moved: number; taken: number };

/**
 * The office closes a day (or what is left of it). In one act nothing more is booked on it, everyone booked is given the earliest free
 * place of the same office, those with the nearest legal deadline first, and each is told. It counts as nobody's own change, so all of
 * them may still move or cancel. Who holds a place there without having confirmed loses it.
 */
export async function closeDay(act: Act, office: string, day: Temporal.PlainDate, reason: string): Promise<DayClosed> {
  const { date, time } = wallClock(act.now);
  const open = await act.tx
    .selectFrom("slot")
    .select(["id", "day", "starts", "capacity", "taken"])
    .where("office_code", "=", office)
    .where("day", ">=", date)
    .where("closed_at", "is", null)
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
  const ahead = open.filter((slot) => !slot.day.equals(date) || Temporal.PlainTime.compare(slot.starts, time) > 0);
  const closing = ahead.filter((slot) => slot.day.equals(day)).map((slot) => slot.id);
  if (closing.length === 0) return { moved: 0, taken: 0 };
  await act.tx.updateTable("slot").set({ closed_at: act.now }).where("id", "in", closing).execute();
  const held = await act.tx.deleteFrom("hold").where("slot_id", "in", closing).returning("slot_id").execute();
  await giveBack(act, held.map((row) => row.slot_id));
  const booked = await act.tx
    .selectFrom("appointment")
    .innerJoin("application", "application.id", "appointment.application_id")
    .select(["appointment.id", "appointment.application_id", "appointment.slot_id", "appointment.sequence"])
    .where("appointment.slot_id", "in", closing)
    .where("appointment.state", "=", "booked")
    .orderBy("application.attend_by")
    .orderBy("appointment.booked_at")
    .orderBy("appointment.id")
    .execute();
  const free = ahead
    .filter((slot) => !slot.day.equals(day) && slot.taken < slot.capacity)
    .sort((one, other) => Temporal.PlainDate.compare(one.day, other.day) || Temporal.PlainTime.compare(one.starts, other.starts))
    .flatMap((slot) => Array.from({ length: slot.capacity - slot.taken }, () => slot.id));
  const result: DayClosed = { moved: 0, taken: 0 };
  for (const appointment of booked) {
    const application = (await findApplication(act.tx, appointment.application_id))!;
    const slot = free[0];
    if (slot === undefined) {
      if ((await cancelAppointment(act, application)).ok) result.taken += 1;
      continue;
    }
    const changed = await act.tx
      .updateTable("appointment")
      .set({ slot_id: slot, sequence: appointment.sequence + 1, source: "office", reminded_at: null })
      .where("id", "=", appointment.id)
      .where("state", "=", "booked")
      .where("slot_id", "=", appointment.slot_id)
      .returning("id")
      .executeTakeFirst();
    if (!changed) continue;
    free.shift();
    await act.tx.updateTable("slot").set((it) => ({ taken: it("taken", "+", 1) })).where("id", "=", slot).execute();
    await giveBack(act, [appointment.slot_id]);
    const place = (await findPlace(act, slot))!;
    await record(act, "appointment-moved", { application: application.id, office, facts: { from: day.toString(), to: placeValues(place), reason } });
    await notify(act, application, "appointment-changed", placeValues(place));
    await askForPaper(act, application.id, "registration-form");
    result.moved += 1;
  }
  await record(act, "day-closed", { office, facts: { day: day.toString(), reason, ...result } });
  return result;
}
