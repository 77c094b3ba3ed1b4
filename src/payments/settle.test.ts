import { expect, test } from "vitest";
import { openCase, payer, total } from "../../test/debts.ts";
import { till } from "../../test/till.ts";
import { transact } from "../platform/act.ts";
import { closeAccrual, findAccrual } from "./accrual.ts";
import { lockAccrual } from "./payment.ts";
import { closePayment, giveBack, pollPayment, provider } from "./poll.ts";
import { receive, settle } from "./settle.ts";
import type { Word } from "./states.ts";

const paid = (reference = "r1", amount = total): Word => ({ state: "paid", reference, amount });

test("a paid payment closes its accrual, is told, receipted, and stands in the ledger and the history", async () => {
  await using it = await till();
  const { payment, redirectTo } = await it.startPage();
  expect(await it.choose(redirectTo, "pay")).toBe(`${it.shop}/return`);
  await expect.poll(async () => (await it.payment(payment)).state).toBe("paid");
  expect(await it.accrualNow()).toMatchObject({ closed_because: "paid" });
  expect(await findAccrual(it.db, it.application)).toMatchObject({ paid: true, lines: [{ code: "card" }, { code: "permit", rate: "42.0000", months: 12 }] });
  expect(await it.notices()).toEqual(["paid"]);
  expect(await it.jobs()).toContain("draw-paper");
  expect(await it.balance()).toEqual({ "card-provider": total, "fee-card": -96_400, "fee-permit": -336_000 });
  expect(await it.events(payment)).toEqual([
    "applicant: create created → created", "applicant: redirect created → redirected", "notification: pay redirected → paid",
  ]);
  const audit = await it.db.selectFrom("audit").select("act").orderBy("id").execute();
  expect(audit.map(({ act }) => act)).toEqual(["open-accrual", "payment-created", "payment-paid"]);
});

test("return, notification and poll together settle once", async () => {
  await using it = await till({ deaf: true });
  for (let round = 0; round < 5; round++) {
    const { accrual } = await it.act((act) => openCase(act));
    const started = await it.start(accrual.id);
    if (!started.ok) throw new Error(started.why);
    const word = paid(`race ${round}`);
    const sources = ["return", "notification", "poll", "notification", "return", "poll", "applicant", "notification"] as const;
    const settled = await Promise.all(sources.map((source) => transact(it.db, it.clock, provider, (act) => settle(act, started.payment, word, source))));
    expect(settled.filter(({ changed }) => changed)).toHaveLength(1);
    expect(settled.map(({ payment }) => payment.state)).toEqual(sources.map(() => "paid"));
    expect(await it.notices()).toHaveLength(round + 1);
    expect((await it.events(started.payment)).filter((line) => line.includes("pay "))).toHaveLength(1);
  }
});

test("two payments of one debt that are both paid at once: one counts, the other goes back", async () => {
  await using it = await till({ deaf: true });
  for (let round = 0; round < 5; round++) {
    const { accrual } = await it.act((act) => openCase(act));
    const first = await it.start(accrual.id);
    if (!first.ok) throw new Error(first.why);
    await it.act((act) => settle(act, first.payment, { state: "failed", reference: `a${round}` }, "poll"));
    const second = await it.start(accrual.id);
    if (!second.ok) throw new Error(second.why);
    expect(second.payment).not.toBe(first.payment);
    const both = await Promise.all([
      it.act((act) => settle(act, first.payment, paid(`a${round}`), "notification")),
      it.act((act) => settle(act, second.payment, paid(`b${round}`), "return")),
    ]);
    expect(both.map(({ payment }) => payment.state).sort()).toEqual(["paid", "returning"]);
  }
});

test("a paid notification after the payment had expired is a correction", async () => {
  await using it = await till({ deaf: true });
  const { payment } = await it.startPage();
  await it.act((act) => settle(act, payment, { state: "expired", reference: "late" }, "poll"));
  const { payment: after } = await it.act((act) => settle(act, payment, paid("late"), "notification"));
  expect(after.state).toBe("paid");
  const last = await it.db.selectFrom("payment_event").select("facts").where("payment_id", "=", payment).orderBy("id", "desc").limit(1).executeTakeFirstOrThrow();
  expect(last.facts).toMatchObject({ correction: true });
});

test("money for a withdrawn case goes back by itself, and only once", async () => {
  await using it = await till({ deaf: true });
  const { payment, redirectTo } = await it.startPage();
  await it.act((act) => closeAccrual(act, it.application, "withdrawn"));
  await it.act((act) => closeAccrual(act, it.application, "withdrawn"));
  expect(await it.balance()).toEqual({});
  await it.choose(redirectTo, "lost-notice");
  await pollPayment(it.desk, payment);
  expect((await it.payment(payment)).state).toBe("returning");
  expect(await it.jobs()).toContain("give-back-payment");
  expect(await it.balance()).toEqual({ "card-provider": total, "to-return": -total });
  await Promise.all([giveBack(it.desk, payment), giveBack(it.desk, payment)]);
  await giveBack(it.desk, payment);
  expect((await it.payment(payment)).state).toBe("refunded");
  expect(await it.balance()).toEqual({});
  expect(await it.notices()).toEqual(["money-returned"]);
  expect(await it.start()).toEqual({ ok: false, why: "closed" });
});

test("a page whose case was withdrawn or paid at a desk is closed, and nobody pays there any more", async () => {
  await using it = await till({ deaf: true });
  const { payment, redirectTo } = await it.startPage();
  await it.act((act) => closeAccrual(act, it.application, "withdrawn"));
  expect(await it.jobs()).toContain("close-payment");
  await closePayment(it.desk, payment);
  await closePayment(it.desk, payment);
  expect((await it.payment(payment)).state).toBe("cancelled");
  await it.choose(redirectTo, "pay");
  await pollPayment(it.desk, payment);
  expect(await it.balance()).toEqual({});
  const { accrual } = await it.act((act) => openCase(act));
  const started = await it.start(accrual.id);
  if (!started.ok) throw new Error(started.why);
  await it.act(async (act) => receive(act, await lockAccrual(act, accrual.id), { provider: "desk", reference: "D-1", amount: total }));
  await closePayment(it.desk, started.payment);
  expect((await it.payments()).map(({ state }) => state).sort()).toEqual(["cancelled", "cancelled", "paid"]);
});

test("an amount that does not match is never taken for paid: a notification's is asked about, the provider's own answer is held for an officer", async () => {
  await using it = await till({ deaf: true });
  const { payment } = await it.startPage();
  await it.act((act) => settle(act, payment, paid("less", 100), "notification"));
  expect((await it.payment(payment)).state).toBe("unknown");
  expect((await it.accrualNow()).closed_at).toBeNull();
  await it.act((act) => settle(act, payment, paid("less", 100), "poll"));
  expect(await it.payment(payment)).toMatchObject({ state: "disputed", taken: 100 });
  expect(await it.start()).toEqual({ ok: false, why: "in-dispute" });
  expect(await it.balance()).toMatchObject({ "card-provider": 100, "to-return": -100 });
});

test("no word takes a paid payment back; it is noted once for the finance officer", async () => {
  await using it = await till({ deaf: true });
  const { payment } = await it.startPage();
  await it.act((act) => settle(act, payment, paid(), "notification"));
  for (const state of ["failed", "failed", "expired", "cancelled"] as const) await it.act((act) => settle(act, payment, { state, reference: "r1" }, "notification"));
  await it.act((act) => settle(act, payment, { state: "no-answer" }, "poll"));
  expect((await it.payment(payment)).state).toBe("paid");
  expect((await it.events(payment)).filter((line) => line.includes("contradicted"))).toHaveLength(3);
});

test("withdrawing and paying at the same time: either the case is paid, or the money goes back", async () => {
  await using it = await till({ deaf: true });
  for (let round = 0; round < 6; round++) {
    const { accrual, application } = await it.act((act) => openCase(act));
    const started = await it.start(accrual.id);
    if (!started.ok) throw new Error(started.why);
    await Promise.all([
      transact(it.db, it.clock, payer, (act) => closeAccrual(act, application, "withdrawn")),
      transact(it.db, it.clock, provider, (act) => settle(act, started.payment, paid(`w${round}`), "notification")),
    ]);
    const state = (await it.payment(started.payment)).state;
    const debt = await findAccrual(it.db, application);
    expect([["paid", "paid"], ["returning", "withdrawn"]]).toContainEqual([state, debt?.accrual.closed_because]);
  }
});
