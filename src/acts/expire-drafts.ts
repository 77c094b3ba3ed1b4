import { move } from "../applications/move.ts";
import type { Act } from "../platform/act.ts";
import { json } from "../platform/database.ts";

/** How long a draft that nobody touches is kept, in days. */
export const draftDays = 30;

/** Drafts that nobody touched for a month end by themselves; their answers are erased with them. */
export async function expireDrafts(act: Act): Promise<number> {
  const before = act.now.subtract({ hours: 24 * draftDays });
  const old = await act.tx
    .selectFrom("application")
    .selectAll()
    .where("state", "=", "draft")
    // What was touched last before that day was begun before it: the index is by the beginning.
    .where("started_at", "<", before)
    .where("changed_at", "<", before)
    .limit(200)
    .forUpdate()
    .skipLocked()
    .execute();
  for (const draft of old) await move(act, draft, "expire", { set: { answers: json({}) } });
  return old.length;
}
