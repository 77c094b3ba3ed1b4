import { keep } from "../../applications/draft.ts";
import { askedAt } from "../../applications/facts.ts";
import { fieldsOf, type SectionName, sectionNames } from "../../applications/sections.ts";
import { findingText } from "../../eligibility/findings.ts";
import { type Answers, parse, type RawForm } from "../../platform/form.ts";
import { sourceText } from "../../rules/sources.ts";
import { HiddenField } from "../../ui/fields.tsx";
import { ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { TaskList } from "../../ui/task-list.tsx";
import { Findings } from "../findings.tsx";
import { again, type Answer, answerJson, answersForm, carrying, applicantPage, type ApplicantVisit, html, NotFound, redirect } from "../page.ts";
import { faultsInWords, Questions, tellApart } from "../question.tsx";
import { portal } from "../routes.ts";
import { type Draft, draftOf, hrefOf, nextHref, tasksOf, waitsForProvince } from "./case.ts";
import { OnBehalf } from "./on-behalf.tsx";

function topicOf(visit: ApplicantVisit): SectionName {
  const topic = visit.parameters.section as SectionName;
  if (!sectionNames.includes(topic) || topic === "photo") throw new NotFound();
  return topic;
}

const frozen = (visit: ApplicantVisit) => redirect(portal.status.href({ lang: visit.l.code }));

/** One topic of the application: any time, in any order; what the rules say about it stands on the page at once. */
export const section = applicantPage(portal.section, {
  async get(visit) {
    if (visit.application.state !== "draft") return frozen(visit);
    const draft = draftOf(visit);
    const topic = topicOf(visit);
    return waitsForProvince(topic, draft) ? redirect(hrefOf(visit, "province")) : show(visit, topic, draft, null, []);
  },
  async post(visit) {
    const topic = topicOf(visit);
    if (visit.application.state !== "draft") return frozen(visit);
    const known = visit.application.answers as Answers;
    const { answers, errors } = parse(fieldsOf[topic], visit.form, visit.today, known);
    const { faults, fresh } = tellApart(fieldsOf[topic], visit.form, errors);
    const kept = await visit.write((act) => keep(act, visit.application, topic, answers, Number(visit.form.version), errors.length === 0 && !visit.form._language));
    if (!kept.ok) {
      if (kept.why === "not-draft") return frozen(visit);
      return show(visit, topic, { ...draftOf(visit), answers: { ...known, ...answers } }, visit.form, faultsInWords(visit.l, faults), { stale: true, fresh });
    }
    const draft = draftOf(visit, kept.application);
    visit.application = kept.application;
    if (visit.form._language) return show(visit, topic, draft, visit.form, []);
    if (errors.length > 0) return show(visit, topic, draft, visit.form, faultsInWords(visit.l, faults), { fresh });
    if (draft.blocks.has(topic)) return show(visit, topic, draft, null, ruled(visit, draft, topic));
    return redirect(nextHref(visit, draft, topic));
  },
});

/** Autosave: keeps what is sound while the page is being filled in, and says which version it made. */
export const keepSection = applicantPage(portal.keep, {
  async post(visit) {
    const topic = topicOf(visit);
    const { answers } = parse(fieldsOf[topic], visit.form, visit.today, visit.application.answers as Answers);
    const kept = await visit.write((act) => keep(act, visit.application, topic, answers, Number(visit.form.version), false));
    return kept.ok ? answerJson({ version: kept.application.version }) : answerJson({ why: kept.why }, 409);
  },
});

/** What the rules refuse about this topic, as faults of its fields. */
function ruled(visit: ApplicantVisit, draft: Draft, topic: SectionName): FieldFault[] {
  return (draft.blocks.get(topic) ?? []).map((finding) => ({
    field: (finding.field && askedAt(finding.field, draft.answers)?.field) || "", text: `${findingText(visit.l, finding)} (${sourceText(visit.l, finding.article)})`,
  }));
}

function show(visit: ApplicantVisit, topic: SectionName, draft: Draft, raw: RawForm | null, errors: FieldFault[], how: { stale?: true; fresh?: string[] } = {}): Answer {
  const { l, application } = visit;
  const title = l.t(`sections.${topic}`);
  const at = draft.topics.indexOf(topic);
  if (at < 0) return redirect(portal.tasks.href({ lang: l.code }));
  const back = at === 0 ? portal.tasks.href({ lang: l.code }) : portal.section.href({ lang: l.code, section: draft.topics[at - 1]! });
  const said = draft.assessment.findings.filter((finding) => finding.severity !== "block" && finding.field && askedAt(finding.field)?.section === topic);
  const fields = fieldsOf[topic];
  const body = (
    <Page
      back={back} caption={l.t("application.step", { kind: l.t(`home.${application.kind as "first"}`), step: at + 1, steps: draft.topics.length + 1 })} title={title} lead={l.t(`sections.${topic}.lead`)}
      before={<>
        {how.stale ? <Notice kind="warning" title={l.t("application.stale")} live><p>{l.t("application.stale-text")}</p></Notice> : null}
        <ErrorSummary errors={errors} />
      </>}
      aside={<TaskList compact heading={l.t("application.your-application")} tasks={tasksOf(visit, draft, topic)} />}
    >
      <OnBehalf visit={visit} />
      <Findings findings={said} />
      <Form
        id={answersForm} action={portal.section.href({ lang: l.code, section: topic })} csrf={visit.csrf} submit={l.t("application.save")}
        autosave={portal.keep.href({ lang: l.code, section: topic })}
      >
        <HiddenField name="version" value={application.version} />
        <Questions fields={fields} today={visit.today} answers={draft.answers} raw={raw} errors={errors} fresh={how.fresh} />
      </Form>
      <p class="muted small">{l.rich("application.come-back", { number: <bdi class="numbers"><strong>{application.number}</strong></bdi> })}</p>
    </Page>
  );
  if (how.stale) return carrying(again(title, body, 409));
  return carrying(errors.length > 0 ? again(title, body) : html(title, body));
}
