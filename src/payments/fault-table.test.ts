import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("every test that the table of faults names exists", () => {
  const table = readFileSync("docs/payment-faults.md", "utf8");
  const named = [...table.matchAll(/\| `([^`]+)` \|$/gm)].map(([, name]) => name!);
  const tests = ["src/payments", "src/bank", "src/web/applicant"].flatMap((folder) => globSync(`${folder}/*.test.ts`)).map((file) => readFileSync(file, "utf8")).join("\n");
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((name) => !tests.includes(`"${name}"`))).toEqual([]);
});
