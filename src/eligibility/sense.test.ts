import { describe, expect, test } from "vitest";
import { complete, language } from "../platform/i18n.ts";
import { differences } from "../rules/edition.ts";
import { shipped } from "../rules/tables.ts";
import { assess } from "./assess.ts";
import { change } from "./compare.ts";
import type { Facts } from "./questions.ts";
import { senseless, senselessCodes, senselessText } from "./sense.ts";

const date = (iso: string) => Temporal.PlainDate.from(iso);
const on = date("2026-11-23");

describe("facts that make no sense", () => {
  const rows: [string, Partial<Facts>, string, string][] = [
    ["a birth in the future", { birthDate: date("2026-11-24") }, "/birthDate", "birth-in-future"],
    ["a birth in the year 1", { birthDate: date("0001-01-01") }, "/birthDate", "year-out-of-range"],
    ["the last day that can be written", { graduatedOn: date("+275760-09-13") }, "/graduatedOn", "year-out-of-range"],
    ["a day of a former permit out of range", { permitHistory: [{ permitType: "family", from: date("1800-01-01"), until: on }] }, "/permitHistory/0/from", "year-out-of-range"],
    ["a country that no longer exists", { nationality: "YUG" }, "/nationality", "unknown-nationality"],
    ["a province that does not exist", { province: "82" }, "/province", "unknown-province"],
    ["a district of another province", { province: "35", district: "Fatih" }, "/district", "unknown-district"],
    ["a neighbourhood of another district", { province: "35", district: "Konak", neighbourhood: "Nowhere Mah" }, "/neighbourhood", "unknown-neighbourhood"],
    ["an end before the beginning", { requestedFrom: on, requestedUntil: date("2026-11-22") }, "/requestedUntil", "ends-before-begins"],
    ["300 months", { requestedFrom: on, requestedUntil: date("2051-11-22") }, "/requestedUntil", "months-too-many"],
    ["a stay that ends before the entry", { entry: { date: on, stayEnds: date("2026-11-22") } }, "/entry/stayEnds", "stay-before-entry"],
    ["a present permit that ended before it began", { presentPermit: { heldSince: on, validUntil: date("2026-11-22") } }, "/presentPermit/validUntil", "ends-before-begins"],
    ["a refusal that is still to come", { refusedOn: date("2026-11-24") }, "/refusedOn", "refused-in-future"],
    ["a sponsor’s permit that ended before the first one", { sponsor: { onPermitSince: on, permitValidUntil: date("2026-11-22") } }, "/sponsor/permitValidUntil", "ends-before-begins"],
    ["a purpose of a permit held that has none", { presentPermit: { permitType: "student", purpose: "tourism" } }, "/presentPermit/purpose", "purpose-of-another-type"],
    ["a purpose of a former permit that had none", { permitHistory: [{ permitType: "family", purpose: "tourism", from: date("2020-01-01"), until: on }] }, "/permitHistory/0/purpose", "purpose-of-another-type"],
    ["negative money", { sponsor: { monthlyIncome: -1 } }, "/sponsor/monthlyIncome", "not-an-amount"],
    ["half a kuruş", { sponsor: { monthlyIncome: 0.5 } }, "/sponsor/monthlyIncome", "not-an-amount"],
    ["a family of one", { sponsor: { familySize: 1 } }, "/sponsor/familySize", "family-too-small"],
    ["a rate of zero", { exchangeRate: "0" }, "/exchangeRate", "not-a-rate"],
    ["a rate in words", { exchangeRate: "forty-two" }, "/exchangeRate", "not-a-rate"],
    ["a student's purpose", { permitType: "student", purpose: "tourism" }, "/purpose", "purpose-of-another-type"],
    ["a permit that ended before it began", { permitHistory: [{ permitType: "family", from: on, until: date("2026-11-22") }] }, "/permitHistory/0/until", "ends-before-begins"],
    ["a hundred and one permits", { permitHistory: Array.from({ length: 101 }, () => ({ permitType: "family" as const, from: on, until: on })) }, "/permitHistory", "too-many-permits"],
  ];
  test.each(rows)("%s", (_what, facts, pointer, code) => {
    expect(senseless({ kind: "first", ...facts }, on)).toEqual([{ pointer, code }]);
  });
  test("nothing is wrong with facts that make sense, nor with none", () => {
    expect(senseless({ kind: "first" }, on)).toEqual([]);
    expect(senseless({ kind: "first", province: "35", district: "Konak", nationality: "XNC", birthDate: on, requestedFrom: on, requestedUntil: on, exchangeRate: "42.4512" }, on)).toEqual([]);
  });
  test.each(complete)("each can be said in %s", (code) => {
    for (const senselessCode of senselessCodes) expect(senselessText(language(code), senselessCode)).not.toBe("");
  });
});

test("a minimum wage that nobody is sure of refuses no family: an officer decides", () => {
  const wage = (confidence: "low" | "high") => ({ ...shipped, minimumWage: [{ from: "2026-01-01", until: null, value: 2_807_500, source: "decision of the Minimum Wage Commission", confidence }] });
  const told: Facts = { kind: "first", permitType: "family", sponsor: { kind: "citizen", relation: "spouse", monthlyIncome: 1_000_000, familySize: 2 }, entry: { basis: "exemption" } };
  const said = (confidence: "low" | "high") => assess(told, on, { tables: wage(confidence) }).findings.find((finding) => finding.code === "sponsor-income-low");
  expect(said("high")).toMatchObject({ severity: "block", effect: "not-allowed" });
  expect(said("low")).toMatchObject({ severity: "warn", effect: "officer-decides" });
});

test("every date there is among the facts must lie in a year that can be", () => {
  const far = date("2201-01-01");
  const told: Required<Facts> = {
    kind: "first", permitType: "family", purpose: "tourism", nationality: "GBR", province: "35", district: "Konak", neighbourhood: "Alsancak Mah", representative: "none",
    birthDate: far, requestedFrom: far, requestedUntil: far, passportValidUntil: far, graduatedOn: far, refusedOn: far, bornInTurkiye: false, exchangeRate: "40",
    entry: { date: far, basis: "visa", stayEnds: far, visaFeePaid: true },
    presentPermit: { permitType: "student", purpose: "research", validUntil: far, heldSince: far, province: "35", reasonEndedOn: far },
    insurance: { kind: "private", until: far },
    sponsor: { kind: "citizen", relation: "spouse", monthlyIncome: 1, familySize: 2, permitValidUntil: far, onPermitSince: far },
    student: { level: "master", programmeUntil: far }, permitHistory: [{ permitType: "student", from: far, until: far }],
  };
  const dates = JSON.stringify(told).split(far.toString()).length - 1;
  const found = senseless(told, on);
  expect(new Set(found.map(({ code }) => code))).toEqual(new Set(["year-out-of-range"]));
  expect(new Set(found.map(({ pointer }) => pointer)).size).toBe(dates);
});

describe("two editions side by side", () => {
  const dearer = {
    ...shipped, cardPrice: [...shipped.cardPrice, { from: "2027-01-01", until: "2027-12-31", value: 120_000, source: "Valuable Papers Law 210", confidence: "high" as const }],
  };
  const told: Facts = { kind: "first", permitType: "short-term", purpose: "tourism" };

  test("what differs is told by its series and day", () => {
    expect(differences(shipped, shipped)).toEqual([]);
    expect(differences(shipped, dearer)).toEqual([{ series: "cardPrice", from: "2027-01-01", before: null, after: expect.objectContaining({ value: 120_000 }) }]);
    expect(differences(shipped, { ...shipped, closedAreas: shipped.closedAreas.slice(1), lateGraceDays: [{ ...shipped.lateGraceDays[0]!, value: 10 }] }).map((one) => one.series)).toEqual(["lateGraceDays", "closedAreas"]);
  });
  test("a dry run says which cases would change, and how", () => {
    expect(change(told, on, shipped, dearer)).toBeNull();
    expect(change(told, date("2027-01-02"), shipped, dearer)).toMatchObject({ outcome: null, fees: [{ code: "card", currency: "TRY", before: 96_400, after: 120_000 }] });
    const british: Facts = { ...told, nationality: "GBR" };
    const freed = { ...shipped, feeGroups: shipped.feeGroups.map((groups) => ({ ...groups, value: [...groups.value, { group: "exempt" as const, nationalities: ["GBR"], confidence: "high" as const }] })) };
    expect(change(british, on, shipped, freed)).toMatchObject({ documents: { gone: ["permit-fee-receipt"], come: [] }, findings: { gone: [], come: [{ code: "permit-fee-exempt" }] } });
    const fatih: Facts = { ...told, province: "34", district: "Fatih" };
    expect(change(fatih, on, shipped, { ...shipped, closedAreas: [] })).toMatchObject({ findings: { gone: [{ code: "closed-area" }], come: [] } });
    const late: Facts = { kind: "extension", presentPermit: { validUntil: date("2026-11-20") } };
    expect(change(late, on, shipped, { ...shipped, lateGraceDays: [{ ...shipped.lateGraceDays[0]!, value: 10 }] })).toMatchObject({ outcome: { before: "closed", after: "incomplete" } });
  });
});
