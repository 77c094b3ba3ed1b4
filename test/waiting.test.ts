import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { sql } from "kysely";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { fixedClock } from "./cases.ts";
import { testDatabase } from "./database.ts";
import { endAll, start } from "./installation.ts";
import { settleNature } from "../src/demonstration/property.ts";
import { connect, inTime, isAway } from "../src/platform/database.ts";
import { freePort, startEmbedded } from "../src/platform/embedded.ts";
import { migrate } from "../src/platform/migrate.ts";
import { html, publicPage } from "../src/web/page.ts";
import { portal } from "../src/web/routes.ts";
import { createServer as createPages } from "../src/web/server.ts";

const secret = "0123456789".repeat(4);
const app = { clock: fixedClock(), secret, demonstration: false, gateway: null, origins: { portal: "", office: "", bank: null }, authority: { name: "x", phone: "1" } };
afterEach(endAll);

/** A fresh database of the given server that nobody has migrated. */
async function empty(url: string): Promise<string> {
  const address = new URL(url);
  address.pathname = "/empty";
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("drop database if exists empty with (force)");
  await client.query("create database empty");
  await client.end();
  return address.href;
}

test("portal, office and worker wait for a database that is not migrated, say so, and go on by themselves", async () => {
  await using it = await testDatabase();
  const DATABASE_URL = await empty(it.url);
  const ports = { portal: await freePort(), office: await freePort() };
  const env = { DATABASE_URL, SECRET: secret, PORTAL_ORIGIN: `http://127.0.0.1:${ports.portal}`, OFFICE_ORIGIN: `http://127.0.0.1:${ports.office}` };
  const waiting = "npm start -- migrate";
  const all = await Promise.all([
    start("portal", { ...env, PORT: String(ports.portal) }, waiting), start("office", { ...env, OFFICE_PORT: String(ports.office) }, waiting), start("worker", env, waiting),
  ]);
  for (const { said } of all) expect(said.text).toContain("waiting: the database is not migrated: npm start -- migrate");
  for (const port of Object.values(ports)) expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(503);
  const page = await fetch(`${env.PORTAL_ORIGIN}/tr`);
  expect(page.status).toBe(503);
  expect(page.headers.get("retry-after")).toBe("10");
  expect(page.headers.get("content-type")).toContain("text/plain");
  expect(await page.text()).toContain("Bir dakika bekleyip");

  expect(await (await start("migrate", { DATABASE_URL, SECRET: secret })).code).toBe(0);
  for (const { said } of all) await expect.poll(() => said.text, { timeout: 20_000 }).toContain("Ctrl-C");
  for (const { said } of all) expect(said.text.split("waiting:")).toHaveLength(2);
  for (const port of Object.values(ports)) expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  expect((await fetch(`${env.PORTAL_ORIGIN}/tr`)).status).toBe(200);
  await endAll();
}, 90_000);

test("an unreachable database is waited for, and one newer than the program is refused", async () => {
  await using it = await testDatabase();
  const origins = { SECRET: secret, PORTAL_ORIGIN: "http://127.0.0.1:1", OFFICE_ORIGIN: "http://127.0.0.1:2" };
  const away = await start("portal", { ...origins, DATABASE_URL: `postgresql://nobody:x@127.0.0.1:${await freePort()}/sojourn` }, "waiting");
  expect(away.said.text).toContain("waiting: the database cannot be reached (ECONNREFUSED)");
  expect(away.child.exitCode).toBeNull();
  await sql`insert into migration (name, digest, applied_at) values ('9999_later.sql', 'x', '2026-11-23')`.execute(it.db);
  for (const role of ["portal", "worker"]) {
    const older = await start(role, { ...origins, DATABASE_URL: it.url });
    expect(await older.code).toBe(1);
    expect(older.said.text).toContain("9999_later.sql, which this program does not know: it is newer than the program");
    expect(older.said.text).not.toMatch(/\bat .*\.ts/);
  }
}, 90_000);

test("while the database hangs, its health is answered within two seconds and a request within its limit; afterwards all goes on", async () => {
  const folder = mkdtempSync(".tmp/hanging-");
  const embedded = await startEmbedded(folder, { fsync: false });
  const db = connect(embedded.url, { max: 2, longest: 300 });
  let lame: number[] = [];
  // Backends of connections that were given up are gone by the second time.
  const signal = (name: "SIGSTOP" | "SIGCONT") => { for (const pid of lame.filter(alive)) process.kill(pid, name); };
  try {
    await migrate(embedded.url);
    await db.transaction().execute((tx) => settleNature(tx, false));
    const ask = publicPage(portal.home, { async get() { await sql`select ${1}::int as n`.execute(db); return html("done", "answered"); } });
    const server = await createPages({ ...app, db }, "portal", [ask], async () => (await sql`select 1`.execute(db)).rows.length === 1);
    const postmaster = Number.parseInt(readFileSync(`${folder}/postgres/postmaster.pid`, "utf8"), 10);
    lame = [postmaster, ...childrenOf(postmaster)];
    for (let time = 0; time < 2; time++) expect((await server.inject("/en")).statusCode).toBe(200);
    signal("SIGSTOP");
    const began = performance.now();
    expect((await Promise.all(Array.from({ length: 20 }, () => server.inject("/healthz")))).map(({ statusCode }) => statusCode)).toEqual(Array(20).fill(503));
    expect(performance.now() - began).toBeLessThan(2000);
    const late = await server.inject("/ru");
    expect([late.statusCode, late.headers["retry-after"]]).toEqual([503, "10"]);
    expect(late.body).toContain("Сервис ненадолго недоступен");
    signal("SIGCONT");
    await expect.poll(async () => (await server.inject("/healthz")).statusCode).toBe(200);
    await expect.poll(async () => (await server.inject("/en")).statusCode).toBe(200);
    expect(isAway(await sql`select pg_sleep(2)`.execute(db).catch((error: unknown) => error)), "what takes too long is broken off").toBe(true);
    await server.close();
  } finally {
    if (lame.length > 0) signal("SIGCONT");
    await db.destroy();
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number).filter((one) => {
    try {
      return readFileSync(`/proc/${one}/stat`, "utf8").split(") ").at(-1)!.split(" ")[1] === String(pid);
    } catch {
      return false;
    }
  });
}

test("a request that finds the database gone is told to come back, in words of its own and for machines", async () => {
  const db = connect(`postgresql://nobody:x@127.0.0.1:${await freePort()}/sojourn`, { max: 1 });
  const at = (pattern: string) => publicPage({ ...portal.home, pattern } as typeof portal.home, { async get() { await sql`select 1`.execute(db); return html("done", "answered"); } });
  const server = await createPages({ ...app, db }, "portal", [at("/:lang"), at("/api/v1/asked")], async () => true);
  for (const [lang, words] of [["en", "We cannot be reached"], ["tr", "hizmet veremiyoruz"], ["ar", "الخدمة غير متاحة"], ["ru", "Сервис ненадолго"]] as const) {
    const answer = await server.inject(`/${lang}`);
    expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([503, "10"]);
    expect(answer.body).toContain(words);
  }
  expect((await server.inject("/api/v1/asked")).json()).toMatchObject({ status: 503, code: "away" });
  await server.close();
  await db.destroy();
});

test("what is away is told from what is wrong", async () => {
  const fault = (code: string, more: object = {}) => Object.assign(new Error("x"), { code, ...more });
  for (const code of ["ECONNREFUSED", "57P01", "57P02", "57P03", "08006", "08P01", "57014", "ETIMEDOUT"]) expect(isAway(fault(code)), code).toBe(true);
  expect(isAway(fault("ENOENT", { syscall: "connect" }))).toBe(true);
  expect(isAway(new Error("Connection terminated unexpectedly"))).toBe(true);
  for (const code of ["23505", "42P01", "40001", ""]) expect(isAway(fault(code)), code).toBe(false);
  expect(isAway(fault("ENOENT", { syscall: "open" }))).toBe(false);
  await expect(inTime(new Promise(() => {}), 10)).rejects.toMatchObject({ code: "ETIMEDOUT" });
});
