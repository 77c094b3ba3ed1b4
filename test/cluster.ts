import { mkdirSync, readdirSync, rmSync } from "node:fs";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "../src/platform/embedded.ts";
import { loginOf, type Part, parts, setPasswords } from "../src/platform/logins.ts";
import { migrate } from "../src/platform/migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The cluster of this test run, or why there is none: only tests that ask for a database fail then. */
    cluster: { url: string } | { fault: string };
  }
}

/** A database of the cluster as the logins of the program's parts. */
export function addresses(owner: string): Record<Part, string> {
  return Object.fromEntries(parts.map((part) => {
    const url = new URL(owner);
    url.username = loginOf(part);
    url.password = "only for tests";
    return [part, url.href];
  })) as Record<Part, string>;
}

/** One PostgreSQL for a whole test run, with a migrated database that each test's own is copied from. */
export default async function setup(project: TestProject) {
  mkdirSync(".tmp", { recursive: true });
  sweep();
  const folder = `.tmp/test-${process.pid}`;
  try {
    const cluster = await startEmbedded(folder, { fsync: false });
    await migrate(cluster.url);
    await setPasswords(cluster.url, addresses(cluster.url));
    await planOnce(cluster.url);
    project.provide("cluster", { url: cluster.url });
    return async () => {
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    };
  } catch (error) {
    project.provide("cluster", { fault: error instanceof Error ? error.message : String(error) });
    return () => rmSync(folder, { recursive: true, force: true });
  }
}

// Each statement is planned without its values from the first time on, as the server may come to do after the fifth: what does not work so, as
// ON CONFLICT on an index whose condition is a value, must show in a test and not on a busy day.
async function planOnce(url: string) {
  const client = new pg.Client(url);
  await client.connect();
  await client.query("alter system set plan_cache_mode = force_generic_plan");
  await client.query("select pg_reload_conf()");
  await client.end();
}

// What runs that were killed left behind.
function sweep() {
  for (const name of readdirSync(".tmp")) {
    const pid = /^test-(\d+)$/.exec(name)?.[1];
    if (pid === undefined) continue;
    try {
      process.kill(Number(pid), 0);
    } catch {
      rmSync(`.tmp/${name}`, { recursive: true, force: true });
    }
  }
}
