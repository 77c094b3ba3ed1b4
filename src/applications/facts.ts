import type { Facts } from "../eligibility/questions.ts";
import { type Answers, readDate } from "../platform/form.ts";
import { splitPlace } from "./places.ts";

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
