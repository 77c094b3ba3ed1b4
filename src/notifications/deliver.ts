import type { Selectable } from "kysely";
import { z } from "zod";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import { type Clock, dateOf, ISTANBUL } from "../platform/clock.ts";
import { json, type Database, type Transaction } from "../platform/database.ts";
import { addJob } from "../platform/jobs.ts";
import { log } from "../platform/log.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import type { DB } from "../platform/schema.ts";
import { isNotice, notices } from "./notices.ts";
import { put } from "./notify.ts";
import { otherContact } from "./other-contact.ts";
import { type Handed, reason, type Receipt } from "./route.ts";
import { type Routes, send } from "./routes.ts";

/** What delivering needs of the program. */
export type Delivery = { db: Database; clock: Clock; secret: string; origins: { portal: string }; routes: Routes };

type Message = Selectable<DB["message"]>;

/** A code is good for a quarter of an hour; an older one is not sent any more. */
const codeMinutes = 15;
// Five seconds, ten, twenty … half an hour: a code is given up after ten minutes, everything else after a day.
const firstPause = 5;
const longestPause = 1800;
const attemptsOf = { code: 8, other: 56 };

/**
 * The job `deliver`: hands one message to its provider. The row stays locked meanwhile, so two workers never send it at once, and one that
 * is sent, delivered or given up is not sent again.
 *
 * What remains: a worker that dies, or loses the database, after the provider took the message and before that is committed, leaves it to be
 * sent again. Between the two lies one commit, a few milliseconds. SMTP and SMPP can promise no more; a mail carries the same Message-ID
 * both times, an HTTP gateway gets the same id.
 */
export async function deliver(app: Delivery, id: string): Promise<void> {
  await app.db.transaction().execute(async (tx) => {
    const now = app.clock.now();
    const message = await tx
      .selectFrom("message").selectAll().where("id", "=", id).where("next_at", "is not", null).forUpdate().skipLocked().executeTakeFirst();
    if (!message) return;
    const quiet = quietUntil(message, now);
    if (quiet) return later(tx, message, quiet, now, { state: message.state });
    await settle({ tx, now, today: dateOf(now), actor }, message, await hand(app, message, now));
  });
}

const actor = { kind: "system", id: null, name: "Sojourn" } as const;

async function hand(app: Delivery, message: Message, now: Temporal.Instant): Promise<Handed> {
  if (message.notice === "code" && Temporal.Instant.compare(message.queued_at.add({ minutes: codeMinutes }), now) <= 0) {
    return { outcome: "never", because: "the code was no longer good" };
  }
  try {
    return await send(app.routes, message, { portal: app.origins.portal, secret: app.secret });
  } catch (error) {
    // A message that cannot be written will not become writable by waiting: an officer sees it among those given up.
    log.error({ err: error, message: message.id, notice: message.notice }, "a message could not be written");
    return { outcome: "never", because: reason(error) };
  }
}

async function settle(act: Act, message: Message, handed: Handed): Promise<void> {
  const attempts = message.attempts + 1;
  if (handed.outcome === "sent") {
    const references = [...new Set(handed.references)];
    await act.tx
      .updateTable("message")
      .set({ state: "sent", attempts, sent_at: act.now, next_at: null, last_error: null, provider_reference: references[0] ?? null, ...wiped(message) })
      .where("id", "=", message.id)
      .execute();
    if (message.channel === "sms" && references.length > 0) {
      await act.tx
        .insertInto("message_part")
        .values(references.map((reference) => ({ provider_reference: reference, message_id: message.id })))
        .onConflict((it) => it.column("provider_reference").doUpdateSet({ message_id: message.id, delivered_at: null }))
        .execute();
    }
    return;
  }
  const most = message.notice === "code" ? attemptsOf.code : attemptsOf.other;
  if (handed.outcome === "later" && attempts < most) {
    const pause = Math.min(firstPause * 2 ** (attempts - 1), longestPause) * (0.75 + Math.random() / 2);
    return later(act.tx, message, act.now.add({ milliseconds: Math.round(pause * 1000) }), act.now, {
      state: "failed", attempts, failed_at: act.now, last_error: handed.because,
    });
  }
  await giveUp(act, message, handed.because, attempts);
}

async function later(tx: Transaction, message: Message, at: Temporal.Instant, now: Temporal.Instant, set: Partial<Message>): Promise<void> {
  const { values: _, ...rest } = set;
  await tx.updateTable("message").set({ ...rest, next_at: at }).where("id", "=", message.id).execute();
  // The queue of jobs runs by the machine's clock, whatever ours says.
  await addJob(tx, "deliver", { message: message.id }, { key: `deliver:${message.id}`, after: now.until(at), maxAttempts: 12 });
}

/** Not to be had on this channel: kept for an officer to see, and told on the other channel where the person has one. */
async function giveUp(act: Act, message: Message, because: string, attempts: number): Promise<void> {
  await act.tx
    .updateTable("message")
    .set({ state: "given-up", attempts, failed_at: act.now, next_at: null, last_error: because, ...wiped(message) })
    .where("id", "=", message.id)
    .execute();
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

// A code is a secret only until it is typed, but it need not lie about.
function wiped(message: Message) {
  return message.notice === "code" ? { values: json({}) } : {};
}

const quietFrom = 21;
const quietTo = 9;

/** When a notice that may wait should go out, if it came up at night in Istanbul. */
function quietUntil(message: Message, now: Temporal.Instant): Temporal.Instant | null {
  if (!isNotice(message.notice) || notices[message.notice].obligatory) return null;
  const here = now.toZonedDateTimeISO(ISTANBUL);
  if (here.hour >= quietTo && here.hour < quietFrom) return null;
  const day = here.hour < quietTo ? here : here.add({ days: 1 });
  return day.withPlainTime({ hour: quietTo }).toInstant();
}

const receiptJob = z.object({ reference: z.string(), delivered: z.boolean(), because: z.string().nullable() });

/** Keeps a receipt as a job, so that it is acknowledged only once it is safe. It may come before the message's own commit, hence the second. */
export async function hear(db: Database, receipt: Receipt): Promise<void> {
  await addJob(db, "receipt", receipt, { after: { seconds: 1 }, maxAttempts: 5 });
}

/** The job `receipt`: what the provider reported about one part. Delivered is a message of which every part is. */
export async function receive(app: Pick<Delivery, "db" | "clock">, payload: unknown): Promise<void> {
  const receipt = receiptJob.parse(payload);
  await app.db.transaction().execute(async (tx) => {
    const now = app.clock.now();
    const part = await tx.selectFrom("message_part").selectAll().where("provider_reference", "=", receipt.reference).executeTakeFirst();
    if (!part) throw new Error("a receipt for a part that is not known (yet)");
    const message = await tx.selectFrom("message").selectAll().where("id", "=", part.message_id).forUpdate().executeTakeFirstOrThrow();
    if (message.state !== "sent") return;
    if (!receipt.delivered) return giveUp({ tx, now, today: dateOf(now), actor }, message, receipt.because ?? "not delivered", message.attempts);
    await tx.updateTable("message_part").set({ delivered_at: now }).where("provider_reference", "=", receipt.reference).execute();
    const open = await tx.selectFrom("message_part").select("provider_reference").where("message_id", "=", message.id).where("delivered_at", "is", null).executeTakeFirst();
    if (!open) await tx.updateTable("message").set({ state: "delivered", delivered_at: now }).where("id", "=", message.id).execute();
  });
}

/** An officer has a message that was given up tried again from the beginning. A code is never tried again: a new one is asked for. */
export async function tryAgain(act: Act, id: string): Promise<Outcome<object, "not-given-up">> {
  const message = await act.tx
    .updateTable("message")
    .set({ state: "queued", attempts: 0, next_at: act.now })
    .where("id", "=", id).where("state", "=", "given-up").where("notice", "<>", "code")
    .returning(["id", "notice", "application_id"])
    .executeTakeFirst();
  if (!message) return not("not-given-up");
  await record(act, "send-again", { application: message.application_id ?? undefined, facts: { notice: message.notice } });
  await addJob(act.tx, "deliver", { message: id }, { key: `deliver:${id}`, maxAttempts: 12 });
  return done();
}

/**
 * By the clock, each minute: messages that are two minutes overdue get their job again. A job of a worker that was killed stays locked for
 * hours; the message is not made to wait for that.
 */
export async function reviveMessages(app: Pick<Delivery, "db" | "clock">): Promise<number> {
  const overdue = await app.db
    .selectFrom("message").select("id").where("next_at", "<", app.clock.now().subtract({ minutes: 2 })).orderBy("next_at").limit(500).execute();
  for (const { id } of overdue) await addJob(app.db, "deliver", { message: id }, { key: `deliver:${id}`, maxAttempts: 12 });
  return overdue.length;
}
