import { spawn } from "node:child_process";
import { sql } from "kysely";
import { afterEach, expect, test } from "vitest";
import { closingAfterEach } from "../../test/closing.ts";
import { testDatabase } from "../../test/database.ts";
import { faultySmsCentre } from "../../test/providers.ts";
import { dateOf } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { deliver } from "./deliver.ts";
import { put } from "./notify.ts";
import { hear, workThroughReceipts } from "./receipts.ts";
import { smppRoute } from "./smpp.ts";

const NOON = Temporal.Instant.from("2026-11-24T09:00:00Z");
let now = NOON;
const clock = { now: () => now };
const closing = closingAfterEach();
afterEach(() => { now = NOON; });

const house = { secret: "x", origins: { portal: "https://portal.example" }, authority: { name: "Sojourn", phone: "157" } };

/** A worker in a process of its own, with an SMS centre alone, until it is killed. */
function worker(url: string, centre: string) {
  const child = spawn(process.execPath, ["--import", "./bin/tsx.js", "--input-type=module", "-e", `
    const [{ connect }, { startOutbox }, { smppRoute }] = await Promise.all(["platform/database", "notifications/outbox", "notifications/smpp"].map((file) => import(process.cwd() + "/src/" + file + ".ts")));
    const sms = ${JSON.stringify(centre)} ? [smppRoute(${JSON.stringify(centre)}, { sender: "Sojourn", heard: async () => {} })] : [];
    startOutbox({ ...${JSON.stringify(house)}, db: connect(${JSON.stringify(url)}), clock: { now: () => Temporal.Instant.from("${now}") }, routes: { email: null, sms } }, { pause: 20 });
  `], { stdio: ["ignore", "ignore", "inherit"] });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return async () => {
    child.kill("SIGKILL");
    await gone;
  };
}

async function sms(db: Database): Promise<string> {
  return db.transaction().execute((tx) => put({ tx, now, today: dateOf(now), actor: { kind: "system", id: null, name: "test" } }, {
    application: null, notice: "granted", language: "ar", channel: "sms", recipient: "+905551112233", values: { number: "K7QM-2XPT", from: "2026-12-08", until: "2027-12-07" },
  }));
}

const stateOf = async (db: Database, id: string) => (await db.selectFrom("message").select("state").where("id", "=", id).executeTakeFirstOrThrow()).state;

test("a worker killed between two parts of an SMS has all of it sent again by the next, and its receipts are those of the second time", async () => {
  await using it = await testDatabase();
  const centre = closing(await faultySmsCentre());
  centre.statuses.push(0, "silent");
  const id = await sms(it.db);
  const kill = worker(it.url, centre.url);
  await expect.poll(() => [centre.parts.length, centre.statuses.length], { timeout: 15_000 }).toEqual([1, 0]);
  await kill();
  now = now.add({ minutes: 3 });
  const route = closing(smppRoute(centre.url, { sender: "Sojourn", heard: async () => {} }));
  const app = { ...house, db: it.db, clock, routes: { email: null, sms: [route], close: async () => {} } };
  await deliver(app, id);
  expect(await stateOf(it.db, id)).toBe("sent");
  const parts = await it.db.selectFrom("message_part").select("provider_reference").orderBy("provider_reference").execute();
  expect(parts.length).toBeGreaterThan(1);
  expect(centre.parts).toHaveLength(1 + parts.length);
  await hear(it.db, { reference: "smpp:m1", delivered: false, because: "expired" });
  expect(await workThroughReceipts(app)).toBe(0);
  for (const { provider_reference: reference } of parts) await hear(it.db, { reference, delivered: true, because: null });
  expect(await workThroughReceipts(app)).toBe(parts.length);
  expect(await stateOf(it.db, id)).toBe("delivered");
});

test("a worker killed while it works through receipts leaves them to the next", async () => {
  await using it = await testDatabase();
  const id = await sms(it.db);
  const app = { ...house, db: it.db, clock, routes: { email: null, sms: [{ name: "one", send: async () => ({ outcome: "sent" as const, references: ["one:a"] }), close: async () => {} }], close: async () => {} } };
  await deliver(app, id);
  await hear(it.db, { reference: "one:a", delivered: true, because: null });
  await it.db.transaction().execute(async (tx) => {
    await tx.selectFrom("message").select("id").where("id", "=", id).forUpdate().executeTakeFirstOrThrow();
    const kill = worker(it.url, "");
    const waiting = sql<{ pid: number }>`select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    await expect.poll(async () => (await waiting.execute(it.db)).rows.length, { timeout: 15_000 }).toBe(1);
    await kill();
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(tx);
  });
  expect(await stateOf(it.db, id)).toBe("sent");
  expect(await workThroughReceipts(app)).toBe(1);
  expect(await stateOf(it.db, id)).toBe("delivered");
});
