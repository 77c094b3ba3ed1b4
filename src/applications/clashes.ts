import { sql } from "kysely";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import type { Application } from "./application.ts";
import { officerOf } from "./decision.ts";
import { open, type State } from "./states.ts";

/** Two applications that seem to be one person's, seen from one of them: `other` is the other one. */
export type Clash = {
  id: string; found_at: Temporal.Instant; other: string; number: string; registration_number: string | null; office: string | null; office_code: string | null; state: State;
  verdict: "same-person" | null;
};

/**
 * Clashes of a case, whichever of the two found them: those nobody has settled, and those of the same person, which stay with both cases for
 * good. Of two people nothing stays.
 */
export async function listClashes(db: Database | Transaction, applicationId: string): Promise<Clash[]> {
  const { rows } = await sql<Clash>`
    select clash.id, clash.found_at, other.id as other, other.number, other.registration_number, office.name as office, other.office_code, other.state, clash.verdict
    from clash join application other on other.id = case when clash.application_id = ${applicationId} then clash.other_application_id else clash.application_id end
    left join office on office.code = other.office_code
    where (clash.application_id = ${applicationId} or clash.other_application_id = ${applicationId}) and (clash.settled_at is null or clash.verdict = 'same-person')
    order by clash.found_at, clash.id`.execute(db);
  return rows;
}

/** Whether another case that is known to be of the same person is still open: a person has one open application at a time. */
export async function isOpenElsewhere(db: Database | Transaction, applicationId: string): Promise<boolean> {
  return (await listClashes(db, applicationId)).some(({ verdict, state }) => verdict === "same-person" && open.includes(state));
}

/**
 * Notes what an officer found: the same person twice, or two people. Of the same person it can still be said that they are two people, as a
 * slip of the hand must not keep anybody's permit back. It stands in the trail of both cases. `settled` when somebody was faster.
 */
export async function settleClash(
  act: Act, application: Application, clashId: string, verdict: "same-person" | "different-people",
): Promise<Outcome<object, "settled">> {
  const row = await act.tx
    .updateTable("clash")
    .set({ settled_at: act.now, settled_by: officerOf(act), verdict })
    .where("id", "=", clashId)
    .where((it) => it.or([it("application_id", "=", application.id), it("other_application_id", "=", application.id)]))
    .where((it) => (verdict === "same-person" ? it("settled_at", "is", null) : it.or([it("settled_at", "is", null), it("verdict", "=", "same-person")])))
    .returning(["application_id", "other_application_id"])
    .executeTakeFirst();
  if (!row) return not("settled");
  const otherId = row.application_id === application.id ? row.other_application_id : row.application_id;
  const other = await act.tx.selectFrom("application").select(["id", "number", "registration_number", "office_code"]).where("id", "=", otherId).executeTakeFirstOrThrow();
  for (const [one, two] of [[application, other], [other, application]] as const) {
    await record(act, "settle-clash", { application: one.id, office: one.office_code, facts: { verdict, other: two.registration_number ?? two.number } });
  }
  return done();
}
