import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { days, digestOf, late, weaknesses } from "./look-at-components.ts";

const lock = readFileSync("package-lock.json", "utf8");
const named = Object.entries((JSON.parse(lock) as { packages: Record<string, { version: string; resolved?: string }> }).packages).filter(([path]) => path !== "");

test("the time frames that are promised are those that are held", () => {
  const text = readFileSync("docs/security.md", "utf8");
  for (const [severity, within] of Object.entries(days)) expect(text, severity).toMatch(new RegExp(`\\| ${severity} \\| ${within} days`));
});

test("what is late is told: no look, an old one, one at another lock, and a weakness that stays longer than it may", () => {
  const known = [
    { name: "a", weakness: "https://github.com/advisories/GHSA-a", severity: "critical", since: "2026-11-20" },
    { name: "b", weakness: "https://github.com/advisories/GHSA-b", severity: "moderate", since: "2026-11-01" },
  ];
  expect(late({ looked: null, lock: null, known: [] }, "x", "2026-11-24")).toHaveLength(1);
  expect(late({ looked: "2026-11-24", lock: "x", known: [] }, "x", "2026-11-24")).toEqual([]);
  expect(late({ looked: "2026-11-17", lock: "x", known: known.slice(1) }, "x", "2026-11-24")).toEqual([]);
  expect(late({ looked: "2026-11-16", lock: "y", known }, "x", "2026-11-24")).toEqual([
    "package-lock.json has changed since the last look.", "The last look was 8 days ago; it is due every 7.",
    "a: https://github.com/advisories/GHSA-a is known here for 4 days; critical ones are gone within 2.",
  ]);
});

test("a weakness is known from the day it was first seen, once, whoever depends on it", () => {
  const cause = { name: "b", url: "https://github.com/advisories/GHSA-b", severity: "high" };
  const audit = { vulnerabilities: { b: { via: [cause] }, a: { via: ["b"] }, c: { via: [cause, { name: "c", url: "https://github.com/advisories/GHSA-c", severity: "info" }] } } };
  const before = [{ name: "b", weakness: cause.url, severity: "high", since: "2026-11-20" }, { name: "gone", weakness: "x", severity: "low", since: "2026-01-01" }];
  expect(weaknesses(audit, before, "2026-11-24")).toEqual([
    { name: "b", weakness: cause.url, severity: "high", since: "2026-11-20" }, { name: "c", weakness: "https://github.com/advisories/GHSA-c", severity: "low", since: "2026-11-24" },
  ]);
});

test("what was last looked at is this lock, as soon as anybody has looked", () => {
  const kept = JSON.parse(readFileSync("docs/components.json", "utf8")) as { looked: string | null; lock: string | null };
  if (kept.looked !== null) expect(kept.lock).toBe(digestOf(lock));
});

test("every package stands in the bill of materials with its version, and comes from the registry alone", () => {
  const { stdout } = spawnSync("npm", ["run", "--silent", "sbom"], { encoding: "utf8", maxBuffer: 2 ** 26, shell: process.platform === "win32" });
  const bill = JSON.parse(stdout) as { bomFormat: string; components: { name: string; version: string; licenses?: unknown[] }[] };
  expect(bill.bomFormat).toBe("CycloneDX");
  const billed = new Set(bill.components.map(({ name, version }) => `${name}@${version}`));
  const lacking = named.map(([path, { version }]) => `${path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)}@${version}`).filter((one) => !billed.has(one));
  expect(lacking).toEqual([]);
  // Neither a Git address nor a file of somebody's: a bare version is asked of the registry.
  expect(named.filter(([, { version, resolved }]) => resolved !== undefined || !/^\d+\.\d+\.\d+/.test(version)).map(([path]) => path)).toEqual([]);
}, 60_000);
