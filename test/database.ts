import pg from "pg";
import { inject } from "vitest";
import { connect, type Database } from "../src/platform/database.ts";

export type TestDatabase = { db: Database; url: string } & AsyncDisposable;

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
  return {
    db, url: address.href,
    async [Symbol.asyncDispose]() {
      await db.destroy();
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
