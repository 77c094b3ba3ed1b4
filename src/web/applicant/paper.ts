import type { State } from "../../applications/states.ts";
import { askForPaper, fileKinds, type FileKind, readFile } from "../../documents/storage.ts";
import { findAttempt } from "../../appointments/attempt.ts";
import { applicantPage, bytes, html, NotFound, redirect } from "../page.ts";
import { portal } from "../routes.ts";
import { noteOpened } from "../../applications/service.ts";
import { drawing } from "../drawing.tsx";
import { stillSays } from "./status-ended.tsx";

/** A paper of one's own case. One that is still being drawn is said to be, and the page looks again by itself. */
export const paper = applicantPage(portal.paper, {
  async get(visit) {
    const kind = visit.parameters.paper as FileKind;
    if (!fileKinds.includes(kind) || kind === "photo" || visit.application.state === "draft") throw new NotFound();
    if (!stillSays(kind, visit.application.state as State)) return redirect(portal.status.href({ lang: visit.l.code }));
    const file = await readFile(visit.app.db, visit.application.id, kind);
    if (file && kind === "decision") await visit.act((act) => noteOpened(act, visit.application.id, file.digest));
    if (file) return bytes(file.type, file.bytes, `${kind}-${visit.application.number}.pdf`);
    // Only the form is always on its way once a case exists, and the proof of an attempt once that is on record; any other paper that is not
    // there does not exist.
    if (kind !== "registration-form" && !(kind === "timely-attempt" && (await findAttempt(visit.app.db, visit.application.id)))) throw new NotFound();
    // Before a place is taken its drawing waits a little; whoever asks for it now gets it now.
    if (visit.application.state === "created") await visit.act((act) => askForPaper(act, visit.application.id, kind));
    return html(visit.l.t("status.drawing"), drawing(visit.l), 200, { refresh: 2 });
  },
});
