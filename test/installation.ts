import { type ChildProcess, spawn } from "node:child_process";

const running: ChildProcess[] = [];

/** Ends every program that `start` started. */
export async function endAll(): Promise<void> {
  for (const child of running.splice(0).filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("close", resolve));
  }
}

/** The program as an installation starts it, on a database given to it: what it said by the time it was ready or over, or said `until`. */
export async function start(role: string, env: Record<string, string>, until = "Ctrl-C") {
  const child = spawn(process.execPath, ["--import", "./bin/tsx.js", "src/main.ts", role], {
    env: { PATH: process.env.PATH, PORT: "0", LOG_LEVEL: "warn", AUTHORITY_NAME: "Deneme Göç İdaresi", AUTHORITY_PHONE: "157", ...env } as NodeJS.ProcessEnv, stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  const said = { text: "" };
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (chunk) => { if ((said.text += String(chunk)).includes(until)) resolve(); });
  });
  await Promise.race([ready, code]);
  const address = (name: string) => new RegExp(`${name}\\s.*\\(listening on (http://[^\\s)]+)`).exec(said.text)?.[1] ?? "";
  return { child, code, said, portal: address("Portal"), office: address("Office") };
}
