import type { Application } from "../applications/application.ts";
import { lock } from "../applications/lock.ts";
import type { State } from "../applications/states.ts";
import { record } from "../audit/record.ts";
import { type DocumentState, setDocument } from "../documents/checklist.ts";
import type { Act } from "../platform/act.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";

/** While the file is on a desk. Before nobody has seen the papers; afterwards the decision stands on them. */
const onTheDesk: readonly State[] = ["attended", "incomplete", "accepted", "in-review"];

/** Whether the documents of a case in this state may be marked. */
export function mayMark(state: string): boolean {
  return (onTheDesk as readonly string[]).includes(state);
}

/**
 * Marks how one document of a case stands; answers how it stood before, so that the mark can be taken back. `not-listed` when the case lists
 * no such document, `not-allowed` outside the desk's states. A document is asked for by `askDocuments`, not by a mark.
 */
export async function markDocument(
  act: Act, application: Application, code: string, state: Exclude<DocumentState, "missing">,
): Promise<Outcome<{ before: DocumentState }, "not-listed" | "not-allowed" | "changed-meanwhile">> {
  if (!mayMark(application.state)) return not("not-allowed");
  if (!(await lock(act, application))) return not("changed-meanwhile");
  const before = await setDocument(act, application.id, code, state);
  if (before === undefined) return not("not-listed");
  await record(act, "mark-document", { application: application.id, office: application.office_code, facts: { document: code, from: before, to: state } });
  return done({ before });
}
