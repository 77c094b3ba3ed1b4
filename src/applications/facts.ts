import type { FactName, Facts } from "../eligibility/questions.ts";
import { type Answers, readDate } from "../platform/form.ts";
import { earliest, isBefore } from "../rules/calendar.ts";
import { hasNoEnd } from "../rules/permit-types.ts";
import type { HeldPermit } from "../rules/residence-time.ts";
import { splitPlace } from "./places.ts";
import { fieldsOf, type SectionName, sectionNames } from "./sections.ts";

const date = (value: string | undefined) => (value ? (readDate(value) ?? undefined) : undefined);
const yes = (value: string | undefined) => (value === undefined ? undefined : value === "yes");
/** Whole lira as people type them, in kuruş as the rules count. */
const kurus = (value: string | undefined) => (value === undefined ? undefined : Number(value) * 100);

/** The facts of a case for the rules, from its answers. What is not answered yet stays unknown. */
export function factsOf(answers: Answers, extra: { representative?: Facts["representative"]; refusedOn?: Temporal.PlainDate } = {}): Facts {
  const { district, neighbourhood } = splitPlace(answers.neighbourhood);
  const has = (...names: string[]) => names.some((name) => answers[name] !== undefined);
  const facts = {
    kind: answers.kind,
    permitType: answers.permitType,
    purpose: answers.purpose,
    nationality: answers.nationality,
    birthDate: date(answers.birthDate),
    province: answers.province,
    district,
    neighbourhood,
    requestedFrom: date(answers.requestedFrom),
    requestedUntil: date(answers.requestedUntil),
    passportValidUntil: date(answers.passportValidUntil),
    bornInTurkiye: answers.entryBasis === undefined ? undefined : answers.entryBasis === "born",
    entry: has("entryDate", "entryBasis", "stayEnds") && answers.entryBasis !== "born"
      ? { date: date(answers.entryDate), basis: answers.entryBasis, stayEnds: date(answers.stayEnds), visaFeePaid: yes(answers.visaFeePaid) }
      : undefined,
    presentPermit: has("presentPermitType", "permitValidUntil")
      ? {
          permitType: answers.presentPermitType,
          purpose: answers.presentPurpose,
          // Forms that asked it of everybody were once answered with some day or other.
          validUntil: hasNoEnd(answers.presentPermitType) ? undefined : date(answers.permitValidUntil),
          heldSince: answers.permitType === "long-term" ? undefined : date(answers.permitHeldSince),
          province: answers.permitProvince,
          reasonEndedOn: date(answers.reasonEndedOn),
        }
      : undefined,
    insurance: answers.insuranceKind && answers.insuranceKind !== "exempt" ? { kind: answers.insuranceKind, until: date(answers.insuranceUntil) } : undefined,
    representative: extra.representative ?? "none",
    sponsor: has("sponsorKind", "relation")
      ? {
          kind: answers.sponsorKind,
          relation: answers.relation,
          monthlyIncome: kurus(answers.sponsorIncome),
          familySize: answers.familySize === undefined ? undefined : Number(answers.familySize),
          permitValidUntil: date(answers.sponsorPermitUntil),
          onPermitSince: date(answers.sponsorPermitSince),
          permitWithoutEnd: answers.sponsorPermitEnds === "no" ? true : undefined,
        }
      : undefined,
    student: answers.level ? { level: answers.level, programmeUntil: date(answers.programmeUntil) } : undefined,
    permitHistory: historyOf(answers),
    graduatedOn: date(answers.graduatedOn),
    refusedOn: extra.refusedOn,
  };
  return facts as Facts;
}

/** Where only how often counts, the forms ask for no days: each permit told stands on this one. */
const someDay = Temporal.PlainDate.from("2000-01-01");

/**
 * The permits held before, from the one or two questions that the permit asked for calls for: how often for graduates and courses;
 * for a long-term permit since when without a break, and how much of it as a student. In which order the student time came does not
 * matter, since all of it lies in one unbroken run.
 */
function historyOf(answers: Answers): HeldPermit[] | undefined {
  if (answers.permitType === "long-term") {
    const since = date(answers.permitsSince);
    if (since === undefined || answers.studentMonths === undefined) return undefined;
    const until = date(answers.permitValidUntil) ?? since;
    const changed = earliest(since.add({ months: Number(answers.studentMonths) }), until.add({ days: 1 })) ?? since;
    const history: HeldPermit[] = [];
    if (isBefore(since, changed)) history.push({ permitType: "student", from: since, until: changed.subtract({ days: 1 }) });
    if (!isBefore(until, changed)) history.push({ permitType: "short-term", from: changed, until });
    return history;
  }
  const { purpose } = answers;
  if (purpose !== "graduate" && purpose !== "turkish-course") return undefined;
  const times = purpose === "graduate" ? answers.graduateBefore && (answers.graduateBefore === "yes" ? 1 : 0) : answers.coursesBefore;
  if (times === undefined || times === "") return undefined;
  return Array.from({ length: Number(times) }, () => ({ permitType: "short-term", purpose, from: someDay, until: someDay }));
}

/** The question that asks for a fact, where it bears another name. */
const questionOf: Partial<Record<FactName, string>> = {
  district: "neighbourhood",
  "entry.date": "entryDate",
  "entry.basis": "entryBasis",
  "entry.stayEnds": "stayEnds",
  "entry.visaFeePaid": "visaFeePaid",
  "presentPermit.permitType": "presentPermitType",
  "presentPermit.purpose": "presentPurpose",
  "presentPermit.validUntil": "permitValidUntil",
  "presentPermit.heldSince": "permitHeldSince",
  "presentPermit.province": "permitProvince",
  "presentPermit.reasonEndedOn": "reasonEndedOn",
  "insurance.kind": "insuranceKind",
  "insurance.until": "insuranceUntil",
  "sponsor.kind": "sponsorKind",
  "sponsor.relation": "relation",
  "sponsor.monthlyIncome": "sponsorIncome",
  "sponsor.familySize": "familySize",
  "sponsor.permitValidUntil": "sponsorPermitUntil",
  "sponsor.onPermitSince": "sponsorPermitSince",
  "student.level": "level",
  "student.programmeUntil": "programmeUntil",
  bornInTurkiye: "entryBasis",
};

/** Which question tells of former permits depends on the permit asked for. */
const historyQuestion = ({ purpose }: Answers) => (purpose === "graduate" ? "graduateBefore" : purpose === "turkish-course" ? "coursesBefore" : "permitsSince");

/** Where a fact was asked: its topic and question, or null for facts no topic asks for. */
export function askedAt(fact: FactName, answers: Answers = {}): { section: SectionName; field: string } | null {
  const field = fact === "permitHistory" ? historyQuestion(answers) : (questionOf[fact] ?? fact);
  const section = sectionNames.find((name) => field in fieldsOf[name]);
  return section ? { section, field } : null;
}
