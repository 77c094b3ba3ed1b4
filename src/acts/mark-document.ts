import type { Application } from "../applications/application.ts";
import { lock } from "../applications/lock.ts";
import type { State } from "../applications/states.ts";
import { record } from "../audit/record.ts";
import { type DocumentState, listDocuments, setDocument } from "../documents/checklist.ts";
import type { Act } from "../platform/act.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";

/** While the file is on a desk. Before nobody has seen the papers; afterwards the decision stands on them. */
const onTheDesk: readonly State[] = ["attended", "incomplete", "accepted", "in-review"];

/** How one document is to stand; asking for a missing one is `askDocuments`, not a mark. */
export type Mark = { code: string; state: Exclude<DocumentState, "missing"> };
type NotMarked = "not-listed" | "not-allowed" | "changed-meanwhile";

/** Whether the documents of a case in this state may be marked. */
export function mayMark(state: string): boolean {
  return (onTheDesk as readonly string[]).includes(state);
}

/**
 * Marks how documents of a case stand, all of them or none; answers how they stood before, so that the marks can be taken back. `not-listed`
 * when the case lists no such document, `not-allowed` outside the desk's states.
 */
export async function markDocuments(act: Act, application: Application, marks: readonly Mark[]): Promise<Outcome<{ before: { code: string; state: DocumentState }[] }, NotMarked>> {
  if (!mayMark(application.state)) return not("not-allowed");
  if (!(await lock(act, application))) return not("changed-meanwhile");
  const listed = (await listDocuments(act.tx, application.id)).map(({ code }) => code);
  if (!marks.every(({ code }) => listed.includes(code))) return not("not-listed");
  const before: { code: string; state: DocumentState }[] = [];
  for (const { code, state } of marks) {
    const from = (await setDocument(act, application.id, code, state))!;
    before.push({ code, state: from });
    await record(act, "mark-document", { application: application.id, office: application.office_code, facts: { document: code, from, to: state } });
  }
  return done({ before });
}
