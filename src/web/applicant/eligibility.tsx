import { factsOf } from "../../applications/facts.ts";
import { anyDate, country, pastDate } from "../../applications/questions.ts";
import { fieldsOf } from "../../applications/sections.ts";
import { assess } from "../../eligibility/assess.ts";
import { type Answers, type Field, type Fields, parse, type RawForm } from "../../platform/form.ts";
import { kinds } from "../../rules/permit-types.ts";
import { ButtonLink, ErrorSummary, type FieldFault } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { PrintButton } from "../../ui/print.tsx";
import { FeesOf } from "../fees-of.tsx";
import { Findings } from "../findings.tsx";
import { again, type Answer, html, publicPage, type Visit } from "../page.ts";
import { askedNow, faultsInWords, newlyAsked, Questions } from "../question.tsx";
import { portal } from "../routes.ts";

const { permitType, purpose, relation, level } = fieldsOf.stay;
const optional = (field: Field): Field => ({ ...field, optional: true });
const ofFirst = (answers: Answers) => answers.kind === "first";

/** The facts of "May I apply?": none of them says who somebody is, so the link of an answer may be passed on. */
const asked: Fields = {
  kind: { control: "radios", options: kinds },
  permitType: permitType!,
  purpose: purpose!,
  relation: relation!,
  level: level!,
  nationality: country,
  entryBasis: { control: "radios", options: ["visa", "exemption", "conditional"], when: ofFirst },
  stayEnds: { ...anyDate, optional: true, when: ofFirst },
  visaFeePaid: { control: "radios", options: ["yes", "no"], when: ofFirst },
  permitValidUntil: { ...anyDate, when: (answers) => answers.kind !== undefined && !ofFirst(answers) },
  province: optional(fieldsOf.province.province!),
  requestedFrom: anyDate,
  requestedUntil: fieldsOf.stay.requestedUntil!,
  birthYearOver: { control: "radios", options: ["adult", "minor"] },
};
/** What the fee calculator asks of these. */
const ofFees = new Set(["kind", "permitType", "purpose", "relation", "level", "nationality", "entryBasis", "visaFeePaid", "requestedFrom", "requestedUntil"]);
const feeFields: Fields = Object.fromEntries(Object.entries(asked).filter(([name]) => ofFees.has(name)));

/** Answers of a link: only what the form itself asks, in stored shape. */
function fromLink(query: Record<string, string>, fields: Fields, today: Temporal.PlainDate): Answers {
  const raw: RawForm = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = query[name];
    if (value === undefined) continue;
    if (field.control !== "date") raw[name] = value;
    else [raw[`${name}-year`], raw[`${name}-month`], raw[`${name}-day`]] = value.split("-");
  }
  return parse(fields, raw, today).answers;
}

type Which = { route: typeof portal.eligibility | typeof portal.fees; fields: Fields; text: "check.may" | "fees"; full: boolean };

function answerPage(which: Which) {
  return publicPage(which.route, {
    get(visit) {
      const answers = fromLink(visit.query, which.fields, visit.today);
      return Object.keys(answers).length > 0 ? result(visit, which, answers) : form(visit, which, {}, null, []);
    },
    post(visit) {
      const { answers, errors } = parse(which.fields, visit.form, visit.today);
      if (newlyAsked(visit.form, errors)) return form(visit, which, answers, visit.form, []);
      if (errors.length > 0) return form(visit, which, answers, visit.form, faultsInWords(visit.l, errors));
      return { kind: "redirect", to: which.route.href({ lang: visit.l.code }, answers) };
    },
  });
}

/** "May I apply, what will I need, what will it cost, how long does it take": one page, no sign-in, a link without personal data. */
export const eligibility = answerPage({ route: portal.eligibility, fields: asked, text: "check.may", full: true });
/** The fee calculator. */
export const fees = answerPage({ route: portal.fees, fields: feeFields, text: "fees", full: false });

function form(visit: Visit, which: Which, answers: Answers, raw: RawForm | null, errors: FieldFault[]): Answer {
  const { l } = visit;
  const title = l.t(which.full ? "check.may-title" : "fees.title");
  const body = (
    <Page back={portal.home.href({ lang: l.code })} title={title} lead={l.t(which.full ? "check.may-lead" : "fees.lead")} before={<ErrorSummary errors={errors} />}>
      <form class="form" method="post" action={which.route.href({ lang: l.code })} novalidate>
        <input type="hidden" name="_csrf" value={visit.csrf} />
        <input type="hidden" name="_asked" value={askedNow(which.fields, answers)} />
        <Questions fields={which.fields} answers={answers} raw={raw} errors={errors} />
        <div class="actions"><button class="button button--primary" type="submit">{l.t(which.full ? "check.may-submit" : "fees.submit")}</button></div>
      </form>
    </Page>
  );
  return errors.length > 0 ? again(title, body) : html(title, body, 200, { index: true });
}

function result(visit: Visit, which: Which, answers: Answers): Answer {
  const { l, today } = visit;
  const age = answers.birthYearOver === "minor" ? today.subtract({ years: 10 }) : answers.birthYearOver === "adult" ? today.subtract({ years: 30 }) : undefined;
  const found = assess({ ...factsOf(answers), birthDate: age }, today);
  const { outcome, window } = found;
  const title = which.full ? l.t(`check.outcome.${outcome}`) : l.t("fees.result");
  const edit = which.route.href({ lang: l.code });
  const documents = (required: string) => found.documents.filter((document) => document.required === required);
  const body = (
    <Page back={edit} title={title}>
      {which.full ? (
        <>
          {window?.opens ? <p>{l.rich("check.from", { date: <strong>{l.date(window.opens)}</strong> })}</p> : null}
          {window?.closes ? <p>{l.rich("check.until", { date: <strong>{l.date(window.closes)}</strong> })}</p> : null}
          {found.latestEnd ? <p>{l.rich("check.latest", { date: <strong>{l.date(found.latestEnd)}</strong> })}</p> : null}
          <Findings findings={found.findings} />
          <h2>{l.t("check.long-title")}</h2>
          <p>{l.t("check.long")}</p>
          <h2>{l.t("application.documents-title")}</h2>
          <ul>{documents("yes").map(({ code }) => <li>{l.t(`documents.${code}` as "documents.passport")}</li>)}</ul>
          {documents("on-request").length > 0 ? <><h3>{l.t("check.on-request")}</h3><ul>{documents("on-request").map(({ code }) => <li>{l.t(`documents.${code}` as "documents.passport")}</li>)}</ul></> : null}
          <h2>{l.t("application.fees-title")}</h2>
        </>
      ) : null}
      <FeesOf lines={found.fees} />
      <p class="muted small">{l.t("fees.unsure")}</p>
      <p class="muted small">{l.t("check.edition", { edition: found.edition.id, date: l.day(today) })}</p>
      <div class="cluster">
        {which.full && answers.kind ? <ButtonLink href={portal.check.href({ lang: l.code, kind: answers.kind })}>{l.t("check.go-on")}</ButtonLink> : null}
        <ButtonLink href={edit} kind="secondary">{l.t("check.other-facts")}</ButtonLink>
        <PrintButton />
      </div>
      <p class="muted small">{l.t("check.share")}</p>
    </Page>
  );
  return html(title, body);
}
