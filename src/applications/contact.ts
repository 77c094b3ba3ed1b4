import type { Act } from "../platform/act.ts";
import type { Application } from "./application.ts";

/** How the person of an application is reached: the way they chose first, the other one if they gave it. */
export function contactOf(application: Application): { channel: "email" | "sms"; contact: string | null } {
  const channel = application.channel as "email" | "sms";
  return { channel, contact: channel === "sms" ? application.phone : application.email };
}

/** Makes a proven contact the one of the application. */
export async function setContact(act: Act, application: Application, to: { channel: "email" | "sms"; contact: string; hash: string }): Promise<void> {
  const { channel, contact, hash } = to;
  await act.tx
    .updateTable("application")
    .set({ channel, contact_hash: hash, ...(channel === "sms" ? { phone: contact } : { email: contact }) })
    .where("id", "=", application.id)
    .execute();
}
