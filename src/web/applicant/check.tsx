import { factsOf } from "../../applications/facts.ts";
import { anyDate, pastDate, yesNo } from "../../applications/questions.ts";
import { entryBases, fieldsOf, heldForATime } from "../../applications/sections.ts";
import { assess, leadsOn, otherDoors } from "../../eligibility/assess.ts";
import { type Answers, type Field, type Fields, parse } from "../../platform/form.ts";
import { type Kind, kinds } from "../../rules/permit-types.ts";
import { ButtonLink, ErrorSummary, Form } from "../../ui/form.tsx";
import { dateParts, HiddenField } from "../../ui/fields.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { Findings } from "../findings.tsx";
import { again, type Answer, answersForm, carrying, html, NotFound, publicPage, type Visit } from "../page.ts";
import { faultsInWords, Questions, tellApart } from "../question.tsx";
import { portal } from "../routes.ts";

/** Abroad no door is open, whatever else is told. */
const isHere = (answers: Answers) => answers.inTurkiye !== "no";
const ofWhoIsHere = ({ when, ...field }: Field): Field => ({ ...field, when: (answers) => isHere(answers) && (when === undefined || when(answers)) });

/** A long-term permit has no last day to tell, so its type comes first. */
const held: Fields = { presentPermitType: ofWhoIsHere(fieldsOf.permit.presentPermitType!), permitValidUntil: ofWhoIsHere({ ...anyDate, when: heldForATime }) };

/** The few facts that decide whether a door is open today. */
export const questions: Record<Kind, Fields> = {
  first: {
    inTurkiye: yesNo,
    entryBasis: ofWhoIsHere({ control: "radios", options: entryBases }),
    birthDate: ofWhoIsHere({ ...pastDate, when: (answers) => answers.entryBasis === "born" }),
    entryDate: ofWhoIsHere({ ...pastDate, when: (answers) => answers.entryBasis === "conditional" }),
    stayEnds: ofWhoIsHere({ ...anyDate, optional: (answers) => answers.entryBasis === "conditional", when: (answers) => answers.entryBasis !== "born" }),
  },
  extension: { inTurkiye: yesNo, ...held },
  transfer: { inTurkiye: yesNo, ...held, reasonEndedOn: ofWhoIsHere({ ...pastDate, optional: true, when: heldForATime }) },
};

export function kindOf(visit: Visit): Kind {
  const kind = visit.parameters.kind as Kind;
  if (!kinds.includes(kind)) throw new NotFound();
  return kind;
}

/** "May I use this door today?": asked before anything is typed twice, answered with the rule, the date and what to do instead. */
export const check = publicPage(portal.check, {
  get: (visit) => ask(visit, kindOf(visit)),
  post(visit) {
    const kind = kindOf(visit);
    const { answers, errors } = parse(questions[kind], visit.form, visit.today, { kind });
    if (visit.form._language && !visit.form._answered) return ask(visit, kind, answers);
    const { faults, fresh } = tellApart(questions[kind], visit.form, errors);
    return errors.length > 0 ? ask(visit, kind, answers, faultsInWords(visit.l, faults), fresh) : result(visit, kind, answers);
  },
});

function ask(visit: Visit, kind: Kind, answers: Answers = {}, errors: ReturnType<typeof faultsInWords> = [], fresh: string[] = []): Answer {
  const { l } = visit;
  const body = (
    <Page back={portal.home.href({ lang: l.code })} caption={l.t(`home.${kind}`)} title={l.t("check.title")} lead={l.t("check.lead")} before={<ErrorSummary errors={errors} />}>
      <Form id={answersForm} action={portal.check.href({ lang: l.code, kind })} csrf={visit.csrf} submit={l.t("check.submit")}>
        <Questions fields={questions[kind]} today={visit.today} answers={{ kind, ...answers }} raw={visit.form._asked === undefined ? null : visit.form} errors={errors} fresh={fresh} />
      </Form>
    </Page>
  );
  return carrying(errors.length ? again(l.t("check.title"), body) : html(l.t("check.title"), body, 200, { index: true }));
}

/** An answer as its controls would post it. */
function boxesOf(field: Field, name: string, value: string): [string, string][] {
  return field.control === "date" ? Object.entries(dateParts(value)).map(([part, typed]) => [`${name}-${part}`, typed]) : [[name, value]];
}

function result(visit: Visit, kind: Kind, answers: Answers): Answer {
  const { l, today } = visit;
  const outside = !isHere(answers);
  const { outcome, window, findings } = assess(factsOf({ kind, ...answers }), today);
  // With so few facts the rules can only judge the door itself; open and "still to be told" both lead on.
  const open = !outside && leadsOn(outcome);
  const title = outside ? l.t("check.outside") : open ? l.t("check.open") : outcome === "not-yet" ? l.t("check.not-yet") : l.t("check.closed");
  const others = outside ? [] : otherDoors(factsOf({ kind, ...answers }), today);
  const body = (
    <Page back={portal.check.href({ lang: l.code, kind })} caption={l.t(`home.${kind}`)} title={title}>
      {outside ? <p>{l.t("check.outside-text")}</p> : null}
      {open && window?.closes ? <p class="lead">{l.rich("check.until", { date: <strong>{l.date(window.closes)}</strong> })}</p> : null}
      {!outside && outcome === "not-yet" && window?.opens ? <p class="lead">{l.rich("check.from", { date: <strong>{l.date(window.opens)}</strong> })}</p> : null}
      {outside ? null : <Findings findings={findings.filter((finding) => finding.severity !== "note" || open)} />}
      {open ? (
        <Form action={portal.start.href({ lang: l.code, kind })} csrf={visit.csrf} submit={l.t("check.go-on")}>
          <HiddenField name="_carried" value="yes" />
          {Object.entries(answers).filter(([name]) => name !== "inTurkiye").map(([name, value]) => <HiddenField name={`_${name}`} value={value} />)}
          <Notice><p>{l.t("check.ready")}</p></Notice>
        </Form>
      ) : (
        <>
          {others.length === 0 ? null : (
            <>
              <h2>{l.t("check.instead")}</h2>
              <div class="cluster">
                {others.map((other) => <ButtonLink href={portal.check.href({ lang: l.code, kind: other })} kind="secondary">{l.t(`home.${other}`)}</ButtonLink>)}
              </div>
            </>
          )}
          <p>{l.rich("check.ask", { authority: <bdi>{visit.app.authority.name}</bdi>, phone: <bdi dir="ltr">{visit.app.authority.phone}</bdi> })}</p>
        </>
      )}
      {/* Only the languages send it: they show the same answer in other words. */}
      <form id={answersForm} method="post" action={portal.check.href({ lang: l.code, kind })} hidden>
        <input type="hidden" name="_csrf" value={visit.csrf} />
        <HiddenField name="_answered" value="yes" />
        {Object.entries(answers).flatMap(([name, value]) => boxesOf(questions[kind][name]!, name, value)).map(([name, value]) => <HiddenField name={name} value={value} />)}
      </form>
    </Page>
  );
  return carrying(html(title, body));
}
