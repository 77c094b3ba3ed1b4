// npm run bench -- flows [--people=N] [--at=N] [--warm=N] [--profile=portal|worker]
// Whole applications with their appointments, by people who act at the same time, over HTTP: the ten steps of the scenario that MOSIP publishes
// for its pre-registration (0.68 flows a second at 50 users). Portal, worker, database and people are processes of their own; the limits are on;
// every code is read from a mail that came over SMTP; every captcha is solved; the worker draws every registration form. Afterwards the limit:
// the same requests of the same server when every page is ready and nothing is decided.
import { type ChildProcess, fork, spawn } from "node:child_process";
import { cpus } from "node:os";
import { sql } from "kysely";
import { portal as pages } from "../src/web/routes.ts";
import { steps } from "./flows/flow.ts";
import type { Answered, Order, Report, Walked } from "./flows/load.ts";
import { openDraft } from "./pages/draft.ts";
import { busy, figure, machine, processorTime, quantile, table } from "./setting/machine.ts";
import { number, openSetting, secret } from "./setting/office.ts";

const people = number("people", 1000);
const at = number("at", 50);
// People who come before the time begins: by then the compiler of the runtime has done its work and every connection is open. With 100 of
// them the timed part was still a fifth compiling.
const before = Math.max(at, number("warm", 200));

const careful = busy();
const setting = await openSetting("flows");
const load = fork("bench/flows/load.ts", { execArgv: ["--import", "./bin/tsx.js"] });
try {
  const { mail } = await report<{ mail: string }>(load);
  const portal = await setting.start("portal", ["src/main.ts", "portal"]);
  const origin = /http:\/\/\S+/.exec(portal.said)![0];
  const worker = await setting.start("worker", ["src/main.ts", "worker"], { SMTP_URL: mail, MAIL_FROM: "no-reply@example.org" });
  console.log(machine());
  console.log(`npm run bench -- flows: ${people} people, ${at} at a time, no time to think; portal, worker, database and people on this one machine`);
  console.log(careful ? `${careful}\n` : "");

  const solving = processorTime(load.pid!);
  const solved = performance.now();
  await order(load, { do: "solve", origin, people: people + before });
  const solvingTime = (processorTime(load.pid!) - solving) / (people + before);
  console.log(`Captchas solved beforehand, because people’s phones do that and not this machine: ${figure(solvingTime)} ms of processor time for each, `
    + `${figure((performance.now() - solved) / 1000)} s.\n`);

  const first = await order<Walked>(load, { do: "walk", people: before, at });
  if (first.took.length === 0) throw new Error(`nobody came through: ${first.faults[0]}`);
  await drained();
  const parts = [["portal", portal.pid], ["worker, with the drawing of papers", worker.pid], ["database", setting.databasePid], ["people and their mail", load.pid!]] as const;
  const used = parts.map(([, pid]) => processorTime(pid));
  const begun = performance.now();
  const walked = await order<Walked>(load, { do: "walk", people, at });
  const waited = await drained();
  const whole = (performance.now() - begun) / 1000;
  const times = parts.map(([, pid], index) => processorTime(pid) - used[index]!);
  tell(walked, whole, waited);
  const all = times.reduce((sum, each) => sum + each, 0);
  const rows = parts.map(([name], index) => [name, figure(times[index]! / walked.took.length), `${Math.round((100 * times[index]!) / all)} %`]);
  const share = `${figure((all / 1000 / whole / cpus().length) * 100)} %`;
  console.log(`\n${table(["processor time", "ms/flow", "share"], [...rows, ["all, and how much of the machine they had", figure(all / walked.took.length), share]])}`);
  await told();
  await portal.stop();
  await worker.stop();
  await limit(walked, all / walked.took.length);
} finally {
  load.disconnect();
  await setting.close();
}

/** The flows against as many requests that are answered with what is ready, in the same run. */
async function limit({ took, asked, seconds }: Walked, spent: number): Promise<void> {
  const share = (what: keyof typeof asked) => Math.round(asked[what] / took.length);
  const each = { requests: share("requests"), forms: share("forms"), bytes: Math.round(asked.bytes / asked.requests) };
  const sessions = await Promise.all(Array.from({ length: at }, async () => (await openDraft(setting.db)).session));
  const ready = await setting.start("ready", ["bench/flows/limit.ts", setting.url, secret, String(each.bytes)]);
  const ask = (flows: number) => order<Answered>(load, { do: "ask", origin: ready.said.trim(), path: pages.section.href({ lang: "en", section: "identity" }), sessions, flows, each });
  await ask(before);
  const parts = [ready.pid, setting.databasePid, load.pid!];
  const sum = () => parts.reduce((all, pid) => all + processorTime(pid), 0);
  const used = sum();
  const { answered, seconds: took0 } = await ask(people);
  const rate = answered / took0;
  console.log(`\nThe limit, ${each.requests} requests of which ${each.forms} are forms, each answered with ${each.bytes} bytes that are ready: ${figure(rate)} flows/s, `
    + `${figure((sum() - used) / answered)} ms of processor time. The flows are at ${figure(took.length / seconds / rate)} of it, ${figure((sum() - used) / answered / spent)} by processor time.`);
}

function tell({ took, asked: { requests }, seconds, faults }: Walked, whole: number, waited: number): void {
  const flows = took.map((each) => each.reduce((sum, step) => sum + step, 0));
  const row = (name: string, values: number[]) => [name, ...[0.5, 0.95, 0.99].map((share) => figure(quantile(values, share)))];
  const each = steps.map((step, index) => row(`${index + 1} ${step}`, took.map((one) => one[index]!)));
  console.log(table(["milliseconds", "p50", "p95", "p99"], [...each, row("a whole flow", flows)]));
  console.log(`\n${took.length} flows in ${figure(seconds)} s: ${figure(took.length / seconds)} flows/s, ${figure(requests / seconds)} requests/s, `
    + `${figure(requests / took.length)} requests a flow; ${faults.length} errors.`);
  console.log(`Until the last paper was drawn and the last mail sent: ${figure(whole)} s, ${figure(took.length / whole)} flows/s `
    + `(the worker was ${figure(waited)} s behind). Expected: 30/s on two cores, aimed at: 50/s.`);
  const kinds = Map.groupBy(faults, (fault) => fault);
  for (const [fault, all] of [...kinds].slice(0, 10)) console.log(`  ${all.length} × ${fault}`);
}

/** Waits until the worker has done all that it was given; answers for how many seconds. */
async function drained(): Promise<number> {
  const begun = performance.now();
  for (;;) {
    const now = Temporal.Now.instant();
    const { rows } = await sql<{ left: number }>`
      select ((select count(*) from graphile_worker.jobs where run_at <= ${now} and attempts < max_attempts)
        + (select count(*) from message where next_at <= ${now}))::int as left`.execute(setting.db);
    if (rows[0]!.left === 0 || performance.now() - begun > 120_000) return (performance.now() - begun) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What the database says itself: how much was made, and whether everything that must hold holds. */
async function told(): Promise<void> {
  const { rows } = await sql<{ what: string; n: number }>`
    select 'applications lodged' as what, count(*)::int as n from application where state = 'lodged'
    union all select 'appointments', count(*)::int from appointment where state = 'booked'
    union all select 'registration forms drawn', count(*)::int from file where kind = 'registration-form' and replaced_at is null
    union all select 'mails sent', count(*)::int from message where state = 'sent'
    union all select 'mails not sent', count(*)::int from message where state <> 'sent'`.execute(setting.db);
  console.log(`\nIn the database, with the ${before} people of the warm-up: ${rows.map(({ what, n }) => `${n} ${what}`).join(", ")}.\n`);
  const env = { ...process.env, DATABASE_URL: setting.url, SECRET: secret };
  const child = spawn(process.execPath, ["--import", "./bin/tsx.js", "invariants/report.ts"], { stdio: "inherit", env });
  process.exitCode = await new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}

function order<T extends Report>(child: ChildProcess, what: Order): Promise<T> {
  const answer = report<T>(child);
  child.send(what);
  return answer;
}

function report<T extends Report>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`the people’s process ended with ${code}`));
    child.once("exit", ended);
    child.once("message", (what) => {
      child.off("exit", ended);
      resolve(what as T);
    });
  });
}
