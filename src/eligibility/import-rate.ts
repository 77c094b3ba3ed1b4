import { existsSync, readFileSync } from "node:fs";
import { transact } from "../platform/act.ts";
import { clock } from "../platform/clock.ts";
import { connect } from "../platform/database.ts";
import { importRate } from "./editions.ts";

const explained = {
  "not-understood": "This is no daily file of the central bank with a rate for one US dollar; nothing was stored.",
  "in-future": "The file is of a day that has not come; nothing was stored.",
} as const;

/** Stores the rate of a file in the database at an address; says in a sentence what came of it. The processes take it up within seconds. */
export async function importFile(address: string, file: string): Promise<{ stored: boolean; sentence: string }> {
  if (!existsSync(file)) return { stored: false, sentence: "Which file? Give the path of the central bank’s daily XML." };
  if (address === "") return { stored: false, sentence: "Which database? Set DATABASE_URL or give its address behind the file." };
  const db = connect(address, { max: 1, name: "sojourn import-rate" });
  try {
    const outcome = await transact(db, clock(), { kind: "system", id: null, name: "import-rate" }, (act) => importRate(act, readFileSync(file, "utf8")));
    return outcome.ok ? { stored: true, sentence: `${outcome.date}: ${outcome.rate} lira for a dollar.` } : { stored: false, sentence: explained[outcome.why] };
  } finally {
    await db.destroy();
  }
}

if (import.meta.main) {
  const [address = "", file = ""] = process.argv.slice(2);
  const { stored, sentence } = await importFile(address, file);
  (stored ? console.log : console.error)(sentence);
  process.exitCode = stored ? 0 : 1;
}
