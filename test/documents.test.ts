import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { expect, test } from "vitest";
import { states } from "../src/applications/states.ts";
import { type Source, sources } from "./sources.ts";

const read = (path: string): Source => ({ path, text: readFileSync(new URL(`../${path}`, import.meta.url), "utf8") });
const documents = [read("README.md"), read("CONTRIBUTING.md"), ...sources("docs", /^docs\/.*\.md$/)];
const there = (path: string) => existsSync(new URL(`../${path}`, import.meta.url));

test("the first two commands of the README are how to start and how to test", () => {
  const [first, second] = /```sh\n([\s\S]*?)```/.exec(read("README.md").text)![1]!.split("\n");
  expect(first).toMatch(/^npm start +# \S/);
  expect(second).toMatch(/^npm test +# \S/);
});

test("what a document links to is there", () => {
  const dead = documents.flatMap(({ path, text }) => [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)]
    .filter(([, link]) => !there(posix.normalize(posix.join(posix.dirname(path), link!)))).map(([, link]) => `${path}: ${link}`));
  expect(dead).toEqual([]);
});

test("the files that documents name are there", () => {
  const named = /`((?:src|test|bin|migrations|bench|invariants|docs)\/[\w./-]+\.[a-z]+|[a-z]+\/[\w/-]+\.tsx?)`/g;
  const dead = documents.flatMap(({ path, text }) => [...text.matchAll(named)].map(([, name]) => name!)
    .filter((name) => !/NAME|NN_/.test(name) && !there(name) && !there(`src/${name}`)).map((name) => `${path}: ${name}`));
  expect(dead).toEqual([]);
});

test("the README names every setting, and none that is not read", () => {
  const { text: config } = read("src/platform/config.ts");
  const table = /## Settings([\s\S]*?)\n## /.exec(read("README.md").text)![1]!;
  const settings = [...config.matchAll(/\b(?:text|port|address|origin)\("([A-Z][A-Z_]+)"/g)].map(([, name]) => name!);
  const named = table.split("\n").flatMap((line) => [...(/^\| ([^|]*) \|/.exec(line)?.[1] ?? "").matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name!));
  expect([...new Set(named)].sort()).toEqual([...new Set([...settings, "LOG_LEVEL"])].sort());
});

test("every floor and every state has its line", () => {
  const map = /## Map of the house([\s\S]*?)\n## /.exec(read("README.md").text)![1]!;
  const folders = new Set(sources("src", /\.tsx?$/).map(({ path }) => path.split("/")[1]!));
  expect([...folders].filter((folder) => !map.includes(`\`${folder}\``))).toEqual([]);
  const glossary = read("docs/glossary.md").text;
  expect(states.filter((state) => state !== "draft" && !new RegExp(`\\b${state}\\b`).test(glossary))).toEqual([]);
});
