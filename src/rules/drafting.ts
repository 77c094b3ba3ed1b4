import type { ClosedArea } from "./closed-areas.ts";
import type { Confidence, Dated } from "./dated.ts";
import { day } from "./dated.ts";
import type { DollarTariff, FeeGroup, LiraTariff, Members } from "./fee-tariffs.ts";
import type { InsuranceMinimum } from "./insurance.ts";
import type { Tables } from "./tables.ts";

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
  | { series: "universities"; code: string; name: string; province: string; district: string | null; handInDays: number | null; source: string; confidence: Confidence }
  | { series: "holidays"; date: string; half: boolean; source: string; confidence: Confidence }
  | { series: "counters"; office: string; value: number }
  | { series: "lateGraceDays"; value: number };
export const draftedSeries = [
  "cardPrice", "liraTariff", "dollarTariffs", "feeGroups", "singleEntryFee", "minimumWage", "propertyMinimum", "insuranceMinimum", "closedAreas", "universities", "holidays", "counters", "lateGraceDays",
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
    case "universities": {
      const { code, name, province, district, handInDays, source, confidence } = change;
      const university = { code, name, province, district, handInDays, source, confidence };
      const at = tables.universities.findIndex((one) => one.code === code);
      return { ...tables, universities: at === -1 ? [...tables.universities, university] : tables.universities.with(at, university) };
    }
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
    case "counters":
      return { ...tables, counters: { ...tables.counters, [change.office]: change.value } };
    case "lateGraceDays":
      return { ...tables, lateGraceDays: change.value };
  }
}

/** A minimum with its fields in the order of the shipped one: the database gives them back in another, and the digest is of the text. */
function inOrder({ outPatient, outPatientShare, outPatientShareElsewhere, inPatient, inPatientShare, inPatientElsewhere, inPatientShareElsewhere, annex }: InsuranceMinimum): InsuranceMinimum {
  return { outPatient, outPatientShare, outPatientShareElsewhere, inPatient, inPatientShare, inPatientElsewhere, inPatientShareElsewhere, annex };
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
