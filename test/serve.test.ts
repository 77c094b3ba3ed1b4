import { sql } from "kysely";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { fixedClock } from "./cases.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { defaultSettings } from "../src/appointments/run-draw.ts";
import { settleNature } from "../src/demonstration/property.ts";
import { connect } from "../src/platform/database.ts";
import { serve } from "../src/serve.ts";
import { html, publicPage } from "../src/web/page.ts";
import { portal } from "../src/web/routes.ts";
import { createServer } from "../src/web/server.ts";

const clock = fixedClock();

function open(it: TestDatabase, { portal, office } = it.parts) {
  return serve({
    databases: { portal, office }, health: it.db, workerUrl: it.addresses.worker, clock, secret: "s".repeat(40), demonstration: false, bank: null, authority: { name: "Örnek Göç İdaresi", phone: "157" }, host: "127.0.0.1", ports: { portal: 0, office: 0 },
    origins: { portal: null, office: null }, messages: { smtpUrl: null, mailFrom: null, smppUrl: null, smsHttpUrl: null }, draw: defaultSettings,
  });
}

async function health(origin: string) {
  const answer = await fetch(`${origin}/healthz`);
  return { status: answer.status, type: answer.headers.get("content-type"), body: await answer.text() };
}

test("portal and office are healthy only on a database that has had every migration of this program and was furnished", async () => {
  await using it = await testDatabase();
  const served = await open(it);
  const all = () => Promise.all([served.origins.portal, served.origins.office].map(async (origin) => (await health(origin)).status));
  expect(await all()).toEqual([503, 503]);
  await it.db.transaction().execute((tx) => settleNature(tx, false));
  expect(await all()).toEqual([200, 200]);
  expect(await health(served.origins.portal)).toEqual({ status: 200, type: "application/json; charset=utf-8", body: '{"ready":true}' });

  const { rows } = await sql<{ name: string; digest: string }>`select name, digest from migration order by name desc limit 1`.execute(it.db);
  const [last] = rows;
  await sql`delete from migration where name = ${last!.name}`.execute(it.db);
  expect(await all()).toEqual([503, 503]);
  await sql`insert into migration (name, digest, applied_at) values (${last!.name}, 'another file of that name', '2026-11-23')`.execute(it.db);
  expect(await all()).toEqual([503, 503]);
  await sql`update migration set digest = ${last!.digest} where name = ${last!.name}`.execute(it.db);
  // A newer program has migrated, and this process is about to be replaced: it serves on until then.
  await sql`insert into migration (name, digest, applied_at) values ('9999_later.sql', 'x', '2026-11-23')`.execute(it.db);
  expect(await all()).toEqual([200, 200]);
  await sql`alter table migration rename to elsewhere`.execute(it.db);
  expect(await all()).toEqual([503, 503]);
  expect((await health(served.origins.portal)).body).toBe('{"ready":false}');
  await sql`alter table elsewhere rename to migration`.execute(it.db);
  await served.stop();
  await expect(fetch(`${served.origins.portal}/healthz`)).rejects.toThrow();
});

test("a crowd that keeps every connection busy does not make the portal ill", async () => {
  await using it = await testDatabase();
  await it.db.transaction().execute((tx) => settleNature(tx, false));
  const crowded = connect(it.addresses.portal, { max: 1 });
  const served = await open(it, { ...it.parts, portal: crowded });
  let leave = () => {};
  const staying = new Promise<void>((resolve) => { leave = resolve; });
  const crowd = crowded.connection().execute(() => staying);
  expect((await health(served.origins.portal)).status).toBe(200);
  leave();
  await crowd;
  await served.stop();
  await crowded.destroy();
});

test("who ends the program waits for the requests under way, and nobody new is let in", async () => {
  await using it = await testDatabase();
  let begun = () => {};
  const reached = new Promise<void>((resolve) => { begun = resolve; });
  const slow = publicPage(portal.home, { async get() { begun(); await wait(400); return html("done", "all of it"); } });
  const app = { db: it.parts.portal, clock, secret: "s".repeat(40), demonstration: false, gateway: null, origins: { portal: "", office: "", bank: null }, authority: { name: "x", phone: "1" } };
  const server = await createServer(app, "portal", [slow], async () => true);
  const origin = await server.listen({ host: "127.0.0.1", port: 0 });
  const under = fetch(`${origin}/en`);
  await reached;
  const closed = server.close();
  const answer = await under;
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain("all of it");
  await closed;
  await expect(fetch(`${origin}/en`)).rejects.toThrow();
});

test("a demonstration answers only who asks for this machine; whatever else leads here is misdirected", async () => {
  await using it = await testDatabase();
  const page = publicPage(portal.home, { get: () => html("done", "all of it") });
  const app = { db: it.parts.portal, clock, secret: "s".repeat(40), demonstration: true, gateway: null, origins: { portal: "", office: "", bank: null }, authority: { name: "x", phone: "1" } };
  const server = await createServer(app, "portal", [page], async () => true);
  const asked = async (host: string) => (await server.inject({ url: "/en", headers: { host, "x-forwarded-host": "localhost" } })).statusCode;
  for (const host of ["localhost", "LOCALHOST:4000", "127.0.0.1:4000", "127.9.8.7", "[::1]:4000", "[::1]"]) expect(await asked(host), host).toBe(200);
  for (const host of ["rebound.example", "127.0.0.1.rebound.example", "localhost.example:4000", "192.0.2.1", "0.0.0.0:4000"]) expect(await asked(host), host).toBe(421);
  await server.close();
  const real = await createServer({ ...app, demonstration: false }, "portal", [page], async () => true);
  expect((await real.inject({ url: "/en", headers: { host: "portal.example" } })).statusCode).toBe(200);
  await real.close();
});
