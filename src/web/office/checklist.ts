import { markDocuments } from "../../acts/mark-document.ts";
import { findInOffice } from "../../applications/application.ts";
import { isId } from "../../platform/id.ts";
import { NotFound, officerPage, redirect } from "../page.ts";
import { office } from "../routes.ts";
import { showCase } from "./case.tsx";
import { readMarks } from "./case-documents.tsx";
import { mayDo } from "./duties.ts";
import { queueQuery } from "./queue.tsx";
import { notYourDuty } from "./words.tsx";

/**
 * One press on the checklist: `mark` of one or several documents, `undo` takes such a press back. The page continues at the row that was
 * marked, which says so and offers to take it back; several at once are told above the list.
 */
export const checklist = officerPage(office.checklist, {
  async post(visit) {
    const { officer, parameters: { id }, form, l } = visit;
    if (!isId(id)) throw new NotFound();
    if (!mayDo(officer.role, "mark")) return notYourDuty(l, "cases");
    const undo = form.undo !== undefined;
    const marks = readMarks(String(form.undo ?? form.mark ?? ""));
    if (marks.length === 0) throw new NotFound();
    const outcome = await visit.act(async (act) => {
      const application = await findInOffice(act.tx, id, officer.office_code);
      if (!application) throw new NotFound();
      return markDocuments(act, application, marks);
    });
    if (!outcome.ok) {
      if (outcome.why === "not-listed") throw new NotFound();
      return showCase(visit, { act: "mark", status: 409, errors: [], raw: {}, meanwhile: outcome.why });
    }
    // What was asked for in the officer's words does not come back by a press: the words are gone with the mark.
    const was = outcome.before.filter((one, n) => one.state !== "missing" && one.state !== marks[n]!.state).map(({ code, state }) => `${code}.${state}`).join(",");
    return redirect(`${office.case.href({ id }, { ...queueQuery(visit.query), ...(undo || was === "" ? {} : { was }) })}#${marks.length === 1 ? `document-${marks[0]!.code}` : "documents"}`);
  },
});
