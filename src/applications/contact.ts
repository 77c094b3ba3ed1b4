import type { Act } from "../platform/act.ts";
import type { Application } from "./application.ts";

/** How the person of an application is reached: the way they chose first, the other one if they gave it. */
export function contactOf(application: Application): { channel: "email" | "sms"; contact: string | null } {
  const channel = application.channel as "email" | "sms";
  return { channel, contact: channel === "sms" ? application.phone : application.email };
}

/** Makes a contact that was proven, or given at the counter, the one of the application. What is not named stays. */
export async function setContact(act: Act, application: Application, to: { channel: "email" | "sms"; email?: string | null; phone?: string | null; hash: string }): Promise<void> {
  const { hash, ...contact } = to;
  await act.tx.updateTable("application").set({ ...contact, contact_hash: hash }).where("id", "=", application.id).execute();
}
