import { endedWithout, isFinal } from "../../applications/states.ts";
import { Situation } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { checkPaper } from "../../documents/verify.ts";
import { allows } from "../../identity/limits.ts";
import { html, publicPage } from "../page.ts";
import { portal } from "../routes.ts";

/** Papers that say of an application that it goes on. */
const ofGoingOn: readonly string[] = ["registration-form", "application-certificate", "missing-documents"];

/** What the QR code of a paper leads to: whether we issued it, for which number, and whether it still stands. No names. */
export const verify = publicPage(portal.verify, {
  async get(visit) {
    const { l, app } = visit;
    if (!(await allows(app.db, "search", visit.address, visit.now))) {
      return html(l.t("faults.too-many"), <Situation icon="warning" title={l.t("faults.too-many")}><p>{l.t("faults.too-many-text")}</p></Situation>, 429);
    }
    const paper = await checkPaper(app.db, app.secret, visit.parameters.claim ?? "");
    if (!paper) {
      return html(l.t("status.verify-no"), <Situation icon="error" title={l.t("status.verify-no")}><p>{l.t("status.verify-no-text")}</p></Situation>, 404);
    }
    const over = ofGoingOn.includes(paper.kind) && (isFinal(paper.state) || endedWithout(paper.state));
    const title = l.t(over ? "status.verify-over" : paper.current ? "status.verify-yes" : "status.verify-replaced");
    return html(title, (
      <Situation icon={paper.current && !over ? "tick" : "warning"} title={title}>
        <SummaryList rows={[
          { question: l.t("status.verify-paper"), answer: l.t(`status.paper.${paper.kind}`) },
          { question: l.t("application.registration-number"), answer: <bdi class="numbers">{paper.registration}</bdi> },
          { question: l.t("status.verify-state"), answer: l.t(`states.${paper.state}`) },
        ]} />
        <p class="muted">{l.t("status.verify-text")}</p>
        <p class="muted">{l.rich("status.verify-offline", { key: <a href={portal.paperKey.href()}><bdi dir="ltr">{portal.paperKey.href()}</bdi></a> })}</p>
      </Situation>
    ));
  },
});
