// npm run bench -- booking [--people=2000] [--race=10000]: bookings a second and the slow ones (p99), by `book` alone and over HTTP, over many
// hours and all in one hour; against pgbench sending the statements that one booking sent, on the same server in the same run. Then a race of
// many requests for few places, and the report of the invariants. Every commit is on the disk before it is answered.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { sql } from "kysely";
import pg from "pg";
import { check } from "../invariants/checks.ts";
import type { Application } from "../src/applications/application.ts";
import { book } from "../src/appointments/book.ts";
import { openSession } from "../src/identity/session.ts";
import { transact } from "../src/platform/act.ts";
import { clock as machineClock } from "../src/platform/clock.ts";
import { connect } from "../src/platform/database.ts";
import { applicantOf, makeCases } from "../test/cases.ts";
import { busy, figure, machine, quantile, table } from "./setting/machine.ts";
import { number, openSetting } from "./setting/office.ts";

const people = number("people", 2000);
const racers = number("race", 10_000);
const lanes = 16;
const raceLanes = 500;
const racePlaces = 500;
const clock = machineClock();
const setting = await openSetting("booking");
const db = connect(setting.url, { max: lanes, name: "bench" });
const folder = `.tmp/pgbench-${process.pid}`;
const rows: (string | number)[][] = [];

type Timed = { rate: number; times: number[] };

async function inLanes<Item>(items: Item[], count: number, work: (item: Item) => Promise<unknown>): Promise<Timed> {
  const waiting = items.toReversed();
  const times: number[] = [];
  const begun = performance.now();
  await Promise.all(Array.from({ length: count }, async () => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
      const before = performance.now();
      await work(item);
      times.push(performance.now() - before);
    }
  }));
  return { rate: items.length / ((performance.now() - begun) / 1000), times };
}

const tell = (name: string, { rate, times }: Timed, peer?: number) =>
  rows.push([name, `${figure(rate)}/s`, `${figure(quantile(times, 0.5))} ms`, `${figure(quantile(times, 0.99))} ms`, peer ? figure(rate / peer) : "—"]);

/** Enough places in İzmir for everybody, from tomorrow on. */
async function slots(): Promise<string[]> {
  const found = await db.selectFrom("slot").select("id").where("office_code", "=", "35").where("day", ">", Temporal.PlainDate.from(clock.now().toString().slice(0, 10)).add({ days: 1 })).orderBy("day").orderBy("starts").execute();
  return found.map((row) => row.id);
}

const at = clock.now();
const cases = (count: number) => makeCases(db, count, { at, attendBy: null });
const bookOne = (who: Application, slot: string) => transact(db, clock, applicantOf(who), async (act) => {
  const outcome = await book(act, who, slot);
  if (!outcome.ok) throw new Error(`not booked: ${outcome.why}`);
});

/** The statements of one booking as pgbench sends them: what belongs to the case comes from a table, new ids are made by the server. */
async function script(): Promise<string> {
  const [who] = await cases(1);
  const slot = (await slots())[0]!;
  const sent: { text: string; values: unknown[] }[] = [];
  const own = connect(setting.url, { max: 1, name: "bench" });
  await sql`select 1`.execute(own);
  const plain = pg.Client.prototype.query;
  pg.Client.prototype.query = function listen(this: pg.Client, ...args: never[]) {
    const config = args[0] as unknown as { text?: string; values?: unknown[] } | string;
    if (typeof config === "string") sent.push({ text: config, values: (args[1] as unknown as unknown[]) ?? [] });
    else if (config?.text) sent.push({ text: config.text, values: config.values ?? (args[1] as unknown as unknown[]) ?? [] });
    return (plain as (...all: never[]) => never).apply(this, args);
  } as never;
  try {
    await transact(own, clock, applicantOf(who!), (act) => book(act, who!, slot));
  } finally {
    pg.Client.prototype.query = plain;
    await own.destroy();
  }
  const names = new Map([[who!.id, "application"], [who!.person_id!, "person"], [slot, "slot"]]);
  const made: string[] = [];
  const literal = (value: unknown): string => {
    if (value === null || value === undefined) return "null";
    if (typeof value === "number" || typeof value === "bigint") return String(value);
    if (typeof value === "boolean") return String(value);
    const list = Array.isArray(value) ? `{${value.map((one) => JSON.stringify(String(one))).join(",")}}` : null;
    // A colon begins a variable for pgbench: instants are written without one.
    const text = list ?? (value instanceof Temporal.Instant ? value.round("second").toString().replace(/[-:]/g, "") : typeof value === "object" && !("toPlainDateTime" in value) && !("hour" in value) ? JSON.stringify(value) : String(value));
    const named = text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      if (!names.has(id)) {
        names.set(id, `made${made.length}`);
        made.push(`made${made.length}`);
      }
      return `:${names.get(id)!}`;
    });
    return `'${named.replaceAll("'", "''")}'`;
  };
  const lines = sent.map(({ text, values }) => `${text.replace(/\s+/g, " ").replace(/\$(\d+)/g, (_, n: string) => literal(values[Number(n) - 1]))};`);
  const ids = made.map((name) => `gen_random_uuid() as ${name}`);
  return [`select ${["application", "person", "slot", ...ids].join(", ")} from bench_case where n = (select nextval('bench_turn')) \\gset`, ...lines].join("\n");
}

/** Transactions a second by pgbench; NaN where it is not installed. */
function pgbench(file: string, count: number): number {
  const each = Math.floor(count / lanes);
  const { hostname, port, username, password, pathname } = new URL(setting.url);
  const { stdout, stderr, error } = spawnSync("pgbench", ["-n", "-M", "simple", "-c", String(lanes), "-j", "2", "-t", String(each), "-f", file, "-h", decodeURIComponent(hostname) || "127.0.0.1", "-p", port, "-U", username, pathname.slice(1)],
    { encoding: "utf8", env: { ...process.env, PGPASSWORD: decodeURIComponent(password) } });
  const tps = /tps = ([\d.]+)/.exec(stdout ?? "")?.[1];
  if (error || tps === undefined || /aborted|ERROR/.test(stderr ?? "")) {
    console.log(`pgbench says nothing: ${error?.message ?? (stderr ?? "").split("\n").filter((line) => /ERROR|error|aborted/.test(line)).slice(0, 2).join(" ")}`);
    return Number.NaN;
  }
  return Number(tps);
}

async function turns(list: Application[], slotOf: (n: number) => string): Promise<void> {
  await sql`drop table if exists bench_case`.execute(db);
  await sql`drop sequence if exists bench_turn`.execute(db);
  await sql`create table bench_case as select row_number() over () as n, a as application, p as person, s as slot
    from unnest(${list.map((who) => who.id)}::uuid[], ${list.map((who) => who.person_id!)}::uuid[], ${list.map((_, n) => slotOf(n))}::uuid[]) as t (a, p, s)`.execute(db);
  await sql`alter table bench_case add primary key (n)`.execute(db);
  await sql`create sequence bench_turn`.execute(db);
}

type Sent = { who: Application; slot: string; cookie: string };
async function signedIn(list: Application[], slotOf: (n: number) => string): Promise<Sent[]> {
  return Promise.all(list.map(async (who, n) => ({ who, slot: slotOf(n), cookie: `portal=${await transact(db, clock, applicantOf(who), (act) => openSession(act, { application: who.id }, "en"))}` })));
}

function post(origin: string, agent: Agent, { slot, cookie }: Sent): Promise<number> {
  const body = `do=take&slot=${slot}`;
  return new Promise((resolve, reject) => {
    const asked = request(`${origin}/en/application/appointment/place`, {
      method: "POST", agent, headers: { cookie, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded", "content-length": body.length },
    }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode!));
    });
    asked.once("error", reject);
    asked.end(body);
  });
}

try {
  const careful = busy();
  console.log(machine());
  console.log(`npm run bench -- booking: ${people} bookings each, ${lanes} connections; the race: ${racers} requests over ${raceLanes} connections for ${racePlaces} places`);
  console.log(careful ? `${careful}\n` : "");
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/booking.sql`;
  writeFileSync(file, await script());
  const all = await slots();
  await sql`update slot set capacity = 1000000 where office_code = '35'`.execute(db);
  const spread = (n: number) => all[n % all.length]!;
  const hot = () => all[7]!;
  const portal = await setting.start("portal", ["src/main.ts", "portal"]);
  const origin = /http:\/\/\S+/.exec(portal.said)![0];
  for (const [name, slotOf] of [["spread over many hours", spread], ["all in one hour", hot]] as const) {
    await inLanes(await cases(200), lanes, (who) => bookOne(who, slotOf(0)));
    const [mine, theirs, web] = [await cases(people), await cases(people), await cases(people)];
    await turns(theirs, slotOf);
    const peer = pgbench(file, people);
    const alone = await inLanes(mine.map((who, n) => ({ who, slot: slotOf(n) })), lanes, ({ who, slot }) => bookOne(who, slot));
    const agent = new Agent({ keepAlive: true, maxSockets: lanes });
    const sent = await signedIn(web, slotOf);
    const http = await inLanes(sent, lanes, async (one) => {
      const status = await post(origin, agent, one);
      if (status !== 303) throw new Error(`the portal answered ${status}`);
    });
    agent.destroy();
    rows.push([name, "", "", "", ""]);
    rows.push(["  pgbench, the same statements", Number.isNaN(peer) ? "not there" : `${figure(peer)}/s`, "", "", "1"]);
    tell("  book alone", alone, peer);
    tell("  over HTTP", http, peer);
  }
  console.log(table(["", "bookings", "middle", "p99", "of pgbench"], rows));
  console.log("\nWhat is left to pgbench goes into writing and reading the statements in Node, one after the other, while a row is locked; over HTTP besides into the session, the form and the answer.");

  const target = all[20]!;
  await sql`update slot set capacity = taken + ${racePlaces} where id = ${target}`.execute(db);
  const sent = await signedIn(await cases(racers), () => target);
  const agent = new Agent({ keepAlive: true, maxSockets: raceLanes });
  const statuses = new Map<number, number>();
  const race = await inLanes(sent, raceLanes, async (one) => {
    const status = await post(origin, agent, one);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  });
  agent.destroy();
  const { n } = await db.selectFrom("appointment").select((it) => it.fn.countAll<number>().as("n")).where("slot_id", "=", target).where("application_id", "in", sent.map((one) => one.who.id).slice(0, 30_000)).executeTakeFirstOrThrow();
  console.log(`\nRace: ${n} of ${racePlaces} places given, ${[...statuses].sort().map(([status, count]) => `${count} × ${status}`).join(", ")}; ${figure(race.rate)} requests/s, p99 ${figure(quantile(race.times, 0.99))} ms`);
  const findings = await check(db);
  const broken = findings.filter((finding) => finding.broken.length > 0);
  console.log(broken.length === 0 ? `All ${findings.length} invariants hold.` : broken.map(({ name, broken: which }) => `BROKEN ${name}: ${which.slice(0, 3).join("; ")}`).join("\n"));
  if (n !== racePlaces || broken.length > 0 || [...statuses.keys()].some((status) => status >= 500)) process.exitCode = 1;
} finally {
  await db.destroy();
  await setting.close([folder]);
}
