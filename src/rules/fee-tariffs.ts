import { type Confidence, type Dated, type Ground, sinceLaw, sinceUnknown } from "./dated.ts";

/** Amounts in kuruş. The tariff in lira applies to nationals of states for which the yearly list names no dollar amount. */
export type LiraTariff = { perDay: number; minimum: number; maximum: number; furtherMonth: number };

/** Amounts in US cents for the first month and for each further one. */
export type DollarTariff = { firstMonth: number; furtherMonth: number };

export type FeeGroup = "main" | "a" | "b" | "c" | "d" | "lira" | "exempt";
export type Members = { group: FeeGroup; nationalities: readonly string[]; confidence: Confidence };

/** The price of the card (Law 210, valuable papers): nobody is exempt. */
export const cardPrice: readonly Dated<number>[] = [
  { from: "2025-01-01", until: "2025-12-31", value: 81_000, source: "Valuable Papers Law 210", confidence: "high" },
  { from: "2026-01-01", until: "2026-12-31", value: 96_400, source: "Valuable Papers Law 210", confidence: "high" },
];

export const liraTariff: readonly Dated<LiraTariff>[] = [
  {
    from: "2025-01-01", until: "2025-12-31", source: "Fees Law 492 tariff 6", confidence: "medium",
    value: { perDay: 29_270, minimum: 54_960, maximum: 282_470, furtherMonth: 187_670 },
  },
  {
    from: "2026-01-01", until: "2026-12-31", source: "Fees Law 492 tariff 6", confidence: "high",
    value: { perDay: 34_810, minimum: 65_370, maximum: 335_990, furtherMonth: 223_230 },
  },
];

/** The fee for a single-entry visa, in kuruş. */
export const singleEntryFee: readonly Dated<number>[] = [
  { from: "2025-01-01", until: "2025-12-31", value: 788_270, source: "Fees Law 492 tariff 6", confidence: "high" },
  { from: "2026-01-01", until: "2026-12-31", value: 937_640, source: "Fees Law 492 tariff 6", confidence: "high" },
];

/** The dollar amounts of the groups; they are set by reciprocity and have not changed between the two years known. */
export const dollarTariffs: readonly Dated<Record<Exclude<FeeGroup, "lira" | "exempt">, DollarTariff>>[] = [
  {
    from: "2025-01-01", until: "2026-12-31", source: "Fees Law 492 art. 88 and the yearly list of amounts", confidence: "medium",
    value: {
      main: { firstMonth: 2_500, furtherMonth: 500 },
      a: { firstMonth: 1_400, furtherMonth: 350 },
      b: { firstMonth: 900, furtherMonth: 250 },
      c: { firstMonth: 700, furtherMonth: 150 },
      d: { firstMonth: 500, furtherMonth: 50 },
    },
  },
];

/** Which nationals pay by which tariff; who is not listed pays by the main one. Lists disagree on groups a to d. */
export const feeGroups: readonly Dated<readonly Members[]>[] = [
  {
    from: "2025-01-01", until: "2026-12-31", source: "Fees Law 492 art. 88 and the yearly list of amounts", confidence: "medium",
    value: [
      { group: "a", confidence: "low", nationalities: ["JPN", "ISR", "PHL", "ALB", "MKD", "OMN", "TJK", "KHM", "MLI"] },
      { group: "b", confidence: "low", nationalities: ["ESP", "BEL", "SGP", "TWN", "KWT", "JOR", "LUX", "MLT", "DZA", "BLR"] },
      { group: "c", confidence: "low", nationalities: ["RUS", "KOR", "HKG", "ETH", "FSM"] },
      { group: "d", confidence: "low", nationalities: ["EGY", "IRQ", "MAR", "TUN", "MNE", "CIV"] },
      { group: "lira", confidence: "medium", nationalities: ["SRB", "FJI", "NOR", "MNP"] },
      { group: "exempt", confidence: "medium", nationalities: ["CZE", "DNK", "IRL", "RKS", "NPL", "LKA", "SYR", "TKM", "XNC", "PSE"] },
    ],
  },
];

/** Nationals who were not charged the single-entry fee in the last list known, of 2014. */
export const singleEntryExempt: readonly Dated<readonly string[]>[] = [
  {
    from: "2014-01-01", until: null, source: "practice of the directorates", confidence: "low",
    value: ["AZE", "ARM", "BIH", "CZE", "IRQ", "IRN", "KAZ", "LUX", "RUS", "NZL"],
  },
];

/**
 * The net minimum wage a month, in kuruş: the measure of a sponsor's income (Law 6458 art. 35). Both
 * were read in guides, not in the decision itself.
 */
export const minimumWage: readonly Dated<number>[] = [
  { from: "2025-01-01", until: "2025-12-31", value: 2_210_467, source: "decision of the Minimum Wage Commission", confidence: "medium" },
  { from: "2026-01-01", until: "2026-12-31", value: 2_807_500, source: "decision of the Minimum Wage Commission", confidence: "medium" },
];

/**
 * The least value of a dwelling for a permit as its owner, in US cents, as reported since the autumn of 2023. Sources disagree: this sum
 * everywhere, or 75,000 dollars outside the large cities; hence low, and an officer decides.
 */
export const propertyMinimum: readonly Dated<number>[] = [
  { from: "2025-01-01", until: null, value: 20_000_000, source: "practice of the directorates", confidence: "low" },
];

/** Who pays no permit fee, whatever the nationality; nationals are exempt by their fee group. */
export type ExemptionCode = "long-term" | "trafficking-victim" | "student" | "trnc";
export type FeeExemption = Ground & { code: ExemptionCode };

export const feeExemptions: readonly FeeExemption[] = [
  { code: "long-term", source: "Fees Law 492 art. 88(f)", confidence: "high", ...sinceLaw },
  { code: "trafficking-victim", source: "Fees Law 492 art. 88(g)", confidence: "high", ...sinceLaw },
  { code: "student", source: "practice of the directorates", confidence: "high", ...sinceUnknown },
  { code: "trnc", source: "practice of the directorates", confidence: "medium", ...sinceUnknown },
];

/**
 * What an officer may leave out of the fees of a case on proof: the exemptions of Fees Law 492 art. 88 that no answer of an application
 * shows, and a single-entry fee that turns out not to be owed.
 */
export type ReliefCode = "poverty" | "work-permit" | "turquoise-card" | "entry-not-owed";
export type FeeRelief = Ground & { code: ReliefCode; fee: "permit" | "single-entry" };

export const feeReliefs: readonly FeeRelief[] = [
  { code: "poverty", fee: "permit", source: "Fees Law 492 art. 88(d)", confidence: "high", ...sinceLaw },
  { code: "work-permit", fee: "permit", source: "Fees Law 492 art. 88(h)", confidence: "high", ...sinceLaw },
  { code: "turquoise-card", fee: "permit", source: "Fees Law 492 art. 88(i)", confidence: "high", ...sinceLaw },
  { code: "entry-not-owed", fee: "single-entry", source: "Fees Law 492 tariff 6", confidence: "medium", ...sinceLaw },
];

/**
 * Days after the legal period in which a late application is still taken, with the permit fee doubled. The law knows none; some
 * directorates are said to give ten.
 */
export const lateGraceDays: readonly Dated<number>[] = [{ from: "2014-04-11", until: null, value: 0, source: "Law 6458 art. 24", confidence: "high" }];
