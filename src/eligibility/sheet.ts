import type { Confidence } from "../rules/dated.ts";
import type { Rules } from "../rules/in-force.ts";
import { unknownOn } from "../rules/in-force.ts";
import type { RowTable, Tables } from "../rules/tables.ts";
import type { PermitType } from "../rules/permit-types.ts";
import type { Finding, FindingCode, FindingValue } from "./findings.ts";
import { finding } from "./findings.ts";
import type { FactName, Facts } from "./questions.ts";

/** The paper on which one assessment is written: what was found, what is still to be asked, what caps the end of the stay. */
export type Sheet = {
  facts: Facts; on: Temporal.PlainDate; tables: Tables; edition: string;
  /** The day whose law is applied. */
  lawOn: Temporal.PlainDate;
  /** What the law says on that day. */
  rules: Rules;
  /** The type asked for; a purpose alone tells that it is short-term. */
  permitType: PermitType | undefined;
  findings: Finding[]; missing: FactName[];
  caps: { until: Temporal.PlainDate; code: FindingCode; values: Record<string, FindingValue>; article?: string; certain: boolean }[];
  late: boolean;
};

/** Writes a finding down. What rests on a datum of low confidence refuses nobody: it becomes a warning, and an officer decides. */
export function found(sheet: Sheet, code: FindingCode, values: Record<string, FindingValue> = {}, article?: string, confidence?: Confidence): void {
  const made = finding(code, sheet.edition, values, article);
  sheet.findings.push(confidence === "low" && made.severity === "block" ? { ...made, severity: "warn", effect: "officer-decides" } : made);
}

export function ask(sheet: Sheet, name: FactName): void {
  if (!sheet.missing.includes(name)) sheet.missing.push(name);
}

/**
 * Writes down that the law of the day does not know what was asked for: not yet, or no longer. Where the day on which it begins is not
 * sure, that refuses nobody.
 */
export function unknownThatDay(sheet: Sheet, code: FindingCode, table: RowTable, key: string): void {
  const { source, confidence } = unknownOn(table, key, sheet.lawOn, sheet.tables);
  found(sheet, code, { date: sheet.lawOn }, source, confidence);
}
