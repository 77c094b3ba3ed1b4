// npm run import-rate -- FILE [ADDRESS]: stores the dollar's rate of a daily file of the central bank (Tarih_Date XML) in the database.
import { run } from "./ground.js";

process.exit(await run(["--import", "./bin/tsx.js", "src/eligibility/import-rate.ts", process.argv[3] ?? process.env.DATABASE_URL ?? "", process.argv[2] ?? ""]));
