import { expect, test } from "vitest";
import { closingAfterEach } from "../../test/closing.ts";
import { testDatabase } from "../../test/database.ts";
import { openCase, payer, total } from "../../test/debts.ts";
import { stripePeer } from "../../test/stripe-peer.ts";
import { type Act, transact } from "../platform/act.ts";
import { dateOf } from "../platform/clock.ts";
import { v7 } from "../platform/id.ts";
import { hearNotification } from "./notification.ts";
import { pollPayment } from "./poll.ts";
import { reconcileDay } from "./reconcile.ts";
import { startPayment } from "./start.ts";
import { stripe, webhookSignature } from "./stripe.ts";

const webhookSecret = "whsec_only_for_tests";
const pages = "https://checkout.stripe.test";
const now = Temporal.Instant.from("2026-11-23T09:00:00Z");
const machine = { now: () => now };
const closing = closingAfterEach();

async function shop() {
  const peer = closing(await stripePeer(pages));
  return { peer, gateway: stripe({ origin: peer.origin, secret: "sk_test_1", webhookSecret, machine, pages }) };
}

const payment = v7(now);
const order = { payment, amount: 432_400, description: "202611230000001", language: "tr", returnTo: "https://portal.example/en/application/pay/return" };

function signed(body: string, { at = now, secret = webhookSecret }: { at?: Temporal.Instant; secret?: string } = {}) {
  const seconds = String(Math.floor(at.epochMilliseconds / 1000));
  const header = `t=${seconds},v1=${webhookSignature("another secret", seconds, body)},v1=${webhookSignature(secret, seconds, body)},v0=${"0".repeat(64)}`;
  return (name: string) => (name === "stripe-signature" ? header : undefined);
}
const eventOf = (type: string, session: object, id = "evt_1") => JSON.stringify({ id, object: "event", api_version: "2024-06-20", type, data: { object: session } });

test("a webhook is signed as the reference says: the second, a full stop, the body", () => {
  // Computed apart from this program, with openssl dgst -sha256 -hmac.
  expect(webhookSignature("whsec_only_for_this_vector", "1492774577", '{"id":"evt_1"}')).toBe("c6b0c8e69b6e29cb67a8f5837a63d1778578a878a4707b767aaff403965846c7");
});

test("the same order is the same page, in lira, by the payment’s own id, and the key stays out of the address", async () => {
  const { peer, gateway } = await shop();
  const started = await gateway.start(order);
  expect(started).toEqual({ reference: "cs_test_1", redirectTo: `${pages}/c/pay/cs_test_1` });
  expect(await gateway.start(order)).toEqual(started);
  expect(peer.sessions).toHaveLength(1);
  expect(peer.asked[0]).toMatchObject({
    method: "POST", path: "/v1/checkout/sessions", headers: { authorization: "Bearer sk_test_1", "stripe-version": "2024-06-20", "idempotency-key": `start-${payment}` },
    form: { mode: "payment", client_reference_id: payment, locale: "tr", "line_items[0][price_data][currency]": "try", "line_items[0][price_data][unit_amount]": "432400" },
  });
  await expect(gateway.start({ ...order, amount: 1 })).rejects.toThrow("cannot be used (400)");
  peer.answers.push({ status: 200, body: JSON.stringify({ ...peer.sessions[0], url: "https://evil.example/pay" }) });
  await expect(gateway.start(order)).rejects.toThrow("not at the provider");
});

test("how a payment stands there is read from its session, and found without the answer to its start", async () => {
  const { peer, gateway } = await shop();
  expect(await gateway.query(payment)).toEqual({ state: "not-there" });
  expect(await gateway.query(payment, "cs_test_9")).toEqual({ state: "not-there" });
  for (let n = 0; n < 3; n++) await gateway.start({ ...order, payment: v7(now) });
  peer.lost = 1;
  await expect(gateway.start(order)).rejects.toThrow("did not answer");
  for (let n = 0; n < 3; n++) await gateway.start({ ...order, payment: v7(now) });
  expect(await gateway.query(payment)).toEqual({ state: "open", reference: "cs_test_4" });
  peer.pay("cs_test_4", now, { payment_status: "unpaid" });
  expect(await gateway.query(payment, "cs_test_4")).toEqual({ state: "processing", reference: "cs_test_4" });
  peer.pay("cs_test_4", now);
  expect(await gateway.query(payment)).toEqual({ state: "paid", reference: "cs_test_4", amount: 432_400 });
  await expect(gateway.query(v7(now), "cs_test_4")).rejects.toThrow("cannot be read");
  peer.pay("cs_test_4", now, { currency: "usd" });
  await expect(gateway.query(payment)).rejects.toThrow("another currency");
  peer.pay("cs_test_4", now, { status: "expired", payment_status: "unpaid", currency: "try" });
  expect(await gateway.query(payment)).toEqual({ state: "expired", reference: "cs_test_4" });
  for (const [status, body] of [[500, "{}"], [200, "<h1>"], [200, "{}"], [401, "{\"error\":{}}"], [404, "{}"], [429, "{}"]] as const) {
    peer.answers.push({ status, body });
    await expect(gateway.query(payment, "cs_test_4")).rejects.toThrow();
  }
});

test("an open page is closed at the provider; one that was paid or ended meanwhile stays what it is", async () => {
  const { peer, gateway } = await shop();
  expect(await gateway.close(payment)).toEqual({ state: "not-there" });
  const { reference } = await gateway.start(order);
  peer.answers.push({ status: 200, body: JSON.stringify(peer.sessions[0]) }, { status: 500, body: "{}" });
  await expect(gateway.close(payment, reference)).rejects.toThrow("did not close a page (500)");
  expect(await gateway.close(payment)).toEqual({ state: "cancelled", reference });
  expect(peer.sessions[0]).toMatchObject({ status: "expired", url: null });
  expect(await gateway.close(payment, reference)).toEqual({ state: "expired", reference });
  const later = v7(now.add({ seconds: 1 }));
  const second = await gateway.start({ ...order, payment: later });
  // The payer is quicker than the closing.
  peer.answers.push({ status: 200, body: JSON.stringify(peer.sessions[0]) }, { status: 400, body: "{\"error\":{}}" });
  peer.pay(second.reference, now);
  expect(await gateway.close(later, second.reference)).toEqual({ state: "paid", reference: second.reference, amount: 432_400 });
});

test("money is paid back once, in part and in whole, also where the answer was lost; what is pending is not done", async () => {
  const { peer, gateway } = await shop();
  const { reference } = await gateway.start(order);
  await expect(gateway.giveBack(payment, reference)).rejects.toThrow("no payment");
  peer.pay(reference, now);
  const asked = { payment, reference, refund: v7(now), amount: 100_000 };
  peer.refundStatus = "pending";
  await expect(gateway.refund(asked)).rejects.toThrow("pending");
  peer.refunds[0]!.status = "succeeded";
  expect(await gateway.refund(asked)).toEqual({ reference: "re_1" });
  expect(await gateway.refund(asked)).toEqual({ reference: "re_1" });
  peer.refundStatus = "succeeded";
  const whole = await shop();
  const started = await whole.gateway.start(order);
  whole.peer.pay(started.reference, now);
  expect(await whole.gateway.giveBack(payment)).toEqual({ state: "refunded", reference: started.reference, amount: 432_400 });
  expect(await whole.gateway.giveBack(payment, started.reference)).toMatchObject({ state: "refunded" });
  expect(peer.refunds.length + whole.peer.refunds.length).toBe(2);
});

test("a day’s books are the charges of that day in Istanbul, page after page", async () => {
  const { peer, gateway } = await shop();
  for (let n = 0; n < 5; n++) {
    const { reference } = await gateway.start({ ...order, payment: v7(now) });
    peer.pay(reference, n === 0 ? Temporal.Instant.from("2026-11-22T20:59:59Z") : Temporal.Instant.from("2026-11-22T21:00:00Z").add({ hours: n }));
  }
  const records = await gateway.records(Temporal.PlainDate.from("2026-11-23"));
  expect(records.map(({ reference }) => reference)).toEqual(["ch_cs_test_5", "ch_cs_test_4", "ch_cs_test_3", "ch_cs_test_2"]);
  expect(records[0]).toMatchObject({ payment: peer.sessions[0]!.client_reference_id, amount: 432_400 });
});

test("webhooks: genuine, forged, old, unreadable, and of no concern", async () => {
  const { peer, gateway } = await shop();
  const { reference } = await gateway.start(order);
  const paid = eventOf("checkout.session.completed", peer.pay(reference, now));
  const verify = (body: string, options = {}) => gateway.verifyNotification(signed(body, options), body);
  expect(verify(paid)).toEqual({ ok: true, payment, nonce: `evt_1.${now.epochMilliseconds / 1000}`, word: { state: "paid", reference, amount: 432_400 } });
  expect(verify(eventOf("checkout.session.async_payment_failed", peer.sessions[0]!))).toMatchObject({ word: { state: "failed" } });
  expect(verify(paid, { secret: "guessed" })).toEqual({ ok: false, why: "wrong-signature" });
  expect(gateway.verifyNotification(signed(paid), paid.replace("432400", "1"))).toEqual({ ok: false, why: "wrong-signature" });
  expect(gateway.verifyNotification(() => undefined, paid)).toEqual({ ok: false, why: "wrong-signature" });
  expect(verify(paid, { at: now.subtract({ seconds: 301 }) })).toEqual({ ok: false, why: "too-old" });
  expect(verify(eventOf("invoice.paid", {}))).toEqual({ ok: false, why: "not-about-payments" });
  for (const body of ["[]", "{", eventOf("checkout.session.completed", { ...peer.sessions[0], currency: "usd" }), eventOf("checkout.session.completed", { ...peer.sessions[0], client_reference_id: "x" })]) {
    expect(verify(body)).toEqual({ ok: false, why: "garbage" });
  }
});

test("a case is paid by a webhook, by our own question, or by the day’s books, whichever comes", async () => {
  await using database = await testDatabase();
  const { peer, gateway } = await shop();
  const { db } = database;
  const desk = { db, clock: machine, gateway };
  const act = <T>(fn: (act: Act) => Promise<T>) => transact(db, machine, payer, fn);
  const begin = async () => {
    const { accrual } = await act((a) => openCase(a));
    const started = await startPayment(desk, accrual.id, { actor: payer, language: "ar", returnTo: "https://portal.example/back" });
    if (!started.ok) throw new Error(started.why);
    return { id: started.payment, reference: peer.sessions[0]!.id };
  };
  const [told, asked, booked] = [await begin(), await begin(), await begin()];
  const body = eventOf("checkout.session.completed", peer.pay(told.reference, now));
  expect(await hearNotification(desk, signed(body), body)).toBe("taken");
  expect(await hearNotification(desk, signed(body), body)).toBe("replayed");
  expect(await hearNotification(desk, signed(eventOf("invoice.paid", {})), eventOf("invoice.paid", {}))).toBe("not-about-payments");
  peer.pay(asked.reference, now);
  await pollPayment(desk, asked.id);
  peer.pay(booked.reference, now);
  expect(await reconcileDay(desk, dateOf(now))).toEqual([]);
  const states = await db.selectFrom("payment").select(["id", "state", "taken", "provider", "provider_reference"]).orderBy("provider_reference").execute();
  expect(states).toEqual([told, asked, booked].map(({ id, reference }) => ({ id, state: "paid", taken: total, provider: "stripe", provider_reference: reference })));
});
