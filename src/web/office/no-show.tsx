import { noShow as noteNoShow } from "../../acts/no-show.ts";
import { answersOf, findInOffice } from "../../applications/application.ts";
import { findAppointment } from "../../appointments/book.ts";
import { instantOf } from "../../platform/clock.ts";
import { isId } from "../../platform/id.ts";
import { ButtonLink, Form } from "../../ui/form.tsx";
import { Card, OfficePage } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { type Answer, html, NotFound, type OfficerVisit, officerPage, redirect } from "../page.ts";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { notYourDuty, permitWords, personName } from "./words.tsx";

/** Noting that nobody came: first who is meant, which hour and what is sent to them; then one press. */
export const noShow = officerPage(office.noShow, {
  get: show,
  async post(visit) {
    const { officer, l, today, form } = visit;
    if (!mayDo(officer.role, "no-show")) return notYourDuty(l, "day");
    const noted = await visit.act(async (act) => {
      const application = await caseOf(visit, act.tx);
      // Another appointment than the one that was shown may stand by now.
      const appointment = await findAppointment(act.tx, application.id);
      if (appointment && appointment.id !== form.appointment) return { ok: false, why: "changed-meanwhile" } as const;
      return { ...(await noteNoShow(act, application)), day: appointment?.day };
    });
    const day = "day" in noted ? noted.day : undefined;
    return redirect(office.day.href({ said: noted.ok ? "no-show" : noted.why, day: day === undefined || day.equals(today) ? undefined : day.toString() }));
  },
});

async function caseOf({ parameters: { id }, officer }: OfficerVisit, db: Parameters<typeof findInOffice>[0]) {
  const application = isId(id) ? await findInOffice(db, id, officer.office_code) : undefined;
  if (!application || application.state === "draft") throw new NotFound();
  return application;
}

async function show(visit: OfficerVisit): Promise<Answer> {
  const { l, app, officer, today, now, csrf } = visit;
  if (!mayDo(officer.role, "no-show")) return notYourDuty(l, "day");
  const application = await caseOf(visit, app.db);
  const appointment = await findAppointment(app.db, application.id);
  if (!appointment) return redirect(office.day.href({ said: "no-appointment" }));
  const { day, starts } = appointment;
  const back = office.day.href({ day: day.equals(today) ? undefined : day.toString() });
  if (Temporal.Instant.compare(instantOf(day, starts), now) > 0) return redirect(office.day.href({ said: "not-yet" }));
  const { surname, givenNames, nationality, permitType, purpose } = answersOf(application);
  const name = personName({ surname, given_names: givenNames, nationality, registration_number: application.registration_number, number: application.number });
  const title = l.t("office.no-show-title", { name });
  const body = (
    <OfficePage back={back} title={l.rich("office.no-show-title", { name: <bdi>{name}</bdi> })}>
      <Card>
        <SummaryList rows={[
          { question: l.t("office.column-hour"), answer: <bdi>{l.instant(instantOf(day, starts))}</bdi> },
          { question: l.t("office.column-permit"), answer: permitWords(l, { kind: application.kind, permit_type: permitType, purpose }) },
          { question: l.t("office.column-number"), answer: <bdi class="numbers">{application.registration_number}</bdi> },
        ]} />
        <p>{l.t("office.no-show-what")}{day.equals(today) ? <> {l.t("office.no-show-late")}</> : null}</p>
        <p>{l.t("office.no-show-told")}</p>
        <blockquote>{l.t("notices.no-show.sms", { day: l.day(day) })}</blockquote>
        <Form action={office.noShow.href({ id: application.id })} csrf={csrf} submit={l.t("office.no-show")} submitKind="danger" secondary={<ButtonLink href={back} kind="secondary">{l.t("ui.cancel")}</ButtonLink>}>
          <input type="hidden" name="appointment" value={appointment.id} />
        </Form>
      </Card>
    </OfficePage>
  );
  return html(title, body, 200, { nav: "day" });
}
