import type { Application } from "../applications/application.ts";
import { contactOf } from "../applications/contact.ts";
import { record } from "../audit/record.ts";
import { checkCode, fillCode, openCode } from "../identity/code.ts";
import { noteProof, type Session } from "../identity/session.ts";
import type { Act } from "../platform/act.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import type { Secret } from "../platform/secret.ts";

/**
 * Sends a code to who is signed in, to prove once more that it is they: to the contact of the case, or (`other`) to its second one. It is a
 * code as for coming back, with the same limits, because that is what it proves.
 */
export async function askToProve(act: Act, secret: Secret, application: Application, other: boolean, language: string): Promise<Outcome<{ code: string }, "too-many">> {
  const first = contactOf(application).channel;
  const second = first === "sms" ? "email" : "sms";
  const channel = other && (second === "sms" ? application.phone : application.email) ? second : first;
  const contact = channel === "sms" ? application.phone : application.email;
  if (contact === null) throw new Error("nobody is signed in to a case without a contact");
  const code = await openCode(act, secret, "return", {});
  const sent = await fillCode(act, secret, code, application.id, { channel, contact, language, mandate: act.actor.mandate ?? null });
  return sent.ok ? done({ code }) : sent;
}

/** The code is right: for a while the session may do what asks for a proof. A code that went to another case, or to another of the two who act in it, is dead here. */
export async function prove(act: Act, secret: Secret, application: Application, session: Session, code: string, typed: string): Promise<Outcome<object, "wrong" | "dead">> {
  const checked = await checkCode(act, secret, code, "return", typed);
  if (!checked.ok) return checked;
  if (checked.application !== application.id || checked.mandate !== (act.actor.mandate ?? null)) return not("dead");
  await noteProof(act, session);
  await record(act, "proved", { application: application.id });
  return done();
}
