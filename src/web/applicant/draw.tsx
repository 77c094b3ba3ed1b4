import { answersOf, nameOf } from "../../applications/application.ts";
import { type Avoid, avoidCodes } from "../../appointments/adjust.ts";
import { findAppointment } from "../../appointments/book.ts";
import { type Ways, waysOf } from "../../appointments/draw-switch.ts";
import { declineDate, findOpenBatch, findTurn, leaveDraw, type Turn } from "../../appointments/join.ts";
import { STEP_MINUTES } from "../../appointments/hours.ts";
import { findNeeds } from "../../appointments/needs.ts";
import { leadDays } from "../../appointments/limits.ts";
import { findAttempt } from "../../appointments/attempt.ts";
import { findCompanions, joinTogether } from "../../appointments/together.ts";
import { type Why, whyThisDate } from "../../appointments/why.ts";
import type { Language } from "../../platform/i18n.ts";
import { findOffice } from "../../rules/offices.ts";
import { findProvince } from "../../rules/provinces.ts";
import { ButtonForm, ButtonLink, ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { ChecksField, ChoiceField, TextArea } from "../../ui/fields.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Details, Page, Steps } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { again, type Answer, applicantPage, type ApplicantVisit, html, redirect } from "../page.ts";
import { portal } from "../routes.ts";
import { AttemptPaper } from "./choose-place.tsx";
import { NeedsPart } from "./needs.tsx";

const here = (visit: ApplicantVisit, query: Record<string, string | undefined> = {}) => portal.draw.href({ lang: visit.l.code }, query);

/** The draw of an office that gives its dates so: joining it, waiting in it, leaving it, and why the date is the one it is. */
export const draw = applicantPage(portal.draw, {
  get: (visit) => show(visit, null),
  async post(visit) {
    const { application, form } = visit;
    if (form.do === "leave") {
      const left = await visit.act((act) => leaveDraw(act, application));
      return left.ok ? redirect(here(visit, { new: "left" })) : show(visit, left.why);
    }
    if (form.do === "decline") {
      const reason = String(form.reason ?? "").trim().slice(0, 500);
      if (reason === "") return show(visit, "reason-missing", "reason");
      const declined = await visit.act((act) => declineDate(act, application, reason));
      return declined.ok ? redirect(here(visit, { new: "declined" })) : show(visit, declined.why);
    }
    const wishes = { office: typeof form.office === "string" ? form.office : undefined, avoid: [form.avoid ?? []].flat() };
    const joined = await visit.act((act) => joinTogether(act, application, [form.with ?? []].flat(), wishes));
    return joined.ok ? redirect(here(visit, { new: "joined" })) : show(visit, joined.why);
  },
});

async function show(visit: ApplicantVisit, fault: string | null, field = ""): Promise<Answer> {
  const { l, app } = visit;
  const application = fault === null ? visit.application
    : await app.db.selectFrom("application").selectAll().where("id", "=", visit.application.id).executeTakeFirstOrThrow();
  const lang = { lang: l.code };
  if (application.state === "draft") return redirect(portal.tasks.href(lang));
  const province = findProvince(application.province ?? "");
  const why = await whyThisDate(app.db, application.id);
  const [turn, standing, attempt, ways, needs] = await Promise.all([
    findTurn(app.db, application.id), findAppointment(app.db, application.id), findAttempt(app.db, application.id), waysOf(app.db, application, visit.today),
    findNeeds(app.db, application.id),
  ]);
  if (!why && !turn && ways.drawn.length === 0) return redirect(portal.appointment.href(lang));
  if (application.state !== "created" && !turn && !why) return redirect(portal.status.href(lang));
  const key = `appointments.not.${fault}`;
  const errors = fault === null ? [] : [{ field, text: l.has(key) ? l.t(key, { at: "" }) : l.t("appointments.not.changed-meanwhile") }];
  if (application.protected && application.state === "created") return byOffice(visit, errors);
  const title = l.t(turn ? "appointments.draw-waiting-title" : standing ? "appointments.draw-date-title" : "appointments.draw-title");
  const fresh = (["joined", "left", "declined"] as const).find((word) => word === visit.query.new);
  const inner = { ...visit, application };
  const body = (
    <Page
      back={portal.status.href(lang)} caption={<bdi>{province?.name}</bdi>} title={title} lead={turn || standing ? undefined : l.t(ways.chosen.length > 0 ? "appointments.draw-lead-office" : "appointments.draw-lead")}
      before={<><ErrorSummary errors={errors} />{fresh ? <Notice kind="success" title={l.t(`appointments.draw-${fresh}`)} live /> : null}
        {visit.query.new === "needs" ? <Notice kind="success" title={l.t("appointments.needs")} live /> : null}</>}
      aside={<About visit={visit} />}
    >
      {attempt ? <Notice title={l.t("appointments.attempt-recorded")}><p>{l.t("appointments.attempt-draw")}</p><AttemptPaper visit={visit} /></Notice> : null}
      {turn ? <Waiting visit={inner} turn={turn} /> : application.state === "created" ? await join(inner, ways) : null}
      {why ? <WhyThisDate visit={inner} why={why} current={standing !== undefined && standing.source === "draw"} /> : null}
      <NeedsPart visit={inner} known={needs} from="draw" />
      {standing?.source === "draw" && Temporal.PlainDate.compare(visit.today, standing.day) < 0 ? <Decline visit={inner} fault={field === "reason" ? errors[0]?.text : undefined} /> : null}
    </Page>
  );
  return errors.length > 0 ? again(title, body, field ? 422 : 409) : html(title, body);
}

/** A case whose appointment an officer gives. The words are neutral: nobody who looks over a shoulder shall learn more from them. */
function byOffice(visit: ApplicantVisit, errors: FieldFault[]): Answer {
  const { l, app, application } = visit;
  const title = l.t("appointments.by-office-title");
  const body = (
    <Page back={portal.status.href({ lang: l.code })} title={title} before={<ErrorSummary errors={errors} />}>
      <p>{l.t("appointments.by-office-text", { phone: app.authority.phone })}</p>
      {application.attend_by ? <p>{l.rich("appointments.draw-deadline", { date: <strong><bdi>{l.date(application.attend_by)}</bdi></strong> })}</p> : null}
    </Page>
  );
  return errors.length > 0 ? again(title, body, 409) : html(title, body);
}

async function join(visit: ApplicantVisit, { chosen, drawn }: Ways) {
  const { l, app, application } = visit;
  const choose = chosen.length > 0 ? <ButtonLink href={portal.appointment.href({ lang: l.code })} kind="secondary">{l.t("application.choose-appointment")}</ButtonLink> : null;
  if (drawn.length === 0) return choose;
  const [batch, companions] = await Promise.all([findOpenBatch(app.db, application.province!), findCompanions(app.db, application, visit.today, { inDraw: true })]);
  const offices = drawn.map((code) => findOffice(code)!);
  const names = l.list(chosen.map((code) => findOffice(code)!.name));
  return (
    <>
      {choose ? <Notice><p>{l.rich("appointments.draw-or-choose", { offices: <bdi>{names}</bdi> })}</p>{choose}</Notice> : null}
      <Steps items={(["join", "close", "draw", "told"] as const).map((step) => l.t(`appointments.draw-step-${step}`))} />
      {batch ? <p>{l.rich("appointments.draw-closes", { at: <strong><bdi>{l.instant(batch.closesAt)}</bdi></strong> })}</p> : null}
      {application.attend_by ? <p>{l.rich("appointments.draw-deadline", { date: <strong><bdi>{l.date(application.attend_by)}</bdi></strong> })}</p> : null}
      <Form action={here(visit)} csrf={visit.csrf} submit={l.t("appointments.draw-join")} submitAs={{ name: "do", value: "join" }}>
        {offices.length > 1 ? (
          <ChoiceField name="office" label={l.t("appointments.draw-office")} value={drawn.find((code) => code === visit.query.office) ?? ""} options={[{ value: "", label: l.t("appointments.draw-any-office") }, ...offices.map((office) => ({ value: office.code, label: <bdi>{office.name}</bdi> }))]} />
        ) : <p>{l.rich("appointments.draw-your-office", { office: <bdi>{offices[0]?.name}</bdi> })}</p>}
        {companions.length > 0 ? (
          <ChecksField
            name="with" label={l.t("appointments.with-title")} hint={l.t("appointments.draw-with-hint")}
            options={companions.map((one) => ({ value: one.id, label: <><bdi>{nameOf(answersOf(one))}</bdi> <span class="muted"><bdi dir="ltr">{one.number}</bdi></span></> }))}
          />
        ) : null}
        <Details summary={l.t("appointments.draw-avoid-title")}>
          <ChecksField name="avoid" label={l.t("appointments.draw-avoid")} hint={l.t("appointments.draw-avoid-hint")} options={avoidCodes.map((code) => ({ value: code, label: avoidText(l, code) }))} />
        </Details>
      </Form>
      {batch ? <Commitment visit={visit} commitment={batch.commitment} /> : null}
    </>
  );
}

// 4 January 2027 is a Monday.
const MONDAY = Temporal.PlainDate.from("2027-01-04");

/** A time at which somebody cannot come, in words. */
function avoidText(l: Language, code: Avoid): string {
  if (code === "am" || code === "pm") return l.t(`appointments.draw-avoid-${code}`);
  return new Intl.DateTimeFormat(l.intl, { weekday: "long", timeZone: "UTC" }).format(Date.parse(MONDAY.add({ days: avoidCodes.indexOf(code) }).toString()));
}

function Waiting({ visit, turn }: { visit: ApplicantVisit; turn: Turn }) {
  const { l } = visit;
  return (
    <>
      <p>{l.t("appointments.draw-nothing-to-do")}</p>
      <SummaryList rows={[
        { question: l.t("appointments.office"), answer: <bdi>{turn.officeName}</bdi> },
        { question: l.t("appointments.draw-next"), answer: turn.closed ? l.t("appointments.draw-now") : <bdi>{l.instant(turn.batch.closesAt)}</bdi> },
        ...(turn.waited > 0 ? [{ question: l.t("appointments.draw-waited"), answer: l.t("appointments.draw-waited-n", { n: turn.waited }) }] : []),
        { question: l.t("appointments.draw-pseudonym"), answer: <code><bdi dir="ltr">{turn.pseudonym.slice(0, 8)}</bdi></code> },
      ]} />
      <Commitment visit={visit} commitment={turn.batch.commitment} />
      <Details summary={l.t("appointments.draw-leave-title")}>
        <p>{l.t("appointments.draw-leave-text")}</p>
        <ButtonForm action={here(visit)} csrf={visit.csrf} kind="danger" fields={{ do: "leave" }}>{l.t("appointments.draw-leave")}</ButtonForm>
      </Details>
    </>
  );
}

/** The hash of the secret, shown before anybody can know the list. */
function Commitment({ visit, commitment }: { visit: ApplicantVisit; commitment: string }) {
  const { l } = visit;
  return (
    <Details summary={l.t("appointments.draw-promise-title")}>
      <p>{l.t("appointments.draw-promise-text")}</p>
      <p class="numbers"><code><bdi dir="ltr">{commitment.match(/.{1,8}/g)!.join(" ")}</bdi></code></p>
    </Details>
  );
}

/** One person's own line of the record, in words. */
function WhyThisDate({ visit, why, current }: { visit: ApplicantVisit; why: Why; current: boolean }) {
  const { l, application } = visit;
  // The person is told their own day; the week it was rounded to is the record's.
  const own = why.deadline === null ? null : (application.attend_by?.toString() ?? why.deadline);
  const met = own !== null && why.day !== null && why.day <= own;
  const day = (iso: string) => <bdi>{l.date(Temporal.PlainDate.from(iso))}</bdi>;
  return (
    <>
      <h2>{l.t(why.day ? "appointments.why-title" : "appointments.why-none-title")}</h2>
      {why.day ? <p>{l.rich("appointments.why-date", { date: <strong><bdi>{l.date(Temporal.PlainDate.from(why.day))}</bdi></strong>, time: <strong><bdi>{why.starts}</bdi></strong> })}{current ? null : <> {l.t("appointments.why-past")}</>}</p> : null}
      <ul>
        <li>{l.t("appointments.why-people", { people: l.number(why.people), places: l.number(why.places) })}</li>
        <li>
          {own === null ? l.t("appointments.why-no-deadline") : l.rich(met ? "appointments.why-met" : "appointments.why-not-met", { date: day(own) })}
          {own === why.deadline ? null : <> {l.rich("appointments.why-rounded", { date: day(why.deadline!) })}</>}
        </li>
        <li>{l.t("appointments.why-before", { right: l.number(why.beforeByRight), lottery: l.number(why.beforeByLottery) })}</li>
        {why.passedByDeadline > 0 ? <li>{l.t("appointments.why-passed", { n: l.number(why.passedByDeadline) })}</li> : null}
        {why.suits === null ? null : <li>{l.t(why.suits ? "appointments.why-suits" : "appointments.why-suits-not")}</li>}
        {why.together === null ? null : <li>{l.t("appointments.why-together", { n: why.together })}</li>}
        {why.group ? <li>{l.t("appointments.why-one-lot")}</li> : null}
        {why.unplaced === "group" || why.unplaced === "no-row" ? <li>{l.t(`appointments.why-${why.unplaced}`)}</li> : null}
        {why.steps > 1 && why.day ? <li>{l.t("appointments.why-steps", { n: l.number(why.steps * STEP_MINUTES) })}</li> : null}
        {why.waited > 0 ? <li>{l.t("appointments.why-waited", { n: l.number(why.waited) })}</li> : null}
        {why.need > 0 ? <li>{l.t("appointments.why-need")}</li> : null}
      </ul>
      <Details summary={l.t("appointments.why-check-title")}>
        <p>{l.rich("appointments.why-check-text", { pseudonym: <code><bdi dir="ltr">{why.pseudonym.slice(0, 8)}</bdi></code> })}</p>
        <p><a href={`${portal.draws.href({ lang: l.code })}#verify`}>{l.t("appointments.draws-verify-title")}</a></p>
        <p><ButtonLink href={portal.drawRecord.href({ lang: l.code, id: why.draw })} kind="secondary" download>{l.t("appointments.why-record")}</ButtonLink></p>
        <p class="numbers"><code><bdi dir="ltr">{why.record.digest.match(/.{1,8}/g)!.join(" ")}</bdi></code></p>
      </Details>
    </>
  );
}

function Decline({ visit, fault }: { visit: ApplicantVisit; fault: string | undefined }) {
  const { l } = visit;
  return (
    <Details summary={l.t("appointments.decline-title")} open={fault !== undefined}>
      <p>{l.t("appointments.decline-text")}</p>
      <Form action={here(visit)} csrf={visit.csrf} submit={l.t("appointments.decline")} submitKind="secondary" submitAs={{ name: "do", value: "decline" }}>
        <TextArea name="reason" label={l.t("appointments.decline-reason")} rows={3} error={fault} attributes={{ maxlength: 500 }} />
      </Form>
    </Details>
  );
}

function About({ visit }: { visit: ApplicantVisit }) {
  const { l } = visit;
  return (
    <>
      <h2>{l.t("appointments.draw-about-title")}</h2>
      <p>{l.t("appointments.draw-about-order")}</p>
      <p>{l.t("appointments.draw-about-lead", { n: leadDays(visit.today) })}</p>
      {(["fair", "yours"] as const).map((point) => <p>{l.t(`appointments.draw-about-${point}`)}</p>)}
      <p><a href={portal.draws.href({ lang: l.code })}>{l.t("appointments.draws-link")}</a></p>
    </>
  );
}
