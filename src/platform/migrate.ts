import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { runMigrations } from "graphile-worker";
import { sql as query } from "kysely";
import pg from "pg";
import { type Database, inTime, pool } from "./database.ts";
import { log } from "./log.ts";
import { layRights } from "./logins.ts";

const folder = new URL("../../migrations/", import.meta.url);
// Any number will do as long as nothing else in the database takes the same advisory lock.
const lockId = 7_250_119;

type Migration = { name: string; sql: string; digest: string };

/** The numbered SQL files in their order. */
export function migrations(): Migration[] {
  return readdirSync(folder).filter((name) => /^\d{4}_[a-z-]+\.sql$/.test(name)).sort().map((name) => {
    const sql = readFileSync(new URL(name, folder), "utf8");
    return { name, sql, digest: createHash("sha256").update(sql).digest("hex") };
  });
}

/**
 * Brings a database forward: each file that it has not had, in its own transaction, then the job queue's own tables, then the rights of the logins.
 * Refuses a database whose applied files are not the ones here. Processes that start together wait for one another.
 * @returns the names of the files applied now.
 */
export async function migrate(url: string, files: Migration[] = migrations()): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: "sojourn migrate" });
  await client.connect();
  const applied: string[] = [];
  try {
    await client.query("select pg_advisory_lock($1)", [lockId]);
    await client.query("create table if not exists migration (name text primary key, digest text not null, applied_at timestamptz not null)");
    const { rows } = await client.query<{ name: string; digest: string }>("select name, digest from migration order by name");
    const known = new Map(rows.map((row) => [row.name, row.digest]));
    check(known, files);
    for (const file of files.filter(({ name }) => !known.has(name))) {
      await apply(client, file);
      applied.push(file.name);
    }
    await migrateJobs(url);
    await layRights(client);
  } finally {
    await client.end();
  }
  return applied;
}

/** Whether a database has had every migration of this program; it may have had more, while an older process is being replaced. */
export async function isMigrated(db: Database, files: Pick<Migration, "name" | "digest">[]): Promise<boolean> {
  const known = await appliedTo(db);
  return files.every(({ name, digest }) => known.get(name) === digest);
}

/**
 * Comes back when the database can be reached and has had every migration of this program; meanwhile says what it waits for, once.
 * Throws where no waiting helps: the database is newer than the program, or was made by other files.
 */
export async function untilMigrated(db: Database, files: Pick<Migration, "name" | "digest">[], everyMilliseconds = 1000): Promise<void> {
  let told = "";
  for (;;) {
    const lacking = await lackOf(db, files);
    if (lacking === null) return;
    if (lacking !== told) log.warn(`waiting: ${lacking}`);
    told = lacking;
    await wait(everyMilliseconds);
  }
}

/** What a database lacks to be served, as a plain sentence. */
async function lackOf(db: Database, files: Pick<Migration, "name" | "digest">[]): Promise<string | null> {
  const known = await inTime(appliedTo(db), longestLook).catch((error: unknown) => whyNot(error));
  if (typeof known === "string") return known;
  check(known, files);
  return files.every(({ name }) => known.has(name)) ? null : notMigrated;
}

const longestLook = 5_000;
const notMigrated = "the database is not migrated: npm start -- migrate";

/** Why a database cannot be read, as a plain sentence for who starts the program. */
export function whyNot(error: unknown): string {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  if (code === "42P01" || code === "42501") return notMigrated;
  if (code.startsWith("28")) return "the database does not let this login in: npm start -- migrate makes the logins, and the password must be the same";
  if (code === "3D000") return "the server has no database of this name";
  return `the database cannot be reached (${code || message})`;
}

async function appliedTo(db: Database): Promise<Map<string, string>> {
  const { rows } = await query<{ name: string; digest: string }>`select name, digest from migration order by name`.execute(db);
  return new Map(rows.map((row) => [row.name, row.digest]));
}

function check(known: Map<string, string>, files: Pick<Migration, "name" | "digest">[]): void {
  const here = new Map(files.map((file) => [file.name, file.digest]));
  const last = [...known.keys()].at(-1) ?? "";
  for (const [name, digest] of known) {
    if (!here.has(name)) throw new Error(`the database has had ${name}, which this program does not know: it is newer than the program`);
    if (here.get(name) !== digest) throw new Error(`${name} was changed after it was applied; a migration is never edited, add a new one`);
  }
  const late = files.find(({ name }) => !known.has(name) && name < last);
  if (late) throw new Error(`${late.name} comes before ${last}, which is applied already; migrations only go forward`);
}

async function apply(client: pg.Client, { name, sql, digest }: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(sql);
    await client.query("insert into migration (name, digest, applied_at) values ($1, $2, $3)", [name, digest, Temporal.Now.instant().toString()]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
  }
}

async function migrateJobs(url: string): Promise<void> {
  const connections = pool(url, { max: 2, name: "sojourn migrate" });
  try {
    await runMigrations({ pgPool: connections });
  } finally {
    await connections.end();
  }
}
