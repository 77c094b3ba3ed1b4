import { expect, test } from "vitest";
import { openCase, total } from "../../test/debts.ts";
import { movable, till } from "../../test/till.ts";
import { type Act, type Actor, transact } from "../platform/act.ts";
import { findAccrual } from "./accrual.ts";
import { compareBankDay, dayFile, dayLines } from "./bank-day.ts";
import { admitBank, type Bank, bankKey, cancelCollection, collect, overQuota, proveBank, queryAccrual } from "./collect.ts";
import { pollPayment } from "./poll.ts";
import { settle } from "./settle.ts";
import { signature } from "./signature.ts";

const desk: Actor = { kind: "bank", id: null, name: "Deneme Bank" };

async function counter(options: Parameters<typeof till>[0] = { deaf: true }) {
  const it = await till(options);
  const as = <T>(fn: (act: Act) => Promise<T>) => transact(it.db, it.clock, desk, fn);
  const bank: Bank = await as((act) => admitBank(act, "deneme", "Deneme Bank"));
  const asked = { accrual: it.accrual.number, amount: total, reference: "D-1" };
  return { ...it, as, bank, asked, pay: (key = "key-0001", changes = {}) => as((act) => collect(act, bank, key, { ...asked, ...changes })) };
}

test("a number is answered with its lines, its sum and the payer's initials only", async () => {
  await using it = await counter();
  const reply = await it.as((act) => queryAccrual(act, it.bank, it.accrual.number));
  expect(reply).toEqual({
    status: 200,
    body: {
      accrual: it.accrual.number, state: "owed", currency: "TRY", total, payer: "J. D.",
      lines: [{ code: "card", amount: 96_400 }, { code: "permit", amount: 336_000 }],
    },
  });
  expect(JSON.stringify(reply)).not.toContain("Jane");
});

test("a bank that tries numbers is stopped after some that do not exist", async () => {
  await using it = await counter();
  const ask = (number: string) => it.as((act) => queryAccrual(act, it.bank, number));
  for (let n = 0; n < 119; n++) expect((await ask(`2026112399${String(n).padStart(5, "0")}`)).status).toBe(404);
  expect(await overQuota(it.db, it.bank, it.clock.now())).toBeNull();
  expect(await it.pay("key-0099", { accrual: "202611239900099" })).toMatchObject({ status: 404 });
  // From here on it is told nothing, neither of numbers that exist nor of others.
  expect(await overQuota(it.db, it.bank, it.clock.now())).toMatchObject({ status: 429, body: { title: "too-many-unknown" } });
  expect(await overQuota(it.db, { ...it.bank, code: "other" }, it.clock.now())).toBeNull();
});

test("a bank’s end of day is compared with ours: what differs is listed once and told, and nothing is booked", async () => {
  await using it = await counter();
  await it.pay();
  const day = Temporal.PlainDate.from("2026-11-23");
  expect(dayLines(await dayFile(it.db, "deneme", day))).toBe(`reference,accrual,kurus,state\r\nD-1,${it.accrual.number},${total},paid\r\ntotal,1,${total},\r\n`);
  const compare = (theirs: { reference: string; amount: number }[]) => it.as((act) => compareBankDay(act, it.bank, day, theirs));
  expect(await compare([{ reference: "D-1", amount: total }])).toEqual([]);
  const payment = (await it.payments())[0]!.id;
  for (let n = 0; n < 2; n++) {
    expect(await compare([{ reference: "D-1", amount: total - 1 }, { reference: "D-9", amount: 500 }])).toEqual([
      { kind: "other-amount", reference: "D-1", payment, ours: total, theirs: total - 1 }, { kind: "unknown-here", reference: "D-9", payment: null, ours: null, theirs: 500 },
    ]);
  }
  expect(await compare([])).toEqual([{ kind: "missing-there", reference: "D-1", payment, ours: total, theirs: null }]);
  expect(await it.db.selectFrom("payment_difference").select(["provider", "kind"]).orderBy("id").execute()).toEqual(
    ["other-amount", "unknown-here", "missing-there"].map((kind) => ({ provider: "deneme", kind })));
  expect(await it.payments()).toHaveLength(1);
});

test("money taken at a desk pays the accrual, is told and receipted", async () => {
  await using it = await counter();
  expect(await it.pay()).toMatchObject({ status: 201, body: { state: "paid", amount: total } });
  expect(await findAccrual(it.db, it.application)).toMatchObject({ paid: true });
  expect(await it.notices()).toEqual(["paid"]);
  expect(await it.balance()).toMatchObject({ bank: total });
  expect(await it.start()).toEqual({ ok: false, why: "already-paid" });
});

test("the same key and body is one payment and one answer, also at the same moment; another body under it is refused", async () => {
  await using it = await counter();
  const replies = await Promise.all([it.pay(), it.pay(), it.pay(), it.pay()]);
  for (const reply of replies) expect(reply).toEqual(replies[0]);
  expect(replies[0]!.status).toBe(201);
  expect(await it.payments()).toHaveLength(1);
  expect(await it.pay("key-0001", { reference: "D-2" })).toMatchObject({ status: 409, body: { title: "key-used-for-another-request" } });
});

test("two desks at once: one is paid, the other is told so", async () => {
  await using it = await counter();
  const replies = await Promise.all([it.pay("key-0001", { reference: "D-1" }), it.pay("key-0002", { reference: "D-2" })]);
  expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect((await it.payments()).map(({ state }) => state)).toEqual(["paid"]);
});

test("another amount, an unknown number, a used reference and a closed accrual are refused", async () => {
  await using it = await counter();
  expect(await it.pay("key-0001", { amount: total - 1 })).toMatchObject({ status: 422, body: { title: "other-amount", total } });
  expect(await it.pay("key-0002", { accrual: "202611239999999" })).toMatchObject({ status: 404 });
  expect(await it.pay("key-0003")).toMatchObject({ status: 201 });
  const { accrual } = await it.act((act) => openCase(act));
  expect(await it.pay("key-0004", { accrual: accrual.number })).toMatchObject({ status: 409, body: { title: "reference-used" } });
  await it.db.updateTable("accrual").set({ closed_at: it.clock.now(), closed_because: "withdrawn" }).where("id", "=", accrual.id).execute();
  expect(await it.pay("key-0005", { accrual: accrual.number, reference: "D-9" })).toMatchObject({ status: 409, body: { title: "closed" } });
});

test("a card payment that arrives beside a desk's goes back", async () => {
  await using it = await counter();
  const { payment, redirectTo } = await it.startPage();
  expect((await it.pay()).status).toBe(201);
  await it.choose(redirectTo, "lost-notice");
  await pollPayment(it.desk, payment);
  expect((await it.payment(payment)).state).toBe("returning");
  expect((await it.payments()).filter(({ state }) => state === "paid")).toHaveLength(1);
});

test("desk and card at the same moment: one counts", async () => {
  await using it = await counter();
  for (let round = 0; round < 5; round++) {
    const { accrual } = await it.act((act) => openCase(act));
    const started = await it.start(accrual.id);
    if (!started.ok) throw new Error(started.why);
    const [reply, card] = await Promise.all([
      it.pay(`race-000${round}`, { accrual: accrual.number, reference: `D-${round}` }),
      it.as((act) => settle(act, started.payment, { state: "paid", reference: `c${round}`, amount: total }, "notification")),
    ]);
    expect([[201, "returning"], [409, "paid"]]).toContainEqual([reply.status, card.payment.state]);
  }
});

test("a desk takes its collection back on the same day and not later; the fees are owed and can be paid again", async () => {
  const clock = movable("2026-11-23T09:00:00Z");
  await using it = await counter({ deaf: true, clock });
  const cancel = (key: string, reference = "D-1") => it.as((act) => cancelCollection(act, it.bank, key, { reference }));
  await it.pay();
  expect(await cancel("key-1001", "D-7")).toMatchObject({ status: 404 });
  expect(await cancel("key-1002")).toMatchObject({ status: 200, body: { state: "cancelled" } });
  expect(await cancel("key-1002")).toMatchObject({ status: 200 });
  expect(await cancel("key-1003")).toMatchObject({ status: 409, body: { title: "not-paid" } });
  expect(await findAccrual(it.db, it.application)).toMatchObject({ paid: false, accrual: { closed_at: null } });
  expect(await it.balance()).toEqual({ receivable: total, "fee-card": -96_400, "fee-permit": -336_000 });
  expect(await it.notices()).toEqual(["paid", "payment-taken-back"]);
  clock.move({ minutes: 1 });
  expect(await it.pay("key-0009", { reference: "D-2" })).toMatchObject({ status: 201 });
  clock.move({ hours: 13 });
  expect(await cancel("key-1004", "D-2")).toMatchObject({ status: 409, body: { title: "another-day" } });
  const file = await dayFile(it.db, "deneme", Temporal.PlainDate.from("2026-11-23"));
  expect(file.map(({ reference, state }) => [reference, state])).toEqual([["D-1", "cancelled"], ["D-2", "paid"]]);
});

test("a request is a bank's own, fresh, by its present key, or nobody's", async () => {
  await using it = await counter();
  const house = "the house's own secret, long enough";
  const now = it.clock.now();
  const signed = (bank: Bank, at = now) => {
    const seconds = String(Math.floor(at.epochMilliseconds / 1000));
    const base = { bank: bank.code, seconds, nonce: "n".repeat(16), path: "/collection/pay", body: "{}" };
    return { ...base, signature: signature(bankKey(house, bank), "POST", base.path, seconds, base.nonce, base.body) };
  };
  expect(await proveBank(it.db, house, now, signed(it.bank))).toMatchObject({ code: "deneme" });
  expect(await proveBank(it.db, house, now, { ...signed(it.bank), body: "{\"amount\":1}" })).toBeUndefined();
  expect(await proveBank(it.db, house, now, { ...signed(it.bank), path: "/collection/cancel" })).toBeUndefined();
  expect(await proveBank(it.db, house, now, { ...signed(it.bank), bank: "other" })).toBeUndefined();
  expect(await proveBank(it.db, house, now, signed(it.bank, now.subtract({ seconds: 301 })))).toBeUndefined();
  expect(await proveBank(it.db, house, now, { ...signed(it.bank), signature: "", seconds: "" })).toBeUndefined();
  const renewed = await it.as((act) => admitBank(act, "deneme", "Deneme Bank"));
  expect(await proveBank(it.db, house, now, signed(it.bank))).toBeUndefined();
  expect(await proveBank(it.db, house, now, signed(renewed))).toMatchObject({ key_version: 2 });
});
