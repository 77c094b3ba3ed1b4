import { sql } from "kysely";
import { expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { testDatabase } from "../../test/database.ts";
import { answersOf } from "../applications/application.ts";
import { fieldsOf, journey } from "../applications/sections.ts";
import { states } from "../applications/states.ts";
import { syncOffices } from "../identity/offices.ts";
import { dateOf } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { parse } from "../platform/form.ts";
import { isForeignerNumber } from "../rules/identifiers.ts";
import { isWorkingDay } from "../rules/holidays.ts";
import { people } from "./people.ts";
import { seed, tryOut } from "./seed.ts";
import { stories } from "./stories.ts";

const at = (instant: string) => ({ now: () => Temporal.Instant.from(instant) });

async function seeded(db: Database, instant: string): Promise<void> {
  await db.transaction().execute((tx) => syncOffices(tx));
  await seed(db, at(instant));
}

async function standing(db: Database): Promise<Record<string, number>> {
  const rows = await db.selectFrom("application").select(["state", (it) => it.fn.countAll<number>().as("n")]).groupBy("state").execute();
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

test("plays a case in every state, within seconds; every invariant holds", async () => {
  await using it = await testDatabase();
  const began = performance.now();
  await seeded(it.db, "2026-11-23T10:00:00Z");
  const took = performance.now() - began;
  const found = await standing(it.db);
  expect(states.filter((state) => !found[state])).toEqual([]);
  expect(await faults(it.db)).toEqual([]);
  console.log(took, found);
  expect(took).toBeLessThan(12_000);
});

test("a second time changes nothing", async () => {
  await using it = await testDatabase();
  await seeded(it.db, "2026-11-23T10:00:00Z");
  const count = async () => (await sql<{ n: number }>`select (select count(*) from application) + (select count(*) from audit) + (select count(*) from officer) as n`.execute(it.db)).rows[0]!.n;
  const before = await count();
  await seed(it.db, at("2026-11-25T10:00:00Z"));
  expect(await count()).toBe(before);
});
