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
