import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../test/database.ts";
import { connect, json } from "./database.ts";

/** Asks three times on one connection: the first prepares, the others call what was prepared. */
async function thrice<T>(ask: () => Promise<T>): Promise<T[]> {
  return [await ask(), await ask(), await ask()];
}

test("a statement answers the same when it is prepared and when it is called again, whatever it is given", async () => {
  await using it = await testDatabase({ max: 1 });
  await sql`create table kept (at int, words text, truth boolean, large bigint, day date, instant timestamptz, facts jsonb, list text[], bytes bytea)`.execute(it.db);
  const instant = Temporal.Instant.from("2026-12-08T07:20:00.123456Z");
  const rows = [
    { at: 1, words: "İğdır, Ağrı · أنقرة 🏛", truth: true, large: 12n, day: Temporal.PlainDate.from("2026-12-08"), instant, facts: json({ a: ["ş", null] }), list: ["a", "b,\"c\""], bytes: Buffer.from([0, 255, 10]) },
    { at: -2, words: "", truth: false, large: 0n, day: null, instant: null, facts: json([]), list: [], bytes: Buffer.alloc(0) },
    { at: 3, words: "'; drop table kept; --\n\t\\", truth: null, large: null, day: null, instant, facts: null, list: null, bytes: null },
    { at: 4, words: "x".repeat(70_000), truth: true, large: 9007199254740991n, day: null, instant: null, facts: json("…".repeat(40_000)), list: null, bytes: null },
  ];
  for (const row of rows) {
    const wrote = await sql`insert into kept values (${row.at}, ${row.words}, ${row.truth}, ${row.large}, ${row.day}, ${row.instant}, ${row.facts}, ${row.list}, ${row.bytes})`.execute(it.db);
    expect(wrote.numAffectedRows).toBe(1n);
    const [first, ...again] = await thrice(() => sql<Record<string, unknown>>`select * from kept where at = ${row.at} and words = ${row.words}`.execute(it.db));
    expect(first!.rows).toHaveLength(1);
    expect(first!.rows[0]).toMatchObject({ at: row.at, words: row.words, truth: row.truth, large: row.large === null ? null : Number(row.large), facts: row.facts?.json ?? null, list: row.list });
    expect(String(first!.rows[0]!.instant)).toBe(String(row.instant));
    for (const other of again) expect(other.rows).toEqual(first!.rows);
  }
  const read = await thrice(() => sql<{ bytes: Buffer }>`select bytes from kept where at = ${1}`.execute(it.db).then((answer) => answer.rows[0]!.bytes));
  for (const bytes of read) expect([...bytes]).toEqual([0, 255, 10]);
  const words = ["", "a,b", "\"quoted\"", "back\\slash", "{braces}", "NULL", "null", " İ ş ", "line\nbreak", null];
  const lists = await thrice(() => sql<{ words: string[]; numbers: number[]; days: Temporal.PlainDate[]; empty: string[] }>`
    select ${words}::text[] as words, ${[1, -2]}::int[] as numbers, ${[Temporal.PlainDate.from("2026-12-08")]}::date[] as days, ${[]}::text[] as empty`.execute(it.db).then((answer) => answer.rows[0]!));
  for (const list of lists) expect({ ...list, days: list.days.map(String) }).toEqual({ words, numbers: [1, -2], days: ["2026-12-08"], empty: [] });
  const counts = await thrice(() => sql`update kept set at = at where at > ${0}`.execute(it.db).then((answer) => answer.numAffectedRows));
  expect(counts).toEqual([3n, 3n, 3n]);
  const empty = await thrice(() => sql`select * from kept where at = ${99}`.execute(it.db).then((answer) => answer.rows));
  expect(empty).toEqual([[], [], []]);
});

test("what the database refuses, and what cannot be read, fails each time and leaves the connection usable", async () => {
  await using it = await testDatabase({ max: 1 });
  await sql`create table kept (at int primary key, large bigint)`.execute(it.db);
  const insert = (at: number) => sql`insert into kept values (${at}, 9007199254740993)`.execute(it.db);
  await insert(1);
  for (let time = 0; time < 3; time++) await expect(insert(1)).rejects.toMatchObject({ code: "23505", constraint: "kept_pkey" });
  await insert(2);
  for (let time = 0; time < 3; time++) await expect(sql`select large from kept where at > ${0}`.execute(it.db)).rejects.toThrow("9007199254740993");
  expect((await sql<{ n: number }>`select count(*)::int as n from kept where at > ${0}`.execute(it.db)).rows).toEqual([{ n: 2 }]);
  await expect(it.db.transaction().execute(async (tx) => {
    await sql`insert into kept values (${3}, 9007199254740993)`.execute(tx);
    await sql`insert into kept values (${1}, 9007199254740993)`.execute(tx);
  })).rejects.toMatchObject({ code: "23505" });
  expect((await sql<{ n: number }>`select count(*)::int as n from kept where at > ${0}`.execute(it.db)).rows).toEqual([{ n: 2 }]);
});

test("a call whose connection breaks fails, and the next one gets a new connection", async () => {
  await using it = await testDatabase({ max: 1 });
  const db = connect(it.url, { max: 1 });
  const own = () => sql<{ pid: number; n: number }>`select pg_backend_pid() as pid, ${1}::int as n`.execute(db).then((answer) => answer.rows[0]!);
  const { pid } = (await thrice(own))[2]!;
  const slow = () => sql`select pg_sleep(${0}::float)`.execute(db);
  await thrice(slow);
  const sleeping = expect(sql`select pg_sleep(${60}::float)`.execute(db)).rejects.toMatchObject({ code: "57P01" });
  await expect.poll(async () => (await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity where pid = ${pid} and state = 'active'`.execute(it.db)).rows[0]!.n).toBe(1);
  await sql`select pg_terminate_backend(${pid})`.execute(it.db);
  await sleeping;
  // The server's last word comes a moment before the connection closes.
  await expect.poll(() => own().then((after) => after.n === 1 && after.pid !== pid, () => false)).toBe(true);
  await db.destroy();
});
