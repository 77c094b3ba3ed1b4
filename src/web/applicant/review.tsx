import { create } from "../../acts/create.ts";
import { fieldsOf } from "../../applications/sections.ts";
import { factText } from "../../eligibility/questions.ts";
import { isAsked } from "../../platform/form.ts";
import { CheckField, HiddenField } from "../../ui/fields.tsx";
import { ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { FeesOf } from "../fees-of.tsx";
import { Findings } from "../findings.tsx";
import { again, type Answer, applicantPage, type ApplicantVisit, html, redirect } from "../page.ts";
import { answerText, labelOf } from "../question.tsx";
import { portal } from "../routes.ts";
import { type Draft, draftOf, hrefOf } from "./case.ts";
import { OnBehalf } from "./on-behalf.tsx";

/** Every answer with its "change", what the rules say, the fees and papers; then the declaration that creates the application. */
export const review = applicantPage(portal.review, {
  async get(visit) {
    if (visit.application.state !== "draft") return redirect(portal.created.href({ lang: visit.l.code }));
    const draft = draftOf(visit);
    return draft.complete ? show(visit, draft, []) : redirect(portal.tasks.href({ lang: visit.l.code }));
  },
  async post(visit) {
    const { l, application } = visit;
    const created = portal.created.href({ lang: l.code });
    if (application.state !== "draft") return redirect(created);
    const draft = draftOf(visit);
    if (!visit.form.declaration) return show(visit, draft, [{ field: "declaration", text: l.t("fields.error.tick", { label: l.t("application.declaration-short") }) }]);
    const outcome = await visit.act((act) => create(act, application, Number(visit.form.version), l.code));
    if (outcome.ok || outcome.why === "already") return redirect(created);
    if (outcome.why === "incomplete") return redirect(portal.tasks.href({ lang: l.code }));
    if (outcome.why === "clash") return clash(visit);
    if (outcome.why === "unknown") return show(visit, draftOf(visit), [{ field: "", text: l.t("application.unknown") }]);
    if (outcome.why === "stale") return show(visit, draft, [{ field: "", text: l.t("application.stale-text") }]);
    return show(visit, draft, [{ field: "", text: l.t("application.not-allowed") }]);
  },
});

function show(visit: ApplicantVisit, draft: Draft, errors: FieldFault[]): Answer {
  const { l, application } = visit;
  const title = l.t("application.review");
  const said = draft.assessment.findings;
  const may = !said.some((finding) => finding.severity === "block");
  const declaration = errors.find((error) => error.field === "declaration")?.text;
  const body = (
    <Page back={portal.tasks.href({ lang: l.code })} title={title} lead={l.t("application.review-lead")} before={<ErrorSummary errors={errors} />}>
      <OnBehalf visit={visit} />
      <Findings findings={said} />
      {draft.unknown.length > 0 ? (
        <Notice kind="warning" title={l.t("application.unknown")}>
          <p>{l.t("application.unknown-text")}</p>
          <ul>
            {draft.unknown.map(({ fact, topic }) => <li>{topic ? <><a href={hrefOf(visit, topic)}>{l.t(`sections.${topic}`)}</a>: </> : null}{factText(l, fact)}</li>)}
          </ul>
        </Notice>
      ) : null}
      {draft.topics.map((topic) =>
        topic === "photo" ? (
          <SummaryList heading={l.t("sections.photo")} change={hrefOf(visit, topic)} rows={[{ question: l.t("fields.photo"), answer: <img src={portal.photoFile.href({ lang: l.code })} alt={l.t("application.photo-yours")} width={105} height={135} /> }]} />
        ) : (
          <SummaryList
            heading={l.t(`sections.${topic}`)} change={hrefOf(visit, topic)}
            rows={Object.entries(fieldsOf[topic]).filter(([name, field]) => isAsked(field, draft.answers) && draft.answers[name] !== undefined)
              .map(([name, field]) => ({ question: labelOf(l, name), answer: <bdi>{answerText(l, name, field, draft.answers[name]!)}</bdi> }))}
          />
        ))}
      <h2>{l.t("application.fees-title")}</h2>
      <FeesOf lines={draft.assessment.fees} />
      <h2>{l.t("application.documents-title")}</h2>
      <ul>
        {draft.assessment.documents.filter((document) => document.required === "yes").map(({ code }) => <li>{l.t(`documents.${code}` as "documents.passport")}</li>)}
      </ul>
      {may && draft.unknown.length === 0 ? (
        <Form action={portal.review.href({ lang: l.code })} csrf={visit.csrf} submit={l.t("application.create")}>
          <HiddenField name="version" value={application.version} />
          <Notice title={l.t("application.freeze-title")}><p>{l.t("application.freeze-text")}</p></Notice>
          <CheckField name="declaration" label={l.t("fields.declaration")} error={declaration} />
        </Form>
      ) : may ? null : <Notice kind="error" title={l.t("application.not-allowed")}><p>{l.t("application.not-allowed-text")}</p></Notice>}
    </Page>
  );
  return errors.length > 0 ? again(title, body, 422) : html(title, body);
}

/** A person who seems to have an open application already: neutral words, nothing about the other one, an officer looks. */
function clash(visit: ApplicantVisit): Answer {
  const { l } = visit;
  const title = l.t("application.clash");
  return html(title, (
    <Page back={portal.tasks.href({ lang: l.code })} title={title}>
      <p>{l.t("application.clash-text")}</p>
      <p>{l.t("application.clash-safe")}</p>
      <p>{l.rich("check.ask", { authority: <bdi>{visit.app.authority.name}</bdi>, phone: <bdi dir="ltr">{visit.app.authority.phone}</bdi> })}</p>
    </Page>
  ), 409);
}
