import { lawDayOf } from "../../applications/application.ts";
import { correctable } from "../../applications/corrections.ts";
import { factsOf } from "../../applications/facts.ts";
import { open } from "../../applications/states.ts";
import { assess, findingText } from "../../eligibility/assess.ts";
import { dateOf } from "../../platform/clock.ts";
import { type Answers, type Field, readDate } from "../../platform/form.ts";
import { dataRequestDue } from "../../rules/deadlines.ts";
import { edition } from "../../rules/edition.ts";
import { sourceText } from "../../rules/sources.ts";
import { lawOf } from "../../rules/tables.ts";
import { TextArea } from "../../ui/fields.tsx";
import { Button, ButtonForm, Form } from "../../ui/form.tsx";
import { Card } from "../../ui/page.tsx";
import { Tag, type Tone } from "../../ui/tag.tsx";
import { answerText, labelOf, Questions as Fields } from "../question.tsx";
import { office } from "../routes.ts";
import type { View } from "./case.tsx";

const tones: Record<string, Tone> = { block: "error", warn: "warn", note: "info" };

/** What the rules say about the case on the day it was created: by the law of that day, each finding with its article. */
export function Rules({ view: { visit: { l, today }, file } }: { view: View }) {
  const created = lawDayOf(file.application, today);
  const { findings, edition: used } = assess(factsOf(file.answers, { representative: file.mandate?.capacity ?? "none", refusedOn: file.refusedOn }), created, { tables: lawOf(file.application.edition) });
  const now = edition(today);
  return (
    <Card title={l.t("case.rules")}>
      {findings.some(({ severity }) => severity === "block") ? <p class="muted small">{l.t("case.rules-as-read")}</p> : null}
      {findings.length === 0 ? <p><Tag tone="ok">{l.t("case.rules-nothing")}</Tag></p> : (
        <ul class="list">
          {findings.map((finding) => (
            <li>
              <span>{findingText(l, finding, "officer")} <span class="muted small">({sourceText(l, finding.article)})</span></span>
              <Tag tone={tones[finding.severity]}>{l.t(`case.finding-${finding.severity}`)}</Tag>
            </li>
          ))}
        </ul>
      )}
      <p class="muted small">{l.t("case.edition", { edition: file.application.edition ?? used.id, date: l.day(created) })}{now.id === used.id ? null : <> {l.t("case.edition-now", { edition: now.id })}</>}</p>
    </Card>
  );
}

/** What waits for an officer's answer: corrections the person asked for, and applications that seem to be the same person's. */
export function Questions({ view }: { view: View }) {
  const { visit: { l }, file: { corrections, clashes } } = view;
  const open = corrections.filter(({ answered_at }) => answered_at === null);
  const answered = corrections.filter(({ answered_at }) => answered_at !== null);
  if (corrections.length === 0 && clashes.length === 0) return null;
  return (
    <Card title={l.t("case.questions")} id="questions">
      {open.map((correction) => <OpenCorrection view={view} correction={correction} />)}
      {clashes.map((clash) => (clash.verdict === null ? <OpenClash view={view} clash={clash} /> : <SamePerson view={view} clash={clash} />))}
      {answered.length > 0 ? (
        <ul class="list">
          {answered.map((one) => (
            <li><span>{labelOf(l, one.field, "about")}: {one.verdict === "done" ? <><s><bdi>{one.old_value ?? "—"}</bdi></s> – <bdi>{one.new_value}</bdi></> : <bdi>{one.answer}</bdi>}</span>
              <Tag tone={one.verdict === "done" ? "ok" : "neutral"}>{l.t(`case.correction-${one.verdict as "done"}`)}</Tag></li>
          ))}
        </ul>
      ) : null}
    </Card>
  );
}

function OpenCorrection({ view, correction }: { view: View; correction: View["file"]["corrections"][number] }) {
  const { visit: { l, csrf, today }, file: { answers, application }, query, may, trouble } = view;
  const due = dataRequestDue(dateOf(correction.asked_at));
  const field = correctable(answers).find(({ name }) => name === correction.field)?.field;
  const mine = trouble?.act === "correction" && trouble.raw.correction === correction.id ? trouble : null;
  const now = answers[correction.field];
  return (
    <section>
      <h3>{labelOf(l, correction.field, "about")}</h3>
      <p>{l.t("case.correction-now")} <bdi>{now && field ? answerText(l, correction.field, field, now) : "—"}</bdi></p>
      <p>{l.t("case.correction-wanted")} <strong><bdi>{field ? answerText(l, correction.field, field, correction.wanted) : correction.wanted}</bdi></strong></p>
      <p class="muted"><bdi>{correction.reason}</bdi></p>
      <p><Tag tone={Temporal.PlainDate.compare(due, today) < 0 ? "error" : "info"}>{l.rich("case.correction-due", { date: <bdi>{l.day(due)}</bdi> })}</Tag></p>
      {may("correction") && field ? (
        <Form action={office.act.href({ id: application.id, act: "correction" }, query)} csrf={csrf} secondary={<>
          <Button kind="secondary" name="verdict" value="done">{l.t("case.correct-it")}</Button>
          <Button kind="quiet" name="verdict" value="refused">{l.t("case.leave-it")}</Button>
        </>}>
          <input type="hidden" name="correction" value={correction.id} />
          <Fields fields={{ [correction.field]: field }} today={lawDayOf(application, today)} answers={{ ...answers, ...asWanted(field, correction) }} raw={mine ? mine.raw : field.control === "text" || field.control === "textarea" ? { [correction.field]: correction.wanted } : null} errors={mine?.errors} />
          <TextArea name={`words-${correction.id}`} label={l.t("case.correction-words")} hint={l.t("case.correction-words-hint")} rows={2} value={mine ? String(mine.raw[`words-${correction.id}`] ?? "") : ""}
            error={mine?.errors.find((error) => error.field === `words-${correction.id}`)?.text} attributes={{ maxlength: 500 }} />
        </Form>
      ) : null}
    </section>
  );
}

/** What is wanted as the field takes it, so that it stands there and only needs to be agreed to; nothing where it has not its shape. */
function asWanted(field: Field, { field: name, wanted }: { field: string; wanted: string }): Answers {
  return field.control === "date" && readDate(wanted) === null ? {} : { [name]: wanted };
}

type OfClash = { view: View; clash: View["file"]["clashes"][number] };

function OpenClash({ view: { visit: { l, csrf }, file: { application }, query, may }, clash }: OfClash) {
  return (
    <section>
      <h3>{l.t("case.clash")}</h3>
      <p>{l.rich("case.clash-text", { number: <bdi class="numbers">{clash.registration_number ?? clash.number}</bdi>, office: <bdi>{clash.office ?? l.t("case.clash-draft")}</bdi>, state: l.t(`states.${clash.state}`) })}</p>
      {may("clash") ? <p class="muted">{l.t("case.clash-follows")}</p> : null}
      {may("clash") ? (
        <Form action={office.act.href({ id: application.id, act: "clash" }, query)} csrf={csrf} secondary={<>
          <Button kind="secondary" name="verdict" value="same-person">{l.t("case.same-person")}</Button>
          <Button kind="quiet" name="verdict" value="different-people">{l.t("case.different-people")}</Button>
        </>}>
          <input type="hidden" name="clash" value={clash.id} />
        </Form>
      ) : null}
    </section>
  );
}

/** Of whom a case is as well: a link where the other one is of this office, which sees no other. */
export function sameAs({ visit: { l }, file: { application }, query }: View, { other, number, registration_number, office_code, state }: OfClash["clash"]) {
  const name = <bdi class="numbers">{registration_number ?? number}</bdi>;
  if (office_code !== application.office_code) return l.rich("case.same-as-elsewhere", { number: name });
  return l.rich("case.same-as", { number: state === "draft" || state === "expired" ? name : <a href={office.case.href({ id: other }, query)}>{name}</a> });
}

function SamePerson({ view, clash }: OfClash) {
  const { visit: { l, csrf }, file: { application }, query, may } = view;
  return (
    <section>
      <h3>{sameAs(view, clash)}</h3>
      <p>{l.t(open.includes(clash.state) ? "case.same-person-holds" : "case.same-person-over", { state: l.t(`states.${clash.state}`) })}</p>
      {may("clash") ? <ButtonForm action={office.act.href({ id: application.id, act: "clash" }, query)} csrf={csrf} kind="quiet" fields={{ clash: clash.id, verdict: "different-people" }}>{l.t("case.different-after-all")}</ButtonForm> : null}
    </section>
  );
}
