import { expect, test } from "vitest";
import { total } from "../../../test/debts.ts";
import { till } from "../../../test/till.ts";
import { openSession } from "../../identity/session.ts";
import { differencesOf } from "../../payments/day.ts";
import { giveBack } from "../../payments/poll.ts";
import { reconcileDay } from "../../payments/reconcile.ts";
import { settle } from "../../payments/settle.ts";
import { v7 } from "../../platform/id.ts";
import type { App } from "../page.ts";
import { createServer } from "../server.ts";
import { payments } from "./payments.tsx";

async function officeOf(role: "finance" | "case-officer" | "auditor" = "finance", where = "35-1") {
  const it = await till({ deaf: true });
  const officer = v7(it.clock.now());
  await it.db.insertInto("office").values({ code: "06-1", province: "06", name: "Ankara", counters: 3 }).execute();
  await it.db.insertInto("officer").values({ id: officer, email: "f@example.org", name: "Fatma Deneme", role, office_code: where, created_at: it.clock.now() }).execute();
  const app: App = {
    db: it.db, clock: it.clock, secret: "x".repeat(32), demonstration: true, origins: { portal: "http://portal.test", office: "http://office.test", bank: null },
    gateway: null, authority: { name: "Directorate", phone: "157" },
  };
  const server = await createServer(app, "office", [payments], async () => true);
  const cookie = `office=${await it.act((act) => openSession(act, { officer }, "en"))}; office-language=en`;
  return {
    ...it,
    async read(query = "") {
      const answer = await server.inject({ method: "GET", url: `/payments${query}`, headers: { cookie, "accept-language": "en" } });
      return { status: answer.statusCode, text: answer.body };
    },
    async sendBack(payment: string, reason: string, act = "") {
      const answer = await server.inject({
        method: "POST", url: "/payments", headers: { cookie, "accept-language": "en", "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
        payload: new URLSearchParams({ payment, reason, act }).toString(),
      });
      return { status: answer.statusCode, to: answer.headers.location, text: answer.body };
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await it[Symbol.asyncDispose]();
    },
  };
}

test("finance sees the day’s payments with their totals, and another day without them", async () => {
  await using it = await officeOf();
  const { payment } = await it.startPage();
  await it.act((act) => settle(act, payment, { state: "paid", reference: "bank-77", amount: total }, "notification"));
  const { status, text } = await it.read();
  expect(status).toBe(200);
  for (const said of [it.accrual.number, "₺4,324.00", "bank-77", "Card, online", "Nothing needs a look now"]) expect(text).toContain(said);
  expect((await it.read("?day=2026-11-22")).text).not.toContain(it.accrual.number);
  expect((await it.read("?day=nonsense")).status).toBe(200);
});

test("another office’s money is not shown, and other roles see none", async () => {
  await using ankara = await officeOf("finance", "06-1");
  const { payment } = await ankara.startPage();
  await ankara.act((act) => settle(act, payment, { state: "paid", reference: "r", amount: total - 5 }, "poll"));
  expect((await ankara.read()).text).not.toContain(ankara.accrual.number);
  expect((await ankara.sendBack(payment, "not mine")).to).toBe("/payments?said=changed");
  expect((await ankara.payment(payment)).state).toBe("disputed");
  await using desk = await officeOf("case-officer");
  expect((await desk.read()).status).toBe(403);
});

test("money in dispute is sent back once, for a reason, by finance alone", async () => {
  await using it = await officeOf();
  const { payment, redirectTo } = await it.startPage();
  await it.choose(redirectTo, "lost-notice");
  await it.act((act) => settle(act, payment, { state: "paid", reference: "r", amount: total - 5 }, "poll"));
  expect((await it.read()).text).toContain("Send the money back");
  const bare = await it.sendBack(payment, "  ");
  expect(bare.status).toBe(422);
  expect(bare.text).toContain("Write the reason.");
  expect((await it.sendBack(payment, "Five kuruş short")).to).toBe("/payments?said=sent-back");
  expect((await it.sendBack(payment, "Five kuruş short")).to).toBe("/payments?said=changed");
  expect((await it.payment(payment)).state).toBe("returning");
  await giveBack(it.desk, payment);
  expect((await it.payment(payment)).state).toBe("refunded");
  const { facts } = await it.db.selectFrom("payment_event").select("facts").where("event", "=", "send-back").executeTakeFirstOrThrow();
  expect(facts).toMatchObject({ reason: "Five kuruş short" });
});

test("an auditor sees what is in dispute and cannot send it back", async () => {
  await using it = await officeOf("auditor");
  const { payment } = await it.startPage();
  await it.act((act) => settle(act, payment, { state: "paid", reference: "r", amount: 5 }, "poll"));
  const { text } = await it.read();
  expect(text).toContain("another amount arrived");
  expect(text).not.toContain("Send the money back");
  await it.sendBack(payment, "no");
  expect((await it.payment(payment)).state).toBe("disputed");
});

test("what the bank's books say otherwise is listed with what to do", async () => {
  await using it = await officeOf();
  const { payment } = await it.startPage();
  await it.act((act) => settle(act, payment, { state: "paid", reference: "only-here", amount: total }, "notification"));
  await reconcileDay(it.desk, Temporal.PlainDate.from("2026-11-23"));
  const { text } = await it.read();
  expect(text).toContain("only-here");
  expect(text).toContain("the bank does not have it");
  const listed = async () => (await differencesOf(it.db, { office: "35-1", province: "35" }, Temporal.PlainDate.from("2027-03-01"))).length;
  expect(await listed(), "what nobody has dealt with does not go by itself").toBe(1);
  const { id } = await it.db.selectFrom("payment_difference").select("id").executeTakeFirstOrThrow();
  const note = (of: string | number, what = "The bank booked it a day later.") => it.sendBack(String(of), what, "note-difference");
  const bare = await note(id, " ");
  expect([bare.status, bare.text.includes("Write what was found out and done.")]).toEqual([422, true]);
  expect((await note(id)).to).toBe("/payments?said=noted");
  for (const again of [id, 999_999, "x", "1; drop"]) expect((await note(again)).to).toBe("/payments?said=changed");
  const after = (await it.read()).text;
  expect(after).not.toContain("Note what was done");
  expect(after).toMatch(/1 difference that was dealt with[^]*only-here[^]*The bank booked it a day later\.[^]*Fatma Deneme/);
  expect(await it.db.selectFrom("payment_difference").select("id").execute()).toHaveLength(1);
  expect(await listed()).toBe(0);
});

test("a bank that speaks against a settled payment is listed until finance notes what it is, and again when it speaks again", async () => {
  await using it = await officeOf();
  const { payment } = await it.startPage();
  await it.act((act) => settle(act, payment, { state: "paid", reference: "r", amount: total }, "notification"));
  await it.act((act) => settle(act, payment, { state: "failed", reference: "r" }, "poll"));
  expect((await it.read()).text).toContain("note-payment");
  expect((await it.sendBack(payment, "Their test system.", "note-payment")).to).toBe("/payments?said=noted");
  expect((await it.sendBack(payment, "Their test system.", "note-payment")).to).toBe("/payments?said=changed");
  expect((await it.sendBack(v7(it.clock.now()), "x", "note-payment")).to).toBe("/payments?said=changed");
  expect((await it.read()).text).toContain("Nothing needs a look now");
  it.clock.move({ minutes: 1 });
  await it.act((act) => settle(act, payment, { state: "expired", reference: "r" }, "poll"));
  expect((await it.read()).text).toContain("note-payment");
  expect((await it.payment(payment)).state).toBe("paid");
});
