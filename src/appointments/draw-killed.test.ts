import { spawn } from "node:child_process";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { testDatabase } from "../../test/database.ts";
import { istanbulWith, settings } from "../../test/drawing.ts";
import { type DrawRecord, drawRecord, type Listed } from "./record.ts";
import { runDraws } from "./run-draw.ts";

/** A worker that draws, in a process of its own, until it is killed. */
function worker(url: string, at: Temporal.Instant) {
  const child = spawn(process.execPath, ["--import", "./bin/tsx.js", "--input-type=module", "-e", `
    const [{ connect }, { runDraws, defaultSettings }] = await Promise.all(["platform/database", "appointments/run-draw"].map((file) => import(process.cwd() + "/src/" + file + ".ts")));
    await runDraws(connect(${JSON.stringify(url)}, { max: 1, name: "killed" }), { now: () => Temporal.Instant.from("${at}") }, { ...defaultSettings, batchMinutes: 1 });
  `], { stdio: ["ignore", "ignore", "inherit"] });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return async () => {
    child.kill("SIGKILL");
    await gone;
  };
}

test("a worker killed while it writes the dates of a draw leaves nothing; the next draws exactly what the list and the promise say, and tells each once", { timeout: 60_000 }, async () => {
  await using it = await testDatabase();
  const at = await istanbulWith(it, 40);
  const { people, id } = await at.closed(25);
  // In the middle of its messages the worker's own transaction falls asleep for a moment: there it is killed.
  await sql`create function dawdle() returns trigger language plpgsql as $$ begin
    if current_setting('application_name') like '%killed%' and (select count(*) from message where notice = 'appointment-drawn') = 12 then perform pg_sleep(3); end if; return new; end $$`.execute(it.db);
  await sql`create trigger dawdle after insert on message for each row execute function dawdle()`.execute(it.db);
  const kill = worker(it.url, at.clock.now());
  const asleep = async () => (await sql`select from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`.execute(it.db)).rows.length;
  await expect.poll(asleep, { timeout: 20_000 }).toBe(1);
  await kill();
  expect(await it.db.selectFrom("appointment").selectAll().execute()).toEqual([]);
  expect(await at.told("appointment-drawn")).toEqual([]);
  const batch = await it.db.selectFrom("draw").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  expect(await runDraws(it.db, at.clock, settings)).toMatchObject({ drawn: 1 });
  const record = (await at.drawn())[0]!.record as DrawRecord;
  expect(record).toEqual(JSON.parse(JSON.stringify(drawRecord({
    draw: id, province: "34", openedAt: batch.opened_at.toString(), closedAt: batch.closed_at!.toString(), secret: batch.secret, publicValue: { source: "none", value: "" },
    requests: (batch.list as { requests: Listed[] }).requests, offices: record.offices,
  }))));
  expect((await at.told("appointment-drawn")).sort()).toEqual(people.map((who) => who.id).sort());
  expect(await faults(it.db)).toEqual([]);
});
