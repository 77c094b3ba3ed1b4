import { CompiledQuery, sql } from "kysely";
import { expect, test } from "vitest";
import { as, fixedClock, makeCases, makeOffices, slotAt, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import type { Transaction } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { generateSlots } from "./slots.ts";

const CONNECTIONS = 60;
const PLACES = 20;

type Take = (tx: Transaction, slot: string, row: { id: string; application: string; person: string }) => Promise<void>;

const insertIfCount = (lock: string): Take => async (tx, slot, { id, application, person }) => {
  await tx.executeQuery(CompiledQuery.raw(
    `with hour as (select id from slot where id = $1 ${lock})
     insert into appointment (id, application_id, person_id, slot_id, state, source, booked_at)
     select $2, $3, $4, hour.id, 'booked', 'chosen', '2026-11-23T06:00:00Z' from hour
     where (select count(*) from appointment where slot_id = $1 and state = 'booked') < ${PLACES}`,
    [slot, id, application, person],
  ));
};

/** Four ways of taking one of the last places, as systems in use do it. */
const ways: Record<string, Take> = {
  "insert if the count is below": insertIfCount(""),
  "lock and count in one statement": insertIfCount("for no key update"),
  "lock, then count in the next statement": async (tx, slot, row) => {
    await tx.selectFrom("slot").select("id").where("id", "=", slot).forNoKeyUpdate().execute();
    await insertIfCount("")(tx, slot, row);
  },
  "one conditional update": async (tx, slot, { id, application, person }) => {
    const { numAffectedRows } = await sql`update slot set taken = taken + 1 where id = ${slot} and taken < capacity`.execute(tx);
    if (numAffectedRows === 0n) return;
    await sql`insert into appointment (id, application_id, person_id, slot_id, state, source, booked_at)
      values (${id}, ${application}, ${person}, ${slot}, 'booked', 'chosen', '2026-11-23T06:00:00Z')`.execute(tx);
  },
};

async function race(take: Take): Promise<number> {
  await using it = await testDatabase({ max: CONNECTIONS });
  await makeOffices(it.db);
  const clock = fixedClock();
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 12 }));
  const slot = await slotAt(it.db, "35", "2026-12-08", "10:30");
  await it.db.updateTable("slot").set({ capacity: PLACES }).where("id", "=", slot.id).execute();
  const people = await makeCases(it.db, 300);
  // Every connection is open before the race begins, so that they begin together.
  await Promise.all(Array.from({ length: CONNECTIONS }, () => it.db.transaction().execute((tx) => sql`select pg_sleep(0.2)`.execute(tx))));
  await Promise.all(people.map((who) => it.db.transaction().execute((tx) => take(tx, slot.id, { id: v7(clock.now()), application: who.id, person: who.person_id! }))));
  const { n } = await it.db.selectFrom("appointment").select((of) => of.fn.countAll<number>().as("n")).executeTakeFirstOrThrow();
  return Number(n);
}

test("of four ways to take a place, counting without a lock gives too many; the conditional update gives exactly those there are", { timeout: 120_000 }, async () => {
  const given: Record<string, number> = {};
  for (const [name, take] of Object.entries(ways)) given[name] = await race(take);
  expect(given["insert if the count is below"]).toBeGreaterThan(PLACES);
  expect(given["lock and count in one statement"]).toBeGreaterThan(PLACES);
  expect(given["lock, then count in the next statement"]).toBe(PLACES);
  expect(given["one conditional update"]).toBe(PLACES);
});
