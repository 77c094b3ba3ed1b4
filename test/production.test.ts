import { sql } from "kysely";
import { afterEach, expect, test } from "vitest";
import { hashPassword } from "../src/identity/officer.ts";
import { v7 } from "../src/platform/id.ts";
import { testDatabase } from "./database.ts";
import { endAll, start } from "./installation.ts";

const secret = "0123456789".repeat(4);
const origins = { PORTAL_ORIGIN: "https://portal.example", OFFICE_ORIGIN: "https://office.example" };
afterEach(endAll);

test("a database given to the program is never a demonstration, whatever somebody wrote into it by hand", async () => {
  await using it = await testDatabase();
  await sql`insert into database_property (name, value) values ('demonstration', 'yes')`.execute(it.db);
  const { addresses } = it;
  const program = await start("all", {
    DATABASE_URL: it.url, SECRET: secret, ...origins, PORTAL_DATABASE_URL: addresses.portal, OFFICE_DATABASE_URL: addresses.office, WORKER_DATABASE_URL: addresses.worker,
  });
  expect(program.portal, program.said.text).not.toBe("");
  expect(program.said.text).not.toMatch(/demonstration|mailbox|password|sign-in/i);
  for (const origin of [program.portal, program.office]) expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  const { rows } = await sql<{ who: string }>`select distinct usename as who from pg_stat_activity where datname = current_database() and application_name like 'sojourn%' order by 1`.execute(it.db);
  expect(rows.map(({ who }) => who)).toEqual(["sojourn_office", "sojourn_portal", "sojourn_worker"]);

  const home = await fetch(`${program.portal}/en`);
  expect(home.status).toBe(200);
  const read = await home.text();
  expect(read).not.toMatch(/class="demonstration"|mailbox/);
  expect(read).toContain("Deneme Göç İdaresi");
  await expect.poll(() => program.said.text).toContain("SOURCE_URL is not set");
  expect(program.said.text).toContain("npm run officer");
  expect(program.said.text).toContain("no code and no message reaches anybody");
  expect(program.said.text).toMatch(/Portal +https:\/\/portal\.example \(listening on http:/);
  for (const path of ["/en/mailbox", "/en/mailbox?message=00000000-0000-7000-8000-000000000000"]) expect((await fetch(`${program.portal}${path}`)).status).toBe(404);

  // An officer with a password, as somebody might write one by hand: it opens nothing.
  await it.db.insertInto("officer").values({
    id: v7(Temporal.Now.instant()), email: "hand@office.example", name: "Hand", role: "supervisor", office_code: "35", password_hash: await hashPassword("demonstration"), created_at: Temporal.Now.instant(),
  }).execute();
  const tried = await fetch(`${program.office}/sign-in`, {
    method: "POST", redirect: "manual", headers: { "sec-fetch-site": "same-origin" }, body: new URLSearchParams({ email: "hand@office.example", password: "demonstration" }),
  });
  expect(tried.status).toBe(200);
  expect(await tried.text()).not.toContain('name="password"');
  expect(await it.db.selectFrom("session").selectAll().execute()).toEqual([]);
}, 60_000);

test("a part without its own login says that it connects as the owner", async () => {
  await using it = await testDatabase();
  await sql`insert into database_property (name, value) values ('demonstration', 'no')`.execute(it.db);
  const portal = await start("portal", { DATABASE_URL: it.url, SECRET: secret, ...origins });
  await expect.poll(() => portal.said.text).toContain("PORTAL_DATABASE_URL is not set");
  const own = await start("portal", { PORTAL_DATABASE_URL: it.addresses.portal, SECRET: secret, ...origins });
  expect((await fetch(`${own.portal}/healthz`)).status).toBe(200);
  expect(own.said.text).not.toContain("DATABASE_URL");
}, 60_000);

test("without what it needs it does not start, and tells all of it at once", async () => {
  const program = await start("all", { DATABASE_URL: "postgresql://db.invalid/sojourn", HOST: "0.0.0.0", PAYMENT_URL: "https://bank.example", AUTHORITY_NAME: "" });
  expect(await program.code).toBe(1);
  for (const name of ["SECRET", "PORTAL_ORIGIN", "OFFICE_ORIGIN", "PAYMENT_SECRET", "AUTHORITY_NAME"]) expect(program.said.text).toContain(name);
  expect(program.said.text).not.toMatch(/\bat .*\.ts/);
});
