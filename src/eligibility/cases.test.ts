import { describe, expect, test } from "vitest";
import { documentCodes } from "../rules/document-list.ts";
import { assess } from "./assess.ts";
import { conditions } from "./cases/conditions.ts";
import { documents } from "./cases/documents.ts";
import { doors } from "./cases/doors.ts";
import { fees } from "./cases/fees.ts";
import { stays } from "./cases/stays.ts";
import type { Facts } from "./questions.ts";

const rows = [...doors, ...stays, ...conditions, ...fees, ...documents];

function read(value: unknown): unknown {
  if (typeof value === "string") return /^\d{4}-\d{2}-\d{2}$/.test(value) ? Temporal.PlainDate.from(value) : value;
  if (Array.isArray(value)) return value.map(read);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined).map(([name, inner]) => [name, read(inner)]));
}

describe("the law, case by case", () => {
  test("there are at least 200 rows, and no sentence twice", () => {
    expect(rows.length).toBeGreaterThanOrEqual(200);
    expect(new Set(rows.map(([sentence]) => sentence)).size).toBe(rows.length);
  });

  test.each(rows)("%s (%s)", (_sentence, article, told, expected) => {
    const answer = assess(read(told) as Facts, Temporal.PlainDate.from(expected.on ?? "2026-11-23"));
    const codes = answer.findings.map((finding) => finding.code);
    const grounds: string[] = [];
    if (expected.outcome !== undefined) expect({ outcome: answer.outcome, codes, missing: answer.missingFacts }).toMatchObject({ outcome: expected.outcome });
    if (expected.finds !== undefined) {
      expect(codes).toContain(expected.finds);
      for (const finding of answer.findings) if (finding.code === expected.finds) grounds.push(finding.article);
    }
    if (expected.lacks !== undefined) expect(codes).not.toContain(expected.lacks);
    for (const edge of ["opens", "closes"] as const) {
      if (expected[edge] === undefined) continue;
      expect(answer.window?.[edge]?.toString()).toBe(expected[edge]);
      grounds.push(answer.window?.ground ?? "");
    }
    if (expected.latestEnd !== undefined) {
      expect(answer.latestEnd?.toString()).toBe(expected.latestEnd);
      grounds.push(answer.latestEndGround ?? "");
    }
    if (expected.attendBy !== undefined) expect(answer.attendBy?.toString()).toBe(expected.attendBy);
    if (expected.fee !== undefined) {
      const [code, amount, currency] = expected.fee;
      const line = answer.fees.find((fee) => fee.code === code);
      expect(line).toMatchObject({ amount, currency });
      if (expected.inLira !== undefined) expect(line?.amountTry).toBe(expected.inLira);
      grounds.push(line?.ground ?? "");
    }
    if (expected.noFee !== undefined) expect(answer.fees.map((fee) => fee.code)).not.toContain(expected.noFee);
    for (const [name, required] of [["asks", "yes"], ["onRequest", "on-request"]] as const) {
      const code = expected[name];
      if (code === undefined) continue;
      expect(documentCodes).toContain(code);
      expect(answer.documents).toContainEqual(expect.objectContaining({ code, required }));
      grounds.push(answer.documents.find((document) => document.code === code)?.ground ?? "");
    }
    if (expected.doesNotAsk !== undefined) expect(answer.documents.map((document) => document.code)).not.toContain(expected.doesNotAsk);
    if (expected.missing !== undefined) expect(answer.missingFacts).toContain(expected.missing);
    expect(grounds, "the row's article is one on which the answer stands").toContain(article);
  });
});
