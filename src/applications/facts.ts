import type { FactName, Facts } from "../eligibility/questions.ts";
import { type Answers, readDate } from "../platform/form.ts";
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
    entry: has("entryDate", "entryBasis", "stayEnds")
      ? { date: date(answers.entryDate), basis: answers.entryBasis, stayEnds: date(answers.stayEnds), visaFeePaid: yes(answers.visaFeePaid) }
      : undefined,
    presentPermit: has("presentPermitType", "permitValidUntil")
      ? {
          permitType: answers.presentPermitType,
          purpose: answers.presentPurpose,
          validUntil: date(answers.permitValidUntil),
          heldSince: date(answers.permitHeldSince),
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
        }
      : undefined,
    student: answers.level ? { level: answers.level, programmeUntil: date(answers.programmeUntil) } : undefined,
    refusedOn: extra.refusedOn,
  };
  return facts as Facts;
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
};

/** Where a fact was asked: its topic and question, or null for facts no topic asks for. */
export function askedAt(fact: FactName): { section: SectionName; field: string } | null {
  const field = questionOf[fact] ?? fact;
  const section = sectionNames.find((name) => field in fieldsOf[name]);
  return section ? { section, field } : null;
}
