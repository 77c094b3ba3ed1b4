import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import { instantOf } from "../platform/clock.ts";
import type { Database, Transaction } from "../platform/database.ts";
import type { Bank } from "./collect.ts";
import { compare, type Difference, noteDifferences } from "./reconcile.ts";

/** One collection of a bank's day: its own number, the accrual, kuruş, and whether it stands. */
export type Collection = { reference: string; accrual: string; amount: number; state: string };

const midnight = new Temporal.PlainTime();

/** A bank's day in Istanbul, as the file that both sides compare: every collection that stands or was taken back, in the order it came. */
export async function dayFile(db: Database | Transaction, bank: string, day: Temporal.PlainDate): Promise<Collection[]> {
  const rows = await db.selectFrom("payment").innerJoin("accrual", "accrual.id", "payment.accrual_id")
    .select(["payment.provider_reference as reference", "accrual.number as accrual", "payment.amount", "payment.state"])
    .where("payment.provider", "=", bank).where("payment.channel", "=", "bank").where("payment.state", "in", ["paid", "cancelled", "returning", "refunded"])
    .where("payment.started_at", ">=", instantOf(day, midnight)).where("payment.started_at", "<", instantOf(day.add({ days: 1 }), midnight))
    .orderBy("payment.started_at").orderBy("payment.id").execute();
  return rows.map((row) => ({ ...row, reference: row.reference ?? "" }));
}

/** The same as lines of text, as banks take such files: a head, a line for each collection, and the count and sum of what stands. */
export function dayLines(collections: readonly Collection[]): string {
  const standing = collections.filter(({ state }) => state === "paid");
  const sum = standing.reduce((total, { amount }) => total + amount, 0);
  return ["reference,accrual,kurus,state", ...collections.map(({ reference, accrual, amount, state }) => [reference, accrual, amount, state].join(",")),
    `total,${standing.length},${sum},`].map((line) => `${line}\r\n`).join("");
}

/**
 * Holds what a bank says it collected on a day against our books of it. What differs is kept for finance, once however often it is sent,
 * and told to the bank. Nothing is booked by it: money we do not know is an officer's to look at.
 */
export async function compareBankDay(act: Act, bank: Bank, day: Temporal.PlainDate, theirs: readonly { reference: string; amount: number }[]): Promise<Difference[]> {
  const ours = (await dayFile(act.tx, bank.code, day)).filter(({ state }) => state === "paid");
  const found = compare(
    ours.map(({ reference, amount }) => ({ payment: reference, reference, amount })), theirs.map(({ reference, amount }) => ({ payment: reference, reference, amount })),
  );
  const rows = await act.tx.selectFrom("payment").select(["id", "provider_reference"]).where("provider", "=", bank.code)
    .where("provider_reference", "in", [...found.map(({ reference }) => reference), ""]).execute();
  const ids = new Map(rows.map(({ id, provider_reference }) => [provider_reference, id]));
  const differences = found.map((difference) => ({ ...difference, payment: ids.get(difference.reference) ?? null }));
  await noteDifferences(act, bank.code, day, differences);
  await record(act, "bank-day-compared", { facts: { bank: bank.code, day: day.toString(), theirs: theirs.length, ours: ours.length, differences: differences.length } });
  return differences;
}
