import { sql } from "kysely";
import { expect, test } from "vitest";
import { desk } from "../../test/applicant-server.ts";
import { as, makeCase } from "../../test/cases.ts";
import { officer } from "../../test/office-cases.ts";
import { openSession } from "../identity/session.ts";
import type { Database } from "../platform/database.ts";
import { officePages } from "./office.ts";
import { office, portal } from "./routes.ts";
import { createServer } from "./server.ts";

const parameters: Record<string, string> = { lang: "en", kind: "first", section: "identity", paper: "receipt", act: "note", bank: "x", day: "2026-11-23" };
const addressesOf = (routes: Record<string, { pattern: string }>, id: string) =>
  Object.values(routes).map(({ pattern }) => pattern.replace(/:(\w+)/g, (_, name: string) => (name === "id" ? id : (parameters[name] ?? "x"))));

/** All that stands in the database but the trail, what was counted, and when a session was seen. */
async function standing(db: Database): Promise<Record<string, string | null>> {
  const { rows } = await sql<{ name: string }>`select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not in ('audit', 'rate_limit')`.execute(db);
  const contents = await Promise.all(rows.map(async ({ name }) => {
    const { rows: [all] } = await sql<{ content: string | null }>`select string_agg((to_jsonb(t) - 'seen_at')::text, ',' order by to_jsonb(t)::text) as content from ${sql.table(name)} t`.execute(db);
    return [name, all!.content] as const;
  }));
  return Object.fromEntries(contents);
}

test("who only reads changes nothing, on any page of portal and office", async () => {
  await using it = await desk({ workingDays: 2 });
  const who = await makeCase(it.db);
  const me = await it.visitor(who);
  const head = await officer(it.db, it.clock, "supervisor");
  const cookie = `office=${await as(it.db, it.clock, { kind: "officer", id: head.id, name: head.name }, (act) => openSession(act, { officer: head.id }, "en"))}`;
  const server = await createServer({ ...it.app, db: it.parts.office }, "office", officePages, async () => true);
  const before = await standing(it.db);
  expect(Object.keys(before).length).toBeGreaterThan(60);
  const shown = { portal: 0, office: 0 };
  for (const url of addressesOf(portal, who.id)) if ((await me.get(url)).status === 200) shown.portal++;
  for (const url of addressesOf(office, who.id)) if ((await server.inject({ url, headers: { cookie } })).statusCode === 200) shown.office++;
  await server.close();
  expect(await standing(it.db)).toEqual(before);
  expect([shown.portal > 20, shown.office > 15], JSON.stringify(shown)).toEqual([true, true]);
});
