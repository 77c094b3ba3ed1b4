import { sql } from "kysely";
import { expect, test } from "vitest";
import { check, faults } from "../../invariants/checks.ts";
import { as, fixedClock, makeCases, makeOffices, MONDAY, slotAt, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import type { Database } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { book } from "./book.ts";
import { generateSlots } from "./slots.ts";

// Each spoils a sound database in one way, past the constraints that would forbid it.
const spoilt: Record<string, (db: Database) => Promise<unknown>> = {
  "places-counted": (db) => sql`update slot set taken = taken + 1 where taken > 0`.execute(db),
  "places-within-capacity": async (db) => {
    await sql`alter table slot drop constraint slot_never_above_capacity`.execute(db);
    await sql`update slot set taken = capacity + 1 where taken > 0`.execute(db);
  },
  "one-live-appointment-per-application": async (db) => {
    await sql`drop index appointment_one_live`.execute(db);
    await sql`drop index appointment_one_per_person`.execute(db);
    await sql`insert into appointment (id, application_id, person_id, slot_id, state, source, booked_at)
      select ${v7(MONDAY)}, application_id, person_id, slot_id, 'booked', 'chosen', booked_at from appointment limit 1`.execute(db);
  },
  "lodged-has-a-claim": (db) => sql`update application set state = 'created' where state = 'lodged'`.execute(db),
  "nobody-in-a-closed-hour": (db) => sql`update slot set closed_at = ${MONDAY} where taken > 0`.execute(db),
  "hours-of-the-office": (db) => sql`update slot set day = '2026-12-12' where taken > 0`.execute(db),
  "long-services-in-a-row": async (db) => {
    await sql`update appointment set steps = 2`.execute(db);
    await sql`delete from slot where starts = '10:30'`.execute(db);
  },
  "protected-in-no-draw": async (db) => {
    await sql`alter table draw_request drop constraint draw_request_never_protected`.execute(db);
    await sql`insert into draw (id, province, opened_at, closes_at, commitment, secret) values (${v7(MONDAY)}, '35', ${MONDAY}, ${MONDAY}, 'c', 's')`.execute(db);
    await sql`insert into draw_request (application_id, person_id, draw_id, province, asked_at, pseudonym, salt) select a.id, a.person_id, d.id, d.province, ${MONDAY}, 'p', 's' from application a, draw d limit 1`.execute(db);
    await sql`update application set frozen = '{"answers": {"permitType": "trafficking-victim"}}'`.execute(db);
  },
  "nothing-chosen-where-drawn": (db) => sql`insert into draw_switch (id, office_code, on_at) values (${v7(MONDAY)}, '35', ${MONDAY.subtract({ hours: 3 })})`.execute(db),
  "appointment-in-its-office": (db) => sql`update application set office_code = '16' where state = 'lodged'`.execute(db),
};

test.each(Object.keys(spoilt))("%s is found broken where it is", async (name) => {
  await using it = await testDatabase();
  await makeOffices(it.db, ["35", "16"]);
  const clock = fixedClock();
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 12 }));
  const [who] = await makeCases(it.db, 1);
  await as(it.db, clock, who!, async (act) => book(act, who!, (await slotAt(it.db, "35", "2026-12-08", "10:10")).id));
  expect(await faults(it.db)).toEqual([]);
  await spoilt[name]!(it.db);
  const broken = (await check(it.db)).filter((finding) => finding.broken.length > 0).map((finding) => finding.name);
  expect(broken).toContain(name);
});
