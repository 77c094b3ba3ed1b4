import { put } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import { json } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { allows } from "./limits.ts";
import { keyed, same, sixDigits } from "./secrets.ts";

export type Channel = "email" | "sms";
export type Purpose = "start" | "return" | "contact";

/** How long a code is good, and how often it may be mistyped. */
export const codeMinutes = 15;
export const codeAttempts = 5;

type Asked = {
  purpose: Purpose;
  /** Null when the case asked for does not exist or the identity does not fit: then everything happens but the message. */
  application: string | null;
  channel: Channel;
  contact: string;
  language: string;
  draft?: object;
};

/** Sends a one-time code to a contact. Returns the id under which it is to be typed; `too-many` beyond the limits of contact or case. */
export async function sendCode(act: Act, secret: string, asked: Asked, send: boolean): Promise<Outcome<{ id: string }, "too-many">> {
  const contactHash = keyed(secret, "contact", asked.contact);
  if (!(await allows(act.tx, "code-contact", contactHash, act.now))) return not("too-many");
  if (asked.application && !(await allows(act.tx, "code-case", asked.application, act.now))) return not("too-many");
  const id = v7(act.now);
  const code = sixDigits();
  await act.tx
    .insertInto("code")
    .values({
      id,
      purpose: asked.purpose,
      application_id: asked.application,
      contact_hash: contactHash,
      channel: asked.channel,
      code_hash: keyed(secret, `code:${id}`, code),
      draft: asked.draft ? json(asked.draft) : null,
      sent_at: act.now,
      expires_at: act.now.add({ minutes: codeMinutes }),
    })
    .execute();
  if (send) {
    await put(act, {
      application: asked.application,
      notice: "code",
      language: asked.language,
      channel: asked.channel,
      recipient: asked.contact,
      values: { code, minutes: codeMinutes },
    });
  }
  return done({ id });
}

export type CheckedCode = { application: string | null; draft: Record<string, unknown> | null; channel: Channel };

/**
 * Checks a typed code. Right: it is used up. `wrong` counts; after five wrong tries or its time it is `dead` and a new one must be asked for.
 * A code for a case that does not exist is wrong like any other.
 */
export async function checkCode(act: Act, secret: string, id: string, purpose: Purpose, typed: string): Promise<Outcome<CheckedCode, "wrong" | "dead">> {
  const code = await act.tx.selectFrom("code").selectAll().where("id", "=", id).where("purpose", "=", purpose).forUpdate().executeTakeFirst();
  if (!code || code.used_at || code.attempts >= codeAttempts || Temporal.Instant.compare(code.expires_at, act.now) <= 0) return not("dead");
  if (!same(code.code_hash, keyed(secret, `code:${id}`, typed.replace(/\D/g, "")))) {
    await act.tx.updateTable("code").set({ attempts: code.attempts + 1 }).where("id", "=", id).execute();
    return not(code.attempts + 1 >= codeAttempts ? "dead" : "wrong");
  }
  await act.tx.updateTable("code").set({ used_at: act.now }).where("id", "=", id).execute();
  return done({ application: code.application_id, draft: code.draft as Record<string, unknown> | null, channel: code.channel as Channel });
}

/** Forgets codes, and the drafts typed with them, a day after they ended. */
export async function sweepCodes(act: Act): Promise<void> {
  await act.tx.deleteFrom("code").where("expires_at", "<", act.now.subtract({ hours: 24 })).execute();
}
