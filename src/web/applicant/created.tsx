import { wayOf } from "../../appointments/draw-switch.ts";
import { ButtonLink } from "../../ui/form.tsx";
import { NumberPlate } from "../../ui/number-plate.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page, Steps } from "../../ui/page.tsx";
import { findAccrual } from "../../payments/accrual.ts";
import { applicantPage, html, redirect } from "../page.ts";
import { portal } from "../routes.ts";

/** The application is created: its numbers, and what happens next. */
export const created = applicantPage(portal.created, {
  async get(visit) {
    const { l, application, app } = visit;
    const lang = { lang: l.code };
    if (application.state === "draft") return redirect(portal.tasks.href(lang));
    if (application.state !== "created") return redirect(portal.status.href(lang));
    const debt = await findAccrual(app.db, application.id);
    const way = await wayOf(app.db, application, visit.today);
    const first = { choose: "application.next-appointment", draw: "application.next-draw", office: "status.by-office" } as const;
    const body = (
      <Page title={l.t("application.created")} lead={l.t("application.created-lead")}>
        <NumberPlate label={l.t("application.registration-number")} number={application.registration_number!} />
        {debt ? <p>{l.rich("application.accrual-is", { number: <strong><bdi class="numbers">{debt.accrual.number}</bdi></strong> })}</p> : null}
        <h2>{l.t("application.next-title")}</h2>
        <Steps items={[l.t(first[way]), l.t("application.next-pay"), l.t("application.next-print"), l.t("application.next-come")]} />
        {application.attend_by ? (
          <Notice kind="warning" title={l.rich("application.attend-by", { date: <bdi>{l.date(application.attend_by)}</bdi> })}><p>{l.t("application.attend-by-text")}</p></Notice>
        ) : null}
        <div class="cluster">
          {way === "office" ? null : <ButtonLink href={way === "draw" ? portal.draw.href(lang) : portal.appointment.href(lang)}>{l.t(way === "draw" ? "application.join-draw" : "application.choose-appointment")}</ButtonLink>}
          <ButtonLink href={portal.status.href(lang)} kind="secondary">{l.t("application.see-status")}</ButtonLink>
        </div>
      </Page>
    );
    return html(l.t("application.created"), body);
  },
});
