import { type ClosedDay, closeDay as close, closingWould, findClosedDay } from "../../appointments/close-day.ts";
import { readDate } from "../../platform/form.ts";
import { isWorkingDay } from "../../rules/holidays.ts";
import { TextField } from "../../ui/fields.tsx";
import { ButtonLink, ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Card, OfficePage } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { type Answer, html, type OfficerVisit, officerPage, redirect } from "../page.ts";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { notYourDuty } from "./words.tsx";

/** Closing a day: first what it would do, then the reason and one press; afterwards what it did. */
export const closeDay = officerPage(office.closeDay, {
  get: (visit) => show(visit, []),
  async post(visit) {
    const { officer, form, l } = visit;
    if (!mayDo(officer.role, "close-day")) return notYourDuty(l, "day");
    const day = readDate(String(form.day ?? ""));
    if (day === null || Temporal.PlainDate.compare(day, visit.today) < 0) return redirect(office.day.href());
    const reason = String(form.reason ?? "").trim().slice(0, 200);
    const asked = { ...visit, query: { day: day.toString() } };
    if (reason === "") return show(asked, [{ field: "reason", text: l.t("appointments.close-reason-missing") }]);
    const { booked } = await closingWould(visit.app.db, officer.office_code, day, visit.now);
    if (mayBeClosed(day, booked)) await visit.act((act) => close(act, officer.office_code, day, reason));
    return redirect(office.closeDay.href({ day: day.toString() }));
  },
});

/** Whether there is anything to close: a holiday that was made one lately may have people booked on it. */
export function mayBeClosed(day: Temporal.PlainDate, booked: number): boolean {
  return isWorkingDay(day) || booked > 0;
}

async function show(visit: OfficerVisit, errors: FieldFault[]): Promise<Answer> {
  const { l, app, officer, today, now, query, csrf } = visit;
  if (!mayDo(officer.role, "close-day")) return notYourDuty(l, "day");
  const asked = readDate(query.day ?? "");
  const day = asked !== null && Temporal.PlainDate.compare(asked, today) >= 0 ? asked : today;
  const [closed, would] = await Promise.all([findClosedDay(app.db, officer.office_code, day), closingWould(app.db, officer.office_code, day, now)]);
  const back = office.day.href(day.equals(today) ? {} : { day: day.toString() });
  const title = l.t(closed ? "appointments.closed-title" : "appointments.close-title", { date: l.date(day) });
  const body = (
    <OfficePage back={back} title={title} before={<ErrorSummary errors={errors} />}>
      {closed ? <Closed visit={visit} closed={closed} /> : !mayBeClosed(day, would.booked) ? <Notice><p>{l.t("appointments.close-anyway")}</p></Notice> : (
        <Card>
          <p>{would.booked === 0 ? l.t("appointments.close-nobody") : l.t("appointments.close-people", { n: would.booked, free: l.number(would.free) })}</p>
          {would.booked > would.free ? <Notice kind="warning"><p>{l.t("appointments.close-too-few", { n: would.booked - would.free })}</p></Notice> : null}
          <p>{l.t("appointments.close-what")}</p>
          <Form action={office.closeDay.href()} csrf={csrf} submit={l.t("appointments.close-yes", { date: l.day(day) })} submitKind="danger" secondary={<ButtonLink href={back} kind="secondary">{l.t("appointments.close-no")}</ButtonLink>}>
            <input type="hidden" name="day" value={day.toString()} />
            <TextField name="reason" label={l.t("appointments.close-reason")} hint={l.t("appointments.close-reason-hint")} width={30} error={errors[0]?.text} attributes={{ maxlength: 200 }} />
          </Form>
        </Card>
      )}
    </OfficePage>
  );
  return html(title, body, errors.length > 0 ? 422 : 200, { nav: "day", errors: errors.length > 0 });
}

function Closed({ visit: { l }, closed }: { visit: OfficerVisit; closed: ClosedDay }) {
  return (
    <>
      <Notice kind="success" title={l.t("appointments.closed-done")} live><p>{l.t("appointments.closed-told")}</p></Notice>
      <SummaryList rows={[
        { question: l.t("appointments.closed-at"), answer: <bdi>{l.instant(closed.closedAt)}</bdi> },
        { question: l.t("appointments.close-reason"), answer: <bdi>{closed.reason}</bdi> },
        { question: l.t("appointments.closed-moved"), answer: l.number(closed.moved) },
        { question: l.t("appointments.closed-redrawn"), answer: l.number(closed.redrawn) },
        { question: l.t("appointments.closed-freed"), answer: l.number(closed.freed) },
      ]} />
    </>
  );
}
