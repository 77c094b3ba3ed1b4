import { type Selectable, sql } from "kysely";
import type { Act } from "../platform/act.ts";
import { dateOf } from "../platform/clock.ts";
import type { Database, Transaction } from "../platform/database.ts";
import type { DB } from "../platform/schema.ts";
import { type Answers, answersOf, type Application } from "./application.ts";

export type Decision = Selectable<DB["decision"]>;
export type Card = Selectable<DB["card"]>;
export type Proposal = Selectable<DB["proposed_refusal"]>;

type Reader = Database | Transaction;

export async function findDecision(db: Reader, applicationId: string): Promise<Decision | undefined> {
  return db.selectFrom("decision").selectAll().where("application_id", "=", applicationId).executeTakeFirst();
}

/** Writes the decision to grant; the case itself is moved by the act. */
export async function writeGrant(
  act: Act, applicationId: string, granted: { from: Temporal.PlainDate; until: Temporal.PlainDate | undefined; reason?: string | undefined; comment?: string | undefined },
): Promise<void> {
  await act.tx
    .insertInto("decision")
    .values({
      application_id: applicationId, outcome: "granted", granted_from: granted.from, granted_until: granted.until ?? null, date_reason: granted.reason ?? null,
      comment: granted.comment?.trim() || null, decided_at: act.now, decided_by: officerOf(act),
    })
    .execute();
}

/** Writes the refusal that was proposed and has had its second look, and ends the proposal. */
export async function writeRefusal(act: Act, proposal: Proposal): Promise<void> {
  await act.tx
    .insertInto("decision")
    .values({
      application_id: proposal.application_id, outcome: "refused", reasons: proposal.reasons, comment: proposal.comment, decided_at: act.now,
      decided_by: officerOf(act), proposed_by: proposal.proposed_by,
    })
    .execute();
  await dropProposal(act, proposal.application_id);
}

/** Writes on which day a refusal was served, with the days of the law that follow from it. */
export async function writeService(act: Act, applicationId: string, served: { on: Temporal.PlainDate; leaveBy: Temporal.PlainDate; courtBy: Temporal.PlainDate }) {
  await act.tx
    .updateTable("decision")
    .set({ served_on: served.on, leave_by: served.leaveBy, court_by: served.courtBy })
    .where("application_id", "=", applicationId)
    .execute();
}

export async function findProposal(db: Reader, applicationId: string): Promise<Proposal | undefined> {
  return db.selectFrom("proposed_refusal").selectAll().where("application_id", "=", applicationId).executeTakeFirst();
}

/** Proposes a refusal; false when one is proposed already. */
export async function writeProposal(act: Act, applicationId: string, reasons: string[], comment: string): Promise<boolean> {
  const row = await act.tx
    .insertInto("proposed_refusal")
    .values({ application_id: applicationId, reasons, comment: comment.trim() || null, proposed_by: officerOf(act), proposed_at: act.now })
    .onConflict((it) => it.doNothing())
    .returning("application_id")
    .executeTakeFirst();
  return row !== undefined;
}

export async function dropProposal(act: Act, applicationId: string): Promise<void> {
  await act.tx.deleteFrom("proposed_refusal").where("application_id", "=", applicationId).execute();
}

export async function findCard(db: Reader, applicationId: string): Promise<Card | undefined> {
  return db.selectFrom("card").selectAll().where("application_id", "=", applicationId).executeTakeFirst();
}

// Who notes the same in the same instant waits here until the other's act has ended, and then sees whose it is.
async function lockNoted(act: Act, what: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`card ${what}`}, 0))`.execute(act.tx);
}

/** Notes the printed card, in place of the number noted before; false when that series and number is another person's card. */
export async function writeCard(act: Act, applicationId: string, series: string, number: string): Promise<boolean> {
  await lockNoted(act, `${series} ${number}`);
  const taken = await act.tx.selectFrom("card").select("application_id").where("series", "=", series).where("number", "=", number).where("application_id", "<>", applicationId).executeTakeFirst();
  if (taken) return false;
  await act.tx
    .insertInto("card")
    .values({ application_id: applicationId, series, number, printed_at: act.now })
    .onConflict((it) => it.column("application_id").doUpdateSet({ series, number, printed_at: act.now }))
    .execute();
  return true;
}

/** Notes under which code the card is on its way since now or since it was first noted; false when that code is another card's. */
export async function writePosting(act: Act, applicationId: string, tracking: string): Promise<boolean> {
  await lockNoted(act, tracking);
  const other = await act.tx.selectFrom("card").select("application_id").where("tracking_code", "=", tracking).executeTakeFirst();
  if (other) return false;
  await act.tx.updateTable("card").set((it) => ({ tracking_code: tracking, posted_at: it.fn.coalesce("posted_at", it.val(act.now)) })).where("application_id", "=", applicationId).execute();
  return true;
}

export async function writeDelivery(act: Act, applicationId: string): Promise<void> {
  await act.tx.updateTable("card").set({ delivered_at: act.now }).where("application_id", "=", applicationId).execute();
}

/** The card came back from the post: it waits to be posted again, under another code. */
export async function writeReturn(act: Act, applicationId: string): Promise<void> {
  await act.tx.updateTable("card").set({ tracking_code: null, posted_at: null }).where("application_id", "=", applicationId).execute();
}

/** The officer who acts. Decisions are never the clock's or a machine's. */
export function officerOf(act: Act): string {
  if (act.actor.kind !== "officer" || act.actor.id === null) throw new Error("only an officer may do this");
  return act.actor.id;
}

/**
 * The day on which this person was last refused the same type and purpose before this case, or undefined. For officers only: told at creation,
 * it would tell whoever types a passport number that its holder was refused.
 */
export async function lastRefusal(db: Database | Transaction, application: Application): Promise<Temporal.PlainDate | undefined> {
  if (!application.person_id || !application.created_at) return undefined;
  const { permitType, purpose } = answersOf(application);
  const refused = await db
    .selectFrom("decision")
    .innerJoin("application as earlier", "earlier.id", "decision.application_id")
    .select(["decision.decided_at", "decision.served_on", "earlier.frozen"])
    .where("earlier.person_id", "=", application.person_id)
    .where("earlier.id", "<>", application.id)
    .where("decision.outcome", "=", "refused")
    .where("decision.decided_at", "<", application.created_at)
    .orderBy("decision.decided_at", "desc")
    .execute();
  const same = refused.find(({ frozen }) => {
    const { answers } = frozen as { answers: Answers };
    return answers.permitType === permitType && answers.purpose === purpose;
  });
  return same && (same.served_on ?? dateOf(same.decided_at));
}
