// npm test [-- what vitest takes]: installs when needed, then types, lint and tests; closes with "N passed, N failed" on a line of its own.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { prepare, root, run } from "./ground.js";

prepare();
const results = join(root, ".tmp", "test-results.json");
mkdirSync(join(root, ".tmp"), { recursive: true });
rmSync(results, { force: true });

const folders = ["src", "test", "bench", "bin", "simulate", "invariants"].filter((folder) => existsSync(join(root, folder)));
const checks = [
  ["types", ["node_modules/typescript/bin/tsc", "--noEmit"]],
  ["lint", ["node_modules/oxlint/bin/oxlint", "--deny-warnings", ...folders]],
];
let failed = 0;
for (const [name, args] of checks) {
  const began = Date.now();
  const code = await run(args);
  console.log(`${code === 0 ? "ok    " : "FAILED"} ${name} (${Date.now() - began} ms)`);
  if (code !== 0) failed++;
}

const code = await run(["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${results}`, ...process.argv.slice(2)]);
const counted = existsSync(results) ? JSON.parse(readFileSync(results, "utf8")) : { numPassedTests: 0, numFailedTests: 0 };
failed += counted.numFailedTests;
// A file that cannot be read, an error outside any test, or no test at all: it failed though no test did.
if ((code !== 0 && counted.numFailedTests === 0) || counted.numPassedTests + counted.numFailedTests === 0) failed++;

console.log(`${counted.numPassedTests} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
