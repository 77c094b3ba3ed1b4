// What `npm run dev` runs: the program, ended and started anew when a file of it changes. Ended by itself, it waits for a change.
import { spawn } from "node:child_process";
import { watch } from "node:fs";

// An editor writes a file in several steps, and a checkout many files.
const settled = 200;
let child = null;
let due;
let ending = false;

function start() {
  const own = spawn(process.execPath, ["--import", "./bin/leash.js", "--import", "./bin/tsx.js", "src/main.ts", ...process.argv.slice(2)], { stdio: ["pipe", "inherit", "inherit"] });
  own.stdin.on("error", () => {});
  own.once("exit", (code) => {
    child = null;
    if (ending) process.exit(code ?? 1);
    if (own.outdated) start();
    else console.error("The program ended. It starts again when a file changes.");
  });
  child = own;
}

function changed() {
  if (ending) return;
  if (child === null) return start();
  child.outdated = true;
  child.kill("SIGTERM");
}

for (const folder of ["src", "migrations"]) watch(folder, { recursive: true }, () => {
  clearTimeout(due);
  due = setTimeout(changed, settled);
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {
  ending = true;
  if (child === null) process.exit(0);
  child.kill(signal);
});
start();
