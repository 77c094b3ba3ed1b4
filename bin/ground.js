// What every command of bin/ stands on, in plain JavaScript for Node 18 and newer: it runs before anything is installed.
// It installs what package-lock.json names and finds a Node that the program can run on.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { whenNpmIsGone } from "./starter.js";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (file) => JSON.parse(readFileSync(join(root, file), "utf8"));
const lock = join(root, "package-lock.json");
const installed = join(root, "node_modules", ".package-lock.json");
const digestFile = join(root, "node_modules", ".sojourn-lock-digest");
const windows = process.platform === "win32";

/** Installs when needed and answers the path of the Node to run the program with. */
export function prepare() {
  process.chdir(root);
  if (stale()) install();
  return findNode();
}

// A lock that is younger than what is installed may still be the one that was installed: git writes files anew.
function stale() {
  if (!existsSync(installed)) return true;
  if (statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return false;
  return !existsSync(digestFile) || readFileSync(digestFile, "utf8") !== lockDigest();
}

const lockDigest = () => createHash("sha256").update(readFileSync(lock)).digest("hex");

/** Runs the program's Node with these arguments until it ends, passing signals on, and answers its exit code. */
export function run(args, { env = {} } = {}) {
  const node = prepare();
  return new Promise((resolve) => {
    // A group of its own: Ctrl-C reaches this process alone, which passes it on once. The pipe is a leash: when this process is
    // killed, leash.js at its other end sees it close and stops the program in good order.
    const child = spawn(node, ["--import", "./bin/leash.js", ...args], {
      cwd: root, env: { ...process.env, PATH: `${dirname(node)}${windows ? ";" : ":"}${process.env.PATH}`, ...env },
      stdio: ["pipe", "inherit", "inherit"], detached: !windows,
    });
    child.stdin.on("error", () => {});
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
    whenNpmIsGone(() => child.kill("SIGTERM"));
    child.once("error", (error) => { console.error(error.message); resolve(1); });
    child.once("exit", (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

function install() {
  // npm would empty the folder behind the link, which is somebody else's.
  if (lstatSync(dirname(installed), { throwIfNoEntry: false })?.isSymbolicLink()) {
    console.error("node_modules is a link and does not hold what package-lock.json names: install there, or remove the link.");
    process.exit(1);
  }
  console.error("Installing what package-lock.json names ...");
  npm(process.execPath);
  // npm leaves out optional packages whose `engines` the Node it runs on does not meet, although another Node will use them.
  const brought = findNode();
  if (brought !== process.execPath && missing().length > 0) {
    const copy = join(root, ".tmp", windows ? "node.exe" : "node");
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(realpathSync(brought), copy);
    chmodSync(copy, 0o755);
    npm(copy);
  }
  writeFileSync(digestFile, lockDigest());
}

function npm(node) {
  const cli = process.env.npm_execpath?.endsWith("npm-cli.js") ? process.env.npm_execpath : npmBeside();
  const ci = ["ci", "--loglevel=error"];
  const [file, args] = cli ? [node, [cli, ...ci]] : ["npm", ci];
  const { status, error } = spawnSync(file, args, { cwd: root, stdio: ["ignore", 2, 2], shell: !cli && windows });
  if (status !== 0) {
    console.error(`npm ci failed${error ? `: ${error.message}` : ""}: the packages could not be installed.`);
    process.exit(1);
  }
}

function npmBeside() {
  const node = dirname(realpathSync(process.execPath));
  return ["node_modules/npm/bin/npm-cli.js", "../lib/node_modules/npm/bin/npm-cli.js"].map((path) => join(node, path)).find((path) => existsSync(path));
}

/** The optional packages for this machine that are not there. */
function missing() {
  const fits = (named, own) => {
    const list = [named ?? own].flat();
    return list.includes(own) || (list.every((name) => name.startsWith("!")) && !list.includes(`!${own}`));
  };
  const libc = process.report?.getReport?.().header.glibcVersionRuntime ? "glibc" : "musl";
  return Object.entries(read("package-lock.json").packages).filter(([path, { optional, os, cpu, libc: needs }]) =>
    optional && (os || cpu) && fits(os, process.platform) && fits(cpu, process.arch) && (process.platform !== "linux" || fits(needs, libc))
    && !existsSync(join(root, path))).map(([path]) => path);
}

function findNode() {
  const wanted = Number(/\d+/.exec(read("package.json").engines.node)[0]);
  if (Number(process.versions.node.split(".")[0]) >= wanted) return process.execPath;
  const name = `node-${windows ? "win" : process.platform}-${process.arch}`;
  const brought = join(root, "node_modules", name, "bin", windows ? "node.exe" : "node");
  if (existsSync(brought)) return brought;
  console.error(`Sojourn needs Node ${wanted} or newer; this is ${process.versions.node}, and none came with the program for ${process.platform} ${process.arch}.`);
  process.exit(1);
}
