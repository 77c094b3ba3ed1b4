// npm run dev: like `npm start`, and starts over when a file of the program changes.
import { run } from "./ground.js";

process.exit(await run(["--watch-path=src", "--watch-preserve-output", "--import", "./bin/tsx.js", "src/main.ts", ...process.argv.slice(2)]));
