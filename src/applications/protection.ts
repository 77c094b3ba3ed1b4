import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import type { Application } from "./application.ts";

/**
 * Marks a case as protected, or lifts that: a protected case stands in no draw and in no public record. Permits of victims of trafficking
 * always are (Law 6458 arts 48 and 49; their data is confidential), whatever an officer says. `changed-meanwhile` when it was so already.
 * The database refuses it while the case has a turn in a draw: that ends first.
 */
export async function setProtected(act: Act, application: Application, isProtected: boolean): Promise<Outcome<{ application: Application }, "changed-meanwhile">> {
  if (act.actor.kind !== "officer") throw new Error("only an officer protects a case");
  const changed = await act.tx
    .updateTable("application")
    .set(isProtected ? { protected_at: act.now, protected_by: act.actor.id } : { protected_at: null, protected_by: null })
    .where("id", "=", application.id)
    .where("protected_at", isProtected ? "is" : "is not", null)
    .returningAll()
    .executeTakeFirst();
  if (!changed) return not("changed-meanwhile");
  await record(act, isProtected ? "protected" : "unprotected", { application: application.id, office: application.office_code });
  return done({ application: changed });
}
