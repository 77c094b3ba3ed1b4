import { spawn } from "node:child_process";
import { sql } from "kysely";
import { afterEach, expect, test } from "vitest";
import { closingAfterEach } from "../../test/closing.ts";
import { testDatabase } from "../../test/database.ts";
import type { Act } from "../platform/act.ts";
import { dateOf } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { claimDue } from "./claim.ts";
import { type Delivery, deliver } from "./deliver.ts";
import { put } from "./notify.ts";
import { startOutbox } from "./outbox.ts";
import type { Routes } from "./routes.ts";
import { mailRoute } from "./email.ts";
import { faultyMailServer } from "../../test/providers.ts";

const NOON = Temporal.Instant.from("2026-11-24T09:00:00Z");
let now = NOON;
const clock = { now: () => now };
const closing = closingAfterEach();
afterEach(() => { now = NOON; });

const closed = async () => {};
const quick = { connect: 500, greeting: 500, silence: 500 };

function app(db: Database, routes: Partial<Routes>): Delivery {
  return { db, clock, secret: "a secret", origins: { portal: "https://portal.example" }, authority: { name: "Sojourn", phone: "157" }, routes: { email: null, sms: [], close: closed, ...routes } };
}

const within = (db: Database) => <T>(fn: (act: Act) => Promise<T>): Promise<T> =>
  db.transaction().execute((tx) => fn({ tx, now, today: dateOf(now), actor: { kind: "system", id: null, name: "test" } }));

async function letter(db: Database, more: Partial<Parameters<typeof put>[1]> = {}): Promise<string> {
  return within(db)((act) => put(act, {
    application: null, notice: "number", language: "en", channel: "email", recipient: "someone@example.org", values: { number: "K7QM-2XPT" }, ...more,
  }));
}

const row = (db: Database, id: string) => db.selectFrom("message").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

/** A worker in a process of its own, delivering from the outbox until it is killed. */
function worker(url: string, mailServer: string) {
  const child = spawn(process.execPath, ["--import", "./bin/tsx.js", "--input-type=module", "-e", `
    const [{ connect }, { startOutbox }, { mailRoute }] = await Promise.all(["platform/database", "notifications/outbox", "notifications/email"]
      .map((file) => import(process.cwd() + "/src/" + file + ".ts")));
    startOutbox({ db: connect(${JSON.stringify(url)}), clock: { now: () => Temporal.Instant.from("${now}") }, secret: "x", origins: { portal: "https://portal.example" }, authority: { name: "Sojourn", phone: "157" },
      routes: { email: mailRoute(${JSON.stringify(mailServer)}, "office@sojourn.example"), sms: [] } });
  `], { stdio: ["ignore", "ignore", "inherit"] });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return async () => {
    child.kill("SIGKILL");
    await gone;
  };
}

test("a worker killed while it sends leaves the message to be sent by the next", async () => {
  await using it = await testDatabase();
  const peer = closing(await faultyMailServer());
  peer.answer = "silent";
  const id = await letter(it.db);
  const kill = worker(it.url, peer.url);
  await expect.poll(() => peer.asked, { timeout: 15_000 }).toBe(1);
  const set = app(it.db, { email: closing(mailRoute(peer.url, "office@sojourn.example", { waits: quick })) });
  // While it is being sent nobody else sends it.
  await deliver(set, id);
  expect(await claimDue(it.db, "email", now, 10)).toEqual([]);
  expect(peer.asked).toBe(1);
  await kill();
  peer.answer = "take";
  const outbox = startOutbox(set, { pause: 20 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await row(it.db, id)).toMatchObject({ state: "queued", attempts: 0 });
  now = now.add({ minutes: 3 });
  await expect.poll(async () => (await row(it.db, id)).state, { timeout: 10_000 }).toBe("sent");
  await outbox.stop();
  expect(peer.taken).toBe(1);
});

test("a worker killed after the provider took the message and before that is written down has it sent twice as one mail, and no more", async () => {
  await using it = await testDatabase();
  const peer = closing(await faultyMailServer());
  peer.answer = "hold";
  const id = await letter(it.db);
  const kill = worker(it.url, peer.url);
  await expect.poll(() => peer.asked, { timeout: 15_000 }).toBe(1);
  // Whoever holds the row keeps the worker from writing down that it was sent.
  await it.db.transaction().execute(async (tx) => {
    await tx.selectFrom("message").select("id").where("id", "=", id).forUpdate().executeTakeFirstOrThrow();
    peer.release();
    await expect.poll(() => peer.taken).toBe(1);
    const waiting = () => sql<{ pid: number }>`select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(it.db);
    // Killed earlier, what it asked might still be on its way and be done after this transaction.
    await expect.poll(async () => (await waiting()).rows.length, { timeout: 15_000 }).toBe(1);
    await kill();
    const asked = (await waiting()).rows.map(({ pid }) => pid);
    // What it had asked of the database is lost with it.
    await sql`select pg_terminate_backend(pid, 5000) from unnest(${asked}::int[]) as pid`.execute(tx);
  });
  peer.answer = "take";
  now = now.add({ minutes: 3 });
  const set = app(it.db, { email: closing(mailRoute(peer.url, "office@sojourn.example", { waits: quick })) });
  await deliver(set, id);
  expect((await row(it.db, id)).state).toBe("sent");
  now = now.add({ minutes: 10 });
  await deliver(set, id);
  expect(peer.ids).toEqual([`<${id}@sojourn.example>`, `<${id}@sojourn.example>`]);
});

test("a worker killed after it was written down leaves nothing to be done again", async () => {
  await using it = await testDatabase();
  const peer = closing(await faultyMailServer());
  const ids = await Promise.all(Array.from({ length: 30 }, () => letter(it.db)));
  const kill = worker(it.url, peer.url);
  await expect.poll(async () => (await Promise.all(ids.map((id) => row(it.db, id)))).every(({ state }) => state === "sent"), { timeout: 15_000 }).toBe(true);
  await kill();
  now = now.add({ minutes: 10 });
  expect(await claimDue(it.db, "email", now, 100)).toEqual([]);
  expect(peer.taken).toBe(30);
});

test("two workers share an outbox without sending anything twice, and a code goes before what has waited longer", async () => {
  await using it = await testDatabase({ max: 12 });
  const taken: string[] = [];
  const route = (name: string) => ({ name, close: closed, async send({ id }: { id: string }) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    taken.push(id);
    return { outcome: "sent" as const, references: [id] };
  } });
  for (let n = 0; n < 200; n++) await letter(it.db);
  now = now.add({ minutes: 1 });
  const code = await letter(it.db, { notice: "code", values: { code: "482913", minutes: 10 } });
  expect((await claimDue(it.db, "email", now, 3)).map(({ id }) => id)).toContain(code);
  await it.db.updateTable("message").set({ claimed_until: null }).execute();
  const workers = ["one", "two"].map((name) => startOutbox(app(it.db, { email: route(name) }), { pause: 20, atOnce: 10 }));
  await expect.poll(() => taken.length, { timeout: 15_000 }).toBe(201);
  await Promise.all(workers.map((each) => each.stop()));
  expect(new Set(taken).size).toBe(201);
  expect(taken.indexOf(code)).toBeLessThan(20);
  expect(await it.db.selectFrom("message").select("id").where("state", "<>", "sent").execute()).toEqual([]);
});
