import { sql } from "kysely";
import { answersOf, type Application } from "../applications/application.ts";
import { contactOf } from "../applications/contact.ts";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { termOn } from "../rules/in-force.ts";
import { book, type NotBooked } from "./book.ts";
import { mayChoose } from "./draw-switch.ts";
import { findHold, type Held } from "./hold.ts";
import { type Lengths, STEP_MINUTES, stepsOf } from "./hours.ts";
import { joinDraw, type Joining, newGroup } from "./join.ts";
import { HOLD_MINUTES } from "./limits.ts";
import { lockSlots, officesOf, type Place } from "./place.ts";
import { coveredBy, releaseExpired, soonest } from "./slots.ts";

/**
 * The other cases that may come together with this one: created, without an appointment, in the same province, and of the same proven
 * contact. That contact is the consent: a stranger's number leads nowhere.
 */
export async function findCompanions(db: Database | Transaction, application: Application, today: Temporal.PlainDate, { inDraw = false } = {}): Promise<Application[]> {
  const { channel, contact } = contactOf(application);
  if (application.state !== "created" || contact === null) return [];
  const same = await db
    .selectFrom("application")
    .selectAll()
    .where("channel", "=", channel)
    .where(channel === "sms" ? "phone" : "email", "=", contact)
    .where("province", "=", application.province)
    .where("state", "=", "created")
    // Nobody's group says that one of them is protected: in a draw, that one simply is not among those who can be brought along.
    .$if(inDraw, (it) => it.where("protected", "=", false))
    .where("id", "<>", application.id)
    .orderBy("created_at")
    .limit(termOn("groupAppointment", today).value - 1)
    .execute();
  const own = officesOf(application, today);
  return same.filter((other) => officesOf(other, today).some((office) => own.includes(office)));
}

/** Why a group was not booked: too few places from that hour on, somebody who may not come along, or what stood in the way of one of them. */
export type NotTogether = NotBooked | "not-together" | "stranger";

/**
 * Books up to five cases that belong together from an hour on: as many at that hour as it has places, the others at the hours that follow
 * without a gap. All of them or none: whatever stops one leaves nothing of the others behind.
 */
export async function bookTogether(act: Act, application: Application, others: readonly string[], slot: string): Promise<Outcome<{ places: Place[] }, NotTogether>> {
  // Asked before any hour is locked: whoever switches the draw on meanwhile never waits in a circle with a group.
  if (!(await mayChoose(act, application, slot))) return not("drawn-here");
  const companions = await findCompanions(act.tx, application, act.today);
  const chosen = companions.filter((one) => others.includes(one.id));
  if (chosen.length !== new Set(others).size) return not("stranger");
  const all = [application, ...chosen];
  await sql`savepoint together`.execute(act.tx);
  const outcome = await bookAll(act, all, slot);
  if (outcome.ok) await sql`release savepoint together`.execute(act.tx);
  else await sql`rollback to savepoint together`.execute(act.tx);
  return outcome;
}

async function bookAll(act: Act, all: Application[], slot: string): Promise<Outcome<{ places: Place[] }, NotTogether>> {
  const held = await findHold(act.tx, all[0]!.id, act.now);
  const hours = await hoursFrom(act, all, slot, held);
  if (hours === null) return not("not-together");
  // The hour that one of them held in time is in time for those who come along: their places are free ones, looked for only now.
  const chosenAt = held?.slot === slot ? held.until.subtract({ minutes: HOLD_MINUTES }) : act.now;
  const places: Place[] = [];
  for (const [n, application] of all.entries()) {
    const booked = await book(act, application, hours[n]!, soonest(chosenAt));
    if (!booked.ok) return booked;
    places.push(booked.place);
  }
  return done({ places });
}

/**
 * The hour for each of several people, the first at the chosen one: as many in an hour as it has places for their services, the others in
 * the hours that follow, without a gap. null when there are not enough places in a row that day.
 */
async function hoursFrom(act: Act, all: readonly Application[], slot: string, held: Held | undefined): Promise<string[] | null> {
  const chosen = await act.tx.selectFrom("slot").select(["office_code", "day", "starts", "lengths"]).where("id", "=", slot).executeTakeFirst();
  if (!chosen) return all.map(() => slot);
  const steps = all.map((one) => stepsOf(answersOf(one).permitType, (chosen.lengths ?? undefined) as Lengths | undefined));
  const following = await act.tx
    .selectFrom("slot")
    .select("id")
    .where("office_code", "=", chosen.office_code)
    .where("day", "=", chosen.day)
    .where("starts", ">=", chosen.starts)
    .where("closed_at", "is", null)
    .orderBy("starts")
    .limit(steps.reduce((sum, each) => sum + each, 0))
    .execute();
  // Locked together in the order of their ids, so that two groups never wait for each other; then the counts hold until the end.
  await lockSlots(act, following.map((row) => ({ slot: row.id, steps: 1 })));
  for (const { id } of following) await releaseExpired(act, id);
  const counted = await act.tx.selectFrom("slot").select(["id", "starts", "capacity", "taken"]).where("id", "in", following.map((row) => row.id)).orderBy("starts").execute();
  const own = held ? await coveredBy(act, held) : [];
  const free = counted.map((hour) => hour.capacity - hour.taken + (own.includes(hour.id) ? 1 : 0));
  // A stretch of the day ends where the next hour is not the next step, as at lunch: no longer service runs across it.
  const followsOn = (at: number) => counted[at] !== undefined && counted[at - 1]!.starts.add({ minutes: STEP_MINUTES }).equals(counted[at]!.starts);
  const hours: string[] = [];
  let at = 0;
  let reached = 0;
  for (const each of steps) {
    const fits = (from: number) => Array.from({ length: each }, (_, n) => from + n).every((hour) => (free[hour] ?? 0) > 0 && (hour === from || followsOn(hour)));
    while (at <= reached && at < counted.length && !fits(at)) at += 1;
    if (at > reached || at >= counted.length) return null;
    for (let hour = at; hour < at + each; hour += 1) free[hour]! -= 1;
    reached = Math.max(reached, at + each);
    hours.push(counted[at]!.id);
  }
  return hours;
}

/**
 * Lets up to five cases that belong together join the draw as a group, at one office. All of them or none. The draw keeps them together
 * where that costs nobody a deadline.
 */
export async function joinTogether(
  act: Act, application: Application, others: readonly string[], wishes: Omit<Joining, "together">,
): Promise<Outcome<{ office: string }, NotTogether | "choose-here" | "by-office" | "being-drawn">> {
  const chosen = (await findCompanions(act.tx, application, act.today, { inDraw: true })).filter((one) => others.includes(one.id));
  if (chosen.length !== new Set(others).size) return not("stranger");
  await sql`savepoint together`.execute(act.tx);
  const group = chosen.length > 0 ? newGroup() : null;
  let outcome = await joinDraw(act, application, { ...wishes, together: group });
  for (const one of chosen) {
    if (!outcome.ok) break;
    const { office } = outcome;
    const next = officesOf(one, act.today).includes(office) ? await joinDraw(act, one, { ...wishes, office, together: group }) : not("changed-meanwhile" as const);
    if (!next.ok) outcome = next;
  }
  await (outcome.ok ? sql`release savepoint together` : sql`rollback to savepoint together`).execute(act.tx);
  return outcome;
}
