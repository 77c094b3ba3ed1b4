import { isId } from "../../platform/id.ts";
import { markDocument } from "../../acts/mark-document.ts";
import { findInOffice } from "../../applications/application.ts";
import { documentStates } from "../../documents/checklist.ts";
import { NotFound, officerPage, redirect } from "../page.ts";
import { office } from "../routes.ts";
import { showCase } from "./case.tsx";
import { mayDo } from "./duties.ts";
import { queueQuery } from "./queue.tsx";
import { notYourDuty } from "./words.tsx";

/** One click on the checklist: `mark` is `code.state`. The page offers to take it back. */
export const checklist = officerPage(office.checklist, {
  async post(visit) {
    const { officer, parameters: { id }, form, l } = visit;
    if (!isId(id)) throw new NotFound();
    if (!mayDo(officer.role, "mark")) return notYourDuty(l, "cases");
    const [code = "", to = ""] = String(form.mark ?? "").split(".");
    const state = documentStates.find((one) => one === to);
    if (!state || state === "missing") throw new NotFound();
    const outcome = await visit.act(async (act) => {
      const application = await findInOffice(act.tx, id, officer.office_code);
      if (!application) throw new NotFound();
      return markDocument(act, application, code, state);
    });
    if (!outcome.ok) {
      if (outcome.why === "not-listed") throw new NotFound();
      return showCase(visit, { act: "mark", status: 409, errors: [], raw: {}, meanwhile: true });
    }
    const undone = form.undo === "yes" || outcome.before === "missing" || outcome.before === state;
    return redirect(`${office.case.href({ id }, { ...queueQuery(visit.query), ...(undone ? {} : { marked: code, was: outcome.before }) })}#documents`);
  },
});
