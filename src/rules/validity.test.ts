import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { inWords } from "../../test/law-faults.ts";
import { ordinal } from "./calendar.ts";
import { type Ground, ordinalOf, sinceUnknown } from "./dated.ts";
import { withChanges } from "./drafting.ts";
import { differences, digest, edition, faults } from "./edition.ts";
import { rowGaps } from "./faults.ts";
import { rulesOn, termOn, turningDays } from "./in-force.ts";
import { readKept } from "./kept.ts";
import { officesFor } from "./offices.ts";
import { requiredDocuments } from "./required-documents.ts";
import { isKnownSource } from "./sources.ts";
import { datedSeries, rowTableNames, shipped, type Tables } from "./tables.ts";

const date = (iso: string) => Temporal.PlainDate.from(iso);
const today = date("2026-11-23");

/** What is exported besides data of the law: lists of the words a program knows, which say nothing about what holds. */
const words = new Set([
  "fees.feeCodes", "insurance.insuranceKinds", "permit-types.kinds", "permit-types.levels", "permit-types.relations", "permit-types.sponsorKinds", "document-list.documentCodes",
  "drafting.draftedSeries", "tables.datedSeries", "tables.rowTableNames",
]);
/** The grounds themselves, from which data are made. */
const grounds = new Set(["dated.sinceLaw", "dated.sinceRegulation", "dated.sinceUnknown"]);

const isDay = (iso: unknown): iso is string => typeof iso === "string" && /^\d{4}-\d\d-\d\d$/.test(iso) && Temporal.PlainDate.from(iso).toString() === iso;

/** What is wrong with how a datum stands: nothing when it names a source that can be said, how sure it is, and its days. */
function wrong(datum: Record<string, unknown>): string[] {
  const { source, confidence } = datum;
  // A holiday is of its day; a dated value and a closed area begin with `from`.
  const from = datum.validFrom ?? (typeof datum.source === "string" ? (datum.date ?? datum.from) : undefined);
  const end = datum.validUntil ?? datum.until ?? undefined;
  return [
    ...(typeof source === "string" && isKnownSource(source) ? [] : [`source ${String(source)}`]),
    ...(["high", "medium", "low"].includes(String(confidence)) ? [] : [`confidence ${String(confidence)}`]),
    ...(isDay(from) ? [] : [`validFrom ${String(from)}`]),
    ...("validFrom" in datum && !["high", "medium", "low"].includes(String(datum.validFromConfidence)) ? ["validFromConfidence"] : []),
    ...(end === undefined || isDay(end) ? [] : [`validUntil ${String(end)}`]),
    ...(datum.confirmedUntil === undefined || isDay(datum.confirmedUntil) ? [] : ["confirmedUntil"]),
  ];
}

/** Every leaf must lie in a datum that stands somewhere: whatever has no ground of its own is looked into, and a bare value is a fault. */
function walk(path: string, value: unknown, told: string[]): number {
  if (typeof value === "function") return 0;
  if (value !== null && typeof value === "object") {
    if ("source" in value || "confidence" in value || "validFrom" in value) {
      told.push(...wrong(value as Record<string, unknown>).map((fault) => `${path}: ${fault}`));
      return 1;
    }
    const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    return inner.reduce((count, [key, item]) => count + walk(`${path}.${key}`, item, told), 0);
  }
  told.push(`${path}: ${String(value)} stands nowhere`);
  return 0;
}

test("every datum of every file names its source, how sure it is, and since when it holds", async () => {
  const told: string[] = [];
  let count = 0;
  for (const file of readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))) {
    const module = (await import(`./${file}`)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(module)) {
      const path = `${file.slice(0, -3)}.${name}`;
      if (!words.has(path) && !grounds.has(path)) count += walk(path, value, told);
    }
  }
  expect(told).toEqual([]);
  expect(count).toBeGreaterThan(800);
});

test("a datum without one of them does not pass the walk", () => {
  const whole = { code: "x", source: "Law 6458 art. 21", confidence: "high", validFrom: "2014-04-11", validFromConfidence: "high" };
  const walked = (value: unknown) => {
    const told: string[] = [];
    walk("table", value, told);
    return told;
  };
  expect(walked([whole])).toEqual([]);
  for (const name of ["source", "confidence", "validFrom", "validFromConfidence"] as const) expect(walked([{ ...whole, [name]: undefined }]).length, name).toBeGreaterThan(0);
  expect(walked([{ code: "x", value: 60 }])).toHaveLength(2);
  expect(walked({ days: 60 })).toEqual(["table.days: 60 stands nowhere"]);
  expect(walked([{ ...whole, source: "hearsay" }])).toEqual(["table.0: source hearsay"]);
});

test("every table of an edition is one of rows, of dated values, or of days by its nature", () => {
  expect(Object.keys(shipped).sort()).toEqual([...rowTableNames, ...datedSeries, "exchangeRates", "closedAreas", "holidays"].sort());
});

/** The tables with one row changed. */
function changed<Name extends (typeof rowTableNames)[number]>(name: Name, code: string, days: Partial<Ground>, tables: Tables = shipped): Tables {
  return { ...tables, [name]: (tables[name] as readonly Ground[]).map((row) => ((row as { code?: string }).code === code ? { ...row, ...days } : row)) };
}

describe("what does not hold on a day is not applied", () => {
  const later = { validFrom: "2026-12-01" };
  const ended = { validUntil: "2026-11-22" };
  test.each([["not yet", later], ["no longer", ended]])("a document that is asked for %s", (_when, days) => {
    const asked = (tables: Tables, on = today) => requiredDocuments({ on, kind: "first", permitType: "short-term", purpose: "tourism" }, { tables }).map(({ code }) => code);
    expect(asked(shipped)).toContain("uets");
    expect(asked(changed("documents", "uets", days))).not.toContain("uets");
    expect(asked(changed("documents", "uets", later), date("2026-12-01"))).toContain("uets");
  });
  test("UETS was not asked for before the day it began", () => {
    const asked = (on: string) => requiredDocuments({ on: date(on), kind: "first", permitType: "short-term" }).some(({ code }) => code === "uets");
    expect([asked("2024-04-14"), asked("2024-04-15")]).toEqual([false, true]);
  });
  test("types, purposes, terms, ages, transfers and exemptions that hold from a day or until one", () => {
    const on = (tables: Tables) => rulesOn(today, tables);
    expect(on(changed("permitTypes", "family", later)).permitTypes.has("family")).toBe(false);
    expect(on(changed("purposes", "tourism", ended)).purposes.has("tourism")).toBe(false);
    expect(on(changed("terms", "barAfterRefusal", ended)).terms.barAfterRefusal).toBeNull();
    expect(on(changed("feeExemptions", "long-term", ended)).feeExemptions.has("long-term")).toBe(false);
    expect(on({ ...shipped, insuranceAges: [{ ...shipped.insuranceAges[0]!, ...later }] }).insuranceAges).toBeNull();
    expect(rulesOn(date("2014-04-10")).permitTypes.size).toBe(0);
    expect(rulesOn(date("2014-04-11")).permitTypes.size).toBe(6);
    expect(officesFor("35", null, date("2010-01-01"))).toEqual([]);
    expect(() => termOn("decision", date("2010-01-01"))).toThrow(/decision/);
  });
  test("between two days on which nothing turns, the answer is the same object; on each turning day it is that of the day", () => {
    expect(rulesOn(date("2026-11-23"))).toBe(rulesOn(date("2026-06-01")));
    for (const iso of turningDays(shipped).filter((day) => day > "2014-04-11")) {
      const before = rulesOn(date(iso).subtract({ days: 1 }));
      const after = rulesOn(date(iso));
      expect(after).not.toBe(before);
      const at = ordinal(date(iso));
      for (const { code, validFrom } of shipped.documents) expect(after.documents.some((one) => one.code === code), `${code} ${iso}`).toBe(ordinalOf(validFrom) <= at);
    }
  });
});

describe("the cross-check of rows", () => {
  const row = (validFrom: string, more: Partial<Ground> = {}): Ground => ({ source: "Law 6458 art. 21", confidence: "high", validFrom, validFromConfidence: "high", ...more });
  test.each([
    ["an overlap", [row("2025-01-01", { validUntil: "2026-01-01" }), row("2026-01-01")], /passportExtra: What holds from 2025-01-01 and from 2026-01-01 overlaps/],
    ["an open end before another, in whatever order", [row("2026-01-01"), row("2025-01-01")], /overlap/],
    ["a hole", [row("2025-01-01", { validUntil: "2025-12-30" }), row("2026-01-01")], /A hole between 2025-12-30 and 2026-01-01/],
    ["an end before its begin", [row("2025-01-01", { validUntil: "2024-12-31" })], /ends before it begins/],
    ["no source", [row("2025-01-01", { source: " " })], /no source/],
    ["a day that does not exist", [row("2025-02-30")], /2025-02-30 is no day/],
    ["a day confirmed too early", [row("2025-01-01", { confirmedUntil: "2024-06-01" })], /confirmed only until before/],
  ])("%s is told", (_what, rows, words) => {
    expect(inWords(rowGaps("terms", "passportExtra", rows)).join()).toMatch(words);
  });
  test("in an edition each is told with its table and key, and what the office cannot work without must not end", () => {
    const twice = { ...shipped, documents: [...shipped.documents, { ...shipped.documents[0]!, validFrom: "2027-01-01" }] };
    expect(inWords(faults(twice))).toContain("documents form: What holds from 2014-04-11 and from 2027-01-01 overlaps.");
    expect(inWords(faults({ ...shipped, documents: [...shipped.documents, { ...shipped.documents[0]!, code: "amulet" }] }))).toContain("documents amulet: Nothing is known that calls for it.");
    expect(inWords(faults(changed("terms", "decision", { validUntil: "2027-12-31" })))).toContain("terms decision: It ends, and the office cannot work without it.");
    expect(faults(changed("terms", "barAfterRefusal", { validUntil: "2027-12-31" }))).toEqual([]);
  });
});

describe("past its last confirmed day a row continues, and its edition says so", () => {
  const tables = changed("terms", "passportExtra", { confirmedUntil: "2026-06-30" });
  test("it holds on", () => {
    expect(rulesOn(today, tables).terms.passportExtra?.value).toBe(60);
    expect(edition(today, tables).confirmedUntil?.toString()).toBe("2026-06-30");
    expect(edition(today).confirmedUntil?.toString()).toBe("2026-12-31");
  });
  test("but not an edition whose answers do not stand on it", () => {
    const beside = changed("universities", "istinye", { confirmedUntil: "2026-06-30" });
    expect(edition(today, beside).confirmedUntil?.toString()).toBe("2026-12-31");
  });
  test("an edition begins with another grace for late applications", () => {
    const tables = withChanges(shipped, [{ series: "lateGraceDays", value: 10, from: "2026-06-01", until: null, source: "practice of the directorates", confidence: "medium" }]);
    expect(edition(today, tables).from.toString()).toBe("2026-06-01");
    expect([rulesOn(date("2026-05-31"), tables).lateGraceDays.value, rulesOn(date("2026-06-01"), tables).lateGraceDays.value]).toEqual([0, 10]);
  });
  test("an edition begins with each row that begins or ends after the first amounts", () => {
    expect(edition(today, changed("purposes", "tourism", { validUntil: "2026-06-30" })).from.toString()).toBe("2026-07-01");
    expect(edition(today, changed("purposes", "tourism", { validUntil: "2026-06-30" })).id).not.toBe(edition(today).id);
  });
});

describe("drafted rows", () => {
  const sure = { source: "Law 6458 art. 21", confidence: "high" as const };
  test("a term of a new value follows on the old one", () => {
    const tables = withChanges(shipped, [{ series: "terms", code: "passportExtra", value: 90, from: "2027-01-01", until: "2027-12-31", ...sure }]);
    expect(faults(tables)).toEqual([]);
    expect(tables.terms.filter(({ code }) => code === "passportExtra")).toEqual([
      expect.objectContaining({ value: 60, validUntil: "2026-12-31" }), expect.objectContaining({ value: 90, unit: "days", validFrom: "2027-01-01", confirmedUntil: "2027-12-31" }),
    ]);
    expect([termOn("passportExtra", today, tables).value, termOn("passportExtra", date("2027-01-01"), tables).value]).toEqual([60, 90]);
    expect(differences(shipped, tables).map(({ series, from }) => `${series} ${from}`)).toEqual(["terms 2014-04-11", "terms 2027-01-01"]);
  });
  test("the days of any row can be set, and cleared again", () => {
    const days = { series: "validity", table: "documents", key: "uets", at: "2024-04-15", validFrom: "2024-04-15", confirmedUntil: null, ...sure } as const;
    const tables = withChanges(shipped, [{ ...days, validUntil: "2026-12-31" }]);
    expect(tables.documents.find(({ code }) => code === "uets")).toMatchObject({ validUntil: "2026-12-31", source: "Law 6458 art. 21" });
    expect(faults(tables)).toEqual([]);
    expect(withChanges(tables, [{ ...days, validUntil: null }]).documents.find(({ code }) => code === "uets")).not.toHaveProperty("validUntil");
  });
  test("drafts of earlier releases, which named no days, hold on all of them", () => {
    const tables = withChanges(shipped, [
      { series: "lateGraceDays", value: 10 }, { series: "counters", office: "35", value: 9 },
      { series: "universities", code: "ege", name: "Ege Üniversitesi", province: "35", district: "Bornova", handInDays: 6, source: "practice of the university", confidence: "medium" },
    ]);
    expect(faults(tables)).toEqual([]);
    expect(rulesOn(today, tables).lateGraceDays).toMatchObject({ value: 10, confirmed: true });
    expect(tables.counters).toEqual([expect.objectContaining({ office: "35", count: 9, ...sinceUnknown })]);
    expect(tables.universities.filter(({ code }) => code === "ege")).toEqual([expect.objectContaining({ handInDays: 6, validFrom: "2023-11-29" })]);
  });
});

test("tables kept by an earlier release are read in the shape of today", () => {
  const { validFrom: _from, validFromConfidence: _sure, ...university } = shipped.universities[0]!;
  const old = { cardPrice: shipped.cardPrice, lateGraceDays: 5, counters: { "35": 9 }, universities: [university], holidays: shipped.holidays };
  const tables = { ...shipped, ...readKept(JSON.parse(JSON.stringify(old))) };
  expect(faults(tables)).toEqual([]);
  expect(rulesOn(today, tables).lateGraceDays.value).toBe(5);
  expect(tables.counters).toEqual([expect.objectContaining({ office: "35", count: 9, validFrom: "2014-04-11" })]);
  expect(tables.universities).toEqual([{ ...university, ...sinceUnknown }]);
  expect(tables.terms).toBe(shipped.terms);
  // What is kept today comes back as it was.
  const { exchangeRates: _, ...kept } = shipped;
  expect(digest({ ...shipped, ...readKept(JSON.parse(JSON.stringify(kept))) })).toBe(digest());
});
