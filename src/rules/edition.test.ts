import { describe, expect, test } from "vitest";
import { inWords } from "../../test/law-faults.ts";
import { complete, language, texts } from "../platform/i18n.ts";
import { closedAreas } from "./closed-areas.ts";
import { countriesByName, countryName, isNationality, nationalities } from "./countries.ts";
import { digest, edition, faults } from "./edition.ts";
import { gaps } from "./faults.ts";
import { holidays } from "./holiday-list.ts";
import { officesFor } from "./offices.ts";
import { kinds, levels, permitTypes, purposes, relations, sponsorKinds } from "./permit-types.ts";
import { districts, neighbourhoods, provinces } from "./provinces.ts";
import { addressProofList, documentCodes } from "./document-list.ts";
import { documentText } from "./required-documents.ts";
import { shipped } from "./tables.ts";
import { transfers } from "./transfers.ts";
import { handInBy, universities } from "./universities.ts";

const date = (iso: string) => Temporal.PlainDate.from(iso);
const value = (from: string, until: string | null) => ({ from, until, value: 1, source: "a source", confidence: "high" as const });

describe("an edition", () => {
  test("the shipped data have no fault", () => {
    expect(faults()).toEqual([]);
  });
  test.each([
    ["an overlap", [value("2025-01-01", "2026-01-01"), value("2026-01-01", null)], /overlap/],
    ["an open end before another", [value("2025-01-01", null), value("2026-01-01", null)], /overlap/],
    ["a hole", [value("2025-01-01", "2025-12-30"), value("2026-01-01", null)], /hole between 2025-12-30 and 2026-01-01/],
    ["an end before its begin", [value("2025-01-01", "2024-12-31")], /ends before it begins/],
    ["no value", [], /no value/],
    ["no source", [{ ...value("2025-01-01", null), source: " " }], /no source/],
  ])("%s is told", (_what, series, words) => {
    expect(inWords(gaps("cardPrice", series)).join()).toMatch(words);
  });
  test("what is wrong in drafted tables is told, each by its name", () => {
    const group = shipped.feeGroups[0];
    if (group === undefined) throw new Error("no groups");
    const told = inWords(faults({
      ...shipped,
      cardPrice: [{ from: "2026-01-01", until: null, value: -5, source: "x", confidence: "high" }],
      feeGroups: [{ ...group, value: [...group.value, { group: "a", nationalities: ["YUG", "JPN"], confidence: "low" }] }],
      closedAreas: [...closedAreas, ...closedAreas.slice(0, 1), { province: "34", district: "Atlantis", neighbourhood: null, from: "2026-01-01", until: null, exceptions: [], source: "x", confidence: "low" }],
    })).join("\n");
    for (const words of [/-5 is no amount/, / a: YUG is no nationality/, /JPN stands in two groups/, /no district Atlantis/, /Fatih: It is closed twice/]) expect(told).toMatch(words);
  });
  test("begins with each dated value, and says until when it is confirmed", () => {
    expect(edition(date("2026-11-23"))).toMatchObject({ id: expect.stringMatching(/^2026-01-01\.[0-9a-f]{8}$/) });
    expect(edition(date("2026-11-23")).confirmedUntil?.toString()).toBe("2026-12-31");
    expect(edition(date("2027-06-01")).id).toBe(edition(date("2026-11-23")).id);
    expect(edition(date("2025-12-31")).id).not.toBe(edition(date("2026-01-01")).id);
    expect(edition(date("1999-01-01")).from.toString()).toBe("2025-01-01");
  });
  test("changes its digest with any datum, but not with the daily rate", () => {
    const drafted = { ...shipped, cardPrice: shipped.cardPrice.map((price) => ({ ...price, value: price.value + 100 })) };
    expect(digest(drafted)).not.toBe(digest());
    expect(digest({ ...shipped, exchangeRates: [] })).toBe(digest());
    expect(digest({ ...shipped })).toBe(digest());
  });
});

describe("reference data", () => {
  test.each(complete)("every code has its words in %s", (code) => {
    const l = language(code);
    const has = (key: string) => expect(l.has(key), key).toBe(true);
    for (const kind of kinds) has(`reference.kind-${kind}`);
    for (const type of permitTypes) has(`reference.permit-type-${type.code}`);
    for (const purpose of purposes) has(`reference.purpose-${purpose.code}`);
    for (const relation of relations) has(`reference.relation-${relation}`);
    for (const sponsor of sponsorKinds) has(`reference.sponsor-${sponsor}`);
    for (const level of levels) has(`reference.level-${level}`);
    for (const holiday of holidays) has(`reference.holiday-${holiday.code}`);
    for (const transfer of transfers) if (transfer.note) has(`reference.transfer-${transfer.note}`);
    for (const area of closedAreas) for (const exception of area.exceptions) has(`reference.exception-${exception}`);
    for (const document of documentCodes) expect(documentText(l, document).about).not.toBe("");
    for (const proof of addressProofList) has(`documents.address-proof-${proof.code}`);
  });
  test("the files hold no text for a document that does not exist", () => {
    const known = new Set(documentCodes.flatMap((code) => [`documents.${code}`, `documents.${code}-about`]));
    for (const key of texts("en").keys()) {
      if (key.startsWith("documents.") && !key.startsWith("documents.address-proof-")) expect(known.has(key), key).toBe(true);
    }
  });
  test("nationalities are those of today", () => {
    expect(nationalities).toHaveLength(254);
    for (const code of ["GBR", "XXA", "XXB", "XXC", "RKS", "XNC", "TUR"]) expect(isNationality(code)).toBe(true);
    for (const code of ["YUG", "SUN", "GB", "", "gbr", "XXX", "D"]) expect(isNationality(code)).toBe(false);
    expect(countryName(language("en"), "RKS")).toBe("Kosovo");
    expect(countryName(language("tr"), "XNC")).toBe("Kuzey Kıbrıs Türk Cumhuriyeti");
    for (const code of complete) for (const { code: country, name } of countriesByName(language(code))) expect(name).not.toBe(country);
  });
  test("81 provinces with 973 districts, and the appointment given in two of them", () => {
    expect(provinces).toHaveLength(81);
    expect(provinces.filter((province) => province.automatic).map((province) => province.name)).toEqual(["Ankara", "İstanbul"]);
    expect(provinces.flatMap((province) => districts(province.plate))).toHaveLength(973);
    expect(neighbourhoods("35", "Konak").length).toBeGreaterThan(50);
    expect(districts("82")).toEqual([]);
    expect(neighbourhoods("35", "Fatih")).toEqual([]);
    expect(neighbourhoods("99", "Konak")).toEqual([]);
  });
  test("every address has an office", () => {
    for (const { plate } of provinces) for (const district of districts(plate)) expect(officesFor(plate, district, date("2026-11-23")).length).toBeGreaterThan(0);
    expect(officesFor("34", "Fatih", date("2026-11-23")).map((office) => office.code)).toEqual(["34-fatih"]);
    expect(officesFor("07", "Alanya", date("2026-11-23")).map((office) => office.code)).toEqual(["07-alanya", "07"]);
    expect(officesFor("34", null, date("2026-11-23"))).toHaveLength(4);
  });
  test("universities give their students some days", () => {
    const by = (code: string) => handInBy(universities.find((university) => university.code === code)!, date("2026-11-23"))?.toString();
    expect([by("istinye"), by("iste"), by("bezmialem"), by("ege")]).toEqual(["2026-11-27", "2026-12-03", "2026-12-08", undefined]);
  });
});
