import { codeMinutes } from "../notifications/notices.ts";
import { put } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import { type Database, json, type Transaction } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { log } from "../platform/log.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { everyOf, type Secret } from "../platform/secret.ts";
import { allows } from "./limits.ts";
import { keyed, same, sixDigits, token } from "./secrets.ts";

export type Channel = "email" | "sms";
export type Purpose = "start" | "return" | "contact";

/** How often a code may be mistyped. */
export const codeAttempts = 5;

/** `mandate`: the contact is that of who acts for the person. */
type Asked = { channel: Channel; contact: string; language: string; mandate?: string | null };

/**
 * Opens the place where a code will be typed, without saying whether one was sent. Its code is unknown to everybody until `fillCode`:
 * so a case that does not exist is asked for, waited for and mistyped exactly like one that does.
 */
export async function openCode(act: Act, secret: Secret, purpose: Purpose, draft?: object): Promise<string> {
  const id = v7(act.now);
  await act.tx
    .insertInto("code")
    .values({
      id,
      purpose,
      channel: "email",
      code_hash: keyed(secret, `code:${id}`, token()),
      draft: draft ? json(draft) : null,
      sent_at: act.now,
      expires_at: act.now.add({ minutes: codeMinutes }),
    })
    .execute();
  return id;
}

/** Makes the code of an opened place and sends it to a contact. `too-many` beyond the limits of the case, or of the contact for that purpose: nothing is sent. */
export async function fillCode(act: Act, secret: Secret, id: string, application: string | null, asked: Asked): Promise<Outcome<object, "too-many">> {
  const contactHash = keyed(secret, "contact", asked.contact);
  const { purpose } = await act.tx.selectFrom("code").select("purpose").where("id", "=", id).executeTakeFirstOrThrow();
  if (application && !(await allows(act.tx, "code-case", application, act.now))) return not("too-many");
  if (!(await allows(act.tx, `code-${purpose as Purpose}`, contactHash, act.now))) return not("too-many");
  const code = sixDigits();
  await act.tx
    .updateTable("code")
    .set({ application_id: application, mandate_id: asked.mandate ?? null, channel: asked.channel, code_hash: keyed(secret, `code:${id}`, code) })
    .where("id", "=", id)
    .where("used_at", "is", null)
    .execute();
  await put(act, {
    application, notice: "code", language: asked.language, channel: asked.channel, recipient: asked.contact, values: { code, minutes: codeMinutes },
    ...(asked.mandate ? { role: "representative" } : {}),
  });
  return done();
}

/** What was typed to ask for a code that is still waited for, or null once it was used or its time is over. */
export async function draftOfCode(db: Database | Transaction, id: string, purpose: Purpose, now: Temporal.Instant): Promise<Record<string, string> | null> {
  return (await codeUnderWay(db, id, purpose, now))?.draft ?? null;
}

/** A code that is still waited for: what was typed to ask for it, and the way it went; null once it was used or its time is over. */
export async function codeUnderWay(db: Database | Transaction, id: string, purpose: Purpose, now: Temporal.Instant): Promise<{ draft: Record<string, string>; channel: Channel } | null> {
  const code = await db
    .selectFrom("code")
    .select(["draft", "channel"])
    .where("id", "=", id)
    .where("purpose", "=", purpose)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return code?.draft ? { draft: code.draft as Record<string, string>, channel: code.channel as Channel } : null;
}

/**
 * Keeps what was typed into a form that asks to wait some minutes at most, where what was typed for a code is kept as well: no code belongs to
 * it, and nothing is sent or opened by it. Returns its id.
 */
export async function keepForm(act: Act, draft: object, minutes: number): Promise<string> {
  const id = v7(act.now);
  await act.tx
    .insertInto("code")
    .values({ id, purpose: "form", channel: "email", code_hash: "", draft: json(draft), sent_at: act.now, expires_at: act.now.add({ minutes }) })
    .execute();
  return id;
}

/** What was typed into a form that still asks to wait, and when; undefined once its time is over, or where the id is another's. */
export async function findKeptForm(db: Database | Transaction, id: string, now: Temporal.Instant): Promise<{ draft: Record<string, string>; since: Temporal.Instant } | undefined> {
  const kept = await db.selectFrom("code").select(["draft", "sent_at as since"]).where("id", "=", id).where("purpose", "=", "form").where("expires_at", ">", now).executeTakeFirst();
  return kept && { draft: kept.draft as Record<string, string>, since: kept.since };
}

export type CheckedCode = { application: string | null; mandate: string | null; draft: Record<string, unknown> | null; channel: Channel };

/**
 * Checks a typed code. Right: it is used up. `wrong` counts; after five wrong tries or its time it is `dead` and a new one must be asked for.
 * A code for a case that does not exist is wrong like any other.
 */
export async function checkCode(act: Act, secret: Secret, id: string, purpose: Purpose, typed: string): Promise<Outcome<CheckedCode, "wrong" | "dead">> {
  const code = await act.tx.selectFrom("code").selectAll().where("id", "=", id).where("purpose", "=", purpose).forUpdate().executeTakeFirst();
  if (!code || code.used_at || code.attempts >= codeAttempts || Temporal.Instant.compare(code.expires_at, act.now) <= 0) return not("dead");
  const right = everyOf(secret).some((one) => same(code.code_hash, keyed(one, `code:${id}`, typed.replace(/\D/g, ""))));
  if (!right) {
    log.info({ purpose, try: code.attempts + 1 }, "a code was mistyped");
    await act.tx.updateTable("code").set({ attempts: code.attempts + 1 }).where("id", "=", id).execute();
    return not(code.attempts + 1 >= codeAttempts ? "dead" : "wrong");
  }
  await act.tx.updateTable("code").set({ used_at: act.now }).where("id", "=", id).execute();
  return done({ application: code.application_id, mandate: code.mandate_id, draft: code.draft as Record<string, unknown> | null, channel: code.channel as Channel });
}

/** Codes of an application that are under way open nothing any more: they went to a contact that is not the person's now. */
export async function endCodes(act: Act, application: string): Promise<void> {
  await act.tx.updateTable("code").set({ used_at: act.now }).where("application_id", "=", application).where("used_at", "is", null).execute();
}

/** Codes under way to who acted for somebody open nothing any more. */
export async function endCodesOfMandate(act: Act, mandate: string): Promise<void> {
  await act.tx.updateTable("code").set({ used_at: act.now }).where("mandate_id", "=", mandate).where("used_at", "is", null).execute();
}

/** Forgets codes, and the drafts typed with them, a day after they ended. */
export async function sweepCodes(act: Act): Promise<void> {
  await act.tx.deleteFrom("code").where("expires_at", "<", act.now.subtract({ hours: 24 })).execute();
}
