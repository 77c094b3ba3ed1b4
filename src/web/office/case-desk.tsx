import type { ComponentChildren } from "preact";
import { isOnlyCheckedIn } from "../../acts/check-in.ts";
import { dateReasons, reasonsFor } from "../../applications/reasons.ts";
import { serviceWays } from "../../applications/service.ts";
import { decisionDue, missingDocumentsDue } from "../../rules/deadlines.ts";
import { hasNoEnd, type PermitType } from "../../rules/permit-types.ts";
import { documentCodes } from "../../rules/document-list.ts";
import { ChecksField, DateField, SelectField, TextArea, TextField } from "../../ui/fields.tsx";
import { type ButtonKind, ButtonLink } from "../../ui/form.tsx";
import { Deadline } from "../../ui/office-table.tsx";
import { Card } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { office } from "../routes.ts";
import type { View } from "./case.tsx";
import { ActForm, back, Fold, Sure, WithWords } from "./case-act.tsx";
import { documentName, openDocuments } from "./case-documents.tsx";
import { type KeyedAct, keyOf, wordsOf } from "./case-keys.ts";
import { Questions, Rules } from "./case-questions.tsx";
import { timeLeft } from "./words.tsx";

/** The right column: until when, what to do next, what the rules say, what waits for an answer. */
export function Desk({ view }: { view: View }) {
  return <><Clock view={view} /><Next view={view} /><Decided view={view} /><Questions view={view} /><Rules view={view} /></>;
}

function Clock({ view: { visit: { l, today }, file: { application, appointment, inDraw } } }: { view: View }) {
  const { state, attend_by, complete_on, decide_by, paused_on, documents_due } = application;
  const spentOf = (from: Temporal.PlainDate, until: Temporal.PlainDate) => Math.max(0, from.until(today).days) / Math.max(1, from.until(until).days);
  const box = (until: Temporal.PlainDate, from: Temporal.PlainDate, children: ComponentChildren) => {
    const { words, tone } = timeLeft(l, until, today);
    return <Card title={l.t("case.deadline")}><Deadline words={words} date={<bdi>{l.date(until)}</bdi>} spent={spentOf(from, until)} tone={tone}>{children}</Deadline></Card>;
  };
  const place = appointment?.state === "booked" ? l.t("case.appointment", { date: l.date(appointment.day), time: l.time(appointment.starts), office: appointment.office })
    : inDraw ? l.t("case.in-draw") : l.t("case.no-appointment");
  if (["created", "lodged"].includes(state)) {
    const created = application.created_at!.toZonedDateTimeISO("Europe/Istanbul").toPlainDate();
    return attend_by ? box(attend_by, created, <><p class="muted">{l.t("case.deadline-attend")}</p><p>{place}</p></>) : <Card title={l.t("case.deadline")}><p>{place}</p></Card>;
  }
  if (state === "incomplete" && documents_due && paused_on) {
    return box(documents_due, paused_on, <p class="muted">{l.t("case.deadline-documents", { date: l.day(paused_on) })}</p>);
  }
  if (["accepted", "in-review"].includes(state) && complete_on && decide_by) {
    const first = decisionDue(complete_on, answersType(application), application.province ?? "");
    const whole = complete_on.until(first).days;
    return box(decide_by, complete_on, <p class="muted">{l.t("case.deadline-decide", { days: whole, date: l.day(complete_on), paused: first.until(decide_by).days })}</p>);
  }
  return null;
}

function answersType(application: View["file"]["application"]): PermitType {
  return (application.frozen as { answers: { permitType: PermitType } }).answers.permitType;
}

function Next({ view }: { view: View }) {
  const { visit: { l, today }, file, may } = view;
  const { state, attend_by, documents_due } = file.application;
  const due = (date: Temporal.PlainDate | null) => date !== null && Temporal.PlainDate.compare(today, date) > 0;
  const parts: ComponentChildren[] = [];
  const key = (act: KeyedAct) => keyOf(view, act);
  if (key("check-in")) parts.push(<ActForm view={view} act="check-in" submit={wordsOf(view, "check-in")} shortcut={key("check-in")} />);
  if (["created", "lodged"].includes(state) && may("give")) {
    parts.push(<p><ButtonLink href={office.give.href({ id: file.application.id })} kind={file.application.protected && file.appointment?.state !== "booked" ? "primary" : "secondary"}>{l.t("appointments.give-link")}</ButtonLink></p>);
  }
  if (["created", "lodged"].includes(state) && may("lapse") && due(attend_by)) parts.push(<WithWords view={view} act="lapse" />);
  if (key("accept")) {
    const open = openDocuments(file).length;
    parts.push(open > 0 ? <p>{l.t("case.still-open", { n: open })}</p> : null);
    parts.push(<ActForm view={view} act="accept" submit={l.t("case.act-accept")} kind={open > 0 ? "secondary" : "primary"} shortcut={key("accept")} />);
  }
  if (key("review")) parts.push(<ActForm view={view} act="review" submit={l.t("case.act-review")} shortcut={key("review")} />);
  if (state === "in-review" && file.proposal) parts.push(<SecondLook view={view} />);
  if (key("grant")) parts.push(<Grant view={view} />);
  if (may("undo-check-in") && isOnlyCheckedIn(file.history[0], file.documents, today)) parts.push(<Sure view={view} act="undo-check-in" />);
  if (key("ask-documents")) parts.push(<Ask view={view} />);
  if (state === "in-review" && !file.proposal && may("refuse")) parts.push(<Refuse view={view} />);
  if (state === "in-review" && !file.proposal && may("hand-back")) parts.push(<ActForm view={view} act="hand-back" submit={l.t("case.act-hand-back")} kind="quiet" />);
  if (state === "attended" && may("not-accept")) parts.push(<WithWords view={view} act="not-accept" />);
  if (state === "incomplete" && may("remove") && due(documents_due)) parts.push(<WithWords view={view} act="remove" />);
  if (state === "granted" && may("print")) parts.push(<PrintCard view={view} submit={l.t("case.act-print")} />);
  if (state === "printing" && may("post")) parts.push(<PostCard view={view} act="post" />);
  if (state === "printing" && may("print")) parts.push(<Fold view={view} act="print" title={l.t("case.act-correct-card")}><PrintCard view={view} submit={l.t("case.act-correct-card")} kind="secondary" /></Fold>);
  if (state === "posted" && may("deliver")) parts.push(<ActForm view={view} act="deliver" submit={l.t("case.act-deliver")} />);
  if (state === "posted" && may("correct-tracking")) parts.push(<Fold view={view} act="correct-tracking"><PostCard view={view} act="correct-tracking" kind="secondary" /></Fold>);
  if (state === "posted" && may("come-back")) parts.push(<WithWords view={view} act="come-back" kind="secondary" />);
  if (state === "refused" && may("serve")) {
    const on = back(view, "serve", "serve-on");
    parts.push(
      <ActForm view={view} act="serve" submit={l.t("case.act-serve")}>
        <p>{l.t("case.about-serve")}</p>
        <SelectField name="serve-way" label={l.t("case.served-way")} value={back(view, "serve", "serve-way").value || "counter"} error={back(view, "serve", "serve-way").error}
          options={serviceWays.map((way) => ({ value: way, label: l.t(`case.way-${way}`) }))} />
        <DateField name="serve-on" label={l.t("case.arrived-on")} hint={l.t("case.arrived-hint")} value={on.typed ? typedDate(view, "serve-on") : today.toString()} error={on.error} />
        <TextField name="serve-reference" label={l.t("case.served-reference")} hint={l.t("case.served-reference-hint")} value={back(view, "serve", "serve-reference").value} error={back(view, "serve", "serve-reference").error} required={false} width={20} attributes={{ maxlength: 60, dir: "ltr", autocomplete: "off" }} />
      </ActForm>,
    );
  }
  if (["created", "lodged", "attended", "incomplete", "accepted", "in-review"].includes(state) && may("withdraw")) parts.push(<WithWords view={view} act="withdraw" kind="secondary" />);
  if (["created", "lodged", "attended", "incomplete", "accepted", "in-review"].includes(state)) parts.push(protection(view));
  const shown = parts.filter(Boolean);
  return shown.length === 0 ? null : <Card title={l.t(state === "in-review" ? "case.decide" : "case.next-act")} id="next">{shown}</Card>;
}

/** The number on the card: typed once it is printed, and again where it was typed wrongly. */
function PrintCard({ view, submit, kind }: { view: View; submit: string; kind?: ButtonKind }) {
  const { visit: { l }, file: { card } } = view;
  const series = back(view, "print", "print-series");
  const number = back(view, "print", "print-number");
  return (
    <ActForm view={view} act="print" submit={submit} kind={kind}>
      <TextField name="print-series" label={l.t("case.card-series")} value={series.value ?? card?.series} error={series.error} width={4} attributes={{ maxlength: 3, autocapitalize: "characters", dir: "ltr", autocomplete: "off" }} />
      <TextField name="print-number" label={l.t("case.card-number")} value={number.value ?? card?.number} error={number.error} width={10} attributes={{ maxlength: 12, inputmode: "numeric", dir: "ltr", autocomplete: "off" }} />
    </ActForm>
  );
}

/** The code of the post: typed when it takes the card, and again where it was typed wrongly. */
function PostCard({ view, act, kind }: { view: View; act: "post" | "correct-tracking"; kind?: ButtonKind }) {
  const { visit: { l }, file: { card } } = view;
  const code = back(view, act, "post-code");
  return (
    <ActForm view={view} act={act} submit={l.t(`case.act-${act}`)} kind={kind}>
      <TextField name="post-code" label={l.t("case.tracking")} hint={l.t("case.tracking-hint")} value={code.value ?? card?.tracking_code ?? undefined} error={code.error} width={20} attributes={{ maxlength: 20, autocapitalize: "characters", dir: "ltr", autocomplete: "off" }} />
    </ActForm>
  );
}

/** Protecting a case, or lifting that; a victim's permit always is protected, so there is nothing to press. */
function protection(view: View) {
  const { file: { application }, may } = view;
  const act = application.protected_at ? "unprotect" as const : application.protected ? null : "protect" as const;
  if (act === null || !may(act)) return null;
  return <Sure view={view} act={act} />;
}

function typedDate({ trouble }: View, name: string) {
  const part = (box: string) => String(trouble?.raw[`${name}-${box}`] ?? "");
  return { day: part("day"), month: part("month"), year: part("year") };
}

function Grant({ view }: { view: View }) {
  const { visit: { l }, file: { answers } } = view;
  const given = (field: string) => back(view, "grant", field);
  const date = (name: string, asked: string | undefined) => (given(name).typed ? typedDate(view, name) : asked);
  return (
    <ActForm view={view} act="grant" submit={l.t("case.act-grant")} shortcut={keyOf(view, "grant")}>
      <DateField name="grant-from" label={l.t("case.granted-from")} value={date("grant-from", answers.requestedFrom)} error={given("grant-from").error} />
      {hasNoEnd(answers.permitType) ? <p>{l.t("case.no-end")}</p>
        : <DateField name="grant-until" label={l.t("case.granted-until")} value={date("grant-until", answers.requestedUntil)} error={given("grant-until").error} />}
      <SelectField name="grant-reason" label={l.t("case.date-reason")} hint={l.t("case.date-reason-hint")} empty={l.t("case.as-asked")} value={given("grant-reason").value} error={given("grant-reason").error}
        options={dateReasons.map((code) => ({ value: code, label: l.t(`case.dates-${code}`) }))} />
    </ActForm>
  );
}

function Ask({ view }: { view: View }) {
  const { visit: { l, today }, file, trouble } = view;
  const mine = trouble?.act === "ask-documents" ? trouble : null;
  const again = file.application.state === "incomplete";
  const missing = file.documents.filter(({ state }) => state === "missing");
  // What is left over is meant only once the officer has begun to look through the papers.
  const begun = file.documents.some(({ state }) => state !== "expected");
  const chosen = mine ? ([] as string[]).concat(mine.raw.document ?? []) : again ? missing.map(({ code }) => code) : begun ? openDocuments(file) : [];
  const asked = file.application.documents_due;
  const due = again && asked && Temporal.PlainDate.compare(asked, today) > 0 ? asked : missingDocumentsDue(today);
  const said = (code: string) => (mine ? back(view, "ask-documents", `words-${code}`).value : missing.find((document) => document.code === code)?.reason ?? undefined);
  const listed = new Set(file.documents.map(({ code }) => code));
  return (
    <Fold view={view} act="ask-documents" title={wordsOf(view, "ask-documents")} shortcut={keyOf(view, "ask-documents")}>
      <p>{l.t(again ? "case.about-change-request" : "case.about-ask-documents")}</p>
      <ActForm view={view} act="ask-documents" submit={wordsOf(view, "ask-documents")} kind="secondary">
        <ChecksField name="document" label={l.t("case.ask-which")} values={chosen} error={back(view, "ask-documents", "document").error}
          options={file.documents.map(({ code }) => ({
            value: code, label: documentName(l, code),
            reveal: <TextField name={`words-${code}`} label={l.t("case.ask-words")} value={said(code)} required={false} attributes={{ maxlength: 300 }} />,
          }))} />
        <SelectField name="another" label={l.t("case.ask-another")} value={back(view, "ask-documents", "another").value} required={false}
          options={documentCodes.filter((code) => !listed.has(code)).map((code) => ({ value: code, label: documentName(l, code) }))} typeahead />
        <TextField name="words-another" label={l.t("case.ask-words")} value={back(view, "ask-documents", "words-another").value} required={false} attributes={{ maxlength: 300 }} />
        <DateField name="due" label={l.t("case.ask-due")} hint={l.t("case.ask-due-hint", { date: l.day(missingDocumentsDue(today)) })} value={mine ? typedDate(view, "due") : due.toString()}
          error={back(view, "ask-documents", "due").error} />
      </ActForm>
    </Fold>
  );
}

function Refuse({ view }: { view: View }) {
  const { visit: { l }, file: { answers }, trouble } = view;
  const mine = trouble?.act === "refuse" ? trouble : null;
  const words = back(view, "refuse", "refuse-words");
  return (
    <Fold view={view} act="refuse" danger>
      <p>{l.t("case.about-refuse")}</p>
      <ActForm view={view} act="refuse" submit={l.t("case.propose-refusal")} kind="danger">
        <ChecksField name="reason" label={l.t("case.refusal-reasons")} values={mine ? ([] as string[]).concat(mine.raw.reason ?? []) : []} error={back(view, "refuse", "reason").error}
          options={reasonsFor(answers.permitType ?? "").map(({ code, article }) => ({ value: code, label: l.t(`case.refusal-${code}` as "case.refusal-passport"), hint: l.t("case.article", { article }) }))} />
        <TextArea name="refuse-words" label={l.t("case.refusal-words")} hint={l.t("case.refusal-words-hint")} rows={4} value={words.value} error={words.error} attributes={{ maxlength: 2000 }} />
      </ActForm>
    </Fold>
  );
}

/** A refusal waits for another officer: who proposed it sees that; everybody else may agree or not. */
function SecondLook({ view }: { view: View }) {
  const { visit: { l, officer }, file: { proposal }, may } = view;
  if (!proposal) return null;
  const own = proposal.proposed_by === officer.id;
  return (
    <>
      <p><strong>{l.t("case.refusal-proposed")}</strong> <bdi>{proposal.officer}</bdi> · {l.instant(proposal.proposed_at)}</p>
      <ul>{proposal.reasons.map((code) => <li>{l.t(`case.refusal-${code}` as "case.refusal-passport")}</li>)}</ul>
      {proposal.comment ? <p><bdi>{proposal.comment}</bdi></p> : null}
      {own ? <p class="muted">{l.t("case.second-look-needed")}</p>
        : may("confirm-refusal") ? <ActForm view={view} act="confirm-refusal" submit={l.t("case.act-confirm-refusal")} kind="danger" /> : null}
      {may("dismiss-refusal") ? <WithWords view={view} act="dismiss-refusal" kind="secondary" /> : null}
    </>
  );
}

/** The decision as it stands, and the card. */
function Decided({ view: { visit: { l }, file: { decision, card, proof: { service, opened } } } }: { view: View }) {
  if (!decision) return null;
  const day = (date: Temporal.PlainDate | null) => (date ? l.day(date) : "");
  return (
    <Card title={l.t("case.decision")}>
      <SummaryList rows={[
        ...(decision.outcome === "granted" ? [{ question: l.t("case.granted-dates"), answer: `${day(decision.granted_from)} – ${decision.granted_until ? day(decision.granted_until) : l.t("case.no-end")}` }] : []),
        ...(decision.date_reason ? [{ question: l.t("case.date-reason"), answer: l.t(`case.dates-${decision.date_reason as "passport-ends"}`) }] : []),
        ...(decision.reasons.length > 0 ? [{ question: l.t("case.refusal-reasons"), answer: <ul>{decision.reasons.map((code) => <li>{l.t(`case.refusal-${code}` as "case.refusal-passport")}</li>)}</ul> }] : []),
        ...(decision.comment ? [{ question: l.t("case.words"), answer: <bdi>{decision.comment}</bdi> }] : []),
        { question: l.t("case.decided-at"), answer: l.instant(decision.decided_at) },
        ...(decision.served_on ? [
          { question: l.t("case.served-on"), answer: day(decision.served_on) }, { question: l.t("case.leave-by"), answer: day(decision.leave_by) },
          { question: l.t("case.court-by"), answer: day(decision.court_by) },
        ] : []),
        ...(service ? [
          { question: l.t("case.served-way"), answer: <>{l.t(`case.way-${service.way as "counter"}`)} · {day(service.arrived_on)}{service.reference ? <> · <bdi class="numbers">{service.reference}</bdi></> : null}</> },
          ...(service.document_digest ? [{ question: l.t("case.served-letter"), answer: <bdi class="numbers small">{service.document_digest.slice(0, 16)}</bdi> }] : []),
        ] : []),
        ...(opened ? [{ question: l.t("case.decision-opened"), answer: l.instant(opened) }] : []),
        ...(card ? [{ question: l.t("case.card"), answer: <bdi class="numbers">{card.series} {card.number}</bdi> }] : []),
        ...(card?.tracking_code ? [{ question: l.t("case.tracking"), answer: <bdi class="numbers">{card.tracking_code}</bdi> }] : []),
        ...(card?.delivered_at ? [{ question: l.t("case.delivered-at"), answer: l.instant(card.delivered_at) }] : []),
      ]} />
    </Card>
  );
}
