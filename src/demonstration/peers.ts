import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { startSmppEnd } from "../notifications/ends/smpp.ts";
import { startSmtpEnd } from "../notifications/ends/smtp.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { log } from "../platform/log.ts";
import { layBooks } from "./bank-books.ts";

export type Peers = { smtpUrl: string; smppUrl: string; bank: { origin: string; secret: string }; stop(): Promise<void> };

/** The other ends of the demonstration, speaking the real protocols: a mail server, an SMS centre, and a bank in a process of its own. */
export async function startPeers(db: Database, clock: Clock, secret: string, dataDir: string): Promise<Peers> {
  const [smtp, smpp] = await Promise.all([startSmtpEnd(db, clock), startSmppEnd(db, clock)]);
  const books = `${dataDir}/bank.json`;
  await layBooks(db, clock, books);
  const bank = await startBankProcess(secret, books);
  return {
    smtpUrl: smtp.url,
    smppUrl: smpp.url,
    bank: { origin: bank.origin, secret },
    async stop() {
      await Promise.all([smtp.close(), smpp.close(), bank.stop()]);
    },
  };
}

/** The bank in a process of its own, started again on its port and its books when it ends without having been stopped. */
export async function startBankProcess(secret: string, file: string): Promise<{ origin: string; pid(): number | undefined; stop(): Promise<void> }> {
  let running = await spawnBank(0, secret, file);
  const { origin } = running;
  const stopping = new AbortController();
  const keeping = keep();
  async function keep(): Promise<void> {
    for (;;) {
      await running.ended;
      await wait(pause, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      log.warn("the demonstration bank ended; it is started again");
      try {
        running = await spawnBank(Number(new URL(origin).port), secret, file);
      } catch (error) {
        log.warn({ err: (error as Error).message }, "the demonstration bank could not be started again");
      }
      // Who stops meanwhile could only end the one before.
      if (stopping.signal.aborted) running.child.stdin.end();
    }
  }
  return {
    origin,
    pid: () => running.child.pid,
    async stop() {
      stopping.abort();
      running.child.stdin.end();
      await keeping;
    },
  };
}

const pause = 500;

async function spawnBank(port: number, secret: string, file: string) {
  const child = spawn(process.execPath, ["--import", "./bin/tsx.js", "src/bank/main.ts"], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.stdin.on("error", () => {});
  child.stdin.write(`${JSON.stringify({ port, secret, file })}\n`);
  const first = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`the demonstration bank ended with ${code}`)));
  });
  return { child, ended, origin: (JSON.parse(first) as { origin: string }).origin };
}
