import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

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

test("nothing is hashed or signed with an algorithm that is not approved any more", () => {
  const files = globSync("src/**/*.{ts,tsx,js}").filter((file) => !file.includes(".test."));
  const named = files.flatMap((file) => [...readFileSync(file, "utf8").matchAll(/\b(?:createHash|createHmac|createSign|createVerify|hkdfSync|pbkdf2Sync)\(([^)]*)/g)].map(([, given]) => /"([\w-]+)"/.exec(given!)?.[1]));
  expect(named.length).toBeGreaterThan(10);
  expect(new Set(named)).toEqual(new Set(["sha256"]));
});
