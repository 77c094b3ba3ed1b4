import { createHash } from "node:crypto";
import { isAfter } from "./calendar.ts";
import type { Dated } from "./dated.ts";
import { day } from "./dated.ts";
import { terms } from "./deadlines.ts";
import { levelRules, permitTypes, purposes, sponsorRules } from "./permit-types.ts";
import { documentRules } from "./required-documents.ts";
import type { Tables } from "./tables.ts";
import { law, shipped } from "./tables.ts";
import { transfers } from "./transfers.ts";

export { faults } from "./faults.ts";

/**
 * The law as it stands from a day on. `id` names the first day and the digest of every datum; `confirmedUntil` is the last day
 * for which every value in it is confirmed, null when none sets an end.
 */
export type Edition = { id: string; from: Temporal.PlainDate; confirmedUntil: Temporal.PlainDate | null };

/** The series whose values make editions; the daily exchange rate is not among them. */
export function seriesOf(tables: Tables): Record<string, readonly Dated<unknown>[]> {
  const { cardPrice, liraTariff, dollarTariffs, feeGroups, singleEntryFee, minimumWage, propertyMinimum, insuranceMinimum } = tables;
  return { cardPrice, liraTariff, dollarTariffs, feeGroups, singleEntryFee, minimumWage, propertyMinimum, insuranceMinimum };
}

const known = new WeakMap<Tables, Edition[]>();
/** The marks of tables kept from an earlier release: the digest of today would be another. */
const keptMarks = new WeakMap<Tables, string>();

/** Lets tables of an earlier release go by the mark they had in it. */
export function goesBy(tables: Tables, mark: string): Tables {
  keptMarks.set(tables, mark);
  return tables;
}

/** The edition in force on a day; before the first it is the first. A new one begins at midnight in Istanbul. */
export function edition(on: Temporal.PlainDate, tables: Tables = law()): Edition {
  let all = known.get(tables);
  if (all === undefined) {
    all = compile(tables);
    known.set(tables, all);
  }
  const first = all[0];
  if (first === undefined) throw new Error("the law has no edition");
  let found = first;
  for (const one of all) if (!isAfter(one.from, on)) found = one;
  return found;
}

/** A dated value that stands in one of two tables and not, or otherwise, in the other: `null` where it is missing. */
export type Difference = { series: string; from: string; before: unknown; after: unknown };

/** Two tables side by side: what differs, series by series, day by day. Empty when they are alike. */
export function differences(before: Tables, after: Tables): Difference[] {
  const found: Difference[] = [];
  const old = seriesOf(before);
  const young = seriesOf(after);
  for (const series of Object.keys(old)) {
    const at = (values: readonly Dated<unknown>[] | undefined, from: string) => values?.find((value) => value.from === from) ?? null;
    const days = new Set([...(old[series] ?? []), ...(young[series] ?? [])].map((value) => value.from));
    for (const from of [...days].sort()) {
      const was = at(old[series], from);
      const is = at(young[series], from);
      if (JSON.stringify(was) !== JSON.stringify(is)) found.push({ series, from, before: was, after: is });
    }
  }
  const areas = (tables: Tables) => new Map(tables.closedAreas.map((area) => [`${area.province}/${area.district}/${area.neighbourhood ?? ""}/${area.from}`, area]));
  found.push(...exchanged("closedAreas", areas(before), areas(after), (area) => area.from));
  const feasts = (tables: Tables) => new Map(tables.holidays.map((holiday) => [`${holiday.date}/${holiday.code}`, holiday]));
  found.push(...exchanged("holidays", feasts(before), feasts(after), (holiday) => holiday.date));
  const schools = (tables: Tables) => new Map(tables.universities.map((university) => [university.code, university]));
  found.push(...exchanged("universities", schools(before), schools(after), () => ""));
  const counters = (tables: Tables) => new Map(Object.entries(tables.counters).map(([office, count]) => [office, { office, count }]));
  found.push(...exchanged("counters", counters(before), counters(after), () => ""));
  if (before.lateGraceDays !== after.lateGraceDays) found.push({ series: "lateGraceDays", from: "", before: before.lateGraceDays, after: after.lateGraceDays });
  return found;
}

function exchanged<Item>(series: string, before: ReadonlyMap<string, Item>, after: ReadonlyMap<string, Item>, from: (item: Item) => string): Difference[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const was = before.get(key) ?? null;
    const is = after.get(key) ?? null;
    const one = is ?? was;
    return one === null || JSON.stringify(was) === JSON.stringify(is) ? [] : [{ series, from: from(one), before: was, after: is }];
  });
}

/** The digest of all data of the law, as hexadecimal SHA-256. */
export function digest(tables: Tables = shipped): string {
  const documents = documentRules.map(({ code, source, confidence, asked }) => [code, source, confidence, String(asked)]);
  const { exchangeRates: _, ...values } = tables;
  const all = { values, permitTypes, purposes, sponsorRules, levelRules, terms, transfers, documents };
  return createHash("sha256").update(JSON.stringify(all)).digest("hex");
}

function compile(tables: Tables): Edition[] {
  const mark = keptMarks.get(tables) ?? digest(tables).slice(0, 8);
  const series = Object.values(seriesOf(tables));
  const begins = [...new Set(series.flat().map((value) => value.from))].sort();
  return begins.map((from) => {
    const ends: string[] = [];
    for (const values of series) {
      const current = values.filter((value) => value.from <= from).at(-1);
      if (current?.until) ends.push(current.until);
    }
    const end = ends.sort()[0];
    return { id: `${from}.${mark}`, from: day(from), confirmedUntil: end === undefined ? null : day(end) };
  });
}
