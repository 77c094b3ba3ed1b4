import { expect, test } from "vitest";
import { fees, openCase, total } from "../../test/debts.ts";
import { till } from "../../test/till.ts";
import { faults } from "../../invariants/checks.ts";
import { transact } from "../platform/act.ts";
import { v7 } from "../platform/id.ts";
import { admitBank, cancelCollection, collect } from "./collect.ts";
import { recalculate } from "./recalculate.ts";
import { decideRefund, isUnsent, noteRefundSent, proposeRefund, refundableOf, refundedParts, refundPayment, refundsOf } from "./refund.ts";
import { GatewayFault } from "./gateway.ts";
import { decideOtherWay, noteOtherWay, type Payout } from "./refund-other-way.ts";
import { paidBackOf } from "./refund-paper.ts";
import { totals } from "./totals.ts";
import { isIban, refundable, type RefundFacts } from "./refund-rule.ts";
import { linesOf } from "./accrual.ts";
import { pollPayment } from "./poll.ts";

const scope = { office: "35-1", province: "35" };

async function counter() {
  const it = await till({ deaf: true });
  const [one, other] = [v7(it.clock.now()), v7(it.clock.now())];
  await it.db.insertInto("officer").values([one, other].map((id, n) => ({
    id, email: `f${n}@example.org`, name: `Finance ${n}`, role: "finance", office_code: "35-1", created_at: it.clock.now(),
  }))).execute();
  const as = (id: string) => <T>(fn: Parameters<typeof transact<T>>[3]) => transact(it.db, it.clock, { kind: "officer", id, name: "officer" }, fn);
  return { ...it, one: as(one), other: as(other), officer: one,
    async paidByCard() {
      const { payment, redirectTo } = await it.startPage();
      await it.choose(redirectTo, "lost-notice");
      await pollPayment(it.desk, payment);
      return payment;
    },
    /** The case accepted, then refused. */
    async refused() {
      const at = it.clock.now();
      const line = { application_id: it.application, at, actor_kind: "officer", actor_name: "x" };
      await it.db.insertInto("application_history").values([
        { ...line, event: "accept", from_state: "attended", to_state: "accepted" }, { ...line, event: "confirm-refusal", from_state: "in-review", to_state: "refused" },
      ]).execute();
      await it.db.updateTable("application").set({ state: "refused" }).where("id", "=", it.application).execute();
      await it.db.insertInto("decision").values({ application_id: it.application, outcome: "refused", reasons: ["purpose-not-shown"], decided_at: at, decided_by: other, proposed_by: one }).execute();
    },
  };
}

const proposal = { reason: "refused" as const, lines: [{ code: "permit" as const, amount: 336_000 }], comment: "Refused after acceptance", iban: null };

test("fees paid by card go back after a refusal: proposed by one officer, approved by another, paid once by the provider, and told", async () => {
  await using it = await counter();
  const payment = await it.paidByCard();
  expect(await it.one((act) => proposeRefund(act, scope, payment, proposal))).toEqual({ ok: false, why: "not-refundable" });
  await it.refused();
  expect((await refundableOf(it.db, scope, payment))?.possible.map(({ reason }) => reason)).toEqual(["refused", "mistake"]);
  expect(await it.one((act) => proposeRefund(act, { office: "06-1", province: "06" }, payment, proposal))).toEqual({ ok: false, why: "not-found" });
  expect(await it.one((act) => proposeRefund(act, scope, payment, { ...proposal, lines: [{ code: "permit", amount: 336_001 }] }))).toEqual({ ok: false, why: "too-much" });
  const proposed = await it.one((act) => proposeRefund(act, scope, payment, proposal));
  if (!proposed.ok) throw new Error(proposed.why);
  const id = proposed.refund;
  expect(await it.one((act) => proposeRefund(act, scope, payment, proposal))).toEqual({ ok: false, why: "open-already" });
  expect(await it.one((act) => decideRefund(act, scope, id, "approve"))).toEqual({ ok: false, why: "own-proposal" });
  await refundPayment(it.desk, id);
  expect(await it.balance()).toMatchObject({ "card-provider": total });
  expect(await it.other((act) => decideRefund(act, scope, id, "approve"))).toEqual({ ok: true });
  expect(await it.balance()).toEqual({ "fee-card": -96_400, "to-return": -336_000, "card-provider": total });
  expect(await it.other((act) => decideRefund(act, scope, id, { dismiss: "late" }))).toEqual({ ok: false, why: "changed-meanwhile" });
  expect(await it.jobs()).toContain("refund-payment");
  const [waiting] = await refundsOf(it.db, scope, it.application);
  expect([30, 90].map((minutes) => isUnsent(waiting!, it.clock.now().add({ minutes })))).toEqual([false, true]);
  await Promise.all([refundPayment(it.desk, id), refundPayment(it.desk, id)]);
  await refundPayment(it.desk, id);
  expect(await it.balance()).toEqual({ "fee-card": -96_400, "card-provider": total - 336_000 });
  expect(await it.notices()).toEqual(["paid", "refunded"]);
  expect(await refundedParts(it.db, it.accrual.id)).toEqual([{ amount: 336_000, reason: "refused", sent: true, at: it.clock.now() }]);
  expect((await it.jobs()).filter((task) => task === "draw-paper")).toHaveLength(2);
  expect(await refundsOf(it.db, scope, it.application)).toMatchObject([{ state: "sent", amount: 336_000, proposer: "Finance 0", decider: "Finance 1" }]);
  // The payment still counts; the card may go back too while none was printed, and no more than that.
  expect((await refundableOf(it.db, scope, payment))?.possible).toEqual([
    { reason: "refused", ground: "practice of the directorates", lines: [{ code: "card", most: 96_400 }] },
    { reason: "mistake", ground: "Tax Procedure Law 213 arts. 116–126", lines: [{ code: "card", most: 96_400 }] },
  ]);
  expect(await faults(it.db)).toEqual([]);
});

test("a refund that the card’s provider refuses for good is noted as paid another way, approved by another officer, and asked of the provider no more", async () => {
  await using it = await counter();
  const payment = await it.paidByCard();
  await it.refused();
  const proposed = await it.one((act) => proposeRefund(act, scope, payment, proposal));
  if (!proposed.ok) throw new Error(proposed.why);
  const id = proposed.refund;
  await it.other((act) => decideRefund(act, scope, id, "approve"));
  let asked = 0;
  const refuses = { ...it.desk, gateway: { ...it.desk.gateway, refund: () => Promise.reject(new GatewayFault(`no ${++asked}`)) } };
  await expect(refundPayment(refuses, id)).rejects.toThrow("no 1");
  const day = Temporal.PlainDate.from("2026-11-23");
  const note = (payout: Partial<Payout> = {}) => it.one((act) => noteOtherWay(act, scope, id, { way: "cash-desk", reference: "V-17", on: day, ...payout }));
  expect(await note(), "the provider is still being asked").toEqual({ ok: false, why: "changed-meanwhile" });
  it.clock.move({ hours: 2 });
  expect(await note({ on: day.add({ days: 1 }) })).toEqual({ ok: false, why: "day-out-of-range" });
  expect(await note({ on: day.subtract({ days: 1 }) })).toEqual({ ok: false, why: "day-out-of-range" });
  expect(await note({ reference: " " })).toEqual({ ok: false, why: "reference-needed" });
  expect(await it.one((act) => noteOtherWay(act, { office: "06-1", province: "06" }, id, { way: "transfer", reference: "T", on: day }))).toEqual({ ok: false, why: "not-found" });
  expect((await Promise.all([note(), note()])).filter(({ ok }) => ok), "noted once").toHaveLength(1);
  await refundPayment(refuses, id);
  expect(asked, "nobody pays it a second time").toBe(1);
  expect(isUnsent((await refundsOf(it.db, scope, null))[0]!, it.clock.now())).toBe(false);
  expect(await it.one((act) => decideOtherWay(act, scope, id, "approve"))).toEqual({ ok: false, why: "own-note" });
  expect(await it.other((act) => decideOtherWay(act, scope, id, { dismiss: " " }))).toEqual({ ok: false, why: "because-needed" });
  expect(await it.other((act) => decideOtherWay(act, scope, id, { dismiss: "No receipt is there" }))).toEqual({ ok: true });
  await expect(refundPayment(refuses, id), "the provider is asked again").rejects.toThrow("no 2");
  expect(await note()).toEqual({ ok: true });
  expect(await it.other((act) => decideOtherWay(act, scope, id, "approve"))).toEqual({ ok: true });
  expect(await it.other((act) => decideOtherWay(act, scope, id, "approve"))).toEqual({ ok: false, why: "changed-meanwhile" });
  expect(await it.balance(), "what the provider took stays with it").toEqual({ "fee-card": -96_400, "cash-desk": -336_000, "card-provider": total });
  expect(await it.notices()).toEqual(["paid", "refunded-cash-desk"]);
  expect((await it.db.selectFrom("message").select("values").where("notice", "=", "refunded-cash-desk").executeTakeFirstOrThrow()).values).toMatchObject({ amount: 336_000, on: "2026-11-23", reference: "V-17" });
  expect(await refundedParts(it.db, it.accrual.id)).toEqual([{ amount: 336_000, reason: "refused", sent: true, at: it.clock.now(), otherwise: { way: "cash-desk", on: day } }]);
  expect((await paidBackOf(it.db, it.application, "en"))?.lines.map(({ note: said }) => said?.own)).toEqual(["Refused after it was accepted · in cash, at the office’s cash desk · 23 November 2026 · V-17"]);
  expect((await totals(it.db, "35", "channel", day, day)).map(({ back }) => back)).toEqual([336_000]);
  const trail = await it.db.selectFrom("audit").select(["act", "facts"]).where("act", "like", "refund%").orderBy("id").execute();
  expect(trail.map((line) => line.act)).toEqual(["refund-proposed", "refund-approved", "refund-other-way-noted", "refund-other-way-dismissed", "refund-other-way-noted", "refund-sent"]);
  expect(trail[3]!.facts).toMatchObject({ reason: "No receipt is there" });
  expect(await faults(it.db)).toEqual([]);
});

test("a proposed refund is dismissed with a reason, which stays", async () => {
  await using it = await counter();
  const payment = await it.paidByCard();
  await it.refused();
  const proposed = await it.one((act) => proposeRefund(act, scope, payment, proposal));
  if (!proposed.ok) throw new Error(proposed.why);
  const dismiss = (because: string) => it.other((act) => decideRefund(act, scope, proposed.refund, { dismiss: because }));
  expect(await dismiss(" ")).toEqual({ ok: false, why: "because-needed" });
  expect(await dismiss("The card was printed")).toEqual({ ok: true });
  expect(await refundsOf(it.db, scope, it.application)).toMatchObject([{ state: "dismissed", dismissed_because: "The card was printed" }]);
  expect((await it.db.selectFrom("audit").select("facts").where("act", "=", "refund-dismissed").executeTakeFirstOrThrow()).facts).toMatchObject({ reason: "The card was printed" });
  expect(await it.notices()).toEqual(["paid"]);
});

test("what was paid at a bank needs a Turkish account, is noted as sent by finance, and cannot be taken back by the bank beside it", async () => {
  await using it = await counter();
  const bank = await it.act((act) => admitBank(act, "deneme", "Deneme Bank"));
  await it.act((act) => collect(act, bank, "key-0001", { accrual: it.accrual.number, amount: total, reference: "D-1" }));
  await it.refused();
  const payment = (await it.payments())[0]!.id;
  const partial = { ...proposal, lines: [{ code: "permit" as const, amount: 100_000 }, { code: "card" as const, amount: 0 }] };
  expect(await it.one((act) => proposeRefund(act, scope, payment, partial))).toEqual({ ok: false, why: "iban-needed" });
  expect(await it.one((act) => proposeRefund(act, scope, payment, { ...partial, iban: "TR33 0006 1005 1978 6457 8413 27" }))).toEqual({ ok: false, why: "iban-needed" });
  const proposed = await it.one((act) => proposeRefund(act, scope, payment, { ...partial, iban: "tr33 0006 1005 1978 6457 8413 26" }));
  if (!proposed.ok) throw new Error(proposed.why);
  expect(await it.act((act) => cancelCollection(act, bank, "key-0002", { reference: "D-1" }))).toMatchObject({ status: 409, body: { title: "being-refunded" } });
  expect(await it.one((act) => noteRefundSent(act, scope, proposed.refund, "T-1"))).toEqual({ ok: false, why: "changed-meanwhile" });
  await it.other((act) => decideRefund(act, scope, proposed.refund, "approve"));
  expect(await it.one((act) => noteRefundSent(act, scope, proposed.refund, " "))).toEqual({ ok: false, why: "reference-needed" });
  expect(await it.one((act) => noteRefundSent(act, scope, proposed.refund, "T-1"))).toEqual({ ok: true });
  expect(await it.balance()).toMatchObject({ bank: total - 100_000, "fee-permit": -236_000 });
  expect(await faults(it.db)).toEqual([]);
});

test("by the rule nothing goes back for what was never accepted, and a shorter permit gives the difference by the tariff of its day", async () => {
  await using it = await counter();
  const lines = await linesOf(it.db, it.accrual.id);
  const facts: RefundFacts = {
    accepted: false, outcome: "refused", granted: null, cardPrinted: false, nationality: "GBR", accruedOn: Temporal.PlainDate.from("2026-11-23"), lines, back: {},
  };
  const reasons = (changes: Partial<RefundFacts>) => refundable({ ...facts, ...changes }).map(({ reason }) => reason);
  expect(reasons({})).toEqual(["mistake"]);
  expect(reasons({ accepted: true })).toEqual(["refused", "mistake"]);
  expect(refundable({ ...facts, accepted: true, cardPrinted: true })[0]!.lines.map(({ code }) => code)).toEqual(["permit"]);
  const granted = (until: string) => ({ accepted: true, outcome: "granted" as const, granted: { from: Temporal.PlainDate.from("2026-12-01"), until: Temporal.PlainDate.from(until) } });
  expect(reasons(granted("2027-11-30"))).toEqual(["mistake"]);
  const shorter = refundable({ ...facts, ...granted("2027-05-31") })[0]!;
  expect(shorter.reason).toBe("shorter");
  expect(shorter.lines[0]!.most).toBeGreaterThan(0);
  expect(shorter.lines[0]!.most).toBeLessThan(336_000);
  expect(["TR330006100519786457841326", "TR330006100519786457841327", "DE89370400440532013000", ""].map(isIban)).toEqual([true, false, false, false]);
});

test("what is owed changes only by a recorded act, while nothing is paid or under way", async () => {
  await using it = await counter();
  const less = fees.map((line) => (line.code === "permit" ? { ...line, amount: 4_000, amountTry: 168_000, months: 6 } : line));
  const set = (lines = less, reason = "Six months, not twelve") => it.one((act) => recalculate(act, it.accrual.id, lines, reason));
  expect(await set(less, " ")).toEqual({ ok: false, why: "reason-needed" });
  expect(await set(fees)).toEqual({ ok: false, why: "same" });
  expect(await set()).toMatchObject({ ok: true, accrual: { total: 264_400 } });
  expect(await it.balance()).toEqual({ receivable: 264_400, "fee-card": -96_400, "fee-permit": -168_000 });
  const [kept] = await it.db.selectFrom("accrual_recalculation").selectAll().execute();
  expect(kept).toMatchObject({ officer_id: it.officer, reason: "Six months, not twelve", before: [{ code: "card" }, { code: "permit", amount_try: 336_000 }], after: [{ code: "card" }, { code: "permit", amount_try: 168_000 }] });
  await it.startPage();
  expect(await set(fees, "back")).toEqual({ ok: false, why: "payment-under-way" });
  const closed = await it.act((act) => openCase(act));
  await it.db.updateTable("accrual").set({ closed_at: it.clock.now(), closed_because: "withdrawn" }).where("id", "=", closed.accrual.id).execute();
  expect(await it.one((act) => recalculate(act, closed.accrual.id, less, "late"))).toEqual({ ok: false, why: "closed" });
});
