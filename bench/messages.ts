// npm run bench -- messages [--rounds=N] [--messages=N]
// Messages per second from the outbox to a mail server and to an SMS centre, by the number of worker processes, against nodemailer (and the
// SMPP route) alone in a loop over messages that are written already, to the same ends. In turns, so that what disturbs the machine disturbs
// all; each commit is on the disk before it counts.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Outgoing } from "../src/notifications/write.ts";
import { write } from "../src/notifications/write.ts";
import { json } from "../src/platform/database.ts";
import { v7 } from "../src/platform/id.ts";
import { busy, figure, machine, median, processorTime, table } from "./setting/machine.ts";
import { number, openSetting } from "./setting/office.ts";

const rounds = number("rounds", 5);
const count = number("messages", 3000);
const folder = `.tmp/bench-messages-${process.pid}-files`;
const kinds = ["email", "sms"] as const;
type Kind = (typeof kinds)[number];
const now = () => Temporal.Now.instant();

const values = {
  created: { number: "K7QM-2XPT", registration: "2026-35-0001234", accrual: "202611230000421", attendBy: "2026-12-08" },
  paid: { number: "K7QM-2XPT", amount: 432_400 },
  "documents-asked": { number: "K7QM-2XPT", documents: "passport,insurance", due: "2026-12-08" },
  granted: { number: "K7QM-2XPT", from: "2026-12-08", until: "2027-12-07" },
};
const samples: Outgoing[] = ["tr", "en", "ar", "ru"].flatMap((language) =>
  Object.entries(values).map(([notice, each]) => ({ application_id: null, notice, language, role: "applicant", values: each })));

const setting = await openSetting("messages");
const peers: { stop(): Promise<void> }[] = [];
try {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/written.json`, JSON.stringify(alreadyWritten()));
  const ends = await setting.start("ends", ["bench/messages/ends.ts"]);
  const { smtp, smpp } = JSON.parse(ends.said) as { smtp: string; smpp: string };
  const alone = await startAlone(smtp, smpp);
  peers.push(alone);

  const rates = { email: [[], [], []] as number[][], sms: [[], [], []] as number[][] };
  // Milliseconds of processor for each message, of the sending processes alone: it hardly depends on what else runs here.
  const costs = { email: [[], [], []] as number[][], sms: [[], [], []] as number[][] };
  const used = (pids: readonly number[]) => pids.reduce((sum, pid) => sum + processorTime(pid), 0);
  const careful = busy();
  console.log(`${machine()}\nnpm run bench -- messages: ${rounds} rounds in turns, ${count} messages of four notices in four languages each${careful ? `\n${careful}` : ""}\n`);
  for (const kind of kinds) await alone.rate(kind, count / 4);
  for (let round = 0; round < rounds; round++) {
    for (const kind of kinds) {
      const before = used([alone.pid]);
      rates[kind][0]!.push(await alone.rate(kind, count));
      costs[kind][0]!.push((used([alone.pid]) - before) / count);
    }
    for (const workers of [1, 2]) {
      const running = [];
      for (let n = 0; n < workers; n++) running.push(await setting.start("worker", ["bench/messages/worker.ts", smtp, smpp]));
      for (const kind of kinds) {
        await throughOutbox(kind, count / 10);
        const pids = running.map(({ pid }) => pid);
        const before = used(pids);
        rates[kind][workers]!.push(await throughOutbox(kind, count));
        costs[kind][workers]!.push((used(pids) - before) / count);
      }
      for (const each of running) await each.stop();
    }
  }
  console.log(table(["", "mail/s", "of nodemailer", "ms each", "SMS/s", "of the route alone", "ms each"], ["nodemailer, SMPP route alone in a loop", "from the outbox, 1 worker", "from the outbox, 2 workers"].map((name, n) => {
    const [mails, sms] = [median(rates.email[n]!), median(rates.sms[n]!)];
    return [
      name, figure(mails), figure(mails / median(rates.email[0]!)), figure(median(costs.email[n]!)), figure(sms), figure(sms / median(rates.sms[0]!)), figure(median(costs.sms[n]!)),
    ];
  })));
  console.log("\nAn SMS counts when it is handed over; its receipts are heard and worked through meanwhile.");
} finally {
  for (const peer of peers) await peer.stop();
  await setting.close([folder]);
}

/** What nodemailer and the SMPP route are given alone: the same messages in words. */
function alreadyWritten() {
  const house = { portal: "https://portal.example", secret: "a secret of the bench", authority: { name: "Deneme İl Göç İdaresi", phone: "157" } };
  return {
    email: samples.map((sample, n) => {
      const { language, subject, text, html } = write(sample, house);
      return { id: String(n), to: "someone@example.org", subject, text, html, language: language.code, sender: "Sojourn", calendar: null, stop: null };
    }),
    sms: samples.map((sample, n) => ({ id: String(n), to: "+905551112233", text: write(sample, house).sms })),
  };
}

async function startAlone(smtp: string, smpp: string) {
  const child = spawn(process.execPath, ["--import", "./bin/tsx.js", "bench/messages/alone.ts", smtp, smpp, `${folder}/written.json`], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    pid: child.pid!,
    async rate(kind: Kind, messages: number): Promise<number> {
      child.stdin.write(`${JSON.stringify({ kind, count: messages })}\n`);
      const { value } = await lines.next();
      return (JSON.parse(value as string) as { rate: number }).rate;
    },
    async stop() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
    },
  };
}

/** Lays so many messages into the outbox in one act and waits until all are with their provider. Messages per second. */
async function throughOutbox(kind: Kind, messages: number): Promise<number> {
  await setting.db.deleteFrom("message").execute();
  const begun = await setting.db.transaction().execute(async (tx) => {
    for (let from = 0; from < messages; from += 500) {
      const at = now();
      await tx.insertInto("message").values(Array.from({ length: Math.min(500, messages - from) }, (_, n) => {
        const id = v7(at);
        const { notice, language, role, values: given } = samples[n % samples.length]!;
        return {
          id, key: `${notice}:${id}`, notice, language, role, channel: kind, recipient: kind === "sms" ? "+905551112233" : "someone@example.org", values: json(given), queued_at: at, next_at: at,
        };
      })).execute();
    }
    return now();
  });
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { open, last } = await setting.db.selectFrom("message").select((it) => [
      it.fn.countAll<number>().filterWhere("next_at", "is not", null).as("open"), it.fn.max("sent_at").as("last"),
    ]).executeTakeFirstOrThrow();
    if (Number(open) === 0 && last) return messages / begun.until(last as Temporal.Instant).total("seconds");
  }
}
