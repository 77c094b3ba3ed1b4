import { record } from "../audit/record.ts";
import type { Application } from "../applications/application.ts";
import { contactOf, setContact } from "../applications/contact.ts";
import { checkCode, contactHashOf, fillCode, openCode } from "../identity/code.ts";
import { endOtherSessions } from "../identity/session.ts";
import { put } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";

type Wanted = { channel: "email" | "sms"; contact: string };

/** Begins a change of contact: a code goes to the new one, nothing changes before it is typed. */
export async function askNewContact(act: Act, secret: string, application: Application, wanted: Wanted, language: string): Promise<Outcome<{ code: string }, "too-many">> {
  const code = await openCode(act, secret, "contact", wanted);
  const sent = await fillCode(act, secret, code, application.id, { ...wanted, language });
  return sent.ok ? done({ code }) : sent;
}

/** The new contact is proven: it takes over, the old one is told, other devices are signed out. */
export async function changeContact(
  act: Act, secret: string, application: Application, session: string, codeId: string, typed: string,
): Promise<Outcome<object, "wrong" | "dead">> {
  const checked = await checkCode(act, secret, codeId, "contact", typed);
  if (!checked.ok) return checked;
  if (checked.application !== application.id) return not("dead");
  const { channel, contact } = checked.draft as Wanted;
  const former = contactOf(application);
  await setContact(act, application, { channel, contact, hash: contactHashOf(secret, contact) });
  await record(act, "change-contact", { application: application.id, facts: { channel } });
  if (former.contact) {
    await put(act, {
      application: application.id, notice: "contact-changed", language: application.language, channel: former.channel, recipient: former.contact,
      role: "former-contact", values: { number: application.number },
    });
  }
  await endOtherSessions(act, application.id, session);
  return done();
}
