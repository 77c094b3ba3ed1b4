import { isId } from "../../platform/id.ts";
import type { Role } from "../../identity/officer.ts";
import { tryAgain } from "../../notifications/deliver.ts";
import { givenUp, isOfOffice } from "../../notifications/failed.ts";
import { ButtonForm } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { OfficeTable } from "../../ui/office-table.tsx";
import { OfficePage } from "../../ui/page.tsx";
import { html, officerPage, redirect } from "../page.ts";
import { office } from "../routes.ts";
import { receiptKey } from "../api/sms-receipt.ts";

const senders: readonly Role[] = ["front-desk", "case-officer", "supervisor"];

/** Messages that could not be delivered: somebody looks at the contact, and has them tried again. */
export const messages = officerPage(office.messages, {
  async get({ l, app, officer, now, query, csrf }) {
    const title = l.t("notices.failed-title");
    const rows = await givenUp(app.db, officer.office_code, now);
    const may = senders.includes(officer.role);
    const body = (
      <OfficePage title={title} meta={<span>{l.t("notices.failed-lead")}</span>} before={
        query.said === "again" ? <Notice kind="success" live><p>{l.t("notices.failed-again-done")}</p></Notice>
          : query.said === "changed" ? <Notice kind="warning" live><p>{l.t("notices.failed-changed")}</p></Notice> : null
      }>
        <p><a href={office.templates.href()}>{l.t("notices.templates-title")}</a></p>
        <OfficeTable
          id="failed" live={30} caption={title} captionHidden empty={l.t("notices.failed-none")}
          columns={[
            { title: l.t("notices.failed-case") }, { title: l.t("notices.failed-what") }, { title: l.t("notices.failed-to") }, { title: l.t("notices.failed-why") }, { title: l.t("notices.failed-when") },
            { title: <span class="visually-hidden">{l.t("notices.failed-again")}</span> },
          ]}
          rows={rows.map((row) => ({
            tone: "warn",
            cells: [
              <a href={`${office.case.href({ id: row.application_id })}#contact`}><bdi class="numbers">{row.number ?? "—"}</bdi></a>, l.t(`notices.${row.notice as "created"}.title`), <bdi dir="ltr">{row.recipient}</bdi>,
              <bdi dir="ltr" class="small">{row.because ?? ""}</bdi>, <bdi>{l.instant(row.at)}</bdi>,
              may ? <ButtonForm action={office.messages.href()} csrf={csrf} fields={{ message: row.id }}>{l.t("notices.failed-again")}</ButtonForm> : "",
            ],
          }))}
        />
        {officer.role === "administrator" ? <p class="small">{l.t("notices.receipt-key")} <code dir="ltr">{receiptKey(app.secret)}</code></p> : null}
      </OfficePage>
    );
    return html(title, body, 200, { nav: "messages" });
  },
  async post(visit) {
    const id = String(visit.form.message ?? "");
    const { officer } = visit;
    if (!senders.includes(officer.role) || !isId(id)) return redirect(office.messages.href({ said: "changed" }));
    const sent = await visit.act(async (act) => (await isOfOffice(act.tx, officer.office_code, id)) && (await tryAgain(act, id)).ok);
    return redirect(office.messages.href({ said: sent ? "again" : "changed" }));
  },
});
