import { expect, test } from "vitest";
import { program, sources } from "./sources.ts";

const tables = new Set(sources("migrations", /^migrations\/\d.*\.sql$/).flatMap(({ text }) =>
  [...text.matchAll(/create\s+(?:unlogged\s+)?table\s+(?:if not exists\s+)?"?([a-z_]+)"?/gi)].map((match) => match[1]!)));

const writes = [
  /\b(?:insertInto|updateTable|deleteFrom|mergeInto)\(\s*"([a-z_]+)/g,
  /\b(?:insert\s+into|delete\s+from|merge\s+into|truncate(?:\s+table)?)\s+"?([a-z_]+)/gi,
  /\bupdate\s+(?:only\s+)?"?([a-z_]+)"?\s+(?:as\s+)?(?:[a-z]+\s+)?set\b/gi,
];

test("the migrations make tables, and writes to them are recognised", () => {
  expect(tables.size).toBeGreaterThan(20);
  expect(writersOf([
    { path: "src/a/x.ts", text: 'tx.insertInto("slot")' }, { path: "src/b/x.ts", text: "sql`update slot s set taken = 1`" },
    { path: "src/c/x.ts", text: "sql`select from slot for update`" }, { path: "src/d/x.ts", text: "sql`DELETE FROM slot`" },
  ]).get("slot")).toEqual(new Set(["a", "b", "d"]));
});

test("each table is written by one folder", () => {
  const shared = [...writersOf(program())].filter(([, folders]) => folders.size > 1).map(([table, folders]) => `${table}: ${[...folders].join(", ")}`);
  expect(shared).toEqual([]);
});

function writersOf(files: { path: string; text: string }[]): Map<string, Set<string>> {
  const writers = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    for (const pattern of writes) {
      for (const [, table] of text.matchAll(pattern)) {
        if (!tables.has(table!)) continue;
        writers.set(table!, (writers.get(table!) ?? new Set()).add(path.split("/")[1]!));
      }
    }
  }
  return writers;
}
