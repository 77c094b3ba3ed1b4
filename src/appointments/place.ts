import { randomInt } from "node:crypto";
import { sql } from "kysely";
import { answersOf, type Application } from "../applications/application.ts";
import { splitPlace } from "../applications/places.ts";
import type { Act } from "../platform/act.ts";
import { instantOf } from "../platform/clock.ts";
import { isId, v7 } from "../platform/id.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { closesAt } from "../rules/holidays.ts";
import { officesFor, openingHours } from "../rules/offices.ts";
import { MOST_STEPS, STEP_MINUTES, stepsOf } from "./hours.ts";
import { coveredBy, giveBack, releaseExpired, soonest, stepsAt, type Taken, wallClock } from "./slots.ts";

/** An hour of an office, as it is told to people; a longer service takes a place in each of so many `steps` that follow each other. */
export type Place = { slot: string; day: Temporal.PlainDate; starts: Temporal.PlainTime; office: string; officeName: string; steps: number };

/**
 * Why a place cannot be had: all taken, already past or too near, closed by the office, of an office that does not serve this address, none such, or too
 * few steps that follow each other before lunch or the evening.
 */
export type NoPlace = "slot-full" | "slot-past" | "slot-closed" | "other-office" | "slot-unknown" | "slot-short";

/** The codes of the offices that serve a case's address on a day, its district's own first. */
export function officesOf(application: Application, on: Temporal.PlainDate): string[] {
  const { district } = splitPlace(answersOf(application).neighbourhood);
  return officesFor(application.province ?? "", district ?? null, on).map((office) => office.code);
}

/**
 * Takes one place of an hour by one conditional UPDATE: whoever comes when the last is gone changes nothing. Insert-if-count gave 98 to
 * 188 places out of 20 under 200 connections, this gives 20 (take.test.ts keeps that experiment). A longer service takes a place in each of
 * its steps, all or none. `after` is the moment that its hour must lie behind.
 */
export async function takePlace(act: Act, application: Application, slot: string, after = soonest(act.now)): Promise<Outcome<{ place: Place }, NoPlace>> {
  if (!isId(slot)) return not("slot-unknown");
  const [offices, permitType] = [officesOf(application, act.today), answersOf(application).permitType ?? ""];
  const take = () => tryTake(act, offices, slot, permitType, after);
  const place = (await take()) ?? ((await releaseExpired(act, slot)) > 0 ? await take() : undefined);
  if (!place) return takeRun(act, offices, slot, permitType, after);
  if (opensOn(place)) return done({ place });
  await giveBack(act, [place]);
  return not("slot-closed");
}

// The hours of an office are its rows; only what no row can know is asked here: a holiday that was decreed after they were opened.
function opensOn({ day, starts }: Place): boolean {
  const closes = closesAt(day);
  return closes !== null && (closes.equals(openingHours.closes) || Temporal.PlainTime.compare(starts.add({ minutes: STEP_MINUTES }), closes) <= 0);
}

/** Takes a longer service's places: the steps are locked together in the order of their ids, so nothing of them changes until all are counted. */
async function takeRun(act: Act, offices: string[], slot: string, permitType: string, after: Temporal.Instant): Promise<Outcome<{ place: Place }, NoPlace>> {
  const why = await whyNot(act, offices, slot, after);
  if (why !== "slot-full") return not(why);
  const { rows } = await sql<{ steps: number }>`select ${stepsAt(permitType)} as steps from slot s where s.id = ${slot}`.execute(act.tx);
  const { steps } = rows[0]!;
  if (steps === 1) return not("slot-full");
  const run = await coveredBy(act, { slot, steps });
  if (run.length < steps) return not("slot-short");
  await lockSlots(act, [{ slot, steps }]);
  for (const id of run) await releaseExpired(act, id);
  const counted = await act.tx.selectFrom("slot").select(["capacity", "taken", "closed_at"]).where("id", "in", run).execute();
  if (counted.some((hour) => hour.closed_at !== null)) return not("slot-short");
  if (counted.some((hour) => hour.taken >= hour.capacity)) return not("slot-full");
  await act.tx.updateTable("slot").set((it) => ({ taken: it("taken", "+", 1) })).where("id", "in", run).execute();
  return done({ place: { ...(await findPlace(act, slot))!, steps } });
}

/** A place that is already counted for this case, by its hold or offer: the hour may have passed or been closed since. */
export async function heldPlace(act: Act, application: Application, { slot, steps }: Taken): Promise<Outcome<{ place: Place }, NoPlace>> {
  const place = await findPlace(act, slot);
  if (!place) return not("slot-unknown");
  const why = await whyNot(act, officesOf(application, act.today), slot, act.now);
  return why === "slot-full" ? done({ place: { ...place, steps } }) : not(why);
}

/** An hour as it is told to people: one step of it. */
export async function findPlace(act: Pick<Act, "tx">, slot: string): Promise<Place | undefined> {
  const place = await act.tx
    .selectFrom("slot")
    .innerJoin("office", "office.code", "slot.office_code")
    .select(["slot.id as slot", "slot.day", "slot.starts", "office.code as office", "office.name as officeName"])
    .where("slot.id", "=", slot)
    .executeTakeFirst();
  return place && { ...place, steps: 1 };
}

// One step for this service: by the common lengths, or by those of the office on that day.
async function tryTake(act: Act, offices: string[], slot: string, permitType: string, after: Temporal.Instant): Promise<Place | undefined> {
  const { date, time } = wallClock(after);
  const { rows } = await sql<Place>`
    update slot s set taken = s.taken + 1 from office o
    where s.id = ${slot} and o.code = s.office_code and s.office_code = any(${offices}) and s.taken < s.capacity and s.closed_at is null
      and (s.day > ${date} or (s.day = ${date} and s.starts > ${time})) and ${stepsAt(permitType)} = 1
    returning s.id as slot, s.day, s.starts, o.code as office, o.name as "officeName", 1 as steps`.execute(act.tx);
  return rows[0];
}

async function whyNot(act: Act, offices: string[], slot: string, after: Temporal.Instant): Promise<NoPlace> {
  const found = await act.tx.selectFrom("slot").selectAll().where("id", "=", slot).executeTakeFirst();
  if (!found) return "slot-unknown";
  if (!offices.includes(found.office_code)) return "other-office";
  if (Temporal.Instant.compare(instantOf(found.day, found.starts), after) <= 0) return "slot-past";
  return found.closed_at === null ? "slot-full" : "slot-closed";
}

/** Locks the hours of several places in the order of their ids; without the key, so that rows that point at them can still be written. */
export async function lockSlots(act: Act, places: readonly Taken[]): Promise<void> {
  const slots: string[] = [];
  for (const place of places) if (isId(place.slot)) slots.push(...(await coveredBy(act, place)));
  if (slots.length > 0) await act.tx.selectFrom("slot").select("id").where("id", "in", slots).orderBy("id").forNoKeyUpdate().execute();
}

/** The hour somebody asks for, in as many steps as their service may take: to be locked with what is given back for it. */
export function wanted(application: Application, slot: string): Taken {
  return { slot, steps: stepsOf(answersOf(application).permitType) > 1 ? MOST_STEPS : 1 };
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

/** Gives a place up: it stays taken until its random moment. The steps of a longer one return together. */
export async function freePlace(act: Act, place: Place): Promise<void> {
  const returnsAt = returnMoment(act.now, instantOf(place.day, place.starts));
  const freed = (await coveredBy(act, place)).map((slot) => ({ id: v7(act.now), slot_id: slot, freed_at: act.now, returns_at: returnsAt }));
  await act.tx.insertInto("freed_place").values(freed).execute();
}

/** The placeholders of the notices about an appointment. */
export function placeValues(place: Place): { day: string; time: string; office: string } {
  return { day: place.day.toString(), time: place.starts.toString({ smallestUnit: "minute" }), office: place.officeName };
}
