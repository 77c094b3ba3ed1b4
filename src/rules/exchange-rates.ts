import { isBefore } from "./calendar.ts";
import type { Dated } from "./dated.ts";
import { day, inForce } from "./dated.ts";

/** Turkish lira for one US dollar, the central bank's effective selling rate, as a decimal string. */
export type Rate = { date: string; rate: string; source: string };

/** Months of an invented series for the demonstration; a real office imports the central bank's daily file instead. */
const demonstration: readonly [from: string, rate: string][] = [
  ["2025-01-01", "35.4100"], ["2025-02-01", "35.9600"], ["2025-03-01", "36.5800"], ["2025-04-01", "38.0700"], ["2025-05-01", "38.6400"],
  ["2025-06-01", "39.2500"], ["2025-07-01", "39.8700"], ["2025-08-01", "40.7300"], ["2025-09-01", "41.2100"], ["2025-10-01", "41.6800"],
  ["2025-11-01", "42.1200"], ["2025-12-01", "42.5600"], ["2026-01-01", "41.0300"], ["2026-02-01", "41.1900"], ["2026-03-01", "41.3400"],
  ["2026-04-01", "41.4800"], ["2026-05-01", "41.6200"], ["2026-06-01", "41.7700"], ["2026-07-01", "41.9300"], ["2026-08-01", "42.0600"],
  ["2026-09-01", "42.2100"], ["2026-10-01", "42.3400"], ["2026-11-01", "42.4500"], ["2026-12-01", "42.5800"],
];

export const demonstrationRates: readonly Dated<string>[] = demonstration.map(([from, rate]) => ({
  from, until: day(from).add({ months: 1 }).subtract({ days: 1 }).toString(), value: rate, source: "demonstration", confidence: "low",
}));

/** The rate that holds on a day; the last one known continues, unconfirmed. null when the series is empty or begins later. */
export function rateOn(on: Temporal.PlainDate, series: readonly Dated<string>[] = demonstrationRates) {
  const first = series[0];
  if (first === undefined || isBefore(on, day(first.from))) return null;
  const found = inForce(series, on);
  return { rate: found.value, date: day(found.from), source: found.source, confirmed: found.confirmed };
}

/** Whether a text is a rate: a positive decimal with at most six places, as `42.4512`. */
export function isRate(text: string): boolean {
  return /^[0-9]{1,6}(\.[0-9]{1,6})?$/.test(text) && Number(text) > 0;
}

/**
 * The dollar's rate in the central bank's daily XML (`Tarih_Date`): effective selling (`BanknoteSelling`) of `CurrencyCode="USD"`
 * for one unit, and the day of the list. null when the file has another shape, so that nothing is imported by guess.
 */
export function parseCentralBankRates(xml: string): { date: Temporal.PlainDate; rate: string } | null {
  const date = /<Tarih_Date\b[^>]*\bTarih="(\d{2})\.(\d{2})\.(\d{4})"/.exec(xml);
  const block = /<Currency\b[^>]*\bCurrencyCode="USD"[^>]*>([\s\S]*?)<\/Currency>/.exec(xml)?.[1];
  if (date === null || block === undefined) return null;
  const unit = /<Unit>\s*(\d+)\s*<\/Unit>/.exec(block)?.[1];
  const rate = /<BanknoteSelling>\s*([0-9.]+)\s*<\/BanknoteSelling>/.exec(block)?.[1];
  if (unit !== "1" || rate === undefined || !isRate(rate)) return null;
  try {
    return { date: new Temporal.PlainDate(Number(date[3]), Number(date[2]), Number(date[1])), rate };
  } catch {
    return null;
  }
}
