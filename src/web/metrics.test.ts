import { sql } from "kysely";
import { expect, test } from "vitest";
import { fixedClock, makeCases, makeOffices, MONDAY } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { defaultSettings } from "../appointments/run-draw.ts";
import { settleNature } from "../demonstration/property.ts";
import { json } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { addJob } from "../platform/jobs.ts";
import { durations, inProse } from "../platform/metrics.ts";
import { serve } from "../serve.ts";
import { startMetrics } from "./metrics.ts";

async function opened(metrics: { host: string; port: number } | null) {
  const it = await testDatabase();
  await it.db.transaction().execute((tx) => settleNature(tx, false));
  const { portal, office } = it.parts;
  const served = await serve({
    databases: { portal, office }, health: it.db, workerUrl: it.addresses.worker, clock: fixedClock(), secret: "s".repeat(40), demonstration: false, bank: null, authority: { name: "Örnek Göç İdaresi", phone: "157" },
    host: "127.0.0.1", ports: { portal: 0, office: 0 }, origins: { portal: null, office: null }, messages: { smtpUrl: null, mailFrom: null, smppUrl: null, smsHttpUrl: null }, draw: defaultSettings, metrics,
  });
  return { ...it, served, [Symbol.asyncDispose]: async () => { await served.stop(); await it[Symbol.asyncDispose](); } };
}

/** The numbers by name and labels, as a collector takes them; whatever is no line of the format is a fault. */
async function collect(url: string): Promise<Map<string, number>> {
  const answer = await fetch(url);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const lines = (await answer.text()).trimEnd().split("\n").filter((line) => !/^# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|histogram))$/.test(line));
  return new Map(lines.map((line) => {
    const [, name, value] = /^([a-z_]+(?:\{(?:[a-z]+="(?:[^"\\\n]|\\.)*",?)+\})?) ([\d.e+-]+)$/.exec(line) ?? [];
    expect(name, line).toBeDefined();
    return [name!, Number(value)];
  }));
}

test("requests are counted by part, pattern and status on an address of their own, and nothing of an address comes along", async () => {
  await using it = await opened({ host: "127.0.0.1", port: 0 });
  const { served } = it;
  const url = served.listening.metrics!;
  expect(new URL(url).port).not.toBe(new URL(served.origins.portal).port);
  for (const path of ["/en", "/tr", "/en/verify/eyJ0ZXN0.abc?who=lena", "/wp-login/as/lena.php"]) await fetch(`${served.origins.portal}${path}`);
  await fetch(`${served.origins.office}/sign-in`);
  const seen = await collect(url);
  const count = (labels: string) => seen.get(`sojourn_request_seconds_count{${labels}}`);
  expect(count('part="portal",route="/:lang",status="200"')).toBe(2);
  expect(count('part="portal",route="/:lang/verify/:claim",status="404"')).toBe(1);
  expect(count('part="portal",route="none",status="404"')).toBe(1);
  expect(count('part="office",route="/sign-in",status="200"')).toBe(1);
  expect(seen.get('sojourn_request_seconds_bucket{part="portal",route="/:lang",status="200",le="+Inf"}')).toBe(2);
  expect(seen.get("process_resident_memory_bytes")).toBeGreaterThan(1e7);
  for (const state of ["busy", "idle", "waiting"]) expect(seen.has(`sojourn_database_connections{part="portal",state="${state}"}`)).toBe(true);
  expect([...seen.keys()].filter((name) => /lena|eyJ0|wp-login|readings/.test(name))).toEqual([]);
  expect((await fetch(url.replace("/metrics", "/"))).status).toBe(404);
  expect((await fetch(url, { method: "POST" })).status).toBe(404);
});

test("without the setting nothing is told anywhere", async () => {
  await using it = await opened(null);
  expect(it.served.listening.metrics).toBeUndefined();
  for (const origin of [it.served.origins.portal, it.served.origins.office]) expect((await fetch(`${origin}/metrics`)).status).toBe(404);
});

test("the worker tells how old its work is, with its own rights, and says so where it cannot read it", async () => {
  await using it = await testDatabase();
  const clock = fixedClock();
  await makeOffices(it.db);
  const [who] = await makeCases(it.db, 1);
  const message = { application_id: who!.id, notice: "paid", language: "en", channel: "email", recipient: "lena@person.example", values: json({ amount: 100 }) };
  await it.db.insertInto("message").values([
    { ...message, id: v7(MONDAY), key: "a", queued_at: MONDAY.subtract({ hours: 1 }), next_at: MONDAY.subtract({ minutes: 10 }) },
    { ...message, id: v7(MONDAY), key: "b", channel: "sms", queued_at: MONDAY.subtract({ hours: 3 }), next_at: MONDAY.add({ hours: 3 }) },
    { ...message, id: v7(MONDAY), key: "c", queued_at: MONDAY.subtract({ hours: 9 }), state: "sent", sent_at: MONDAY },
  ]).execute();
  await it.db.insertInto("code").values({ id: v7(MONDAY), purpose: "start", channel: "sms", code_hash: "x", sent_at: MONDAY, expires_at: MONDAY }).execute();
  await it.db.insertInto("slot").values({ id: v7(MONDAY), office_code: "35", day: Temporal.PlainDate.from("2026-11-25"), starts: Temporal.PlainTime.from("10:10"), capacity: 5, taken: 2 }).execute();
  for (const key of ["due", "failing", "later"]) await addJob(it.db, "draw-paper", { application: who!.id, kind: "receipt" }, { key, ...(key === "later" ? { after: { hours: 1 } } : {}) });
  await sql`update graphile_worker._private_jobs set attempts = 3 where key = 'failing'`.execute(it.db);

  const app = { db: it.parts.worker, clock, secret: "s".repeat(40), demonstration: false, origins: { portal: "", office: "", bank: null }, gateway: null, authority: { name: "x", phone: "157" } };
  const told = await startMetrics({ worker: app }).listen("127.0.0.1", 0);
  const url = `http://127.0.0.1:${told.port}/metrics`;
  const [seen] = await Promise.all([collect(url), collect(url)]);
  expect(Object.fromEntries([...seen].filter(([name]) => name.startsWith("sojourn_") && !/connections|jobs_oldest/.test(name)))).toEqual({
    sojourn_readings: 1,
    'sojourn_outbox_messages{channel="email",state="queued"}': 1, 'sojourn_outbox_oldest_seconds{channel="email",state="queued"}': 600,
    'sojourn_outbox_messages{channel="sms",state="queued"}': 1, 'sojourn_outbox_oldest_seconds{channel="sms",state="queued"}': 0,
    'sojourn_jobs{task="draw-paper",state="due"}': 1, 'sojourn_jobs{task="draw-paper",state="failing"}': 1,
    'sojourn_codes_last_hour{channel="sms"}': 1, 'sojourn_places_free{province="35"}': 3,
  });
  expect(seen.get('sojourn_jobs_oldest_seconds{task="draw-paper"}')).toBeGreaterThanOrEqual(0);
  await sql`alter table message rename to elsewhere`.execute(it.db);
  const without = await collect(url);
  expect(without.get("sojourn_readings")).toBe(0);
  expect([...without.keys()].some((name) => name.startsWith("sojourn_outbox"))).toBe(false);
  await told.close();
});

test("durations add up from one bound to the next, and labels are written so that they can be read back", () => {
  const took = durations("x_seconds", "How long.");
  for (const seconds of [0.001, 0.02, 0.02, 99]) took.note({ route: 'a"b\\c\nd' }, seconds);
  const text = inProse([took.family()]);
  const label = 'route="a\\"b\\\\c\\nd"';
  for (const [le, n] of [["0.005", 1], ["0.01", 1], ["0.025", 3], ["30", 3], ["+Inf", 4]]) expect(text).toContain(`x_seconds_bucket{${label},le="${le}"} ${n}\n`);
  expect(text).toContain(`x_seconds_count{${label}} 4\n`);
  expect(text).toContain("# TYPE x_seconds histogram\n");
});
