import { answersOf } from "../../applications/application.ts";
import { factsOf } from "../../applications/facts.ts";
import { isFinal, type State } from "../../applications/states.ts";
import type { FileKind } from "../../documents/storage.ts";
import { assess } from "../../eligibility/assess.ts";
import type { Payment } from "../../payments/payment.ts";
import { ButtonLink } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import type { ApplicantVisit } from "../page.ts";
import { portal } from "../routes.ts";
import type { Case, Next } from "./status-next.tsx";

/** Whether a paper still says what is so: the form of a case that is over names an hour at which nobody is received. */
export function stillSays(paper: FileKind, state: State): boolean {
  return paper !== "registration-form" || !isFinal(state);
}

/** What somebody may do whose application ended before it was decided: the door by which they may come again, until when it is open, and why it ended. */
export function ended(visit: ApplicantVisit): Next {
  const { l, app, application, today } = visit;
  const lang = { lang: l.code };
  const answers = answersOf(application);
  const { window, findings } = assess(factsOf(answers), today);
  // Permits that only the office opens have no door of their own.
  const closes = findings.some(({ code }) => code === "office-opens-only") ? undefined : window?.closes;
  const open = closes === null || (closes !== undefined && Temporal.PlainDate.compare(today, closes) <= 0);
  const values = { door: l.t(`home.${application.kind as "first"}`), phone: app.authority.phone, date: closes ? <strong><bdi>{l.date(closes)}</bdi></strong> : "" };
  const key = closes === undefined ? "status.again-unknown" : closes === null ? "status.again-open" : open ? "status.again-until" : "status.again-past";
  const because = `states.${application.state}.text`;
  return {
    title: l.t("status.again-title"),
    text: <>{l.has(because) ? <p>{l.t(because)}</p> : null}<p>{l.rich(key, values)}</p></>,
    actions: open ? <ButtonLink href={portal.check.href({ ...lang, kind: application.kind })}>{l.t("status.again-check")}</ButtonLink>
      : <ButtonLink href={portal.eligibility.href(lang)}>{l.t("status.again-look")}</ButtonLink>,
  };
}

/** A refused case: why, what its person may do about it and until when, and leaving. Days that are over are told as over, with whom to ask. */
export function refused({ l, app, today }: ApplicantVisit, { decision }: Case): Next {
  const [courtBy, leaveBy, phone] = [decision?.court_by, decision?.leave_by, app.authority.phone];
  const isOver = (day: Temporal.PlainDate) => Temporal.PlainDate.compare(today, day) > 0;
  const day = (date: Temporal.PlainDate) => <strong><bdi>{l.date(date)}</bdi></strong>;
  const mayGo = courtBy && !isOver(courtBy);
  return {
    title: l.t("status.refused"),
    text: <>
      <h3>{l.t("status.refused-why")}</h3>
      <ul>{decision?.reasons.map((reason) => <li>{l.t(`case.refusal-${reason}` as "case.refusal-passport")}</li>)}</ul>
      {decision?.comment ? <p><bdi>{decision.comment}</bdi></p> : null}
      <h3>{mayGo ? l.rich("status.rights-until", { date: <bdi>{l.date(courtBy)}</bdi> }) : l.t("status.rights")}</h3>
      <p>{courtBy ? l.rich(mayGo ? "status.court" : "status.court-past", { date: day(courtBy) }) : l.t("status.court-later")}</p>
      {courtBy && !mayGo ? null : <p>{l.t("status.court-help")}</p>}
      <h3>{l.t("status.leaving")}</h3>
      <p>{leaveBy ? l.rich(isOver(leaveBy) ? "status.leave-past" : "status.leave", { date: day(leaveBy), phone }) : l.t("status.leave-later")}</p>
    </>,
    actions: <ButtonLink href={portal.paper.href({ lang: l.code, paper: "decision" })}>{l.t("status.paper.decision")}</ButtonLink>,
  };
}

/** What becomes of the fees that were paid for a case that ended without a permit, by the rule of refunds, while nothing of them is on its way back. */
export function MoneyAfter({ visit: { l, app, application }, payment }: { visit: ApplicantVisit; payment: Payment | undefined }) {
  const isRefused = application.state === "refused" || application.state === "served";
  const phone = app.authority.phone;
  return (
    <Notice title={l.t("payments.after-title")}>
      <p>{isRefused ? l.t("payments.after-refused", { phone }) : l.t("payments.after-ended", { phone })}</p>
      {isRefused ? <p>{l.t(payment?.channel === "bank" ? "payments.after-bank" : "payments.after-card")}</p> : null}
    </Notice>
  );
}
