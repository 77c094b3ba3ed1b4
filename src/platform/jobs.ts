import { type LogFunctionFactory, Logger, run } from "graphile-worker";
import { sql } from "kysely";
import { pool, type Database, type Transaction } from "./database.ts";
import { log } from "./log.ts";

/** What the jobs of the program do, by name. A payload comes back as it was stored: parse it. */
export type Tasks = Record<string, (payload: unknown) => Promise<void>>;

type When = {
  /** One waiting job per key: a later one takes the place of an earlier. */
  key?: string;
  /** An instant of the machine's clock. Without it and without `after` the job is due at once. */
  runAt?: Temporal.Instant;
  /** How long from now; the queue goes by the machine's clock, so this is right also where the program's own clock was moved. */
  after?: Temporal.Duration | Temporal.DurationLike;
  maxAttempts?: number;
};

// Jobs are not announced (migration 0025), so each of the places that wait for one looks this often, in milliseconds.
const lookEvery = 500;

/** Adds a job in the caller's transaction, so it exists exactly when the act it belongs to does. */
export async function addJob(tx: Transaction | Database, name: string, payload: object, { key, runAt, after, maxAttempts }: When = {}): Promise<void> {
  const due = after === undefined ? runAt : Temporal.Now.instant().add(after);
  await sql`select add_job(${name}, ${JSON.stringify(payload)}::json, ${due ?? null}::timestamptz, ${maxAttempts ?? null}::int, ${key ?? null})`.execute(tx);
}

/** Adds many jobs that are due at once, in one statement; like `addJob` with a key for each. */
export async function addJobs(tx: Transaction | Database, name: string, jobs: readonly { payload: object; key: string }[]): Promise<void> {
  const [payloads, keys] = [jobs.map(({ payload }) => JSON.stringify(payload)), jobs.map(({ key }) => key)];
  await sql`select add_job(${name}, payload::json, null::timestamptz, null::int, key) from unnest(${payloads}::text[], ${keys}::text[]) as jobs (payload, key)`.execute(tx);
}

/** Runs jobs until stopped; `stop` lets the ones under way finish. */
export async function runJobs(url: string, tasks: Tasks, { concurrency = 4 }: { concurrency?: number } = {}): Promise<{ stop(): Promise<void> }> {
  // Two connections more than jobs: one listens for new jobs, one fetches and completes.
  const connections = pool(url, { max: concurrency + 2, name: "sojourn jobs" });
  const taskList = Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, (payload: unknown) => task(payload)]));
  const runner = await run({
    pgPool: connections, taskList, concurrency, noHandleSignals: true, noPreparedStatements: true, pollInterval: lookEvery, parsedCronItems: [],
    logger: new Logger(quietly),
    // Without a batch the runner writes "completed" behind our back, and `stop` would end the connections under it: the job ran twice.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
  const ended = runner.promise.catch((err: unknown) => log.error({ err }, "the job runner ended"));
  return {
    async stop() {
      await runner.stop();
      await ended;
      await connections.end();
    },
  };
}

// Longer than any job takes. The runner itself would wait four hours.
const longestJob = { minutes: 10 };

/** Gives back the jobs of workers that were killed while they did them: another does them then. Each job may be done twice, so one that only takes long is no harm. */
export async function freeForgotten(db: Database): Promise<void> {
  const long = Temporal.Now.instant().subtract(longestJob);
  await sql`select graphile_worker.force_unlock_workers(ids) from (
    select array_agg(locked_by) as ids from graphile_worker.jobs where locked_at < ${long} and locked_by is not null) forgotten where ids is not null`.execute(db);
}

/** The jobs of each task that are due, have failed and will be tried again, or are given up; and for how many seconds the oldest of them has been due. */
export async function countJobs(db: Database): Promise<{ task: string; state: "due" | "failing" | "given-up"; n: number; seconds: number }[]> {
  const now = Temporal.Now.instant();
  const { rows } = await sql<{ task: string; state: "due" | "failing" | "given-up"; n: number; seconds: number }>`
    select task, state, count(*)::int as n, extract(epoch from ${now}::timestamptz - min(run_at))::float8 as seconds from (
      select task_identifier as task, run_at, case when attempts >= max_attempts then 'given-up' when attempts > 0 then 'failing' else 'due' end as state
      from graphile_worker.jobs where locked_at is null and (attempts > 0 or run_at <= ${now})) counted
    group by task, state order by task, state`.execute(db);
  return rows;
}

// The runner tells each job at "info"; a job's payload stays out of the log.
const quietly: LogFunctionFactory = () => (level, message, meta) => {
  const job = (meta as { job?: { id: string; task_identifier: string } } | undefined)?.job;
  const line = job ? { job: job.id, task: job.task_identifier } : {};
  if (level === "error") log.error(line, message);
  else if (level === "warning") log.warn(line, message);
  else log.debug(line, message);
};
