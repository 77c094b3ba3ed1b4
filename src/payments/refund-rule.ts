import { convert } from "../platform/money.ts";
import { feeGroup, permitTariff, type FeeCode } from "../rules/fees.ts";
import type { AccrualLine } from "./accrual.ts";

export const refundReasons = ["refused", "shorter", "mistake"] as const;
export type RefundReason = (typeof refundReasons)[number];

/** How the office pays what the card's provider refuses to pay back: from the treasury's account, or at the cash desk. */
export const otherWays = ["transfer", "cash-desk"] as const;
export type OtherWay = (typeof otherWays)[number];

/** What is known of a paid case when its fees may have to be paid back. */
export type RefundFacts = {
  /** Whether an application certificate was issued: a case that was never accepted gets nothing back. */
  accepted: boolean;
  outcome: "granted" | "refused" | null;
  granted: { from: Temporal.PlainDate; until: Temporal.PlainDate } | null;
  cardPrinted: boolean;
  nationality: string;
  /** The day whose tariff the fees were taken by. */
  accruedOn: Temporal.PlainDate;
  lines: readonly AccrualLine[];
  /** Kuruş of each line that were paid back already, or are about to be. */
  back: Partial<Record<string, number>>;
};

/** A reason for which fees may be paid back, with the most of each line in kuruş and what it rests on. */
export type Refundable = { reason: RefundReason; lines: { code: FeeCode; most: number }[]; ground: string };

/**
 * What may be paid back, by the practice of the directorates: the permit fee where an accepted application was refused, with the card while
 * none was printed; the difference where the permit is shorter than what was paid for. What was never owed goes back as a tax error, at any
 * time. The single-entry fee pays for the entry, whatever becomes of the permit. Reasons without an amount are left out.
 */
export function refundable(facts: RefundFacts): Refundable[] {
  const rest = ({ code, amount_try }: AccrualLine) => amount_try - (facts.back[code] ?? 0);
  const found: Refundable[] = [];
  if (facts.accepted && facts.outcome === "refused") {
    const lines = facts.lines.filter(({ code }) => code === "permit" || (code === "card" && !facts.cardPrinted));
    found.push({ reason: "refused", ground: "practice of the directorates", lines: lines.map((line) => ({ code: line.code as FeeCode, most: rest(line) })) });
  }
  const permit = facts.lines.find(({ code }) => code === "permit");
  if (facts.accepted && facts.granted && permit) {
    const owed = feeOfGranted(facts, permit);
    found.push({ reason: "shorter", ground: "practice of the directorates", lines: [{ code: "permit", most: Math.min(rest(permit), permit.amount_try - owed - (facts.back["permit"] ?? 0)) }] });
  }
  found.push({ reason: "mistake", ground: "Tax Procedure Law 213 arts. 116–126", lines: facts.lines.map((line) => ({ code: line.code as FeeCode, most: rest(line) })) });
  return found.map((one) => ({ ...one, lines: one.lines.filter(({ most }) => most > 0) })).filter(({ lines }) => lines.length > 0);
}

// The fee of the months that were granted, by the tariff and the rate of the day on which the fees arose.
function feeOfGranted({ granted, nationality, accruedOn }: RefundFacts, permit: AccrualLine): number {
  const tariff = permitTariff(feeGroup(nationality, accruedOn).group, granted!.from, granted!.until, accruedOn);
  if (tariff === null || permit.months === null || tariff.months >= permit.months || tariff.currency !== permit.currency) return permit.amount_try;
  const amount = permit.doubled ? tariff.amount * 2 : tariff.amount;
  return permit.rate === null ? amount : convert(amount, permit.rate);
}

/** Whether a text is a Turkish bank account number, by its check digits (ISO 13616). Without spaces, in capitals. */
export function isIban(text: string): boolean {
  if (!/^TR\d{24}$/.test(text)) return false;
  const digits = `${text.slice(4)}2927${text.slice(2, 4)}`;
  return BigInt(digits) % 97n === 1n;
}
