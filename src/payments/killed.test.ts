import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { secret, till } from "../../test/till.ts";
import { faults } from "../../invariants/checks.ts";
import { total } from "../../test/debts.ts";
import { v7 } from "../platform/id.ts";
import { closeAccrual } from "./accrual.ts";
import { hearNotification } from "./notification.ts";
import { giveBack, pollForgotten, pollPayment } from "./poll.ts";
import { refundPayment } from "./refund.ts";
import { signature } from "./signature.ts";

type Till = Awaited<ReturnType<typeof till>>;

/** A process of its own that does one thing with the desk, until it is killed. */
function desk(it: Till, what: string, bank = it.bank.origin) {
  const files = ["platform/database", "payments/demonstration-bank", "payments/poll", "payments/refund", "payments/start", "payments/notification"];
  const child = spawn(process.execPath, ["--import", "./bin/tsx.js", "--input-type=module", "-e", `
    const [{ connect }, { demonstrationBank }, poll, refund, start, notification] = await Promise.all(${JSON.stringify(files)}.map((file) => import(process.cwd() + "/src/" + file + ".ts")));
    const gateway = demonstrationBank({ origin: "${bank}", secret: "${secret}", notifyTo: "${it.shop}/payments/notification" });
    const desk = { db: connect("${it.url}"), clock: { now: () => Temporal.Instant.from("${it.clock.now().toString()}") }, gateway };
    const payer = { actor: { kind: "applicant", id: null, name: "DOE, Jane" }, language: "en", returnTo: "${it.shop}/return" };
    await ${what};
  `], { stdio: ["ignore", "ignore", "inherit"] });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return async () => {
    child.kill("SIGKILL");
    await gone;
  };
}

const waiting = (it: Till) => sql<{ pid: number }>`select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(it.db);

/** Kills a process in the moment in which it knows the provider’s answer and waits to write it down. */
async function killedBeforeWriting(it: Till, payment: string, what: string): Promise<void> {
  await it.db.transaction().execute(async (tx) => {
    await tx.selectFrom("payment").innerJoin("accrual", "accrual.id", "payment.accrual_id").select("payment.id").where("payment.id", "=", payment).forUpdate().executeTakeFirstOrThrow();
    const kill = desk(it, what);
    await expect.poll(async () => (await waiting(it)).rows.length, { timeout: 15_000 }).toBe(1);
    await kill();
    // What it had asked of the database is lost with it.
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(tx);
  });
}

test("a worker killed between the bank’s answer and its writing down leaves the payment to be asked about again", async () => {
  await using it = await till({ deaf: true });
  const { payment, redirectTo } = await it.startPage();
  await it.choose(redirectTo, "lost-notice");
  await killedBeforeWriting(it, payment, `poll.pollPayment(desk, "${payment}")`);
  expect((await it.payment(payment)).state).toBe("redirected");
  expect(await it.notices()).toEqual([]);
  it.clock.move({ minutes: 91 });
  expect(await it.act((act) => pollForgotten(act))).toBe(1);
  await pollPayment(it.desk, payment);
  expect((await it.payment(payment)).state).toBe("paid");
  expect(await it.notices()).toEqual(["paid"]);
  expect(await faults(it.db)).toEqual([]);
});

test("a process killed while it hears a notification has heard nothing, and the same notification is taken when it comes again", async () => {
  await using it = await till({ deaf: true });
  const { payment } = await it.startPage();
  const body = JSON.stringify({ order: payment, state: "paid", reference: "r", amount: total, currency: "TRY" });
  const [seconds, nonce] = [String(Math.floor(Temporal.Now.instant().epochMilliseconds / 1000)), randomBytes(16).toString("hex")];
  const headers: Record<string, string> = { "bank-timestamp": seconds, "bank-nonce": nonce, "bank-signature": signature(secret, "POST", "/payments/notification", seconds, nonce, body) };
  await killedBeforeWriting(it, payment, `notification.hearNotification(desk, (name) => (${JSON.stringify(headers)})[name], ${JSON.stringify(body)})`);
  expect((await it.payment(payment)).state).toBe("redirected");
  expect(await hearNotification(it.desk, (name) => headers[name], body)).toBe("taken");
  expect(await hearNotification(it.desk, (name) => headers[name], body)).toBe("replayed");
  expect(await it.notices()).toEqual(["paid"]);
});

test("a worker killed after the bank gave money back and before that is written down gives it back once", async () => {
  await using it = await till({ deaf: true });
  const { payment, redirectTo } = await it.startPage();
  await it.act((act) => closeAccrual(act, it.application, "withdrawn"));
  await it.choose(redirectTo, "lost-notice");
  await pollPayment(it.desk, payment);
  await killedBeforeWriting(it, payment, `poll.giveBack(desk, "${payment}")`);
  expect((await it.payment(payment)).state).toBe("returning");
  expect(await it.desk.gateway.query(payment)).toMatchObject({ state: "refunded" });
  await giveBack(it.desk, payment);
  expect((await it.payment(payment)).state).toBe("refunded");
  expect(await it.balance()).toEqual({});
  expect(await it.notices()).toEqual(["money-returned"]);
});

test("a worker killed after the bank paid a refund and before that is written down pays it once", async () => {
  await using it = await till({ deaf: true });
  const { payment, redirectTo } = await it.startPage();
  await it.choose(redirectTo, "lost-notice");
  await pollPayment(it.desk, payment);
  const [id, one, two] = [v7(it.clock.now()), v7(it.clock.now()), v7(it.clock.now())];
  await it.db.insertInto("officer").values([one, two].map((officer, n) => ({ id: officer, email: `f${n}@example.org`, name: `Finance ${n}`, role: "finance", office_code: "35-1", created_at: it.clock.now() }))).execute();
  await it.db.insertInto("refund").values({
    id, payment_id: payment, accrual_id: it.accrual.id, reason: "mistake", comment: "x", amount: 96_400, state: "approved", proposed_at: it.clock.now(), proposed_by: one, decided_at: it.clock.now(), decided_by: two,
  }).execute();
  await killedBeforeWriting(it, payment, `refund.refundPayment(desk, "${id}")`);
  const state = async () => (await it.db.selectFrom("refund").select(["state", "reference"]).executeTakeFirstOrThrow());
  expect(await state()).toEqual({ state: "approved", reference: null });
  await refundPayment(it.desk, id);
  expect(await state()).toMatchObject({ state: "sent" });
  // The bank gives no more than was taken, and has given this part once.
  const rest = { payment, reference: null, refund: v7(it.clock.now()) };
  await expect(it.desk.gateway.refund({ ...rest, amount: total - 96_400 + 1 })).rejects.toThrow("409");
  expect(await it.desk.gateway.refund({ ...rest, amount: total - 96_400 })).toMatchObject({ reference: expect.any(String) });
});

/** The bank with a door in front of it: what becomes of an answer to a start is told by `door`. */
async function behindDoor(it: Till, door: (pass: () => Promise<Response>) => Promise<Response | null>) {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += String(part);
    const pass = () => fetch(`${it.bank.origin}${request.url}`, { method: request.method ?? "GET", headers: request.headers as Record<string, string>, ...(body === "" ? {} : { body }) });
    const answer = await door(pass);
    if (answer) response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test.each([
  { when: "before the bank heard of the payment", opened: false }, { when: "after the bank opened its page", opened: true },
])("a portal killed $when leaves one payment, and the next press leads to the bank", async ({ opened }) => {
  await using it = await till({ deaf: true });
  let asked = false;
  await using door = await behindDoor(it, async (pass) => {
    if (opened) await pass();
    asked = true;
    return null;
  });
  const kill = desk(it, `start.startPayment(desk, "${it.accrual.id}", payer)`, door.origin);
  await expect.poll(() => asked, { timeout: 15_000 }).toBe(true);
  await kill();
  const [left] = await it.payments();
  expect(left).toMatchObject({ state: "created", provider_reference: null });
  expect(await it.jobs()).toEqual(["poll-payment"]);
  const { payment, redirectTo } = await it.startPage();
  expect(payment).toBe(left!.id);
  await it.choose(redirectTo, "pay");
  await pollPayment(it.desk, payment);
  expect((await it.payments()).map(({ state }) => state)).toEqual(["paid"]);
  expect(await it.notices()).toEqual(["paid"]);
});
