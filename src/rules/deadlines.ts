import { earliest, plusDays, plusMonths } from "./calendar.ts";
import { addWorkingDays } from "./holidays.ts";
import { rulesOn, termOn, type Rules } from "./in-force.ts";
import type { Kind, PermitType, Purpose } from "./permit-types.ts";
import type { Term } from "./terms.ts";

type Terms = Rules["terms"];

/**
 * The days on which an extension may be asked for: from 60 days before the permit ends to its last day (Law 6458 art. 24); `opens` is null
 * where the law of the day knows no such term.
 */
export function extensionWindow(validUntil: Temporal.PlainDate, { extensionWindow: term }: Terms): { opens: Temporal.PlainDate | null; closes: Temporal.PlainDate } {
  return { opens: term && plusDays(validUntil, -term.value), closes: validUntil };
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
export function attendBy(facts: DeadlineFacts, terms: Terms): Temporal.PlainDate | null {
  const closes = doorCloses(facts, terms);
  const graduated = facts.purpose === "graduate" ? facts.graduatedOn : undefined;
  const term = terms.afterGraduation;
  return closes === null || graduated === undefined || term === null ? closes : earliest(closes, plusMonths(graduated, term.value));
}

function doorCloses(facts: DeadlineFacts, { reasonEnded, conditionalEntry, newborn }: Terms): Temporal.PlainDate | null {
  if (facts.kind !== "first") {
    const permit = facts.presentPermit;
    if (permit?.validUntil === undefined) return null;
    const reason = facts.kind === "transfer" && permit.reasonEndedOn && reasonEnded ? plusDays(permit.reasonEndedOn, reasonEnded.value) : null;
    return earliest(permit.validUntil, reason);
  }
  const entry = facts.entry;
  if (entry !== undefined) {
    const tenDays = entry.basis === "conditional" && entry.date && conditionalEntry ? plusDays(entry.date, conditionalEntry.value) : null;
    return earliest(tenDays, entry.stayEnds);
  }
  return facts.bornInTurkiye === true && facts.birthDate && newborn ? plusDays(facts.birthDate, newborn.value) : null;
}

/** The time the office has for its decision by the law of a day, counted from the day all documents are complete (Law 6458 art. 21). */
export function decisionTerm(permitType: PermitType | undefined, province: string | undefined, on: Temporal.PlainDate): Term {
  const longer = permitType === "long-term" && province !== undefined ? rulesOn(on).terms.longTermDecision : null;
  return longer?.provinces?.includes(province!) === true ? longer : termOn("decision", on);
}

/** When the office must have decided, counted from the day all documents are complete. */
export function decisionDue(completeOn: Temporal.PlainDate, permitType: PermitType, province: string): Temporal.PlainDate {
  return plusDays(completeOn, decisionTerm(permitType, province, completeOn).value);
}

/** The last day for handing in documents asked for on a day. */
export function missingDocumentsDue(from: Temporal.PlainDate): Temporal.PlainDate {
  return plusDays(from, termOn("missingDocuments", from).value);
}

/** The last day in the country after a refusal was served. */
export function leaveBy(servedOn: Temporal.PlainDate): Temporal.PlainDate {
  return plusDays(servedOn, termOn("leaveAfterRefusal", servedOn).value);
}

/** The last day for going to the administrative court; extensions for holidays are left out, so that the date is a safe one. */
export function courtBy(servedOn: Temporal.PlainDate): Temporal.PlainDate {
  return plusDays(servedOn, termOn("court", servedOn).value);
}

/** The last day for applying in the new province after moving there. */
export function moveBy(movedOn: Temporal.PlainDate): Temporal.PlainDate {
  return addWorkingDays(movedOn, termOn("moveOfProvince", movedOn).value);
}

/** The last day for telling the office of a change of address, name, passport or civil status, and for registering the address after a grant. */
export function noticeBy(changedOn: Temporal.PlainDate): Temporal.PlainDate {
  return addWorkingDays(changedOn, termOn("noticeOfChange", changedOn).value);
}

// Law 6698 art. 13(2). Not among the terms of permits, which an edition of their law may change.
const dataRequestDays = 30;

/** The last day on which the office answers who wants to have what is kept about them, or to have it put right. */
export function dataRequestDue(askedOn: Temporal.PlainDate): Temporal.PlainDate {
  return plusDays(askedOn, dataRequestDays);
}
