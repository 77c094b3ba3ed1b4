import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Application } from "../applications/application.ts";
import { move } from "../applications/move.ts";
import { record } from "../audit/record.ts";
import { askForPaper } from "../documents/storage.ts";
import { notify } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { type Avoid, avoidCodes } from "./adjust.ts";
import { findAppointment } from "./book.ts";
import { endAppointment, reopen } from "./cancel.ts";
import { stillDrawn } from "./draw-switch.ts";
import { findNeeds, needClass } from "./needs.ts";
import { freePlace, officesOf, placeValues } from "./place.ts";
import { commitmentOf, newSecret } from "./record.ts";
import { giveBack } from "./slots.ts";

/** How long a batch stays open where nothing else is set. */
export const BATCH_MINUTES = 24 * 60;

export type Batch = { id: string; closesAt: Temporal.Instant; commitment: string };

/** What a person in the draw sees of their turn. */
export type Turn = {
  batch: Batch; asked: Temporal.Instant; office: string; officeName: string; waited: number; pseudonym: string;
  /** Between the closing of the list and the drawing. */
  closed: boolean;
};

/** Opens a batch for a province unless one is open; its secret is made now and only its hash is shown. */
export async function openBatch(act: Act, province: string, minutes = BATCH_MINUTES): Promise<void> {
  const secret = newSecret();
  await act.tx
    .insertInto("draw")
    .values({ id: v7(act.now), province, opened_at: act.now, closes_at: act.now.add({ minutes }), commitment: commitmentOf(secret), secret })
    .onConflict((it) => it.doNothing())
    .execute();
}

/** The open batch of a province. */
export async function findOpenBatch(db: Database | Transaction, province: string): Promise<Batch | undefined> {
  return db
    .selectFrom("draw")
    .select(["id", "closes_at as closesAt", "commitment"])
    .where("province", "=", province)
    .where("closed_at", "is", null)
    .executeTakeFirst();
}

/** What somebody who joins may say: which of the offices that serve the address and draw, when they cannot come, with whom they come. */
export type Joining = { office?: string | undefined; avoid?: readonly string[]; together?: string | null };

/**
 * Lodges a case by joining the draw of an office. The office is fixed first: the one asked for where it serves the address, else of those that
 * serve it and draw the one with the most room for each request. `choose-here` where that office does not draw; `by-office` for a protected
 * case, whose appointment an officer gives; `being-drawn` for who left a list that is closed and not drawn yet: that list still names them, so
 * they join again once it is drawn.
 */
export async function joinDraw(
  act: Act, application: Application, { office, avoid = [], together = null }: Joining = {},
): Promise<Outcome<{ batch: Batch; office: string }, "choose-here" | "by-office" | "being-drawn" | "changed-meanwhile">> {
  const { province, person_id: person } = application;
  if (province === null || person === null) return not("choose-here");
  const offices = officesOf(application, act.today);
  const drawn = await stillDrawn(act, offices);
  const asked = offices.find((code) => code === office);
  if (drawn.length === 0 || (asked !== undefined && !drawn.includes(asked))) return not("choose-here");
  // Asked under the lock: an officer may be protecting the case at this moment.
  const { protected: byOffice } = await act.tx.selectFrom("application").select("protected").where("id", "=", application.id).forUpdate().executeTakeFirstOrThrow();
  if (byOffice) return not("by-office");
  const chosen = asked ?? (await roomiest(act, drawn));
  if (await isBeingDrawn(act, application.id)) return not("being-drawn");
  const moved = await move(act, application, "lodge", { facts: { draw: province }, set: { office_code: chosen } });
  if (!moved.ok) return not("changed-meanwhile");
  const wishes = { avoid: avoidCodes.filter((code) => avoid.includes(code)), together };
  const batch = await enter(act, moved.application, { office: chosen, person, wishes });
  await askForPaper(act, application.id, "registration-form");
  if (application.attend_by) await notify(act, moved.application, "in-draw", { province, attendBy: application.attend_by.toString() });
  return done({ batch, office: chosen });
}

/** Of several offices the one whose counters have the fewest requests waiting each; the first of equals. */
async function roomiest(act: Act, offices: readonly string[]): Promise<string> {
  const first = offices[0]!;
  if (offices.length === 1) return first;
  const { rows } = await sql<{ code: string }>`
    select o.code from office o where o.code = any(${[...offices]})
    order by (select count(*) from draw_request r where r.office_code = o.code and r.placed_at is null and r.withdrawn_at is null)::numeric / o.counters,
      array_position(${[...offices]}, o.code) limit 1`.execute(act.tx);
  return rows[0]?.code ?? first;
}

async function isBeingDrawn(act: Act, application: string): Promise<boolean> {
  const row = await act.tx
    .selectFrom("draw_request")
    .innerJoin("draw", "draw.id", "draw_request.draw_id")
    .select("draw.id")
    .where("draw_request.application_id", "=", application)
    .where("draw.closed_at", "is not", null)
    .where("draw.drawn_at", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}

/** When the person cannot come, and the name of the group they come with. */
type Wishes = { avoid: readonly Avoid[]; together: string | null };
/** `declined` and `kept` keep the turn of the request and its wishes, with what it has waited; a fresh one begins at none. */
type Entry = { office: string; person: string; declined?: string; kept?: true; wishes?: Wishes };

async function enter(act: Act, application: Application, { office, person, declined, kept, wishes }: Entry): Promise<Batch> {
  const batch = await lockedBatch(act, application.province!);
  const fresh = {
    person_id: person, draw_id: batch.id, province: application.province!, asked_at: act.now, office_code: office, need: needClass(application, act.today, await findNeeds(act.tx, application.id)), ...newLine(), placed_at: null, withdrawn_at: null,
    // Who comes back alone, after declining or by the office's doing, no longer comes with the group.
    together: wishes?.together ?? null, ...(wishes ? { avoid: [...wishes.avoid] } : {}),
    ...(declined === undefined ? {} : { declined_at: act.now, declined_because: declined }),
  };
  await act.tx
    .insertInto("draw_request")
    .values({ application_id: application.id, ...fresh })
    .onConflict((it) => it.column("application_id").doUpdateSet(declined === undefined && !kept ? { ...fresh, waited: 0 } : fresh))
    .execute();
  return batch;
}

/**
 * The office took a drawn date back and has no other: the case stands in the next batch, before those who join new. false when there was no
 * standing appointment any more.
 */
export async function drawAgain(act: Act, application: Application): Promise<boolean> {
  const ended = await endAppointment(act, application.id, "office");
  if (!ended) return false;
  await giveBack(act, [ended.place]);
  await enter(act, application, { office: ended.place.office, person: application.person_id!, kept: true });
  await act.tx.updateTable("draw_request").set((it) => ({ waited: it("waited", "+", 1) })).where("application_id", "=", application.id).execute();
  await notify(act, application, "drawn-date-taken-back", placeValues(ended.place));
  await askForPaper(act, application.id, "registration-form");
  return true;
}

/**
 * A turn that was ended at an instant by mistake stands again: in its own list while that is not drawn, else in the next. false where none
 * ended then, or the case is protected meanwhile.
 */
export async function standInDrawAgain(act: Act, { id, protected: byOffice, province }: Application, endedAt: Temporal.Instant): Promise<boolean> {
  const ended = await act.tx
    .selectFrom("draw_request")
    .innerJoin("draw", "draw.id", "draw_request.draw_id")
    .select("draw.drawn_at")
    .where("draw_request.application_id", "=", id)
    .where("draw_request.withdrawn_at", "=", endedAt)
    .where("draw_request.placed_at", "is", null)
    .executeTakeFirst();
  if (!ended || byOffice) return false;
  const next = ended.drawn_at === null ? {} : { draw_id: (await lockedBatch(act, province!)).id, ...newLine() };
  await act.tx.updateTable("draw_request").set({ withdrawn_at: null, ...next }).where("application_id", "=", id).execute();
  return true;
}

/** A pseudonym for one batch and the salt that seals its deadline. */
export function newLine(): { pseudonym: string; salt: string } {
  return { pseudonym: randomBytes(16).toString("hex"), salt: randomBytes(16).toString("hex") };
}

/** A name for those who come together, for one batch. */
export function newGroup(): string {
  return randomBytes(8).toString("hex");
}

/**
 * The open batch of a province, opened where there is none, and locked until the end of the act. Shared, so that people join side by side, and
 * closing waits for those who are just joining: no request falls between two lists.
 */
export async function lockedBatch(act: Act, province: string): Promise<Batch> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const batch = await act.tx
      .selectFrom("draw")
      .select(["id", "closes_at as closesAt", "commitment"])
      .where("province", "=", province)
      .where("closed_at", "is", null)
      .forShare()
      .executeTakeFirst();
    if (batch) return batch;
    await openBatch(act, province);
  }
  throw new Error(`the draw of ${province} opens no batch`);
}

/** The turn of a case in the draw, while it has one. */
export async function findTurn(db: Database | Transaction, application: string): Promise<Turn | undefined> {
  const row = await db
    .selectFrom("draw_request")
    .innerJoin("draw", "draw.id", "draw_request.draw_id")
    .innerJoin("office", "office.code", "draw_request.office_code")
    .select([
      "draw.id", "draw.closes_at", "draw.commitment", "draw.closed_at", "draw_request.asked_at", "draw_request.waited", "draw_request.pseudonym", "office.code as office",
      "office.name as officeName",
    ])
    .where("draw_request.application_id", "=", application)
    .where("draw_request.placed_at", "is", null)
    .where("draw_request.withdrawn_at", "is", null)
    .executeTakeFirst();
  if (!row) return undefined;
  const { id, closes_at: closesAt, commitment, closed_at: closedAt, asked_at: asked, ...rest } = row;
  return { batch: { id, closesAt, commitment }, closed: closedAt !== null, asked, ...rest };
}

/** Leaves the draw before a date was given. `drawn-meanwhile` when the date is already there. */
export async function leaveDraw(
  act: Act, application: Application,
): Promise<Outcome<{ application: Application }, "drawn-meanwhile" | "not-in-draw" | "changed-meanwhile">> {
  const left = await act.tx
    .updateTable("draw_request")
    .set({ withdrawn_at: act.now })
    .where("application_id", "=", application.id)
    .where("placed_at", "is", null)
    .where("withdrawn_at", "is", null)
    .returning("draw_id")
    .executeTakeFirst();
  if (!left) return not((await findAppointment(act.tx, application.id)) ? "drawn-meanwhile" : "not-in-draw");
  const moved = await move(act, application, "give-up-place", { facts: { draw: application.province ?? "" } });
  if (moved.ok) return moved;
  await act.tx.updateTable("draw_request").set({ withdrawn_at: null }).where("application_id", "=", application.id).execute();
  return not("changed-meanwhile");
}

/**
 * Declines a drawn date, once and with a reason, until the day before: the place goes back, and the person keeps their turn in the next
 * batch as one who has waited.
 */
export async function declineDate(
  act: Act, application: Application, reason: string,
): Promise<Outcome<{ batch: Batch }, "no-appointment" | "by-office" | "declined-before" | "too-late" | "changed-meanwhile">> {
  const appointment = await findAppointment(act.tx, application.id);
  if (!appointment || appointment.source !== "draw") return not("no-appointment");
  if (Temporal.PlainDate.compare(act.today, appointment.day) >= 0) return not("too-late");
  const request = await act.tx.selectFrom("draw_request").select(["declined_at", "person_id"]).where("application_id", "=", application.id).forUpdate().executeTakeFirst();
  if (!request) return not("no-appointment");
  if (request.declined_at) return not("declined-before");
  const ended = await endAppointment(act, application.id, "office");
  if (!ended) return not("changed-meanwhile");
  // The state stays what it is: the turn in the draw follows the appointment without a gap.
  const same = await act.tx.selectFrom("application").select("protected").where("id", "=", application.id).where("state", "=", "lodged").forUpdate().executeTakeFirst();
  if (!same || same.protected) {
    await reopen(act, ended);
    return not(same ? "by-office" : "changed-meanwhile");
  }
  await freePlace(act, ended.place);
  const batch = await enter(act, application, { office: ended.place.office, person: request.person_id, declined: reason });
  await record(act, "drawn-date-declined", { application: application.id, office: ended.place.office, facts: { day: ended.place.day.toString() } });
  return done({ batch });
}
