import { nameOf } from "../../applications/application.ts";
import { endSession } from "../../identity/session.ts";
import { NumberPlate } from "../../ui/number-plate.tsx";
import { ButtonForm, ButtonLink } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { TaskList } from "../../ui/task-list.tsx";
import { Findings } from "../findings.tsx";
import { applicantPage, html, redirect } from "../page.ts";
import { portal } from "../routes.ts";
import { draftOf, nextHref, tasksOf } from "./case.ts";

/** The application as a list of topics, each with its state in words. */
export const tasks = applicantPage(portal.tasks, {
  async get(visit) {
    const { l, application, mandate } = visit;
    if (application.state !== "draft") return redirect(portal.status.href({ lang: l.code }));
    const draft = draftOf(visit);
    const title = l.t("application.your-application");
    const begun = visit.query.new === "yes";
    const general = draft.blocks.get(null) ?? [];
    const body = (
      <Page caption={l.t(`home.${application.kind as "first"}`)} title={begun ? l.t("application.begun") : title} lead={l.t("application.tasks-lead")}>
        <NumberPlate label={l.t("fields.number")} number={application.number}><p>{l.t("application.keep-number")}</p></NumberPlate>
        {mandate ? <Notice><p>{l.rich("application.acted-for", { name: <bdi>{mandate.name}</bdi>, person: <bdi>{nameOf(draft.answers)}</bdi>, capacity: l.t(`fields.capacity.${mandate.capacity}`) })} <a href={portal.representative.href({ lang: l.code })}>{l.t("represented.link")}</a></p></Notice> : null}
        <Findings findings={general} />
        <TaskList tasks={tasksOf(visit, draft)} />
        <div class="cluster">
          <ButtonLink href={nextHref(visit, draft)}>{l.t(begun ? "application.begin" : "application.go-on")}</ButtonLink>
          <ButtonForm action={portal.leave.href({ lang: l.code })} csrf={visit.csrf} kind="quiet">{l.t("application.leave")}</ButtonForm>
        </div>
        <p class="muted">{l.t("application.draft-kept")} <a href={portal.sessions.href({ lang: l.code })}>{l.t("sessions.link")}</a></p>
      </Page>
    );
    return html(title, body);
  },
});

/** Leaves the application on this device: the session ends; the application waits for its number and a code. */
export const leave = applicantPage(portal.leave, {
  async post(visit) {
    await visit.act((act) => endSession(act, visit.session.id));
    return redirect(portal.home.href({ lang: visit.l.code }), { session: null, code: null });
  },
});
