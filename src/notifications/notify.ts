import { v7 } from "../platform/id.ts";
import type { Act } from "../platform/act.ts";
import { sql } from "kysely";
import { json } from "../platform/database.ts";
import { faultIn, type Notice } from "./notices.ts";
import { mayTell } from "./stop.ts";

/** Whom a notice about an application goes to: the columns of the application that say how its person is reached. */
export type Reachable = { id: string; number: string; language: string; email: string | null; phone: string | null; channel: string };

/** Values of a notice, by the table in notices.ts: dates as ISO dates, documents as codes. They are put into words when the message is written. */
export type Values = Record<string, string | number>;

/**
 * Puts a notice about an application into the outbox, in the transaction of the act: to the person by their own contact, and to the
 * representative where there is one: both may read of several cases in one mailbox, so the person is named to them. What a representative did is
 * told as done by them. Delivered by the worker. An optional notice stays away where its reader stopped it or had enough of them.
 */
export async function notify(act: Act, to: Reachable, notice: Notice, values: Values = {}) {
  if (!(await mayTell(act, to.id, notice))) return;
  const mandate = await act.tx
    .selectFrom("mandate")
    .innerJoin("application", "application.id", "mandate.application_id")
    .select(["mandate.id", "mandate.name", "mandate.email", "mandate.phone", "application.protected"])
    .select(sql<Record<string, string>>`coalesce(application.frozen -> 'answers', application.answers)`.as("answers"))
    .where("mandate.application_id", "=", to.id)
    .where("mandate.ended_at", "is", null)
    .executeTakeFirst();
  const by: Values = mandate && mandate.id === act.actor.mandate ? { by: mandate.name } : {};
  const told: Values = { number: to.number, ...(mandate ? calledIn(mandate) : {}), ...by, ...values };
  const own = to.channel === "sms" ? to.phone : to.email;
  if (own) await put(act, { application: to.id, notice, language: to.language, channel: to.channel, recipient: own, values: told });
  const recipient = mandate?.email ?? mandate?.phone;
  if (mandate && recipient && recipient !== own) {
    const channel = mandate.email ? "email" : "sms";
    await put(act, { application: to.id, notice, language: to.language, channel, recipient, role: "representative", values: told });
  }
}

/** The person as "Aylin K.": enough for who acts for several to know whom it is about, and no more than that. Of who is protected, nothing. */
export function calledIn(application: { protected: boolean; answers: unknown; frozen?: unknown }): { person?: string } {
  const frozen = application.frozen as { answers: Record<string, string> } | null | undefined;
  const { givenNames, surname } = frozen?.answers ?? (application.answers as Record<string, string>);
  if (application.protected || !givenNames) return {};
  const [initial] = surname ?? "";
  return { person: initial === undefined ? givenNames : `${givenNames} ${initial}.` };
}

type Letter = {
  /** One message per key for ever; without one the message is its own. */
  key?: string;
  application: string | null;
  notice: Notice;
  language: string;
  channel: string;
  recipient: string;
  role?: string;
  values: Values;
};

/**
 * One message into the outbox, from which a worker delivers it; returns its id. A message whose `key` stands there already is not put in again:
 * then nothing happens and the older one's id comes back. Throws when a value is missing: the act must not succeed with an unwritable notice.
 */
export async function put(act: Act, letter: Letter): Promise<string> {
  const fault = faultIn(letter.notice, letter.values);
  if (fault) throw new Error(fault);
  const id = v7(act.now);
  const key = letter.key ?? `${letter.notice}:${id}`;
  const placed = await act.tx
    .insertInto("message")
    .values({
      id,
      key,
      application_id: letter.application,
      notice: letter.notice,
      language: letter.language,
      channel: letter.channel,
      recipient: letter.recipient,
      role: letter.role ?? "applicant",
      values: json(letter.values),
      queued_at: act.now,
      next_at: act.now,
    })
    .onConflict((it) => it.column("key").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!placed) return (await act.tx.selectFrom("message").select("id").where("key", "=", key).executeTakeFirstOrThrow()).id;
  return id;
}
