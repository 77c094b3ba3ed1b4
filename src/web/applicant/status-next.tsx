import type { ComponentChildren } from "preact";
import { type Application, answersOf } from "../../applications/application.ts";
import { listCorrections } from "../../applications/corrections.ts";
import { endedWithout, type State } from "../../applications/states.ts";
import { type Appointment, findAppointment } from "../../appointments/book.ts";
import { wayOf } from "../../appointments/draw-switch.ts";
import { whatHappened } from "../../appointments/happened.ts";
import { hasBegun } from "../../appointments/slots.ts";
import type { Database } from "../../platform/database.ts";
import type { Language } from "../../platform/i18n.ts";
import { findAccrual } from "../../payments/accrual.ts";
import { presentPayment } from "../../payments/payment.ts";
import { isBeingAsked } from "../../payments/states.ts";
import { dateOf } from "../../platform/clock.ts";
import { noticeBy } from "../../rules/deadlines.ts";
import { findOffice } from "../../rules/offices.ts";
import { listMandates } from "../../representation/mandate.ts";
import { ButtonLink } from "../../ui/form.tsx";
import type { ApplicantVisit } from "../page.ts";
import { portal } from "../routes.ts";
import { ended, refused } from "./status-ended.tsx";

export type Case = Awaited<ReturnType<typeof loadCase>>;

/** What the status page tells besides the application itself. */
export async function loadCase(db: Database, application: Application, today: Temporal.PlainDate) {
  const [history, messages, opened, documents, decision, card, draw, money, way, appointment, happened, corrections, mandates] = await Promise.all([
    db.selectFrom("application_history").leftJoin("mandate", "mandate.id", "application_history.mandate_id").select(["event", "at", "comment", "facts", "actor_kind", "mandate.name as by"])
      .where("application_history.application_id", "=", application.id).orderBy("application_history.id").execute(),
    db.selectFrom("message").select(["notice", "channel", "recipient", "state", "queued_at", "sent_at", "delivered_at", "failed_at", "last_error"])
      .where("application_id", "=", application.id).where("role", "=", "applicant").where("notice", "<>", "code").orderBy("queued_at", "desc").limit(8).execute(),
    db.selectFrom("case_opened").innerJoin("office", "office.code", "case_opened.office_code").select(["office.name as office", "case_opened.at"])
      .where("case_opened.application_id", "=", application.id).orderBy("case_opened.id", "desc").limit(5).$narrowType<{ at: Temporal.Instant }>().execute(),
    db.selectFrom("document").select(["code", "state", "reason"]).where("application_id", "=", application.id).where("state", "=", "missing").execute(),
    db.selectFrom("decision").selectAll().where("application_id", "=", application.id).executeTakeFirst(),
    db.selectFrom("card").select(["tracking_code", "posted_at", "delivered_at"]).where("application_id", "=", application.id).executeTakeFirst(),
    db.selectFrom("draw_request").innerJoin("draw", "draw.id", "draw_request.draw_id").select(["draw.closes_at", "draw_request.placed_at"])
      .where("draw_request.application_id", "=", application.id).where("withdrawn_at", "is", null).executeTakeFirst(),
    findAccrual(db, application.id).then(async (debt) => ({ debt, payment: debt && (await presentPayment(db, debt.accrual.id)) })),
    wayOf(db, application, today),
    findAppointment(db, application.id),
    whatHappened(db, application.id),
    listCorrections(db, application.id),
    listMandates(db, application.id),
  ]);
  const { debt, payment } = money;
  return {
    history, happened, mandates, opened, documents, decision, card, draw, debt, payment, appointment,
    /** The fields of which a correction was asked for and no officer has answered. */
    toCorrect: corrections.filter(({ answered_at }) => answered_at === null).map(({ field }) => field),
    paid: debt?.paid ?? false,
    /** Whether it is being found out what became of the payment. */
    asked: isBeingAsked(payment?.state),
    way,
    paidAt: payment?.state === "paid" ? payment.settled_at : null,
    messages: messages.map((message) => ({ ...message, at: message.delivered_at ?? message.sent_at ?? message.failed_at ?? message.queued_at })),
    ahead: aheadOf(application.state as State, appointment !== undefined),
  };
}

const path = ["appointment", "visit", "acceptance", "decision", "card"] as const;
const reached: Partial<Record<State, number>> = { created: 0, lodged: 1, attended: 2, incomplete: 2, accepted: 3, "in-review": 3, granted: 4, printing: 4, posted: 4 };

/** The steps that still lie before a case on its ordinary way; who waits in the draw still lacks the appointment. */
function aheadOf(state: State, hasAppointment: boolean): readonly (typeof path)[number][] {
  const at = state === "lodged" && !hasAppointment ? 0 : reached[state];
  return at === undefined ? [] : path.slice(at);
}

export type Next = { title: ComponentChildren; text: ComponentChildren; actions?: ComponentChildren };

/** The one thing to do now, or that there is nothing to do, with its date. */
export function nextOf(visit: ApplicantVisit, own: Case): Next {
  const { l, app, application } = visit;
  const lang = { lang: l.code };
  const state = application.state as State;
  const day = dayIn(l);
  const pay = own.paid ? null : own.asked ? <ButtonLink href={portal.pay.href(lang)} kind="secondary">{l.t("status.payment-see")}</ButtonLink>
    : <ButtonLink href={portal.pay.href(lang)} kind={state === "lodged" ? "primary" : "secondary"}>{l.t("status.pay")}</ButtonLink>;
  const form = <ButtonLink href={portal.paper.href({ ...lang, paper: "registration-form" })} kind="secondary">{l.t("status.print-form")}</ButtonLink>;

  if (state === "created") {
    if (own.way === "office") {
      return { title: l.t("status.by-office"), text: <p>{l.t("status.by-office-text")}</p>, actions: <>{pay}{form}</> };
    }
    const draws = own.way === "draw";
    const by = application.attend_by ? <p>{l.rich("status.created-by", { date: day(application.attend_by) })}</p> : null;
    return {
      title: l.t(draws ? "status.join-draw" : "status.choose-appointment"),
      text: <><p>{l.t(draws ? "status.join-draw-text" : "status.choose-appointment-text")}</p>{by}</>,
      actions: <><ButtonLink href={draws ? portal.draw.href(lang) : portal.appointment.href(lang)}>{l.t(draws ? "status.join-draw" : "status.choose-appointment")}</ButtonLink>{pay}{form}</>,
    };
  }
  if (state === "lodged" && own.appointment) return hasBegun(own.appointment, visit.now) ? afterwards(visit, own.appointment) : coming(visit, own.appointment, own, pay);
  if (state === "lodged") {
    return {
      title: l.t("status.in-draw"),
      text: <><p>{l.t("status.in-draw-text")}</p>{own.draw ? <p>{l.rich("status.draw-closes", { at: <strong><bdi>{l.instant(own.draw.closes_at)}</bdi></strong> })}</p> : null}</>,
      actions: <>{pay}{form}<ButtonLink href={portal.draw.href(lang)} kind="secondary">{l.t("status.about-draw")}</ButtonLink></>,
    };
  }
  if (state === "incomplete") {
    return {
      title: l.t("status.documents"),
      text: <>
        <p>{l.rich("status.documents-text", { date: day(application.documents_due) })}</p>
        <ul>{own.documents.map((document) => <li><strong>{l.t(`documents.${document.code}` as "documents.passport")}</strong>{document.reason ? <>: <bdi>{document.reason}</bdi></> : null}</li>)}</ul>
        <p>{l.rich("status.documents-after", { office: <strong><bdi>{findOffice(application.office_code ?? "")?.name ?? app.authority.name}</bdi></strong> })}</p>
      </>,
      actions: <ButtonLink href={portal.paper.href({ ...lang, paper: "missing-documents" })}>{l.t("status.paper.missing-documents")}</ButtonLink>,
    };
  }
  if (state === "accepted" || state === "in-review") {
    return {
      title: l.t("status.nothing"),
      text: <><p>{l.rich("status.deciding", { date: day(application.decide_by) })}</p><p>{l.t("status.certificate-text")}</p><p><a href={portal.waiting.href(lang, { province: application.province ?? undefined, type: answersOf(application).permitType })}>{l.t("waiting.title")}</a></p></>,
      actions: <ButtonLink href={portal.paper.href({ ...lang, paper: "application-certificate" })}>{l.t("status.paper.application-certificate")}</ButtonLink>,
    };
  }
  if (state === "granted" || state === "printing" || state === "posted" || state === "delivered") {
    const { decision, card } = own;
    const until = decision?.granted_until;
    // The days for registering the address run from the decision, long before the card is there.
    const register = state !== "delivered" && decision ? noticeBy(dateOf(decision.decided_at)) : null;
    return {
      title: l.t(state === "delivered" ? "status.done" : "status.granted-title"),
      text: <>
        <p>{until ? l.rich("status.granted", { from: day(decision?.granted_from), until: day(until) }) : l.rich("status.granted-no-end", { from: day(decision?.granted_from) })}</p>
        {card?.tracking_code ? <p>{l.rich("status.tracking", { code: <strong><bdi class="numbers">{card.tracking_code}</bdi></strong> })}</p> : null}
        {state === "posted" ? <p>{l.t("status.posted-text")}</p> : null}
        <p>{register ? l.rich("status.duties-by", { date: day(register) }) : l.t("status.duties")}</p>
      </>,
      actions: <ButtonLink href={portal.paper.href({ ...lang, paper: "decision" })} kind="secondary">{l.t("status.paper.decision")}</ButtonLink>,
    };
  }
  if (state === "refused" || state === "served") return refused(visit, own);
  if (endedWithout(state)) return ended(visit);
  const text = `states.${state}.text`;
  return { title: l.t("status.nothing"), text: <p>{l.has(text) ? l.t(text) : null}</p> };
}

const dayIn = (l: Language) => (date: Temporal.PlainDate | null | undefined) => <strong><bdi>{date ? l.date(date) : "—"}</bdi></strong>;

/** An appointment to come. On its own day it can no longer be changed here. */
function coming({ l, app, today }: ApplicantVisit, { day, starts, officeName, officeAddress }: Appointment, { paid, asked }: Case, pay: ComponentChildren): Next {
  const lang = { lang: l.code };
  const mayChange = Temporal.PlainDate.compare(today, day) < 0;
  return {
    title: l.t(paid ? "status.come" : asked ? "status.come-payment-asked" : "status.come-and-pay"),
    text: <>
      <p>{l.rich("status.appointment", { date: dayIn(l)(day), time: <strong><bdi>{l.time(starts)}</bdi></strong>, office: <bdi>{officeName}</bdi> })}</p>
      {officeAddress ? <p><bdi>{officeAddress}</bdi></p> : null}
      <p>{l.t("status.bring")}</p>
      {mayChange ? null : <p>{l.t("appointments.today-call", { phone: app.authority.phone })}</p>}
    </>,
    actions: <>{asked ? null : pay}<ButtonLink href={portal.paper.href({ ...lang, paper: "registration-form" })} kind={paid || asked ? "primary" : "secondary"}>{l.t("status.print-form")}</ButtonLink>
      {asked ? pay : null}
      {mayChange ? <ButtonLink href={portal.appointment.href(lang)} kind="secondary">{l.t("status.change-appointment")}</ButtonLink> : null}
      <ButtonLink href={portal.calendarFile.href(lang)} kind="quiet">{l.t("status.calendar")}</ButtonLink></>,
  };
}

/** An appointment whose hour has begun, and of which the office has noted nothing yet. */
function afterwards({ l, app, today, application }: ApplicantVisit, { day, starts, officeName }: Appointment): Next {
  const isToday = day.equals(today);
  const [date, time] = [<bdi>{l.date(day)}</bdi>, <bdi>{l.time(starts)}</bdi>];
  const stillIn = application.attend_by !== null && Temporal.PlainDate.compare(today, application.attend_by) <= 0;
  return {
    title: isToday ? l.rich("status.was-today", { time }) : l.rich("status.was-on", { date }),
    text: <>
      <p>{l.rich("status.appointment", { date, time, office: <bdi>{officeName}</bdi> })}</p>
      <p>{l.t("status.was-there")}</p>
      <p>{l.t(isToday ? "status.was-not-today" : "status.was-not", { phone: app.authority.phone })}</p>
      {stillIn ? <p>{l.rich("status.created-by", { date: dayIn(l)(application.attend_by) })}</p> : null}
    </>,
  };
}
