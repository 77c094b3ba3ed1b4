// npm run bench -- payments [--rounds=N] [--settles=N]: settles per second against the least that could be written for one, and the time from a lost notification to a
// corrected case. One database that flushes each commit, one run, interleaved rounds, medians.
import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { sql } from "kysely";
import { startBank } from "../src/bank/bank.ts";
import { demonstrationBank } from "../src/payments/demonstration-bank.ts";
import { hearNotification } from "../src/payments/notification.ts";
import { type Desk, pollPayment } from "../src/payments/poll.ts";
import { signature } from "../src/payments/signature.ts";
import { startPayment } from "../src/payments/start.ts";
import { transact } from "../src/platform/act.ts";
import { clock as machine } from "../src/platform/clock.ts";
import { connect } from "../src/platform/database.ts";
import { startEmbedded } from "../src/platform/embedded.ts";
import { v7 } from "../src/platform/id.ts";
import { runJobs } from "../src/platform/jobs.ts";
import { log } from "../src/platform/log.ts";
import { migrate } from "../src/platform/migrate.ts";
import { openCase, payer, total } from "../test/debts.ts";
import { busy, figure, machine as machineWords, median, processorTime, table } from "./setting/machine.ts";
import { number } from "./setting/office.ts";

log.level = "error";
const secret = "a secret of the bench alone";
const lanes = 16;
const perRound = number("settles", 400);
const rounds = number("rounds", 5);
const folder = `.tmp/bench-${process.pid}`;
const clock = machine();
const careful = busy();

type Taken = { perSecond: number; /** Milliseconds of processor for each, of this process and the database together. */ processor: number };

/** Runs `work` for every item, `lanes` at a time. */
async function timed<Item>(items: Item[], work: (item: Item) => Promise<unknown>): Promise<Taken> {
  const waiting = [...items];
  const used = processorTime(process.pid);
  const begun = performance.now();
  await Promise.all(Array.from({ length: lanes }, async () => {
    while (waiting.length > 0) await work(waiting.pop()!);
  }));
  return { perSecond: (items.length * 1000) / (performance.now() - begun), processor: (processorTime(process.pid) - used) / items.length };
}

mkdirSync(".tmp", { recursive: true });
const cluster = await startEmbedded(folder);
try {
  await migrate(cluster.url);
  const db = connect(cluster.url, { max: lanes });
  const bank = await startBank({ port: 0, secret });
  const gateway = demonstrationBank({ origin: bank.origin, secret, notifyTo: "http://127.0.0.1:9/payments/notification" });
  const desk: Desk = { db, clock, gateway };
  const act = <T>(fn: Parameters<typeof transact<T>>[3]) => transact(db, clock, payer, fn);

  async function redirected(count: number): Promise<{ payment: string; accrual: string }[]> {
    const made: { payment: string; accrual: string }[] = [];
    await timed(Array.from({ length: count }, (_, n) => n), () => act(async (a) => {
      const { accrual } = await openCase(a);
      const payment = v7(a.now);
      await a.tx.insertInto("payment").values({
        id: payment, accrual_id: accrual.id, state: "redirected", channel: "card", provider: gateway.name, amount: total, provider_reference: payment,
        started_at: a.now, changed_at: a.now,
      }).execute();
      made.push({ payment, accrual: accrual.id });
    }));
    return made;
  }

  function hear({ payment }: { payment: string }) {
    const body = JSON.stringify({ order: payment, state: "paid", reference: payment, amount: total, currency: "TRY" });
    const seconds = String(Math.floor(clock.now().epochMilliseconds / 1000));
    const nonce = randomBytes(16).toString("hex");
    const headers: Record<string, string> = {
      "bank-timestamp": seconds, "bank-nonce": nonce, "bank-signature": signature(secret, "POST", "/payments/notification", seconds, nonce, body),
    };
    return hearNotification(desk, (name) => headers[name], body);
  }

  // The least that could be called settling: two conditional updates in one transaction, without history, ledger, audit, message or receipt.
  const bare = ({ payment, accrual }: { payment: string; accrual: string }) => db.transaction().execute(async (tx) => {
    await sql`update payment set state = 'paid', taken = amount, settled_at = ${clock.now()} where id = ${payment} and state = 'redirected'`.execute(tx);
    await sql`update accrual set closed_at = ${clock.now()}, closed_because = 'paid' where id = ${accrual} and closed_at is null`.execute(tx);
  });

  const [settles, repeats, bares]: [Taken[], Taken[], Taken[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    const [first, second] = [await redirected(perRound), await redirected(perRound)];
    settles.push(await timed(first, hear));
    bares.push(await timed(second, bare));
    repeats.push(await timed(first, hear));
  }

  const lost = await act((a) => openCase(a));
  const started = await startPayment(desk, lost.accrual.id, { actor: payer, language: "en", returnTo: "http://127.0.0.1:9/back" });
  if (!started.ok) throw new Error(started.why);
  const jobs = await runJobs(cluster.url, {
    "poll-payment": async (payload) => void (await pollPayment(desk, (payload as { payment: string }).payment)), deliver: async () => {}, "draw-paper": async () => {},
  });
  await fetch(`${started.redirectTo}/code`, { method: "POST", body: new URLSearchParams({ choice: "lost-notice", code: "123456" }), redirect: "manual" });
  const paidAt = performance.now();
  while ((await db.selectFrom("payment").select("state").where("id", "=", started.payment).executeTakeFirstOrThrow()).state !== "paid") {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const corrected = (performance.now() - paidAt) / 1000;
  await jobs.stop();
  await bank.stop();
  await db.destroy();

  const least = median(bares.map(({ perSecond }) => perSecond));
  const row = (name: string, taken: Taken[]) => {
    const rate = median(taken.map(({ perSecond }) => perSecond));
    return [name, figure(rate), figure(rate / least), figure(median(taken.map(({ processor }) => processor)))];
  };
  console.log(`${machineWords()}\nnpm run bench -- payments: ${lanes} lanes, ${rounds} rounds of ${perRound} in turns, each commit flushed${careful ? `\n${careful}` : ""}\n`);
  console.log(table(["", "/s", "of bare", "ms of processor"], [
    row("settles from signed notifications, with history, ledger, audit, message and receipt job", settles),
    row("the same notifications again, without effect", repeats), row("two bare updates in a transaction", bares),
  ]));
  console.log(`\nlost notification to corrected: ${corrected.toFixed(1)} s (first question after 20 s)`);
} finally {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}
