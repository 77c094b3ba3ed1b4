import { spawn } from "node:child_process";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../test/database.ts";
import { pool } from "./database.ts";
import { addJob, freeForgotten, runJobs } from "./jobs.ts";

test("a job exists exactly when its transaction does", async () => {
  await using it = await testDatabase();
  const heard: unknown[] = [];
  const jobs = await runJobs(it.url, { hear: async (payload) => { heard.push(payload); } });
  await expect(it.db.transaction().execute(async (tx) => {
    await addJob(tx, "hear", { id: "rolled back" });
    throw new Error("no");
  })).rejects.toThrow("no");
  await it.db.transaction().execute((tx) => addJob(tx, "hear", { id: "committed" }));
  await expect.poll(() => heard).toEqual([{ id: "committed" }]);
  await jobs.stop();
});

test("a key keeps one waiting job, and a later job waits for its instant", async () => {
  await using it = await testDatabase();
  const later = Temporal.Now.instant().add({ hours: 2 });
  await addJob(it.db, "hear", { n: 1 }, { key: "one", runAt: later, maxAttempts: 3 });
  await addJob(it.db, "hear", { n: 2 }, { key: "one", runAt: later, maxAttempts: 3 });
  const { rows } = await sql<{ payload: unknown; run_at: Temporal.Instant; max_attempts: number }>`
    select j.payload, j.run_at, j.max_attempts from graphile_worker._private_jobs j`.execute(it.db);
  expect(rows).toHaveLength(1);
  expect(rows[0]!.payload).toEqual({ n: 2 });
  expect(rows[0]!.max_attempts).toBe(3);
  expect(rows[0]!.run_at.since(later).total("milliseconds")).toBeCloseTo(0, 1);
});

test("jobs are found by looking, and announced to nobody, which would make all commits wait for one another", async () => {
  await using it = await testDatabase();
  const listening = pool(it.url, { max: 1 });
  const client = await listening.connect();
  const announced: string[] = [];
  client.on("notification", ({ channel }) => announced.push(channel));
  await client.query('listen "jobs:insert"');
  for (const key of [undefined, "one", "one"]) await addJob(it.parts.portal, "hear", {}, { key });
  await client.query("select 1");
  expect(announced).toEqual([]);
  expect((await sql`select id from graphile_worker._private_jobs`.execute(it.db)).rows).toHaveLength(2);
  client.release();
  await listening.end();
});

test("a job of a worker that was killed with -9 is done by another after ten minutes, not after four hours", async () => {
  await using it = await testDatabase();
  await addJob(it.db, "hear", { n: 1 });
  const child = spawn(process.execPath, ["--import", "./bin/tsx.js", "--input-type=module", "-e", `
    const { runJobs } = await import(process.cwd() + "/src/platform/jobs.ts");
    await runJobs(${JSON.stringify(it.url)}, { hear: () => { console.log("begun"); return new Promise(() => {}); } });
  `], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
  const heard: unknown[] = [];
  const jobs = await runJobs(it.url, { hear: async (payload) => { heard.push(payload); } });
  await freeForgotten(it.parts.worker);
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(heard).toEqual([]);
  await sql`update graphile_worker._private_jobs set locked_at = locked_at - interval '10 minutes'`.execute(it.db);
  await freeForgotten(it.parts.worker);
  await expect.poll(() => heard).toEqual([{ n: 1 }]);
  await jobs.stop();
  await freeForgotten(it.parts.worker);
});

test("a job may be due some time from now", async () => {
  await using it = await testDatabase();
  const before = Temporal.Now.instant();
  await addJob(it.db, "hear", {}, { after: { minutes: 5 } });
  const { rows } = await sql<{ run_at: Temporal.Instant }>`select run_at from graphile_worker._private_jobs`.execute(it.db);
  expect(rows[0]!.run_at.since(before).total("seconds")).toBeGreaterThan(299);
  expect(rows[0]!.run_at.since(before).total("seconds")).toBeLessThan(360);
});

test("stopping waits for the job under way, and what fails is tried again later", async () => {
  await using it = await testDatabase();
  let ended = false;
  let begun = false;
  const jobs = await runJobs(it.url, {
    slow: async () => {
      begun = true;
      await new Promise((resolve) => setTimeout(resolve, 300));
      ended = true;
    },
    failing: async () => { throw new Error("the gateway is away"); },
  });
  await addJob(it.db, "failing", {});
  await addJob(it.db, "slow", {});
  await expect.poll(() => begun).toBe(true);
  await jobs.stop();
  expect(ended).toBe(true);
  const { rows } = await sql<{ attempts: number; last_error: string }>`select attempts, last_error from graphile_worker._private_jobs`.execute(it.db);
  expect(rows).toMatchObject([{ attempts: 1, last_error: expect.stringContaining("the gateway is away") }]);
});
