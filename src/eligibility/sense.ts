import type { Language } from "../platform/i18n.ts";
import { isAfter, isBefore, monthsOfStay, ordinal } from "../rules/calendar.ts";
import { isNationality } from "../rules/countries.ts";
import { isRate } from "../rules/exchange-rates.ts";
import { districts, findProvince, neighbourhoods } from "../rules/provinces.ts";
import type { Facts } from "./questions.ts";

export const senselessCodes = [
  "year-out-of-range", "birth-in-future", "refused-in-future", "unknown-nationality", "unknown-province", "unknown-district", "unknown-neighbourhood", "ends-before-begins",
  "months-too-many", "stay-before-entry", "not-an-amount", "family-too-small", "not-a-rate", "purpose-of-another-type", "too-many-permits",
] as const;
export type SenselessCode = (typeof senselessCodes)[number];

/** What makes no sense in the facts told; `pointer` names the field as a JSON pointer into them. */
export type Senseless = { pointer: string; code: SenselessCode };

/** Longest stay that is looked at, in months; the longest permit has 72. */
const monthsMost = 120;
const permitsMost = 100;

/**
 * Facts that cannot be true, whatever the law says: refused with the field's name before they are assessed. Empty when all
 * make sense. Types and codes are the interface's to check; this looks at what values mean together.
 */
export function senseless(facts: Facts, on: Temporal.PlainDate): Senseless[] {
  const found: Senseless[] = [];
  const tell = (pointer: string, code: SenselessCode) => found.push({ pointer: `/${pointer}`, code });
  tellYears(facts, tell);
  if (found.length > 0) return found;

  if (facts.birthDate && isAfter(facts.birthDate, on)) tell("birthDate", "birth-in-future");
  if (facts.refusedOn && isAfter(facts.refusedOn, on)) tell("refusedOn", "refused-in-future");
  if (facts.nationality !== undefined && !isNationality(facts.nationality)) tell("nationality", "unknown-nationality");
  place(facts, tell);
  if (facts.purpose !== undefined && facts.permitType !== undefined && facts.permitType !== "short-term") tell("purpose", "purpose-of-another-type");
  if (facts.requestedFrom && facts.requestedUntil) {
    if (isBefore(facts.requestedUntil, facts.requestedFrom)) tell("requestedUntil", "ends-before-begins");
    else if (monthsOfStay(facts.requestedFrom, facts.requestedUntil) > monthsMost) tell("requestedUntil", "months-too-many");
  }
  if (facts.entry?.date && facts.entry.stayEnds && isBefore(facts.entry.stayEnds, facts.entry.date)) tell("entry/stayEnds", "stay-before-entry");
  const held = facts.presentPermit;
  if (held?.purpose !== undefined && held.permitType !== undefined && held.permitType !== "short-term") tell("presentPermit/purpose", "purpose-of-another-type");
  if (held?.heldSince && held.validUntil && isBefore(held.validUntil, held.heldSince)) tell("presentPermit/validUntil", "ends-before-begins");
  const { monthlyIncome, familySize, onPermitSince, permitValidUntil } = facts.sponsor ?? {};
  if (onPermitSince && permitValidUntil && isBefore(permitValidUntil, onPermitSince)) tell("sponsor/permitValidUntil", "ends-before-begins");
  if (monthlyIncome !== undefined && (!Number.isSafeInteger(monthlyIncome) || monthlyIncome < 0)) tell("sponsor/monthlyIncome", "not-an-amount");
  // The sponsor and the person applying are two.
  if (familySize !== undefined && (!Number.isInteger(familySize) || familySize < 2 || familySize > 100)) tell("sponsor/familySize", "family-too-small");
  if (facts.exchangeRate !== undefined && !isRate(facts.exchangeRate)) tell("exchangeRate", "not-a-rate");
  if ((facts.permitHistory?.length ?? 0) > permitsMost) tell("permitHistory", "too-many-permits");
  for (const [place, { from, until, permitType, purpose }] of (facts.permitHistory ?? []).entries()) {
    if (isBefore(until, from)) tell(`permitHistory/${place}/until`, "ends-before-begins");
    if (purpose !== undefined && permitType !== "short-term") tell(`permitHistory/${place}/purpose`, "purpose-of-another-type");
  }
  return found;
}

/** Whether a day lies outside the years that are looked at, 1900 to 2200. */
export function isFarAway(date: Temporal.PlainDate): boolean {
  const on = ordinal(date);
  return on < 19_000_101 || on > 22_001_231;
}

/** What is wrong, in a language. */
export function senselessText(l: Language, code: SenselessCode): string {
  return l.t(`eligibility.wrong-${code}`);
}

function place({ province, district, neighbourhood }: Facts, tell: (pointer: string, code: SenselessCode) => void): void {
  if (province !== undefined && findProvince(province) === undefined) tell("province", "unknown-province");
  else if (province !== undefined && district !== undefined && !districts(province).includes(district)) tell("district", "unknown-district");
  else if (province !== undefined && district !== undefined && neighbourhood !== undefined && !neighbourhoods(province, district).includes(neighbourhood)) {
    tell("neighbourhood", "unknown-neighbourhood");
  }
}

function tellYears(facts: Facts, tell: (pointer: string, code: SenselessCode) => void): void {
  const look = (pointer: string, date: Temporal.PlainDate | undefined) => {
    if (date !== undefined && isFarAway(date)) tell(pointer, "year-out-of-range");
  };
  const { entry, presentPermit, sponsor } = facts;
  look("birthDate", facts.birthDate);
  look("requestedFrom", facts.requestedFrom);
  look("requestedUntil", facts.requestedUntil);
  look("passportValidUntil", facts.passportValidUntil);
  look("entry/date", entry?.date);
  look("entry/stayEnds", entry?.stayEnds);
  look("presentPermit/validUntil", presentPermit?.validUntil);
  look("presentPermit/heldSince", presentPermit?.heldSince);
  look("presentPermit/reasonEndedOn", presentPermit?.reasonEndedOn);
  look("insurance/until", facts.insurance?.until);
  look("sponsor/permitValidUntil", sponsor?.permitValidUntil);
  look("sponsor/onPermitSince", sponsor?.onPermitSince);
  look("student/programmeUntil", facts.student?.programmeUntil);
  look("graduatedOn", facts.graduatedOn);
  look("refusedOn", facts.refusedOn);
  facts.permitHistory?.forEach(({ from, until }, place) => {
    look(`permitHistory/${place}/from`, from);
    look(`permitHistory/${place}/until`, until);
  });
}
