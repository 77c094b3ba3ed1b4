import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** A command of bin/ that runs this script with the program's Node. */
function command(script: string): { child: ChildProcess; said(): string; code: Promise<number | null> } {
  const child = spawn(process.execPath, ["--input-type=module", "-e", `
    import { run } from "./bin/ground.js";
    process.exit(await run(["--input-type=module", "-e", ${JSON.stringify(script)}]));`], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout!.on("data", (chunk) => { said += String(chunk); });
  child.stderr!.on("data", (chunk) => { said += String(chunk); });
  return { child, said: () => said, code: new Promise((resolve) => child.once("close", resolve)) };
}

/** A script as `npm start` runs it, with a shell between. */
function viaNpm(script: string) {
  const folder = mkdtempSync(".tmp/npm-");
  writeFileSync(join(folder, "command.js"), script);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", scripts: { start: "node command.js" } }));
  const child = spawn("npm", ["start", "--silent"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => { said += String(chunk); });
  const pid = (name: string) => Number(new RegExp(`${name} (\\d+)`).exec(said)![1]);
  return { child, said: () => said, pid, forget: () => rmSync(folder, { recursive: true, force: true }) };
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Says that it is up only once it listens: said before, one start in some hundreds was stopped by a signal it did not hear yet. */
const untilStopped = `
  const timer = setInterval(() => {}, 1000);
  let times = 0;
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {
    console.log("told " + signal + " " + ++times);
    clearInterval(timer);
    setTimeout(() => process.exit(7), 200);
  });
  console.log("up " + process.pid);`;

test("the exit code of the program is the command's own", async () => {
  expect(await command("process.exit(3)").code).toBe(3);
});

test("Ctrl-C reaches the program once, and it ends in its own time", async () => {
  const it = command(untilStopped);
  await expect.poll(it.said).toContain("up");
  it.child.kill("SIGINT");
  expect(await it.code).toBe(7);
  expect(it.said()).toContain("told SIGINT 1");
  expect(it.said()).not.toContain("told SIGINT 2");
});

test("when the command is killed the program stops in good order", async () => {
  const it = command(untilStopped);
  await expect.poll(it.said).toContain("up");
  it.child.kill("SIGKILL");
  await expect.poll(it.said).toContain("told SIGTERM 1");
  const pid = Number(/up (\d+)/.exec(it.said())![1]);
  await expect.poll(() => alive(pid)).toBe(false);
});

for (const signal of ["SIGTERM", "SIGKILL"] as const) test(`${signal} to the npm that started the command ends command and program`, async () => {
  const it = viaNpm(`import { run } from "../../bin/ground.js";
    console.log("command " + process.pid);
    process.exit(await run(["--input-type=module", "-e", ${JSON.stringify(untilStopped)}]));`);
  await expect.poll(it.said, { timeout: 20_000 }).toContain("up");
  it.child.kill(signal);
  await expect.poll(it.said).toContain("told SIGTERM 1");
  for (const pid of [it.pid("command"), it.pid("up")]) await expect.poll(() => alive(pid)).toBe(false);
  it.forget();
}, 60_000);

test("who is started without npm outlives their starter, also below a script of npm", async () => {
  // The starter in between ends at once, as a shell does whose terminal is closed.
  const it = viaNpm(`import { spawn } from "node:child_process";
    spawn(process.execPath, ["--input-type=module", "-e", \`
      import { whenNpmIsGone } from "../../bin/starter.js";
      process.argv[1] = "elsewhere.js";
      whenNpmIsGone(() => console.log("gone"));
      console.log("up " + process.pid);
      setTimeout(() => console.log("still there"), 1500);\`], { stdio: "inherit" });
    setTimeout(() => process.exit(0), 800);`);
  await expect.poll(it.said, { timeout: 20_000 }).toContain("still there");
  expect(it.said()).not.toContain("gone");
  it.forget();
}, 60_000);

test("what watches for changes ends with the command that is killed, and starts over when a migration changes", async () => {
  const data = mkdtempSync(".tmp/watch-");
  const child = spawn(process.execPath, ["bin/dev.js", "nothing-of-this-name"], { env: { ...process.env, SOJOURN_DATA: data }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout!.on("data", (chunk) => { said += String(chunk); });
  child.stderr!.on("data", (chunk) => { said += String(chunk); });
  const starts = () => said.split("nothing-of-this-name").length - 1;
  await expect.poll(() => said, { timeout: 20_000 }).toContain("starts again when a file changes");
  expect(starts()).toBe(1);
  utimesSync("migrations/schema.sql", new Date(), new Date());
  await expect.poll(starts, { timeout: 20_000 }).toBe(2);
  const closed = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGKILL");
  // Its output closes once nobody is left who holds it.
  await closed;
  rmSync(data, { recursive: true, force: true });
}, 60_000);

test("a program that only does its work is not held up by the leash", async () => {
  const it = command("console.log('done')");
  expect(await it.code).toBe(0);
  expect(it.said()).toContain("done");
});
