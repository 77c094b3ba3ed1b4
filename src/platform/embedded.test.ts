import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startEmbedded } from "./embedded.ts";

let data: string;
beforeEach(() => { data = mkdtempSync(".tmp/embedded-"); chmodSync(data, 0o755); });
afterEach(() => rmSync(data, { recursive: true, force: true }));

const ask = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
};
const serverOf = (folder: string) => Number.parseInt(readFileSync(join(folder, "postgres", "postmaster.pid"), "utf8"), 10);
const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** A program of its own on a data folder: answers the address once it has started, or what it said when it could not. */
async function program(folder: string): Promise<{ child: ChildProcess; said: string; code: number | null }> {
  const child = spawn(process.execPath, ["--import", "./bin/tsx.js", "--input-type=module", "-e", `
    import { startEmbedded } from "./src/platform/embedded.ts";
    const { url } = await startEmbedded(${JSON.stringify(folder)}).catch((error) => { console.error(error.message); process.exit(1); });
    console.log(url);
    setInterval(() => {}, 1000);`], { stdio: ["ignore", "pipe", "pipe"] });
  return new Promise((resolve) => {
    let said = "";
    child.stderr!.on("data", (chunk) => { said += String(chunk); });
    child.stdout!.once("data", (chunk) => resolve({ child, said: String(chunk).trim(), code: null }));
    child.once("close", (code) => resolve({ child, said, code }));
  });
}

test("what was committed is there after a kill -9 of the program, which leaves no server behind", async () => {
  const first = await program(data);
  await ask(first.said, "create table kept (n int)");
  await ask(first.said, "insert into kept values (42)");
  const server = serverOf(data);
  first.child.kill("SIGKILL");
  await expect.poll(() => alive(server)).toBe(false);
  const again = await startEmbedded(data);
  expect(await ask(again.url, "select n from kept")).toEqual([{ n: 42 }]);
  await again.stop();
});

test("a program started while the killed one's server still stops waits for it", async () => {
  const first = await program(data);
  const server = serverOf(data);
  first.child.kill("SIGKILL");
  await new Promise((resolve) => first.child.once("close", resolve));
  const again = await startEmbedded(data);
  expect(await ask(again.url, "select 1 as n")).toEqual([{ n: 1 }]);
  expect(serverOf(data)).not.toBe(server);
  await again.stop();
});

test("a kill -9 of the server itself loses nothing that was committed", async () => {
  const first = await startEmbedded(data);
  await ask(first.url, "create table kept (n int)");
  await ask(first.url, "insert into kept values (1)");
  process.kill(serverOf(data), "SIGKILL");
  await first.lost;
  await first.stop();
  const again = await startEmbedded(data);
  expect(await ask(again.url, "select n from kept")).toEqual([{ n: 1 }]);
  await again.stop();
});

test("a second program on the same data says so and ends with a fault", async () => {
  const first = await program(data);
  const second = await program(data);
  expect(second.code).toBe(1);
  expect(second.said).toContain("another Sojourn is running on");
  expect(second.said).toContain("SOJOURN_DATA");
  expect(await ask(first.said, "select 1 as n")).toEqual([{ n: 1 }]);
  const server = serverOf(data);
  first.child.kill("SIGKILL");
  await expect.poll(() => alive(server)).toBe(false);
});

test("stopping frees the data and may be asked twice", async () => {
  const first = await startEmbedded(data);
  const server = serverOf(data);
  await Promise.all([first.stop(), first.stop()]);
  expect(alive(server)).toBe(false);
  await (await startEmbedded(data)).stop();
});

test("the data may lie below a folder that is its owner's alone", async () => {
  const closed = mkdtempSync(join(tmpdir(), "sojourn-closed-"));
  try {
    expect(statSync(closed).mode & 0o777).toBe(0o700);
    const folder = join(closed, "data");
    const first = await startEmbedded(folder);
    await ask(first.url, "create table kept (n int)");
    await first.stop();
    const again = await startEmbedded(folder);
    expect(await ask(again.url, "select count(*)::int as n from kept")).toEqual([{ n: 0 }]);
    await again.stop();
    // Opened later, the data change hands and are still served.
    chmodSync(closed, 0o755);
    const opened = await startEmbedded(folder);
    expect(await ask(opened.url, "select count(*)::int as n from kept")).toEqual([{ n: 0 }]);
    await opened.stop();
  } finally {
    rmSync(closed, { recursive: true, force: true });
  }
});

test("a first start that was broken off is made anew, and a pid file of something else does not keep the server away", async () => {
  mkdirSync(join(data, "postgres.new"));
  writeFileSync(join(data, "postgres.new", "half"), "");
  await (await startEmbedded(data)).stop();
  writeFileSync(join(data, "postgres", "postmaster.pid"), `${process.pid}\n`);
  await (await startEmbedded(data)).stop();
});

test("the password is its owner's alone, and nobody comes in without it", async () => {
  const { url, stop } = await startEmbedded(data);
  expect(statSync(join(data, "postgres.password")).mode & 0o777).toBe(0o600);
  const wrong = new URL(url);
  wrong.password = "guess";
  await expect(ask(wrong.href, "select 1")).rejects.toThrow("password authentication failed");
  await stop();
});

test("a folder too deep for a socket, and one with spaces and letters of its own, serve as well", async () => {
  for (const name of [`deep/${"folder/".repeat(14)}`, "a b % ’ş"]) {
    const folder = join(data, name);
    const { url, stop } = await startEmbedded(folder, { fsync: false });
    expect(await ask(url, "select 1 as n")).toEqual([{ n: 1 }]);
    await stop();
  }
});

test("letters of every script sort and change case as they should", async () => {
  const { url, stop } = await startEmbedded(data, { fsync: false });
  expect(await ask(url, "select lower('ŞÇÖИ') as low, lower('I' collate \"tr-x-icu\") as dotless")).toEqual([{ low: "şçöи", dotless: "ı" }]);
  await stop();
});
