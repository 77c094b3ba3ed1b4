import { describe, expect, test } from "vitest";
import type { Ground } from "../rules/dated.ts";
import { shipped, type Tables } from "../rules/tables.ts";
import { assess } from "./assess.ts";
import type { Facts } from "./questions.ts";

const on = Temporal.PlainDate.from("2026-11-23");

/** The tables with the days of one row changed. */
function changed(table: "permitTypes" | "purposes" | "levels" | "sponsors" | "terms", code: string, days: Partial<Ground>): Tables {
  return { ...shipped, [table]: (shipped[table] as readonly (Ground & { code: string })[]).map((row) => (row.code === code ? { ...row, ...days } : row)) };
}

const later = { validFrom: "2026-12-01" };
const ended = { validUntil: "2026-11-22" };
const family: Facts = { kind: "first", permitType: "family", sponsor: { kind: "researcher", relation: "spouse" } };
const student: Facts = { kind: "first", permitType: "student", student: { level: "doctorate" } };
const tourist: Facts = { kind: "first", permitType: "short-term", purpose: "tourism" };

describe("what the law of the day does not know", () => {
  test.each([
    ["a type", family, changed("permitTypes", "family", later), "type-not-in-force"], ["a type", family, changed("permitTypes", "family", ended), "type-not-in-force"],
    ["a purpose", tourist, changed("purposes", "tourism", later), "purpose-not-in-force"], ["a purpose", tourist, changed("purposes", "tourism", ended), "purpose-not-in-force"],
    ["a level", student, changed("levels", "doctorate", ended), "level-not-in-force"], ["a sponsor", family, changed("sponsors", "researcher", ended), "sponsor-not-in-force"],
  ] as const)("%s is refused, with where it is written", (_what, facts, tables, code) => {
    expect(assess(facts, on).findings.map((one) => one.code)).not.toContain(code);
    const answer = assess(facts, on, { tables });
    expect(answer.outcome).toBe("not-allowed");
    expect(answer.findings).toContainEqual(expect.objectContaining({ code, severity: "block", article: expect.stringMatching(/./) }));
  });

  test("where the day on which it begins is not sure, an officer decides", () => {
    const tables = changed("permitTypes", "family", { ...later, validFromConfidence: "low" });
    expect(assess(family, on, { tables }).findings).toContainEqual(expect.objectContaining({ code: "type-not-in-force", severity: "warn", effect: "officer-decides" }));
  });

  test("a term that has ended asks for nothing, and one that has not begun neither", () => {
    const refused: Facts = { ...tourist, refusedOn: on.subtract({ days: 10 }) };
    expect(assess(refused, on).findings.map(({ code }) => code)).toContain("refused-recently");
    for (const days of [later, ended]) {
      expect(assess(refused, on, { tables: changed("terms", "barAfterRefusal", days) }).findings.map(({ code }) => code)).not.toContain("refused-recently");
      const early: Facts = { kind: "extension", presentPermit: { permitType: "student", validUntil: on.add({ days: 100 }) } };
      expect(assess(early, on).outcome).toBe("not-yet");
      expect(assess(early, on, { tables: changed("terms", "extensionWindow", days) })).toMatchObject({ outcome: "incomplete", window: { opens: null } });
      const passport: Facts = { ...tourist, passportValidUntil: on.add({ days: 59 }) };
      expect(assess(passport, on).findings.map(({ code }) => code)).toContain("passport-too-short-for-any");
      expect(assess(passport, on, { tables: changed("terms", "passportExtra", days) }).latestEnd?.equals(on.add({ days: 59 }))).toBe(true);
    }
  });

  test("the law of the day of creation goes on for a case", () => {
    const tables = changed("purposes", "tourism", ended);
    expect(assess(tourist, on, { tables, day: on.subtract({ days: 5 }) }).findings.map(({ code }) => code)).not.toContain("purpose-not-in-force");
  });

  test("past the last day for which a row was confirmed it goes on, and the answer warns", () => {
    const tables = changed("terms", "passportExtra", { confirmedUntil: "2026-06-30" });
    const warned = (day: string) => assess(tourist, Temporal.PlainDate.from(day), { tables }).findings.find(({ code }) => code === "unconfirmed");
    expect(warned("2026-06-30")).toBeUndefined();
    expect(warned("2026-07-01")).toMatchObject({ severity: "warn", effect: null, values: { until: Temporal.PlainDate.from("2026-06-30") } });
  });
});
