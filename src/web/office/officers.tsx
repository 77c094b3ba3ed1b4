import { record } from "../../audit/record.ts";
import type { Role } from "../../identity/officer.ts";
import { endSessionsAt, signedInAt } from "../../identity/session.ts";
import { isId } from "../../platform/id.ts";
import { ButtonForm } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { OfficeTable } from "../../ui/office-table.tsx";
import { OfficePage } from "../../ui/page.tsx";
import { html, officerPage, redirect } from "../page.ts";
import { office } from "../routes.ts";
import { endedNow } from "../signed-in.tsx";
import { mayDo } from "./duties.ts";
import { proveFirst } from "./prove.tsx";
import { notYourDuty } from "./words.tsx";

/** Who is signed in at the office, for those who answer for it: a lost phone or a screen left open is signed out from here. */
export const officers = officerPage(office.officers, {
  async get(visit) {
    const { l, app, csrf, officer, now } = visit;
    if (!mayDo(officer.role, "end-sessions")) return notYourDuty(l, "");
    const others = await signedInAt(app.db, officer, now);
    const title = l.t("sessions.officers-title");
    const ended = endedNow(visit);
    const body = (
      <OfficePage back={office.sessions.href()} title={title} meta={<span>{l.t("sessions.officers-lead")}</span>} before={
        ended === undefined ? null : <Notice kind={ended > 0 ? "success" : "info"} title={ended > 0 ? l.t("sessions.ended", { n: ended }) : l.t("sessions.none-ended")} live />
      }>
        <OfficeTable
          caption={title} captionHidden empty={l.t("sessions.officers-none")}
          columns={[
            { title: l.t("sessions.officers-name") }, { title: l.t("sessions.officers-role") }, { title: l.t("sessions.officers-places"), numeric: true }, { title: l.t("sessions.officers-seen") },
            { title: <span class="visually-hidden">{l.t("sessions.officers-end")}</span>, onScreen: true },
          ]}
          rows={others.map((other) => ({ cells: [
            <bdi>{other.name}</bdi>, l.t(`office.role.${other.role as Role}`), <bdi>{other.places}</bdi>, <bdi>{l.instant(other.seen)}</bdi>,
            <ButtonForm action={office.officers.href()} csrf={csrf} fields={{ end: other.officer }}>{l.t("sessions.officers-end")}<span class="visually-hidden"> <bdi>{other.name}</bdi></span></ButtonForm>,
          ] }))}
        />
      </OfficePage>
    );
    return html(title, body);
  },
  async post(visit) {
    const { l, officer, form } = visit;
    if (!mayDo(officer.role, "end-sessions")) return notYourDuty(l, "");
    const unproved = await proveFirst(visit, "");
    if (unproved) return unproved;
    const whose = form.end;
    const ended = isId(whose) ? await visit.act(async (act) => {
      const count = await endSessionsAt(act, officer, whose);
      if (count > 0) await record(act, "sign-out-officer", { office: officer.office_code, facts: { officer: whose, count } });
      return count;
    }) : 0;
    return redirect(office.officers.href({ ended: String(ended) }));
  },
});
