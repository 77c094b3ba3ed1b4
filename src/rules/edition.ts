import { createHash } from "node:crypto";
import { isAfter } from "./calendar.ts";
import type { Dated, Ground } from "./dated.ts";
import { day } from "./dated.ts";
import { documentConditions } from "./required-documents.ts";
import type { Tables } from "./tables.ts";
import { datedSeries, law, rowsOf, rowTableNames, shipped } from "./tables.ts";

export { type Fault, faults } from "./faults.ts";

/**
 * The law as it stands from a day on. `id` names the first day and the digest of every datum; `confirmedUntil` is the last day
 * for which every value in it is confirmed that an answer may stand on, null when none sets an end.
 */
export type Edition = { id: string; from: Temporal.PlainDate; confirmedUntil: Temporal.PlainDate | null };

/** Series that go back behind the first amount known: an edition of those years would know no fee. */
const olderThanAmounts: ReadonlySet<string> = new Set(["singleEntryExempt", "lateGraceDays"]);

/** Rows on which no answer stands: one that nobody has confirmed makes no answer unsure. */
const besideAnswers: ReadonlySet<string> = new Set(["universities", "counters"]);

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
  for (const series of datedSeries) {
    const at = (tables: Tables) => new Map((tables[series] as readonly Dated<unknown>[]).map((value) => [value.from, value]));
    found.push(...exchanged(series, at(before), at(after), ({ from }) => from));
  }
  for (const table of rowTableNames) {
    const rows = (tables: Tables) => new Map(rowsOf(tables, table).map(({ key, row }) => [`${key}/${row.validFrom}`, row]));
    found.push(...exchanged(table, rows(before), rows(after), ({ validFrom }) => validFrom));
  }
  const areas = (tables: Tables) => new Map(tables.closedAreas.map((area) => [`${area.province}/${area.district}/${area.neighbourhood ?? ""}/${area.from}`, area]));
  found.push(...exchanged("closedAreas", areas(before), areas(after), (area) => area.from));
  const feasts = (tables: Tables) => new Map(tables.holidays.map((holiday) => [`${holiday.date}/${holiday.code}`, holiday]));
  found.push(...exchanged("holidays", feasts(before), feasts(after), (holiday) => holiday.date));
  return found;
}

function exchanged<Item>(series: string, before: ReadonlyMap<string, Item>, after: ReadonlyMap<string, Item>, from: (item: Item) => string): Difference[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key) => {
    const was = before.get(key) ?? null;
    const is = after.get(key) ?? null;
    const one = is ?? was;
    return one === null || JSON.stringify(was) === JSON.stringify(is) ? [] : [{ series, from: from(one), before: was, after: is }];
  });
}

/** The digest of all data of the law and of what calls for each document, as hexadecimal SHA-256. The rates of the dollar are not among them. */
export function digest(tables: Tables = shipped): string {
  const { exchangeRates: _, ...values } = tables;
  return createHash("sha256").update(JSON.stringify({ values, documents: documentConditions() })).digest("hex");
}

/**
 * The editions of some tables. The first begins with the first amount known; from then on one begins with each day on which a value or a row
 * does, or ends.
 */
function compile(tables: Tables): Edition[] {
  const mark = keptMarks.get(tables) ?? digest(tables).slice(0, 8);
  const valuesOf = (names: readonly (typeof datedSeries)[number][]) => names.map((name) => tables[name] as readonly Dated<unknown>[]);
  const series = valuesOf(datedSeries);
  const rows = rowTableNames.flatMap((table) => rowsOf(tables, table).map(({ row }) => row));
  const answering = rowTableNames.filter((table) => !besideAnswers.has(table)).flatMap((table) => rowsOf(tables, table).map(({ row }) => row));
  const first = valuesOf(datedSeries.filter((name) => !olderThanAmounts.has(name))).flat().map((value) => value.from).sort()[0] ?? "";
  const begins = [...new Set([...series.flat().map((value) => value.from), ...changesOf(rows)].filter((from) => from >= first))].sort();
  return begins.map((from) => {
    const ends: string[] = [];
    for (const values of series) {
      const current = values.filter((value) => value.from <= from).at(-1);
      if (current?.until) ends.push(current.until);
    }
    for (const { validFrom, validUntil, confirmedUntil } of answering) {
      if (confirmedUntil !== undefined && validFrom <= from && (validUntil === undefined || from <= validUntil)) ends.push(confirmedUntil);
    }
    const end = ends.sort()[0];
    return { id: `${from}.${mark}`, from: day(from), confirmedUntil: end === undefined ? null : day(end) };
  });
}

/** The days from which rows say something else: where one begins, and behind each that ends. */
function changesOf(rows: readonly Ground[]): string[] {
  return rows.flatMap(({ validFrom, validUntil }) => [validFrom, ...(validUntil === undefined ? [] : [day(validUntil).add({ days: 1 }).toString()])]);
}
