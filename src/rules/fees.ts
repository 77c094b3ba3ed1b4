import { convert } from "../platform/money.ts";
import type { Currency } from "../platform/money.ts";
import { daysOfStay, isBefore, monthsOfStay } from "./calendar.ts";
import type { Confidence } from "./dated.ts";
import type { InForce } from "./dated.ts";
import { rateOn } from "./exchange-rates.ts";
import type { ExemptionCode, FeeGroup, Members } from "./fee-tariffs.ts";
import { rulesOn } from "./in-force.ts";
import type { Kind, Level, PermitType, Purpose } from "./permit-types.ts";
import type { Tables } from "./tables.ts";
import { law } from "./tables.ts";

export type FeeCode = "card" | "permit" | "single-entry";
export const feeCodes: readonly FeeCode[] = ["card", "permit", "single-entry"];

/**
 * One legal fee in minor units. `amountTry` is null when no rate is known. `certain` is false where the amount rests on an
 * unconfirmed value, a list on which sources disagree, or a demonstration rate.
 */
export type FeeLine = {
  code: FeeCode; amount: number; currency: Currency; amountTry: number | null; ground: string; certain: boolean;
  months?: number; rate?: string; doubled?: true;
};

/** What the fees depend on. What is absent is not known: a line that cannot be computed is left out. */
export type FeeQuestion = {
  on: Temporal.PlainDate;
  kind: Kind;
  permitType?: PermitType | undefined;
  purpose?: Purpose | undefined;
  level?: Level | undefined;
  nationality?: string | undefined;
  from?: Temporal.PlainDate | undefined;
  until?: Temporal.PlainDate | undefined;
  visaFeePaid?: boolean | undefined;
  entryBasis?: "visa" | "exemption" | "conditional" | undefined;
  late?: boolean | undefined;
  /** The person moved to another province with a permit that still runs: what was paid for its rest is not charged again, so the office reckons. */
  moved?: boolean | undefined;
  /** A decimal string; absent: the rate of the tables; null: none. */
  exchangeRate?: string | null | undefined;
};

/** Why no permit fee falls due: a text of the reference file and its ground. */
export type Exemption = { code: ExemptionCode | "nationality"; ground: string; confidence: Confidence };

/** The legal fees of an application: the card always, the permit fee and the single-entry fee where they fall due. */
export function feesFor(question: FeeQuestion, tables: Tables = law()): FeeLine[] {
  const card = rulesOn(question.on, tables).cardPrice;
  const lines: FeeLine[] = [
    { code: "card", amount: card.value, currency: "TRY", amountTry: card.value, ground: card.source, certain: card.confirmed },
  ];
  const permit = permitFee(question, tables);
  if (permit) lines.push(permit);
  const entry = singleEntryLine(question, tables);
  if (entry) lines.push(entry);
  return lines;
}

type GroupOf = { group: FeeGroup; confidence: Confidence; source: string };

/** The group by whose tariff a national pays, and how sure that is. */
export function feeGroup(nationality: string, on: Temporal.PlainDate, tables: Tables = law()): GroupOf {
  const listed = rulesOn(on, tables).feeGroups;
  const { named, others } = groupsOf.get(listed) ?? indexGroups(listed);
  return named.get(nationality) ?? others;
}

/** A list of groups by the nationals it names: three parts of an answer ask for the group. */
const groupsOf = new WeakMap<object, { named: Map<string, GroupOf>; others: GroupOf }>();

function indexGroups(listed: InForce<readonly Members[]>) {
  const { value, source } = listed;
  const named = new Map<string, GroupOf>();
  for (const { group, nationalities, confidence } of value) for (const code of nationalities) if (!named.has(code)) named.set(code, { group, confidence, source });
  const made = { named, others: { group: "main", confidence: "medium", source } satisfies GroupOf };
  groupsOf.set(listed, made);
  return made;
}

/** The reason why no permit fee falls due, or null when one does. undefined when the facts do not tell yet. */
export function exemptionOf(question: Pick<FeeQuestion, "on" | "permitType" | "purpose" | "level" | "nationality">, tables: Tables = law()): Exemption | null | undefined {
  const { permitType, purpose, level, nationality, on } = question;
  const rules = rulesOn(on, tables);
  let code: ExemptionCode | null = null;
  if (permitType === "long-term" || permitType === "trafficking-victim") code = permitType;
  else if (purpose === "trnc" && (permitType === undefined || permitType === "short-term")) code = "trnc";
  else if (permitType === "student" && level !== undefined && rules.levels.get(level)?.permitFee === false) code = "student";
  const exempt = code === null ? undefined : rules.feeExemptions.get(code);
  if (exempt !== undefined) return exempt;
  if (nationality !== undefined) {
    const { group, confidence, source } = feeGroup(nationality, on, tables);
    if (group === "exempt") return { code: "nationality", ground: source, confidence };
  }
  if (permitType === undefined || nationality === undefined) return undefined;
  if (permitType === "student" && level === undefined) return undefined;
  return null;
}

/** The permit fee before any doubling, in the currency of the group; null for the exempt group. Months as calendar months. */
export function permitTariff(group: FeeGroup, from: Temporal.PlainDate, until: Temporal.PlainDate, on: Temporal.PlainDate, tables: Tables = law()) {
  if (group === "exempt") return null;
  const months = monthsOfStay(from, until);
  if (group === "lira") {
    const { value, source, confirmed } = rulesOn(on, tables).liraTariff;
    // Beyond a month the maximum of the first is charged; the text sets it so for the days, practice reads it so for the months.
    const first = months > 1 ? value.maximum : Math.min(Math.max(daysOfStay(from, until) * value.perDay, value.minimum), value.maximum);
    return { amount: first + value.furtherMonth * (months - 1), currency: "TRY" as const, months, source, confirmed };
  }
  const { value, source, confirmed } = rulesOn(on, tables).dollarTariffs;
  const tariff = value[group];
  return { amount: tariff.firstMonth + tariff.furtherMonth * (months - 1), currency: "USD" as const, months, source, confirmed };
}

function permitFee(question: FeeQuestion, tables: Tables): FeeLine | null {
  const { nationality, from, until, on } = question;
  if (exemptionOf(question, tables) !== null) return null;
  if (nationality === undefined || from === undefined || until === undefined || isBefore(until, from)) return null;
  const { group, confidence } = feeGroup(nationality, on, tables);
  const tariff = permitTariff(group, from, until, on, tables);
  if (tariff === null) return null;
  const amount = question.late === true ? tariff.amount * 2 : tariff.amount;
  const line = { code: "permit" as const, amount, ground: tariff.source, months: tariff.months, ...(question.late === true ? { doubled: true as const } : {}) };
  const certain = tariff.confirmed && confidence !== "low" && question.moved !== true;
  if (tariff.currency === "TRY") return { ...line, currency: "TRY", amountTry: amount, certain };
  const given = question.exchangeRate;
  const known = given === undefined ? rateOn(on, tables.exchangeRates) : null;
  const rate = given ?? known?.rate ?? null;
  const sure = certain && (known === null || (known.confirmed && known.source !== "demonstration"));
  if (rate === null) return { ...line, currency: "USD", amountTry: null, certain };
  return { ...line, currency: "USD", amountTry: convert(amount, rate), rate, certain: sure };
}

/** Whether the single-entry fee can fall due at all: first applications for most purposes, and for family. */
export function singleEntryApplies(question: Pick<FeeQuestion, "on" | "kind" | "permitType" | "purpose">, tables: Tables = law()): boolean {
  if (question.kind !== "first") return false;
  if (question.permitType === "family") return true;
  return question.permitType === "short-term" && question.purpose !== undefined && rulesOn(question.on, tables).purposes.get(question.purpose)?.singleEntry === true;
}

/** Whether a national was exempt from the single-entry fee in the last list known. */
export function isSingleEntryExempt(nationality: string, on: Temporal.PlainDate, tables: Tables = law()): boolean {
  return rulesOn(on, tables).singleEntryExempt.value.includes(nationality);
}

/** The single-entry fee, or null when none falls due or too little is known. */
export function singleEntryLine(question: FeeQuestion, tables: Tables = law()): FeeLine | null {
  const { nationality, entryBasis, visaFeePaid, on } = question;
  if (!singleEntryApplies(question, tables) || entryBasis === undefined || nationality === undefined) return null;
  // Who came without a visa has paid none, unless they say so; who came with one is asked.
  const unpaid = visaFeePaid === false || (visaFeePaid === undefined && entryBasis !== "visa");
  if (!unpaid || isSingleEntryExempt(nationality, on, tables)) return null;
  const { value, source } = rulesOn(on, tables).singleEntryFee;
  // Certain only at the counter: directorates look at the entry stamp and at the list of exempt nationals of the day.
  return { code: "single-entry", amount: value, currency: "TRY", amountTry: value, ground: source, certain: false };
}
