import { findApplication } from "../../applications/application.ts";
import { findNeeds } from "../../appointments/needs.ts";
import { absentNumbers, atCounter, backInLine, callAgain, callNext, endAt, waitingTickets } from "../../appointments/tickets.ts";
import { SelectField } from "../../ui/fields.tsx";
import { ButtonForm } from "../../ui/form.tsx";
import { Empty, Notice } from "../../ui/notice.tsx";
import { Filters } from "../../ui/office-table.tsx";
import { Card, OfficePage } from "../../ui/page.tsx";
import { Tag } from "../../ui/tag.tsx";
import { type Answer, html, type OfficerVisit, officerPage, redirect } from "../page.ts";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { needWords, notYourDuty, personName } from "./words.tsx";

const said = ["nobody-waits", "busy", "again", "absent", "back"] as const;

/** One counter: whom it has before it, who waits, and the call for the next. */
export const counter = officerPage(office.counter, {
  get: (visit) => show(visit),
  async post(visit) {
    const { officer, form, l } = visit;
    if (!mayDo(officer.role, "call")) return notYourDuty(l, "day");
    const counters = await countersOf(visit);
    const at = numberIn(String(form.counter ?? ""), counters);
    if (at === null) return redirect(office.counter.href());
    const word = await visit.act(async (act): Promise<(typeof said)[number] | undefined> => {
      if (form.do === "again") return (await callAgain(act, officer.office_code, at)) ? "again" : undefined;
      if (form.do === "absent") return (await endAt(act, officer.office_code, at, "absent")) ? "absent" : undefined;
      if (form.do === "back") return (await backInLine(act, officer.office_code, Number(form.number) || 0)) ? "back" : undefined;
      const called = await callNext(act, officer.office_code, at, String(form.before ?? "") || null);
      return called.ok ? undefined : called.why;
    });
    return redirect(office.counter.href({ counter: String(at), said: word }));
  },
});

async function countersOf({ app, officer }: OfficerVisit): Promise<number> {
  return (await app.db.selectFrom("office").select("counters").where("code", "=", officer.office_code).executeTakeFirstOrThrow()).counters;
}

function numberIn(text: string, most: number): number | null {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= most ? number : null;
}

async function show(visit: OfficerVisit): Promise<Answer> {
  const { l, officer, today, query } = visit;
  if (!mayDo(officer.role, "call")) return notYourDuty(l, "day");
  const counters = await countersOf(visit);
  const at = numberIn(query.counter ?? "", counters);
  const title = at === null ? l.t("appointments.counter-choose") : l.t("appointments.counter-title", { n: at });
  const message = said.find((word) => word === query.said);
  const body = (
    <OfficePage
      back={office.day.href()} title={title}
      before={message ? <Notice kind={message === "nobody-waits" || message === "busy" ? "info" : "success"} live><p>{l.t(`appointments.counter-${message}`)}</p></Notice> : null}
      actions={<a href={office.display.href({ code: officer.office_code })}>{l.t("appointments.display-open")}</a>}
    >
      <Filters action={office.counter.href()} submit={l.t("appointments.counter-go")}>
        <SelectField name="counter" label={l.t("appointments.counter")} value={at === null ? undefined : String(at)} options={Array.from({ length: counters }, (_, n) => ({ value: String(n + 1), label: String(n + 1) }))} />
      </Filters>
      {at === null ? null : await desk(visit, at, today)}
    </OfficePage>
  );
  return html(title, body, 200, { nav: "day" });
}

async function desk(visit: OfficerVisit, at: number, today: Temporal.PlainDate) {
  const { l, app, officer, csrf, now } = visit;
  const code = officer.office_code;
  const [current, waiting, absent] = await Promise.all([atCounter(app.db, code, at, today), waitingTickets(app.db, code, today), absentNumbers(app.db, code, now)]);
  const application = current ? await findApplication(app.db, current.application) : undefined;
  const answers = (application?.frozen as { answers: Record<string, string> } | null | undefined)?.answers;
  const needs = application ? needWords(l, await findNeeds(app.db, application.id)) : [];
  const action = office.counter.href();
  const fields = { counter: String(at) };
  const due = waiting.filter((ticket) => Temporal.Instant.compare(ticket.turnAt, now) <= 0).length;
  return (
    <>
      {current && application ? (
        <Card title={l.t("appointments.counter-now", { n: current.number })}>
          <p class="call__number"><bdi>{current.number}</bdi></p>
          <p><a href={office.case.href({ id: application.id })}><bdi>{personName({ surname: answers?.surname, given_names: answers?.givenNames, nationality: answers?.nationality, registration_number: application.registration_number, number: application.number })}</bdi></a></p>
          {needs.length > 0 ? <p class="cluster">{needs.map((need) => <Tag tone="info">{need}</Tag>)}</p> : null}
          <p class="muted">{l.t("appointments.counter-called", { time: l.instant(current.calledAt!), n: current.calls })}</p>
          <div class="cluster">
            <ButtonForm action={action} csrf={csrf} fields={{ ...fields, do: "again" }} shortcut="a">{l.t("appointments.counter-call-again")}</ButtonForm>
            <ButtonForm action={action} csrf={csrf} kind="quiet" fields={{ ...fields, do: "absent" }}>{l.t("appointments.counter-not-there")}</ButtonForm>
          </div>
        </Card>
      ) : <Empty title={l.t("appointments.counter-free")} />}
      <ButtonForm action={action} csrf={csrf} kind="primary" fields={{ ...fields, do: "next", before: current?.id ?? "" }} shortcut="n">{l.t(current ? "appointments.counter-done-next" : "appointments.counter-next")}</ButtonForm>
      <Card id="waiting" title={l.t("appointments.counter-waiting", { n: waiting.length })}>
        <p>{l.t("appointments.counter-due", { n: due })}</p>
        {waiting.length > 0 ? <ol class="list">{waiting.slice(0, 20).map((ticket) => <li data-row><strong class="numbers"><bdi>{ticket.number}</bdi></strong><bdi class="numbers">{l.instant(ticket.turnAt)}</bdi></li>)}</ol> : null}
        <p class="muted small">{l.t("appointments.counter-order")}</p>
      </Card>
      {absent.length > 0 ? (
        <Card title={l.t("appointments.counter-absent-list")}>
          <div class="cluster">{absent.map((number) => <ButtonForm action={action} csrf={csrf} fields={{ ...fields, do: "back", number: String(number) }}>{l.t("appointments.counter-put-back", { n: number })}</ButtonForm>)}</div>
        </Card>
      ) : null}
    </>
  );
}
