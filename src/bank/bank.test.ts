import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { demonstrationBank } from "../payments/demonstration-bank.ts";
import { signature } from "../payments/signature.ts";
import { type Bank, startBank } from "./bank.ts";

const secret = "a secret between the shop and the bank";
const payment = "01890000-0000-7000-8000-000000000001";
const order = { payment, amount: 96_400, description: "202611230000001", language: "en", returnTo: "http://127.0.0.1:9/back" };
const shopOf = (bank: { origin: string }) => demonstrationBank({ origin: bank.origin, secret, notifyTo: "http://127.0.0.1:9/heard" });

async function running(fn: (bank: Bank) => Promise<void>, options: Partial<Parameters<typeof startBank>[0]> = {}) {
  const bank = await startBank({ port: 0, secret, ...options });
  try {
    await fn(bank);
  } finally {
    await bank.stop();
  }
}

const post = (address: string, form: Record<string, string>) => fetch(address, { method: "POST", body: new URLSearchParams(form), redirect: "manual" });

test("the page says that it is a demonstration, whom and what it is for, and offers every outcome, without a script", () => running(async (bank) => {
  const { redirectTo } = await shopOf(bank).start(order);
  const answer = await fetch(redirectTo);
  const page = await answer.text();
  for (const said of ["Demonstration bank: no real money", "202611230000001", "TRY", "964.00", "I walk away without paying"]) expect(page).toContain(said);
  expect(page.match(/type="radio"/g)).toHaveLength(9);
  expect(page).not.toContain("<script");
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
}));

test.each([["tr", "ltr", "Deneme bankası"], ["ar", "rtl", "بنك تجريبي"], ["ru", "ltr", "Демонстрационный банк"], ["xx", "ltr", "Demonstration bank"]])("it speaks %s", (code, dir, title) =>
  running(async (bank) => {
    const page = await (await fetch((await shopOf(bank).start({ ...order, language: code })).redirectTo)).text();
    expect(page).toContain(`dir="${dir}"`);
    expect(page).toContain(title);
  }));

test("what a shop sends is shown as text", () => running(async (bank) => {
  const page = await (await fetch((await shopOf(bank).start({ ...order, description: "<script>alert(1)</script>" })).redirectTo)).text();
  expect(page).not.toContain("<script>");
  expect(page).toContain("&lt;script&gt;");
}));

test("a wrong code is asked for again, the right one pays, and a finished page sends back", () => running(async (bank) => {
  const shop = shopOf(bank);
  const { redirectTo } = await shop.start(order);
  const asked = await (await post(redirectTo, { choice: "lost-notice" })).text();
  expect(asked).toContain("123456");
  const wrong = await post(`${redirectTo}/code`, { choice: "lost-notice", code: "1" });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain("That is not the code");
  expect(await shop.query(payment)).toMatchObject({ state: "open" });
  await post(`${redirectTo}/code`, { choice: "lost-notice", code: " 123456 " });
  expect(await shop.query(payment)).toMatchObject({ state: "paid", amount: 96_400 });
  expect((await post(`${redirectTo}/code`, { choice: "decline", code: "123456" })).headers.get("location")).toBe(order.returnTo);
  expect(await shop.query(payment)).toMatchObject({ state: "paid" });
  expect(await (await fetch(redirectTo)).text()).toContain("This payment is finished");
}));

test("only the shop may ask, once with each signature, and only for what it signed", () => running(async (bank) => {
  await shopOf(bank).start(order);
  const path = `/api/orders/${payment}`;
  const ask = (headers: Record<string, string>, at = path) => fetch(`${bank.origin}${at}`, { headers }).then(({ status }) => status);
  const seconds = String(Math.floor(Temporal.Now.instant().epochMilliseconds / 1000));
  const signed = (by: string, at: string, nonce: string) => ({ "bank-timestamp": at, "bank-nonce": nonce, "bank-signature": signature(by, "GET", path, at, nonce, "") });
  expect(await ask({})).toBe(401);
  expect(await ask(signed("another secret altogether", seconds, "n".repeat(20)))).toBe(401);
  expect(await ask(signed(secret, String(Number(seconds) - 400), "o".repeat(20)))).toBe(401);
  expect(await ask(signed(secret, seconds, "p".repeat(20)), "/api/orders/another")).toBe(401);
  expect(await ask(signed(secret, seconds, "q".repeat(20)))).toBe(200);
  expect(await ask(signed(secret, seconds, "q".repeat(20)))).toBe(401);
}));

test("an order is one page, however often it is asked for, and never for another amount", () => running(async (bank) => {
  const shop = shopOf(bank);
  const [first, second] = await Promise.all([shop.start(order), shop.start(order)]);
  expect(second).toEqual(first);
  await expect(shop.start({ ...order, amount: 1 })).rejects.toThrow("409");
}));

test("money is given back once, and only where there is some", () => running(async (bank) => {
  const shop = shopOf(bank);
  const { redirectTo } = await shop.start(order);
  await expect(shop.giveBack(payment)).rejects.toThrow("409");
  await post(`${redirectTo}/code`, { choice: "lost-notice", code: "123456" });
  expect(await shop.giveBack(payment)).toMatchObject({ state: "refunded", amount: 96_400 });
  expect(await shop.giveBack(payment)).toMatchObject({ state: "refunded", amount: 96_400 });
}));

test("unknown pages and orders are said to be so", () => running(async (bank) => {
  expect((await fetch(`${bank.origin}/pay/${"0".repeat(24)}`)).status).toBe(404);
  expect((await fetch(`${bank.origin}/`)).status).toBe(404);
  expect(await shopOf(bank).query("01890000-0000-7000-8000-00000000000f")).toEqual({ state: "not-there" });
}));

test("as a process it keeps its books over a restart, and ends when its starter lets go", async () => {
  const folder = mkdtempSync(join(tmpdir(), "bank-"));
  async function launched() {
    const child = spawn(process.execPath, ["--import", "./bin/tsx.js", "src/bank/main.ts"], { stdio: ["pipe", "pipe", "inherit"], env: {} });
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    child.stdin.write(`${JSON.stringify({ port: 0, secret, file: join(folder, "bank.json") })}\n`);
    const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once("line", resolve));
    return { origin: (JSON.parse(line) as { origin: string }).origin, child, ended };
  }
  try {
    const first = await launched();
    const { redirectTo } = await shopOf(first).start(order);
    await post(`${redirectTo}/code`, { choice: "lost-notice", code: "123456" });
    first.child.kill("SIGKILL");
    await first.ended;
    const second = await launched();
    expect(await shopOf(second).query(payment)).toMatchObject({ state: "paid" });
    second.child.stdin.end();
    expect(await second.ended).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
