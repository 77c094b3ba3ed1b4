import { answersOf, type Application, findByNumber } from "../applications/application.ts";
import { checkCode, draftOfCode, fillCode, openCode } from "../identity/code.ts";
import { same } from "../identity/secrets.ts";
import { openSession } from "../identity/session.ts";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import { addJob } from "../platform/jobs.ts";
import { done, type Outcome } from "../platform/outcome.ts";
import type { Secret } from "../platform/secret.ts";
import { normaliseApplicationNumber, normalisePassportNumber } from "../rules/identifiers.ts";

export type Asked = { number: string; identity: string; other: boolean };
export type ReturnAsked = { code: string; other: boolean };

/**
 * Somebody wants to come back to an application. The request only opens the place for a code and leaves the looking-up to a job, so that
 * answer and time are the same whether the number exists or not.
 */
export async function askToReturn(act: Act, secret: Secret, asked: Asked): Promise<string> {
  const code = await openCode(act, secret, "return", { number: asked.number, identity: asked.identity });
  // What was typed stays with the code, which is forgotten after a day; a job that failed stays in the queue.
  await addJob(act.tx, "return-code", { code, other: asked.other } satisfies ReturnAsked, { maxAttempts: 5 });
  return code;
}

/**
 * The job behind it: where number and identity fit together, the code goes to the contact of the case (`other`: to its second contact). A code
 * that nobody can type any more is not sent.
 */
export async function sendReturnCode(act: Act, secret: Secret, { code, other }: ReturnAsked): Promise<void> {
  const { number, identity } = (await draftOfCode(act.tx, code, "return", act.now)) ?? {};
  if (number === undefined || identity === undefined) return;
  const application = await findByNumber(act.tx, normaliseApplicationNumber(number));
  if (!application || !isOf(application, identity)) return;
  const second = application.channel === "sms" ? "email" : "sms";
  const channel = other && (second === "email" ? application.email : application.phone) ? second : (application.channel as "email" | "sms");
  const contact = channel === "sms" ? application.phone : application.email;
  // A case that the office opened without a contact: there is no way to prove who asks, so nothing is sent.
  if (contact === null) return;
  await fillCode(act, secret, code, application.id, { channel, contact, language: application.language });
}

function isOf(application: Application, identity: string): boolean {
  const answers = answersOf(application);
  const typed = normalisePassportNumber(identity);
  return [answers.passportNumber, answers.foreignerNumber].some((known) => known !== undefined && same(known, typed));
}

/** The code is right: the person is signed in to the application again. */
export async function comeBack(
  act: Act, secret: Secret, codeId: string, typed: string, language: string, device: string | null = null,
): Promise<Outcome<{ session: string }, "wrong" | "dead">> {
  const checked = await checkCode(act, secret, codeId, "return", typed);
  if (!checked.ok) return checked;
  if (!checked.application) throw new Error("a code without a case cannot be right");
  await record(act, "come-back", { application: checked.application });
  return done({ session: await openSession(act, { application: checked.application }, language, device) });
}
