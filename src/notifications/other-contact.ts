import type { Act } from "../platform/act.ts";

type Addressed = { application_id: string | null; recipient: string; role: string };
type Failed = Addressed & { notice: string; channel: string; key: string };
type Contact = { channel: "email" | "sms"; recipient: string };

/**
 * The same person's other contact, for a message that could not be delivered. None for a code, which proves the very contact it was sent to;
 * none for the former contact of a changed one; none for a message that came from the other channel already.
 */
export async function otherContact(act: Act, message: Failed): Promise<Contact | null> {
  if (message.notice === "code" || message.role === "former-contact" || !message.application_id || /:(email|sms)$/.test(message.key)) return null;
  const contact = await contactsOf(act, message.application_id, message.role);
  const channel = message.channel === "email" ? "sms" : "email";
  const recipient = channel === "sms" ? contact?.phone : contact?.email;
  return recipient && recipient !== message.recipient ? { channel, recipient } : null;
}

/** Where a message goes whose contact is not its reader's any more, or null: it goes where it went, and a former contact's stays its. */
export async function contactNow(act: Act, message: Addressed): Promise<Contact | null> {
  if (message.role === "former-contact" || !message.application_id) return null;
  const contact = await contactsOf(act, message.application_id, message.role);
  if (!contact || contact.email === message.recipient || contact.phone === message.recipient) return null;
  const channel = contact.channel === "sms" || !contact.email ? "sms" : "email";
  const recipient = channel === "sms" ? contact.phone : contact.email;
  return recipient ? { channel, recipient } : null;
}

/** Has what still waits to go to contacts that are the person's no longer go to the one that is. Codes prove the contact they were made for, and stay. */
export async function readdress(act: Act, application: string, former: readonly string[], to: Contact): Promise<void> {
  if (former.length === 0) return;
  await act.tx
    .updateTable("message")
    .set(to)
    .where("application_id", "=", application).where("role", "=", "applicant").where("notice", "<>", "code").where("recipient", "in", former)
    .where("next_at", "is not", null).where("claimed_until", "is", null)
    .execute();
}

async function contactsOf(act: Act, application: string, role: string): Promise<{ email: string | null; phone: string | null; channel?: string } | undefined> {
  return role === "representative"
    ? act.tx.selectFrom("mandate").select(["email", "phone"]).where("application_id", "=", application).where("ended_at", "is", null).executeTakeFirst()
    : act.tx.selectFrom("application").select(["email", "phone", "channel"]).where("id", "=", application).executeTakeFirst();
}
