import { findInOffice } from "../../applications/application.ts";
import { type QueueRow, searchCases, type Visitor, visitorsOf } from "../../applications/queue.ts";
import { checkIn as checkInCase } from "../../acts/check-in.ts";
import { findClosedDay } from "../../appointments/close-day.ts";
import { STEP_MINUTES } from "../../appointments/hours.ts";
import { needsOfDay } from "../../appointments/needs.ts";
import { numbersOf } from "../../appointments/tickets.ts";
import { record } from "../../audit/record.ts";
import { checkPaper } from "../../documents/verify.ts";
import { allows } from "../../identity/limits.ts";
import { readDate } from "../../platform/form.ts";
import { instantOf } from "../../platform/clock.ts";
import { TextField } from "../../ui/fields.tsx";
import { ButtonForm, ButtonLink, ErrorSummary, type FieldFault } from "../../ui/form.tsx";
import { KeyHelp } from "../../ui/key-help.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Filters, Leaf, OfficeTable } from "../../ui/office-table.tsx";
import { Card, OfficePage } from "../../ui/page.tsx";
import { Tag, type Tone } from "../../ui/tag.tsx";
import { type Answer, html, NotFound, type OfficerVisit, officerPage, redirect } from "../page.ts";
import { office } from "../routes.ts";
import { mayBeClosed } from "./close-day.tsx";
import { mayDo } from "./duties.ts";
import { keysOfParts } from "./nav.ts";
import { country, needWords, notYourDuty, permitWords, personName, toneOf } from "./words.tsx";

type Found = { term: string; rows: QueueRow[] } | null;
const said = ["no-show", "other-day", "no-appointment", "changed-meanwhile", "not-allowed", "not-yet"] as const;
const tones: Record<Visitor["appointment"], Tone> = { booked: "neutral", attended: "ok", "no-show": "warn" };

/** The people expected on a day, hour by hour, and the search. What is searched for is posted, so that no name stands in an address. */
export const day = officerPage(office.day, {
  get: (visit) => show(visit, null),
  async post(visit) {
    const { app, l, officer, now, form } = visit;
    if (!mayDo(officer.role, "search")) return notYourDuty(l, "day");
    const term = (await scanned(visit, String(form.term ?? ""))).trim().slice(0, 120);
    if (term.length < 2) return show(visit, null, [{ field: "term", text: l.t("office.search-short") }]);
    if (!(await allows(app.db, "search", officer.id, now))) return show(visit, null, [{ field: "term", text: l.t("office.search-too-many") }], 429);
    const rows = await searchCases(app.db, officer.office_code, term);
    await visit.act((act) => record(act, "search", { office: officer.office_code, facts: { found: rows.length } }));
    return rows.length === 1 ? redirect(office.case.href({ id: rows[0]!.id })) : show(visit, { term, rows });
  },
});

/** What was typed; for the code of a paper as a scanner types it, the registration number that it proves. */
async function scanned({ app }: OfficerVisit, typed: string): Promise<string> {
  const claim = /\/verify\/([^/?#\s]+)/.exec(typed)?.[1];
  const paper = claim ? await checkPaper(app.db, app.secret, claim) : null;
  return paper?.registration ?? typed;
}

/** Checks a person in from the list. */
export const checkIn = officerPage(office.checkIn, {
  async post(visit) {
    const { officer, form, l } = visit;
    if (!mayDo(officer.role, "check-in")) return notYourDuty(l, "day");
    const id = String(form.application ?? "");
    const outcome = await visit.act(async (act) => {
      const application = /^[0-9a-f-]{36}$/.test(id) ? await findInOffice(act.tx, id, officer.office_code) : undefined;
      if (!application) throw new NotFound();
      return checkInCase(act, application);
    });
    if (outcome.ok) return redirect(office.case.href({ id }, { done: "check-in" }));
    return redirect(office.day.href({ said: outcome.why, day: readDate(visit.query.day ?? "")?.toString() }));
  },
});

async function show(visit: OfficerVisit, found: Found, errors: FieldFault[] = [], status?: number): Promise<Answer> {
  const { l, app, officer, today, query, csrf } = visit;
  if (officer.role === "finance" && !found && errors.length === 0 && visit.path === office.day.href()) return redirect(office.payments.href());
  const on = readDate(query.day ?? "") ?? today;
  const [visitors, numbers, closed, needs] = await Promise.all([
    visitorsOf(app.db, officer.office_code, on), numbersOf(app.db, officer.office_code, on), findClosedDay(app.db, officer.office_code, on),
    needsOfDay(app.db, officer.office_code, on),
  ]);
  const at = (date: Temporal.PlainDate) => office.day.href(date.equals(today) ? {} : { day: date.toString() });
  const count = (state: Visitor["appointment"]) => visitors.filter((visitor) => visitor.appointment === state).length;
  const title = on.equals(today) ? l.t("office.day-today") : l.t("office.day-of", { date: l.date(on) });
  const message = said.find((code) => code === query.said);
  const body = (
    <OfficePage
      title={title}
      meta={<><span>{l.date(on)} · {l.t("office.day-counts", { all: visitors.length, here: count("attended"), missed: count("no-show"), open: count("booked") })}</span>{closed ? <Tag tone="warn">{l.t("appointments.closed-link")}: <bdi>{closed.reason}</bdi></Tag> : null}</>}
      before={<>
        <ErrorSummary errors={errors} />
        {message ? <Notice kind={message === "no-show" ? "success" : "warning"} live><p>{l.t(`office.said-${message}`)}</p></Notice> : null}
      </>}
      actions={<>
        {mayDo(officer.role, "call") ? <a href={office.counter.href()}>{l.t("appointments.counter-link")}</a> : null}
        {mayDo(officer.role, "close-day") && Temporal.PlainDate.compare(on, today) >= 0 && (closed || mayBeClosed(on, count("booked")))
          ? <a href={office.closeDay.href({ day: on.toString() })}>{l.t(closed ? "appointments.closed-link" : "appointments.close-link")}</a> : null}
        {mayDo(officer.role, "set-hours") ? <a href={office.hours.href()}>{l.t("appointments.hours-link")}</a> : null}
        <KeyHelp keys={[{ key: "/", text: l.t("office.key-search") }, ...keysOfParts(l, officer.role)]} />
      </>}
    >
      <form class="filters" method="post" action={office.day.href({ day: query.day })} role="search">
        <input type="hidden" name="_csrf" value={csrf} />
        <TextField name="term" type="search" label={l.t("office.search")} hint={l.t("office.search-hint")} value={found?.term ?? String(visit.form.term ?? "")} error={errors[0]?.text} width={30} attributes={{ "data-key": "/", autocomplete: "off" }} />
        <div class="filters__actions"><button class="button button--secondary" type="submit">{l.t("office.search-go")}</button></div>
      </form>
      {found ? <Results visit={visit} found={found} /> : null}
      <Leaf summary={<bdi>{l.date(on)}</bdi>} previousHref={at(on.subtract({ days: 1 }))} nextHref={at(on.add({ days: 1 }))} />
      <Filters action={office.day.href()} clear={on.equals(today) ? undefined : office.day.href()} clearText={l.t("office.day-today")}>
        <TextField name="day" label={l.t("office.day-choose")} value={on.toString()} width={10} attributes={{ type: "date" }} />
      </Filters>
      <OfficeTable
        id="visitors" live={on.equals(today) && !found ? 20 : undefined} caption={l.t("office.day-list", { date: l.date(on) })} captionHidden
        columns={[
          { title: l.t("office.column-hour"), narrow: true }, { title: l.t("office.column-person") }, { title: l.t("office.column-permit") },
          { title: l.t("office.column-number") }, { title: l.t("office.column-state") }, { title: l.t("office.column-act"), onScreen: true },
        ]}
        rows={visitors.map((visitor) => ({ id: `v-${visitor.id}`, cells: cells(visit, visitor, on, { number: numbers.get(visitor.id), needs: needWords(l, needs.get(visitor.id)) }) }))}
        empty={l.t("office.day-empty")}
      />
    </OfficePage>
  );
  return html(title, body, status ?? (errors.length > 0 ? 422 : 200), { nav: "day", errors: errors.length > 0 });
}

function cells(visit: OfficerVisit, visitor: Visitor, on: Temporal.PlainDate, { number, needs }: { number: number | undefined; needs: string[] }) {
  const { l, csrf, officer, today, now, query } = visit;
  const lodged = visitor.appointment === "booked" && visitor.state === "lodged";
  const missed = visitor.appointment === "no-show" && (visitor.state === "created" || visitor.state === "lodged");
  const action = office.checkIn.href({ day: query.day });
  const over = Temporal.Instant.compare(instantOf(on, visitor.starts), now) < 0;
  return [
    <><bdi class="numbers">{l.time(visitor.starts)}</bdi>{visitor.steps > 1 ? <><br /><span class="muted small">{l.t("appointments.hours-minutes", { n: visitor.steps * STEP_MINUTES })}</span></> : null}</>,
    <><a href={office.case.href({ id: visitor.id })}><bdi>{personName(visitor)}</bdi></a><br /><span class="muted small">{country(l, visitor.nationality)}</span>{visitor.protected ? <> <Tag tone="warn">{l.t("case.protected")}</Tag></> : null}{needs.map((need) => <> <Tag tone="info">{need}</Tag></>)}</>,
    permitWords(l, visitor),
    <><bdi class="numbers">{visitor.registration_number}</bdi>{number === undefined ? null : <><br /><span class="small">{l.t("appointments.ticket-number", { n: number })}</span></>}</>,
    <Tag tone={visitor.appointment === "attended" ? toneOf(visitor.state) : tones[visitor.appointment]}>
      {visitor.appointment === "attended" ? l.t(`states.${visitor.state}`) : l.t(`office.appointment-${visitor.appointment}`)}
    </Tag>,
    lodged ? (
      <div class="cluster">
        {on.equals(today) && mayDo(officer.role, "check-in")
          ? <ButtonForm action={action} csrf={csrf} fields={{ application: visitor.id }}>{l.t("office.check-in")}<span class="visually-hidden"> <bdi>{personName(visitor)}</bdi></span></ButtonForm> : null}
        {over && mayDo(officer.role, "no-show")
          ? <ButtonLink href={office.noShow.href({ id: visitor.id })} kind="quiet">{l.t("office.no-show")}<span class="visually-hidden"> <bdi>{personName(visitor)}</bdi></span></ButtonLink> : null}
      </div>
    ) : missed && on.equals(today) && mayDo(officer.role, "check-in") ? (
      <ButtonForm action={action} csrf={csrf} fields={{ application: visitor.id }}>{l.t("office.came-after-all")}<span class="visually-hidden"> <bdi>{personName(visitor)}</bdi></span></ButtonForm>
    ) : null,
  ];
}

function Results({ visit: { l }, found }: { visit: OfficerVisit; found: NonNullable<Found> }) {
  return (
    <Card title={l.t("office.found", { n: found.rows.length })} id="found">
      {found.rows.length === 0 ? <p>{l.t("office.found-none")}</p> : (
        <ul class="list">
          {found.rows.map((row) => (
            <li data-row>
              <span><a href={office.case.href({ id: row.id })}><bdi>{personName(row)}</bdi></a> · {country(l, row.nationality)} · {permitWords(l, row)} · <bdi class="numbers">{row.registration_number}</bdi></span>
              <Tag tone={toneOf(row.state)}>{l.t(`states.${row.state}`)}</Tag>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
