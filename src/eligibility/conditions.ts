import { ageOn, isAfter, monthsOfStay, plusDays, plusMonths } from "../rules/calendar.ts";
import { addressNeeded, closedAreaOf, type Exception } from "../rules/closed-areas.ts";
import { countedResidenceDays, daysToLongTerm } from "../rules/residence-time.ts";
import { hasNoEnd } from "../rules/permit-types.ts";
import type { HeldPermit } from "../rules/residence-time.ts";
import type { Sheet } from "./sheet.ts";
import { ask, found, unknownThatDay } from "./sheet.ts";

/** Looks at what the type and the purpose ask of the person, the sponsor and the address. */
export function lookAtConditions(sheet: Sheet): void {
  const { permitType, facts, on } = sheet;
  if (facts.nationality === undefined) ask(sheet, "nationality");
  if (facts.birthDate === undefined) ask(sheet, "birthDate");
  else if (ageOn(facts.birthDate, on) < 18) found(sheet, "minor-consent");
  if (permitType === "short-term") shortTerm(sheet);
  if (permitType === "family") family(sheet);
  if (permitType === "long-term") longTerm(sheet);
  address(sheet);
}

function shortTerm(sheet: Sheet): void {
  const { facts } = sheet;
  const { purpose, kind, requestedFrom, requestedUntil, nationality } = facts;
  if (purpose === undefined) return;
  if (purpose === "tourism") {
    if (kind === "extension") found(sheet, "tourism-extension");
    if (requestedFrom && requestedUntil && monthsOfStay(requestedFrom, requestedUntil) > 12) found(sheet, "tourism-over-a-year");
  }
  if (purpose === "property") found(sheet, "property-value", { amount: { amount: sheet.rules.propertyMinimum.value, currency: "USD" } });
  if (purpose === "trnc" && nationality !== undefined && nationality !== "XNC") found(sheet, "trnc-only");
  if (purpose === "graduate" && kind !== "extension") heldBefore(sheet, "graduate");
  if (purpose === "turkish-course") heldBefore(sheet, "turkish-course");
  if (purpose === "from-family" && kind === "transfer") fromFamily(sheet);
}

/** Permits that the law gives once (graduates) or twice (courses): counts those held, the present one among them. */
function heldBefore(sheet: Sheet, purpose: "graduate" | "turkish-course"): void {
  const { permitHistory, presentPermit } = sheet.facts;
  const present = presentPermit?.permitType === "short-term" && presentPermit.purpose === purpose ? presentPermit : undefined;
  const past = (permitHistory ?? []).filter((held) => held.purpose === purpose);
  const listed = present !== undefined && past.some((held) => present.validUntil !== undefined && held.until.equals(present.validUntil));
  const count = past.length + (present === undefined || listed ? 0 : 1);
  const times = sheet.rules.purposes.get(purpose)?.times ?? Infinity;
  if (count >= times) found(sheet, purpose === "graduate" ? "graduate-once" : "course-twice", { count });
  else if (permitHistory === undefined) ask(sheet, "permitHistory");
}

function fromFamily(sheet: Sheet): void {
  const present = sheet.facts.presentPermit;
  if (present?.permitType === undefined) return;
  const term = sheet.rules.terms.ownRightAfterFamily;
  if (present.permitType !== "family") found(sheet, "from-family-needs-family");
  else if (term === null) return;
  else if (present.heldSince === undefined) ask(sheet, "presentPermit.heldSince");
  else if (isAfter(plusMonths(present.heldSince, term.value * 12), sheet.on)) {
    found(sheet, "from-family-three-years", { years: term.value, since: present.heldSince });
  }
}

function family(sheet: Sheet): void {
  const { facts, on, rules } = sheet;
  const { kind, relation, onPermitSince } = facts.sponsor ?? {};
  const sponsor = kind && rules.sponsors.get(kind);
  if (kind === undefined) ask(sheet, "sponsor.kind");
  else if (sponsor === undefined) unknownThatDay(sheet, "sponsor-not-in-force", "sponsors", kind);
  if (relation === undefined) ask(sheet, "sponsor.relation");
  else if (!rules.relations.has(relation)) unknownThatDay(sheet, "sponsor-not-in-force", "relations", relation);
  if (facts.birthDate !== undefined && relation !== undefined) {
    const age = ageOn(facts.birthDate, on);
    if (relation === "spouse" && age < 18) found(sheet, "spouse-under-18");
    if ((relation === "minor-child" || relation === "spouse-minor-child") && age >= 18) found(sheet, "child-of-age");
  }
  // For a child born here the parents' permits suffice. As long as nobody said how the person came, it may be one.
  if (facts.kind === "first" && facts.entry === undefined && facts.bornInTurkiye !== false) return;
  income(sheet);
  const year = rules.terms.sponsorOnPermit;
  if (sponsor?.oneYearOnPermit !== true || year === null) return;
  if (onPermitSince === undefined) ask(sheet, "sponsor.onPermitSince");
  else {
    const reached = plusMonths(onPermitSince, year.value * 12);
    if (isAfter(reached, on)) found(sheet, "sponsor-one-year", { since: onPermitSince, from: reached });
  }
}

/** The sponsor earns at least the minimum wage, and at least a third of it for each member of the family (Law 6458 art. 35). */
export function incomeNeeded(wage: number, familySize: number): number {
  return Math.max(wage, Math.ceil((wage * familySize) / 3));
}

function income(sheet: Sheet): void {
  const { monthlyIncome, familySize } = sheet.facts.sponsor ?? {};
  if (monthlyIncome === undefined) ask(sheet, "sponsor.monthlyIncome");
  if (familySize === undefined) ask(sheet, "sponsor.familySize");
  if (monthlyIncome === undefined) return;
  const { value: wage, confidence } = sheet.rules.minimumWage;
  // Whatever the size of the family, less than one minimum wage is never enough.
  const needed = incomeNeeded(wage, familySize ?? 1);
  if (monthlyIncome < needed) {
    found(sheet, "sponsor-income-low", { needed: { amount: needed, currency: "TRY" }, wage: { amount: wage, currency: "TRY" }, size: familySize ?? 1 }, undefined, confidence);
  }
}

function longTerm(sheet: Sheet): void {
  const { permitHistory, presentPermit } = sheet.facts;
  // Who holds one had the eight years already.
  if (hasNoEnd(presentPermit?.permitType)) return;
  if (permitHistory === undefined) {
    ask(sheet, "permitHistory");
    return;
  }
  const history: HeldPermit[] = [...permitHistory];
  const { permitType, heldSince, validUntil } = presentPermit ?? {};
  if (permitType && heldSince && validUntil) history.push({ permitType, from: heldSince, until: validUntil });
  const { longTermResidence, unbrokenGap } = sheet.rules.terms;
  if (longTermResidence === null) return;
  const gap = unbrokenGap?.value ?? 0;
  const days = daysToLongTerm(history, sheet.on, longTermResidence.value, gap);
  if (days === 0) return;
  // The present permit may be told among the others; while it is told nowhere it may make up what is missing.
  const toldAll = history.some((held) => !isAfter(held.from, sheet.on) && !isAfter(sheet.on, held.until));
  if (!toldAll && heldSince === undefined) ask(sheet, "presentPermit.heldSince");
  if (!toldAll && !(permitType && heldSince && validUntil)) return;
  const from = plusDays(sheet.on, permitType === "student" ? days * 2 : days);
  found(sheet, "eight-years-missing", { years: longTermResidence.value, counted: Math.floor(countedResidenceDays(history, sheet.on, gap) / 365.25), from });
}

function address(sheet: Sheet): void {
  const { facts, lawOn, tables, permitType } = sheet;
  const { province, district, neighbourhood } = facts;
  if (province === undefined) {
    ask(sheet, "province");
    return;
  }
  const moved = facts.presentPermit?.province !== undefined && facts.presentPermit.province !== province;
  if (facts.kind !== "first" && !moved) return;
  const area = closedAreaOf({ province, district, neighbourhood }, lawOn, tables.closedAreas);
  if (area === null) {
    const needed = addressNeeded(province, district, tables.closedAreas);
    if (needed !== null && (needed === "district" || neighbourhood === undefined)) ask(sheet, needed);
    return;
  }
  const level = facts.student?.level;
  const likely: [boolean, Exception][] = [
    [facts.bornInTurkiye === true, "newborn"],
    [permitType === "family", "nuclear-family"],
    // Of a university, so not pupils; in which district it lies is proved at the counter.
    [permitType === "student" && (level === undefined || sheet.rules.levels.get(level)?.higher === true), "student-of-the-district"],
    [facts.purpose === "investor", "investor-property"],
  ];
  const exception = likely.find(([is, code]) => is && area.exceptions.includes(code))?.[1];
  const place = area.neighbourhood === null ? area.district : `${area.neighbourhood}, ${area.district}`;
  if (exception) found(sheet, "closed-area-exception", { place, excepted: { text: `reference.exception-${exception}` } }, area.source);
  else found(sheet, "closed-area", { place }, area.source);
}
