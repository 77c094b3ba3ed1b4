import type { Act } from "../platform/act.ts";

type Failed = { application_id: string | null; notice: string; channel: string; recipient: string; role: string; key: string };

/**
 * The same person's other contact, for a message that could not be delivered. None for a code, which proves the very contact it was sent to;
 * none for the former contact of a changed one; none for a message that came from the other channel already.
 */
export async function otherContact(act: Act, message: Failed): Promise<{ channel: "email" | "sms"; recipient: string } | null> {
  if (message.notice === "code" || message.role === "former-contact" || !message.application_id || /:(email|sms)$/.test(message.key)) return null;
  const contact = message.role === "representative"
    ? await act.tx.selectFrom("mandate").select(["email", "phone"]).where("application_id", "=", message.application_id).where("ended_at", "is", null).executeTakeFirst()
    : await act.tx.selectFrom("application").select(["email", "phone"]).where("id", "=", message.application_id).executeTakeFirst();
  const channel = message.channel === "email" ? "sms" : "email";
  const recipient = channel === "sms" ? contact?.phone : contact?.email;
  return recipient && recipient !== message.recipient ? { channel, recipient } : null;
}
