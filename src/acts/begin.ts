import { randomInt } from "node:crypto";
import { record } from "../audit/record.ts";
import type { Application } from "../applications/application.ts";
import { openDraft } from "../applications/draft.ts";
import { checkCode, fillCode, openCode } from "../identity/code.ts";
import { openSession } from "../identity/session.ts";
import { notify } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import { type Answers, readDate } from "../platform/form.ts";
import { done, type Outcome } from "../platform/outcome.ts";
import type { Secret } from "../platform/secret.ts";
import { byMandate, type Capacity, giveMandate } from "../representation/mandate.ts";
import { makeApplicationNumber } from "../rules/identifiers.ts";

type Sent = { code: string };

/** Sends the code of a pre-registration to the contact chosen there, or (`other`) to the second contact when one was given. */
export async function sendStartCode(act: Act, secret: Secret, draft: Answers, language: string, other = false): Promise<Outcome<Sent, "too-many">> {
  const chosen = draft.channel === "sms" ? "sms" : "email";
  const second = chosen === "sms" ? "email" : "sms";
  const contactBy = (channel: "sms" | "email") => (channel === "sms" ? draft.phone : draft.email);
  const channel = other && contactBy(second) ? second : chosen;
  const code = await openCode(act, secret, "start", draft);
  const sent = await fillCode(act, secret, code, null, { channel, contact: contactBy(channel)!, language });
  return sent.ok ? done({ code }) : sent;
}

type Begun = { application: Application; session: string };

/**
 * The contact is proven by its code: the draft begins, its application number is given and told, and the person is signed in.
 * Nobody else is locked out: a draft is nobody yet. Who said to act for the person is signed in as that, and what they do is done in that name.
 */
export async function begin(act: Act, secret: Secret, codeId: string, typed: string, language: string, device: string | null = null): Promise<Outcome<Begun, "wrong" | "dead">> {
  const checked = await checkCode(act, secret, codeId, "start", typed);
  if (!checked.ok) return checked;
  const { capacity, representativeName, representativeEmail, bar, barNumber, mandateUntil, ...answers } = checked.draft as Answers;
  // The contact the code reached is the proven one, also when it went the other way than first chosen.
  answers.channel = checked.channel;
  const application = await openDraft(act, answers, { number: makeApplicationNumber((below) => randomInt(below)), language });
  const { id } = application;
  const mandate = !capacity || capacity === "self" ? null
    : await giveMandate(act, id, { capacity: capacity as Capacity, name: representativeName!, bar, barNumber, email: representativeEmail, until: readDate(mandateUntil ?? "") ?? undefined });
  const acting = mandate ? byMandate(act, mandate) : act;
  await record(acting, "begin", { application: id, facts: { kind: answers.kind!, ...(capacity === "self" ? {} : { capacity: capacity ?? "self" }) } });
  await notify(acting, application, "number");
  return done({ application, session: await openSession(act, { application: id, mandate }, language, device) });
}
