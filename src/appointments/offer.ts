import { sql } from "kysely";
import { type Application, findApplication } from "../applications/application.ts";
import { record } from "../audit/record.ts";
import { notify } from "../notifications/notify.ts";
import { type Act, type Actor, transact } from "../platform/act.ts";
import { type Clock, ISTANBUL } from "../platform/clock.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { not, type Outcome } from "../platform/outcome.ts";
import { findAppointment, lodgeWith, moveToTaken } from "./book.ts";
import { switchedOn } from "./draw-switch.ts";
import { findPlace, freePlace, heldPlace, type NoPlace, type Place, placeValues } from "./place.ts";
import { coveredBy, giveBack, isStepOf, stepsAt, type Taken, wallClock } from "./slots.ts";

/** How long an offered place is kept for the one it is offered to. */
export const OFFER_MINUTES = 120;
/** Offers are made only between these hours of Istanbul, so that the last of them ends before the night. */
export const OFFER_HOURS = { from: 9, until: 19 } as const;
/** So many offers a day one person gets at most. */
export const OFFERS_A_DAY = 2;
// A place that begins sooner than this after an offer has ended helps nobody who has to travel.
const NOTICE_HOURS = 18;

export type Offer = Place & { id: string; expires: Temporal.Instant };

const system: Actor = { kind: "system", id: null, name: "waiting list" };

/** The place that is offered to a case at this moment, or undefined. */
export async function findOffer(db: Database | Transaction, application: string, now: Temporal.Instant): Promise<Offer | undefined> {
  return db
    .selectFrom("offer")
    .innerJoin("slot", "slot.id", "offer.slot_id")
    .innerJoin("office", "office.code", "slot.office_code")
    .select(["offer.id", "offer.expires_at as expires", "slot.id as slot", "slot.day", "slot.starts", "office.code as office", "office.name as officeName", "offer.steps"])
    .where("offer.application_id", "=", application)
    .where("offer.answered_at", "is", null)
    .where("offer.expires_at", ">", now)
    .executeTakeFirst();
}

/** Whether offers may be made at this moment. */
export function mayOfferAt(now: Temporal.Instant): boolean {
  const { hour } = now.toZonedDateTimeISO(ISTANBUL);
  return hour >= OFFER_HOURS.from && hour < OFFER_HOURS.until;
}

/**
 * The clock of the waiting list: offers that nobody answered end, and each freed place is offered to the next person whom it helps. One
 * person at a time; each step is one transaction, safe on several workers. `origin` is the portal's address, for the link that stops them.
 */
export async function runOffers(db: Database, clock: Clock, origin: string): Promise<{ ended: number; offered: number }> {
  const due = await db.selectFrom("offer").select("application_id").where("answered_at", "is", null).where("expires_at", "<=", clock.now()).execute();
  let ended = 0;
  for (const { application_id: application } of due) ended += Number(await transact(db, clock, system, (act) => endOffer(act, application, "expired")));
  let offered = 0;
  if (!mayOfferAt(clock.now())) return { ended, offered };
  const freed = await db.selectFrom("freed_place").select("id").orderBy("freed_at").execute();
  for (const { id } of freed) offered += Number(await transact(db, clock, system, (act) => offerFreed(act, id, origin)));
  return { ended, offered };
}

/** Offers one freed place to the first whom it helps. false when it is gone, or helps nobody who may be asked today. */
export async function offerFreed(act: Act, freed: string, origin: string): Promise<boolean> {
  const place = await act.tx.selectFrom("freed_place").select(["id", "slot_id"]).where("id", "=", freed).forUpdate().skipLocked().executeTakeFirst();
  if (!place) return false;
  const next = await nextFor(act, place.slot_id);
  if (!next || !(await takeFurther(act, { slot: place.slot_id, steps: next.steps }))) return false;
  const expires = act.now.add({ minutes: OFFER_MINUTES });
  const made = await act.tx
    .insertInto("offer")
    .values({ id: v7(act.now), application_id: next.application_id, slot_id: place.slot_id, steps: next.steps, offered_at: act.now, expires_at: expires })
    .onConflict((it) => it.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!made) {
    await giveBack(act, (await coveredBy(act, { slot: place.slot_id, steps: next.steps })).slice(1).map((slot) => ({ slot, steps: 1 })));
    return false;
  }
  await act.tx.deleteFrom("freed_place").where("id", "=", place.id).execute();
  const application = (await findApplication(act.tx, next.application_id))!;
  const { date, time } = wallClock(expires);
  await notify(act, application, "earlier-place", {
    ...placeValues((await findPlace(act, place.slot_id))!), untilDay: date.toString(), untilTime: time.toString({ smallestUnit: "minute" }),
    stop: `${origin}/${application.language}/stop-offers/${next.token}`,
  });
  return true;
}

/** A longer service needs the steps after the freed one as well: freed ones or free ones. All of them or none. */
async function takeFurther(act: Act, wanted: Taken): Promise<boolean> {
  if (wanted.steps === 1) return true;
  await sql`savepoint further`.execute(act.tx);
  for (const slot of (await coveredBy(act, wanted)).slice(1)) {
    const { numAffectedRows: freed } = await sql`
      delete from freed_place where id = (select id from freed_place where slot_id = ${slot} order by returns_at limit 1 for update skip locked)`.execute(act.tx);
    if (freed === 1n) continue;
    const { numAffectedRows: taken } = await sql`update slot set taken = taken + 1 where id = ${slot} and taken < capacity and closed_at is null`.execute(act.tx);
    if (taken === 1n) continue;
    await sql`rollback to savepoint further`.execute(act.tx);
    return false;
  }
  await sql`release savepoint further`.execute(act.tx);
  return true;
}

/**
 * Whom a place helps, at an office that does not draw: who wants an earlier one, may come to that office on that day, has none yet or a later one, has not been offered this
 * hour, and not too much today. Who has none in time comes first, then the nearer legal deadline, then who asked earlier. Being quick
 * plays no part.
 */
const steps = stepsAt(sql`(a.frozen #>> '{answers,permitType}')`);
const helps = (act: Pick<Act, "now" | "today">) => sql`
  w.stopped_at is null and s.office_code = any(w.offices) and not ${switchedOn("s.office_code")} and s.day >= w.from_day and s.closed_at is null
  and (s.day + s.starts) at time zone 'Europe/Istanbul' > ${act.now.add({ minutes: OFFER_MINUTES, hours: NOTICE_HOURS })}
  and ((a.state = 'created' and (a.attend_by is null or s.day <= a.attend_by)) or (a.state = 'lodged' and (s.day, s.starts) < (ps.day, ps.starts)))
  and ${steps} = (select count(*) from slot c where c.office_code = s.office_code and c.day = s.day and c.closed_at is null and ${isStepOf("c", "s", steps)}
    and (c.id = s.id or c.taken < c.capacity or exists (select from freed_place f where f.slot_id = c.id)))
  and not exists (select from offer o where o.application_id = w.application_id and (o.slot_id = s.id or o.answered_at is null))
  and (select count(*) from offer o where o.application_id = w.application_id and o.offered_at >= ${act.today.toZonedDateTime(ISTANBUL).toInstant()}) < ${OFFERS_A_DAY}`;
const waiting = sql`wish w join application a on a.id = w.application_id
  left join appointment p on p.application_id = a.id and p.state = 'booked' left join slot ps on ps.id = p.slot_id`;

async function nextFor(act: Act, slot: string): Promise<{ application_id: string; token: string; steps: number } | undefined> {
  const { rows } = await sql<{ application_id: string; token: string; steps: number }>`
    select w.application_id, w.token, ${steps} as steps from slot s cross join ${waiting} where s.id = ${slot} and ${helps(act)}
    order by (p.id is null or ps.day > a.attend_by) desc, a.attend_by nulls last, w.asked_at, w.application_id
    limit 1 for update of w skip locked`.execute(act.tx);
  return rows[0];
}

/** Opens freed places to everyone whose random moment has come and that help nobody on the waiting list (any more); returns how many. */
export async function returnFreed(act: Act): Promise<number> {
  const { rows } = await sql<{ slot_id: string }>`
    delete from freed_place where id in (
      select f.id from freed_place f join slot s on s.id = f.slot_id
      where f.returns_at <= ${act.now} and not exists (select from ${waiting} where ${helps(act)}) order by f.id for update of f skip locked)
    returning slot_id`.execute(act.tx);
  await giveBack(act, rows.map((row) => ({ slot: row.slot_id, steps: 1 })));
  return rows.length;
}

/**
 * Takes the place that is offered: who has an appointment moves there, who has none is lodged with it. `offer-over` when the time has run
 * out, it was answered already, or there is none. On any other outcome the place goes on to the next, and the old appointment stands.
 */
export async function acceptOffer(act: Act, application: Application, offer: string): Promise<Outcome<{ place: Place }, NoPlace | "offer-over" | "changed-meanwhile">> {
  const answered = await act.tx
    .updateTable("offer")
    .set({ answered_at: act.now, answer: "accepted" })
    .where("id", "=", offer)
    .where("application_id", "=", application.id)
    .where("answered_at", "is", null)
    .where("expires_at", ">", act.now)
    .returning(["slot_id as slot", "steps"])
    .executeTakeFirst();
  if (!answered) return not("offer-over");
  const before = await findAppointment(act.tx, application.id);
  const kept = await heldPlace(act, application, answered);
  const taken = !kept.ok ? kept : before ? await moveToTaken(act, application, before, kept.place, "offer") : await lodgeWith(act, application, kept.place);
  if (taken.ok) {
    await act.tx.updateTable("wish").set({ stopped_at: act.now }).where("application_id", "=", application.id).execute();
    return taken;
  }
  await act.tx.updateTable("offer").set({ answer: "ended" }).where("id", "=", offer).execute();
  const place = await findPlace(act, answered.slot);
  if (place) await freePlace(act, { ...place, steps: answered.steps });
  return taken;
}

/** Ends the open offer of a case without taking it; its place is free again, for the next on the list. false when there was none. */
export async function endOffer(act: Act, application: string, how: "declined" | "expired" | "ended"): Promise<boolean> {
  const ended = await act.tx
    .updateTable("offer")
    .set({ answered_at: act.now, answer: how })
    .where("application_id", "=", application)
    .where("answered_at", "is", null)
    .$if(how === "expired", (it) => it.where("expires_at", "<=", act.now))
    .returning(["slot_id", "steps"])
    .executeTakeFirst();
  if (!ended) return false;
  await freePlace(act, { ...(await findPlace(act, ended.slot_id))!, steps: ended.steps });
  await record(act, `offer-${how}`, { application });
  return true;
}
