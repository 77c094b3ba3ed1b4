import { findAttempt, recordAttempt } from "../../appointments/attempt.ts";
import { type Appointment, book, findAppointment, mayChooseFrom, moveAppointment } from "../../appointments/book.ts";
import { cancelAppointment } from "../../appointments/cancel.ts";
import { type Claim, findClaim } from "../../appointments/claim.ts";
import { type Ways, waysOf } from "../../appointments/draw-switch.ts";
import { hold, letGo } from "../../appointments/hold.ts";
import { STEP_MINUTES } from "../../appointments/hours.ts";
import { placeLimits } from "../../appointments/limits.ts";
import { hasBegun } from "../../appointments/slots.ts";
import { bookTogether } from "../../appointments/together.ts";
import { findAccrual } from "../../payments/accrual.ts";
import { presentPayment } from "../../payments/payment.ts";
import { isBeingAsked } from "../../payments/states.ts";
import { ButtonLink, ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page, Steps } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { again, type Answer, applicantPage, type ApplicantVisit, html, redirect } from "../page.ts";
import { portal } from "../routes.ts";
import { asked, AttemptPaper, choosing, GoodToKnow } from "./choose-place.tsx";
import { EarlierPlace } from "./earlier.tsx";
import { NeedsPart } from "./needs.tsx";

const here = (visit: ApplicantVisit, query: Record<string, string | undefined> = {}) => portal.appointment.href({ lang: visit.l.code }, query);
const statusOf = (visit: ApplicantVisit) => portal.status.href({ lang: visit.l.code });

/** The appointment of a case: chosen by office, day and hour; once there, shown, moved and given up. */
export const appointment = applicantPage(portal.appointment, {
  get(visit) {
    const { l, query } = visit;
    const not = (["offer-over", "slot-past", "slot-closed", "changed-meanwhile", "drawn-here"] as const).find((why) => why === query.not);
    return show(visit, not ? [{ field: "", text: l.t(`appointments.not.${not}`) }] : []);
  },
});

/** Keeps an hour for some minutes, gives it back, or takes it; or writes down that none was free in time. */
export const place = applicantPage(portal.place, {
  get: (visit) => redirect(here(visit)),
  async post(visit) {
    const slot = String(visit.form.slot ?? "");
    const { office, day } = asked(visit);
    const change = visit.form.change ? "yes" : undefined;
    if (visit.form.do === "attempt") {
      await visit.act((act) => recordAttempt(act, visit.application));
      return redirect(here(visit, { late: "yes" }));
    }
    if (visit.form.do === "hold") {
      const held = await visit.act((act) => hold(act, visit.application, slot));
      return held.ok ? redirect(`${here(visit, { office, day, change })}#held`) : refused(visit, held.why);
    }
    if (visit.form.do === "give-back") {
      await visit.act((act) => letGo(act, visit.application.id));
      return redirect(here(visit, { office, day, change, new: "given-back" }));
    }
    const moving = (await findAppointment(visit.app.db, visit.application.id)) !== undefined;
    const others = [visit.form.with ?? []].flat();
    if (!moving && others.length > 0) {
      const together = await visit.act((act) => bookTogether(act, visit.application, others, slot));
      return together.ok ? redirect(here(visit, { new: "booked-together" })) : refused(visit, together.why);
    }
    const taken = await visit.act((act) => (moving ? moveAppointment(act, visit.application, slot) : book(act, visit.application, slot)));
    const words: Record<string, string> = moving ? { "too-many": "moved-enough", "past-deadline": "keep-in-time" } : {};
    if (!taken.ok) return refused(visit, words[taken.why] ?? taken.why);
    return redirect(here(visit, { new: moving ? "moved" : "booked" }));
  },
});

/** Giving the appointment up: said what it means, and asked once more. */
export const cancelPlace = applicantPage(portal.cancelAppointment, {
  async get(visit) {
    const { l } = visit;
    const standing = await findAppointment(visit.app.db, visit.application.id);
    // From its own day on it is not cancelled here: the page of the appointment says what to do then.
    if (!standing || Temporal.PlainDate.compare(visit.today, standing.day) >= 0) return redirect(here(visit));
    const title = l.t("appointments.cancel-title");
    const points = ["place", "again", "deadline"] as const;
    return html(title, (
      <Page back={here(visit)} title={title} lead={when(visit, standing)}>
        <ul>{points.map((point) => <li>{l.t(`appointments.cancel-${point}`)}</li>)}</ul>
        <Form action={portal.cancelAppointment.href({ lang: l.code })} csrf={visit.csrf} submit={l.t("appointments.cancel-yes")} submitKind="danger"
          secondary={<ButtonLink href={here(visit)} kind="secondary">{l.t("appointments.cancel-no")}</ButtonLink>} />
      </Page>
    ));
  },
  async post(visit) {
    const outcome = await visit.act((act) => cancelAppointment(act, visit.application));
    if (outcome.ok || outcome.why === "no-appointment") return redirect(here(visit, { new: "cancelled" }));
    return refused(visit, outcome.why);
  },
});

async function refused(visit: ApplicantVisit, why: string): Promise<Answer> {
  const { l } = visit;
  const from = why === "too-many" ? await visit.write((act) => mayChooseFrom(act, visit.application)) : null;
  const key = `appointments.not.${why}`;
  const text = l.has(key) ? l.t(key, { at: from ? l.instant(from) : "" }) : l.t("appointments.not.changed-meanwhile");
  // The case itself may have moved on meanwhile: read it again before showing the page.
  const fresh = await visit.app.db.selectFrom("application").selectAll().where("id", "=", visit.application.id).executeTakeFirstOrThrow();
  return show({ ...visit, application: fresh }, [{ field: "", text }]);
}

async function show(visit: ApplicantVisit, errors: FieldFault[]): Promise<Answer> {
  const { application, l, app } = visit;
  if (application.state === "draft") return redirect(portal.tasks.href({ lang: l.code }));
  if (application.state !== "created" && application.state !== "lodged") return redirect(statusOf(visit));
  const [claim, ways] = await Promise.all([findClaim(app.db, application.id, visit.now), waysOf(app.db, application, visit.today)]);
  const { standing } = claim;
  // Once its hour has begun there is nothing here to print, to add or to change; the status says how it goes on.
  if (standing && errors.length === 0 && hasBegun(standing, visit.now)) return redirect(statusOf(visit));
  const allDraw = ways.chosen.length === 0;
  // An hour that was kept before the office began to draw may still be confirmed.
  if (!standing && ((allDraw && !claim.held) || application.state === "lodged")) return redirect(portal.draw.href({ lang: l.code }));
  const overIt = standing !== undefined && Temporal.PlainDate.compare(visit.today, standing.day) >= 0;
  if (standing && (allDraw || overIt || !(visit.query.change || visit.form.change))) return own(visit, { ...claim, standing }, ways, errors);
  const from = standing ? null : await visit.write((act) => mayChooseFrom(act, application));
  const title = l.t(standing ? "appointments.change-title" : "appointments.choose-title");
  const before = (
    <>
      <ErrorSummary errors={errors} />
      <JustSaid visit={visit} />
      {visit.query.new === "cancelled" ? <Notice kind="success" title={l.t("appointments.cancelled")} live><p>{l.t("appointments.cancelled-text")}</p></Notice> : null}
    </>
  );
  const body = await choosing(visit, { title, before, claim, from, ways, back: standing ? here(visit) : statusOf(visit) });
  return errors.length > 0 ? again(title, body, 409) : html(title, body);
}

function when(visit: ApplicantVisit, { day, starts, officeName }: Appointment) {
  const { l } = visit;
  return l.rich("appointments.when", { date: <strong><bdi>{l.date(day)}</bdi></strong>, time: <strong><bdi>{l.time(starts)}</bdi></strong>, office: <bdi>{officeName}</bdi> });
}

/** What has just been said about an earlier place, told of needs, or given back. */
function JustSaid({ visit: { l, query } }: { visit: ApplicantVisit }) {
  const said = (["earlier-asked", "earlier-declined", "earlier-stopped", "needs", "given-back"] as const).find((word) => word === query.new);
  return said ? <Notice kind="success" title={l.t(`appointments.${said}`)} live /> : null;
}

/** The appointment that stands: what, where, what to bring, and what may be done with it. */
async function own(visit: ApplicantVisit, { standing, offer, wish, needs }: Claim & { standing: Appointment }, ways: Ways, errors: FieldFault[]): Promise<Answer> {
  const { l, application } = visit;
  const debt = await findAccrual(visit.app.db, application.id);
  const paid = debt?.paid ?? false;
  const asked = debt !== undefined && isBeingAsked((await presentPayment(visit.app.db, debt.accrual.id))?.state);
  const lang = { lang: l.code };
  const title = l.t("appointments.own-title");
  const fresh = (["booked", "moved", "booked-together", "earlier-taken"] as const).find((word) => word === visit.query.new);
  const mayChange = Temporal.PlainDate.compare(visit.today, standing.day) < 0;
  const movesLeft = placeLimits(visit.today).moves - standing.moves;
  const drawnHere = ways.drawn.includes(standing.office);
  // From an office that draws one may go to one where the hour is chosen, never the other way.
  const mayMove = ways.chosen.length > 0 && movesLeft > 0;
  const late = application.attend_by !== null && Temporal.PlainDate.compare(standing.day, application.attend_by) > 0;
  const body = (
    <Page
      back={statusOf(visit)} title={title}
      before={<><ErrorSummary errors={errors} /><JustSaid visit={visit} />{fresh ? <Notice kind="success" title={l.t(`appointments.${fresh}`)} live><p>{l.t(fresh === "booked-together" ? "appointments.told-together" : "appointments.told")}{fresh === "moved" || fresh === "earlier-taken" ? ` ${l.t("appointments.print-again")}` : null}</p></Notice> : null}</>}
      aside={<GoodToKnow visit={visit} movable={mayChange && !drawnHere} />}
    >
      <SummaryList rows={[
        { question: l.t("appointments.day"), answer: <strong><bdi>{l.date(standing.day)}</bdi></strong> },
        { question: l.t("appointments.hour"), answer: <><strong><bdi>{l.time(standing.starts)}</bdi></strong>{standing.steps > 1 ? <> {l.t("appointments.takes", { n: standing.steps * STEP_MINUTES })}</> : null}</> },
        { question: l.t("appointments.office"), answer: <bdi>{standing.officeName}</bdi> },
        ...(standing.officeAddress ? [{ question: l.t("appointments.address"), answer: <bdi>{standing.officeAddress}</bdi> }] : []),
      ]} />
      {late ? <Notice kind="warning" title={l.t("appointments.late-title")}><p>{l.t("appointments.late-text")}</p>{(await findAttempt(visit.app.db, application.id)) ? <AttemptPaper visit={visit} /> : null}</Notice> : null}
      <h2>{l.t("appointments.before-you-come")}</h2>
      <Steps items={(["pay", "print", "bring"] as const).filter((step) => step !== "pay" || !(paid || asked)).map((step) => l.t(`appointments.step-${step}`))} />
      <div class="cluster">
        {paid || asked ? null : <ButtonLink href={portal.pay.href(lang)}>{l.t("appointments.pay")}</ButtonLink>}
        <ButtonLink href={portal.paper.href({ ...lang, paper: "registration-form" })} kind={paid || asked ? "primary" : "secondary"}>{l.t("appointments.print-form")}</ButtonLink>
        {asked && !paid ? <ButtonLink href={portal.pay.href(lang)} kind="secondary">{l.t("status.payment-see")}</ButtonLink> : null}
        <ButtonLink href={portal.calendarFile.href(lang)} kind="secondary" download>{l.t("appointments.calendar")}</ButtonLink>
      </div>
      <h2>{l.t("appointments.cannot-come")}</h2>
      {mayChange ? (
        <>
          <p>{drawnHere ? drawnChange(visit, standing) : l.t("appointments.moves-left", { n: movesLeft })}</p>
          {drawnHere && mayMove ? <p>{l.t("appointments.drawn-move")} {l.t("appointments.moves-left", { n: movesLeft })}</p> : null}
          <div class="cluster">
            {drawnHere && standing.source === "draw" ? <ButtonLink href={portal.draw.href(lang)} kind="secondary">{l.t("appointments.why-link")}</ButtonLink> : null}
            {mayMove ? <ButtonLink href={here(visit, { change: "yes" })} kind="secondary">{l.t("appointments.change")}</ButtonLink> : null}
            <ButtonLink href={portal.cancelAppointment.href(lang)} kind="secondary">{l.t("appointments.cancel")}</ButtonLink>
          </div>
        </>
      ) : <p>{l.t("appointments.today-call", { phone: visit.app.authority.phone })}</p>}
      {ways.chosen.length === 0 || !mayChange ? null : <EarlierPlace visit={visit} offer={offer} wish={wish} />}
      <NeedsPart visit={visit} known={needs} from="appointment" />
    </Page>
  );
  return errors.length > 0 ? again(title, body, 409) : html(title, body);
}

/** What somebody may do with a date at an office that draws: by how they came to it. */
function drawnChange({ l, app }: ApplicantVisit, { source }: Appointment) {
  if (source === "draw") return l.t("appointments.drawn-change");
  return source === "chosen" ? l.t("appointments.kept-change") : l.t("appointments.given-change", { phone: app.authority.phone });
}
