import { readFileSync } from "node:fs";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { addJob, runJobs } from "./jobs.ts";
import { loginOf, type Part, parts } from "./logins.ts";

const names = async (it: TestDatabase, query: string) => (await sql<{ name: string }>`${sql.raw(query)}`.execute(it.db)).rows.map(({ name }) => name);
const tried = (it: TestDatabase, part: Part, statement: string) =>
  sql.raw(statement).execute(it.parts[part]).then(({ rows }) => (rows.length === 0 ? "nothing" : "allowed"), (error: { code?: string }) => error.code);
const someone = "00000000-0000-7000-8000-000000000001";
const officerSession = `insert into session (id, kind, officer_id, language, created_at, seen_at, expires_at)
  values ('forged', 'officer', '${someone}', 'en', '2026-11-23', '2026-11-23', '2026-11-24')`;

test("each table has its line in rights.sql, and each line its table", async () => {
  await using it = await testDatabase();
  const text = readFileSync("migrations/rights.sql", "utf8");
  const lines = [...text.matchAll(/^ {4}\('([a-z_]+)',\s+'[rawd-]+',\s+'[rawd-]+',\s+'[rawd-]+'\)/gm)].map((match) => match[1]!);
  const tables = await names(it, "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') order by relname");
  expect(lines).toEqual([...new Set(lines)].sort());
  expect(tables.filter((table) => !lines.includes(table)), "tables for which nobody has decided who may what: give each a line in migrations/rights.sql").toEqual([]);
  expect(lines.filter((line) => !tables.includes(line))).toEqual([]);
});

test("a login is nothing but its rights: it owns nothing, makes nothing and becomes nobody else", async () => {
  await using it = await testDatabase();
  const strong = "select rolname as name from pg_roles where rolname like 'sojourn\\_%' and (rolsuper or rolcreatedb or rolcreaterole or rolbypassrls or rolreplication or not rolcanlogin)";
  expect(await names(it, strong)).toEqual([]);
  expect(await names(it, "select relname as name from pg_class join pg_roles on pg_roles.oid = relowner where rolname like 'sojourn\\_%'")).toEqual([]);
  for (const part of parts) {
    expect((await sql<{ who: string }>`select current_user as who`.execute(it.parts[part])).rows[0]!.who).toBe(loginOf(part));
    for (const statement of [
      "create table mine (n int)", "alter table audit disable trigger all", "alter table application add column mine text", "drop table note", "truncate audit",
      "set role sojourn", "create or replace function refuse_change() returns trigger language plpgsql as 'begin return new; end'",
      "alter table session disable row level security", "insert into migration (name, digest, applied_at) values ('x', 'x', '2026-11-23')",
      "update database_property set value = 'yes'", "insert into database_property (name, value) values ('demonstration', 'yes')", "update office set name = 'mine'",
    ]) expect(await tried(it, part, statement), `${part}: ${statement}`).toBe("42501");
  }
});

test("what is append-only is so by right: no login may change or remove its lines, whatever triggers say", async () => {
  await using it = await testDatabase();
  const kept = await names(it, "select distinct tgrelid::regclass::text as name from pg_trigger where tgfoid = 'refuse_change'::regproc order by name");
  expect(kept).toEqual(expect.arrayContaining(["application_history", "audit", "ledger_line", "payment_event"]));
  for (const table of kept) {
    for (const part of parts) {
      for (const right of ["update", "delete", "truncate"]) {
        const { rows } = await sql<{ may: boolean }>`select has_table_privilege(${loginOf(part)}, ${table}, ${right})
          or (${right} = 'update' and has_any_column_privilege(${loginOf(part)}, ${table}, 'update')) as may`.execute(it.db);
        expect(rows[0]!.may, `${part} ${right} ${table}`).toBe(false);
      }
    }
  }
});

test("the portal cannot read what only the office may, nor act as an officer", async () => {
  await using it = await testDatabase();
  await sql`insert into office (code, province, name, counters) values ('35', 'İzmir', 'İzmir', 1)`.execute(it.db);
  await sql`insert into officer (id, email, name, role, office_code, created_at) values (${someone}, 'o@example.org', 'O', 'auditor', '35', '2026-11-23')`.execute(it.db);
  for (const statement of [
    "select * from officer", "select password_hash from officer", "select * from note", "select * from audit", "select * from proposed_refusal", "select secret from draw",
    "select * from message_part", "select * from graphile_worker._private_jobs", "delete from application", "update accrual set total = 1", "update person set name_key = 'x'",
    "update slot set capacity = 0, office_code = '35' where false returning (select name from officer)", "insert into decision (application_id) values (null)",
    officerSession, "insert into audit (at, actor_kind, actor_name, act) values ('2026-11-23', 'officer', 'O', 'granted')",
  ]) expect(await tried(it, "portal", statement), statement).toBe("42501");
  expect(await tried(it, "office", officerSession)).toBe("nothing");
  expect(await tried(it, "portal", "select * from session")).toBe("nothing");
  expect((await sql`update session set ended_at = '2026-11-23'`.execute(it.parts.portal)).numAffectedRows).toBe(0n);
  expect(await tried(it, "office", "select * from session")).toBe("allowed");
});

test("office and worker end where their work ends", async () => {
  await using it = await testDatabase();
  for (const statement of ["select * from code", "select * from mailbox", "select * from captcha_spent", "select secret from draw", "insert into application (id, frozen) values (null, null)",
    "update officer set role = 'administrator'", "select * from graphile_worker._private_jobs", "select setval('accrual_running', 1)"]) {
    expect(await tried(it, "office", statement), statement).toBe("42501");
  }
  for (const statement of ["select password_hash from officer", "select email from officer", "delete from note", "insert into session (id) values ('x')", "insert into person (id) values (null)",
    "insert into decision (application_id) values (null)", "create table graphile_worker.mine (n int)"]) {
    expect(await tried(it, "worker", statement), statement).toBe("42501");
  }
});

test("portal and office may add jobs and see none; the worker runs them", async () => {
  await using it = await testDatabase();
  const done: unknown[] = [];
  const running = await runJobs(it.addresses.worker, { greet: async (payload) => void done.push(payload) });
  await addJob(it.parts.portal, "greet", { from: "portal" }, { key: "once" });
  await addJob(it.parts.office, "greet", { from: "office" });
  await expect.poll(() => done.length).toBe(2);
  await running.stop();
  expect(done).toEqual(expect.arrayContaining([{ from: "portal" }, { from: "office" }]));
});
