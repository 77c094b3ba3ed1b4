import { isId } from "../../platform/id.ts";
import { findInOffice } from "../../applications/application.ts";
import { record } from "../../audit/record.ts";
import { type FileKind, fileKinds, readFile } from "../../documents/storage.ts";
import { type Answer, bytes, NotFound, type OfficerVisit, officerPage } from "../page.ts";
import { office } from "../routes.ts";

/** A paper of a case; opening one is written down like opening the case. */
export const paper = officerPage(office.paper, { get: (visit) => send(visit, visit.parameters.paper as FileKind) });

/** The photo of a case. It stands on the case's page, so it is not written down again. */
export const photo = officerPage(office.photo, { get: (visit) => send(visit, "photo") });

async function send(visit: OfficerVisit, kind: FileKind): Promise<Answer> {
  const { officer, parameters: { id } } = visit;
  if (!isId(id) || !fileKinds.includes(kind)) throw new NotFound();
  const found = await visit.act(async (act) => {
    const application = await findInOffice(act.tx, id, officer.office_code);
    const file = application && (await readFile(act.tx, id, kind));
    if (!application || !file) throw new NotFound();
    if (kind !== "photo") await record(act, "opened-paper", { application: id, office: officer.office_code, facts: { paper: kind } });
    return { file, number: application.registration_number ?? application.number };
  });
  return bytes(found.file.type, found.file.bytes, kind === "photo" ? undefined : `${kind}-${found.number}.pdf`);
}
