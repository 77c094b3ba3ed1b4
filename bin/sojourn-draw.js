#!/usr/bin/env node
// sojourn-draw verify RECORD: runs a published draw again, without a database, and says whether it comes out the same.
import { resolve } from "node:path";
import { run } from "./ground.js";

const [verb, record] = process.argv.slice(2);
if (verb !== "verify" || !record) {
  console.error("sojourn-draw verify RECORD, where RECORD is the file of a published draw");
  process.exit(2);
}
process.exit(await run(["--import", "./bin/tsx.js", "src/appointments/verify.ts", resolve(record)]));
