import { sql } from "kysely";
import { type Application, findApplication } from "../applications/application.ts";
import { record } from "../audit/record.ts";
import { askForPaper } from "../documents/storage.ts";
import { notify } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import type { Database } from "../platform/database.ts";
import { findProvince } from "../rules/provinces.ts";
import { recordAttempt } from "./attempt.ts";
import { cancelAppointment } from "./cancel.ts";
import { drawAgain } from "./join.ts";
import { findPlace, placeValues } from "./place.ts";
import { giveBack, wallClock } from "./slots.ts";

/** What closing a day did: how many people got another date, went into the next draw first, and must choose anew because no place was left. */
export type DayClosed = { moved: number; redrawn: number; freed: number };

/** A day that an office closed, as its pages show it. */
export type ClosedDay = DayClosed & { day: Temporal.PlainDate; closedAt: Temporal.Instant; reason: string };

/** The day of an office that it closed itself; undefined where it did not. */
export async function findClosedDay(db: Database, office: string, day: Temporal.PlainDate): Promise<ClosedDay | undefined> {
  return db
    .selectFrom("closed_day")
    .select(["day", "closed_at as closedAt", "reason", "moved", "redrawn", "freed"])
    .where("office_code", "=", office)
    .where("day", "=", day)
    .executeTakeFirst();
}

/** How many people are booked on what is left of a day, and how many free places the office has on other days to offer them. */
export async function closingWould(db: Database, office: string, day: Temporal.PlainDate, now: Temporal.Instant): Promise<{ booked: number; free: number }> {
  const { date, time } = wallClock(now);
  const { rows } = await sql<{ booked: number; free: number }>`
    select (select count(*) from appointment a join slot s on s.id = a.slot_id where s.office_code = ${office} and s.day = ${day} and a.state = 'booked'
        and (s.day > ${date} or s.starts > ${time}))::int as booked,
      (select coalesce(sum(s.capacity - s.taken), 0) from slot s where s.office_code = ${office} and s.day <> ${day} and s.closed_at is null
        and s.day > ${date})::int as free`.execute(db);
  return rows[0]!;
}

/**
 * The office closes a day (or what is left of it). In one act nothing more is booked on it, everyone booked is given the earliest free
 * place of the same office from tomorrow on, those with the nearest legal deadline first, and each is told. It counts as nobody's own change, so all of
 * them may still move or cancel. Where no place is left, those of an automatic province stand first in the next draw, the others choose
 * anew. Who holds a place there without having confirmed loses it. A day whose places are not opened yet stays without any.
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
  const result: DayClosed = { moved: 0, redrawn: 0, freed: 0 };
  if (closing.length > 0) {
    await act.tx.updateTable("slot").set({ closed_at: act.now }).where("id", "in", closing).execute();
    const held = await act.tx.deleteFrom("hold").where("slot_id", "in", closing).returning("slot_id").execute();
    await giveBack(act, held.map((row) => row.slot_id));
    const free = ahead
      // Nobody can be asked to come today for an appointment they did not know of.
      .filter((slot) => !slot.day.equals(day) && !slot.day.equals(date) && slot.taken < slot.capacity)
      .sort((one, other) => Temporal.PlainDate.compare(one.day, other.day) || Temporal.PlainTime.compare(one.starts, other.starts))
      .flatMap((slot) => Array.from({ length: slot.capacity - slot.taken }, () => slot.id));
    for (const appointment of await bookedIn(act, closing)) {
      const application = (await findApplication(act.tx, appointment.application_id))!;
      const slot = free[0];
      if (slot === undefined) {
        if (await offerNothing(act, application)) result[!application.protected && findProvince(application.province ?? "")?.automatic ? "redrawn" : "freed"] += 1;
      } else if (await moveTo(act, application, appointment, { slot, office, from: day, reason })) {
        free.shift();
        result.moved += 1;
      }
    }
  }
  const sum = { moved: sql<number>`closed_day.moved + ${result.moved}`, redrawn: sql<number>`closed_day.redrawn + ${result.redrawn}`, freed: sql<number>`closed_day.freed + ${result.freed}` };
  await act.tx
    .insertInto("closed_day")
    .values({ office_code: office, day, closed_at: act.now, closed_by: act.actor.kind === "officer" ? act.actor.id : null, reason, ...result })
    .onConflict((it) => it.columns(["office_code", "day"]).doUpdateSet(sum))
    .execute();
  await record(act, "day-closed", { office, facts: { day: day.toString(), reason, ...result } });
  return result;
}

type Booked = { id: string; application_id: string; slot_id: string; sequence: number };

function bookedIn(act: Act, slots: string[]): Promise<Booked[]> {
  return act.tx
    .selectFrom("appointment")
    .innerJoin("application", "application.id", "appointment.application_id")
    .select(["appointment.id", "appointment.application_id", "appointment.slot_id", "appointment.sequence"])
    .where("appointment.slot_id", "in", slots)
    .where("appointment.state", "=", "booked")
    .orderBy("application.attend_by")
    .orderBy("appointment.booked_at")
    .orderBy("appointment.id")
    .execute();
}

async function moveTo(act: Act, application: Application, appointment: Booked, to: { slot: string; office: string; from: Temporal.PlainDate; reason: string }): Promise<boolean> {
  const changed = await act.tx
    .updateTable("appointment")
    .set({ slot_id: to.slot, sequence: appointment.sequence + 1, source: "office", reminded_at: null })
    .where("id", "=", appointment.id)
    .where("state", "=", "booked")
    .where("slot_id", "=", appointment.slot_id)
    .returning("id")
    .executeTakeFirst();
  if (!changed) return false;
  await act.tx.updateTable("slot").set((it) => ({ taken: it("taken", "+", 1) })).where("id", "=", to.slot).execute();
  await giveBack(act, [appointment.slot_id]);
  const place = (await findPlace(act, to.slot))!;
  await record(act, "appointment-moved", { application: application.id, office: to.office, facts: { from: to.from.toString(), to: placeValues(place), reason: to.reason } });
  await notify(act, application, "appointment-changed", placeValues(place));
  await askForPaper(act, application.id, "registration-form");
  return true;
}

async function offerNothing(act: Act, application: Application): Promise<boolean> {
  if (!application.protected && findProvince(application.province ?? "")?.automatic) return drawAgain(act, application);
  if (!(await cancelAppointment(act, application)).ok) return false;
  await recordAttempt(act, application);
  return true;
}
