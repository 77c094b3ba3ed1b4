import { sql } from "kysely";
import { type Application, findApplication } from "../applications/application.ts";
import { record } from "../audit/record.ts";
import { askForPaper } from "../documents/storage.ts";
import { notify } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import { recordAttempt } from "./attempt.ts";
import { cancelAppointment } from "./cancel.ts";
import { isDrawn } from "./draw-switch.ts";
import { STEP_MINUTES } from "./hours.ts";
import { drawAgain } from "./join.ts";
import { findPlace, placeValues } from "./place.ts";
import { coveredBy, giveBack, isStepOf, type Taken, wallClock } from "./slots.ts";

/** What became of those whose place was taken from them: another place, the next draw before everybody else, or choosing anew. */
export type Rehoused = { moved: number; redrawn: number; freed: number };

/** An hour of an office from now on, locked, with what it has. */
export type HourAhead = { id: string; day: Temporal.PlainDate; starts: Temporal.PlainTime; capacity: number; taken: number; closed_at: Temporal.Instant | null };

/** Locks the hours of an office from now on, in the order of their ids; they come in the order of time. */
export async function lockAhead(act: Act, office: string): Promise<HourAhead[]> {
  const { date, time } = wallClock(act.now);
  const rows = await act.tx
    .selectFrom("slot")
    .select(["id", "day", "starts", "capacity", "taken", "closed_at"])
    .where("office_code", "=", office)
    .where("day", ">=", date)
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
  return rows
    .filter((slot) => !slot.day.equals(date) || Temporal.PlainTime.compare(slot.starts, time) > 0)
    .sort((one, other) => Temporal.PlainDate.compare(one.day, other.day) || Temporal.PlainTime.compare(one.starts, other.starts));
}

export type Booked = Taken & { id: string; application: string; sequence: number; day: Temporal.PlainDate; covers: string[] };

/** The standing appointments that take a place in one of these hours, the nearest legal deadline first, then who booked first. */
export async function bookedIn(act: Act, hours: readonly HourAhead[]): Promise<Booked[]> {
  if (hours.length === 0) return [];
  const days = [...new Set(hours.map(({ day }) => day.toString()))];
  const { office_code: office } = await act.tx.selectFrom("slot").select("office_code").where("id", "=", hours[0]!.id).executeTakeFirstOrThrow();
  const rows = await act.tx
    .selectFrom("appointment")
    .innerJoin("application", "application.id", "appointment.application_id")
    .innerJoin("slot", "slot.id", "appointment.slot_id")
    .select(["appointment.id", "appointment.application_id as application", "appointment.slot_id as slot", "appointment.sequence", "appointment.steps", "slot.day", "slot.starts"])
    .where("slot.office_code", "=", office)
    .where("slot.day", "in", days.map((day) => Temporal.PlainDate.from(day)))
    .where("appointment.state", "=", "booked")
    .orderBy("application.attend_by")
    .orderBy("appointment.booked_at")
    .orderBy("appointment.id")
    .execute();
  const at = new Map(hours.map((hour) => [`${hour.day} ${hour.starts}`, hour.id]));
  return rows.flatMap(({ day, starts, ...row }) => {
    const covers = Array.from({ length: row.steps }, (_, n) => at.get(`${day} ${starts.add({ minutes: n * STEP_MINUTES })}`)).filter((id) => id !== undefined);
    return covers.length > 0 ? [{ ...row, day, covers }] : [];
  });
}

/** A free place for somebody who loses theirs, counted as taken from then on; null when there is none. */
type Find = (losing: Booked) => HourAhead | null;

/** Finds and counts free places in memory, the earliest first, or first those of the same day: whoever has locked the hours ahead gives them out. */
export function placesIn(hours: readonly HourAhead[], fits: (hour: HourAhead) => boolean, sameDayFirst = false): Find {
  const free = hours.map((hour) => (hour.closed_at === null && fits(hour) ? hour.capacity - hour.taken : 0));
  const next = (at: number) => {
    const [one, other] = [hours[at - 1]!, hours[at]];
    return other !== undefined && other.day.equals(one.day) && one.starts.add({ minutes: STEP_MINUTES }).equals(other.starts);
  };
  return ({ steps, day }) => {
    const has = (from: number) => Array.from({ length: steps }, (_, n) => from + n).every((hour) => (free[hour] ?? 0) > 0 && (hour === from || next(hour)));
    const sameDay = sameDayFirst ? free.findIndex((_, from) => hours[from]!.day.equals(day) && has(from)) : -1;
    const at = sameDay >= 0 ? sameDay : free.findIndex((_, from) => has(from));
    if (at < 0) return null;
    for (let hour = at; hour < at + steps; hour += 1) free[hour]! -= 1;
    return hours[at]!;
  };
}

/**
 * Gives those who lose their place the earliest free one, in the order given, and tells each. It counts as nobody's own change. Where none is
 * left, those of an office that draws stand first in the next draw, the others choose anew with proof of having tried in time.
 */
export async function rehouse(act: Act, office: string, losing: readonly Booked[], find: Find, why: { from: string; reason: string }): Promise<Rehoused> {
  const result: Rehoused = { moved: 0, redrawn: 0, freed: 0 };
  for (const appointment of losing) {
    const application = (await findApplication(act.tx, appointment.application))!;
    const hour = find(appointment);
    if (hour === null) {
      const drawn = !application.protected && (await isDrawn(act.tx, office));
      if (drawn ? await drawAgain(act, application) : await chooseAnew(act, application)) result[drawn ? "redrawn" : "freed"] += 1;
    } else if (await moveTo(act, application, appointment, { slot: hour.id, office, ...why })) result.moved += 1;
  }
  return result;
}

async function moveTo(act: Act, application: Application, appointment: Booked, to: { slot: string; office: string; from: string; reason: string }): Promise<boolean> {
  const changed = await act.tx
    .updateTable("appointment")
    .set({ slot_id: to.slot, sequence: appointment.sequence + 1, source: "office", reminded_at: null })
    .where("id", "=", appointment.id)
    .where("state", "=", "booked")
    .where("slot_id", "=", appointment.slot)
    .returning("id")
    .executeTakeFirst();
  if (!changed) return false;
  await giveBack(act, [appointment]);
  await takeAll(act, { slot: to.slot, steps: appointment.steps });
  const place = (await findPlace(act, to.slot))!;
  await record(act, "appointment-moved", { application: application.id, office: to.office, facts: { from: to.from, to: placeValues(place), reason: to.reason } });
  await notify(act, application, "appointment-changed", placeValues(place));
  await askForPaper(act, application.id, "registration-form");
  return true;
}

async function takeAll(act: Act, place: Taken): Promise<void> {
  await act.tx.updateTable("slot").set((it) => ({ taken: it("taken", "+", 1) })).where("id", "in", await coveredBy(act, place)).execute();
}

/** Whoever holds a place in one of these hours without having confirmed loses it. */
export async function endHoldsIn(act: Act, hours: readonly string[]): Promise<void> {
  const { rows } = await sql<Taken>`
    delete from hold h using slot f, slot c where f.id = h.slot_id and c.id = any(${[...hours]}::uuid[]) and c.office_code = f.office_code and c.day = f.day
      and ${isStepOf("c", "f", sql`h.steps`)}
    returning h.slot_id as slot, h.steps`.execute(act.tx);
  await giveBack(act, rows);
}

/** Offers of places in these hours end, and freed ones do not return: the office has fewer of them. */
export async function endOffersIn(act: Act, hours: readonly string[]): Promise<void> {
  const { rows: offers } = await sql<Taken>`
    update offer o set answered_at = ${act.now}, answer = 'ended' from slot f, slot c where f.id = o.slot_id and o.answered_at is null and c.id = any(${[...hours]}::uuid[])
      and c.office_code = f.office_code and c.day = f.day and ${isStepOf("c", "f", sql`o.steps`)}
    returning o.slot_id as slot, o.steps`.execute(act.tx);
  const { rows: freed } = await sql<Taken>`delete from freed_place where slot_id = any(${[...hours]}::uuid[]) returning slot_id as slot, 1 as steps`.execute(act.tx);
  await giveBack(act, [...offers, ...freed]);
}

async function chooseAnew(act: Act, application: Application): Promise<boolean> {
  if (!(await cancelAppointment(act, application)).ok) return false;
  await recordAttempt(act, application);
  return true;
}
