import { latinDigits } from "./form.ts";

/** Money is whole minor units (kuruş, cents) of one currency; sums of different currencies do not exist. */
export type Currency = "TRY" | "USD";
export type Money = { amount: number; currency: Currency };

/** Minor units at a decimal rate string, rounded half up to a whole minor unit: `convert(8000, "41.2345")`. */
export function convert(minor: number, rate: string): number {
  const [whole = "0", fraction = ""] = rate.split(".");
  // Almost always all fits into whole numbers that are exact, which are five times as fast as those without bounds.
  const units = Number(whole + fraction) * 2 * minor;
  const parts = 10 ** fraction.length;
  if (Number.isSafeInteger(units + parts)) return Math.floor((units + parts) / (parts * 2));
  const scale = 10n ** BigInt(fraction.length);
  const scaled = BigInt(minor) * BigInt(whole + fraction);
  return Number((scaled * 2n + scale) / (scale * 2n));
}

/** Lira or dollars as typed, "3.360,00" or "3360.5", in kuruş or cents; nothing typed is nothing, anything else is NaN. */
export function kurus(typed: string): number {
  const text = latinDigits(typed).replace(/[\s₺]/g, "");
  if (text === "") return 0;
  const read = /^(\d{1,9}|\d{1,3}(?:[.,]\d{3})+)(?:[.,](\d{1,2}))?$/.exec(text);
  return read ? Number(read[1]!.replace(/[.,]/g, "")) * 100 + Number((read[2] ?? "").padEnd(2, "0")) : Number.NaN;
}
