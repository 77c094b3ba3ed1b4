import type { Language } from "../platform/i18n.ts";
import type { Money } from "../platform/money.ts";
import type { Key } from "../platform/keys.ts";
import { ordinal } from "../rules/calendar.ts";
import type { FactName } from "./questions.ts";

export type Severity = "block" | "warn" | "note";

/**
 * What a finding does to the answer: it closes the door, asks to come later, refuses, or hands the question to an officer.
 * Notes and plain warnings do nothing to it.
 */
type Effect = "closed" | "not-yet" | "not-allowed" | "officer-decides" | null;
type Rule = { severity: Severity; effect: Effect; field: FactName | null; article: string };

const law = (article: string) => `Law 6458 art. ${article}`;
const practice = "practice of the directorates";
const block = (effect: Exclude<Effect, null>, field: FactName, article: string): Rule => ({ severity: "block", effect, field, article });
const warn = (effect: "officer-decides" | null, field: FactName | null, article: string): Rule => ({ severity: "warn", effect, field, article });
const note = (field: FactName | null, article: string): Rule => ({ severity: "note", effect: null, field, article });

/** Every finding there is. What rests on a low confidence is never a block. */
export const findingRules = {
  "entry-stay-ended": block("closed", "entry.stayEnds", law("19")),
  "conditional-entry-over": block("closed", "entry.date", practice),
  "newborn-too-late": block("closed", "birthDate", practice),
  "first-open": note("entry.stayEnds", law("19")),
  "conditional-open": note("entry.date", practice),
  "newborn-open": note("birthDate", practice),
  "extension-open": note("presentPermit.validUntil", law("24")),
  "transfer-open": note("presentPermit.validUntil", law("29")),
  "stay-over-ninety-days": warn(null, "entry.stayEnds", law("11")),
  "may-need-no-permit": note("nationality", law("20")),
  "not-yet-entered": block("not-yet", "entry.date", law("21")),
  "holds-permit": block("not-allowed", "presentPermit.validUntil", law("24")),
  "permit-has-no-end": block("not-allowed", "presentPermit.permitType", law("42")),
  "extension-too-early": block("not-yet", "presentPermit.validUntil", law("24")),
  "permit-ended": block("closed", "presentPermit.validUntil", law("24")),
  "transfer-permit-ended": block("closed", "presentPermit.validUntil", law("29")),
  "reason-ended-long-ago": block("closed", "presentPermit.reasonEndedOn", "Regulation on Law 6458"),
  "reason-ended": note("presentPermit.reasonEndedOn", "Regulation on Law 6458"),
  late: warn("officer-decides", null, "Fees Law 492"),
  "another-permit-is-transfer": block("not-allowed", "permitType", law("29")),
  "same-permit-is-extension": block("not-allowed", "purpose", law("24")),
  "refused-recently": block("not-allowed", "refusedOn", practice),
  "turkish-citizen": block("not-allowed", "nationality", law("3")),
  "office-opens-only": block("not-allowed", "permitType", law("46")),
  "type-not-in-force": block("not-allowed", "permitType", law("30")),
  "purpose-not-in-force": block("not-allowed", "purpose", law("31")),
  "level-not-in-force": block("not-allowed", "student.level", law("38")),
  "sponsor-not-in-force": block("not-allowed", "sponsor.kind", law("34")),
  "type-not-at-this-door": block("not-allowed", "permitType", law("42")),
  "family-change-not-first": block("not-allowed", "purpose", law("31(1)(ğ)")),
  "graduate-no-extension": block("not-allowed", "purpose", law("31(1)(i)")),
  "moved-province": note("province", "Regulation on Law 6458"),

  "dates-reversed": block("not-allowed", "requestedUntil", law("21")),
  "ends-in-the-past": block("not-allowed", "requestedUntil", law("21")),
  "begins-before-entry": block("not-allowed", "requestedFrom", law("21")),
  "begins-on-another-day": block("not-allowed", "requestedFrom", law("24")),
  "longer-than-maximum": block("not-allowed", "requestedUntil", law("31")),
  "passport-too-short": block("not-allowed", "passportValidUntil", law("21")),
  "passport-too-short-for-any": block("not-allowed", "passportValidUntil", law("21")),
  "insurance-too-short": block("not-allowed", "insurance.until", practice),
  "insurance-exempt": note("insurance.kind", practice),
  "insurance-minimum": note("insurance.kind", "Insurance circular 2024/34"),
  "sponsor-permit-too-short": block("not-allowed", "sponsor.permitValidUntil", law("34")),
  "programme-too-short": block("not-allowed", "student.programmeUntil", law("39")),

  "tourism-over-a-year": warn(null, "requestedUntil", practice),
  "tourism-extension": warn(null, "purpose", practice),
  "property-value": note("purpose", law("31(1)(b)")),
  "trnc-only": block("not-allowed", "nationality", law("31(1)(k)")),
  "graduate-too-late": block("closed", "graduatedOn", law("31(1)(i)")),
  "not-yet-graduated": block("not-yet", "graduatedOn", law("31(1)(i)")),
  "graduate-once": block("not-allowed", "permitHistory", law("31(1)(i)")),
  "course-twice": block("not-allowed", "permitHistory", law("31(1)(h)")),
  "from-family-needs-family": block("not-allowed", "presentPermit.permitType", law("31(1)(ğ)")),
  "from-family-three-years": warn("officer-decides", "presentPermit.heldSince", law("34")),

  "spouse-under-18": block("not-allowed", "birthDate", law("35")),
  "child-of-age": block("not-allowed", "sponsor.relation", law("34")),
  "sponsor-income-low": block("not-allowed", "sponsor.monthlyIncome", law("35")),
  "sponsor-one-year": block("not-allowed", "sponsor.onPermitSince", law("35")),
  "sponsor-permit-ended": block("not-allowed", "sponsor.permitValidUntil", law("34")),
  "minor-consent": warn(null, "representative", practice),

  "transfer-never": block("not-allowed", "permitType", law("42")),
  "transfer-not-needed": warn("officer-decides", "presentPermit.permitType", law("42")),
  "transfer-officer": warn("officer-decides", "presentPermit.permitType", "Regulation on Law 6458 art. 29"),
  "eight-years-missing": block("not-allowed", "permitHistory", law("42")),
  "closed-area": warn("officer-decides", "district", "announcement of the Presidency of Migration Management"),
  "closed-area-exception": note("district", "announcement of the Presidency of Migration Management"),

  unconfirmed: warn(null, null, practice),
  "fee-group-unsure": note("nationality", "Fees Law 492 art. 88 and the yearly list of amounts"),
  "demonstration-rate": note(null, "demonstration"),
  "permit-fee-exempt": note(null, "Fees Law 492 art. 88"),
  "single-entry-may": warn(null, "entry.basis", "Fees Law 492 tariff 6"),
  "single-entry-exempt": note("nationality", practice),
} as const satisfies Record<string, Rule>;

export type FindingCode = keyof typeof findingRules;
export const findingCodes = Object.keys(findingRules) as FindingCode[];

/** A value of a finding's sentence, formatted only when the language is known; `text` is the key of a text. */
/** `decimal`: a number with its places kept, as a rate is. */
export type FindingValue = number | string | Temporal.PlainDate | Money | { text: Key } | { decimal: string };
export type Finding = {
  code: FindingCode; severity: Severity; effect: Effect; article: string; edition: string; values: Record<string, FindingValue>; field?: FactName;
};

/** Makes a finding of its code; `article` where the case stands on another one than the rule usually does. */
export function finding(code: FindingCode, edition: string, values: Record<string, FindingValue>, article?: string): Finding {
  const rule: Rule = findingRules[code];
  const made: Finding = { code, severity: rule.severity, effect: rule.effect, article: article ?? rule.article, edition, values };
  if (rule.field !== null) made.field = rule.field;
  return made;
}

/**
 * The sentence of a finding in a language: the rule in plain words, and what to do. An officer reads what it means to who examines the case;
 * what stands in the way of an application has no such words, for a case seldom has one, and says the same to both.
 */
export function findingText(l: Language, { code, values }: Pick<Finding, "code" | "values">, reader: "person" | "officer" = "person"): string {
  const ofOfficers = reader === "officer" && findingRules[code].severity !== "block";
  const pieces = piecesOf(l, (ofOfficers ? `case.rule-${code}` : `eligibility.${code}`) as Key, values);
  let text = pieces[0]!;
  for (let place = 1; place < pieces.length; place += 2) text += `${written(l, values[pieces[place]!]!)}${pieces[place + 1]}`;
  return text;
}

const pieces = new WeakMap<Language, Map<string, string[]>>();
const mostPieces = 5_000;

/**
 * A sentence taken apart: words, the name of a value, words... Only numbers bend it, so it is formatted once for each set of numbers, with
 * marks where the other values stand: formatting took 9 µs a sentence, and an answer has five.
 */
function piecesOf(l: Language, sentence: Key, values: Finding["values"]): string[] {
  let known = pieces.get(l);
  if (known === undefined || known.size > mostPieces) pieces.set(l, (known = new Map()));
  let key: string = sentence;
  for (const name in values) if (typeof values[name] === "number") key += `/${name}=${values[name]}`;
  const found = known.get(key);
  if (found) return found;
  const marked: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(values)) marked[name] = typeof value === "number" ? value : `\u0000${name}\u0000`;
  const made = l.t(sentence, marked).split("\u0000");
  known.set(key, made);
  return made;
}

const writtenDays = new WeakMap<Language, Map<number, string>>();
const mostDays = 20_000;

/** A day in words; the same few years of days stand in all sentences. */
function dayOf(l: Language, date: Temporal.PlainDate): string {
  let known = writtenDays.get(l);
  if (known === undefined || known.size > mostDays) writtenDays.set(l, (known = new Map()));
  const key = ordinal(date);
  let text = known.get(key);
  if (text === undefined) known.set(key, (text = l.day(date)));
  return text;
}

function written(l: Language, value: FindingValue): string | number {
  if (typeof value === "number" || typeof value === "string") return value;
  if (value instanceof Temporal.PlainDate) return dayOf(l, value);
  if ("decimal" in value) return l.decimal(value.decimal);
  return "text" in value ? l.t(value.text) : moneyOf(l, value);
}

const writtenMoney = new WeakMap<Language, Map<string, string>>();
const mostMoney = 5_000;

/** An amount in words; most are of the law, and the same in all answers. */
function moneyOf(l: Language, { amount, currency }: Money): string {
  let known = writtenMoney.get(l);
  if (known === undefined || known.size > mostMoney) writtenMoney.set(l, (known = new Map()));
  const key = `${currency}${amount}`;
  let text = known.get(key);
  if (text === undefined) known.set(key, (text = l.money(amount, currency)));
  return text;
}
