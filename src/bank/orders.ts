import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { type Clock, dateOf } from "../platform/clock.ts";

/** What a test person can have happen on the payment page. */
export const outcomes = [
  "pay", "decline", "walk-away", "lost-notice", "late-notice", "double-notice", "forged-notice", "garbage", "away",
] as const;
export type Choice = (typeof outcomes)[number];

export type BankOrder = {
  order: string;
  reference: string;
  state: "open" | "processing" | "paid" | "failed" | "expired" | "cancelled" | "refunded";
  amount: number;
  currency: string;
  description: string;
  language: string;
  returnTo: string;
  notifyTo: string;
  /** Milliseconds of the bank's clock. */
  openedAt: number;
  /** From then on a payment that was being decided is paid. */
  paidAt?: number;
  choice?: Choice;
  /** Parts that were paid back, by the shop's own number of each. */
  refunds?: Record<string, number>;
  /** Until then questions about this order get nonsense, or nothing. */
  garbageUntil?: number;
  awayUntil?: number;
};

export type Opening = Pick<BankOrder, "order" | "amount" | "currency" | "description" | "language" | "returnTo" | "notifyTo">;

/** What the bank calls a part of an order that it paid back. */
export const refundReference = (order: string, refund: string) => `${order}-${refund.slice(-12)}`;

const openFor = 15 * 60_000;

/** The bank's books: in memory, and in a file so that a restart keeps them. */
export function books(clock: Clock, file: string | null) {
  const orders = new Map<string, BankOrder>();
  if (file !== null && existsSync(file)) for (const order of JSON.parse(readFileSync(file, "utf8")) as BankOrder[]) orders.set(order.order, order);
  const now = () => clock.now().epochMilliseconds;

  function keep(order: BankOrder): BankOrder {
    orders.set(order.order, order);
    if (file !== null) {
      // Written beside and renamed: a bank killed in between keeps the books it had.
      writeFileSync(`${file}.new`, JSON.stringify([...orders.values()]), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    }
    return order;
  }

  // Time passes by itself: an open page closes, a payment being decided is decided.
  function current(order: BankOrder | undefined): BankOrder | undefined {
    if (order?.state === "open" && now() - order.openedAt > openFor) return keep({ ...order, state: "expired" });
    if (order?.state === "processing" && order.paidAt !== undefined && now() >= order.paidAt) return keep({ ...order, state: "paid" });
    return order;
  }

  return {
    now,
    keep,
    find: (order: string) => current(orders.get(order)),
    findByReference: (reference: string) => current([...orders.values()].find((order) => order.reference === reference)),
    /** What was taken on a day in Istanbul, whatever became of it since. */
    takenOn: (day: string) => [...orders.keys()].map((id) => current(orders.get(id))!)
      .filter(({ state, paidAt }) => (state === "paid" || state === "refunded") && paidAt !== undefined && dateOf(Temporal.Instant.fromEpochMilliseconds(paidAt)).toString() === day),
    /** The same order again is the same page; with another amount it is refused. */
    open(opening: Opening): BankOrder | "other-amount" {
      const known = current(orders.get(opening.order));
      if (known) return known.amount === opening.amount && known.currency === opening.currency ? known : "other-amount";
      return keep({ ...opening, reference: randomBytes(12).toString("hex"), state: "open", openedAt: now() });
    },
  };
}
export type Books = ReturnType<typeof books>;
