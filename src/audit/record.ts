import type { Act } from "../platform/act.ts";
import { json } from "../platform/database.ts";

/** Writes one line of the audit trail in the transaction of the act: who did what, when, to which application. No personal payload. */
export async function record(act: Act, what: string, on: { application?: string; office?: string | null; facts?: Record<string, unknown> } = {}) {
  await act.tx
    .insertInto("audit")
    .values({
      at: act.now,
      actor_kind: act.actor.kind,
      actor_id: act.actor.id,
      actor_name: act.actor.name,
      act: what,
      mandate_id: act.actor.mandate ?? null,
      application_id: on.application ?? null,
      office_code: on.office ?? null,
      facts: json(on.facts ?? {}),
    })
    .execute();
}
