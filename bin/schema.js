// npm run schema: writes src/platform/schema.ts and migrations/schema.sql from the migrations. Run it whenever a migration was added.
import { run } from "./ground.js";

process.exit(await run(["--import", "./bin/tsx.js", "test/write-schema.ts"]));
