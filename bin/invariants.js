// npm run invariants [-- ADDRESS]: checks on a database what must always hold, and prints the report.
import { run } from "./ground.js";

process.exit(await run(["--import", "./bin/tsx.js", "invariants/report.ts", ...process.argv.slice(2)]));
