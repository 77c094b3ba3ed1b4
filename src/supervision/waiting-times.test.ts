import { sql } from "kysely";
import { expect, test } from "vitest";
import { as, fixedClock, makeCases, makeOffices, MONDAY, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { officer } from "../../test/office-cases.ts";
import { dateOf } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { FEWEST, measureWaitingTimes, trendOf, waitingTimes } from "./waiting-times.ts";

const clock = fixedClock();
const today = dateOf(clock.now());

let made = 0;
type Lasting = { ended: number; days: readonly number[]; type?: string; province?: string; state?: "attended" | "no-show" };

/** Cases whose visit was so many days ago, and had been waited for so many days each. */
async function visited(db: Database, { ended, days, type = "short-term", province = "35", state = "attended" }: Lasting): Promise<string[]> {
  const day = today.subtract({ days: ended });
  const at = MONDAY.subtract({ hours: 24 * ended });
  const slot = crypto.randomUUID();
  await sql`insert into slot (id, office_code, day, starts, capacity) values (${slot}, ${province}, ${day}, ${new Temporal.PlainTime(9).add({ minutes: made++ })}, 100)`.execute(db);
  const cases = await makeCases(db, days.length, { province });
  for (const [n, { id, person_id: person }] of cases.entries()) {
    await sql`update application set state = 'delivered', created_at = ${at.subtract({ hours: 24 * days[n]! })}, frozen = jsonb_set(frozen, '{answers,permitType}', ${JSON.stringify(type)}::jsonb) where id = ${id}`.execute(db);
    await sql`insert into appointment (id, application_id, person_id, slot_id, state, source, booked_at, ended_at) values (${crypto.randomUUID()}, ${id}, ${person}, ${slot}, ${state}, 'chosen', ${at}, ${at})`.execute(db);
  }
  return cases.map(({ id }) => id);
}

const measure = (db: Database) => as(db, clock, system, (act) => measureWaitingTimes(act));
const upTo = (n: number, from = 1) => Array.from({ length: n }, (_, place) => from + place);

test("a step is told as a quarter, half and three quarters of its cases, beside the half of the period before", async () => {
  await using it = await testDatabase();
  await makeOffices(it.db, ["35", "07"]);
  const officerId = (await officer(it.db, { now: () => MONDAY }, "case-officer")).id;
  const here = await visited(it.db, { ended: 60, days: upTo(20) });
  await visited(it.db, { ended: 120, days: upTo(12, 31) });
  // Nobody came, or not in this period, or it is a day that is not over.
  await visited(it.db, { ended: 20, days: upTo(12, 200), state: "no-show" });
  await visited(it.db, { ended: 181, days: upTo(12, 200) });
  await visited(it.db, { ended: 0, days: upTo(12, 200) });
  for (const [n, id] of here.entries()) {
    await sql`insert into decision (application_id, outcome, granted_from, granted_until, decided_at, decided_by) values (${id}, 'granted', ${today}, ${today}, ${MONDAY.subtract({ hours: 24 * (60 - 10 - n) })}, ${officerId})`.execute(it.db);
    await sql`insert into card (application_id, series, number, printed_at, posted_at) values (${id}, 'T', ${String(n)}, ${MONDAY}, ${MONDAY.subtract({ hours: 24 * (60 - 10 - n - 5) })})`.execute(it.db);
    if (n < 11) await sql`insert into application_history (application_id, at, event, from_state, to_state, actor_kind, actor_name) values (${id}, ${MONDAY}, 'come-back', 'posted', 'printing', 'officer', 'x')`.execute(it.db);
  }
  expect(await measure(it.db)).toBe(2);
  const of = { province: "35", permitType: "short-term", measuredOn: today };
  expect(await waitingTimes(it.db)).toEqual([
    { ...of, step: "appointment", cases: 20, quarter: 5, half: 10, threeQuarters: 15, halfBefore: 36 },
    { ...of, step: "decision", cases: 20, quarter: 14, half: 19, threeQuarters: 24, halfBefore: null },
  ]);
  expect(await waitingTimes(it.parts.portal, { province: "35", permitType: "family" })).toEqual([]);
});

test("of fewer than ten cases nothing is kept, their number is told in whole tens, and permits that the office opens are nobody’s business", async () => {
  await using it = await testDatabase();
  await makeOffices(it.db, ["35", "07"]);
  await visited(it.db, { ended: 10, days: upTo(FEWEST - 1) });
  await visited(it.db, { ended: 10, days: upTo(FEWEST - 1), province: "07" });
  await visited(it.db, { ended: 10, days: upTo(19), type: "family" });
  await visited(it.db, { ended: 100, days: upTo(FEWEST - 1), type: "family" });
  await visited(it.db, { ended: 10, days: upTo(30), type: "trafficking-victim" });
  expect(await measure(it.db)).toBe(1);
  expect(await waitingTimes(it.db)).toMatchObject([{ permitType: "family", cases: 10, half: 10, halfBefore: null }]);
});

test("it is measured once a day, by one worker, and what no longer holds goes", async () => {
  await using it = await testDatabase();
  await makeOffices(it.db);
  await visited(it.db, { ended: 89, days: upTo(10) });
  const both = await Promise.all([measure(it.parts.worker), measure(it.parts.worker)]);
  expect(both.toSorted()).toEqual([1, null]);
  expect(await measure(it.db)).toBeNull();
  clock.set(MONDAY.add({ hours: 48 }));
  expect(await measure(it.parts.worker)).toBe(0);
  expect(await waitingTimes(it.db)).toEqual([]);
  clock.set(MONDAY);
});

test("a change of a day, or of less than a tenth, is none", () => {
  const trend = (half: number, halfBefore: number | null) => trendOf({ half, halfBefore });
  expect([trend(10, null), trend(0, 0), trend(10, 11), trend(4, 2), trend(60, 65), trend(50, 65), trend(80, 65), trend(59, 65)]).toEqual([null, "same", "same", "longer", "same", "shorter", "longer", "same"]);
});
