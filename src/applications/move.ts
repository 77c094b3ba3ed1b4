import type { Updateable } from "kysely";
import { record } from "../audit/record.ts";
import { notify } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import { json } from "../platform/database.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import type { DB } from "../platform/schema.ts";
import type { Application } from "./application.ts";
import { type Event, moveFrom, type State } from "./states.ts";

export type Moved = { application: Application };

type Change = {
  comment?: string;
  /** Shown in history: dates, office, numbers. No personal payload. The audit trail has the two states beside them, under these names. */
  facts?: Record<string, string | number> & { from?: never; to?: never };
  /** Placeholders of the message to the person. */
  values?: Record<string, string | number>;
  /** Columns that change together with the state. */
  set?: Omit<Updateable<DB["application"]>, "id" | "state">;
};

/**
 * The only way an application changes its state: compare-and-set on the state that was read, and history, audit and message in the same
 * transaction. `changed-meanwhile` when somebody else moved it first; `not-allowed` when the table has no such move for this actor.
 */
export async function move(act: Act, application: Application, event: Event, change: Change = {}): Promise<Outcome<Moved, "changed-meanwhile" | "not-allowed">> {
  const from = application.state as State;
  const step = moveFrom(from, event);
  const who = act.actor.kind === "bank" ? "system" : act.actor.kind;
  if (!step || !step.who.includes(who)) return not("not-allowed");
  if (step.comment && !change.comment?.trim()) throw new Error(`${event} needs a comment`);
  const moved = await act.tx
    .updateTable("application")
    .set({ ...change.set, state: step.to, changed_at: act.now, moved_at: act.now })
    .where("id", "=", application.id)
    .where("state", "=", from)
    .returningAll()
    .executeTakeFirst();
  if (!moved) return not("changed-meanwhile");
  const facts = change.facts ?? {};
  await act.tx
    .insertInto("application_history")
    .values({
      application_id: application.id,
      at: act.now,
      event,
      from_state: from,
      to_state: step.to,
      actor_kind: act.actor.kind,
      actor_id: act.actor.id,
      actor_name: act.actor.name,
      mandate_id: act.actor.mandate ?? null,
      comment: change.comment?.trim() || null,
      facts: json(facts),
    })
    .execute();
  await record(act, event, { application: application.id, office: moved.office_code, facts: { from, to: step.to, ...facts } });
  if (step.notice) await notify(act, moved, step.notice, change.values ?? {});
  return done({ application: moved });
}
