import { earliest, plusDays, plusMonths } from "./calendar.ts";
import type { Confidence } from "./dated.ts";
import { addWorkingDays } from "./holidays.ts";
import type { Kind, PermitType, Purpose } from "./permit-types.ts";

/** A term of the law in its unit, with where it is written. */
export type Term = { value: number; unit: "days" | "working-days" | "months"; source: string; confidence: Confidence };

export const terms = {
  extensionWindow: { value: 60, unit: "days", source: "Law 6458 art. 24", confidence: "high" },
  passportExtra: { value: 60, unit: "days", source: "Law 6458 art. 21", confidence: "high" },
  conditionalEntry: { value: 10, unit: "days", source: "practice of the directorates", confidence: "medium" },
  reasonEnded: { value: 10, unit: "days", source: "Regulation on Law 6458", confidence: "medium" },
  newborn: { value: 180, unit: "days", source: "practice of the directorates", confidence: "high" },
  moveOfProvince: { value: 20, unit: "working-days", source: "Regulation on Law 6458", confidence: "medium" },
  noticeOfChange: { value: 20, unit: "working-days", source: "practice of the directorates", confidence: "high" },
  decision: { value: 90, unit: "days", source: "Law 6458 art. 21", confidence: "high" },
  longTermDecision: { value: 180, unit: "days", source: "practice of the directorates", confidence: "high" },
  missingDocuments: { value: 30, unit: "days", source: "practice of the directorates", confidence: "high" },
  leaveAfterRefusal: { value: 10, unit: "days", source: "practice of the directorates", confidence: "medium" },
  court: { value: 60, unit: "days", source: "Law 2577 art. 7", confidence: "medium" },
  barAfterRefusal: { value: 6, unit: "months", source: "practice of the directorates", confidence: "medium" },
  afterGraduation: { value: 6, unit: "months", source: "Law 6458 art. 31(1)(i)", confidence: "high" },
  visaFree: { value: 90, unit: "days", source: "Law 6458 art. 11", confidence: "high" },
  returnOnCertificate: { value: 15, unit: "days", source: "Regulation on Law 6458 art. 21", confidence: "medium" },
  cardAtBranch: { value: 10, unit: "days", source: "practice of the directorates", confidence: "medium" },
  cardByPost: { value: 15, unit: "working-days", source: "practice of the directorates", confidence: "low" },
  cardUncollected: { value: 6, unit: "months", source: "practice of the directorates", confidence: "medium" },
  lateGrace: { value: 0, unit: "days", source: "Law 6458 art. 24", confidence: "high" },
} as const satisfies Record<string, Term>;

export const extensionWindowDays = terms.extensionWindow.value;
export const visaFreeDays = terms.visaFree.value;
export const passportExtraDays = terms.passportExtra.value;
export const conditionalEntryDays = terms.conditionalEntry.value;
export const reasonEndedDays = terms.reasonEnded.value;
export const newbornDays = terms.newborn.value;
export const moveWorkingDays = terms.moveOfProvince.value;
export const decisionDays = terms.decision.value;
export const longTermDecisionDays = terms.longTermDecision.value;
export const missingDocumentDays = terms.missingDocuments.value;
export const leaveAfterRefusalDays = terms.leaveAfterRefusal.value;
export const courtDays = terms.court.value;
export const barAfterRefusalMonths = terms.barAfterRefusal.value;
export const afterGraduationMonths = terms.afterGraduation.value;
export const cardAtBranchDays = terms.cardAtBranch.value;
export const groupAppointmentMax = 5;

/** Provinces whose directorates may take 180 days over a long-term permit: İstanbul and Antalya. */
export const slowLongTermProvinces: readonly string[] = ["34", "07"];

/** The days on which an extension may be asked for: from 60 days before the permit ends to its last day (Law 6458 art. 24). */
export function extensionWindow(validUntil: Temporal.PlainDate): { opens: Temporal.PlainDate; closes: Temporal.PlainDate } {
  return { opens: plusDays(validUntil, -extensionWindowDays), closes: validUntil };
}

/** What the legal deadline of a case depends on. Absent dates are not known, or have not happened. */
export type DeadlineFacts = {
  kind: Kind;
  purpose?: Purpose;
  graduatedOn?: Temporal.PlainDate;
  birthDate?: Temporal.PlainDate;
  bornInTurkiye?: boolean;
  entry?: { date?: Temporal.PlainDate; basis?: "visa" | "exemption" | "conditional"; stayEnds?: Temporal.PlainDate };
  presentPermit?: { validUntil?: Temporal.PlainDate; reasonEndedOn?: Temporal.PlainDate };
};

/**
 * The last day on which the person must have attended: for a first application the end of the visa or exemption, ten days
 * after a conditional entry, 180 days after a birth in Türkiye; otherwise the end of the present permit, or ten days after
 * its reason ended. Graduates besides within six months of graduation. null when the facts do not say.
 */
export function attendBy(facts: DeadlineFacts): Temporal.PlainDate | null {
  const closes = doorCloses(facts);
  const graduated = facts.purpose === "graduate" ? facts.graduatedOn : undefined;
  return closes === null || graduated === undefined ? closes : earliest(closes, plusMonths(graduated, afterGraduationMonths));
}

function doorCloses(facts: DeadlineFacts): Temporal.PlainDate | null {
  if (facts.kind !== "first") {
    const permit = facts.presentPermit;
    if (permit?.validUntil === undefined) return null;
    const reason = facts.kind === "transfer" && permit.reasonEndedOn ? plusDays(permit.reasonEndedOn, reasonEndedDays) : null;
    return earliest(permit.validUntil, reason);
  }
  const entry = facts.entry;
  if (entry !== undefined) {
    const tenDays = entry.basis === "conditional" && entry.date ? plusDays(entry.date, conditionalEntryDays) : null;
    return earliest(tenDays, entry.stayEnds);
  }
  return facts.bornInTurkiye === true && facts.birthDate ? plusDays(facts.birthDate, newbornDays) : null;
}

/** The time the office has for its decision, counted from the day all documents are complete (Law 6458 art. 21). */
export function decisionTerm(permitType: PermitType | undefined, province: string | undefined): Term {
  return permitType === "long-term" && province !== undefined && slowLongTermProvinces.includes(province) ? terms.longTermDecision : terms.decision;
}

/** When the office must have decided, counted from the day all documents are complete. */
export function decisionDue(completeOn: Temporal.PlainDate, permitType: PermitType, province: string): Temporal.PlainDate {
  return plusDays(completeOn, decisionTerm(permitType, province).value);
}

/** The last day for handing in documents asked for on a day. */
export function missingDocumentsDue(from: Temporal.PlainDate): Temporal.PlainDate {
  return plusDays(from, missingDocumentDays);
}

/** The last day in the country after a refusal was served. */
export function leaveBy(servedOn: Temporal.PlainDate): Temporal.PlainDate {
  return plusDays(servedOn, leaveAfterRefusalDays);
}

/** The last day for going to the administrative court; extensions for holidays are left out, so that the date is a safe one. */
export function courtBy(servedOn: Temporal.PlainDate): Temporal.PlainDate {
  return plusDays(servedOn, courtDays);
}

/** The last day for applying in the new province after moving there. */
export function moveBy(movedOn: Temporal.PlainDate): Temporal.PlainDate {
  return addWorkingDays(movedOn, moveWorkingDays);
}

/** The last day for telling the office of a change of address, name, passport or civil status. */
export function noticeBy(changedOn: Temporal.PlainDate): Temporal.PlainDate {
  return addWorkingDays(changedOn, terms.noticeOfChange.value);
}
