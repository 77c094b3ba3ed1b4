import { randomInt } from "node:crypto";
import { record } from "../audit/record.ts";
import type { Application } from "../applications/application.ts";
import { checkCode, contactHashOf } from "../identity/code.ts";
import { openSession } from "../identity/session.ts";
import { notify } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import { json } from "../platform/database.ts";
import type { Answers } from "../platform/form.ts";
import { v7 } from "../platform/id.ts";
import { done, type Outcome } from "../platform/outcome.ts";
import { type Capacity, giveMandate } from "../representation/mandate.ts";
import { makeApplicationNumber } from "../rules/identifiers.ts";

type Begun = { application: Application; session: string };

/**
 * The contact is proven by its code: the draft begins, its application number is given and told, and the person is signed in.
 * Nobody else is locked out: a draft is nobody yet.
 */
export async function begin(act: Act, secret: string, codeId: string, typed: string, language: string): Promise<Outcome<Begun, "wrong" | "dead">> {
  const checked = await checkCode(act, secret, codeId, "start", typed);
  if (!checked.ok) return checked;
  const { capacity, representativeName, representativeEmail, bar, barNumber, ...answers } = checked.draft as Answers;
  const id = v7(act.now);
  const contact = (answers.channel === "sms" ? answers.phone : answers.email)!;
  const application = await act.tx
    .insertInto("application")
    .values({
      id,
      number: makeApplicationNumber((below) => randomInt(below)),
      kind: answers.kind!,
      state: "draft",
      language,
      email: answers.email ?? null,
      phone: answers.phone ?? null,
      channel: answers.channel!,
      contact_hash: contactHashOf(secret, contact),
      answers: json(answers),
      started_at: act.now,
      changed_at: act.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  if (capacity && capacity !== "self") {
    await giveMandate(act, id, { capacity: capacity as Capacity, name: representativeName!, bar, barNumber, email: representativeEmail });
  }
  await record(act, "begin", { application: id, facts: { kind: answers.kind!, ...(capacity === "self" ? {} : { capacity: capacity ?? "self" }) } });
  await notify(act, application, "number");
  return done({ application, session: await openSession(act, { application: id }, language) });
}
