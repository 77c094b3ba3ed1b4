import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { connect, type Database } from "../../src/platform/database.ts";
import { freePort, startEmbedded } from "../../src/platform/embedded.ts";

export const secret = "only for benches: not a secret of anybody".padEnd(48, ".");

export type Running = { pid: number; /** The first line it said. */ said: string; stop(): Promise<void> };
export type Setting = {
  url: string;
  db: Database;
  /** The process of the database server, with its children. */
  databasePid: number;
  /** Starts a process of the program on this database, and answers once it has said its first line. */
  start(name: string, args: string[], env?: Record<string, string>): Promise<Running>;
  /** Takes these folders away too. */
  close(folders?: string[]): Promise<void>;
};

/** A number given as `--name=5`. */
export function number(name: string, otherwise: number): number {
  const given = process.argv.find((argument) => argument.startsWith(`--${name}=`));
  return given ? Number(given.split("=")[1]) : otherwise;
}

/**
 * A fresh database in the folder `.tmp`, a server of its own with every commit on the disk before it is answered, migrated and furnished by
 * the program as an operator would have it done. `close` stops what was started on it, newest first, and takes the data away.
 */
export async function openSetting(name: string): Promise<Setting> {
  const folder = `.tmp/bench-${name}-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  const embedded = await startEmbedded(folder);
  const started: Running[] = [];
  // Public addresses are never guessed beside a database of one's own, so the portal's port is known before it listens.
  const port = await freePort();
  const db = connect(embedded.url, { max: 4, name: "bench" });
  const setting: Setting = {
    url: embedded.url, db,
    databasePid: Number.parseInt(readFileSync(`${folder}/postgres/postmaster.pid`, "utf8"), 10),
    async start(called, args, env = {}) {
      const child = spawn(process.execPath, [...extra(called), "--import", "./bin/tsx.js", ...args], {
        stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, DATABASE_URL: embedded.url, SECRET: secret, AUTHORITY_NAME: "Bench", AUTHORITY_PHONE: "157", PORT: String(port), PORTAL_ORIGIN: `http://127.0.0.1:${port}`, OFFICE_ORIGIN: "http://127.0.0.1:1", NODE_ENV: "production", LOG_LEVEL: "warn", ...env },
      });
      const running = { pid: child.pid!, said: await firstLine(called, child), stop: () => end(child) };
      started.push(running);
      return running;
    },
    async close(folders = []) {
      for (const running of started.reverse()) await running.stop();
      await db.destroy();
      await embedded.stop();
      for (const each of [folder, ...folders]) rmSync(each, { recursive: true, force: true });
    },
  };
  try {
    const env = { ...process.env, DATABASE_URL: embedded.url, SECRET: secret };
    await done(spawn(process.execPath, ["--import", "./bin/tsx.js", "src/main.ts", "migrate"], { stdio: ["ignore", "ignore", "inherit"], env }));
  } catch (error) {
    await setting.close();
    throw error;
  }
  return setting;
}

// `--profile=portal` on the command line has that process write where its time went into .tmp, to be opened in a browser's developer tools.
function extra(called: string): string[] {
  return process.argv.includes(`--profile=${called}`) ? ["--cpu-prof", "--cpu-prof-dir=.tmp", `--cpu-prof-name=${called}.cpuprofile`] : [];
}

function firstLine(called: string, child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout!.on("data", (chunk: Buffer) => {
      said += String(chunk);
      if (said.includes("\n")) resolve(said.split("\n")[0]!);
    });
    child.once("exit", (code) => reject(new Error(`${called} ended with ${code} before it was ready`)));
    child.once("error", reject);
  });
}

async function done(child: ChildProcess): Promise<void> {
  const code = await new Promise((resolve, reject) => child.once("exit", resolve).once("error", reject));
  if (code !== 0) throw new Error(`the database could not be migrated (${String(code)})`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}
