import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { startBank, type Bank } from "../src/bank/bank.ts";
import type { Accrual } from "../src/payments/accrual.ts";
import { demonstrationBank } from "../src/payments/demonstration-bank.ts";
import { hearNotification, type Verdict } from "../src/payments/notification.ts";
import type { Payment } from "../src/payments/payment.ts";
import type { Desk } from "../src/payments/poll.ts";
import { startPayment } from "../src/payments/start.ts";
import { type Act, transact } from "../src/platform/act.ts";
import { testDatabase } from "./database.ts";
import { openCase, payer } from "./debts.ts";

export const secret = "a secret between the shop and the bank";
/** A clock that stands still until it is moved. */
export function movable(start: string) {
  let now = Temporal.Instant.from(start);
  return { now: () => now, move: (by: Temporal.DurationLike) => { now = now.add(by); } };
}

/** A shop with its database, a case that owes money, a real demonstration bank beside it, and an ear for its notifications. */
export async function till({ clock = movable("2026-11-23T09:00:00Z"), bankClock, deaf = false }: {
  clock?: ReturnType<typeof movable>; bankClock?: ReturnType<typeof movable>;
  /** Notifications get lost on their way. */
  deaf?: boolean;
} = {}) {
  const database = await testDatabase({ max: 12 });
  const { db } = database;
  const verdicts: Verdict[] = [];
  let desk: Desk;
  const ear = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += String(part);
    if (deaf) return void response.writeHead(200).end();
    const verdict = await hearNotification(desk, (name) => [request.headers[name]].flat()[0], body);
    verdicts.push(verdict);
    response.writeHead(verdict === "taken" ? 200 : 401).end();
  });
  await new Promise<void>((resolve) => ear.listen(0, "127.0.0.1", resolve));
  const shop = `http://127.0.0.1:${(ear.address() as AddressInfo).port}`;
  const open = { bank: await startBank({ port: 0, secret, ...(bankClock ? { clock: bankClock } : {}) }) } as { bank: Bank };
  const gateway = demonstrationBank({ origin: open.bank.origin, secret, notifyTo: `${shop}/payments/notification` });
  desk = { db, clock, gateway };
  const act = <T>(fn: (act: Act) => Promise<T>) => transact(db, clock, payer, fn);
  const debt = await act((a) => openCase(a));
  return {
    ...debt, db, url: database.url, desk, clock, act, verdicts, shop, bank: open.bank,
    start: (accrual = debt.accrual.id) => startPayment(desk, accrual, { actor: payer, language: "en", returnTo: `${shop}/return` }),
    async startPage() {
      const started = await this.start();
      if (!started.ok) throw new Error(`no page: ${started.why}`);
      return started;
    },
    payments: (): Promise<Payment[]> => db.selectFrom("payment").selectAll().orderBy("id").execute(),
    payment: (id: string): Promise<Payment> => db.selectFrom("payment").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
    events: async (id: string) => (await db.selectFrom("payment_event").selectAll().where("payment_id", "=", id).orderBy("id").execute())
      .map(({ source, event, from_state, to_state }) => `${source}: ${event} ${from_state} → ${to_state}`),
    accrualNow: (): Promise<Accrual> => db.selectFrom("accrual").selectAll().where("id", "=", debt.accrual.id).executeTakeFirstOrThrow(),
    notices: async () => (await db.selectFrom("message").select("notice").execute()).map(({ notice }) => notice),
    jobs: async () => (await sql<{ key: string; task: string }>`select key, task_identifier as task from graphile_worker.jobs`.execute(db)).rows.map(({ task }) => task),
    async balance() {
      const rows = await db.selectFrom("ledger_line").select(["account", (e) => e.fn.sum<string>("amount").as("sum")]).groupBy("account").execute();
      return Object.fromEntries(rows.map(({ account, sum }) => [account, Number(sum)]).filter(([, sum]) => sum !== 0));
    },
    /** What a payer does on the bank's page. Resolves to where the browser goes, or null where it stays. */
    async choose(page: string, choice: string): Promise<string | null> {
      const post = (address: string, form: Record<string, string>) => fetch(address, { method: "POST", body: new URLSearchParams(form), redirect: "manual" });
      const first = await post(page, { choice });
      if (first.headers.get("location") || choice === "walk-away") return first.headers.get("location");
      const second = await post(`${page}/code`, { choice, code: "123456" });
      return second.headers.get("location");
    },
    async [Symbol.asyncDispose]() {
      await open.bank.stop();
      ear.closeAllConnections();
      await new Promise((resolve) => ear.close(resolve));
      await database[Symbol.asyncDispose]();
    },
  };
}
