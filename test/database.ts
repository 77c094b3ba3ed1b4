import pg from "pg";
import { inject } from "vitest";
import { connect, type Database } from "../src/platform/database.ts";
import type { Part } from "../src/platform/logins.ts";
import { addresses } from "./cluster.ts";

export type TestDatabase = AsyncDisposable & {
  /** The database as its owner: for laying out what a test needs and for looking at what came of it. */
  db: Database;
  url: string;
  /** The same database as the logins of the program's parts, whose rights end where theirs do. */
  parts: Record<Part, Database>;
  addresses: Record<Part, string>;
};

let made = 0;

/** A fresh, migrated, empty database of the test's own: `await using it = await testDatabase()`, dropped when its block ends. */
export async function testDatabase({ max = 5 }: { max?: number } = {}): Promise<TestDatabase> {
  const cluster = inject("cluster");
  if ("fault" in cluster) throw new Error(`there is no database to test with: ${cluster.fault}`);
  const name = `test_${process.pid}_${++made}`;
  await administer(cluster.url, `create database ${name} template sojourn`);
  const address = new URL(cluster.url);
  address.pathname = `/${name}`;
  const db = connect(address.href, { max, name });
  const urls = addresses(address.href);
  const parts = { portal: connect(urls.portal, { max, name }), office: connect(urls.office, { max, name }), worker: connect(urls.worker, { max, name }) };
  return {
    db, url: address.href, parts, addresses: urls,
    async [Symbol.asyncDispose]() {
      await Promise.all([db, ...Object.values(parts)].map((each) => each.destroy()));
      await administer(cluster.url, `drop database ${name} with (force)`);
    },
  };
}

// Spoken from the maintenance database: nobody may be connected to a template while it is copied.
async function administer(url: string, sql: string) {
  const address = new URL(url);
  address.pathname = "/postgres";
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
