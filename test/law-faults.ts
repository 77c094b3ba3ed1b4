import { language } from "../src/platform/i18n.ts";
import type { Fault } from "../src/rules/edition.ts";

const english = language("en");

/** Faults of the law as sentences: their table, their row, and the English words. */
export function inWords(faults: readonly Fault[]): string[] {
  return faults.map(({ code, table, key, values }) => `${[table, key].filter(Boolean).join(" ")}: ${english.t(`office.law-fault-${code}`, values as never)}`);
}
