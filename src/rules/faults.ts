import { districts, findProvince } from "./provinces.ts";
import { isNationality } from "./countries.ts";
import type { Dated, Ground } from "./dated.ts";
import { day } from "./dated.ts";
import { exemptionOf, feesFor } from "./fees.ts";
import { findOffice, offices } from "./offices.ts";
import { kinds, levels, relations, sponsorKinds } from "./permit-types.ts";
import type { DocumentFacts } from "./required-documents.ts";
import { isDocument, requiredDocuments } from "./required-documents.ts";
import type { Tables } from "./tables.ts";
import { datedSeries, rowsOf, rowTableNames, shipped } from "./tables.ts";
import type { TermCode } from "./terms.ts";

/** What can be wrong with the data; the words of each are in the locale files, under `law-fault`. */
type FaultCode =
  | "no-source" | "no-day" | "ends-early" | "confirmed-early" | "overlap" | "hole" | "empty" | "no-number" | "no-days" | "needed" | "no-nationality" | "two-groups" | "no-amount" | "no-share"
  | "no-province" | "no-district" | "reopens" | "closed-twice" | "no-name" | "unknown-document" | "nobody-asked" | "no-fee" | "no-transfer" | "twice" | "no-office" | "release";
/** One thing that is wrong: in which table, at which of its rows or days, and with what. */
export type Fault = { code: FaultCode; table: string; key: string; values: Record<string, string | number> };

const fault = (code: FaultCode, table: string, key: string, values: Fault["values"] = {}): Fault => ({ code, table, key, values });

/** What is wrong with the data; an edition with any fault cannot be published. Empty when all fits. */
export function faults(tables: Tables = shipped): Fault[] {
  return [
    ...ofSeries(tables), ...ofRows(tables), ...ofTerms(tables), ...ofMembers(tables), ...ofPlaces(tables), ...ofDocuments(tables), ...ofFees(tables), ...ofTransfers(tables),
    ...ofHolidays(tables), ...ofCounters(tables), ...ofInsurance(tables),
  ];
}

function ofSeries(tables: Tables): Fault[] {
  return [...datedSeries, "exchangeRates" as const].flatMap((name) => gaps(name, tables[name]));
}

/** The same for rows with days of their own: those about one thing follow one another without an overlap and without a hole. */
function ofRows(tables: Tables): Fault[] {
  return rowTableNames.flatMap((table) => {
    const byKey = Map.groupBy(rowsOf(tables, table), ({ key }) => key);
    return [...byKey].flatMap(([key, rows]) => rowGaps(table, key, rows.map(({ row }) => row)));
  });
}

const isDay = (iso: string) => {
  try {
    return /^\d{4}-\d\d-\d\d$/.test(iso) && day(iso).toString() === iso;
  } catch {
    return false;
  }
};

/** Overlaps, holes, days that do not exist and missing sources among the rows about one thing. */
export function rowGaps(table: string, key: string, rows: readonly Ground[]): Fault[] {
  const found: Fault[] = [];
  for (const { validFrom, validUntil, confirmedUntil, source } of rows) {
    if (source.trim() === "") found.push(fault("no-source", table, key, { from: validFrom }));
    for (const given of [validFrom, validUntil, confirmedUntil]) if (given !== undefined && !isDay(given)) found.push(fault("no-day", table, key, { day: given }));
    if (validUntil !== undefined && validUntil < validFrom) found.push(fault("ends-early", table, key, { from: validFrom }));
    if (confirmedUntil !== undefined && confirmedUntil < validFrom) found.push(fault("confirmed-early", table, key, { from: validFrom }));
  }
  if (found.length > 0) return found;
  const inOrder = rows.toSorted((one, other) => (one.validFrom < other.validFrom ? -1 : 1));
  for (const [place, { validFrom, validUntil }] of inOrder.entries()) {
    const next = inOrder[place + 1];
    if (next === undefined) continue;
    if (validUntil === undefined || validUntil >= next.validFrom) found.push(fault("overlap", table, key, { from: validFrom, next: next.validFrom }));
    else if (day(validUntil).add({ days: 1 }).toString() < next.validFrom) found.push(fault("hole", table, key, { until: validUntil, next: next.validFrom }));
  }
  return found;
}

/** Terms the office works by itself: without one of these it could not go on. */
const neededTerms: readonly TermCode[] = [
  "decision", "missingDocuments", "leaveAfterRefusal", "court", "moveOfProvince", "noticeOfChange", "newborn", "groupAppointment", "cardByPost",
];

function ofTerms({ terms }: Tables): Fault[] {
  const amounts = terms.filter(({ value }) => !Number.isSafeInteger(value) || value < 0 || value > 1_000).map(({ code, value }) => fault("no-days", "terms", code, { value }));
  const ending = neededTerms.filter((code) => !terms.some((term) => term.code === code && term.validUntil === undefined));
  return [...amounts, ...ending.map((code) => fault("needed", "terms", code))];
}

/** Overlaps, holes, ends before begins and missing sources in one series of dated values. */
export function gaps(table: string, series: readonly Dated<unknown>[]): Fault[] {
  const found: Fault[] = [];
  if (series.length === 0) found.push(fault("empty", table, ""));
  for (const [place, value] of series.entries()) {
    if (value.source.trim() === "") found.push(fault("no-source", table, "", { from: value.from }));
    if (value.until !== null && value.until < value.from) found.push(fault("ends-early", table, "", { from: value.from }));
    const next = series[place + 1];
    if (next === undefined) continue;
    if (value.until === null || value.until >= next.from) found.push(fault("overlap", table, "", { from: value.from, next: next.from }));
    else if (day(value.until).add({ days: 1 }).toString() < next.from) found.push(fault("hole", table, "", { until: value.until, next: next.from }));
  }
  return found;
}

function ofMembers(tables: Tables): Fault[] {
  const found: Fault[] = [];
  for (const { from, value } of tables.feeGroups) {
    const seen = new Set<string>();
    for (const { group, nationalities } of value) {
      for (const code of nationalities) {
        if (!isNationality(code)) found.push(fault("no-nationality", "feeGroups", `${from} ${group}`, { value: code }));
        if (seen.has(code)) found.push(fault("two-groups", "feeGroups", from, { value: code }));
        seen.add(code);
      }
    }
  }
  for (const { from, value } of tables.singleEntryExempt) {
    for (const code of value) if (!isNationality(code)) found.push(fault("no-nationality", "singleEntryExempt", from, { value: code }));
  }
  for (const [name, series] of Object.entries({ cardPrice: tables.cardPrice, singleEntryFee: tables.singleEntryFee, minimumWage: tables.minimumWage, propertyMinimum: tables.propertyMinimum })) {
    for (const { from, value } of series) if (!Number.isInteger(value) || value <= 0) found.push(fault("no-amount", name, from, { value }));
  }
  return found;
}

function ofPlaces(tables: Tables): Fault[] {
  const found: Fault[] = [];
  for (const area of tables.closedAreas) {
    if (findProvince(area.province) === undefined) found.push(fault("no-province", "closedAreas", area.district, { value: area.province }));
    else if (!districts(area.province).includes(area.district)) found.push(fault("no-district", "closedAreas", "", { value: area.district, province: area.province }));
    if (area.until !== null && area.until < area.from) found.push(fault("reopens", "closedAreas", area.district));
  }
  for (const [place, area] of tables.closedAreas.entries()) {
    const twin = tables.closedAreas.findIndex(
      (other) => other.province === area.province && other.district === area.district && other.neighbourhood === area.neighbourhood
        && (other.until === null || other.until >= area.from) && (area.until === null || area.until >= other.from),
    );
    if (twin !== place) found.push(fault("closed-twice", "closedAreas", [area.district, area.neighbourhood].filter(Boolean).join(" ")));
  }
  for (const { code, province, districts: served, counters } of offices) {
    if (findProvince(province) === undefined) found.push(fault("release", "offices", "", { what: `${code} stands in no province` }));
    for (const name of served ?? []) if (!districts(province).includes(name)) found.push(fault("release", "offices", "", { what: `${code} serves ${name}, which does not exist` }));
    if (counters < 1) found.push(fault("release", "offices", "", { what: `${code} has no counter` }));
  }
  const served = new Set(offices.map((office) => office.province));
  for (let plate = 1; plate <= 81; plate += 1) {
    if (!served.has(String(plate).padStart(2, "0"))) found.push(fault("release", "offices", "", { what: `province ${plate} has none` }));
  }
  const divided = offices.filter((office) => office.province === "34").flatMap((office) => office.districts ?? []);
  for (const name of districts("34")) {
    const times = divided.filter((district) => district === name).length;
    if (times !== 1) found.push(fault("release", "offices", "", { what: `${name} in İstanbul belongs to ${times} offices` }));
  }
  for (const { code, name, province, district, handInDays } of tables.universities) {
    if (name.trim() === "") found.push(fault("no-name", "universities", code));
    if (handInDays !== null && (!Number.isInteger(handInDays) || handInDays < 1 || handInDays > 180)) found.push(fault("no-days", "universities", code, { value: handInDays }));
    if (findProvince(province) === undefined) found.push(fault("no-province", "universities", code, { value: province }));
    else if (district !== null && !districts(province).includes(district)) found.push(fault("no-district", "universities", code, { value: district, province }));
  }
  return found;
}

/** Facts of every sort of applicant, enough to call for every document there is. */
function everySort(on: Temporal.PlainDate, { permitTypes, purposes }: Tables): DocumentFacts[] {
  const all: DocumentFacts[] = [];
  const adult = on.subtract({ years: 30 });
  const minor = on.subtract({ years: 10 });
  for (const kind of kinds) {
    for (const { code: purpose } of purposes) all.push({ on, kind, permitType: "short-term", purpose, birthDate: adult, nationality: "GBR", entry: { basis: "exemption" } });
    for (const relation of relations) {
      for (const sponsor of sponsorKinds) all.push({ on, kind, permitType: "family", birthDate: minor, nationality: "GBR", sponsor: { kind: sponsor, relation } });
    }
    for (const level of levels) all.push({ on, kind, permitType: "student", birthDate: minor, student: { level } });
    for (const { code: permitType } of permitTypes) all.push({ on, kind, permitType, birthDate: adult });
    for (const representative of ["none", "parent", "guardian", "lawyer"] as const) all.push({ on, kind, birthDate: minor, representative });
  }
  all.push({ on, kind: "first", permitType: "family", bornInTurkiye: true, birthDate: on.subtract({ days: 30 }) });
  return all;
}

function ofDocuments(tables: Tables): Fault[] {
  const first = tables.cardPrice[0]?.from ?? "2026-01-01";
  const askedFrom = new Map<string, Set<string>>();
  const askedOn = (iso: string) => {
    const known = askedFrom.get(iso);
    if (known) return known;
    const on = day(iso);
    const asked = new Set(everySort(on, tables).flatMap((facts) => requiredDocuments(facts, { tables }).map((document) => document.code)));
    askedFrom.set(iso, asked);
    return asked;
  };
  return tables.documents.flatMap(({ code, validFrom, validUntil }) => {
    if (!isDocument(code)) return [fault("unknown-document", "documents", code)];
    const on = validFrom > first ? validFrom : first;
    return (validUntil !== undefined && validUntil < on) || askedOn(on).has(code) ? [] : [fault("nobody-asked", "documents", code)];
  });
}

function ofFees(tables: Tables): Fault[] {
  const on = day(tables.dollarTariffs.at(-1)?.from ?? "2026-01-01");
  const found: Fault[] = [];
  for (const { code: purpose, kinds: doors, validUntil } of tables.purposes) {
    if (validUntil !== undefined && validUntil < on.toString()) continue;
    for (const kind of doors) {
      const question = { on, kind, permitType: "short-term" as const, purpose, nationality: "GBR", from: on, until: on.add({ days: 90 }), exchangeRate: null };
      const charged = feesFor(question, tables).some((line) => line.code === "permit" && line.amount > 0);
      if (!charged && !exemptionOf(question, tables)) found.push(fault("no-fee", "purposes", purpose));
    }
  }
  return found;
}

function ofTransfers({ permitTypes, transfers }: Tables): Fault[] {
  const found: Fault[] = [];
  for (const { code: from } of permitTypes) {
    for (const { code: to, personMayFile } of permitTypes) {
      if (personMayFile && !transfers.some((one) => one.from === from && one.to === to)) found.push(fault("no-transfer", "transfers", `${from}>${to}`));
    }
  }
  return found;
}

function ofHolidays({ holidays }: Tables): Fault[] {
  const found: Fault[] = [];
  for (const [place, holiday] of holidays.entries()) {
    const next = holidays[place + 1];
    // A feast may fall on a fixed holiday; only the same holiday twice is a fault.
    if (next !== undefined && next.date === holiday.date && next.code === holiday.code) found.push(fault("twice", "holidays", "", { value: holiday.date }));
  }
  return found;
}

function ofCounters({ counters, lateGraceDays }: Tables): Fault[] {
  const found: Fault[] = [];
  for (const { office: code, count } of counters) {
    if (findOffice(code) === undefined) found.push(fault("no-office", "counters", "", { value: code }));
    if (!Number.isInteger(count) || count < 1 || count > 200) found.push(fault("no-number", "counters", code, { value: count }));
  }
  for (const { from, value } of lateGraceDays) if (!Number.isInteger(value) || value < 0 || value > 60) found.push(fault("no-days", "lateGraceDays", from, { value }));
  return found;
}

function ofInsurance({ insuranceMinimum }: Tables): Fault[] {
  return insuranceMinimum.flatMap(({ from, value }) => {
    const { outPatientShare, outPatientShareElsewhere, inPatientShare, inPatientShareElsewhere, outPatient, inPatient, inPatientElsewhere, annex } = value;
    const amounts = [outPatient, inPatientElsewhere, annex, ...(inPatient === null ? [] : [inPatient])];
    const shares = [outPatientShare, outPatientShareElsewhere, inPatientShare, inPatientShareElsewhere];
    return [
      ...amounts.filter((amount) => !Number.isSafeInteger(amount) || amount <= 0).map((amount) => fault("no-amount", "insuranceMinimum", from, { value: amount })),
      ...shares.filter((share) => !Number.isInteger(share) || share < 0 || share > 100).map((share) => fault("no-share", "insuranceMinimum", from, { value: share })),
    ];
  });
}
