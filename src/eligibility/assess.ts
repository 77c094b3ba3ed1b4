import { isAfter } from "../rules/calendar.ts";
import { attendBy } from "../rules/deadlines.ts";
import type { Edition } from "../rules/edition.ts";
import { edition } from "../rules/edition.ts";
import { rateOn } from "../rules/exchange-rates.ts";
import type { FeeLine, FeeQuestion } from "../rules/fees.ts";
import { exemptionOf, feeGroup, feesFor, isSingleEntryExempt, singleEntryApplies } from "../rules/fees.ts";
import { rulesOn } from "../rules/in-force.ts";
import { hasNoEnd, type Kind, kinds } from "../rules/permit-types.ts";
import type { DocumentList } from "../rules/required-documents.ts";
import { requiredDocuments } from "../rules/required-documents.ts";
import type { Tables } from "../rules/tables.ts";
import { law } from "../rules/tables.ts";
import { lookAtConditions } from "./conditions.ts";
import type { Window } from "./door.ts";
import { graduateWindow, isMove, lookAtDoor } from "./door.ts";
import type { Finding } from "./findings.ts";
import type { FactName, Facts } from "./questions.ts";
import type { Sheet } from "./sheet.ts";
import { ask, found } from "./sheet.ts";
import { lookAtStay } from "./stay.ts";

export { findingText } from "./findings.ts";

export const outcomes = ["open", "not-yet", "closed", "not-allowed", "officer-decides", "incomplete"] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * The answer. `window`: the days on which the door is open. `latestEnd`: the last day a permit may be asked until, null when
 * nothing limits it or too little is known. `attendBy`: the last day on which the person must have attended.
 */
export type Assessment = {
  outcome: Outcome; window: Window | null; findings: Finding[]; documents: DocumentList; fees: FeeLine[];
  latestEnd: Temporal.PlainDate | null; latestEndGround: string | null; attendBy: Temporal.PlainDate | null; missingFacts: FactName[]; edition: Edition;
};

/**
 * May this person apply, at this door, on this day; with what, for how much, until when. Pure. `by.day` is the day whose law is
 * applied when it is not the day itself: an open case keeps that of its creation. `by.tables` are the values of the law, by default those in use.
 */
export function assess(told: Facts, on: Temporal.PlainDate, by: { day?: Temporal.PlainDate; tables?: Tables } = {}): Assessment {
  const facts = withoutEndThatIsNone(told);
  const tables = by.tables ?? law();
  const inForceOn = by.day ?? on;
  const current = edition(inForceOn, tables);
  const permitType = facts.permitType ?? (facts.purpose === undefined ? undefined : "short-term");
  const sheet: Sheet = { facts, on, lawOn: inForceOn, rules: rulesOn(inForceOn, tables), tables, edition: current.id, permitType, findings: [], missing: [], caps: [], late: false };
  const window = graduateWindow(sheet, lookAtDoor(sheet));
  const end = lookAtStay(sheet);
  lookAtConditions(sheet);
  const fees = lookAtFees(sheet);
  const { from, confirmedUntil } = current;
  if (confirmedUntil !== null && (isAfter(inForceOn, confirmedUntil) || isAfter(from, inForceOn))) found(sheet, "unconfirmed", { until: confirmedUntil });
  return {
    outcome: outcomeOf(sheet), window, findings: sheet.findings,
    documents: requiredDocuments({ ...facts, on, permitType }, { day: inForceOn, tables }),
    fees, latestEnd: end?.latestEnd ?? null, latestEndGround: end?.ground ?? null, attendBy: attendBy(facts, sheet.rules.terms), missingFacts: sheet.missing, edition: current,
  };
}

// Whatever last day is told of a long-term permit, it has none (Law 6458 art. 42).
function withoutEndThatIsNone(told: Facts): Facts {
  const held = told.presentPermit;
  return held?.validUntil !== undefined && hasNoEnd(held.permitType) ? { ...told, presentPermit: { ...held, validUntil: undefined } } : told;
}

/** A closed door outweighs what is wrong besides, and that a door not open yet: to wait helps against nothing else. */
function outcomeOf(sheet: Sheet): Outcome {
  const has = (effect: Finding["effect"]) => sheet.findings.some((one) => one.effect === effect);
  if (has("closed")) return "closed";
  if (has("not-allowed")) return "not-allowed";
  if (has("not-yet")) return "not-yet";
  if (sheet.missing.length > 0) return "incomplete";
  return has("officer-decides") ? "officer-decides" : "open";
}

/** Whether an answer leads on: nothing said so far keeps the door closed. */
export function leadsOn(outcome: Outcome): boolean {
  return outcome !== "closed" && outcome !== "not-yet" && outcome !== "not-allowed";
}

/** The other doors that are not closed on the same facts: whoever told of no permit held is not sent to those for its holders. */
export function otherDoors(facts: Facts, on: Temporal.PlainDate): Kind[] {
  return kinds.filter((kind) => {
    const held = facts.presentPermit;
    if (kind === facts.kind || (kind !== "first" && held?.validUntil === undefined && !hasNoEnd(held?.permitType))) return false;
    return leadsOn(assess({ ...facts, kind }, on).outcome);
  });
}

function lookAtFees(sheet: Sheet): FeeLine[] {
  const { facts, tables, permitType, lawOn } = sheet;
  const question: FeeQuestion = {
    on: lawOn, kind: facts.kind, permitType, purpose: facts.purpose, level: facts.student?.level, nationality: facts.nationality,
    from: facts.requestedFrom, until: facts.requestedUntil, visaFeePaid: facts.entry?.visaFeePaid, entryBasis: facts.entry?.basis,
    late: sheet.late, moved: facts.kind !== "first" && isMove(sheet), exchangeRate: facts.exchangeRate,
  };
  const exemption = exemptionOf(question, tables);
  if (exemption) found(sheet, "permit-fee-exempt", { reason: { text: `reference.exemption-${exemption.code}` } }, exemption.ground);
  const lines = feesFor(question, tables);
  if (facts.nationality !== undefined) {
    if (exemption === null && feeGroup(facts.nationality, lawOn, tables).confidence === "low") found(sheet, "fee-group-unsure");
    if (singleEntryApplies(question, tables) && facts.entry !== undefined && facts.entry.visaFeePaid !== true && isSingleEntryExempt(facts.nationality, lawOn, tables)) found(sheet, "single-entry-exempt");
  }
  if (singleEntryApplies(question, tables) && facts.entry?.basis === "visa" && facts.entry.visaFeePaid === undefined) ask(sheet, "entry.visaFeePaid");
  for (const line of lines) {
    if (line.code === "single-entry") found(sheet, "single-entry-may", { amount: { amount: line.amount, currency: line.currency } });
    if (line.code !== "permit" || line.rate === undefined || facts.exchangeRate !== undefined) continue;
    if (rateOn(lawOn, tables.exchangeRates)?.source === "demonstration") found(sheet, "demonstration-rate", { rate: { decimal: line.rate } });
  }
  return lines;
}
