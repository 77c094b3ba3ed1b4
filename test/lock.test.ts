import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

type Entry = { resolved?: string; version?: string; optionalDependencies?: Record<string, string> };
const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Entry> };

test("the lock names no download addresses", () => {
  expect(Object.entries(lock.packages).filter(([, entry]) => entry.resolved).map(([path]) => path)).toEqual([]);
});

test("the lock names the optional packages of every platform, or `npm ci` refuses it (`npm run lock` completes it)", () => {
  const lacking = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !lock.packages[`${path}/node_modules/${name}`] && !lock.packages[`node_modules/${name}`]));
  expect(lacking).toEqual([]);
});

test("what the program is built with is named exactly", () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, Record<string, string>>;
  const loose = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
  expect(loose).toEqual([]);
});
