import type { ComponentChildren } from "preact";
import { factsOf } from "../../applications/facts.ts";
import { assess, type Assessment, otherDoors } from "../../eligibility/assess.ts";
import type { Finding } from "../../eligibility/findings.ts";
import { type Facts, factText } from "../../eligibility/questions.ts";
import { type Answers, isAsked } from "../../platform/form.ts";
import type { Key } from "../../platform/keys.ts";
import { decisionTerm } from "../../rules/deadlines.ts";
import { exemptionOf, feeGroup } from "../../rules/fees.ts";
import { termOn } from "../../rules/in-force.ts";
import type { Kind, PermitType } from "../../rules/permit-types.ts";
import { addressProofs, documentText } from "../../rules/required-documents.ts";
import { ButtonLink } from "../../ui/form.tsx";
import type { IconName } from "../../ui/icons.tsx";
import { Icon } from "../../ui/icons.tsx";
import { useLanguage } from "../../ui/language.ts";
import { Details, Page } from "../../ui/page.tsx";
import { OnPaper, PrintButton } from "../../ui/print.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { FeesOf } from "../fees-of.tsx";
import { Findings } from "../findings.tsx";
import { type Answer, html, type Visit } from "../page.ts";
import { answerText, labelOf, topicOf } from "../question.tsx";
import { portal } from "../routes.ts";
import type { Which } from "./eligibility.tsx";
import { type FirstPlace, firstPlaceFor, HowLong } from "./how-long.tsx";

/** Of an age only its band is told; any day in it gives the same answer. */
const yearsOf: Record<string, number> = { minor: 10, adult: 30, senior: 70 };

/** The facts of the public page, for the rules. */
function told(answers: Answers, today: Temporal.PlainDate): Facts {
  const facts = factsOf(answers);
  const years = yearsOf[answers.birthYearOver ?? ""];
  const birthDate = answers.entryBasis === "born" ? today.subtract({ days: Math.floor(termOn("newborn", today).value / 2) }) : years === undefined ? undefined : today.subtract({ years });
  // An extension is of the permit that is held; a transfer is asked for its own.
  const presentPermit = answers.kind === "extension" ? { ...facts.presentPermit, permitType: facts.permitType, purpose: facts.purpose } : facts.presentPermit;
  return { ...facts, birthDate, presentPermit, district: answers.district };
}

/** The whole answer on one page, to read, to print and to pass on. */
export async function answerOf(visit: Visit, which: Which, answers: Answers): Promise<Answer> {
  const { l, today } = visit;
  const found = assess(told(answers, today), today);
  const newborn = answers.entryBasis === "born";
  // The day of birth was not asked, so no day can be reckoned from it.
  const findings = found.findings.filter((finding) => !(newborn && finding.field === "birthDate" && finding.severity !== "warn"));
  const title = l.t(`check.outcome.${found.outcome}`);
  const shut = found.outcome === "closed" || found.outcome === "not-allowed";
  const body = (
    <Page
      back={which.route.href({ lang: l.code }, { ...answers, change: "yes" })} backText={l.t("check.change")}
      caption={l.t("check.may-title")} title={title} before={<OnPaper><p class="small">{l.t("check.edition", { edition: found.edition.id, date: l.day(today) })}</p></OnPaper>}
      aside={<Aside visit={visit} which={which} answers={answers} found={found} />}
    >
      <Verdict today={today} found={found} newborn={newborn} answers={answers} />
      <Group title={l.t("check.against")} findings={findings} severity="block" />
      {shut ? <Instead visit={visit} which={which} answers={answers} /> : <Prepare visit={visit} answers={answers} found={found} findings={findings} newborn={newborn} firstPlace={await firstPlaceFor(visit, answers)} />}
      <Group title={l.t("check.know")} findings={findings} severity="note" />
      {found.missingFacts.length > 0 && !shut ? (
        <section>
          <h2>{l.t("check.still")}</h2>
          <p>{l.t("check.still-text")}</p>
          <ul>{found.missingFacts.map((fact) => <li>{factText(l, fact)}</li>)}</ul>
        </section>
      ) : null}
      <div class="cluster">
        {shut ? null : <ButtonLink href={portal.check.href({ lang: l.code, kind: answers.kind! })}>{l.t("check.go-on")}</ButtonLink>}
        <PrintButton />
      </div>
      <p class="muted small">{l.t("check.share")}</p>
    </Page>
  );
  return html(title, body);
}

type Answered = { visit: Visit; answers: Answers; found: Assessment; newborn: boolean; firstPlace: FirstPlace };

/** What an application needs that may be filed: what often fails, papers, fees, and the way to the card. */
function Prepare({ visit: { l, today }, answers, found, findings, newborn, firstPlace }: Answered & { findings: readonly Finding[] }) {
  return (
    <>
      <Group title={l.t("check.wrong")} findings={findings} severity="warn">
        <ul>{(["passport", "insurance", "papers", "address", "appointment"] as const).map((pitfall) => <li>{l.t(`check.pitfall-${pitfall}`)}</li>)}</ul>
      </Group>
      <Documents today={today} found={found} kind={answers.kind as Kind} />
      <section>
        <h2>{l.t("application.fees-title")}</h2>
        <Tariff answers={answers} today={today} />
        <FeesOf lines={found.fees} />
        <p class="muted small">{l.t("fees.unsure")}</p>
      </section>
      <HowLong today={today} answers={answers} found={found} newborn={newborn} firstPlace={firstPlace} />
    </>
  );
}

/** What to do where this cannot be filed: other facts, another door, or a question to the contact centre. */
function Instead({ visit: { l, app, today }, which, answers }: { visit: Visit; which: Which; answers: Answers }) {
  const others = otherDoors(factsOf(answers), today);
  return (
    <section>
      <h2>{l.t("check.instead")}</h2>
      <div class="cluster">
        <ButtonLink href={which.route.href({ lang: l.code }, { ...answers, change: "yes" })}>{l.t("check.change")}</ButtonLink>
        {others.map((kind) => <ButtonLink href={which.route.href({ lang: l.code }, { kind, change: "yes" })} kind="secondary">{l.t(`home.${kind}`)}</ButtonLink>)}
      </div>
      <p>{l.rich("check.ask", { authority: <bdi>{app.authority.name}</bdi>, phone: <bdi dir="ltr">{app.authority.phone}</bdi> })}</p>
    </section>
  );
}

const tones: Record<Assessment["outcome"], { tone: string; icon: IconName }> = {
  open: { tone: "ok", icon: "tick" }, incomplete: { tone: "ok", icon: "tick" }, "officer-decides": { tone: "warn", icon: "warning" }, "not-yet": { tone: "warn", icon: "clock" },
  closed: { tone: "error", icon: "cross" }, "not-allowed": { tone: "error", icon: "cross" },
};

/** The days that matter, in one box whose colour says how the answer is. */
function Verdict({ found: { outcome, window, latestEnd }, newborn, answers, today }: { found: Assessment; newborn: boolean; answers: Answers; today: Temporal.PlainDate }) {
  const l = useLanguage();
  const { tone, icon } = tones[outcome];
  const shown = newborn ? null : window;
  const rows: [string, ComponentChildren][] = [];
  if (newborn) rows.push([l.t("check.apply-until"), l.t("check.newborn", { days: termOn("newborn", today).value })]);
  if (shown?.opens && outcome === "not-yet") rows.push([l.t("check.apply-from"), l.date(shown.opens)]);
  if (shown?.closes) rows.push([l.t(outcome === "closed" ? "check.closed-on" : "check.apply-until"), l.date(shown.closes)]);
  if (outcome !== "closed" && outcome !== "not-allowed") {
    if (latestEnd) rows.push([l.t("check.longest"), l.date(latestEnd)]);
    rows.push([l.t("check.decided"), l.t("check.decided-within", { days: decisionTerm(answers.permitType as PermitType | undefined, answers.province, today).value })]);
  } else if (latestEnd && outcome === "not-allowed") rows.push([l.t("check.longest"), l.date(latestEnd)]);
  if (rows.length === 0) return null;
  return (
    <section class={`verdict verdict--${tone}`}>
      <span class="verdict__sign"><Icon name={icon} size={32} /></span>
      <dl>{rows.map(([question, answer]) => <div><dt>{question}</dt><dd>{answer}</dd></div>)}</dl>
    </section>
  );
}

/** The findings of one weight under a heading; `children` is what is always true besides. Nothing when there is nothing to say. */
function Group({ title, findings, severity, children }: { title: string; findings: readonly Finding[]; severity: Finding["severity"]; children?: ComponentChildren }) {
  const said = findings.filter((finding) => finding.severity === severity);
  if (said.length === 0 && !children) return null;
  return <section><h2>{title}</h2><Findings findings={said} />{children}</section>;
}

function Documents({ found: { documents }, kind, today }: { found: Assessment; kind: Kind; today: Temporal.PlainDate }) {
  const l = useLanguage();
  const list = (required: string) => documents.filter((document) => document.required === required);
  const item = ({ code }: { code: string }) => {
    const { name, about } = documentText(l, code);
    return (
      <li>
        <span class="papers__name">{name}</span> <span class="muted small">{about}</span>
        {code === "address" ? (
          <Details summary={l.t("check.one-of")}><ul>{addressProofs(kind, today).map((proof) => <li>{l.t(`documents.address-proof-${proof.code}` as Key)}</li>)}</ul></Details>
        ) : null}
      </li>
    );
  };
  const asked = list("on-request");
  return (
    <section>
      <h2>{l.t("application.documents-title")}</h2>
      <ul class="papers">{list("yes").map(item)}</ul>
      {asked.length > 0 ? <Details summary={l.t("check.on-request-count", { n: asked.length })}><ul class="papers">{asked.map(item)}</ul></Details> : null}
    </section>
  );
}

/** By which tariff a national pays, and whether that is sure. */
function Tariff({ answers, today }: { answers: Answers; today: Temporal.PlainDate }) {
  const l = useLanguage();
  const { nationality } = answers;
  if (nationality === undefined) return null;
  const facts = factsOf(answers);
  const exemption = exemptionOf({ on: today, permitType: facts.permitType, purpose: facts.purpose, level: facts.student?.level, nationality });
  if (exemption) return <p>{l.t("check.no-permit-fee", { reason: l.t(`reference.exemption-${exemption.code}`) })}</p>;
  const { group, confidence } = feeGroup(nationality, today);
  return <p>{l.t("check.tariff", { tariff: l.t(`reference.fee-group-${group}`), confidence: l.t(`reference.confidence-${confidence}`) })}</p>;
}

function Aside({ visit: { l, today }, which, answers, found }: { visit: Visit; which: Which; answers: Answers; found?: Assessment }) {
  const rows = Object.entries(which.fields).filter(([name, field]) => answers[name] !== undefined && isAsked(field, answers))
    .map(([name, field]) => ({ question: topicOf(labelOf(l, name)), answer: <bdi>{answerText(l, name, field, answers[name]!)}</bdi> }));
  return (
    <div class="told">
      <SummaryList heading={l.t("check.told")} change={which.route.href({ lang: l.code }, { ...answers, change: "yes" })} rows={rows} />
      {found ? <p class="muted small">{l.t("check.edition", { edition: found.edition.id, date: l.day(today) })}</p> : null}
    </div>
  );
}

/** The answer of the fee calculator. */
export function feesAnswer(visit: Visit, which: Which, answers: Answers): Answer {
  const { l, today } = visit;
  const found = assess(told(answers, today), today);
  const title = l.t("fees.result");
  const said = found.findings.filter(({ code }) => ["fee-group-unsure", "permit-fee-exempt", "single-entry-may", "single-entry-exempt", "demonstration-rate", "unconfirmed"].includes(code));
  const body = (
    <Page back={which.route.href({ lang: l.code }, { ...answers, change: "yes" })} backText={l.t("check.change")} caption={l.t("fees.title")} title={title}
      aside={<Aside visit={visit} which={which} answers={answers} found={found} />}>
      <Tariff answers={answers} today={today} />
      <FeesOf lines={found.fees} />
      <Findings findings={said} />
      <p class="muted small">{l.t("fees.unsure")}</p>
      <div class="cluster">
        <ButtonLink href={portal.eligibility.href({ lang: l.code }, { ...answers, change: "yes" })} kind="secondary">{l.t("check.may-title")}</ButtonLink>
        <PrintButton />
      </div>
      <p class="muted small">{l.t("check.share")}</p>
    </Page>
  );
  return html(title, body);
}
