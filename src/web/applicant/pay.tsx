import type { ComponentChildren } from "preact";
import { endedWithout, type State } from "../../applications/states.ts";
import { hasFile } from "../../documents/storage.ts";
import { type Debt, findAccrual } from "../../payments/accrual.ts";
import { type Payment, presentPayment } from "../../payments/payment.ts";
import { refundedParts } from "../../payments/refund.ts";
import { deskOf } from "../../payments/poll.ts";
import { startPayment, stopPayment } from "../../payments/start.ts";
import type { PaymentState } from "../../payments/states.ts";
import { dateOf } from "../../platform/clock.ts";
import type { Language } from "../../platform/i18n.ts";
import type { FeeLine } from "../../rules/fees.ts";
import { ButtonForm, ButtonLink } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { NumberPlate } from "../../ui/number-plate.tsx";
import { Page } from "../../ui/page.tsx";
import { FeesOf } from "../fees-of.tsx";
import { type Answer, applicantPage, type ApplicantVisit, html, redirect } from "../page.ts";
import { portal } from "../routes.ts";
import { MoneyBack } from "./money-back.tsx";
import { MoneyAfter } from "./status-ended.tsx";

/** What is owed, every line of it, and the two ways to pay; or how the payment stands that was begun. */
export const pay = applicantPage(portal.pay, {
  async get(visit) {
    const debt = await findAccrual(visit.app.db, visit.application.id);
    return debt ? show(visit, debt) : redirect(portal.tasks.href({ lang: visit.l.code }));
  },
  async post(visit) {
    const { l, app, application, actor } = visit;
    const here = portal.pay.href({ lang: l.code });
    const debt = await findAccrual(app.db, application.id);
    const desk = deskOf(app);
    if (!debt || !desk) return redirect(here);
    const returnTo = `${app.origins.portal}${portal.payReturn.href({ lang: l.code })}`;
    if (visit.form.act === "stop") {
      const stopped = await stopPayment(desk, debt.accrual.id, actor);
      return !stopped.ok && stopped.why === "bank-away" ? show(visit, debt, "bank-away") : redirect(here);
    }
    const started = await startPayment(desk, debt.accrual.id, { actor, language: l.code, returnTo });
    if (started.ok) return redirect(started.redirectTo);
    // Every other end has its words on the page itself, which reads how things stand now.
    return started.why === "bank-away" ? show(visit, debt, "bank-away") : redirect(here);
  },
});

async function show(visit: ApplicantVisit, debt: Debt, fault?: "bank-away"): Promise<Answer> {
  const { l, app, application } = visit;
  const payment = await presentPayment(app.db, debt.accrual.id);
  if (debt.paid) return paid(visit, debt, payment, await hasFile(app.db, application.id, "receipt"), l.t("payments.paid-title"));
  const back = portal.status.href({ lang: l.code });
  if (debt.accrual.closed_because !== null) {
    const body = <Page back={back} title={l.t("payments.closed-title")} lead={l.t("payments.closed-text")}><Ended visit={visit} payment={payment} /></Page>;
    return html(l.t("payments.closed-title"), body);
  }
  if (payment?.state === "unknown" && !fault) return waiting(visit, debt, payment);
  const title = l.t("payments.pay-title");
  const body = (
    <Page back={back} title={title} lead={l.t("payments.pay-lead")} before={fault ? <Away l={l} /> : null}>
      {payment?.state === "redirected" || payment?.state === "created" ? (
        <Notice title={l.t("payments.redirected-title")}><p>{l.rich("payments.redirected-text", { when: <bdi>{l.instant(payment.started_at)}</bdi> })}</p><Stop visit={visit} /></Notice>
      ) : <Ended visit={visit} payment={payment} />}
      <Owed visit={visit} debt={debt} />
      {payment?.state === "disputed" ? null : <Ways visit={visit} debt={debt} begun={payment?.state === "redirected" || payment?.state === "unknown"} />}
    </Page>
  );
  return html(title, body, fault ? 503 : 200, fault ? { errors: true } : {});
}

/** The page of a paid debt; the receipt is drawn a moment after the payment, until then the page looks again. */
export async function paid(visit: ApplicantVisit, debt: Debt, payment: Payment | undefined, hasReceipt: boolean, title: string): Promise<Answer> {
  const { l } = visit;
  const state = visit.application.state as State;
  const back = await refundedParts(visit.app.db, debt.accrual.id);
  const refundPaper = back.some(({ sent }) => sent) && (await hasFile(visit.app.db, visit.application.id, "refund"));
  const lang = { lang: l.code };
  const lead = l.rich("payments.paid-lead", {
    amount: <bdi>{l.money(debt.accrual.total, "TRY")}</bdi>, when: <bdi>{l.instant(debt.accrual.closed_at ?? visit.now)}</bdi>,
  });
  const settled = payment?.settled_at ?? debt.accrual.closed_at;
  const justNow = settled !== null && settled !== undefined && visit.now.since(settled).total("minutes") < 5;
  const body = (
    <Page back={portal.status.href(lang)} title={title} lead={lead}>
      {endedWithout(state) ? null : <p>{l.t(state === "created" || state === "lodged" ? "payments.arrived-next" : "payments.arrived-keep")}</p>}
      <MoneyBack visit={visit} parts={back} />
      {endedWithout(state) && back.length === 0 ? <MoneyAfter visit={visit} payment={payment} /> : null}
      {hasReceipt ? null : <p role="status">{l.t("payments.receipt-drawing")}{justNow ? <> <LookAgain l={l} /></> : null}</p>}
      <div class="cluster">
        {hasReceipt ? <ButtonLink href={portal.paper.href({ ...lang, paper: "receipt" })}>{l.t("payments.receipt")}</ButtonLink> : null}
        {refundPaper ? <ButtonLink href={portal.paper.href({ ...lang, paper: "refund" })} kind="secondary">{l.t("payments.refund-paper")}</ButtonLink> : null}
        <ButtonLink href={portal.status.href(lang)} kind="secondary">{l.t("payments.to-status")}</ButtonLink>
      </div>
      <Owed visit={visit} debt={debt} />
    </Page>
  );
  return html(title, body, 200, hasReceipt || !justNow ? {} : { refresh: 3 });
}

/** Without scripts nothing looks again by itself. */
function LookAgain({ l }: { l: Language }) {
  return <a href={portal.pay.href({ lang: l.code })}>{l.t("ui.look_again")}</a>;
}

// Asks itself often at first, then less and less: the bank is asked by the worker, not by this page.
function waiting(visit: ApplicantVisit, debt: Debt, payment: Payment): Answer {
  const { l } = visit;
  const title = l.t("payments.waiting-title");
  const minutes = visit.now.since(payment.changed_at).total("minutes");
  const body = (
    <Page back={portal.status.href({ lang: l.code })} title={title} lead={<span role="status">{l.t("payments.waiting-lead")}</span>}>
      <ul>
        <li>{l.t("payments.waiting-if-paid")}</li>
        <li>{l.t("payments.waiting-if-not")}</li>
        <li>{l.t("payments.waiting-close")}</li>
      </ul>
      <p class="muted">{l.rich("payments.waiting-since", { when: <bdi>{l.instant(payment.started_at)}</bdi> })}</p>
      <ButtonForm action={portal.pay.href({ lang: l.code })} csrf={visit.csrf}>{l.t("payments.waiting-continue")}</ButtonForm>
      <p><LookAgain l={l} /></p>
      <Owed visit={visit} debt={debt} />
    </Page>
  );
  return html(title, body, 200, { refresh: minutes < 3 ? 5 : 30 });
}

function Stop({ visit: { l, csrf, app } }: { visit: ApplicantVisit }) {
  return deskOf(app) ? <ButtonForm action={portal.pay.href({ lang: l.code })} csrf={csrf} fields={{ act: "stop" }}>{l.t("payments.stop")}</ButtonForm> : null;
}

type Words = { title: ComponentChildren; text: ComponentChildren; kind: "info" | "warning" | "error" };

// How the last payment ended, where that says something about what to do now.
function Ended({ visit: { l }, payment }: { visit: ApplicantVisit; payment: Payment | undefined }) {
  if (!payment) return null;
  const amount = <bdi>{l.money(payment.taken ?? payment.amount, "TRY")}</bdi>;
  const words: Partial<Record<PaymentState, Words>> = {
    failed: { kind: "error", title: l.t("payments.failed-title"), text: l.t("payments.failed-text") },
    cancelled: { kind: "info", title: l.t("payments.cancelled-title"), text: l.t("payments.cancelled-text") },
    expired: { kind: "info", title: l.t("payments.expired-title"), text: l.t("payments.expired-text") },
    disputed: { kind: "warning", title: l.t("payments.disputed-title"), text: l.t("payments.disputed-text") },
    returning: { kind: "info", title: l.rich("payments.returning-title", { amount }), text: l.t("payments.returning-text") },
    refunded: { kind: "info", title: l.rich("payments.refunded-title", { amount }), text: l.t("payments.refunded-text") },
  };
  const found = words[payment.state as PaymentState];
  return found ? <Notice kind={found.kind} title={found.title}><p>{found.text}</p></Notice> : null;
}

function Away({ l }: Pick<ApplicantVisit, "l">) {
  return <Notice kind="error" title={l.t("payments.away-title")} live><p>{l.t("payments.away-text")}</p></Notice>;
}

function Owed({ visit: { l }, debt }: { visit: ApplicantVisit; debt: Debt }) {
  return (
    <>
      <h2>{l.t("payments.fees-title")}</h2>
      <FeesOf lines={debt.lines.map((line) => ({
        code: line.code as FeeLine["code"], amount: line.amount, currency: line.currency as FeeLine["currency"], amountTry: line.amount_try, ground: line.ground,
        rate: line.rate ?? undefined, months: line.months ?? undefined,
      }))} />
      <p class="muted">{l.rich("payments.fees-frozen", { date: <bdi>{l.day(dateOf(debt.accrual.created_at))}</bdi> })}</p>
    </>
  );
}

function Ways({ visit, debt, begun }: { visit: ApplicantVisit; debt: Debt; begun: boolean }) {
  const { l, app, csrf } = visit;
  return (
    <>
      <h2>{l.t("payments.online-title")}</h2>
      {deskOf(app) ? (
        <>
          <p>{l.t("payments.online-text")}</p>
          <ButtonForm action={portal.pay.href({ lang: l.code })} csrf={csrf} kind="primary">
            {begun ? l.t("payments.online-continue") : l.t("payments.online-pay", { amount: l.money(debt.accrual.total, "TRY") })}
          </ButtonForm>
        </>
      ) : <p>{l.t("payments.online-none")}</p>}
      <h2>{l.t("payments.bank-title")}</h2>
      <p>{l.t("payments.bank-text")}</p>
      <NumberPlate label={l.t("payments.accrual-number")} number={debt.accrual.number} />
    </>
  );
}
