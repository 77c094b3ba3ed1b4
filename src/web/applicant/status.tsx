import { answersOf, nameOf } from "../../applications/application.ts";
import { endedWithout, open, type State } from "../../applications/states.ts";
import { findOffer } from "../../appointments/offer.ts";
import { listFiles } from "../../documents/storage.ts";
import { notWanted } from "../../notifications/failed.ts";
import { refundedParts } from "../../payments/refund.ts";
import type { PaymentState } from "../../payments/states.ts";
import { ButtonLink } from "../../ui/form.tsx";
import { NextStep, Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { Timeline } from "../../ui/timeline.tsx";
import { applicantPage, type ApplicantVisit, html, redirect } from "../page.ts";
import { labelOf, topicOf } from "../question.tsx";
import { Recognition } from "../recognition.tsx";
import { masked } from "../masked.ts";
import { portal } from "../routes.ts";
import { MoneyBack } from "./money-back.tsx";
import { type Case, loadCase, nextOf } from "./status-next.tsx";
import { MoneyAfter, stillSays } from "./status-ended.tsx";
import { timeline } from "./status-timeline.tsx";

/** Where the case stands: what happened, what is next, what the person must do, by when. */
export const status = applicantPage(portal.status, {
  async get(visit) {
    const { l, application, app } = visit;
    if (application.state === "draft") return redirect(portal.tasks.href({ lang: l.code }));
    const [own, files, offer] = await Promise.all([
      loadCase(app.db, application, visit.today), listFiles(app.db, application.id), findOffer(app.db, application.id, visit.now),
    ]);
    const state = application.state as State;
    const back = own.debt ? await refundedParts(app.db, own.debt.accrual.id) : [];
    const next = nextOf(visit, own);
    const title = l.t(`states.${application.state as "created"}.title`);
    const papers = files.filter(({ kind }) => kind !== "photo" && (kind !== "receipt" || own.paid) && stillSays(kind, state));
    const body = (
      <Page
        caption={l.rich("status.caption", { number: <strong><bdi class="numbers">{application.registration_number}</bdi></strong>, kind: l.t(`home.${application.kind as "first"}`) })}
        title={title}
        aside={<>
          <ActingFor visit={visit} own={own} />
          <Messages visit={visit} own={own} />
          <Recognition visit={visit} />
          <Opened visit={visit} own={own} />
        </>}
      >
        <NextStep title={next.title} actions={next.actions}>{next.text}</NextStep>
        {offer ? (
          <Notice title={l.t("appointments.earlier-offer-title")}>
            <p><a href={portal.appointment.href({ lang: l.code })}>{l.rich("appointments.when", { date: <bdi>{l.date(offer.day)}</bdi>, time: <bdi>{l.time(offer.starts)}</bdi>, office: <bdi>{offer.officeName}</bdi> })}</a></p>
          </Notice>
        ) : null}
        <Unreachable visit={visit} own={own} />
        <UnderWay visit={visit} own={own} />
        {own.toCorrect.length > 0 && !endedWithout(state) ? (
          <Notice title={l.t("status.correct-pending")}>
            <p>{l.list(own.toCorrect.map((field) => topicOf(labelOf(l, field))))}. <a href={portal.correct.href({ lang: l.code })}>{l.t("status.correct-pending-see")}</a></p>
          </Notice>
        ) : null}
        <MoneyBack visit={visit} parts={back} />
        {own.paid && back.length === 0 && endedWithout(state) ? <MoneyAfter visit={visit} payment={own.payment} /> : null}
        <Timeline label={l.t("status.timeline")} steps={timeline(visit, own)} />
        {papers.length > 0 ? (
          <section>
            <h2>{l.t("status.papers")}</h2>
            <ul>
              {papers.map((paper) => <li><a href={portal.paper.href({ lang: l.code, paper: paper.kind })}>{l.t(`status.paper.${paper.kind as "decision"}`)}</a> <span class="muted">PDF</span></li>)}
            </ul>
          </section>
        ) : null}
        <section>
          <h2>{l.t("status.more")}</h2>
          <div class="cluster">
            {["created", "lodged"].includes(application.state) ? <ButtonLink kind="secondary" href={portal.withdraw.href({ lang: l.code })}>{l.t("status.withdraw")}</ButtonLink> : null}
            {open.includes(state) ? <ButtonLink kind="secondary" href={portal.correct.href({ lang: l.code })}>{l.t("status.correct")}</ButtonLink> : null}
            <ButtonLink kind="secondary" href={portal.contact.href({ lang: l.code })}>{l.t("status.contact")}</ButtonLink>
            <ButtonLink kind="secondary" href={portal.copy.href({ lang: l.code })}>{l.t("copy.link")}</ButtonLink>
          </div>
        </section>
      </Page>
    );
    return html(title, body);
  },
});

/** A payment that was begun and is not settled, or did not succeed: it waits for its person, or for the bank. And money that was not owed. */
function UnderWay({ visit: { l, application }, own }: { visit: ApplicantVisit; own: Case }) {
  if (own.paid || own.payment === undefined) return null;
  const { state, taken } = own.payment;
  if (state === "returning" || state === "refunded") {
    const amount = <bdi>{l.money(taken ?? 0, "TRY")}</bdi>;
    return <Notice title={l.rich(`payments.${state}-title`, { amount })}><p>{l.t(`payments.${state}-text`)}</p></Notice>;
  }
  if (!["created", "lodged", "attended", "incomplete"].includes(application.state)) return null;
  // Where the next step leads to the payment already, its way there is enough.
  const leads = own.asked && ["created", "lodged"].includes(application.state);
  const titles: Partial<Record<PaymentState, string>> = {
    created: l.t("payments.redirected-title"), redirected: l.t("payments.redirected-title"), unknown: l.t("payments.waiting-title"), failed: l.t("payments.failed-title"),
    expired: l.t("payments.expired-title"), cancelled: l.t("payments.cancelled-title"), disputed: l.t("payments.disputed-title"),
  };
  const title = titles[own.payment.state as PaymentState];
  if (title === undefined) return null;
  return <Notice kind={own.payment.state === "failed" ? "warning" : "info"} title={title}>{state === "unknown" ? <p>{l.t("status.payment-asked")}</p> : null}{leads ? null : <p><a href={portal.pay.href({ lang: l.code })}>{l.t("status.payment-see")}</a></p>}</Notice>;
}

/** Who acts for the person, or for whom who is signed in acts; the way to what that means. */
function ActingFor({ visit: { l, application, mandate, represents }, own }: { visit: ApplicantVisit; own: Case }) {
  const standing = own.mandates.find(({ id }) => id === mandate?.id);
  if (!mandate || !standing) return null;
  return (
    <section>
      <h2>{l.t(represents ? "represented.aside-own" : "represented.aside")}</h2>
      <p>
        {represents ? <bdi>{nameOf(answersOf(application))}</bdi> : <><bdi>{mandate.name}</bdi><br /><span class="muted">{l.t(`reference.representative-${mandate.capacity}`)}</span></>}
        <br /><span class="muted small">{l.t("represented.since")}: {l.instant(standing.given_at)}{standing.until ? <><br />{l.t("represented.until")}: {l.date(standing.until)}</> : null}</span>
        <br /><a href={portal.representative.href({ lang: l.code })}>{l.t("represented.link")}</a>
      </p>
    </section>
  );
}

function Messages({ visit, own }: { visit: ApplicantVisit; own: Case }) {
  const { l } = visit;
  if (own.messages.length === 0) return null;
  return (
    <section>
      <h2>{l.t("status.messages")}</h2>
      {own.messages.map((message) => (
        <p>
          {l.t(`status.channel.${message.channel as "sms"}`, { to: masked(message.recipient) })}: {l.t(`notices.${message.notice as "created"}.title`)}
          <br /><span class="muted small">{l.t(`status.delivery.${message.state as "sent"}`, { at: l.instant(message.at) })}</span>
        </p>
      ))}
      {endedWithout(visit.application.state as State) ? null : <p class="small"><a href={`${portal.contact.href({ lang: l.code })}#reminders`}>{l.t("status.reminders-link")}</a></p>}
    </section>
  );
}

/** The last message to a contact of this case did not arrive: its person may know why. */
function Unreachable({ visit: { l, application }, own }: { visit: ApplicantVisit; own: Case }) {
  const lost = [application.email, application.phone].flatMap((contact) => {
    const last = own.messages.find(({ recipient }) => recipient === contact);
    return last?.state === "given-up" && !notWanted.includes(last.last_error ?? "") ? [last.recipient] : [];
  });
  return (
    <>
      {lost.map((to) => (
        <Notice kind="warning" title={l.rich("status.unreachable-title", { to: <bdi dir="ltr">{masked(to)}</bdi> })}>
          <p>{l.t("status.unreachable-text")} <a href={portal.contact.href({ lang: l.code })}>{l.t("status.contact")}</a></p>
        </Notice>
      ))}
    </>
  );
}

function Opened({ visit, own }: { visit: ApplicantVisit; own: Case }) {
  const { l } = visit;
  if (own.opened.length === 0) return null;
  return (
    <section>
      <h2>{l.t("status.opened")}</h2>
      {own.opened.map((entry) => <p><bdi>{entry.office}</bdi><br /><span class="muted small">{l.instant(entry.at)}</span></p>)}
    </section>
  );
}
