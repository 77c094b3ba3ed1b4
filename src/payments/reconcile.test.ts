import { expect, test } from "vitest";
import { total } from "../../test/debts.ts";
import { movable, till } from "../../test/till.ts";
import { compare, nextDayToReconcile, reconcileDay, reconcileDue } from "./reconcile.ts";
import { settle } from "./settle.ts";

const monday = Temporal.PlainDate.from("2026-11-23");
const own = (payment: string, amount = 100) => ({ payment, reference: `r-${payment}`, amount });

test("two books are compared line by line", () => {
  expect(compare([own("a"), own("b"), own("c"), own("d")], [own("a"), own("b", 90), own("e"), own("d"), own("d")])).toEqual([
    { kind: "other-amount", reference: "r-b", payment: "b", ours: 100, theirs: 90 },
    { kind: "unknown-here", reference: "r-e", payment: null, ours: null, theirs: 100 },
    { kind: "doubled-there", reference: "r-d", payment: "d", ours: 100, theirs: 100 },
    { kind: "missing-there", reference: "r-c", payment: "c", ours: 100, theirs: null },
  ]);
  expect(compare([], [])).toEqual([]);
});

test("money that the provider took and we never heard of is settled by the day's books", async () => {
  await using it = await till({ deaf: true, bankClock: movable("2026-11-23T09:00:00Z") });
  const { payment, redirectTo } = await it.startPage();
  await it.choose(redirectTo, "lost-notice");
  expect((await it.payment(payment)).state).toBe("redirected");
  expect(await reconcileDay(it.desk, monday)).toEqual([]);
  expect((await it.payment(payment)).state).toBe("paid");
  expect(await it.notices()).toEqual(["paid"]);
  expect(await reconcileDay(it.desk, monday)).toEqual([]);
});

test("a payment that the provider does not have is listed once, however often the day is gone through", async () => {
  await using it = await till({ deaf: true, bankClock: movable("2026-11-23T09:00:00Z") });
  const { payment } = await it.startPage();
  await it.act((act) => settle(act, payment, { state: "paid", reference: "never", amount: total }, "notification"));
  for (let n = 0; n < 2; n++) expect(await reconcileDay(it.desk, monday)).toMatchObject([{ kind: "missing-there", payment, ours: total }]);
  expect(await it.db.selectFrom("payment_difference").select(["kind", "reference"]).execute()).toEqual([{ kind: "missing-there", reference: "never" }]);
});

test("money for a payment that we do not know is listed", async () => {
  await using it = await till({ deaf: true, bankClock: movable("2026-11-23T09:00:00Z") });
  const stranger = "01890000-0000-7000-8000-00000000000a";
  const { redirectTo } = await it.desk.gateway.start({ payment: stranger, amount: 500, description: "?", language: "en", returnTo: it.shop });
  await it.choose(redirectTo, "lost-notice");
  expect(await reconcileDay(it.desk, monday)).toMatchObject([{ kind: "unknown-here", payment: null, theirs: 500 }]);
});

test("days are gone through in their order, each once", async () => {
  await using it = await till({ deaf: true });
  it.clock.move({ hours: 24 });
  await reconcileDue(it.desk);
  await reconcileDue(it.desk);
  const lines = await it.db.selectFrom("audit").select("facts").where("act", "=", "payments-reconciled").orderBy("id").execute();
  expect(lines.map(({ facts }) => (facts as { day: string }).day))
    .toEqual(["2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"]);
  expect(await nextDayToReconcile(it.desk, monday.add({ days: 1 }))).toBeNull();
});
