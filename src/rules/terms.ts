import { type Ground, sinceLaw, sinceRegulation, sinceUnknown } from "./dated.ts";

export type TermCode =
  | "extensionWindow" | "passportExtra" | "conditionalEntry" | "reasonEnded" | "newborn" | "moveOfProvince" | "noticeOfChange" | "decision" | "longTermDecision"
  | "missingDocuments" | "leaveAfterRefusal" | "court" | "barAfterRefusal" | "afterGraduation" | "visaFree" | "returnOnCertificate" | "cardAtBranch" | "cardByPost"
  | "cardUncollected" | "longTermResidence" | "unbrokenGap" | "ownRightAfterFamily" | "sponsorOnPermit" | "groupAppointment";

/** A term of the law in its unit, with where it is written. `provinces`: the only ones in which it holds. */
export type Term = Ground & { code: TermCode; value: number; unit: "days" | "working-days" | "months" | "years" | "persons"; provinces?: readonly string[] };

const practice = { source: "practice of the directorates", confidence: "high", ...sinceUnknown } as const;
const likely = { ...practice, confidence: "medium" } as const;
const law = (article: string) => ({ source: `Law 6458 art. ${article}`, confidence: "high", ...sinceLaw }) as const;
const regulation = { source: "Regulation on Law 6458", confidence: "medium", ...sinceRegulation } as const;

export const terms: readonly Term[] = [
  { code: "extensionWindow", value: 60, unit: "days", ...law("24") },
  { code: "passportExtra", value: 60, unit: "days", ...law("21") },
  { code: "conditionalEntry", value: 10, unit: "days", ...likely },
  { code: "reasonEnded", value: 10, unit: "days", ...regulation },
  { code: "newborn", value: 180, unit: "days", ...practice },
  { code: "moveOfProvince", value: 20, unit: "working-days", ...regulation },
  { code: "noticeOfChange", value: 20, unit: "working-days", ...practice },
  { code: "decision", value: 90, unit: "days", ...law("21") },
  // Directorates that may take longer over a long-term permit: İstanbul and Antalya.
  { code: "longTermDecision", value: 180, unit: "days", provinces: ["34", "07"], ...practice },
  { code: "missingDocuments", value: 30, unit: "days", ...practice },
  { code: "leaveAfterRefusal", value: 10, unit: "days", ...likely },
  { code: "court", value: 60, unit: "days", source: "Law 2577 art. 7", confidence: "medium", ...sinceUnknown },
  { code: "barAfterRefusal", value: 6, unit: "months", ...likely },
  { code: "afterGraduation", value: 6, unit: "months", ...law("31(1)(i)") },
  { code: "visaFree", value: 90, unit: "days", ...law("11") },
  { code: "returnOnCertificate", value: 15, unit: "days", source: "Regulation on Law 6458 art. 21", confidence: "medium", ...sinceRegulation },
  { code: "cardAtBranch", value: 10, unit: "days", ...likely },
  { code: "cardByPost", value: 15, unit: "working-days", ...practice, confidence: "low" },
  { code: "cardUncollected", value: 6, unit: "months", ...likely },
  { code: "longTermResidence", value: 8, unit: "years", ...law("42"), confidence: "medium" },
  // Days between two permits that do not break a stay: the next begins on the last day of the one before, or the day after.
  { code: "unbrokenGap", value: 1, unit: "days", ...likely },
  // On a family permit, before a person who came of age or was divorced from a citizen may stay on their own.
  { code: "ownRightAfterFamily", value: 3, unit: "years", ...law("34"), confidence: "medium" },
  { code: "sponsorOnPermit", value: 1, unit: "years", ...law("35"), confidence: "medium" },
  // Since the online system was renewed.
  { code: "groupAppointment", value: 5, unit: "persons", ...practice, validFrom: "2016-02-11", validFromConfidence: "medium" },
];
