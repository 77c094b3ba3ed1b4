import { posix } from "node:path";
import { expect, test } from "vitest";
import { program, type Source, sources } from "./sources.ts";

/** The floors of the house, low to high. A file imports from its own folder and from lower floors, never sideways or upwards. */
const floors = [
  ["platform"],
  ["ui", "rules", "audit", "bank"],
  ["notifications"],
  ["identity"],
  ["representation", "eligibility"],
  ["applications"],
  ["documents"],
  ["appointments", "payments"],
  ["acts", "supervision"],
  ["demonstration"],
  ["web"],
  ["worker.ts"],
  ["serve.ts"],
  ["main.ts"],
];
const floorOf = new Map(floors.flatMap((names, floor) => names.map((name) => [name, floor] as const)));

// Generated types and pure rule data may be longer than a page of thought; nothing else.
const long = new Set(["src/platform/schema.ts"]);

const importsOf = ({ path, text }: Source) =>
  [...text.matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\()"(\.[^"]+)"/g)].map((match) => posix.join(posix.dirname(path), match[1]!));
const folderOf = (path: string) => path.split("/")[1]!;
const faults = (files: Source[], fault: (file: Source) => string | false | undefined) =>
  files.flatMap((file) => fault(file) || []);

test("every folder of src/ has its floor", () => {
  const folders = new Set(sources("src", /^src\/(?!locales\/)/).map(({ path }) => folderOf(path)));
  expect([...folders].filter((folder) => !floorOf.has(folder))).toEqual([]);
});

test("imports go downwards", () => {
  const wrong = program().flatMap((file) => importsOf(file)
    .filter((target) => target.startsWith("src/") && !target.startsWith("src/locales/") && folderOf(target) !== folderOf(file.path))
    .filter((target) => (floorOf.get(folderOf(target)) ?? -1) >= (floorOf.get(folderOf(file.path)) ?? -1))
    .map((target) => `${file.path} imports ${target}`));
  expect(wrong).toEqual([]);
});

test("the program imports nothing of its tests, benches or tools", () => {
  expect(program().flatMap((file) => importsOf(file).filter((target) => !target.startsWith("src/")).map((target) => `${file.path} imports ${target}`))).toEqual([]);
});

test("no file only forwards, and no folder is a drawer for anything", () => {
  expect(faults(program(), ({ path, text }) => {
    const statements = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "").trim().split(/;\s*/).filter(Boolean);
    const forwards = statements.length > 0 && statements.every((statement) => /^export\s[\s\S]*\sfrom\s+"[^"]+"$/.test(statement));
    return (/\/index\.tsx?$/.test(path) || forwards) && path;
  })).toEqual([]);
  expect(faults(sources("src", /./), ({ path }) => /\/(utils?|helpers?|common|services?|misc|lib)\//.test(path) && path)).toEqual([]);
});

test("no file is longer than 300 lines", () => {
  const files = ["src", "test", "bin", "migrations"].flatMap((folder) => sources(folder, /^(?!src\/locales\/|migrations\/schema\.sql).*\.(tsx?|js|css|sql)$/));
  expect(faults(files, ({ path, text }) => !long.has(path) && text.split("\n").length > 301 && `${path}: ${text.split("\n").length}`)).toEqual([]);
});

test("one file reads the environment", () => {
  expect(faults(program(), ({ path, text }) => path !== "src/platform/config.ts" && /\bprocess\.env\b|\bprocess\["env"\]/.test(text) && path)).toEqual([]);
});

test("time comes from the clock, not from the machine or the database", () => {
  const machine = /\bDate\.now\(\)|\bnew Date\(\)|\bTemporal\.Now\b/;
  const database = /\bnow\(\)|\bcurrent_(date|time|timestamp)\b|\b(statement|clock|transaction)_timestamp\(\)/i;
  expect(faults(program(), ({ path, text }) => !path.startsWith("src/platform/") && machine.test(text) && path)).toEqual([]);
  // `clock.now()` is the clock; a bare `now()` inside SQL is not.
  const statements = program().flatMap(({ path, text }) => [...text.matchAll(/\bsql(?:<[^`]*?>)?`([^`]*)`/g)].map((match) => ({ path, text: match[1]! })));
  expect(faults([...statements, ...sources("migrations", /^migrations\/\d.*\.sql$/)], ({ path, text }) => database.test(text.replaceAll(/\$\{[^}]*\}|--.*$/gm, "")) && path)).toEqual([]);
});

test("pages carry no inline style or script, and nothing is left undone", () => {
  expect(faults(program(), ({ path, text }) => /<[a-z][^>]*\s(style|on[a-z]+)=/.test(text) && path.endsWith(".tsx") && path)).toEqual([]);
  const all = ["src", "test", "bin", "migrations", "bench", "invariants", "simulate"].flatMap((folder) => sources(folder, /\.(tsx?|js|css|sql)$/));
  // The brackets keep this file out of what it finds.
  expect(faults(all, ({ path, text }) => /\b(TO[D]O|FIX[M]E)\b/.test(text) && path)).toEqual([]);
  expect(faults(all, ({ path, text }) => /\b(test|it|describe)\.(skip|only|todo)\b/.test(text) && path)).toEqual([]);
});
