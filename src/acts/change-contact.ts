import { record } from "../audit/record.ts";
import type { Application } from "../applications/application.ts";
import { contactOf, setContact } from "../applications/contact.ts";
import { checkCode, endCodes, fillCode, openCode } from "../identity/code.ts";
import { endOtherSessions } from "../identity/session.ts";
import { put } from "../notifications/notify.ts";
import { readdress } from "../notifications/other-contact.ts";
import type { Act } from "../platform/act.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import type { Secret } from "../platform/secret.ts";
import { findMandate, mayChangeContact } from "../representation/mandate.ts";

type Channel = "email" | "sms";
type Wanted = { channel: Channel; contact: string };

/** Begins a change of contact: a code goes to the new one, nothing changes before it is typed. `own-address` as below; `theirs` where a lawyer asks. */
export async function askNewContact(act: Act, secret: Secret, application: Application, wanted: Wanted, language: string): Promise<Outcome<{ code: string }, "own-address" | "too-many" | "theirs">> {
  if (act.actor.mandate && !mayChangeContact((await findMandate(act.tx, application.id))!.capacity)) return not("theirs");
  if (await isLawyers(act, application, wanted.contact)) return not("own-address");
  const code = await openCode(act, secret, "contact", wanted);
  const sent = await fillCode(act, secret, code, application.id, { ...wanted, language });
  return sent.ok ? done({ code }) : sent;
}

/** The new contact is proven: it takes over, the old one is told, other devices are signed out. */
export async function changeContact(
  act: Act, secret: Secret, application: Application, session: string, codeId: string, typed: string,
): Promise<Outcome<object, "wrong" | "dead">> {
  const checked = await checkCode(act, secret, codeId, "contact", typed);
  if (!checked.ok) return checked;
  if (checked.application !== application.id) return not("dead");
  const { channel, contact } = checked.draft as Wanted;
  const former = contactOf(application);
  const set = await setContact(act, application, { channel, ...(channel === "sms" ? { phone: contact } : { email: contact }) });
  if (!set) return not("dead");
  await record(act, "change-contact", { application: application.id, facts: { channel } });
  if (former.contact && former.contact !== contact) {
    await readdress(act, application.id, [former.contact], { channel, recipient: contact });
    await tell(act, application, "contact-changed", former.channel, former.contact);
  }
  await endOtherSessions(act, application.id, session);
  return done();
}

/** What an officer was told at the counter; what is null is not kept. */
export type Told = { channel: Channel; email: string | null; phone: string | null };

/**
 * An officer puts the contacts of a case right for its person, who stands at the counter with the passport: of whoever lost the old ones no
 * code can be asked. Every contact that goes is told, so is the new one; all devices are signed out, and codes under way die. `own-address`:
 * who has a lawyer must be told by a contact that is not the lawyer's.
 */
export async function changeContactAtCounter(act: Act, application: Application, told: Told): Promise<Outcome<object, "own-address" | "same-contact" | "changed-meanwhile">> {
  const { channel, email, phone } = told;
  const contact = channel === "sms" ? phone : email;
  if (!contact) throw new Error("a contact of its channel is needed");
  if (channel === application.channel && email === application.email && phone === application.phone) return not("same-contact");
  if (await isLawyers(act, application, contact)) return not("own-address");
  if (!(await setContact(act, application, told))) return not("changed-meanwhile");
  await record(act, "change-contact", { application: application.id, office: application.office_code, facts: { channel, counter: "yes" } });
  await endCodes(act, application.id);
  await endOtherSessions(act, application.id, null);
  const gone = ([["email", application.email, email], ["sms", application.phone, phone]] as const).flatMap(([by, was, is]) => (was && was !== is ? [{ by, was }] : []));
  await readdress(act, application.id, gone.map(({ was }) => was), { channel, recipient: contact });
  for (const { by, was } of gone) await tell(act, application, "contact-changed", by, was);
  if (contact !== contactOf(application).contact) await tell(act, application, "contact-set", channel, contact);
  return done();
}

async function isLawyers(act: Act, { id }: Application, contact: string): Promise<boolean> {
  const mandate = await findMandate(act.tx, id);
  return mandate?.capacity === "lawyer" && (contact === mandate.email || contact === mandate.phone);
}

async function tell(act: Act, { id, number, language }: Application, notice: "contact-changed" | "contact-set", channel: Channel, recipient: string): Promise<void> {
  await put(act, { application: id, notice, language, channel, recipient, role: notice === "contact-changed" ? "former-contact" : "applicant", values: { number } });
}
