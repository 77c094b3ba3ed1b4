import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { total } from "../../test/debts.ts";
import { movable, secret, till } from "../../test/till.ts";
import { demonstrationBank } from "./demonstration-bank.ts";
import { hearNotification } from "./notification.ts";
import { pollForgotten, pollPayment } from "./poll.ts";
import { pause } from "./ask-again.ts";
import { signature } from "./signature.ts";

type Till = Awaited<ReturnType<typeof till>>;

function signed(body: string, { by = secret, age = 0, nonce = randomBytes(16).toString("hex") } = {}) {
  const seconds = String(Math.floor(Temporal.Now.instant().epochMilliseconds / 1000) - age);
  const headers: Record<string, string> = {
    "bank-timestamp": seconds, "bank-nonce": nonce, "bank-signature": signature(by, "POST", "/payments/notification", seconds, nonce, body),
  };
  return (name: string) => headers[name];
}
const says = (order: string, state = "paid", amount = total) => JSON.stringify({ order, state, reference: "any reference", amount, currency: "TRY" });
const refused = async (it: Till) =>
  (await it.db.selectFrom("payment_notification").select("verdict").orderBy("id").execute()).map(({ verdict }) => verdict);

test("a notification with a wrong signature changes nothing and is kept", async () => {
  await using it = await till();
  const { payment } = await it.startPage();
  expect(await hearNotification(it.desk, signed(says(payment), { by: "another secret" }), says(payment))).toBe("wrong-signature");
  expect(await hearNotification(it.desk, () => undefined, "")).toBe("wrong-signature");
  const altered = says(payment, "paid", total + 1);
  expect(await hearNotification(it.desk, signed(says(payment)), altered)).toBe("wrong-signature");
  expect((await it.payment(payment)).state).toBe("redirected");
  expect(await refused(it)).toEqual(["wrong-signature", "wrong-signature", "wrong-signature"]);
  const { act } = await it.db.selectFrom("audit").select("act").orderBy("id", "desc").limit(1).executeTakeFirstOrThrow();
  expect(act).toBe("payment-notification-refused");
});

test("the same notification sent again byte for byte, also at the same moment, is taken once", async () => {
  await using it = await till();
  const { payment } = await it.startPage();
  const header = signed(says(payment));
  const verdicts = await Promise.all([1, 2, 3, 4].map(() => hearNotification(it.desk, header, says(payment))));
  expect(verdicts.sort()).toEqual(["replayed", "replayed", "replayed", "taken"]);
  expect(await it.notices()).toEqual(["paid"]);
});

test("an old notification is refused however well it is signed", async () => {
  await using it = await till();
  const { payment } = await it.startPage();
  expect(await hearNotification(it.desk, signed(says(payment), { age: 301 }), says(payment))).toBe("too-old");
  expect((await it.payment(payment)).state).toBe("redirected");
});

test("signed garbage, another currency and unknown payments are refused and kept", async () => {
  await using it = await till();
  const { payment } = await it.startPage();
  const stranger = "01890000-0000-7000-8000-000000000000";
  for (const [body, verdict] of [
    ["", "garbage"], ["{", "garbage"], ["null", "garbage"], ["{\"order\":\"\\u0000\"}", "garbage"], [says("x"), "garbage"], [says(payment, "rich"), "garbage"],
    [says(payment, "paid", 0.5), "garbage"], [says(payment, "paid", -5), "garbage"], [says(payment).replace("TRY", "USD"), "garbage"], [says(stranger), "unknown-payment"],
  ] as const) {
    expect(await hearNotification(it.desk, signed(body), body), body).toBe(verdict);
  }
  expect(new Set(await refused(it))).toEqual(new Set(["garbage", "unknown-payment"]));
  expect((await it.payment(payment)).state).toBe("redirected");
});

test("a flood of forged notifications is answered but kept only in part", async () => {
  await using it = await till();
  for (let n = 0; n < 230; n++) await hearNotification(it.desk, () => undefined, "x".repeat(5000));
  expect(await refused(it)).toHaveLength(200);
  const { body } = await it.db.selectFrom("payment_notification").select("body").limit(1).executeTakeFirstOrThrow();
  expect(body).toHaveLength(2000);
});

test("a lost notification and a payer who never comes back: the question finds out", async () => {
  await using it = await till();
  const { payment, redirectTo } = await it.startPage();
  expect(await it.choose(redirectTo, "lost-notice")).toBeNull();
  expect((await it.payment(payment)).state).toBe("redirected");
  await pollPayment(it.desk, payment);
  expect(await it.payment(payment)).toMatchObject({ state: "paid", taken: total });
  expect(await it.notices()).toEqual(["paid"]);
});

test("a wrongly signed notification from the bank itself is refused, and the question finds out", async () => {
  await using it = await till();
  const { payment, redirectTo } = await it.startPage();
  await it.choose(redirectTo, "forged-notice");
  await expect.poll(() => it.verdicts).toEqual(["wrong-signature"]);
  await pollPayment(it.desk, payment);
  expect((await it.payment(payment)).state).toBe("paid");
});

test("a notification that comes three times is heard three times and has one effect", async () => {
  await using it = await till();
  const { redirectTo } = await it.startPage();
  await it.choose(redirectTo, "double-notice");
  await expect.poll(() => it.verdicts).toEqual(["taken", "taken", "taken"]);
  expect(await it.notices()).toEqual(["paid"]);
});

test.each(["garbage", "away"])("a bank whose answers are %s leaves the payment unknown until it answers again", async (choice) => {
  const bankClock = movable("2026-11-23T09:00:00Z");
  await using it = await till({ bankClock });
  const { payment, redirectTo } = await it.startPage();
  await it.choose(redirectTo, choice);
  await pollPayment(it.desk, payment);
  await pollPayment(it.desk, payment);
  expect(await it.payment(payment)).toMatchObject({ state: "unknown", polls: 2 });
  expect(await it.start()).toEqual({ ok: false, why: "bank-away" });
  bankClock.move({ seconds: 31 });
  await pollPayment(it.desk, payment);
  expect((await it.payment(payment)).state).toBe("paid");
  expect(await it.jobs()).toContain("poll-payment");
});

test.each([
  ["silence", 200, null], ["nothing", 200, ""], ["a page", 200, "<p>hello</p>"], ["a list", 200, "[]"], ["another order", 200, says("01890000-0000-7000-8000-000000000000")],
  ["an unknown state", 200, "{\"state\":\"perhaps\"}"], ["a bare 404", 404, "not here"], ["a refusal", 401, "{\"error\":\"wrong-signature\"}"], ["a fault", 500, "{}"],
])("a provider that answers with %s is not understood, and nothing is settled", async (_, status, answer) => {
  await using it = await till();
  const { payment } = await it.startPage();
  const odd = createServer((_request, response) => (answer === null ? response.destroy() : response.writeHead(status).end(answer)));
  await new Promise<void>((resolve) => odd.listen(0, "127.0.0.1", resolve));
  const gateway = demonstrationBank({ origin: `http://127.0.0.1:${(odd.address() as AddressInfo).port}`, secret, notifyTo: `${it.shop}/payments/notification` });
  await pollPayment({ ...it.desk, gateway }, payment);
  expect((await it.payment(payment)).state).toBe("unknown");
  await new Promise((resolve) => odd.close(resolve));
});

test("a page that is not at the bank is not gone to", async () => {
  await using it = await till();
  const thief = createServer((_request, response) => response.end(JSON.stringify({ reference: "r", redirectTo: "https://bank.example.org/pay" })));
  await new Promise<void>((resolve) => thief.listen(0, "127.0.0.1", resolve));
  const gateway = demonstrationBank({ origin: `http://127.0.0.1:${(thief.address() as AddressInfo).port}`, secret, notifyTo: it.shop });
  await expect(gateway.start({ payment: "p", amount: 1, description: "", language: "en", returnTo: it.shop })).rejects.toThrow("not at the bank");
  await new Promise((resolve) => thief.close(resolve));
});

test("questions come further and further apart, and never stop", () => {
  expect([0, 1, 2, 5, 8, 30].map(pause)).toEqual([20, 40, 80, 640, 3600, 3600]);
});

test("a payment whose question was lost is asked about again", async () => {
  await using it = await till();
  await it.startPage();
  expect(await it.act((act) => pollForgotten(act))).toBe(0);
  it.clock.move({ hours: 2 });
  expect(await it.act((act) => pollForgotten(act))).toBe(1);
});
