import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { differences, rowOf, type Scope } from "./day.ts";

type Noted = Outcome<object, "not-found" | "changed-meanwhile" | "note-needed">;

/** Finance notes what was done about a difference of two books; it leaves the list, and stays readable. */
export async function noteDifference(act: Act, scope: Scope, difference: number, text: string): Promise<Noted> {
  const seen = await differences(act.tx, scope).select(["payment_difference.provider", "payment_difference.reference", "accrual.application_id"])
    .where("payment_difference.id", "=", difference).executeTakeFirst();
  if (!seen) return not("not-found");
  const note = text.trim();
  if (note === "") return not("note-needed");
  const kept = await act.tx.insertInto("finance_note").values({ difference_id: difference, at: act.now, officer_id: act.actor.id!, note })
    .onConflict((it) => it.column("difference_id").doNothing()).returning("id").executeTakeFirst();
  if (!kept) return not("changed-meanwhile");
  await record(act, "difference-noted", { application: seen.application_id ?? undefined, office: scope.office, facts: { provider: seen.provider, reference: seen.reference } });
  return done();
}

/** Finance notes what was found out about a bank that spoke against a settled payment. Should it speak again, it is listed again. */
export async function noteContradicted(act: Act, scope: Scope, payment: string, text: string): Promise<Noted> {
  const row = await rowOf(act.tx, scope, payment);
  if (!row?.contradicted) return not(row ? "changed-meanwhile" : "not-found");
  const note = text.trim();
  if (note === "") return not("note-needed");
  await act.tx.insertInto("finance_note").values({ payment_id: payment, at: act.now, officer_id: act.actor.id!, note }).execute();
  await record(act, "contradiction-noted", { application: row.application_id, office: scope.office, facts: { payment } });
  return done();
}
