import { daysOfStay, earliest, isAfter, isBefore, plusDays, plusMonths } from "../rules/calendar.ts";
import { extensionWindow } from "../rules/deadlines.ts";
import { transferRule } from "../rules/in-force.ts";
import { hasNoEnd, type Purpose } from "../rules/permit-types.ts";
import type { FindingCode } from "./findings.ts";
import { findingRules } from "./findings.ts";
import type { Sheet } from "./sheet.ts";
import { ask, found, unknownThatDay } from "./sheet.ts";

/** The days on which the door is open. `opens` null: since before anything is known; `closes` null: not known to close. */
export type Window = { opens: Temporal.PlainDate | null; closes: Temporal.PlainDate | null; ground: string };

/** Looks whether the door is the right one and open on the day; returns its days, or null when the facts do not give them. */
export function lookAtDoor(sheet: Sheet): Window | null {
  rightDoor(sheet);
  const { kind } = sheet.facts;
  return kind === "first" ? firstDoor(sheet) : kind === "extension" ? extensionDoor(sheet) : transferDoor(sheet);
}

function rightDoor(sheet: Sheet): void {
  const { facts, permitType, on, rules } = sheet;
  const { kind, purpose, refusedOn } = facts;
  if (facts.nationality === "TUR") found(sheet, "turkish-citizen");
  if (facts.nationality?.startsWith("XX")) found(sheet, "may-need-no-permit");
  if (permitType !== undefined) {
    const rule = rules.permitTypes.get(permitType);
    if (rule === undefined) unknownThatDay(sheet, "type-not-in-force", "permitTypes", permitType);
    else if (!rule.personMayFile) found(sheet, "office-opens-only", {}, rule.source);
    // Who holds one is told that it has no end: the same in better words.
    else if (!rule.kinds.includes(kind) && !hasNoEnd(facts.presentPermit?.permitType)) found(sheet, "type-not-at-this-door");
  } else ask(sheet, "permitType");
  if (permitType === "short-term") {
    if (purpose === undefined) ask(sheet, "purpose");
    else if (!rules.purposes.has(purpose)) unknownThatDay(sheet, "purpose-not-in-force", "purposes", purpose);
    if (purpose === "from-family" && kind === "first") found(sheet, "family-change-not-first");
    if (purpose === "graduate" && kind === "extension") found(sheet, "graduate-no-extension");
  }
  const bar = rules.terms.barAfterRefusal;
  if (refusedOn !== undefined && bar !== null) {
    const until = plusMonths(refusedOn, bar.value);
    if (isBefore(on, until)) found(sheet, "refused-recently", { refused: refusedOn, until });
  }
}

/** What is said of an open door, by what would be said of it when closed. */
const openCodes: Partial<Record<FindingCode, FindingCode>> = {
  "entry-stay-ended": "first-open", "conditional-entry-over": "conditional-open", "newborn-too-late": "newborn-open", "permit-ended": "extension-open",
  "reason-ended-long-ago": "reason-ended",
};

/** Closes a window: past its last day the door is closed, unless the office takes late applications for some days (by default none). */
function close(sheet: Sheet, closes: Temporal.PlainDate, code: FindingCode, values: Record<string, Temporal.PlainDate | number>): void {
  if (!isAfter(sheet.on, closes)) {
    found(sheet, openCodes[code] ?? "transfer-open", { ...values, until: closes });
    return;
  }
  const grace = sheet.rules.lateGraceDays.value;
  if (grace > 0 && !isAfter(sheet.on, plusDays(closes, grace))) {
    sheet.late = true;
    found(sheet, "late", { ended: closes, until: plusDays(closes, grace) });
    return;
  }
  found(sheet, code, values);
}

function firstDoor(sheet: Sheet): Window | null {
  const { facts, on, rules } = sheet;
  const { entry, presentPermit } = facts;
  const { visaFree, conditionalEntry } = rules.terms;
  if (hasNoEnd(presentPermit?.permitType)) found(sheet, "permit-has-no-end");
  else if (presentPermit?.validUntil !== undefined && !isBefore(presentPermit.validUntil, on)) {
    found(sheet, "holds-permit", { until: presentPermit.validUntil });
  }
  if (entry === undefined) {
    if (facts.bornInTurkiye === true) return newbornDoor(sheet);
    ask(sheet, "entry.basis");
    ask(sheet, "entry.stayEnds");
    return null;
  }
  if (entry.date !== undefined && isAfter(entry.date, on)) found(sheet, "not-yet-entered", { date: entry.date });
  if (entry.basis === undefined) ask(sheet, "entry.basis");
  if (entry.date !== undefined && entry.stayEnds !== undefined && visaFree !== null && daysOfStay(entry.date, entry.stayEnds) > visaFree.value) {
    found(sheet, "stay-over-ninety-days", { days: visaFree.value });
  }
  const conditional = entry.basis === "conditional" && conditionalEntry !== null;
  const tenDays = conditional && entry.date ? plusDays(entry.date, conditionalEntry.value) : undefined;
  if (conditional ? entry.date === undefined : entry.stayEnds === undefined) ask(sheet, conditional ? "entry.date" : "entry.stayEnds");
  const closes = earliest(tenDays, entry.stayEnds);
  if (closes === null) return null;
  const code = tenDays !== undefined && closes === tenDays ? "conditional-entry-over" : "entry-stay-ended";
  close(sheet, closes, code, { ended: closes, days: conditionalEntry?.value ?? 0 });
  return { opens: entry.date ?? null, closes, ground: findingRules[code].article };
}

function newbornDoor(sheet: Sheet): Window | null {
  const born = sheet.facts.birthDate;
  if (born === undefined) {
    ask(sheet, "birthDate");
    return null;
  }
  const term = sheet.rules.terms.newborn;
  if (term === null) return { opens: born, closes: null, ground: findingRules["newborn-too-late"].article };
  const closes = plusDays(born, term.value);
  close(sheet, closes, "newborn-too-late", { ended: closes, days: term.value });
  return { opens: born, closes, ground: findingRules["newborn-too-late"].article };
}

function extensionDoor(sheet: Sheet): Window | null {
  const { facts, on, permitType, rules } = sheet;
  const present = facts.presentPermit;
  const endless = hasNoEnd(present?.permitType);
  comparePermits(sheet);
  if (endless) found(sheet, "permit-has-no-end");
  else if (present?.permitType !== undefined && permitType !== undefined) {
    const otherPurpose = permitType === "short-term" && present.purpose !== undefined && facts.purpose !== undefined && present.purpose !== facts.purpose;
    if (present.permitType !== permitType || otherPurpose) found(sheet, "another-permit-is-transfer");
  }
  if (present?.validUntil === undefined) {
    if (!endless) ask(sheet, "presentPermit.validUntil");
    return null;
  }
  const { opens, closes } = extensionWindow(present.validUntil, rules.terms);
  if (opens !== null && isBefore(on, opens)) found(sheet, "extension-too-early", { opens, until: closes, days: rules.terms.extensionWindow!.value });
  else close(sheet, closes, "permit-ended", { ended: closes });
  return { opens, closes, ground: findingRules["permit-ended"].article };
}

function transferDoor(sheet: Sheet): Window | null {
  const { facts, permitType, rules } = sheet;
  const present = facts.presentPermit;
  comparePermits(sheet);
  if (present?.permitType !== undefined && permitType !== undefined) {
    const rule = transferRule(present.permitType, permitType, rules);
    if (rule?.rule === "never") found(sheet, "transfer-never", {}, rule.source);
    if (rule?.rule === "not-needed") found(sheet, "transfer-not-needed", {}, rule.source);
    if (rule?.rule === "officer-decides") found(sheet, "transfer-officer", {}, rule.source);
    const same = permitType === "short-term" && present.permitType === "short-term" && facts.purpose !== undefined && facts.purpose === present.purpose;
    const mayHaveMoved = present.province !== undefined && present.province !== facts.province;
    if (same && !mayHaveMoved) found(sheet, "same-permit-is-extension");
  }
  if (present?.validUntil === undefined && hasNoEnd(present?.permitType)) {
    // Whatever is asked for instead, so it is said before that is told.
    if (permitType === undefined) found(sheet, "transfer-not-needed");
    return { opens: present?.heldSince ?? null, closes: null, ground: findingRules["transfer-not-needed"].article };
  }
  if (present?.validUntil === undefined) {
    ask(sheet, "presentPermit.validUntil");
    return null;
  }
  const reason = present.reasonEndedOn;
  const term = rules.terms.reasonEnded;
  const tenDays = reason && term ? plusDays(reason, term.value) : undefined;
  const closes = earliest(present.validUntil, tenDays) ?? present.validUntil;
  const code = reason !== undefined && closes === tenDays ? "reason-ended-long-ago" : "transfer-permit-ended";
  close(sheet, closes, code, { reason: reason ?? closes, ended: closes, days: term?.value ?? 0 });
  return { opens: present.heldSince ?? null, closes, ground: findingRules[code].article };
}

/** Whether the permit held is of another province than that of the address. */
export function isMove(sheet: Sheet): boolean {
  const { province, presentPermit } = sheet.facts;
  return province !== undefined && presentPermit?.province !== undefined && presentPermit.province !== province;
}

/** What extension and transfer both need to know of the present permit. */
function comparePermits(sheet: Sheet): void {
  const { facts, permitType } = sheet;
  const present = facts.presentPermit;
  if (present?.permitType === undefined) ask(sheet, "presentPermit.permitType");
  else if (present.permitType === "short-term" && permitType === "short-term" && present.purpose === undefined) ask(sheet, "presentPermit.purpose");
  const move = sheet.rules.terms.moveOfProvince;
  if (move !== null && isMove(sheet)) found(sheet, "moved-province", { days: move.value });
}

/** The window of a graduate is also six months long from graduation. */
export function graduateWindow(sheet: Sheet, window: Window | null): Window | null {
  const { facts, on } = sheet;
  const asksAsGraduate = sheet.permitType === "short-term" && facts.purpose === ("graduate" satisfies Purpose);
  if (!asksAsGraduate || facts.kind === "extension") return window;
  const graduated = facts.graduatedOn;
  if (graduated === undefined) {
    ask(sheet, "graduatedOn");
    return window;
  }
  const term = sheet.rules.terms.afterGraduation;
  const closes = term && plusMonths(graduated, term.value);
  if (isAfter(graduated, on)) found(sheet, "not-yet-graduated", { date: graduated });
  else if (closes !== null && isAfter(on, closes)) found(sheet, "graduate-too-late", { graduated, ended: closes });
  if (window === null) return null;
  const opens = window.opens !== null && isAfter(window.opens, graduated) ? window.opens : graduated;
  return { opens, closes: earliest(window.closes, closes), ground: findingRules["graduate-too-late"].article };
}
