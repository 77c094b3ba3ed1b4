import { findApplication } from "../applications/application.ts";
import { notify } from "../notifications/notify.ts";
import { type Act, type Actor, transact } from "../platform/act.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { dayNumber } from "../rules/calendar.ts";
import { addWorkingDays } from "../rules/holidays.ts";
import { findPlace, placeValues } from "./place.ts";

/** Days before the legal deadline on which a created case without an appointment is reminded. */
export const REMIND_DAYS = [14, 7, 3, 1] as const;
// One act tells so many at most, so that a fault costs little work.
const AT_ONCE = 200;
const system: Actor = { kind: "system", id: null, name: "reminders" };

async function inParts(db: Database, clock: Clock, part: (act: Act) => Promise<number>): Promise<number> {
  let told = 0;
  for (;;) {
    const now = await transact(db, clock, system, part);
    told += now;
    if (now < AT_ONCE) return told;
  }
}

/**
 * Reminds those whose legal deadline nears and who have no appointment, once at each of `REMIND_DAYS`; a worker that was away sends the
 * one that is due now and not those it missed. Returns how many were reminded.
 */
export async function remindOfDeadlines(db: Database, clock: Clock): Promise<number> {
  return inParts(db, clock, tellDeadlines);
}

async function tellDeadlines(act: Act): Promise<number> {
  const near = await act.tx
    .selectFrom("application")
    .selectAll()
    .where("state", "=", "created")
    .where("attend_by", ">=", act.today)
    .where("attend_by", "<=", act.today.add({ days: REMIND_DAYS[0] }))
    .orderBy("attend_by")
    .execute();
  let told = 0;
  for (const application of near) {
    if (told === AT_ONCE) break;
    const attendBy = application.attend_by!;
    const left = dayNumber(attendBy) - dayNumber(act.today);
    const step = REMIND_DAYS.findLast((days) => days >= left)!;
    const first = await act.tx
      .insertInto("reminder")
      .values({ application_id: application.id, what: `deadline-${step}`, on_day: attendBy, sent_at: act.now })
      .onConflict((it) => it.doNothing())
      .returning("application_id")
      .executeTakeFirst();
    if (!first) continue;
    await notify(act, application, "deadline-near", { attendBy: attendBy.toString() });
    told += 1;
  }
  return told;
}

/** Reminds of each appointment once, on the working day before it. Returns how many were reminded. */
export async function remindOfAppointments(db: Database, clock: Clock): Promise<number> {
  return inParts(db, clock, tellAppointments);
}

async function tellAppointments(act: Act): Promise<number> {
  const due = await act.tx
    .selectFrom("appointment")
    .innerJoin("slot", "slot.id", "appointment.slot_id")
    .select("appointment.id")
    .where("appointment.state", "=", "booked")
    .where("appointment.reminded_at", "is", null)
    .where("slot.day", ">", act.today)
    .where("slot.day", "<=", addWorkingDays(act.today, 1))
    .orderBy("appointment.id")
    .limit(AT_ONCE)
    .execute();
  if (due.length === 0) return 0;
  const rows = await act.tx
    .updateTable("appointment")
    .set({ reminded_at: act.now })
    .where("id", "in", due.map((row) => row.id))
    .where("state", "=", "booked")
    .where("reminded_at", "is", null)
    .returning(["application_id", "slot_id"])
    .execute();
  for (const row of rows) {
    const application = await findApplication(act.tx, row.application_id);
    const place = await findPlace(act, row.slot_id);
    if (!application || !place) throw new Error(`the appointment of ${row.application_id} has no case or no place`);
    await notify(act, application, "appointment-reminder", placeValues(place));
  }
  return rows.length;
}
