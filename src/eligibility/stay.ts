import { ageOn, isAfter, isBefore, lastDayOfMonths, plusDays } from "../rules/calendar.ts";
import { isExemptAge } from "../rules/insurance.ts";
import { findingRules } from "./findings.ts";
import type { Sheet } from "./sheet.ts";
import { ask, found, unknownThatDay } from "./sheet.ts";

/** Looks at the dates asked for: the longest permit, the passport, the insurance, the sponsor's permit, the programme. */
export function lookAtStay(sheet: Sheet): { latestEnd: Temporal.PlainDate; ground: string } | null {
  const { facts, permitType } = sheet;
  const { requestedFrom, requestedUntil } = facts;
  const indefinite = permitType === "long-term";
  if (!indefinite) {
    if (requestedFrom === undefined) ask(sheet, "requestedFrom");
    if (requestedUntil === undefined) ask(sheet, "requestedUntil");
  }
  if (requestedFrom && requestedUntil && isBefore(requestedUntil, requestedFrom) && !mayHaveNoEnd(sheet)) found(sheet, "dates-reversed");
  const follows = followsOn(sheet);
  // Before an entry that lies ahead nobody applies: that is said at the door.
  const came = facts.kind === "first" && facts.entry?.date && !isBefore(sheet.on, facts.entry.date) ? facts.entry.date : undefined;
  if (requestedFrom && follows && !follows.some((day) => day.equals(requestedFrom))) found(sheet, "begins-on-another-day", { date: follows[0]! });
  else if (requestedFrom && came && isBefore(requestedFrom, came)) found(sheet, "begins-before-entry", { date: came });
  if (requestedUntil && isBefore(requestedUntil, sheet.on) && !mayHaveNoEnd(sheet)) found(sheet, "ends-in-the-past");
  const start = requestedFrom ?? follows?.[0] ?? sheet.on;
  passport(sheet, start, indefinite);
  insurance(sheet);
  if (indefinite) return null;
  longest(sheet, start);
  if (permitType === "family") sponsorsPermit(sheet);
  if (permitType === "student") programme(sheet);
  if (requestedUntil !== undefined) {
    for (const cap of sheet.caps) {
      if (cap.certain && isAfter(requestedUntil, cap.until)) found(sheet, cap.code, { ...cap.values, latest: cap.until }, cap.article);
    }
  }
  let least: Sheet["caps"][number] | null = null;
  for (const cap of sheet.caps) if (least === null || isBefore(cap.until, least.until)) least = cap;
  return least === null ? null : { latestEnd: least.until, ground: least.article ?? findingRules[least.code].article };
}

/**
 * The days on which an extension may begin: the last of the present permit (Law 6458 art. 24), or the day after, which leaves no gap either.
 * What begins after a late application an officer says.
 */
function followsOn({ facts, late }: Sheet): Temporal.PlainDate[] | null {
  const ends = facts.presentPermit?.validUntil;
  return facts.kind === "extension" && ends && !late ? [ends, plusDays(ends, 1)] : null;
}

function longest(sheet: Sheet, start: Temporal.PlainDate): void {
  const { facts, permitType, rules } = sheet;
  if (permitType === undefined) return;
  const level = permitType === "student" ? facts.student?.level : undefined;
  const rule =
    permitType === "short-term" ? facts.purpose && rules.purposes.get(facts.purpose)
    : permitType === "student" ? level && rules.levels.get(level)
    : rules.permitTypes.get(permitType);
  if (rule === undefined || rule.months === null) return;
  const firstDays = rules.permitTypes.get(permitType)?.firstDays;
  if (firstDays !== undefined && facts.kind === "first") {
    // Opened by the office, which sets the days: they are told, and refuse nobody.
    sheet.caps.push({ until: plusDays(start, firstDays - 1), code: "longer-than-maximum", values: {}, article: rule.source, certain: false });
    return;
  }
  const until = lastDayOfMonths(start, rule.months);
  sheet.caps.push({ until, code: "longer-than-maximum", values: { months: rule.months }, article: rule.source, certain: facts.requestedFrom !== undefined });
}

function passport(sheet: Sheet, start: Temporal.PlainDate, indefinite: boolean): void {
  const valid = sheet.facts.passportValidUntil;
  if (valid === undefined) {
    ask(sheet, "passportValidUntil");
    return;
  }
  const days = sheet.rules.terms.passportExtra?.value ?? 0;
  const until = plusDays(valid, -days);
  const mayBeIndefinite = mayHaveNoEnd(sheet);
  // A passport that ends before any permit could begin is said so, whatever end is asked for.
  const begins = mayBeIndefinite || sheet.facts.requestedFrom === undefined || isBefore(start, sheet.on) ? sheet.on : start;
  if (isBefore(until, begins)) {
    found(sheet, "passport-too-short-for-any", { valid, days });
  } else if (!indefinite) sheet.caps.push({ until, code: "passport-too-short", values: { valid, days }, certain: !mayBeIndefinite });
}

/** A transfer whose type is not known may be to the permit that begins with the decision and has no end. */
function mayHaveNoEnd(sheet: Sheet): boolean {
  return sheet.permitType === "long-term" || (sheet.permitType === undefined && sheet.facts.kind === "transfer");
}

function insurance(sheet: Sheet): void {
  const { facts, on, permitType, rules } = sheet;
  if (facts.birthDate === undefined) {
    ask(sheet, "birthDate");
    return;
  }
  const ages = rules.insuranceAges;
  if (ages !== null && isExemptAge(ageOn(facts.birthDate, on), ages)) {
    found(sheet, "insurance-exempt", { under: ages.under, over: ages.over });
    return;
  }
  const { kind, until } = facts.insurance ?? {};
  if (kind === "private") {
    const { value, source } = rules.insuranceMinimum;
    const lira = (amount: number) => ({ amount, currency: "TRY" as const });
    found(sheet, "insurance-minimum", { outPatient: lira(value.outPatient), inPatient: lira(value.inPatientElsewhere), annex: lira(value.annex) }, source);
  }
  if (kind === undefined) ask(sheet, "insurance.kind");
  // The public schemes run on while the contribution is paid; only a policy or a treaty paper has an end.
  else if (until === undefined && kind !== "gss" && kind !== "sgk") ask(sheet, "insurance.until");
  if (until !== undefined && permitType !== "long-term") sheet.caps.push({ until, code: "insurance-too-short", values: {}, certain: !mayHaveNoEnd(sheet) });
}

function sponsorsPermit(sheet: Sheet): void {
  const { kind, permitValidUntil, permitWithoutEnd } = sheet.facts.sponsor ?? {};
  if (kind === undefined || permitWithoutEnd === true || sheet.rules.sponsors.get(kind)?.holdsPermit !== true) return;
  if (permitValidUntil === undefined) {
    ask(sheet, "sponsor.permitValidUntil");
    return;
  }
  if (isBefore(permitValidUntil, sheet.on)) found(sheet, "sponsor-permit-ended", { ended: permitValidUntil });
  else sheet.caps.push({ until: permitValidUntil, code: "sponsor-permit-too-short", values: {}, certain: true });
}

function programme(sheet: Sheet): void {
  const { level, programmeUntil } = sheet.facts.student ?? {};
  if (level === undefined) ask(sheet, "student.level");
  else if (!sheet.rules.levels.has(level)) unknownThatDay(sheet, "level-not-in-force", "levels", level);
  if (programmeUntil === undefined) ask(sheet, "student.programmeUntil");
  else sheet.caps.push({ until: programmeUntil, code: "programme-too-short", values: {}, certain: true });
}
