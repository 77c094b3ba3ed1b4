import { answersOf } from "../../applications/application.ts";
import { askCorrection, correctable, listCorrections } from "../../applications/corrections.ts";
import { type Fields, parse } from "../../platform/form.ts";
import { ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { SelectField } from "../../ui/fields.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { again, type Answer, applicantPage, type ApplicantVisit, html, redirect } from "../page.ts";
import { answerText, faultsInWords, labelOf, Questions } from "../question.tsx";
import { portal } from "../routes.ts";

const words: Fields = { wanted: { control: "text", attributes: { maxlength: 120 } }, reason: { control: "textarea", attributes: { maxlength: 1000 } } };

/** Asks an officer to correct what was frozen; the answer comes as a message and stands here. */
export const correct = applicantPage(portal.correct, {
  get: (visit) => show(visit, []),
  async post(visit) {
    const { l, application } = visit;
    const { answers, errors } = parse(words, visit.form, visit.today);
    const field = String(visit.form.wrongField ?? "");
    const faults = faultsInWords(l, errors);
    if (!correctable(answersOf(application)).some(({ name }) => name === field)) faults.unshift({ field: "wrongField", text: l.t("fields.error.choose", { label: l.t("fields.wrongField") }) });
    if (faults.length > 0) return show(visit, faults);
    const asked = await visit.act((act) => askCorrection(act, application, { field, wanted: answers.wanted!, reason: answers.reason! }));
    if (!asked.ok) return show(visit, [{ field: "wrongField", text: l.t(`status.correct-${asked.why}`) }]);
    return redirect(portal.correct.href({ lang: l.code }, { sent: "yes" }));
  },
});

async function show(visit: ApplicantVisit, errors: FieldFault[]): Promise<Answer> {
  const { l, application } = visit;
  const status = portal.status.href({ lang: l.code });
  if (application.state === "draft") return redirect(portal.tasks.href({ lang: l.code }));
  const title = l.t("status.correct-title");
  const answers = answersOf(application);
  const fields = correctable(answers);
  const asked = await listCorrections(visit.app.db, application.id);
  const body = (
    <Page back={status} title={title} lead={l.t("status.correct-lead")} before={<><ErrorSummary errors={errors} />{visit.query.sent ? <Notice kind="success" title={l.t("status.correct-sent")} live /> : null}</>}>
      <Form action={portal.correct.href({ lang: l.code })} csrf={visit.csrf} submit={l.t("status.correct-submit")}>
        <SelectField
          name="wrongField" label={l.t("fields.wrongField")} value={String(visit.form.wrongField ?? "")} error={errors.find((error) => error.field === "wrongField")?.text}
          options={fields.map(({ name, field }) => ({ value: name, label: `${labelOf(l, name)}: ${answers[name] ? answerText(l, name, field, answers[name]) : "—"}` }))}
        />
        <Questions fields={words} answers={{}} raw={errors.length > 0 ? visit.form : null} errors={errors} />
      </Form>
      {asked.length > 0 ? (
        <SummaryList
          heading={l.t("status.correct-asked")}
          rows={asked.map((one) => ({
            question: labelOf(l, one.field),
            answer: <><bdi>{one.wanted}</bdi><br /><span class="muted">{one.verdict ? l.t(`status.correct-${one.verdict as "done"}`) : l.t("status.correct-waiting")}{one.answer ? <>: <bdi>{one.answer}</bdi></> : null}</span></>,
          }))}
        />
      ) : null}
    </Page>
  );
  return errors.length > 0 ? again(title, body) : html(title, body);
}
