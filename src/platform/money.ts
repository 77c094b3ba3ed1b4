/** Money is whole minor units (kuruş, cents) of one currency; sums of different currencies do not exist. */
export type Currency = "TRY" | "USD";
export type Money = { amount: number; currency: Currency };

/** Minor units at a decimal rate string, rounded half up to a whole minor unit: `convert(8000, "41.2345")`. */
export function convert(minor: number, rate: string): number {
  const [whole = "0", fraction = ""] = rate.split(".");
  const scale = 10n ** BigInt(fraction.length);
  const scaled = BigInt(minor) * BigInt(whole + fraction);
  return Number((scaled * 2n + scale) / (scale * 2n));
}
