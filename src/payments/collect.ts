import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { type Selectable, sql } from "kysely";
import { answersOf, findApplication } from "../applications/application.ts";
import { record } from "../audit/record.ts";
import { removeFile } from "../documents/storage.ts";
import { allows, usedUp } from "../identity/limits.ts";
import { notify } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import { dateOf } from "../platform/clock.ts";
import { type Database, json } from "../platform/database.ts";
import type { DB } from "../platform/schema.ts";
import { everyOf, newest, type Secret } from "../platform/secret.ts";
import { inCapitals } from "../rules/names.ts";
import { type Accrual, linesOf } from "./accrual.ts";
import { post } from "./ledger.ts";
import { lockAccrual, lockPayment } from "./payment.ts";
import { apply, receive } from "./settle.ts";
import { signature } from "./signature.ts";

/** A bank that collects by accrual number. */
export type Bank = Selectable<DB["collecting_bank"]>;
/** What a bank is answered: an HTTP status and a body of codes and kuruş. The same key and body are answered the same for ever. */
export type Reply = { status: number; body: Record<string, unknown> };

const freshSeconds = 300;
const refused = (status: number, why: string): Reply => ({ status, body: { type: "about:blank", title: why, status } });

/** The key with which a bank signs, made from the house's secret: told to the bank once, stored nowhere. */
export function bankKey(secret: Secret, { code, key_version }: Pick<Bank, "code" | "key_version">): string {
  return createHmac("sha256", newest(secret)).update(`collection\0${code}\0${key_version}`).digest("hex");
}

/** Lets a bank collect, or lets it again with a new key. Returns the row from which `bankKey` makes the key to hand over. */
export async function admitBank(act: Act, code: string, name: string): Promise<Bank> {
  const bank = await act.tx.insertInto("collecting_bank").values({ code, name, added_at: act.now })
    .onConflict((conflict) => conflict.column("code").doUpdateSet((e) => ({ name, ended_at: null, key_version: e("collecting_bank.key_version", "+", 1) })))
    .returningAll().executeTakeFirstOrThrow();
  await record(act, "admit-bank", { facts: { bank: code, key: bank.key_version } });
  return bank;
}

export type SignedRequest = { bank: string; seconds: string; nonce: string; signature: string; path: string; body: string };

/** The bank that a request comes from, or undefined: unknown, ended, not signed by it, or older than five minutes of the machine's clock. */
export async function proveBank(db: Database, secret: Secret, machine: Temporal.Instant, request: SignedRequest): Promise<Bank | undefined> {
  const bank = await db.selectFrom("collecting_bank").selectAll().where("code", "=", request.bank).where("ended_at", "is", null).executeTakeFirst();
  // An unknown bank costs the same computation, so that codes of banks cannot be told by the time an answer takes.
  const given = Buffer.from(request.signature);
  const sound = everyOf(secret).map((one) => {
    const key = bankKey(one, bank ?? { code: "nobody", key_version: 0 });
    const right = Buffer.from(signature(key, "POST", request.path, request.seconds, request.nonce, request.body));
    return given.length === right.length && timingSafeEqual(given, right);
  }).includes(true);
  const fresh = /^\d{1,12}$/.test(request.seconds) && Math.abs(machine.epochMilliseconds / 1000 - Number(request.seconds)) <= freshSeconds;
  return sound && fresh ? bank : undefined;
}

/** Ends a bank's right to collect; what it collected stays. False when there is no such bank, or it was ended before. */
export async function endBank(act: Act, code: string): Promise<boolean> {
  const ended = await act.tx.updateTable("collecting_bank").set({ ended_at: act.now }).where("code", "=", code).where("ended_at", "is", null).returning("code").executeTakeFirst();
  if (ended) await record(act, "end-bank", { facts: { bank: code } });
  return ended !== undefined;
}

/** The banks that may collect and those that once could, by name. */
export async function banksThatCollect(db: Database): Promise<Bank[]> {
  return db.selectFrom("collecting_bank").selectAll().orderBy("name").execute();
}

/**
 * Why a bank is not heard just now, if so: it called too often, or named too many accruals that do not exist. Then it is answered nothing
 * at all, since answers only about those that exist would tell the two apart.
 */
export async function overQuota(db: Database, bank: Bank, now: Temporal.Instant): Promise<Reply | null> {
  if (await usedUp(db, "collection-unknown", bank.code, now)) return refused(429, "too-many-unknown");
  return (await allows(db, "collection", bank.code, now)) ? null : refused(429, "too-many");
}

async function unknownAccrual(act: Act, bank: Bank): Promise<Reply> {
  await allows(act.tx, "collection-unknown", bank.code, act.now);
  return refused(404, "unknown-accrual");
}

/** What is owed for an accrual number. Numbers can be guessed, so the payer is only initials. */
export async function queryAccrual(act: Act, bank: Bank, number: string): Promise<Reply> {
  const accrual = await act.tx.selectFrom("accrual").selectAll().where("number", "=", number).executeTakeFirst();
  await record(act, "collection-query", { application: accrual?.application_id, facts: { bank: bank.code, found: accrual !== undefined } });
  if (!accrual) return unknownAccrual(act, bank);
  const [lines, application] = await Promise.all([linesOf(act.tx, accrual.id), findApplication(act.tx, accrual.application_id)]);
  return {
    status: 200,
    body: {
      accrual: accrual.number, state: accrual.closed_because ?? "owed", currency: "TRY", total: accrual.total,
      lines: lines.map(({ code, amount_try }) => ({ code, amount: amount_try })), payer: initials(answersOf(application!)),
    },
  };
}

function initials(answers: Record<string, string>): string {
  const words = `${answers.givenNames ?? ""} ${answers.surname ?? ""}`.split(/\s+/u).filter(Boolean);
  return words.map((word) => `${inCapitals([...word][0]!, answers.nationality)}.`).join(" ");
}

/** Books money that a bank took at its desk, for the whole of an accrual and only once. `reference` is the bank's own number of it. */
export async function collect(act: Act, bank: Bank, key: string, asked: { accrual: string; amount: number; reference: string }): Promise<Reply> {
  return once(act, bank, key, asked, async () => {
    const found = await act.tx.selectFrom("accrual").select("id").where("number", "=", asked.accrual).executeTakeFirst();
    if (!found) return unknownAccrual(act, bank);
    const accrual = await lockAccrual(act, found.id);
    if (accrual.closed_because === "paid") return refused(409, "already-paid");
    if (accrual.closed_because !== null) return refused(409, "closed");
    if (asked.amount !== accrual.total) return { status: 422, body: { ...refused(422, "other-amount").body, total: accrual.total } };
    const used = await act.tx.selectFrom("payment").select("id").where("provider", "=", bank.code).where("provider_reference", "=", asked.reference).executeTakeFirst();
    if (used) return refused(409, "reference-used");
    const payment = await receive(act, accrual, { provider: bank.code, reference: asked.reference, amount: asked.amount });
    return { status: 201, body: { accrual: accrual.number, reference: asked.reference, amount: payment.amount, state: "paid", at: act.now.toString() } };
  });
}

/** Takes back a collection of the same day in Istanbul: the fees are owed again, the receipt is void. */
export async function cancelCollection(act: Act, bank: Bank, key: string, asked: { reference: string }): Promise<Reply> {
  return once(act, bank, key, asked, async () => {
    const found = await act.tx.selectFrom("payment").select("id").where("provider", "=", bank.code).where("provider_reference", "=", asked.reference).executeTakeFirst();
    if (!found) return refused(404, "unknown-reference");
    const { payment, accrual } = await lockPayment(act, found.id);
    if (payment.state !== "paid") return refused(409, "not-paid");
    if (!dateOf(payment.settled_at!).equals(act.today)) return refused(409, "another-day");
    const refund = await act.tx.selectFrom("refund").select("id").where("payment_id", "=", payment.id).where("state", "<>", "dismissed").executeTakeFirst();
    if (refund) return refused(409, "being-refunded");
    await apply(act, payment, accrual, "cancel", "bank", { reason: "cancelled by the bank" });
    await reopen(act, accrual, payment.id, payment.amount);
    return { status: 200, body: { accrual: accrual.number, reference: asked.reference, state: "cancelled" } };
  });
}

async function reopen(act: Act, accrual: Accrual, payment: string, amount: number): Promise<void> {
  await post(act, "cancelled", { accrual: accrual.id, payment }, [["receivable", amount], ["bank", -amount]]);
  await act.tx.updateTable("accrual").set({ closed_at: null, closed_because: null }).where("id", "=", accrual.id).execute();
  await removeFile(act, accrual.application_id, "receipt");
  const application = await findApplication(act.tx, accrual.application_id);
  if (application) await notify(act, application, "payment-taken-back", { amount });
}

/**
 * Does a thing once for a bank's key. The same key and body get the first answer again; another body under the key is refused. Two
 * requests with one key wait for one another.
 */
async function once(act: Act, bank: Bank, key: string, asked: Record<string, string | number>, fn: () => Promise<Reply>): Promise<Reply> {
  const digest = createHash("sha256").update(JSON.stringify(Object.entries(asked).sort())).digest("hex");
  await sql`select pg_advisory_xact_lock(hashtextextended(${`collection ${bank.code} ${key}`}, 0))`.execute(act.tx);
  const known = await act.tx.selectFrom("collection_request").selectAll().where("bank", "=", bank.code).where("key", "=", key).executeTakeFirst();
  if (known) await record(act, "collection", { facts: { bank: bank.code, key, status: known.digest === digest ? known.status : 409, again: true } });
  if (known) return known.digest === digest ? { status: known.status, body: known.answer as Reply["body"] } : refused(409, "key-used-for-another-request");
  const reply = await fn();
  await act.tx.insertInto("collection_request").values({ bank: bank.code, key, digest, status: reply.status, answer: json(reply.body), at: act.now }).execute();
  await record(act, "collection", { facts: { bank: bank.code, status: reply.status, title: reply.body.title ?? null } });
  return reply;
}
