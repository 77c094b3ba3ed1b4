import { sql } from "kysely";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import { type Clock, dateOf } from "../platform/clock.ts";
import { json, type Database, type Transaction } from "../platform/database.ts";
import { log } from "../platform/log.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import type { Secret } from "../platform/secret.ts";
import { type Claimed, claimOne } from "./claim.ts";
import { codeMinutes, isNotice } from "./notices.ts";
import { put } from "./notify.ts";
import { notWanted } from "./failed.ts";
import { contactNow, otherContact } from "./other-contact.ts";
import { overAt, overBecause } from "./over.ts";
import { quietUntil } from "./quiet.ts";
import { type Handed, reason } from "./route.ts";
import { type Routes, send } from "./routes.ts";
import { isReminder, isStopped, stoppedBecause } from "./stop.ts";
import { keepWordings, templateOf } from "./template.ts";

/** What delivering needs of the program. */
export type Delivery = { db: Database; clock: Clock; secret: Secret; origins: { portal: string }; authority: { name: string; phone: string }; smsSender?: string | undefined; routes: Routes };

/** What became of a claimed message: handed to a provider or not, or not handed over at all before an hour that suits. */
export type Attempt = { message: Claimed; handed: Handed | { outcome: "wait"; until: Temporal.Instant } };

// Five seconds, ten, twenty … half an hour: a code is given up after ten minutes, everything else after a day.
const firstPause = 5;
const longestPause = 1800;
const attemptsOf = { code: 8, other: 56 };

/** Who acts when a provider reports. */
export const deliverer = { kind: "system", id: null, name: "Sojourn" } as const;

/**
 * Hands one message to its provider and writes down what became of it. It is claimed meanwhile, so two workers never send it at once, and
 * one that is sent, delivered or given up is not sent again.
 *
 * What remains: a worker that dies, or loses the database, after the provider took the message and before that is committed, leaves it to be
 * sent again once its claim has run out. Between the two lies one commit, a few milliseconds. SMTP and SMPP can promise no more; a mail
 * carries the same Message-ID both times, an HTTP gateway gets the same id.
 */
export async function deliver(app: Delivery, id: string): Promise<void> {
  const message = await claimOne(app.db, id, app.clock.now());
  if (message) await writeDown(app, [await hand(app, message)]);
}

/** Hands a claimed message to a route. Never throws. */
export async function hand(app: Delivery, message: Claimed): Promise<Attempt> {
  const now = app.clock.now();
  if (message.notice === "code" && Temporal.Instant.compare(message.queued_at.add({ minutes: codeMinutes }), now) <= 0) {
    return { message, handed: { outcome: "never", because: "the code was no longer good" } };
  }
  const until = quietUntil(message.notice, now);
  if (until) return { message, handed: { outcome: "wait", until } };
  try {
    const over = overAt(message.notice, message.values);
    if (over && Temporal.Instant.compare(over, now) <= 0) return { message, handed: { outcome: "never", because: overBecause } };
    if (isReminder(message.notice) && message.application_id && (await isStopped(app.db, message.application_id))) return { message, handed: { outcome: "never", because: stoppedBecause } };
    return { message, handed: await send(app.routes, message, { portal: app.origins.portal, secret: app.secret, authority: app.authority, smsSender: app.smsSender }) };
  } catch (error) {
    // A message that cannot be written will not become writable by waiting: an officer sees it among those given up.
    log.error({ err: error, message: message.id, notice: message.notice }, "a message could not be written");
    return { message, handed: { outcome: "never", because: reason(error) } };
  }
}

/** Writes down what became of claimed messages, all in one commit; one whose claim has run out and is in another hand is left to that. */
export async function writeDown(app: Pick<Delivery, "db" | "clock">, attempts: readonly Attempt[]): Promise<void> {
  const now = app.clock.now();
  const sent = attempts.flatMap(({ message, handed }) => (handed.outcome === "sent" ? [{ message, references: [...new Set(handed.references)] }] : []));
  await keepWordings(app.db, now, sent.map(({ message }) => message));
  const others = attempts.filter(({ handed }) => handed.outcome !== "sent");
  if (others.length === 0 && sent.every(({ message }) => message.channel === "email")) return writeSent(app.db, now, sent);
  await app.db.transaction().execute(async (tx) => {
    await writeSent(tx, now, sent);
    const act = { tx, now, today: dateOf(now), actor: deliverer };
    for (const attempt of others) await writeUnsent(act, attempt);
  });
}

type Sent = { message: Claimed; references: string[] };

async function writeSent(db: Database | Transaction, now: Temporal.Instant, sent: readonly Sent[]): Promise<void> {
  if (sent.length === 0) return;
  const columns = [sent.map(({ message }) => message.id), sent.map(({ message }) => message.claimed_until.toString()), sent.map(({ references }) => references[0] ?? null),
    sent.map(({ message }) => templateOf(message.notice, message.language))];
  // The values of a code are wiped: it is a secret only until it is typed, but it need not lie about.
  await sql`
    update message m set state = 'sent', attempts = m.attempts + 1, sent_at = ${now}, next_at = null, claimed_until = null, last_error = null,
      provider_reference = r.reference, template = r.template, values = case m.notice when 'code' then '{}'::jsonb else m.values end
    from unnest(${columns[0]}::uuid[], ${columns[1]}::timestamptz[], ${columns[2]}::text[], ${columns[3]}::text[]) as r (id, claim, reference, template)
    where m.id = r.id and m.claimed_until = r.claim`.execute(db);
  const parts = sent.filter(({ message }) => message.channel === "sms").flatMap(({ message, references }) => references.map((reference) => ({ message: message.id, reference })));
  if (parts.length === 0) return;
  await sql`
    insert into message_part (provider_reference, message_id)
    select distinct on (r.reference) r.reference, r.id from unnest(${parts.map(({ message }) => message)}::uuid[], ${parts.map(({ reference }) => reference)}::text[]) as r (id, reference)
    on conflict (provider_reference) do update set message_id = excluded.message_id, delivered_at = null`.execute(db);
}

async function writeUnsent(act: Act, { message, handed }: Attempt): Promise<void> {
  const { rows } = await sql`select from message where id = ${message.id} and claimed_until = ${message.claimed_until} for update`.execute(act.tx);
  if (rows.length === 0 || handed.outcome === "sent") return;
  if (handed.outcome === "wait") return void (await change(act, message.id, { next_at: handed.until, claimed_until: null }));
  const attempts = message.attempts + 1;
  if (handed.outcome === "never" || attempts >= (message.notice === "code" ? attemptsOf.code : attemptsOf.other)) {
    return giveUp(act, message, handed.because, attempts);
  }
  const pause = Math.min(firstPause * 2 ** (attempts - 1), longestPause) * (0.75 + Math.random() / 2);
  await change(act, message.id, {
    state: "failed", attempts, failed_at: act.now, last_error: handed.because, next_at: act.now.add({ milliseconds: Math.round(pause * 1000) }), claimed_until: null,
  });
}

type Written = Partial<Pick<Claimed, "state" | "attempts" | "failed_at" | "last_error">> & { next_at: Temporal.Instant | null; claimed_until: null };

async function change(act: Act, id: string, set: Written): Promise<void> {
  await act.tx.updateTable("message").set(set).where("id", "=", id).execute();
}

type Failing = Pick<Claimed, "id" | "key" | "notice" | "application_id" | "language" | "channel" | "recipient" | "role" | "values">;

/** Not to be had on this channel: kept for an officer to see, and told on the other channel where the person has one. */
export async function giveUp(act: Act, message: Failing, because: string, attempts: number): Promise<void> {
  await act.tx
    .updateTable("message")
    .set({
      state: "given-up", attempts, failed_at: act.now, next_at: null, claimed_until: null, last_error: because, ...(message.notice === "code" ? { values: json({}) } : {}),
    })
    .where("id", "=", message.id)
    .execute();
  if (notWanted.includes(because)) return;
  const other = await otherContact(act, message);
  if (!other || !isNotice(message.notice)) return;
  await put(act, {
    key: `${message.key}:${other.channel}`,
    application: message.application_id,
    notice: message.notice,
    language: message.language,
    role: message.role,
    values: message.values as Record<string, string | number>,
    ...other,
  });
}

/**
 * An officer has a message that was given up tried again from the beginning, at the contact its reader has now. A code is never tried again:
 * a new one is asked for.
 */
export async function tryAgain(act: Act, id: string): Promise<Outcome<object, "not-given-up">> {
  const message = await act.tx
    .updateTable("message")
    .set({ state: "queued", attempts: 0, next_at: act.now })
    .where("id", "=", id).where("state", "=", "given-up").where("notice", "<>", "code")
    .returning(["id", "notice", "application_id", "role", "recipient"])
    .executeTakeFirst();
  if (!message) return not("not-given-up");
  const moved = await contactNow(act, message);
  if (moved) await act.tx.updateTable("message").set(moved).where("id", "=", id).execute();
  await record(act, "send-again", { application: message.application_id ?? undefined, facts: { notice: message.notice } });
  return done();
}
