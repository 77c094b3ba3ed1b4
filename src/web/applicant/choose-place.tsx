import type { ComponentChildren } from "preact";
import { answersOf, nameOf } from "../../applications/application.ts";
import { findAttempt } from "../../appointments/attempt.ts";
import type { Claim } from "../../appointments/claim.ts";
import type { Ways } from "../../appointments/draw-switch.ts";
import { STEP_MINUTES, WORKING_DAYS_AHEAD } from "../../appointments/hours.ts";
import type { Held } from "../../appointments/hold.ts";
import { placeLimits } from "../../appointments/limits.ts";
import { type FreeHour, type FreeOffice, freeDays, freeHours, freeOffices, workingDaysFrom } from "../../appointments/slots.ts";
import { findCompanions } from "../../appointments/together.ts";
import { readDate } from "../../platform/form.ts";
import { earliest } from "../../rules/calendar.ts";
import { findOffice } from "../../rules/offices.ts";
import { findProvince } from "../../rules/provinces.ts";
import { Calendar, HeldPlace } from "../../ui/calendar.tsx";
import { ButtonForm, ButtonLink, Form } from "../../ui/form.tsx";
import { ChecksField, HiddenField } from "../../ui/fields.tsx";
import { Empty, Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import type { ApplicantVisit } from "../page.ts";
import { portal } from "../routes.ts";
import { EarlierPlace } from "./earlier.tsx";
import { NeedsPart } from "./needs.tsx";

/** What the page was asked for: an office and a day, from the address or from the form. */
export function asked(visit: ApplicantVisit): { office: string | undefined; day: string | undefined; month: string | undefined } {
  const value = (name: string) => visit.query[name] ?? (typeof visit.form[name] === "string" ? (visit.form[name] as string) : undefined);
  return { office: value("office"), day: value("day"), month: value("month") };
}

/** What stands beside every page about appointments; not `movable` where the place is at an office that draws, or its day has come: other rules hold there. */
export function GoodToKnow({ visit, movable = true }: { visit: ApplicantVisit; movable?: boolean }) {
  const { l, application } = visit;
  return (
    <>
      <h2>{l.t("appointments.good-to-know")}</h2>
      <p>{l.t("appointments.know-yours")}</p>
      {movable ? <p>{l.t("appointments.know-move", { n: placeLimits(visit.today).moves })}</p> : null}
      <p>{l.t("appointments.know-free")}</p>
      <p><a href={portal.waiting.href({ lang: l.code }, { province: application.province ?? undefined, type: answersOf(application).permitType })}>{l.t("waiting.title")}</a></p>
    </>
  );
}

type Frame = {
  title: string;
  before: ComponentChildren;
  back: string;
  claim: Claim;
  /** When this person may choose again, null for now. */
  from: Temporal.Instant | null;
  ways: Ways;
};

/** Choosing a place: office, day, hour, and the hour kept while it is confirmed. Every step is a link or a button. */
export async function choosing(visit: ApplicantVisit, { title, before, back, claim, from, ways }: Frame): Promise<ComponentChildren> {
  const { l, application, app } = visit;
  const { standing, held, offer, wish, needs } = claim;
  const province = findProvince(application.province ?? "")?.name ?? "";
  const frame = { back, title, before, caption: <bdi>{province}</bdi>, aside: <GoodToKnow visit={visit} movable={!held?.day.equals(visit.today)} /> };
  if (from !== null) {
    return (
      <Page {...frame}>
        <Notice kind="warning" title={l.t("appointments.wait-title")}><p>{l.rich("appointments.wait-text", { at: <strong><bdi>{l.instant(from)}</bdi></strong> })}</p></Notice>
        <ButtonLink href={back} kind="secondary">{l.t("appointments.to-status")}</ButtonLink>
      </Page>
    );
  }
  // Who already has a place in time may only move it to another in time.
  const hasOne = standing !== undefined && (application.attend_by === null || Temporal.PlainDate.compare(standing.day, application.attend_by) <= 0);
  const last = workingDaysFrom(visit.today, WORKING_DAYS_AHEAD).at(-1)!;
  const lawful = earliest(last, application.attend_by)!;
  const { permitType } = answersOf(application);
  let offices = await freeOffices(app.db, ways.chosen, lawful, visit.now, permitType);
  const inTime = hasOne || application.attend_by === null || offices.some(({ free }) => free > 0);
  const until = inTime ? lawful : last;
  if (!inTime && !until.equals(lawful)) offices = await freeOffices(app.db, ways.chosen, until, visit.now, permitType);
  const want = asked(visit);
  const office = offices.find((one) => one.office === (want.office ?? held?.office)) ?? offices.find((one) => one.free > 0) ?? offices[0];
  const deadline = application.attend_by;
  const lead = deadline === null ? l.t("appointments.choose-lead")
    : l.rich(inTime ? "appointments.choose-lead-by" : "appointments.choose-lead-late", { date: <strong><bdi>{l.date(deadline)}</bdi></strong> });
  return (
    <Page {...frame} lead={lead}>
      {standing ? <Notice title={l.t("appointments.keeps")}><p>{l.rich("appointments.when", { date: <bdi>{l.date(standing.day)}</bdi>, time: <bdi>{l.time(standing.starts)}</bdi>, office: <bdi>{standing.officeName}</bdi> })}</p></Notice> : null}
      {held ? await keptHour(visit, held, standing !== undefined) : null}
      {inTime ? null : <NoneInTime visit={visit} attempted={(await findAttempt(app.db, application.id)) !== undefined} />}
      {offices.length + ways.drawn.length > 1 ? <Offices visit={visit} offices={offices} drawn={ways.drawn} chosen={office?.office} change={standing !== undefined} /> : office ? <p><bdi>{office.name}</bdi></p> : null}
      {office === undefined ? null : office.free === 0
        ? <Empty title={l.t("appointments.none-title")} actions={<ButtonLink href={back} kind="secondary">{l.t("appointments.to-status")}</ButtonLink>}><p>{l.t("appointments.none-text", { phone: app.authority.phone })}</p></Empty>
        : await days(visit, { office, until, held, change: standing !== undefined })}
      <EarlierPlace visit={visit} offer={offer} wish={wish} />
      <NeedsPart visit={visit} known={needs} from="appointment" />
    </Page>
  );
}

type Days = { office: FreeOffice; until: Temporal.PlainDate; held: Held | undefined; change: boolean };

async function days(visit: ApplicantVisit, { office, until, held, change }: Days): Promise<ComponentChildren> {
  const { l, today, now, app, application } = visit;
  const want = asked(visit);
  const { permitType } = answersOf(application);
  const day = within(readDate(want.day ?? ""), today, until) ?? (held?.office === office.office ? held.day : null);
  const month = monthOf(want.month, today, until) ?? (day ?? office.first ?? today).toPlainYearMonth();
  const href = (query: Record<string, string | undefined>) => portal.appointment.href({ lang: l.code }, { office: office.office, change: change ? "yes" : undefined, ...query });
  const begins = month.toPlainDate({ day: 1 });
  const ends = begins.add({ months: 1 }).subtract({ days: 1 });
  const [free, hours] = await Promise.all([
    freeDays(app.db, office.office, Temporal.PlainDate.compare(begins, today) < 0 ? today : begins, Temporal.PlainDate.compare(ends, until) > 0 ? until : ends, now, permitType),
    day ? freeHours(app.db, office.office, day, now, application.id, permitType) : Promise.resolve([]),
  ]);
  const turned = (months: number) => {
    const other = month.add({ months });
    const outside = Temporal.PlainYearMonth.compare(other, today.toPlainYearMonth()) < 0 || Temporal.PlainYearMonth.compare(other, until.toPlainYearMonth()) > 0;
    return outside ? undefined : href({ month: other.toString() });
  };
  return (
    <>
      <Calendar
        month={month} today={today} chosen={day ?? undefined} deadline={application.attend_by ?? undefined} previousHref={turned(-1)} nextHref={turned(1)}
        days={new Map(free.map((each) => [each.day.toString(), { free: each.free, href: `${href({ day: each.day.toString() })}#hours` }]))}
      />
      {day ? <Hours visit={visit} office={office.office} day={day} hours={hours} held={held} change={change} /> : <p>{l.t("appointments.choose-day")}</p>}
    </>
  );
}

/** The hour that is kept, the button that takes it and the one that gives it back. It stands first: while it is kept it is the one thing to decide. */
async function keptHour(visit: ApplicantVisit, held: Held, change: boolean): Promise<ComponentChildren> {
  const { l, app, application, now } = visit;
  const companions = change ? [] : await findCompanions(app.db, application, visit.today);
  return (
    <div id="held">
      <HeldPlace title={l.rich("appointments.when", { date: <bdi>{l.date(held.day)}</bdi>, time: <bdi>{l.time(held.starts)}</bdi>, office: <bdi>{held.officeName}</bdi> })} until={held.until} now={now}>
        {held.steps > 1 ? <p>{l.t("appointments.takes", { n: held.steps * STEP_MINUTES })}</p> : null}
        {held.day.equals(visit.today) ? <p>{l.t("appointments.held-today")}</p> : null}
        <Form
          action={portal.place.href({ lang: l.code })} csrf={visit.csrf} submit={l.t(change ? "appointments.move-here" : "appointments.take")} submitAs={{ name: "do", value: "take" }}>
          <Where slot={held.slot} office={held.office} day={held.day.toString()} change={change} />
          {companions.length > 0 ? (
            <ChecksField
              name="with" label={l.t("appointments.with-title")} hint={l.t("appointments.with-hint")}
              options={companions.map((one) => ({ value: one.id, label: <><bdi>{nameOf(answersOf(one))}</bdi> <span class="muted"><bdi dir="ltr">{one.number}</bdi></span></> }))}
            />
          ) : null}
        </Form>
        <ButtonForm action={portal.place.href({ lang: l.code })} csrf={visit.csrf} fields={{ do: "give-back", office: held.office, day: held.day.toString(), ...(change ? { change: "yes" } : {}) }}>
          {l.t("appointments.give-back")}
        </ButtonForm>
      </HeldPlace>
    </div>
  );
}

/** The hours of a day as buttons: one press keeps the hour. */
function Hours({ visit, office, day, hours, held, change }: {
  visit: ApplicantVisit; office: string; day: Temporal.PlainDate; hours: FreeHour[]; held: Held | undefined; change: boolean;
}) {
  const { l } = visit;
  // The hour this person keeps is free to nobody, not even to them: the calendar does not count it either.
  const left = ({ slot, free }: FreeHour) => (held?.slot === slot ? free - 1 : free);
  const places = hours.reduce((sum, hour) => sum + left(hour), 0);
  return (
    <section class="hours" id="hours" aria-labelledby="hours-day">
      <h2 id="hours-day">{l.t("ui.day_places", { date: l.date(day), n: places })}</h2>
      {hours.length === 0 ? <p>{l.t("appointments.day-full")}</p> : (
        <form method="post" action={portal.place.href({ lang: l.code })} data-once>
          <HiddenField name="_csrf" value={visit.csrf} />
          <HiddenField name="do" value="hold" />
          <Where office={office} day={day.toString()} change={change} />
          <div class="hours__list" role="group" aria-labelledby="hours-day">
            {hours.map((hour) => {
              const chosen = held?.slot === hour.slot;
              return (
                <button class={chosen ? "hour hour--chosen" : "hour"} type="submit" name="slot" value={hour.slot} aria-pressed={chosen ? "true" : "false"}>
                  <span class="hour__time">{l.time(hour.starts)}</span> <span class="hour__free">{chosen ? l.t("appointments.kept") : l.t("ui.free_places", { n: hour.free })}</span>
                </button>
              );
            })}
          </div>
        </form>
      )}
    </section>
  );
}

function Where({ slot, office, day, change }: { slot?: string; office: string; day: string; change: boolean }) {
  return (
    <>
      {slot ? <HiddenField name="slot" value={slot} /> : null}
      <HiddenField name="office" value={office} />
      <HiddenField name="day" value={day} />
      {change ? <HiddenField name="change" value="yes" /> : null}
    </>
  );
}

function Offices({ visit, offices, drawn, chosen, change }: { visit: ApplicantVisit; offices: FreeOffice[]; drawn: readonly string[]; chosen: string | undefined; change: boolean }) {
  const { l } = visit;
  return (
    <>
      <h2>{l.t("appointments.offices")}</h2>
      {drawn.length > 0 ? <p>{l.t("appointments.offices-both")}</p> : null}
      <ul>
        {offices.map((one) => (
          <li>
            <a href={portal.appointment.href({ lang: l.code }, { office: one.office, change: change ? "yes" : undefined })} aria-current={one.office === chosen ? "true" : undefined}><bdi>{one.name}</bdi></a>
            {" "}<span class="muted">{one.first ? l.t("appointments.office-free", { n: l.number(one.free), date: l.date(one.first) }) : l.t("appointments.office-full")}</span>
          </li>
        ))}
        {drawn.map((code) => (
          <li>
            {change ? <bdi>{findOffice(code)?.name}</bdi> : <a href={portal.draw.href({ lang: l.code }, { office: code })}><bdi>{findOffice(code)?.name}</bdi></a>}
            {" "}<span class="muted">{l.t(change ? "appointments.office-draws-moving" : "appointments.office-draws-here")}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** No place is free before the legal deadline: what that means, and the proof of having tried. */
function NoneInTime({ visit, attempted }: { visit: ApplicantVisit; attempted: boolean }) {
  const { l, application } = visit;
  const past = application.attend_by !== null && Temporal.PlainDate.compare(visit.today, application.attend_by) > 0;
  if (past) return <Notice kind="warning" title={l.t("appointments.deadline-past-title")}><p>{l.t("appointments.deadline-past-text", { phone: visit.app.authority.phone })}</p></Notice>;
  return (
    <Notice kind="warning" title={l.t("appointments.none-in-time-title")}>
      <p>{l.t("appointments.none-in-time-text")}</p>
      {attempted ? <><p><strong>{l.t("appointments.attempt-recorded")}</strong></p><AttemptPaper visit={visit} /></>
        : <ButtonForm action={portal.place.href({ lang: l.code })} csrf={visit.csrf} fields={{ do: "attempt" }}>{l.t("appointments.record-attempt")}</ButtonForm>}
    </Notice>
  );
}

/** Where the proof of an attempt in time is had as a paper. */
export function AttemptPaper({ visit: { l } }: { visit: ApplicantVisit }) {
  return <p><a href={portal.paper.href({ lang: l.code, paper: "timely-attempt" })}>{l.t("appointments.attempt-paper")}</a></p>;
}

function within(day: Temporal.PlainDate | null, from: Temporal.PlainDate, until: Temporal.PlainDate): Temporal.PlainDate | null {
  return day !== null && Temporal.PlainDate.compare(day, from) >= 0 && Temporal.PlainDate.compare(day, until) <= 0 ? day : null;
}

function monthOf(text: string | undefined, from: Temporal.PlainDate, until: Temporal.PlainDate): Temporal.PlainYearMonth | null {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text ?? "")) return null;
  const month = Temporal.PlainYearMonth.from(text!);
  const inside = Temporal.PlainYearMonth.compare(month, from.toPlainYearMonth()) >= 0 && Temporal.PlainYearMonth.compare(month, until.toPlainYearMonth()) <= 0;
  return inside ? month : null;
}
