import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../test/database.ts";
import { transact } from "./act.ts";

const office = { kind: "system", id: null, name: "clock" } as const;
const clock = { now: () => Temporal.Instant.from("2026-11-22T21:30:00Z") };

test("an act has one instant and Istanbul's date of it", async () => {
  await using it = await testDatabase();
  const today = await transact(it.db, clock, office, async (act) => act.today.toString());
  expect(today).toBe("2026-11-23");
});

test("an act that throws leaves nothing behind", async () => {
  await using it = await testDatabase();
  await sql`create table kept (n int)`.execute(it.db);
  await expect(transact(it.db, clock, office, async ({ tx }) => {
    await sql`insert into kept values (1)`.execute(tx);
    throw new Error("no");
  })).rejects.toThrow("no");
  const { rows } = await sql`select * from kept`.execute(it.db);
  expect(rows).toEqual([]);
});

test("two acts that lock each other out both get through", async () => {
  await using it = await testDatabase();
  await sql`create table place (id int primary key, taken int not null)`.execute(it.db);
  await sql`insert into place values (1, 0), (2, 0)`.execute(it.db);
  let attempts = 0;
  const take = (first: number, second: number) => transact(it.db, clock, office, async ({ tx }) => {
    attempts++;
    await sql`update place set taken = taken + 1 where id = ${first}`.execute(tx);
    await sql`select pg_sleep(0.2)`.execute(tx);
    await sql`update place set taken = taken + 1 where id = ${second}`.execute(tx);
  });
  await Promise.all([take(1, 2), take(2, 1)]);
  const { rows } = await sql<{ taken: number }>`select taken from place`.execute(it.db);
  expect(rows.map((row) => row.taken)).toEqual([2, 2]);
  expect(attempts).toBe(3);
});
