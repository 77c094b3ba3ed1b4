import { record } from "../../audit/record.ts";
import { endOwnSessions, ownSessions } from "../../identity/session.ts";
import { Page } from "../../ui/page.tsx";
import { applicantPage, html, redirect } from "../page.ts";
import { portal } from "../routes.ts";
import { proveFirst } from "./prove.tsx";
import { endedNow, SignedInPlaces, toEnd } from "../signed-in.tsx";

/** Where the person is signed in to their application, and the way to end what they do not recognise. */
export const sessions = applicantPage(portal.sessions, {
  async get(visit) {
    const { l, app, session, application } = visit;
    const lang = { lang: l.code };
    const back = application.state === "draft" ? portal.tasks.href(lang) : portal.status.href(lang);
    const places = await ownSessions(app.db, session, visit.now);
    const body = (
      <Page back={back} title={l.t("sessions.title")} lead={l.t("sessions.lead")}>
        <SignedInPlaces places={places} action={portal.sessions.href(lang)} csrf={visit.csrf} ended={endedNow(visit)} />
        <p class="muted">{l.t("sessions.unknown-text")}</p>
        <p><a href={portal.contact.href(lang)}>{l.t("sessions.change-contact")}</a></p>
      </Page>
    );
    return html(l.t("sessions.title"), body);
  },
  async post(visit) {
    const unproved = await proveFirst(visit);
    if (unproved) return unproved;
    const ended = await visit.act(async (act) => {
      const count = await endOwnSessions(act, visit.session, toEnd(visit));
      if (count > 0) await record(act, "sign-out-elsewhere", { application: visit.application.id, facts: { count } });
      return count;
    });
    return redirect(portal.sessions.href({ lang: visit.l.code }, { ended: String(ended) }));
  },
});
