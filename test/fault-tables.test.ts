import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test.each([
  { table: "payment-faults", folders: ["src/payments", "src/bank", "src/platform", "src/web/applicant", "src/web/office", "src/web/api"], least: 35 },
  { table: "message-faults", folders: ["src/notifications", "src/web", "src/web/office"], least: 20 },
])("every test that the table $table names exists", ({ table, folders, least }) => {
  const named = [...readFileSync(`docs/${table}.md`, "utf8").matchAll(/\| `([^`]+)` \|$/gm)].map(([, name]) => name!);
  const tests = folders.flatMap((folder) => globSync(`${folder}/*.test.{ts,tsx}`)).map((file) => readFileSync(file, "utf8")).join("\n");
  expect(named.length).toBeGreaterThanOrEqual(least);
  expect(named.filter((name) => !tests.includes(`"${name}"`))).toEqual([]);
});
