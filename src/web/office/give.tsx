import { answersOf, findInOffice } from "../../applications/application.ts";
import { findAppointment } from "../../appointments/book.ts";
import { giveAppointment } from "../../appointments/give.ts";
import { WORKING_DAYS_AHEAD } from "../../appointments/hours.ts";
import { freeDays, freeHours, workingDaysFrom } from "../../appointments/slots.ts";
import { readDate } from "../../platform/form.ts";
import { isId } from "../../platform/id.ts";
import { TextField } from "../../ui/fields.tsx";
import { ButtonForm, ErrorSummary } from "../../ui/form.tsx";
import { Empty, Notice } from "../../ui/notice.tsx";
import { Filters, Leaf } from "../../ui/office-table.tsx";
import { Card, OfficePage } from "../../ui/page.tsx";
import { type Answer, html, NotFound, type OfficerVisit, officerPage, redirect } from "../page.ts";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { notYourDuty, personName } from "./words.tsx";

/** An officer gives a case an appointment: the free hours of a day of this office, one press takes one. */
export const give = officerPage(office.give, {
  get: (visit) => show(visit, null),
  async post(visit) {
    const { officer, parameters: { id = "" }, form, l } = visit;
    if (!mayDo(officer.role, "give")) return notYourDuty(l, "cases");
    const given = await visit.act(async (act) => giveAppointment(act, await caseOf(visit, act.tx), String(form.slot ?? "")));
    return given.ok ? redirect(office.case.href({ id }, { done: "give" })) : show(visit, given.why);
  },
});

async function caseOf({ parameters: { id }, officer }: OfficerVisit, db: Parameters<typeof findInOffice>[0]) {
  const application = isId(id) ? await findInOffice(db, id, officer.office_code) : undefined;
  if (!application || application.state === "draft") throw new NotFound();
  return application;
}

async function show(visit: OfficerVisit, why: string | null): Promise<Answer> {
  const { l, app, officer, today, now, query, form } = visit;
  if (!mayDo(officer.role, "give")) return notYourDuty(l, "cases");
  const application = await caseOf(visit, app.db);
  if (application.state !== "created" && application.state !== "lodged") return redirect(office.case.href({ id: application.id }));
  const answers = answersOf(application);
  const { permitType } = answers;
  const last = workingDaysFrom(today, WORKING_DAYS_AHEAD).at(-1)!;
  const [standing, days] = await Promise.all([findAppointment(app.db, application.id), freeDays(app.db, officer.office_code, today, last, now, permitType, now)]);
  const free = days.filter((each) => each.free > 0);
  const asked = readDate(query.day ?? String(form.day ?? ""));
  const day = asked !== null && Temporal.PlainDate.compare(asked, today) >= 0 ? asked : (free[0]?.day ?? today);
  const hours = await freeHours(app.db, officer.office_code, day, now, application.id, permitType, now);
  const name = personName({ surname: answers.surname, given_names: answers.givenNames, nationality: answers.nationality, registration_number: application.registration_number, number: application.number });
  const title = l.t("appointments.give-title", { name });
  const here = (on: Temporal.PlainDate) => office.give.href({ id: application.id }, { day: on.toString() });
  const before = free.findLast((each) => Temporal.PlainDate.compare(each.day, day) < 0);
  const after = free.find((each) => Temporal.PlainDate.compare(each.day, day) > 0);
  const late = application.attend_by !== null && Temporal.PlainDate.compare(day, application.attend_by) > 0;
  const key = `appointments.give-not.${why}`;
  const body = (
    <OfficePage
      back={office.case.href({ id: application.id })} title={title}
      meta={<span>{application.attend_by ? l.t("appointments.give-deadline", { date: l.date(application.attend_by) }) : null}</span>}
      before={<ErrorSummary errors={why === null ? [] : [{ field: "", text: l.has(key) ? l.t(key) : l.t("appointments.give-not.changed-meanwhile") }]} />}
    >
      {standing ? <Notice title={l.t("appointments.give-has")}><p>{l.rich("appointments.when", { date: <bdi>{l.date(standing.day)}</bdi>, time: <bdi>{l.time(standing.starts)}</bdi>, office: <bdi>{standing.officeName}</bdi> })}</p></Notice> : null}
      <p>{l.t("appointments.give-lead")}</p>
      <Filters action={office.give.href({ id: application.id })} submit={l.t("appointments.give-see")}>
        <TextField name="day" label={l.t("appointments.day")} value={day.toString()} width={10} attributes={{ type: "date" }} />
      </Filters>
      <Leaf summary={<bdi>{l.date(day)}</bdi>} previousHref={before && here(before.day)} nextHref={after && here(after.day)} />
      {late ? <Notice kind="warning"><p>{l.t("appointments.give-late")}</p></Notice> : null}
      {hours.length === 0 ? <Empty title={l.t("appointments.give-none")} /> : (
        <Card title={l.t("ui.day_places", { date: l.date(day), n: hours.reduce((sum, hour) => sum + hour.free, 0) })}>
          <div class="cluster">
            {hours.map((hour) => (
              <ButtonForm action={office.give.href({ id: application.id })} csrf={visit.csrf} fields={{ slot: hour.slot, day: day.toString() }}>
                <bdi class="numbers">{l.time(hour.starts)}</bdi> <span class="muted">{l.t("ui.free_places", { n: hour.free })}</span>
              </ButtonForm>
            ))}
          </div>
        </Card>
      )}
    </OfficePage>
  );
  return html(title, body, why === null ? 200 : 409, { nav: "cases", errors: why !== null });
}
