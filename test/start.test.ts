import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let data: string;
const running: ChildProcess[] = [];
beforeEach(() => { data = mkdtempSync(".tmp/start-"); });
afterEach(async () => {
  for (const child of running.splice(0).filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("close", resolve));
  }
  await expect.poll(() => existsSync(join(data, "postgres", "postmaster.pid"))).toBe(false);
  rmSync(data, { recursive: true, force: true });
});

/** `npm start` on the test's data folder: what it said by the time it was ready or over. */
async function start(env: Record<string, string> = {}) {
  const began = performance.now();
  const child = spawn(process.execPath, ["bin/start.js"], {
    env: { ...process.env, PORT: "0", SOJOURN_DATA: data, LOG_LEVEL: "error", ...env }, stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  let said = "";
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (chunk) => { if ((said += String(chunk)).includes("Ctrl-C")) resolve(); });
  });
  await Promise.race([ready, code]);
  const address = (name: string) => new RegExp(`${name}\\s+(http://\\S+)`).exec(said)?.[1] ?? "";
  return { child, code, said, later: () => said, portal: address("Portal"), office: address("Office"), ms: performance.now() - began };
}

test("one command starts portal, office and worker; Ctrl-C ends them; the second start is quick", async () => {
  const first = await start();
  expect(first.said, first.said).toContain("Portal");
  for (const origin of [first.portal, first.office]) expect((await fetch(origin)).status).toBe(200);
  first.child.kill("SIGINT");
  expect(await first.code).toBe(0);
  expect(existsSync(join(data, "postgres", "postmaster.pid"))).toBe(false);

  const second = await start();
  expect((await fetch(second.portal)).status).toBe(200);
  // By itself it takes 1.2 s; here other tests run beside it.
  expect(second.ms).toBeLessThan(8000);
}, 60_000);

test("started twice on the same data, the second says so and ends with a fault", async () => {
  const first = await start();
  const second = await start();
  expect(await second.code).toBe(1);
  expect(second.said).toContain("another Sojourn is running on");
  expect((await fetch(first.portal)).status).toBe(200);
}, 60_000);

test("killed at once, it leaves no server behind and starts again with what it had", async () => {
  const first = await start();
  const secret = readFileSync(join(data, "secret"), "utf8");
  first.child.kill("SIGKILL");
  await expect.poll(() => existsSync(join(data, "postgres", "postmaster.pid"))).toBe(false);
  const second = await start();
  expect((await fetch(second.portal)).status).toBe(200);
  expect(readFileSync(join(data, "secret"), "utf8")).toBe(secret);
}, 60_000);

test("when its database server is killed, the program says so in a plain line and ends with a fault", async () => {
  const it = await start();
  process.kill(Number.parseInt(readFileSync(join(data, "postgres", "postmaster.pid"), "utf8"), 10), "SIGKILL");
  expect(await it.code).toBe(1);
  expect(it.later()).toMatch(/^The database server ended without being asked to[^\n]*postgres\.log\.$/m);
  expect(it.later().split("a connection to the database broke").length - 1).toBeLessThan(2);
  // Nobody took it away; the next start would.
  rmSync(join(data, "postgres", "postmaster.pid"), { force: true });
}, 60_000);

test("all that is wrong with the environment is told at once, and a port that is taken is named", async () => {
  const wrong = await start({ PORT: "many", LOG_LEVEL: "loud" });
  expect(await wrong.code).toBe(1);
  expect(wrong.said).toContain("PORT");
  expect(wrong.said).toContain("LOG_LEVEL");
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as { port: number };
  const taken = await start({ PORT: String(port) });
  const next = await start({ OFFICE_PORT: String(port) });
  other.close();
  expect(await next.code).toBe(1);
  expect(next.said).toContain(`OFFICE_PORT: ${port}`);
  expect(await taken.code).toBe(1);
  expect(taken.said).toContain(`PORT: ${port}`);
}, 60_000);
