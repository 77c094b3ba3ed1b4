import { answersOf, lawDayOf } from "../../applications/application.ts";
import { askCorrection, correctable, listCorrections } from "../../applications/corrections.ts";
import { dateOf } from "../../platform/clock.ts";
import { type Field, type Fields, parse } from "../../platform/form.ts";
import { dataRequestDue } from "../../rules/deadlines.ts";
import { ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { HiddenField, SelectField } from "../../ui/fields.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { again, type Answer, applicantPage, type ApplicantVisit, html, redirect } from "../page.ts";
import { answerText, faultsInWords, labelOf, Questions, topicOf } from "../question.tsx";
import { portal } from "../routes.ts";

type Wrong = { name: string; field: Field };

const here = ({ l }: ApplicantVisit, query: Record<string, string> = {}) => portal.correct.href({ lang: l.code }, query);
const findWrong = ({ application }: ApplicantVisit, name: unknown) => correctable(answersOf(application)).find((one) => one.name === name);
/** The question as it was asked, so that what is wanted is checked as it was then; an answer is due, since the officer needs one to write. */
const questions = ({ name, field }: Wrong): Fields => ({ [name]: { ...field, optional: false }, reason: { control: "textarea", attributes: { maxlength: 1000 } } });

/** Asks an officer to correct what was frozen: first what is wrong, then by the field's own control what it should say. The answer comes as a message and stands here. */
export const correct = applicantPage(portal.correct, {
  get: (visit) => show(visit, findWrong(visit, visit.query.field), []),
  async post(visit) {
    const { l, application, form } = visit;
    const wrong = findWrong(visit, form.wrongField);
    if (!wrong) return show(visit, undefined, [{ field: "wrongField", text: l.t("fields.error.choose", { label: topicOf(l.t("fields.wrongField")) }) }]);
    if (form.do === "choose") return redirect(here(visit, { field: wrong.name }));
    const stood = answersOf(application);
    const { answers, errors } = parse(questions(wrong), form, visit.today, stood);
    const faults = faultsInWords(l, errors);
    if (answers[wrong.name] !== undefined && answers[wrong.name] === stood[wrong.name]) faults.unshift({ field: wrong.name, text: l.t("status.correct-same", { label: topicOf(labelOf(l, wrong.name)) }) });
    if (faults.length > 0) return show(visit, wrong, faults);
    const asked = await visit.act((act) => askCorrection(act, application, { field: wrong.name, wanted: answers[wrong.name]!, reason: answers.reason! }));
    if (!asked.ok) return show(visit, undefined, [{ field: "wrongField", text: l.t(`status.correct-${asked.why}`) }]);
    return redirect(here(visit, { sent: "yes" }));
  },
});

async function show(visit: ApplicantVisit, wrong: Wrong | undefined, errors: FieldFault[]): Promise<Answer> {
  const { l, application } = visit;
  const status = portal.status.href({ lang: l.code });
  if (application.state === "draft") return redirect(portal.tasks.href({ lang: l.code }));
  const title = l.t("status.correct-title");
  const answers = answersOf(application);
  const fields = correctable(answers);
  const asked = await listCorrections(visit.app.db, application.id);
  const nowOf = ({ name, field }: Wrong) => (answers[name] ? answerText(l, name, field, answers[name]) : "—");
  const wantedOf = (name: string, wanted: string) => {
    const field = fields.find((one) => one.name === name)?.field;
    return field ? answerText(l, name, field, wanted) : wanted;
  };
  const body = (
    <Page back={wrong ? here(visit) : status} title={title} lead={l.t("status.correct-lead")} before={<><ErrorSummary errors={errors} />{visit.query.sent ? <Notice kind="success" title={l.t("status.correct-sent")} live /> : null}</>}>
      {wrong ? (
        <Form action={here(visit)} csrf={visit.csrf} submit={l.t("status.correct-submit")} secondary={<a href={here(visit)}>{l.t("status.correct-other")}</a>}>
          <HiddenField name="wrongField" value={wrong.name} />
          <p>{l.rich("status.correct-now", { answer: <strong><bdi>{nowOf(wrong)}</bdi></strong> })}<br />{l.t("status.correct-how")}</p>
          <Questions fields={questions(wrong)} today={lawDayOf(application, visit.today)} answers={answers} raw={errors.length > 0 ? visit.form : null} errors={errors} />
        </Form>
      ) : (
        <Form action={here(visit)} csrf={visit.csrf} submit={l.t("application.go-on")} submitAs={{ name: "do", value: "choose" }}>
          <SelectField
            name="wrongField" label={l.t("fields.wrongField")} value={String(visit.form.wrongField ?? "")} error={errors.find((error) => error.field === "wrongField")?.text}
            options={fields.map((one) => ({ value: one.name, label: `${labelOf(l, one.name)}: ${nowOf(one)}` }))}
          />
        </Form>
      )}
      {asked.length > 0 ? (
        <SummaryList
          heading={l.t("status.correct-asked")}
          rows={asked.map((one) => ({
            question: labelOf(l, one.field),
            answer: <>
              <bdi>{wantedOf(one.field, one.wanted)}</bdi><br />
              <span class="muted">{one.verdict ? l.t(`status.correct-${one.verdict as "done"}`) : <>{l.t("status.correct-waiting")}. {l.rich("status.correct-due", { date: <bdi>{l.day(dataRequestDue(dateOf(one.asked_at)))}</bdi> })}</>}{one.answer ? <>: <bdi>{one.answer}</bdi></> : null}</span>
            </>,
          }))}
        />
      ) : null}
    </Page>
  );
  return errors.length > 0 ? again(title, body) : html(title, body);
}
