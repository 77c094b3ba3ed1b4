import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../test/database.ts";
import { makeCase, stoppedClock } from "../../test/office-cases.ts";
import type { Application } from "../applications/application.ts";
import { states } from "../applications/states.ts";
import { dateOf, instantOf } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { attendance, happened, places, rounds, standing, stepDays, weeksAhead, weeksBack } from "./figures.ts";

const clock = stoppedClock();
const today = dateOf(clock.now());
const day = (ago: number) => today.subtract({ days: ago });
const at = (ago: number, hour = 12) => instantOf(day(ago), new Temporal.PlainTime(hour));

/** A case with its past: events with the state they came from, and how many days ago that was. */
async function past(db: Database, set: Partial<Application> & { office?: string }, events: [event: string, from: string, ago: number][]): Promise<string> {
  const { office = "35", ...columns } = set;
  const { id } = await makeCase(db, clock, { office, state: (columns.state ?? "delivered") as "delivered", set: { moved_at: at(Math.min(...events.map(([, , ago]) => ago))), ...columns } });
  for (const [event, from, ago] of events) {
    await db.insertInto("application_history").values({ application_id: id, at: at(ago), event, from_state: from, to_state: "x", actor_kind: "officer", actor_name: "x" }).execute();
  }
  return id;
}

test("open cases are counted by state, by who has to do something, and by the days until their legal deadline", async () => {
  await using it = await testDatabase();
  const open = (state: (typeof states)[number], set: Partial<Application>, office = "35") => makeCase(it.db, clock, { state, office, set });
  const until = (days: number) => today.add({ days });
  await open("created", { attend_by: until(-1) });
  await open("lodged", { attend_by: until(0) });
  await open("incomplete", { documents_due: until(11) });
  await open("accepted", { decide_by: until(10) });
  await open("in-review", { decide_by: until(30) });
  await open("in-review", { decide_by: until(61) });
  await open("in-review", { decide_by: until(61) });
  await open("granted", { decide_by: until(5) });
  await open("delivered", { decide_by: until(5) });
  await open("accepted", { decide_by: until(5) }, "06");
  const told = (await standing(it.parts.office, "35", today)).map(({ state, due, near, n }) => `${state} ${due} ${near} ${n}`);
  expect(told.toSorted()).toEqual([
    "accepted decide 10 1", "created come over 1", "granted none none 1", "in-review decide 30 1", "in-review decide more 2", "incomplete bring 30 1", "lodged come 10 1",
  ]);
});

test("coming, going, rounds of documents and the days of each step are of this office and of the last twelve weeks", async () => {
  await using it = await testDatabase();
  const whole = (shift: number): [string, string, number][] => [
    ["check-in", "lodged", shift + 60], ["accept", "attended", shift + 58], ["review", "accepted", shift + 50], ["grant", "in-review", shift + 20], ["print", "granted", shift + 15], ["post", "printing", shift + 10],
  ];
  await past(it.db, { created_at: at(75) }, whole(0));
  await past(it.db, { created_at: at(75), office: "06" }, whole(0));
  await past(it.db, { created_at: at(300) }, whole(200));
  await past(it.db, { created_at: at(90), state: "removed" }, [
    ["check-in", "lodged", 8], ["undo-check-in", "attended", 8], ["check-in", "lodged", 8], ["ask-documents", "attended", 8], ["ask-documents", "incomplete", 6], ["accept", "incomplete", 5], ["ask-documents", "accepted", 4], ["accept", "incomplete", 3], ["withdraw", "accepted", 1],
  ]);
  await past(it.db, { state: "withdrawn" }, [["withdraw", "created", 1]]);
  const told = (await happened(it.parts.office, "35", today)).map(({ week, event, onDesk, n }) => `${week} ${event} ${onDesk} ${n}`);
  expect(told.toSorted()).toEqual([
    "2026-09-21 check-in false 1", "2026-11-02 grant true 1", "2026-11-09 check-in false 2", "2026-11-09 undo-check-in true 1", "2026-11-16 withdraw false 1", "2026-11-16 withdraw true 1",
  ]);
  expect(await rounds(it.parts.office, "35", today)).toEqual([{ times: 0, n: 1 }, { times: 2, n: 1 }]);
  const lasted = await stepDays(it.parts.office, "35", today);
  expect(Object.fromEntries(lasted.map(({ step, half, n }) => [step, [half, n]]))).toEqual({ come: [15, 2], accept: [2, 2], review: [8, 1], decide: [30, 1], post: [10, 1] });
});

test("who did not come is counted by the day of the appointment, and the places ahead from today on", async () => {
  await using it = await testDatabase();
  let minute = 10;
  const kept = async (ago: number, state: string, office = "35") => {
    const { id } = await makeCase(it.db, clock, { office, appointment: { day: day(ago).toString(), time: `10:${minute++}` } });
    await sql`update appointment set state = ${state}, ended_at = ${state === "booked" ? null : at(ago)}, ended_by = case when ${state} = 'cancelled' then 'applicant' end where application_id = ${id}`.execute(it.db);
  };
  for (const state of ["attended", "attended", "no-show", "cancelled"]) await kept(7, state);
  await kept(0, "no-show");
  await kept(90, "no-show");
  await kept(7, "no-show", "06");
  await kept(-7, "booked");
  await sql`update slot set closed_at = ${clock.now()} where day = ${today}`.execute(it.db);
  expect((await attendance(it.parts.office, "35", today)).map(({ week, came, missed }) => `${week} ${came} ${missed}`)).toEqual(["2026-11-16 2 1"]);
  expect((await places(it.parts.office, "35", today)).map(({ week, capacity, taken }) => `${week} ${capacity} ${taken}`)).toEqual(["2026-11-30 5 1"]);
  expect([weeksBack(today).at(0), weeksBack(today).at(-1), weeksAhead(today).at(0), weeksAhead(today).at(-1)].map(String)).toEqual(["2026-09-07", "2026-11-23", "2026-11-23", "2027-01-11"]);
});
