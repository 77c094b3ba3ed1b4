import { sql } from "kysely";
import pg from "pg";
import { expect, test } from "vitest";
import { testDatabase } from "../../test/database.ts";
import { transact } from "./act.ts";
import { clock } from "./clock.ts";
import { connect, isCrowded, json } from "./database.ts";

test("dates, hours, instants, large numbers and JSON come back as they went in", async () => {
  await using it = await testDatabase();
  const day = Temporal.PlainDate.from("2026-12-08");
  const time = Temporal.PlainTime.from("10:20");
  const instant = Temporal.Instant.from("2026-12-08T07:20:00.123456Z");
  await sql`create table kept (day date, days date[], starts time, at timestamptz, ats timestamptz[], large bigint, rate numeric, facts jsonb, many jsonb)`.execute(it.db);
  await sql`insert into kept values (${day}, ${[day, day.add({ days: 1 })]}, ${time}, ${instant}, ${[instant]}, ${Number.MAX_SAFE_INTEGER}, ${"41.20000"},
    ${json({ on: day, at: instant, list: [1] })}, ${json([day, "O’Brien"])})`.execute(it.db);
  const { rows } = await sql<Record<string, unknown>>`select * from kept`.execute(it.db);
  const row = rows[0]!;
  expect(row.day).toEqual(day);
  expect(String(row.days)).toBe("2026-12-08,2026-12-09");
  expect((row.starts as Temporal.PlainTime).equals(time)).toBe(true);
  expect((row.at as Temporal.Instant).equals(instant)).toBe(true);
  expect((row.ats as Temporal.Instant[])[0]!.equals(instant)).toBe(true);
  expect(row.large).toBe(Number.MAX_SAFE_INTEGER);
  expect(row.rate).toBe("41.20000");
  expect(row.facts).toEqual({ on: "2026-12-08", at: "2026-12-08T07:20:00.123456Z", list: [1] });
  expect(row.many).toEqual(["2026-12-08", "O’Brien"]);
});

test("instants before our time zone had whole minutes are read too", async () => {
  await using it = await testDatabase();
  const { rows } = await it.db.connection().execute(async (one) => {
    await sql`set timezone to 'Europe/Istanbul'`.execute(one);
    return sql<{ at: Temporal.Instant }>`select '1880-01-01 00:00:00+00'::timestamptz as at`.execute(one);
  });
  expect(rows[0]!.at.toString()).toBe("1880-01-01T00:00:00Z");
});

test("a bigint that a number cannot hold exactly is an error, not another number", async () => {
  await using it = await testDatabase();
  await expect(sql`select 9007199254740993::bigint`.execute(it.db)).rejects.toThrow("9007199254740993");
  const { rows } = await sql<{ none: null }>`select null::bigint as none`.execute(it.db);
  expect(rows[0]!.none).toBeNull();
});

test("a statement for which no connection came free in time is a crowd; one that the database refuses is not", async () => {
  await using it = await testDatabase();
  const narrow = new pg.Pool({ connectionString: it.url, max: 1 });
  const busy = await narrow.connect();
  // Only now: on a busy machine connecting itself may take longer.
  narrow.options.connectionTimeoutMillis = 50;
  expect(isCrowded(await narrow.query("select 1").catch((error: unknown) => error))).toBe(true);
  expect(isCrowded(await busy.query("select 1/0").catch((error: unknown) => error))).toBe(false);
  busy.release();
  await narrow.end();
});

test("a table that gets another column while the program runs is read on, outside a transaction and inside one", async () => {
  await using it = await testDatabase();
  const db = connect(it.url, { max: 1 });
  await sql`create table kept (id int, words text)`.execute(db);
  await sql`insert into kept values (1, 'one')`.execute(db);
  const read = (from: typeof db) => sql<Record<string, unknown>>`select * from kept where id = ${1}`.execute(from).then(({ rows }) => rows);
  expect(await read(db)).toEqual([{ id: 1, words: "one" }]);
  await sql`alter table kept add column more text default 'new'`.execute(db);
  expect(await read(db)).toEqual([{ id: 1, words: "one", more: "new" }]);
  await sql`alter table kept drop column more`.execute(db);
  let tries = 0;
  const inside = await transact(db, clock(), { kind: "system", id: null, name: "test" }, async ({ tx }) => {
    tries++;
    return read(tx);
  });
  expect(inside).toEqual([{ id: 1, words: "one" }]);
  expect(tries).toBe(2);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_prepared_statements where statement like '%from kept%'`.execute(db);
  expect(rows[0]!.n, "it was prepared each time, and not asked plainly").toBeGreaterThan(1);
  await db.destroy();
});
