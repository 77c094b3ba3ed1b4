import { anyDate, country, pastDate, yesNo } from "../../applications/questions.ts";
import { entryBases, fieldsOf, heldForATime } from "../../applications/sections.ts";
import { type Answers, type Field, type Fields, optionsOf, parse, type RawForm } from "../../platform/form.ts";
import { mayBeAskedFor, mayBeHeld } from "../../rules/in-force.ts";
import { hasNoEnd, kinds } from "../../rules/permit-types.ts";
import { districts } from "../../rules/provinces.ts";
import { law } from "../../rules/tables.ts";
import { ErrorSummary, type FieldFault } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { again, type Answer, answersForm, carrying, html, publicPage, type Visit } from "../page.ts";
import { faultsInWords, Questions, tellApart } from "../question.tsx";
import { portal } from "../routes.ts";
import { answerOf, feesAnswer } from "./eligibility-answer.tsx";

const { permitType, purpose, graduatedOn, graduateBefore, coursesBefore, permitsSince, studentMonths, relation, level, requestedFrom, requestedUntil } = fieldsOf.stay as Record<string, Field>;
const { sponsorKind } = fieldsOf.family as Record<string, Field>;
const { presentPermitType, presentPurpose } = fieldsOf.permit as Record<string, Field>;

const ofFirst = (answers: Answers) => answers.kind === "first";
const holds = (answers: Answers) => answers.kind !== undefined && !ofFirst(answers);
const ofTransfer = (answers: Answers) => answers.kind === "transfer";
/** Who holds a permit without an end is told at the door of extensions that there is nothing to extend, and has no day to tell. */
const endlessHere = (answers: Answers) => answers.kind === "extension" && hasNoEnd(answers.permitType);
const entered = (answers: Answers) => ofFirst(answers) && answers.entryBasis !== "born";
const hasClosedAreas = (answers: Answers) => law().closedAreas.some((area) => area.province === answers.province);
const when = (asked: (answers: Answers) => boolean, field: Field): Field => ({ ...field, when: (answers) => asked(answers) && (field.when?.(answers) ?? true) });

/** What is extended is what is held; it is told of it what has become of it. */
const ofDoor = (table: "permitTypes" | "purposes", field: Field): Field => ({
  ...field, offered: (code, today, answers) => (answers.kind === "extension" ? mayBeHeld : mayBeAskedFor)(table, code, today),
});

/**
 * The facts of "May I apply?": none of them says who somebody is, so the link of an answer may be passed on. Of an age only the band is
 * asked on which a rule turns.
 */
export const asked: Fields = {
  kind: { control: "radios", options: kinds },
  permitType: ofDoor("permitTypes", { ...permitType!, options: (answers) => [...optionsOf(permitType!, answers), ...(answers.kind === "extension" ? ["long-term"] : [])] }),
  purpose: ofDoor("purposes", purpose!),
  graduatedOn: graduatedOn!,
  graduateBefore: graduateBefore!,
  coursesBefore: coursesBefore!,
  permitsSince: when(ofTransfer, permitsSince!),
  studentMonths: when(ofTransfer, studentMonths!),
  relation: relation!,
  sponsorKind: when((answers) => answers.permitType === "family", sponsorKind!),
  level: level!,
  nationality: country,
  entryBasis: when(ofFirst, { control: "radios", options: entryBases }),
  entryDate: when((answers) => entered(answers) && answers.entryBasis === "conditional", pastDate),
  stayEnds: when((answers) => entered(answers) && answers.entryBasis !== "conditional", anyDate),
  visaFeePaid: when((answers) => entered(answers) && answers.entryBasis !== undefined, yesNo),
  presentPermitType: when(ofTransfer, presentPermitType!),
  presentPurpose: when(ofTransfer, presentPurpose!),
  permitValidUntil: when((answers) => holds(answers) && heldForATime(answers), { ...anyDate, optional: endlessHere }),
  permitHeldSince: when((answers) => ofTransfer(answers) && answers.purpose === "from-family", pastDate),
  reasonEndedOn: when((answers) => ofTransfer(answers) && heldForATime(answers), { ...pastDate, optional: true }),
  birthYearOver: when((answers) => answers.entryBasis !== "born", { control: "radios", options: ["minor", "adult", "senior"] }),
  requestedFrom: { ...requestedFrom!, optional: endlessHere },
  requestedUntil: requestedUntil!,
  passportValidUntil: { ...anyDate, optional: true },
  province: { ...fieldsOf.province.province!, optional: true },
  district: { control: "select", when: hasClosedAreas, options: (answers) => districts(answers.province ?? "") },
};
/** What the fee calculator asks of these. */
const ofFees = new Set(["kind", "permitType", "purpose", "level", "nationality", "entryBasis", "visaFeePaid", "requestedFrom", "requestedUntil"]);
export const feeFields: Fields = Object.fromEntries(Object.entries({ ...asked, permitType: permitType! }).filter(([name]) => ofFees.has(name)));

/** Answers of a link: only what the form itself asks, in stored shape. */
function fromLink(query: Record<string, string>, fields: Fields, today: Temporal.PlainDate): Answers {
  const raw: RawForm = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = query[name];
    if (typeof value !== "string") continue;
    if (field.control !== "date") raw[name] = value;
    else [raw[`${name}-year`], raw[`${name}-month`], raw[`${name}-day`]] = value.split("-");
  }
  return parse(fields, raw, today).answers;
}

export type Which = { route: typeof portal.eligibility | typeof portal.fees; fields: Fields; full: boolean };

function answerPage(which: Which) {
  return publicPage(which.route, {
    get(visit) {
      const answers = fromLink(visit.query, which.fields, visit.today);
      // Without the door there is no question yet; `change` brings the questions back with what was told.
      if (answers.kind === undefined || visit.query.change === "yes") return form(visit, which, answers, null, []);
      return which.full ? answerOf(visit, which, answers) : feesAnswer(visit, which, answers);
    },
    post(visit) {
      const { answers, errors } = parse(which.fields, visit.form, visit.today);
      if (visit.form._language) return form(visit, which, answers, visit.form, []);
      const { faults, fresh } = tellApart(which.fields, visit.form, errors);
      if (errors.length > 0) return form(visit, which, answers, visit.form, faultsInWords(visit.l, faults), fresh);
      return { kind: "redirect", to: which.route.href({ lang: visit.l.code }, answers) };
    },
  });
}

/** "May I apply, what will I need, what will it cost, how long does it take": one page, no sign-in, a link without personal data. */
export const eligibility = answerPage({ route: portal.eligibility, fields: asked, full: true });
/** The fee calculator. */
export const fees = answerPage({ route: portal.fees, fields: feeFields, full: false });

function form(visit: Visit, which: Which, answers: Answers, raw: RawForm | null, errors: FieldFault[], fresh: string[] = []): Answer {
  const { l } = visit;
  const title = l.t(which.full ? "check.may-title" : "fees.title");
  const body = (
    <Page back={portal.home.href({ lang: l.code })} title={title} lead={l.t(which.full ? "check.may-lead" : "fees.lead")} before={<ErrorSummary errors={errors} />}>
      <form class="form" id={answersForm} method="post" action={which.route.href({ lang: l.code })} novalidate>
        <input type="hidden" name="_csrf" value={visit.csrf} />
        <Questions fields={which.fields} today={visit.today} answers={answers} raw={raw} errors={errors} fresh={fresh} />
        <div class="actions"><button class="button button--primary" type="submit">{l.t(which.full ? "check.may-submit" : "fees.submit")}</button></div>
      </form>
    </Page>
  );
  return carrying(errors.length > 0 ? again(title, body) : html(title, body, 200, { index: true }));
}
