import { expect, test } from "vitest";
import { openCase, payer, total } from "../../test/debts.ts";
import { movable, secret, till } from "../../test/till.ts";
import { startBank } from "../bank/bank.ts";
import { demonstrationBank } from "./demonstration-bank.ts";
import { pollPayment } from "./poll.ts";
import { startPayment, stopPayment } from "./start.ts";

test("pressing pay twice, or on two devices at once, leads to the same page", async () => {
  await using it = await till();
  const starts = await Promise.all([it.start(), it.start(), it.start(), it.start()]);
  const pages = starts.map((started) => (started.ok ? started.redirectTo : started.why));
  expect(new Set(pages).size).toBe(1);
  expect(pages[0]).toContain(it.bank.origin);
  expect((await it.startPage()).redirectTo).toBe(pages[0]);
  expect(await it.payments()).toHaveLength(1);
});

test("a payment walked away from is continued while its page is open, and another begins only after it expired at the bank", async () => {
  const bankClock = movable("2026-11-23T09:00:00Z");
  await using it = await till({ bankClock });
  const first = await it.startPage();
  expect(await it.choose(first.redirectTo, "walk-away")).toBeNull();
  expect((await it.startPage()).payment).toBe(first.payment);
  bankClock.move({ minutes: 16 });
  it.clock.move({ minutes: 16 });
  const second = await it.startPage();
  expect(second.payment).not.toBe(first.payment);
  expect((await it.payments()).map(({ state }) => state)).toEqual(["expired", "redirected"]);
  expect(await it.choose(second.redirectTo, "pay")).toContain("/return");
  await expect.poll(async () => (await it.accrualNow()).closed_because).toBe("paid");
});

test("a declined card and a cancelled page allow another try", async () => {
  await using it = await till();
  const first = await it.startPage();
  await it.choose(first.redirectTo, "decline");
  await expect.poll(async () => (await it.payment(first.payment)).state).toBe("failed");
  const second = await it.startPage();
  const stopped = await fetch(second.redirectTo, { method: "POST", body: new URLSearchParams({ stop: "yes" }), redirect: "manual" });
  expect(stopped.headers.get("location")).toBe(`${it.shop}/return`);
  await expect.poll(async () => (await it.payment(second.payment)).state).toBe("cancelled");
  expect((await it.startPage()).payment).not.toBe(second.payment);
});

test("who stops closes the page at the bank and may begin anew; who had paid already has paid", async () => {
  await using it = await till({ deaf: true });
  const stop = () => stopPayment(it.desk, it.accrual.id, payer);
  expect(await stop()).toEqual({ ok: false, why: "nothing-open" });
  const first = await it.startPage();
  expect(await stop()).toEqual({ ok: true, state: "cancelled" });
  expect(await it.choose(first.redirectTo, "pay")).toBe(`${it.shop}/return`);
  await pollPayment(it.desk, first.payment);
  expect(await it.balance()).toMatchObject({ receivable: total });
  it.clock.move({ minutes: 1 });
  const second = await it.startPage();
  expect(second.payment).not.toBe(first.payment);
  await it.choose(second.redirectTo, "lost-notice");
  expect(await stop()).toEqual({ ok: true, state: "paid" });
  expect(await it.notices()).toEqual(["paid"]);
});

test("stopping while the bank is away is said, and the payment stays asked about", async () => {
  await using it = await till({ deaf: true });
  const { payment } = await it.startPage();
  const nobody = demonstrationBank({ origin: "http://127.0.0.1:9", secret, notifyTo: `${it.shop}/payments/notification` });
  expect(await stopPayment({ ...it.desk, gateway: nobody }, it.accrual.id, payer)).toEqual({ ok: false, why: "bank-away" });
  expect((await it.payment(payment)).state).toBe("unknown");
  expect(await it.jobs()).toContain("poll-payment");
});

test("who has paid cannot pay again, also when the shop has not heard of it", async () => {
  await using it = await till({ deaf: true });
  const { redirectTo } = await it.startPage();
  await it.choose(redirectTo, "lost-notice");
  expect(await it.start()).toEqual({ ok: false, why: "already-paid" });
  expect(await it.start()).toEqual({ ok: false, why: "already-paid" });
  expect(await it.payments()).toHaveLength(1);
  expect(await it.notices()).toEqual(["paid"]);
});

test("while the bank decides nobody is led to pay again", async () => {
  const bankClock = movable("2026-11-23T09:00:00Z");
  await using it = await till({ deaf: true, bankClock });
  const { payment, redirectTo } = await it.startPage();
  await it.choose(redirectTo, "late-notice");
  expect(await it.start()).toEqual({ ok: false, why: "not-known-yet" });
  expect((await it.payment(payment)).state).toBe("unknown");
  await pollPayment(it.desk, payment);
  expect((await it.payment(payment)).state).toBe("unknown");
  bankClock.move({ seconds: 21 });
  await pollPayment(it.desk, payment);
  expect((await it.payment(payment)).state).toBe("paid");
});

test("a bank out of reach takes nothing; when it is back the same payment goes on", async () => {
  await using it = await till();
  const nobody = demonstrationBank({ origin: "http://127.0.0.1:9", secret, notifyTo: `${it.shop}/payments/notification` });
  const away = await startPayment({ ...it.desk, gateway: nobody }, it.accrual.id, { actor: payer, language: "en", returnTo: `${it.shop}/return` });
  expect(away).toEqual({ ok: false, why: "bank-away" });
  const [payment] = await it.payments();
  expect(payment).toMatchObject({ state: "unknown" });
  const again = await startPayment({ ...it.desk, gateway: nobody }, it.accrual.id, { actor: payer, language: "en", returnTo: `${it.shop}/return` });
  expect(again).toEqual({ ok: false, why: "bank-away" });
  const { payment: same, redirectTo } = await it.startPage();
  expect(same).toBe(payment!.id);
  await it.choose(redirectTo, "pay");
  await expect.poll(async () => (await it.payment(same)).state).toBe("paid");
});

test("a start that never reached the bank expires when the bank says that it knows nothing", async () => {
  await using it = await till();
  const nobody = demonstrationBank({ origin: "http://127.0.0.1:9", secret, notifyTo: `${it.shop}/payments/notification` });
  await startPayment({ ...it.desk, gateway: nobody }, it.accrual.id, { actor: payer, language: "en", returnTo: `${it.shop}/return` });
  const [payment] = await it.payments();
  await pollPayment(it.desk, payment!.id);
  expect((await it.payment(payment!.id)).state).toBe("expired");
});

test("a bank that forgot a payment it had opened is not believed", async () => {
  await using it = await till();
  const { payment } = await it.startPage();
  await using other = { bank: await startBank({ port: 0, secret }), async [Symbol.asyncDispose]() { await this.bank.stop(); } };
  const forgetful = demonstrationBank({ origin: other.bank.origin, secret, notifyTo: `${it.shop}/payments/notification` });
  await pollPayment({ ...it.desk, gateway: forgetful }, payment);
  expect((await it.payment(payment)).state).toBe("unknown");
});

test("a withdrawn case cannot be paid for", async () => {
  await using it = await till();
  const { accrual } = await it.act((act) => openCase(act));
  await it.db.updateTable("accrual").set({ closed_at: it.clock.now(), closed_because: "withdrawn" }).where("id", "=", accrual.id).execute();
  expect(await it.start(accrual.id)).toEqual({ ok: false, why: "closed" });
});
