// npm run officer -- add|invite|end|list …: who may sign in to the office of an installation. Without words it says how.
import { run } from "./ground.js";

process.exit(await run(["--import", "./bin/tsx.js", "src/identity/appoint.ts", ...process.argv.slice(2)]));
