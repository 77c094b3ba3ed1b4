import { openForPerson } from "../../acts/open-for-person.ts";
import { findInOffice } from "../../applications/application.ts";
import { openingFields, openingTopics } from "../../applications/opening.ts";
import { type Answers, parse, type RawForm } from "../../platform/form.ts";
import { findOffice } from "../../rules/offices.ts";
import { getPermitType, type PermitType } from "../../rules/permit-types.ts";
import { sourceText } from "../../rules/sources.ts";
import { ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { OfficePage } from "../../ui/page.tsx";
import { type Answer, html, type OfficerVisit, officerPage, redirect } from "../page.ts";
import { faultsInWords, Questions } from "../question.tsx";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { notYourDuty } from "./words.tsx";

type Trouble = { status: number; errors: FieldFault[]; raw: RawForm; /** The case of this office that stands in the way, or null for another's. */ clash?: string | null };

/** An officer opens a permit that only the office opens (Law 6458 arts 46 and 48), for a person who is there. */
export const open = officerPage(office.open, {
  get: (visit) => show(visit, here(visit), null),
  async post(visit) {
    const { officer, app, form: raw, l, today } = visit;
    if (!mayDo(officer.role, "open")) return notYourDuty(l, "cases");
    const known = here(visit);
    const { answers: { language = "tr", openingReason = "", ...answers }, errors } = parse(openingFields, raw, today, known);
    const typed = { ...known, ...answers };
    if (errors.length > 0) return show(visit, typed, { status: 422, errors: faultsInWords(l, errors, "about"), raw });
    const opened = await visit.act((act) => openForPerson(act, { answers: typed, language, reason: openingReason, office: officer.office_code }));
    if (opened.ok) return redirect(office.case.href({ id: opened.application.id }, { done: "open" }));
    if (opened.why === "clash") {
      const own = await findInOffice(app.db, opened.other, officer.office_code);
      return show(visit, typed, { status: 409, errors: [], raw, clash: own?.id ?? null });
    }
    const fault = opened.why === "too-long"
      ? { field: "requestedUntil", text: l.t("office.open-too-long", { date: l.day(opened.latest), source: sourceText(l, getPermitType(answers.permitType as PermitType).source) }) }
      : { field: "nationality", text: l.t("office.open-turkish-citizen") };
    return show(visit, typed, { status: 422, errors: [fault], raw });
  },
});

/** The case belongs to the office of the officer, and so does the address. */
function here({ officer }: OfficerVisit): Answers {
  return { province: findOffice(officer.office_code)?.province ?? officer.office_code.slice(0, 2) };
}

function show(visit: OfficerVisit, answers: Answers, trouble: Trouble | null): Answer {
  const { l, csrf, officer } = visit;
  if (!mayDo(officer.role, "open")) return notYourDuty(l, "cases");
  const title = l.t("office.open");
  const body = (
    <OfficePage
      back={office.queue.href()} title={title} meta={<span>{l.t("office.open-lead")}</span>}
      before={<><ErrorSummary errors={trouble?.errors ?? []} />{trouble?.clash === undefined ? null : <Clash of={trouble.clash} visit={visit} />}</>}
    >
      <Notice><p>{l.t("office.open-victim")}</p><p>{l.t("office.open-contact")}</p></Notice>
      <Form action={office.open.href()} csrf={csrf} submit={l.t("office.open-submit")}>
        {(Object.keys(openingTopics) as (keyof typeof openingTopics)[]).map((topic) => (
          <>
            <h2>{l.t(`case.section-${topic}`)}</h2>
            <Questions fields={openingTopics[topic]} today={visit.today} answers={answers} raw={trouble?.raw} errors={trouble?.errors} voice="about" />
          </>
        ))}
      </Form>
    </OfficePage>
  );
  return html(title, body, trouble?.status ?? 200, { nav: "cases", errors: trouble !== null });
}

function Clash({ of: id, visit: { l } }: { of: string | null; visit: OfficerVisit }) {
  return (
    <Notice kind="warning" title={l.t("office.open-clash")} live>
      <p>{l.t("office.open-clash-text")}</p>
      <p>{id === null ? l.t("office.open-clash-elsewhere") : <a href={office.case.href({ id })}>{l.t("office.open-clash-see")}</a>}</p>
    </Notice>
  );
}
