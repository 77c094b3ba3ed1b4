import { nameOf } from "../../applications/application.ts";
import { fieldsOf, journey, type SectionName } from "../../applications/sections.ts";
import { overBecause } from "../../notifications/over.ts";
import { stoppedBecause } from "../../notifications/stop.ts";
import { monthsOfStay } from "../../rules/calendar.ts";
import { hasNoEnd } from "../../rules/permit-types.ts";
import { FeeTable } from "../../ui/fee-table.tsx";
import { Form } from "../../ui/form.tsx";
import { TextArea } from "../../ui/fields.tsx";
import { Card, Details } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { Tag, type Tone } from "../../ui/tag.tsx";
import { answerText, labelOf, optionText } from "../question.tsx";
import { office } from "../routes.ts";
import type { View } from "./case.tsx";
import { Contact } from "./case-contact.tsx";
import { Documents } from "./case-documents.tsx";
import { Represented } from "./case-represented.tsx";

/** The left column: what the person said and brought, what was paid, told and noted. */
export function Said({ view }: { view: View }) {
  return <><Stay view={view} /><Documents view={view} /><Money view={view} /><Answers view={view} /><Papers view={view} /><Contact view={view} /><Represented view={view} /><Messages view={view} /><History view={view} /><Notes view={view} /></>;
}

function Stay({ view: { visit: { l }, file } }: { view: View }) {
  const { answers, mandate, application } = file;
  const date = (name: string) => (answers[name] ? Temporal.PlainDate.from(answers[name]) : null);
  const from = date("requestedFrom");
  const until = date("requestedUntil");
  const day = (value: Temporal.PlainDate | null) => (value ? l.day(value) : "");
  const field = (section: SectionName, name: string) => (answers[name] ? answerText(l, name, fieldsOf[section][name]!, answers[name]) : "");
  const reason = ["purpose", "relation", "level"].filter((name) => answers[name]).map((name) => optionText(l, name, answers[name]!));
  if (answers.school) reason.push(answers.school);
  const photo = file.papers.some(({ kind }) => kind === "photo");
  return (
    <Card title={l.t("case.stay")}>
      <div class={photo ? "with-photo" : undefined}>
        <SummaryList rows={[
          { question: l.t("case.from-until"), answer: from && until ? <>{l.day(from)} – {l.day(until)} <span class="muted">({l.t("case.months", { n: monthsOfStay(from, until) })})</span></> : from ? l.day(from) : null },
          { question: l.t("case.reason"), answer: <bdi>{reason.join(", ")}</bdi> },
          { question: l.t("case.passport"), answer: answers.passportNumber ? <><bdi class="numbers">{answers.passportNumber}</bdi>{answers.passportValidUntil ? <> · {l.t("case.valid-until", { date: day(date("passportValidUntil")) })}</> : null}</> : null },
          ...(answers.permitNumber ? [{ question: l.t("case.present-permit"), answer: <><bdi class="numbers">{answers.permitSeries} {answers.permitNumber}</bdi> · {hasNoEnd(answers.presentPermitType) ? l.t("reference.permit-type-long-term") : l.t("case.valid-until", { date: day(date("permitValidUntil")) })}</> }] : []),
          { question: l.t("case.insurance"), answer: <>{field("insurance", "insuranceKind")}{answers.insuranceUntil ? <> · {l.t("case.valid-until", { date: day(date("insuranceUntil")) })}</> : null}</> },
          { question: l.t("case.address"), answer: <bdi>{[answers.street, answers.door, field("address", "neighbourhood")].filter(Boolean).join(", ")}</bdi> },
          ...(mandate ? [{
            question: l.t("case.represented"),
            answer: <><bdi>{mandate.name}</bdi> · {l.t(`reference.representative-${mandate.capacity}`)}{mandate.bar ? <> · <bdi>{mandate.bar} {mandate.bar_number}</bdi></> : null}</>,
          }] : []),
        ]} />
        {photo ? <img src={office.photo.href({ id: application.id })} alt={l.t("case.photo")} width="132" height="132" /> : null}
      </div>
    </Card>
  );
}

function Money({ view: { visit: { l }, file: { money, application }, may } }: { view: View }) {
  if (!money) return null;
  const state = money.paid_at
    ? <Tag tone="ok">{l.t("case.paid-on", { date: l.instant(money.paid_at) })}</Tag>
    : money.closed_because ? <Tag>{l.t("case.money-closed")}</Tag>
    : money.state === "unknown" ? <Tag tone="warn">{l.t("case.money-unknown")}</Tag>
    : <Tag tone="warn">{l.t("case.money-unpaid")}</Tag>;
  return (
    <Card title={l.t("case.money")} actions={state}>
      <p>{l.t("case.accrual")} <bdi class="numbers">{money.number}</bdi></p>
      <FeeTable caption={l.t("case.money")} captionHidden total={{ amount: money.total, currency: "TRY" }} lines={money.lines.map((line) => ({
        label: l.t(`reference.fee-${line.code}`),
        detail: line.rate ? <><bdi>{l.money(line.amount, line.currency)}</bdi> × <bdi>{l.decimal(line.rate)}</bdi></> : null,
        amount: { amount: line.amount_try, currency: "TRY" },
      }))} />
      {may("money") ? <p><a href={office.money.href({ id: application.id })}>{l.t("case.money-link")}</a></p> : null}
    </Card>
  );
}

/** All answers, topic by topic, as they were frozen. */
function Answers({ view: { visit: { l }, file } }: { view: View }) {
  const { answers } = file;
  return (
    <Card title={l.t("case.answers")}>
      {journey(answers).filter((section) => section !== "photo").map((section) => {
        const given = Object.entries(fieldsOf[section]).filter(([name]) => answers[name] !== undefined);
        return given.length === 0 ? null : (
          <Details summary={l.t(`case.section-${section as "identity"}`)}>
            <SummaryList rows={given.map(([name, field]) => ({ question: labelOf(l, name, "about"), answer: <bdi>{answerText(l, name, field, answers[name]!)}</bdi> }))} />
          </Details>
        );
      })}
    </Card>
  );
}

function Papers({ view: { visit: { l }, file } }: { view: View }) {
  const papers = file.papers.filter(({ kind }) => kind !== "photo");
  if (papers.length === 0) return null;
  return (
    <Card title={l.t("case.papers")} id="papers">
      <ul class="list">
        {papers.map(({ kind, made_at }) => (
          <li><a href={office.paper.href({ id: file.application.id, paper: kind })}>{l.t(`status.paper.${kind as "decision"}`)}</a><span class="muted">{l.instant(made_at)}</span></li>
        ))}
      </ul>
    </Card>
  );
}

/** What was not sent although nothing failed, by the reason that is kept. */
const spared = new Map([[overBecause, "over"], [stoppedBecause, "stopped"]] as const);

const messageTones: Record<string, Tone> = { delivered: "ok", sent: "info", failed: "warn", "given-up": "error" };

function Messages({ view: { visit: { l }, file: { messages } } }: { view: View }) {
  return (
    <Card title={l.t("case.messages")}>
      {messages.length === 0 ? <p class="muted">{l.t("case.messages-none")}</p> : (
        <ul class="list">
          {messages.map((message) => {
            const why = message.state === "given-up" ? spared.get(message.because as typeof overBecause) : undefined;
            return (
              <li>
                <span>{l.t(`case.notice-${message.notice as "created"}`)}<span class="muted"> · {l.t(`case.channel-${message.channel as "email"}`)} · {l.t(`case.to-${message.role as "applicant"}`)}</span>
                  {why === undefined && (message.state === "failed" || message.state === "given-up") ? <><br /><bdi dir="ltr" class="muted small">{message.because}</bdi></> : null}</span>
                <span class="muted small">{l.instant(message.at)}{message.template ? <> · <a href={office.templates.href({ notice: message.notice, in: message.language })}><bdi class="numbers">{message.template}</bdi></a></> : null}</span>
                {why === undefined ? <Tag tone={messageTones[message.state] ?? "neutral"}>{l.t(`case.message-${message.state as "sent"}`)}</Tag> : <Tag>{l.t(`case.message-${why}`)}</Tag>}
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}

function History({ view: { visit: { l }, file: { history, answers } } }: { view: View }) {
  return (
    <Card title={l.t("case.history")}>
      <ul class="list">
        {history.map((event) => (
          <li>
            <span>
              <strong>{l.t(`case.event-${event.event as "create"}`)}</strong> · {event.by ? l.rich("represented.for", { name: <bdi>{event.by}</bdi>, person: <bdi>{nameOf(answers)}</bdi> }) : <bdi>{event.actor_kind === "officer" ? event.actor_name : l.t(`case.actor-${event.actor_kind as "system"}`)}</bdi>}
              {event.comment ? <><br /><bdi>{event.comment}</bdi></> : null}
              {event.facts.pausedDays ? <><br /><span class="muted">{l.t("case.paused-days", { n: Number(event.facts.pausedDays) })}</span></> : null}
            </span>
            <span class="muted">{l.instant(event.at)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Notes({ view: { visit: { l, csrf }, file, query, may, trouble } }: { view: View }) {
  const mine = trouble?.act === "note" ? trouble : null;
  return (
    <Card title={l.t("case.notes")} id="notes">
      {file.notes.length === 0 ? <p class="muted">{l.t("case.notes-none")}</p> : (
        <ul class="list">{file.notes.map((note) => <li class="is-note"><span><bdi>{note.text}</bdi></span><span class="muted"><bdi>{note.officer}</bdi> · {l.instant(note.at)}</span></li>)}</ul>
      )}
      {may("note") ? (
        <Form action={office.act.href({ id: file.application.id, act: "note" }, query)} csrf={csrf} submit={l.t("case.notes-add")} submitKind="secondary">
          <TextArea name="note-text" label={l.t("case.note")} hint={l.t("case.note-hint")} rows={2} value={mine ? String(mine.raw["note-text"] ?? "") : ""}
            error={mine?.errors.find(({ field }) => field === "note-text")?.text} attributes={{ maxlength: 2000, "data-key": "n" }} />
        </Form>
      ) : null}
    </Card>
  );
}
