import { type Ground, sinceLaw, sinceUnknown } from "./dated.ts";

/** The three doors: never held (or held long ago), the same permit again, another permit. */
export const kinds = ["first", "extension", "transfer"] as const;
export type Kind = (typeof kinds)[number];

export type PermitType = "short-term" | "family" | "student" | "long-term" | "humanitarian" | "trafficking-victim";
export type Purpose =
  | "research" | "property" | "business" | "in-service-training" | "exchange" | "tourism" | "treatment" | "authority-decision"
  | "from-family" | "turkish-course" | "public-course" | "graduate" | "investor" | "trnc";
export type Relation = "spouse" | "minor-child" | "dependent-child" | "spouse-minor-child" | "spouse-dependent-child";
export type SponsorKind =
  | "citizen" | "blue-card" | "permit-holder" | "work-permit-holder" | "researcher" | "refugee" | "subsidiary-protection";
export type Level =
  | "primary" | "middle" | "high" | "independent-school" | "associate" | "bachelor" | "master" | "doctorate"
  | "medical-specialisation" | "turkish-preparation";

/**
 * A permit type of Law 6458 art. 30. `months` is the longest permit given at once, null when there is no end; `firstDays` the days of a first
 * one where the law counts those, `monthsInAll` the most that all of them together may last.
 */
export type PermitTypeRule = Ground & {
  code: PermitType; kinds: readonly Kind[]; months: number | null; personMayFile: boolean; firstDays?: number; monthsInAll?: number;
};

export const permitTypes: readonly PermitTypeRule[] = [
  { code: "short-term", kinds, months: 24, personMayFile: true, source: "Law 6458 art. 31", confidence: "high", ...sinceLaw },
  { code: "family", kinds, months: 36, personMayFile: true, source: "Law 6458 art. 34", confidence: "high", ...sinceLaw },
  { code: "student", kinds, months: 72, personMayFile: true, source: "Law 6458 art. 38", confidence: "high", ...sinceLaw },
  { code: "long-term", kinds: ["transfer"], months: null, personMayFile: true, source: "Law 6458 art. 42", confidence: "medium", ...sinceLaw },
  { code: "humanitarian", kinds, months: 12, personMayFile: false, source: "Law 6458 art. 46", confidence: "high", ...sinceLaw },
  { code: "trafficking-victim", kinds, months: 6, firstDays: 30, monthsInAll: 36, personMayFile: false, source: "Law 6458 art. 48", confidence: "high", ...sinceLaw },
];

/**
 * A purpose of the short-term permit (Law 6458 art. 31): its letter in the law, the longest permit given at once, the
 * doors it may be asked for at, how often it may be held, and whether the single-entry fee can fall due on a first one.
 */
export type PurposeRule = Ground & {
  code: Purpose; letter: string; months: number; kinds: readonly Kind[]; times: number | null; personMayFile: boolean; singleEntry: boolean;
};

const article = (letter: string) => `Law 6458 art. 31(1)(${letter})`;
const ordinary = { months: 24, kinds, times: null, personMayFile: true, singleEntry: true, confidence: "high", ...sinceLaw } as const;
/** Added to the article later; the text that was read has been in force since this day. */
const added = { validFrom: "2018-07-09", validFromConfidence: "medium" } as const;

export const purposes: readonly PurposeRule[] = [
  { ...ordinary, code: "research", letter: "a", source: article("a") },
  { ...ordinary, code: "property", letter: "b", source: article("b") },
  { ...ordinary, code: "business", letter: "c", source: article("c") },
  { ...ordinary, code: "in-service-training", letter: "ç", source: article("ç") },
  { ...ordinary, code: "exchange", letter: "d", source: article("d") },
  { ...ordinary, code: "tourism", letter: "e", source: article("e") },
  { ...ordinary, code: "treatment", letter: "f", source: article("f") },
  { ...ordinary, code: "authority-decision", letter: "g", source: article("g") },
  { ...ordinary, code: "from-family", letter: "ğ", kinds: ["transfer", "extension"], singleEntry: false, source: article("ğ") },
  { ...ordinary, code: "turkish-course", letter: "h", times: 2, source: article("h") },
  { ...ordinary, code: "public-course", letter: "ı", source: article("ı") },
  { ...ordinary, code: "graduate", letter: "i", months: 12, kinds: ["first", "transfer"], times: 1, singleEntry: false, source: article("i") },
  { ...ordinary, ...added, code: "investor", letter: "j", months: 60, source: article("j") },
  { ...ordinary, ...added, code: "trnc", letter: "k", months: 60, singleEntry: false, source: article("k") },
];

/** For whom a family permit may be asked (Law 6458 art. 34). */
export type RelationRule = Ground & { code: Relation };
/** Who may sponsor a family permit (Law 6458 art. 34). `holdsPermit`: the permit given never outlasts the sponsor's. */
export type SponsorRule = Ground & { code: SponsorKind; holdsPermit: boolean; oneYearOnPermit: boolean };
const mayCall = { source: "Law 6458 art. 34", confidence: "high", ...sinceLaw } as const;

export const relationRules: readonly RelationRule[] = [
  { ...mayCall, code: "spouse" }, { ...mayCall, code: "minor-child" }, { ...mayCall, code: "dependent-child" }, { ...mayCall, code: "spouse-minor-child" },
  { ...mayCall, code: "spouse-dependent-child" },
];
export const relations: readonly Relation[] = relationRules.map((rule) => rule.code);


export const sponsorRules: readonly SponsorRule[] = [
  { ...mayCall, code: "citizen", holdsPermit: false, oneYearOnPermit: false },
  { ...mayCall, code: "blue-card", holdsPermit: false, oneYearOnPermit: false },
  { ...mayCall, code: "permit-holder", holdsPermit: true, oneYearOnPermit: true },
  { ...mayCall, code: "work-permit-holder", holdsPermit: true, oneYearOnPermit: false },
  { ...mayCall, code: "researcher", holdsPermit: true, oneYearOnPermit: false },
  { ...mayCall, code: "refugee", holdsPermit: false, oneYearOnPermit: false },
  { ...mayCall, code: "subsidiary-protection", holdsPermit: false, oneYearOnPermit: false },
];
export const sponsorKinds: readonly SponsorKind[] = sponsorRules.map((rule) => rule.code);

/** A level of study (Law 6458 arts 38-39): the longest permit in months, and whether it is higher education. */
export type LevelRule = Ground & { code: Level; months: number; higher: boolean; permitFee: boolean };
const pupil = { months: 12, higher: false, permitFee: false, source: "Law 6458 art. 39", confidence: "medium", ...sinceLaw } as const;
const higher = { higher: true, permitFee: false, source: "practice of the directorates", confidence: "medium", ...sinceUnknown } as const;

export const levelRules: readonly LevelRule[] = [
  { ...pupil, code: "primary" },
  { ...pupil, code: "middle" },
  { ...pupil, code: "high" },
  { ...pupil, code: "independent-school", permitFee: true },
  { ...higher, code: "associate", months: 24 },
  // Four years as a rule, five for dentistry, pharmacy and veterinary medicine, six for medicine.
  { ...higher, code: "bachelor", months: 72 },
  { ...higher, code: "master", months: 24 },
  { ...higher, code: "doctorate", months: 36 },
  { ...higher, code: "medical-specialisation", months: 36 },
  { ...higher, code: "turkish-preparation", months: 12 },
];
export const levels: readonly Level[] = levelRules.map((rule) => rule.code);

const typeByCode = new Map(permitTypes.map((rule) => [rule.code, rule]));
const purposeByCode = new Map(purposes.map((rule) => [rule.code, rule]));
const sponsorByCode = new Map(sponsorRules.map((rule) => [rule.code, rule]));
const levelByCode = new Map(levelRules.map((rule) => [rule.code, rule]));

export const getPermitType = (code: PermitType) => known(typeByCode.get(code), code);
export const getPurpose = (code: Purpose) => known(purposeByCode.get(code), code);
export const getSponsorKind = (code: SponsorKind) => known(sponsorByCode.get(code), code);
export const getLevel = (code: Level) => known(levelByCode.get(code), code);

/** Whether a permit has no last day: the long-term one (Law 6458 art. 42). */
export function hasNoEnd(type: string | undefined): boolean {
  return type !== undefined && typeByCode.get(type as PermitType)?.months === null;
}

/** Whether a permit may be asked for again when it ends (Law 6458 arts 24 and 31): not where the law gives it once, nor where it has no end. */
export function mayBeExtended(type: string | undefined, purpose: string | undefined): boolean {
  const atThatDoor = (rule: { kinds: readonly Kind[] } | undefined) => rule === undefined || rule.kinds.includes("extension");
  return !hasNoEnd(type) && atThatDoor(typeByCode.get(type as PermitType)) && atThatDoor(purposeByCode.get(purpose as Purpose));
}

function known<Rule>(rule: Rule | undefined, code: string): Rule {
  if (rule === undefined) throw new Error(`no such code: ${code}`);
  return rule;
}
