import { randomInt } from "node:crypto";
import { sql } from "kysely";
import { answersOf, type Application } from "../applications/application.ts";
import { splitPlace } from "../applications/places.ts";
import type { Act } from "../platform/act.ts";
import { instantOf } from "../platform/clock.ts";
import { v7 } from "../platform/id.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { officesFor } from "../rules/offices.ts";
import { isOpenAt } from "./hours.ts";
import { giveBack, releaseExpired, wallClock } from "./slots.ts";

/** An hour of an office, as it is told to people. */
export type Place = { slot: string; day: Temporal.PlainDate; starts: Temporal.PlainTime; office: string; officeName: string };

/** Why a place cannot be had: all taken, already past, closed by the office, of an office that does not serve this address, or none such. */
export type NoPlace = "slot-full" | "slot-past" | "slot-closed" | "other-office" | "slot-unknown";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The codes of the offices that serve a case's address, its district's own first. */
export function officesOf(application: Application): string[] {
  const { district } = splitPlace(answersOf(application).neighbourhood);
  return officesFor(application.province ?? "", district ?? null).map((office) => office.code);
}

/**
 * Takes one place of an hour by one conditional UPDATE: whoever comes when the last is gone changes nothing. Insert-if-count gave 98 to
 * 188 places out of 20 under 200 connections, this gives 20 (take.test.ts keeps that experiment).
 */
export async function takePlace(act: Act, application: Application, slot: string): Promise<Outcome<{ place: Place }, NoPlace>> {
  if (!uuid.test(slot)) return not("slot-unknown");
  const offices = officesOf(application);
  const place = (await tryTake(act, offices, slot)) ?? ((await releaseExpired(act, slot)) > 0 ? await tryTake(act, offices, slot) : undefined);
  if (!place) return not(await whyNot(act, offices, slot));
  if (isOpenAt(place.day, place.starts)) return done({ place });
  await giveBack(act, [slot]);
  return not("slot-closed");
}

/** A place that is already counted for this case, by its hold: the hour may have passed or been closed since. */
export async function heldPlace(act: Act, application: Application, slot: string): Promise<Outcome<{ place: Place }, NoPlace>> {
  const place = await findPlace(act, slot);
  if (!place) return not("slot-unknown");
  const why = await whyNot(act, officesOf(application), slot);
  return why === "slot-full" ? done({ place }) : not(why);
}

export async function findPlace(act: Pick<Act, "tx">, slot: string): Promise<Place | undefined> {
  return act.tx
    .selectFrom("slot")
    .innerJoin("office", "office.code", "slot.office_code")
    .select(["slot.id as slot", "slot.day", "slot.starts", "office.code as office", "office.name as officeName"])
    .where("slot.id", "=", slot)
    .executeTakeFirst();
}

async function tryTake(act: Act, offices: string[], slot: string): Promise<Place | undefined> {
  const { date, time } = wallClock(act.now);
  const { rows } = await sql<Place>`
    update slot s set taken = s.taken + 1 from office o
    where s.id = ${slot} and o.code = s.office_code and s.office_code = any(${offices}) and s.taken < s.capacity and s.closed_at is null
      and (s.day > ${date} or (s.day = ${date} and s.starts > ${time}))
    returning s.id as slot, s.day, s.starts, o.code as office, o.name as "officeName"`.execute(act.tx);
  return rows[0];
}

async function whyNot(act: Act, offices: string[], slot: string): Promise<NoPlace> {
  const found = await act.tx.selectFrom("slot").selectAll().where("id", "=", slot).executeTakeFirst();
  if (!found) return "slot-unknown";
  if (!offices.includes(found.office_code)) return "other-office";
  if (Temporal.Instant.compare(instantOf(found.day, found.starts), act.now) <= 0) return "slot-past";
  return found.closed_at === null ? "slot-full" : "slot-closed";
}

/** Locks several hours in the order of their ids; without the key, so that rows that point at them can still be written. */
export async function lockSlots(act: Act, slots: string[]): Promise<void> {
  await act.tx.selectFrom("slot").select("id").where("id", "in", slots.filter((slot) => uuid.test(slot))).orderBy("id").forNoKeyUpdate().execute();
}

const SOONEST_MINUTES = 10;
const LATEST_HOURS = 24;
const BEFORE_START_HOURS = 2;

/**
 * When a given-up place returns: at a random moment within a day, early enough that somebody can still come; at once when the hour is
 * near. Who gives a place up cannot know the moment, so it cannot be handed to a chosen person.
 */
export function returnMoment(now: Temporal.Instant, begins: Temporal.Instant, random: (below: number) => number = (below) => randomInt(below)): Temporal.Instant {
  const soonest = now.add({ minutes: SOONEST_MINUTES });
  const latest = [now.add({ hours: LATEST_HOURS }), begins.subtract({ hours: BEFORE_START_HOURS })].sort(Temporal.Instant.compare)[0]!;
  const seconds = Math.floor(soonest.until(latest).total("seconds"));
  return seconds <= 0 ? now : soonest.add({ seconds: random(seconds) });
}

/** Gives a place up: it stays taken until its random moment. */
export async function freePlace(act: Act, place: Place): Promise<void> {
  const returnsAt = returnMoment(act.now, instantOf(place.day, place.starts));
  await act.tx.insertInto("freed_place").values({ id: v7(act.now), slot_id: place.slot, freed_at: act.now, returns_at: returnsAt }).execute();
}

/** The placeholders of the notices about an appointment. */
export function placeValues(place: Place): { day: string; time: string; office: string } {
  return { day: place.day.toString(), time: place.starts.toString({ smallestUnit: "minute" }), office: place.officeName };
}
