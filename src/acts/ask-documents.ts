import type { Application } from "../applications/application.ts";
import { lock } from "../applications/lock.ts";
import { move, type Moved } from "../applications/move.ts";
import { addDocument, listDocuments, setDocument } from "../documents/checklist.ts";
import { askForPaper } from "../documents/storage.ts";
import type { Act } from "../platform/act.ts";
import { not, type Outcome } from "../platform/outcome.ts";
import { missingDocumentsDue } from "../rules/deadlines.ts";
import { documentCodes } from "../rules/document-list.ts";

export type AskedDocument = { code: string; words?: string };

/**
 * Asks the person for documents until a day: each is marked missing with the officer's words, the decision clock stands still from today,
 * and the person is told and gets the notice as a paper. `due` is after today and at most the 30 days of practice away. While documents are
 * asked for already, the new request takes the place of the old one: what it leaves out is missing no more, and the clock stands since the first.
 */
export async function askDocuments(
  act: Act, application: Application, { documents, due }: { documents: AskedDocument[]; due: Temporal.PlainDate },
): Promise<Outcome<Moved, "nothing-asked" | "due-out-of-range" | "changed-meanwhile" | "not-allowed">> {
  const codes = documents.map(({ code }) => code);
  if (codes.length === 0) return not("nothing-asked");
  const unknown = codes.find((code) => !documentCodes.includes(code));
  if (unknown !== undefined) throw new Error(`no document ${unknown}`);
  if (Temporal.PlainDate.compare(due, act.today) <= 0 || Temporal.PlainDate.compare(due, missingDocumentsDue(act.today)) > 0) return not("due-out-of-range");
  if (!(await lock(act, application))) return not("changed-meanwhile");
  const asked = codes.join(",");
  const moved = await move(act, application, "ask-documents", {
    facts: { documents: asked, due: due.toString() },
    values: { documents: asked, due: due.toString() },
    set: { paused_on: (application.state === "incomplete" ? application.paused_on : null) ?? act.today, documents_due: due },
  });
  if (!moved.ok) return moved;
  const left = (await listDocuments(act.tx, application.id)).filter(({ code, state }) => state === "missing" && !codes.includes(code));
  for (const { code } of left) await setDocument(act, application.id, code, "expected");
  for (const { code, words } of documents) {
    await addDocument(act, application.id, code);
    await setDocument(act, application.id, code, "missing", words);
  }
  await askForPaper(act, application.id, "missing-documents");
  return moved;
}
