import type { KyselyPlugin } from "kysely";
import { expect, test } from "vitest";
import { total } from "../../../test/debts.ts";
import { movable, till } from "../../../test/till.ts";
import { openSession } from "../../identity/session.ts";
import { closeAccrual } from "../../payments/accrual.ts";
import { pollPayment } from "../../payments/poll.ts";
import { settle } from "../../payments/settle.ts";
import type { Code } from "../../platform/i18n.ts";
import { paymentNotification } from "../api/payment-notification.ts";
import type { App } from "../page.ts";
import { createServer } from "../server.ts";
import { payReturn } from "./pay-return.tsx";
import { pay } from "./pay.tsx";

type Options = Parameters<typeof till>[0] & { gateway?: boolean; plugins?: KyselyPlugin[] };

/** The pages of paying, as the browser of somebody who is signed in sees them. */
async function payerOf({ gateway = true, plugins = [], ...options }: Options = {}) {
  const it = await till(options);
  const app: App = {
    db: plugins.reduce((db, plugin) => db.withPlugin(plugin), it.db), clock: it.clock, secret: "x".repeat(32), demonstration: true, origins: { portal: "http://portal.test", office: "http://office.test", bank: it.bank.origin },
    gateway: gateway ? it.desk.gateway : null, authority: { name: "Directorate", phone: "157" },
  };
  const server = await createServer(app, "portal", [pay, payReturn, paymentNotification], async () => true);
  const cookie = `portal=${await it.act((act) => openSession(act, { application: it.application }, "en"))}`;
  const ask = async (method: "GET" | "POST", url: string, headers: Record<string, string> = {}, payload?: string) => {
    const answer = await server.inject({ method, url, headers: { cookie, ...headers }, ...(payload === undefined ? {} : { payload }) });
    return { status: answer.statusCode, to: answer.headers.location as string | undefined, text: answer.body };
  };
  return {
    ...it, ask,
    read: (path = "pay", code: Code = "en") => ask("GET", `/${code}/application/${path}`),
    press: (act = "") => ask("POST", "/en/application/pay", { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" }, act === "" ? "" : `act=${act}`),
    async [Symbol.asyncDispose]() {
      await server.close();
      await it[Symbol.asyncDispose]();
    },
  };
}

test("the page shows the accrual number, every line, the rate, the total, and that nothing else is charged", async () => {
  await using it = await payerOf();
  const { status, text } = await it.read();
  expect(status).toBe(200);
  for (const said of [it.accrual.number, "₺964.00", "$80.00", "42.00", "₺3,360.00", "₺4,324.00", "Nothing else is ever charged", "Or pay at a bank"]) expect(text).toContain(said);
});

test.each(["tr", "ar", "ru"] as const)("the page speaks %s", async (code) => {
  await using it = await payerOf();
  const { status, text } = await it.read("pay", code);
  expect(status).toBe(200);
  expect(text).toContain(`<html lang="${code}"`);
  expect(text).toContain(it.accrual.number);
});

test("paying leads to the bank and back to a page that says it arrived", async () => {
  await using it = await payerOf({ deaf: true });
  const pressed = await it.press();
  expect(pressed.status).toBe(303);
  const back = await it.choose(pressed.to!, "pay");
  expect(back).toBe("http://portal.test/en/application/pay/return");
  const arrived = await it.read("pay/return");
  expect(arrived.text).toContain("Your payment has arrived");
  // Beside what is waited for, and not below the fees.
  expect(arrived.text).toMatch(/Your receipt is being drawn[^<]*<a [^>]*>Look again now<\/a>/);
  expect((await it.read("pay/return")).status).toBe(200);
  expect((await it.read()).text).toContain("The fees are paid");
  expect((await it.press()).to).toBe("/en/application/pay");
  expect(await it.notices()).toEqual(["paid"]);
});

test("return, notification and question at the same moment make one paid case", async () => {
  await using it = await payerOf();
  const { to } = await it.press();
  const [payment] = await it.payments();
  await it.choose(to!, "double-notice");
  await Promise.all([it.read("pay/return"), it.read("pay/return"), pollPayment(it.desk, payment!.id), pollPayment(it.desk, payment!.id)]);
  await expect.poll(() => it.verdicts.length).toBe(3);
  expect((await it.payments()).map(({ state }) => state)).toEqual(["paid"]);
  expect(await it.notices()).toEqual(["paid"]);
});

test("whoever comes back while the bank’s own word is just being written down is told that the payment arrived", async () => {
  let meanwhile: (() => Promise<unknown>) | null = null;
  const afterTheDebt: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      const happening = result.rows.some((row) => "ground" in row && "accrual_id" in row) ? meanwhile : null;
      if (happening) meanwhile = null;
      await happening?.();
      return result;
    },
  };
  await using it = await payerOf({ deaf: true, plugins: [afterTheDebt] });
  await it.choose((await it.press()).to!, "pay");
  const [payment] = await it.payments();
  meanwhile = () => pollPayment(it.desk, payment!.id);
  expect((await it.read("pay/return")).text).toContain("Your payment has arrived");
  expect(meanwhile).toBeNull();
});

test("who walked away is told that a payment is under way, and continues it", async () => {
  await using it = await payerOf();
  const first = await it.press();
  const page = await it.read();
  expect(page.text).toContain("You have begun to pay");
  expect(page.text).toContain("Continue the payment");
  expect((await it.press()).to).toBe(first.to);
});

test("who comes back without having paid may go on or stop; a stopped payment is over at once", async () => {
  await using it = await payerOf({ deaf: true });
  const first = await it.press();
  expect((await it.read("pay/return")).to).toBe("/en/application/pay");
  const page = await it.read();
  for (const said of ["You have begun to pay", "Continue the payment", "Stop this payment"]) expect(page.text).toContain(said);
  expect((await it.press("stop")).to).toBe("/en/application/pay");
  expect((await it.read()).text).toContain("You stopped the payment");
  expect((await it.payments()).map(({ state }) => state)).toEqual(["cancelled"]);
  expect((await it.press("stop")).to).toBe("/en/application/pay");
  it.clock.move({ minutes: 1 });
  expect((await it.press()).to).not.toBe(first.to);
  await it.bank.stop();
  expect((await it.press("stop")).text).toContain("The bank cannot be reached just now");
});

test("a payment that is being decided has a page that renews itself, and ends by itself", async () => {
  const bankClock = movable("2026-11-23T09:00:00Z");
  await using it = await payerOf({ deaf: true, bankClock });
  const { to } = await it.press();
  await it.choose(to!, "late-notice");
  expect((await it.read("pay/return")).to).toBe("/en/application/pay");
  const page = await it.read();
  expect(page.text).toContain("We are asking the bank");
  expect(page.text).toContain("data-again=\"5\"");
  expect((await it.press()).to).toBe("/en/application/pay");
  bankClock.move({ seconds: 30 });
  await pollPayment(it.desk, (await it.payments())[0]!.id);
  expect((await it.read()).text).toContain("The fees are paid");
});

test("a declined card, a stopped and an unfinished payment each have their words", async () => {
  const bankClock = movable("2026-11-23T09:00:00Z");
  await using it = await payerOf({ deaf: true, bankClock });
  const declined = await it.press();
  await it.choose(declined.to!, "decline");
  await it.read("pay/return");
  expect((await it.read()).text).toContain("The bank declined the payment");
  it.clock.move({ minutes: 1 });
  const stopped = await it.press();
  await fetch(stopped.to!, { method: "POST", body: new URLSearchParams({ stop: "yes" }), redirect: "manual" });
  await it.read("pay/return");
  expect((await it.read()).text).toContain("You stopped the payment");
  it.clock.move({ minutes: 1 });
  await it.press();
  bankClock.move({ minutes: 20 });
  await it.read("pay/return");
  expect((await it.read()).text).toContain("The payment was not finished");
});

test("a bank out of reach is said, and the way at a bank desk stays", async () => {
  await using it = await payerOf();
  await it.bank.stop();
  const pressed = await it.press();
  expect(pressed.status).toBe(503);
  expect(pressed.text).toContain("The bank cannot be reached just now");
  expect(pressed.text).toContain(it.accrual.number);
  expect((await it.read("pay/return")).status).toBe(303);
});

test("another amount than asked for is said, without a way to pay again", async () => {
  await using it = await payerOf({ deaf: true });
  await it.press();
  const [payment] = await it.payments();
  await it.act((act) => settle(act, payment!.id, { state: "paid", reference: "r", amount: total - 1 }, "poll"));
  const { text } = await it.read();
  expect(text).toContain("An officer is looking at your payment");
  expect(text).not.toContain("Pay online by card");
});

test("a withdrawn case has nothing to pay, and money that came late is said to go back", async () => {
  await using it = await payerOf({ deaf: true });
  await it.press();
  const [payment] = await it.payments();
  await it.act((act) => closeAccrual(act, it.application, "withdrawn"));
  expect((await it.read()).text).toContain("There is nothing to pay");
  await it.act((act) => settle(act, payment!.id, { state: "paid", reference: "r", amount: total }, "poll"));
  expect((await it.read()).text).toContain("is on its way back to you");
});

test("without a provider only the bank desk is offered", async () => {
  await using it = await payerOf({ gateway: false });
  const { text } = await it.read();
  expect(text).toContain("Paying online is not set up here");
  expect((await it.press()).status).toBe(303);
  expect((await it.ask("POST", "/payments/notification", { "content-type": "application/json" }, "{}")).status).toBe(404);
});

test("a forged notification is answered with 401 and changes nothing", async () => {
  await using it = await payerOf();
  await it.press();
  const [payment] = await it.payments();
  const body = JSON.stringify({ order: payment!.id, state: "paid", reference: "r", amount: total, currency: "TRY" });
  const { status, text } = await it.ask("POST", "/payments/notification", { "content-type": "application/json", "bank-signature": "0".repeat(64) }, body);
  expect(status).toBe(401);
  expect(JSON.parse(text)).toMatchObject({ title: "wrong-signature", status: 401 });
  expect((await it.payments())[0]!.state).toBe("redirected");
});
