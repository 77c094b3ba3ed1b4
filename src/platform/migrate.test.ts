import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../test/database.ts";
import { migrate, migrations } from "./migrate.ts";

const file = (name: string, text: string) => ({ name, sql: text, digest: text });

test("each file is applied once, in order, and the rest waits for none", async () => {
  await using it = await testDatabase();
  const files = [...migrations(), file("9001_a.sql", "create table first (n int)"), file("9002_b.sql", "alter table first add m int")];
  expect(await migrate(it.url, files)).toEqual(["9001_a.sql", "9002_b.sql"]);
  expect(await migrate(it.url, files)).toEqual([]);
});

test("processes that start together apply each file once", async () => {
  await using it = await testDatabase();
  const files = [...migrations(), file("9001_a.sql", "create table first (n int)")];
  const applied = await Promise.all([migrate(it.url, files), migrate(it.url, files), migrate(it.url, files)]);
  expect(applied.flat()).toEqual(["9001_a.sql"]);
});

test("a file that fails leaves nothing behind and says its name", async () => {
  await using it = await testDatabase();
  const files = [...migrations(), file("9001_a.sql", "create table first (n int); create table first (n int)")];
  await expect(migrate(it.url, files)).rejects.toThrow("9001_a.sql: relation \"first\" already exists");
  const { rows } = await sql<{ there: string | null }>`select to_regclass('first')::text as there`.execute(it.db);
  expect(rows[0]!.there).toBeNull();
});

test("a changed, an unknown and a late file are refused", async () => {
  await using it = await testDatabase();
  const real = migrations();
  const [first, ...others] = real;
  await expect(migrate(it.url, [{ ...first!, digest: "other" }, ...others])).rejects.toThrow("was changed after it was applied");
  await expect(migrate(it.url, others)).rejects.toThrow("newer than the program");
  await expect(migrate(it.url, [file("0000_late.sql", "select 1"), ...real])).rejects.toThrow("only go forward");
});

test("files are numbered one after the other, so that everybody applies them in one order; only number 17 was given twice", () => {
  const numbers = migrations().map(({ name }) => Number(name.slice(0, 4))).filter((number) => number > 17);
  expect(numbers).toEqual(numbers.map((_, at) => 18 + at));
});
