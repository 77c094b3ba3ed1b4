import { applicationOf, isStopped, resumeReminders, stopReminders } from "../notifications/stop.ts";
import { ButtonForm } from "../ui/form.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { html, NotFound, publicPage, redirect, type Visit } from "./page.ts";
import { portal } from "./routes.ts";

/**
 * Where the link in a reminder leads: stops reminders with one press, and lets them come again. Mail programs may post here by themselves
 * (RFC 8058), so there is no form token: whoever has the link may stop, and nothing else.
 */
export const stop = publicPage(portal.stop, {
  machine: true,
  get: (visit) => show(visit),
  async post(visit) {
    const application = caseOf(visit);
    if (visit.form.act === "resume") await visit.act((act) => resumeReminders(act, application));
    else if (!(await visit.act((act) => stopReminders(act, application)))) throw new NotFound();
    return show(visit, true);
  },
});

/** The short address at the end of an SMS: leads to the page that stops reminders, or else to the one that stops offers. */
export const stopShort = publicPage(portal.stopShort, {
  machine: true,
  get({ app, l, parameters }) {
    const token = parameters.token ?? "";
    return redirect((applicationOf(app.secret, token) === undefined ? portal.stopOffers : portal.stop).href({ lang: l.code, token }));
  },
});

function caseOf({ app, parameters }: Visit): string {
  const application = applicationOf(app.secret, parameters.token ?? "");
  if (!application) throw new NotFound();
  return application;
}

async function show(visit: Visit, acted = false) {
  const { l, app, parameters, csrf } = visit;
  const stopped = await isStopped(app.db, caseOf(visit));
  const here = portal.stop.href({ lang: l.code, token: parameters.token! });
  const title = l.t(stopped ? "notices.stop-stopped" : "notices.stop-title");
  return html(title, (
    <Page title={title} lead={l.t("notices.stop-lead")} before={acted ? <Notice kind="success" live><p>{l.t(stopped ? "notices.stop-done" : "notices.stop-resumed")}</p></Notice> : null}>
      <p>{l.t("notices.stop-duties")}</p>
      <ButtonForm action={here} csrf={csrf} kind={stopped ? "secondary" : "primary"} fields={{ act: stopped ? "resume" : "stop" }}>{l.t(stopped ? "notices.stop-resume" : "notices.stop-stop")}</ButtonForm>
    </Page>
  ), 200, { index: false });
}
