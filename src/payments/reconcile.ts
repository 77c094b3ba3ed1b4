import { record } from "../audit/record.ts";
import { type Act, transact } from "../platform/act.ts";
import { dateOf, instantOf } from "../platform/clock.ts";
import { isId } from "../platform/id.ts";
import { type ProviderRecord, wordOf } from "./gateway.ts";
import { type Desk, provider } from "./poll.ts";
import { settle } from "./settle.ts";

/** One payment of ours that counts for a day. */
export type OwnRecord = { payment: string; reference: string; amount: number };
export type Difference = {
  kind: "unknown-here" | "missing-there" | "other-amount" | "doubled-there";
  reference: string;
  payment: string | null;
  /** Kuruş on either side, null where there is nothing. */
  ours: number | null;
  theirs: number | null;
};

/** What two books of one day do not agree on. Pure: `ours` are the payments we hold for paid, `theirs` what the provider took. */
export function compare(ours: readonly OwnRecord[], theirs: readonly ProviderRecord[]): Difference[] {
  const own = new Map(ours.map((one) => [one.payment, one]));
  const seen = new Map<string, ProviderRecord>();
  const found: Difference[] = [];
  for (const their of theirs) {
    const { payment, reference, amount } = their;
    const mine = own.get(payment);
    if (seen.has(payment)) found.push({ kind: "doubled-there", reference, payment: mine?.payment ?? null, ours: mine?.amount ?? null, theirs: amount });
    else if (!mine) found.push({ kind: "unknown-here", reference, payment: null, ours: null, theirs: amount });
    else if (mine.amount !== amount) found.push({ kind: "other-amount", reference, payment, ours: mine.amount, theirs: amount });
    seen.set(payment, their);
  }
  for (const { payment, reference, amount } of ours) {
    if (!seen.has(payment)) found.push({ kind: "missing-there", reference, payment, ours: amount, theirs: null });
  }
  return found;
}

const midnight = new Temporal.PlainTime();

/**
 * Holds a day's books of the provider against ours, after the day is over. What the provider took and we did not know is settled by the
 * same verb as every other word; what then still differs is kept and listed for finance. Run again it finds nothing new.
 */
export async function reconcileDay(desk: Desk, day: Temporal.PlainDate): Promise<Difference[]> {
  const { db, clock, gateway } = desk;
  const theirs = await gateway.records(day);
  // What belongs to no payment of ours may bear any name there.
  const named = theirs.map(({ payment }) => payment).filter(isId);
  for (const payment of named) {
    const known = await db.selectFrom("payment").select(["state", "provider_reference"]).where("id", "=", payment).where("provider", "=", gateway.name).executeTakeFirst();
    if (!known || known.state === "paid") continue;
    const word = await wordOf(gateway.query(payment, known.provider_reference));
    await transact(db, clock, provider, (act) => settle(act, payment, word, "poll"));
  }
  const from = instantOf(day, midnight);
  const until = instantOf(day.add({ days: 1 }), midnight);
  const rows = await db.selectFrom("payment").select(["id", "provider_reference", "taken", "settled_at", "state"]).where("provider", "=", gateway.name)
    .where("taken", "is not", null)
    .where((e) => e.or([
      e.and([e("state", "=", "paid"), e("settled_at", ">=", from), e("settled_at", "<", until)]), ...(named.length > 0 ? [e("id", "in", named)] : []),
    ])).execute();
  const ours = rows.map(({ id, provider_reference, taken }) => ({ payment: id, reference: provider_reference ?? id, known: provider_reference, amount: taken! }));
  const differences: Difference[] = [];
  for (const difference of compare(ours, theirs)) {
    // Around midnight the provider may have it under another day: it is asked before it is said to miss anything.
    if (difference.kind === "missing-there" && (await wordOf(gateway.query(difference.payment!, ours.find(({ payment }) => payment === difference.payment)!.known))).state === "paid") continue;
    differences.push(difference);
  }
  await transact(db, clock, provider, async (act) => {
    await noteDifferences(act, gateway.name, day, differences);
    await record(act, "payments-reconciled", { facts: { provider: gateway.name, day: day.toString(), theirs: theirs.length, ours: ours.length, differences: differences.length } });
  });
  return differences;
}

/** Keeps what two books of a day do not agree on, each once however often they are compared. */
export async function noteDifferences(act: Act, of: string, day: Temporal.PlainDate, differences: readonly Difference[]): Promise<void> {
  if (differences.length === 0) return;
  await act.tx.insertInto("payment_difference")
    .values(differences.map(({ kind, reference, payment, ours, theirs }) => ({ provider: of, day, kind, reference, payment_id: payment, ours, theirs, found_at: act.now })))
    .onConflict((conflict) => conflict.doNothing()).execute();
}

/** Goes through every day of the last week that is over and was not gone through yet. Throws while the provider is away: the clock comes again. */
export async function reconcileDue(desk: Desk): Promise<void> {
  const today = dateOf(desk.clock.now());
  for (let day = await nextDayToReconcile(desk, today); day !== null; day = await nextDayToReconcile(desk, today)) await reconcileDay(desk, day);
}

/** The first day within the last week that is over and was not reconciled yet with the provider; null when all were. */
export async function nextDayToReconcile(desk: Desk, today: Temporal.PlainDate): Promise<Temporal.PlainDate | null> {
  const done = await desk.db.selectFrom("audit").select("facts").where("act", "=", "payments-reconciled").orderBy("id", "desc").limit(60).execute();
  const days = new Set(done.map(({ facts }) => facts as { provider: string; day: string }).filter((one) => one.provider === desk.gateway.name).map((one) => one.day));
  for (let back = 7; back >= 1; back--) {
    const day = today.subtract({ days: back });
    if (!days.has(day.toString())) return day;
  }
  return null;
}
