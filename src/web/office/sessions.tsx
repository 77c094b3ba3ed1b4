import { record } from "../../audit/record.ts";
import { passkeysOf } from "../../identity/passkey.ts";
import { partyOf } from "../../identity/webauthn.ts";
import { endOwnSessions, ownSessions } from "../../identity/session.ts";
import { Page } from "../../ui/page.tsx";
import { html, officerPage, redirect } from "../page.ts";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { OwnPasskeys } from "./passkeys.tsx";
import { proveFirst } from "./prove.tsx";
import { endedNow, SignedInPlaces, toEnd } from "../signed-in.tsx";

/** Where the officer is signed in, and the way to end what they do not recognise. */
export const sessions = officerPage(office.sessions, {
  async get(visit) {
    const { l, app, session } = visit;
    const own = partyOf(app.origins.office) ? await passkeysOf(app.db, visit.officer.id) : null;
    const places = await ownSessions(app.db, session, visit.now);
    const body = (
      <Page title={l.t("sessions.title")} lead={l.t("sessions.lead-office")}>
        <SignedInPlaces places={places} action={office.sessions.href()} csrf={visit.csrf} ended={endedNow(visit)} />
        {mayDo(visit.officer.role, "end-sessions") ? <p><a href={office.officers.href()}>{l.t("sessions.officers-title")}</a></p> : null}
        {own ? <OwnPasskeys l={l} csrf={visit.csrf} own={own} came={visit.query.passkey} /> : null}
      </Page>
    );
    return html(l.t("sessions.title"), body);
  },
  async post(visit) {
    const unproved = await proveFirst(visit, "");
    if (unproved) return unproved;
    const ended = await visit.act(async (act) => {
      const count = await endOwnSessions(act, visit.session, toEnd(visit));
      if (count > 0) await record(act, "sign-out-elsewhere", { office: visit.officer.office_code, facts: { count } });
      return count;
    });
    return redirect(office.sessions.href({ ended: String(ended) }));
  },
});
