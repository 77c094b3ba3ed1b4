// npm run bench -- payments: settles per second against the least that could be written for one, and the time from a lost notification to a
// corrected case. One database that flushes each commit, one run, interleaved rounds, medians.
import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { cpus } from "node:os";
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

log.level = "error";
const secret = "a secret of the bench alone";
const lanes = 16;
const perRound = 400;
const rounds = 5;
const folder = `.tmp/bench-${process.pid}`;
const clock = machine();

/** Runs `work` for every item, `lanes` at a time; seconds. */
async function timed<Item>(items: Item[], work: (item: Item) => Promise<unknown>): Promise<number> {
  const waiting = [...items];
  const begun = performance.now();
  await Promise.all(Array.from({ length: lanes }, async () => {
    while (waiting.length > 0) await work(waiting.pop()!);
  }));
  return (performance.now() - begun) / 1000;
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
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

  const [settles, repeats, bares]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    const [first, second] = [await redirected(perRound), await redirected(perRound)];
    settles.push(perRound / (await timed(first, hear)));
    bares.push(perRound / (await timed(second, bare)));
    repeats.push(perRound / (await timed(first, hear)));
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

  const [settle, repeat, least] = [median(settles), median(repeats), median(bares)];
  console.log([
    `${cpus().length} cores, ${lanes} lanes, ${rounds} rounds of ${perRound}, each commit flushed`,
    `settles from signed notifications      ${settle.toFixed(0)}/s   with history, ledger, audit, message and receipt job`,
    `the same notifications again           ${repeat.toFixed(0)}/s   without effect`,
    `two bare updates in a transaction      ${least.toFixed(0)}/s   settles are ${(settle / least).toFixed(2)} of it`,
    `lost notification to corrected         ${corrected.toFixed(1)} s   (first question after 20 s)`,
  ].join("\n"));
} finally {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}
