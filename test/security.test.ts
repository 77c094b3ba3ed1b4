import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { duties } from "../src/web/office/duties.ts";

const lines = [...readFileSync("docs/security.md", "utf8").matchAll(/^\| (\d+\.\d+\.\d+) \| ([12]) \| [^|]+ \| (met|partly|not yet|n\/a) \| ?([^|]*)\|$/gm)]
  .map(([, id, level, verdict, why]) => ({ id: id!, level: level!, verdict: verdict!, why: why!.trim() }));

test("the requirements of security are counted as their lines say, each stands there once, and what is not met says why", () => {
  const text = readFileSync("docs/security.md", "utf8");
  // V10 and V17 speak of what the program has not, and stand there in a sentence.
  const unlisted = { 1: 5, 2: 31 };
  for (const level of [1, 2] as const) {
    const counted = ["met", "partly", "not yet", "n/a"].map((verdict) => lines.filter((line) => line.level === String(level) && line.verdict === verdict).length + (verdict === "n/a" ? unlisted[level] : 0));
    expect(text).toContain(`\n| ${level} | ${counted.join(" | ")} |\n`);
  }
  expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  expect(lines.length + unlisted[1] + unlisted[2]).toBe(253);
  expect(lines.filter(({ verdict, why }) => verdict !== "met" && why === "").map(({ id }) => id)).toEqual([]);
});

test("every table stands in one class of what is kept, and no other does", () => {
  const text = readFileSync("docs/security.md", "utf8");
  const classes = /\| class \| tables[\s\S]*?\n\n/.exec(text)![0];
  const named = classes.split("\n").slice(2).flatMap((row) => [...(row.split("|")[2] ?? "").matchAll(/`(\w+)`/g)].map(([, table]) => table!));
  const tables = [...readFileSync("migrations/schema.sql", "utf8").matchAll(/^create (?:unlogged )?table (\w+)/gim)].map(([, table]) => table!);
  expect(tables.length).toBeGreaterThan(60);
  // The queue of jobs has a schema of its own; what was migrated is written down by the migrator itself.
  expect(named.sort()).toEqual([...tables, "graphile_worker", "migration"].sort());
});

test("every duty of the office stands among the rules of fields", () => {
  const rules = /\| fields \| the person[\s\S]*?\n\n/.exec(readFileSync("docs/security.md", "utf8"))![0];
  const named = new Set([...rules.matchAll(/`([\w-]+)`/g)].map(([, duty]) => duty!));
  expect([...named].sort()).toEqual(Object.keys(duties).sort());
});

test("nothing is hashed or signed with an algorithm that is not approved any more", () => {
  const files = globSync("src/**/*.{ts,tsx,js}").filter((file) => !file.includes(".test."));
  const named = files.flatMap((file) => [...readFileSync(file, "utf8").matchAll(/\b(?:createHash|createHmac|createSign|createVerify|hkdfSync|pbkdf2Sync)\(([^)]*)/g)].map(([, given]) => /"([\w-]+)"/.exec(given!)?.[1]));
  expect(named.length).toBeGreaterThan(10);
  expect(new Set(named)).toEqual(new Set(["sha256"]));
});
