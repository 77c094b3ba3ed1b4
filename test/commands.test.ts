import { type ChildProcess, spawn } from "node:child_process";
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
  await expect.poll(() => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }).toBe(false);
});

test("a program that only does its work is not held up by the leash", async () => {
  const it = command("console.log('done')");
  expect(await it.code).toBe(0);
  expect(it.said()).toContain("done");
});
