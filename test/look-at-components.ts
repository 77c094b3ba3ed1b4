import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

/** Within how many days a weakness is gone, by how much it weighs, and how old the last look may be. */
export const days = { critical: 2, high: 7, moderate: 30, low: 90, look: 7 };
type Severity = Exclude<keyof typeof days, "look">;
export type Known = { name: string; weakness: string; severity: string; since: string };
/** What `docs/components.json` keeps: the day of the last look, at which lock, and what it found. */
export type Kept = { looked: string | null; lock: string | null; known: Known[] };
/** The part of what `npm audit --json` says that is read here. */
export type Audit = { vulnerabilities: Record<string, { via: (string | { name: string; url: string; severity: string })[] }> };

const file = "docs/components.json";
const day = 24 * 60 * 60 * 1000;

/** What is late on a day, each a plain sentence: nothing where all is within its time. */
export function late({ looked, lock, known }: Kept, digest: string, today: string): string[] {
  const age = (since: string) => Math.round((Date.parse(today) - Date.parse(since)) / day);
  if (looked === null) return ["Nobody has looked for known weaknesses yet: npm run components -- look"];
  return [
    ...(lock === digest ? [] : ["package-lock.json has changed since the last look."]),
    ...(age(looked) > days.look ? [`The last look was ${age(looked)} days ago; it is due every ${days.look}.`] : []),
    ...known.filter(({ since, severity }) => age(since) > days[severity as Severity])
      .map(({ name, weakness, severity, since }) => `${name}: ${weakness} is known here for ${age(since)} days; ${severity} ones are gone within ${days[severity as Severity]}.`),
  ];
}

/** The weaknesses that `npm audit --json` tells of; one that was known before keeps its day. */
export function weaknesses(audit: Audit, before: Known[], today: string): Known[] {
  const told = Object.values(audit.vulnerabilities).flatMap(({ via }) => via.filter((cause) => typeof cause !== "string"));
  const found = new Map(told.map(({ name, url, severity }) => [`${name} ${url}`, { name, weakness: url, severity: severity in days ? severity : "low" }]));
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, one]) => ({
    ...one, since: before.find(({ name, weakness }) => name === one.name && weakness === one.weakness)?.since ?? today,
  }));
}

export const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

if (import.meta.main) {
  const today = new Date().toISOString().slice(0, 10);
  const digest = digestOf(readFileSync("package-lock.json", "utf8"));
  let kept = JSON.parse(readFileSync(file, "utf8")) as Kept;
  if (process.argv[2] === "look") {
    const { stdout } = spawnSync("npm", ["audit", "--json"], { encoding: "utf8", shell: process.platform === "win32" });
    const audit = JSON.parse(stdout || "{}") as Audit & { message?: string };
    // Where the registry is not reached, or has no answer, nothing is known: that is no look.
    if (audit.vulnerabilities === undefined) throw new Error(`the registry did not say: ${audit.message ?? stdout}`);
    kept = { looked: today, lock: digest, known: weaknesses(audit, kept.known, today) };
    writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  }
  const said = late(kept, digest, today);
  console.log(said.length > 0 ? said.join("\n") : `Looked at on ${kept.looked}; ${kept.known.length} weaknesses are known, all within their time.`);
  process.exit(said.length > 0 ? 1 : 0);
}
