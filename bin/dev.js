// npm run dev: like `npm start`, and starts over when a file of the program or a migration changes.
import { run } from "./ground.js";

process.exit(await run(["bin/watch.js", ...process.argv.slice(2)]));
