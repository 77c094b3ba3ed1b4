import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { startSmppEnd } from "../notifications/ends/smpp.ts";
import { startSmtpEnd } from "../notifications/ends/smtp.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
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

async function startBankProcess(secret: string, file: string): Promise<{ origin: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, ["--import", "./bin/tsx.js", "src/bank/main.ts"], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.stdin.on("error", () => {});
  child.stdin.write(`${JSON.stringify({ port: 0, secret, file })}\n`);
  const first = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`the demonstration bank ended with ${code}`)));
  });
  return {
    origin: (JSON.parse(first) as { origin: string }).origin,
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
