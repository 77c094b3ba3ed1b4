import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, closeSync, existsSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { type Binaries, findBinaries } from "./binaries.ts";
import { lock } from "./lock.ts";

/**
 * A running embedded PostgreSQL: the address of its database `sojourn` as its owner, and the way to stop it.
 * `lost` comes true when the server ended without having been stopped; then the program should end too.
 */
export type Embedded = { url: string; lost: Promise<void>; stop(): Promise<void> };

/** How the server's programs are started so that they accept it: PostgreSQL refuses to run as root. */
type Guise = { prefix: string[]; uid?: number; gid?: number };

const socket = ".s.PGSQL.5432";

// The server must not outlive this process, however this process ends: the shell holds a pipe from it and stops the server
// when the pipe closes. Without it a kill -9 leaves an orphan behind.
const keeper = `"$@" 3<&- & server=$!
( read -r line <&3; kill -INT "$server" 2>/dev/null ) & keeper=$!
wait "$server"; code=$?; kill "$keeper" 2>/dev/null; exit "$code"`;

/**
 * Starts the PostgreSQL that comes with the program on its data under `dataDir`, making them at the first start.
 * Throws a plain sentence when another process already runs on the same data.
 * @param fsync whether a commit reaches the disk before it is answered; off only for tests.
 */
export async function startEmbedded(dataDir: string, { fsync = true }: { fsync?: boolean } = {}): Promise<Embedded> {
  const home = resolve(dataDir);
  mkdirSync(home, { recursive: true });
  const held = await lock(home);
  if (held === null) {
    throw new Error(`another Sojourn is running on ${home}: stop it first, or give this one a folder of its own in SOJOURN_DATA`);
  }
  try {
    const binaries = findBinaries();
    const guise = chooseGuise(binaries, home);
    const password = await prepare(binaries, guise, home);
    const { host, port, ended, stop } = await start(binaries, guise, home, fsync);
    const url = (database: string) => `postgresql://sojourn:${password}@${encodeURIComponent(host)}:${port}/${database}`;
    try {
      await ensureDatabase(url("postgres"));
    } catch (error) {
      await stop();
      throw error;
    }
    let stopped: Promise<void> | undefined;
    const lost = new Promise<void>((resolve) => void ended.then(() => (stopped === undefined ? resolve() : undefined)));
    return { url: url("sojourn"), lost, stop: () => (stopped ??= stop().then(held.release)) };
  } catch (error) {
    await held.release();
    throw error;
  }
}

function chooseGuise(binaries: Binaries, home: string): Guise {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const nobody = /^nobody:[^:]*:(-?\d+):(-?\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  const [uid, gid] = [Number(nobody?.[1] ?? 65534) >>> 0, Number(nobody?.[2] ?? 65534) >>> 0];
  if (reachable(binaries.folder) && reachable(home)) return { prefix: [], uid, gid };
  // Below a folder that is root's alone nobody else may enter, so the server stays root outside and is nobody inside a namespace.
  const prefix = ["unshare", "--user", `--map-user=${uid}`, `--map-group=${gid}`];
  if (spawnSync(prefix[0]!, [...prefix.slice(1), "true"]).status === 0) return { prefix };
  throw new Error(`PostgreSQL does not run as root, and another user cannot enter ${reachable(home) ? binaries.folder : home}: `
    + "start Sojourn as an ordinary user, open the folder (chmod o+x), or give the address of a running PostgreSQL in DATABASE_URL");
}

/** Whether any user may pass through all folders down to this one. */
function reachable(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** Makes the data at the first start, gives them to the user the server runs as, and returns the owner's password. */
async function prepare(binaries: Binaries, guise: Guise, home: string): Promise<string> {
  const data = join(home, "postgres");
  const passwordFile = join(home, "postgres.password");
  if (!existsSync(data)) make(binaries, guise, home, data, passwordFile);
  const made = Number(readFileSync(join(data, "PG_VERSION"), "utf8"));
  if (made !== binaries.major) {
    throw new Error(`the data under ${data} are of PostgreSQL ${made} and the server here is ${binaries.major}: `
      + "run them with the older server by DATABASE_URL, or move them over with pg_dump");
  }
  if (process.getuid?.() === 0) give(data, guise.uid ?? 0, guise.gid ?? 0);
  await waitForPredecessor(data);
  return readFileSync(passwordFile, "utf8").trim();
}

// Made beside and moved into place at the end: a start that was killed half-way leaves nothing that looks finished.
function make(binaries: Binaries, guise: Guise, home: string, data: string, passwordFile: string): void {
  const draft = join(home, "postgres.new");
  const draftPassword = join(home, "postgres.new.password");
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, `${randomBytes(24).toString("hex")}\n`, { mode: 0o600 });
  rmSync(draftPassword, { force: true });
  writeFileSync(draftPassword, readFileSync(passwordFile), { mode: 0o600 });
  if (guise.uid !== undefined) for (const path of [draft, draftPassword]) chownSync(path, guise.uid, guise.gid!);
  const [file, ...args] = [...guise.prefix, binaries.initdb, "-D", draft, "-U", "sojourn", `--pwfile=${draftPassword}`, "-A", "scram-sha-256",
    "-E", "UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=und"];
  try {
    execFileSync(file!, args, { cwd: "/", stdio: "pipe", uid: guise.uid, gid: guise.gid });
  } catch (error) {
    throw new Error(`the database could not be made: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`, { cause: error });
  } finally {
    rmSync(draftPassword, { force: true });
  }
  renameSync(draft, data);
}

function give(path: string, uid: number, gid: number): void {
  if (lstatSync(path).uid === uid) return;
  if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) give(join(path, name), uid, gid);
  // The folder last: a run that is broken off starts over.
  chownSync(path, uid, gid);
}

// The server of a killed process needs a moment to stop; a leftover of a crash may name a process that is something else by now.
async function waitForPredecessor(data: string): Promise<void> {
  const file = join(data, "postmaster.pid");
  for (let tries = 0; tries < 300; tries++) {
    if (!existsSync(file)) return;
    if (!isPostgres(Number.parseInt(readFileSync(file, "utf8"), 10))) {
      for (const leftover of [file, join(data, `${socket}.lock`)]) rmSync(leftover, { force: true });
      return;
    }
    await wait(50);
  }
  throw new Error(`a PostgreSQL is running on ${data} that this program did not start: stop it first`);
}

function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const name = `/proc/${pid}/comm`;
  return !existsSync(name) || readFileSync(name, "utf8").trim() === "postgres";
}

async function start(binaries: Binaries, guise: Guise, home: string, fsync: boolean): Promise<{ host: string; port: number; ended: Promise<void>; stop(): Promise<void> }> {
  const data = join(home, "postgres");
  const logFile = join(home, "postgres.log");
  const { host, port } = await address(data);
  const settings = {
    port, listen_addresses: host === data ? "" : host, unix_socket_directories: host === data ? `"${data}"` : "", max_connections: 200, timezone: "UTC", log_timezone: "UTC",
    // The server's log must not carry personal data: no statements, no values of refused rows.
    log_min_error_statement: "panic", log_error_verbosity: "terse",
    ...(fsync ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  const command = [binaries.postgres, "-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const output = openSync(logFile, "w", 0o600);
  const child = process.platform === "win32"
    ? spawn(command[0]!, command.slice(1), { stdio: ["ignore", output, output], windowsHide: true })
    : keep([...guise.prefix, "sh", "-c", keeper, "sh", ...command], guise, output);
  closeSync(output);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()).once("error", () => resolve()));
  await ready(child, join(data, "postmaster.pid"), logFile);
  return { host, port, ended, stop: () => end(child, ended, binaries, data) };
}

function keep([file, ...args]: string[], guise: Guise, output: number): ChildProcess {
  // A session of its own: Ctrl-C reaches this process, which stops the server when it is done with it.
  return spawn(file!, args, { cwd: "/", stdio: ["ignore", output, output, "pipe"], uid: guise.uid, gid: guise.gid, detached: true });
}

async function ready(child: ChildProcess, pidFile: string, logFile: string): Promise<void> {
  let failure: Error | undefined;
  child.once("error", (error) => { failure = error; });
  for (let tries = 0; tries < 6000; tries++) {
    if (failure !== undefined || child.exitCode !== null) {
      throw new Error(`PostgreSQL did not start: ${failure?.message ?? readFileSync(logFile, "utf8").trim()}`);
    }
    // The eighth line of the file is the server's own word on how far it is.
    if (existsSync(pidFile) && readFileSync(pidFile, "utf8").split("\n")[7]?.trim() === "ready") return;
    await wait(10);
  }
  throw new Error("PostgreSQL did not become ready within a minute");
}

async function end(child: ChildProcess, ended: Promise<void>, binaries: Binaries, data: string): Promise<void> {
  if (process.platform === "win32") spawnSync(join(binaries.folder, "pg_ctl.exe"), ["stop", "-m", "fast", "-D", data]);
  else (child.stdio[3] as NodeJS.WritableStream).end();
  await ended;
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'sojourn'");
    if (rowCount === 0) await client.query("create database sojourn");
  } finally {
    await client.end();
  }
}

// A socket inside the data is reached by nobody else and answers a fifth more queries a second than loopback (29,200 to 33,800 against
// 26,400 to 27,900 with 8 connections). The system bounds a socket's path; where it does not fit the server listens on loopback.
async function address(data: string): Promise<{ host: string; port: number }> {
  const fits = process.platform !== "win32" && Buffer.byteLength(join(data, socket)) < 100 && !data.includes("\"");
  return fits ? { host: data, port: 5432 } : { host: "127.0.0.1", port: await freePort() };
}

/** A port of this machine that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
