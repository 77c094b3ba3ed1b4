// npm run components: says whether the packages that package-lock.json names are within the time frames of docs/security.md, without a network.
// With the word `look` it asks the registry first which of them have known weaknesses, and writes docs/components.json.
import { run } from "./ground.js";

process.exit(await run(["--import", "./bin/tsx.js", "test/look-at-components.ts", ...process.argv.slice(2)]));
