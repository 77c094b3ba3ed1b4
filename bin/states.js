// node bin/states.js: writes docs/states.svg from the workflow table. Run it whenever src/applications/states.ts was changed.
import { run } from "./ground.js";

process.exit(await run(["--import", "./bin/tsx.js", "src/applications/states-picture.ts"]));
