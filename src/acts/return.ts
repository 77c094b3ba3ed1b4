import { answersOf, type Application, findByNumber } from "../applications/application.ts";
import { checkCode, draftOfCode, fillCode, openCode } from "../identity/code.ts";
import { same } from "../identity/secrets.ts";
import { openSession } from "../identity/session.ts";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import { addJob } from "../platform/jobs.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import type { Secret } from "../platform/secret.ts";
import { byMandate, findMandate, holdMandate } from "../representation/mandate.ts";
import { normaliseApplicationNumber, normalisePassportNumber } from "../rules/identifiers.ts";

/** `represents`: who asks acts for the person, and wants the code by their own contact. */
export type Asked = { number: string; identity: string; other: boolean; represents?: boolean };
export type ReturnAsked = { code: string; other: boolean };

/**
 * Somebody wants to come back to an application. The request only opens the place for a code and leaves the looking-up to a job, so that
 * answer and time are the same whether the number exists or not.
 */
export async function askToReturn(act: Act, secret: Secret, asked: Asked): Promise<string> {
  const code = await openCode(act, secret, "return", { number: asked.number, identity: asked.identity, ...(asked.represents ? { represents: "yes" } : {}) });
  // What was typed stays with the code, which is forgotten after a day; a job that failed stays in the queue.
  await addJob(act.tx, "return-code", { code, other: asked.other } satisfies ReturnAsked, { maxAttempts: 5 });
  return code;
}

/**
 * The job behind it: where number and identity fit together, the code goes to the contact of the case (`other`: to its second contact), or to
 * that of who acts for the person. A code that nobody can type any more is not sent. What it opens is the representative's where the contact is
 * theirs, also where a child is reached by it.
 */
export async function sendReturnCode(act: Act, secret: Secret, { code, other }: ReturnAsked): Promise<void> {
  const { number, identity, represents } = (await draftOfCode(act.tx, code, "return", act.now)) ?? {};
  if (number === undefined || identity === undefined) return;
  const application = await findByNumber(act.tx, normaliseApplicationNumber(number));
  if (!application || !isOf(application, identity)) return;
  const mandate = await findMandate(act.tx, application.id);
  if (represents === "yes") {
    const theirs = mandate?.email ?? mandate?.phone;
    if (mandate && theirs) await fillCode(act, secret, code, application.id, { channel: mandate.email ? "email" : "sms", contact: theirs, language: application.language, mandate: mandate.id });
    return;
  }
  const second = application.channel === "sms" ? "email" : "sms";
  const channel = other && (second === "email" ? application.email : application.phone) ? second : (application.channel as "email" | "sms");
  const contact = channel === "sms" ? application.phone : application.email;
  // A case that the office opened without a contact: there is no way to prove who asks, so nothing is sent.
  if (contact === null) return;
  await fillCode(act, secret, code, application.id, { channel, contact, language: application.language, mandate: mandate && [mandate.email, mandate.phone].includes(contact) ? mandate.id : null });
}

function isOf(application: Application, identity: string): boolean {
  const answers = answersOf(application);
  const typed = normalisePassportNumber(identity);
  return [answers.passportNumber, answers.foreignerNumber].some((known) => known !== undefined && same(known, typed));
}

/** The code is right: the person, or who acts for them, is signed in to the application again. `dead` where a mandate ended since it was sent. */
export async function comeBack(
  act: Act, secret: Secret, codeId: string, typed: string, language: string, device: string | null = null,
): Promise<Outcome<{ session: string }, "wrong" | "dead">> {
  const checked = await checkCode(act, secret, codeId, "return", typed);
  if (!checked.ok) return checked;
  if (!checked.application) throw new Error("a code without a case cannot be right");
  const { application, mandate } = checked;
  if (mandate && !(await holdMandate(act, mandate))) return not("dead");
  await record(mandate ? byMandate(act, mandate) : act, "come-back", { application });
  return done({ session: await openSession(act, { application, mandate }, language, device) });
}
