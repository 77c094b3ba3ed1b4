import type { ClosedArea } from "./closed-areas.ts";
import type { Confidence, Dated, Ground, Validity } from "./dated.ts";
import { day, sinceUnknown } from "./dated.ts";
import type { DollarTariff, FeeGroup, LiraTariff, Members } from "./fee-tariffs.ts";
import type { InsuranceMinimum } from "./insurance.ts";
import type { RowTable, Tables } from "./tables.ts";
import { rowTables } from "./tables.ts";
import type { TermCode } from "./terms.ts";

/** From when a value holds, until when it is confirmed (null: no end is set), and where it stands. */
type Standing = { from: string; until: string | null; source: string; confidence: Confidence };

/** One change of the law as an administrator drafts it. Days are ISO days, amounts minor units. */
export type Drafted =
  | ({ series: "cardPrice" | "singleEntryFee" | "minimumWage" | "propertyMinimum"; value: number } & Standing)
  | ({ series: "liraTariff"; value: LiraTariff } & Standing)
  | ({ series: "dollarTariffs"; group: Exclude<FeeGroup, "lira" | "exempt">; value: DollarTariff } & Standing)
  | ({ series: "feeGroups"; nationality: string; group: FeeGroup } & Standing)
  | ({ series: "closedAreas"; province: string; district: string; neighbourhood: string | null } & Standing)
  | ({ series: "insuranceMinimum"; value: InsuranceMinimum } & Standing)
  | ({ series: "terms"; code: TermCode; value: number } & Standing)
  // Drafts of earlier releases name no days for these three, nor where the two numbers stand.
  | ({ series: "universities"; code: string; name: string; province: string; district: string | null; handInDays: number | null } & Undated & Sourced)
  | { series: "holidays"; date: string; half: boolean; source: string; confidence: Confidence }
  | ({ series: "counters"; office: string; value: number } & Undated & Partial<Sourced>)
  | ({ series: "lateGraceDays"; value: number } & Partial<Standing>)
  /** The days of a row that stands already, found by its key and its first day. */
  | ({ series: "validity"; table: RowTable; key: string; at: string; validFrom: string; validUntil: string | null; confirmedUntil: string | null } & Sourced);
type Sourced = { source: string; confidence: Confidence };
type Undated = { from?: string; until?: string | null };

export const draftedSeries = [
  "cardPrice", "liraTariff", "dollarTariffs", "feeGroups", "singleEntryFee", "minimumWage", "propertyMinimum", "insuranceMinimum", "closedAreas", "terms", "universities", "holidays",
  "counters", "lateGraceDays", "validity",
] as const satisfies readonly Drafted["series"][];

/**
 * The tables with changes made, in their order. What stood before a new value ends the day before it, where it would have gone on;
 * whether all fits is the cross-check's to say.
 */
export function withChanges(tables: Tables, changes: readonly Drafted[]): Tables {
  return changes.reduce(withChange, tables);
}

function withChange(tables: Tables, change: Drafted): Tables {
  switch (change.series) {
    case "cardPrice":
    case "singleEntryFee":
    case "minimumWage":
    case "propertyMinimum":
      return { ...tables, [change.series]: placed(tables[change.series], dated(change, change.value)) };
    case "liraTariff":
      return { ...tables, liraTariff: placed(tables.liraTariff, dated(change, change.value)) };
    case "insuranceMinimum":
      return { ...tables, insuranceMinimum: placed(tables.insuranceMinimum, dated(change, inOrder(change.value))) };
    case "terms": {
      const standing = tables.terms.find(({ code }) => code === change.code);
      if (standing === undefined) throw new Error(`no term ${change.code}`);
      const { unit, provinces } = standing;
      return { ...tables, terms: placedRow("terms", tables.terms, { code: change.code, value: change.value, unit, ...(provinces ? { provinces } : {}), ...grounded(change) }) };
    }
    case "universities": {
      const { code, name, province, district, handInDays } = change;
      const university = { ...grounded(change), code, name, province, district, handInDays };
      if (change.from !== undefined) return { ...tables, universities: placedRow("universities", tables.universities, university) };
      const at = tables.universities.findIndex((one) => one.code === code);
      const known = tables.universities[at];
      return { ...tables, universities: known === undefined ? [...tables.universities, university] : tables.universities.with(at, { ...known, ...university, ...daysOf(known) }) };
    }
    case "validity":
      return { ...tables, [change.table]: withDays(change.table, tables, change) };
    case "dollarTariffs": {
      const standing = standingOn(tables.dollarTariffs, change.from);
      return { ...tables, dollarTariffs: placed(tables.dollarTariffs, dated(change, { ...standing, [change.group]: change.value })) };
    }
    case "feeGroups": {
      const { nationality, group } = change;
      const without: Members[] = standingOn(tables.feeGroups, change.from).map((members) => ({ ...members, nationalities: members.nationalities.filter((code) => code !== nationality) }));
      // A line of its own, because the others of its group may be less sure.
      const value = group === "main" ? without : [...without, { group, nationalities: [nationality], confidence: change.confidence }];
      return { ...tables, feeGroups: placed(tables.feeGroups, dated(change, value)) };
    }
    case "closedAreas":
      return { ...tables, closedAreas: withArea(tables.closedAreas, change) };
    case "holidays": {
      const { date, half, source, confidence } = change;
      const others = tables.holidays.filter((holiday) => holiday.date !== date || holiday.code !== "administrative");
      return { ...tables, holidays: [...others, { date, code: "administrative" as const, half, source, confidence }].sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0)) };
    }
    case "counters": {
      const { office, value: count, from, until, source = "practice of the directorates", confidence = "high" } = change;
      const set = { office, count, ...grounded({ source, confidence, ...(from === undefined ? {} : { from, until: until ?? null }) }) };
      if (from !== undefined) return { ...tables, counters: placedRow("counters", tables.counters, set) };
      return { ...tables, counters: [...tables.counters.filter((one) => one.office !== office), set] };
    }
    case "lateGraceDays": {
      const { from, until = null, value, source = "Law 6458 art. 24", confidence = "high" } = change;
      // Without a day it was meant for all days.
      if (from === undefined) return { ...tables, lateGraceDays: [{ from: sinceUnknown.validFrom, until: null, value, source, confidence }] };
      return { ...tables, lateGraceDays: placed(tables.lateGraceDays, { from, until, value, source, confidence }) };
    }
  }
}

/** A minimum with its fields in the order of the shipped one: the database gives them back in another, and the digest is of the text. */
function inOrder({ outPatient, outPatientShare, outPatientShareElsewhere, inPatient, inPatientShare, inPatientElsewhere, inPatientShareElsewhere, annex }: InsuranceMinimum): InsuranceMinimum {
  return { outPatient, outPatientShare, outPatientShareElsewhere, inPatient, inPatientShare, inPatientElsewhere, inPatientShareElsewhere, annex };
}

/** The days of a row, in the order in which they are written. */
function daysOf({ validFrom, validFromConfidence, validUntil, confirmedUntil }: Validity): Validity {
  return { validFrom, validFromConfidence, ...(validUntil === undefined ? {} : { validUntil }), ...(confirmedUntil === undefined ? {} : { confirmedUntil }) };
}

/** Where a drafted row stands and from when; `until` is the last day for which it has been confirmed. */
function grounded({ source, confidence, from, until }: Sourced & Undated): Ground {
  const days: Validity = from === undefined ? sinceUnknown : { validFrom: from, validFromConfidence: confidence };
  return { source, confidence, ...daysOf(until ? { ...days, confirmedUntil: until } : days) };
}

/** A row in its place: the one about the same thing that would have gone on ends the day before; one of the same day makes room. */
function placedRow<Name extends RowTable>(table: Name, rows: Tables[Name], fresh: Tables[Name][number]): Tables[Name] {
  const keyOf = rowTables[table] as (row: Ground) => string;
  const key = keyOf(fresh);
  const before = day(fresh.validFrom).subtract({ days: 1 }).toString();
  const others = (rows as readonly Ground[]).filter((row) => keyOf(row) !== key || row.validFrom !== fresh.validFrom).map((row) => {
    if (keyOf(row) !== key || row.validFrom > fresh.validFrom || (row.validUntil !== undefined && row.validUntil < fresh.validFrom)) return row;
    return { ...row, ...daysOf({ ...row, validUntil: before }) };
  });
  return [...others, fresh] as unknown as Tables[Name];
}

/** A table in which one row has other days. A row that is not there stays away: the cross-check cannot miss what nobody asks for. */
function withDays(table: RowTable, tables: Tables, change: Extract<Drafted, { series: "validity" }>): readonly Ground[] {
  const keyOf = rowTables[table] as (row: Ground) => string;
  return (tables[table] as readonly Ground[]).map((row) => {
    if (keyOf(row) !== change.key || row.validFrom !== change.at) return row;
    const { validFrom: _from, validFromConfidence: _sure, validUntil: _until, confirmedUntil: _confirmed, source: _source, confidence: _confidence, ...thing } = row;
    const { validFrom, validUntil, confirmedUntil, source, confidence } = change;
    return {
      ...thing, source, confidence,
      ...daysOf({ validFrom, validFromConfidence: confidence, ...(validUntil === null ? {} : { validUntil }), ...(confirmedUntil === null ? {} : { confirmedUntil }) }),
    };
  });
}

function dated<Value>({ from, until, source, confidence }: Standing, value: Value): Dated<Value> {
  return { from, until, value, source, confidence };
}

function standingOn<Value>(series: readonly Dated<Value>[], from: string): Value {
  const standing = series.filter((value) => value.from <= from).at(-1) ?? series[0];
  if (standing === undefined) throw new Error("a series of dated values is empty");
  return standing.value;
}

/** A value in its place of the series; one of the same day makes room for it. */
function placed<Value>(series: readonly Dated<Value>[], fresh: Dated<Value>): Dated<Value>[] {
  const before = series.filter((value) => value.from < fresh.from)
    .map((value) => (value.until === null || value.until >= fresh.from ? { ...value, until: day(fresh.from).subtract({ days: 1 }).toString() } : value));
  return [...before, fresh, ...series.filter((value) => value.from > fresh.from)];
}

/** A place closed from a day; one that is closed already is closed until the day given, which opens it again. */
function withArea(areas: readonly ClosedArea[], { province, district, neighbourhood, from, until, source, confidence }: Extract<Drafted, { series: "closedAreas" }>): ClosedArea[] {
  const same = (area: ClosedArea) => area.province === province && area.district === district && area.neighbourhood === neighbourhood && (area.until === null || area.until >= from);
  if (areas.some(same)) return areas.map((area) => (same(area) ? { ...area, until, source, confidence } : area));
  const exceptions: ClosedArea["exceptions"] = ["newborn", "nuclear-family", "student-of-the-district", "investor-property"];
  return [...areas, { province, district, neighbourhood, from, until, exceptions, source, confidence }];
}
