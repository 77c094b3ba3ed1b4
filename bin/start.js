// npm start [-- portal|office|worker|migrate|all]: installs when needed, then runs the program until Ctrl-C.
import { run } from "./ground.js";

process.exit(await run(["--import", "./bin/tsx.js", "src/main.ts", ...process.argv.slice(2)]));
