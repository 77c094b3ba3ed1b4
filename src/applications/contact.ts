import type { Act } from "../platform/act.ts";
import type { Application } from "./application.ts";

/** How the person of an application is reached: the way they chose first, the other one if they gave it. */
export function contactOf(application: Application): { channel: "email" | "sms"; contact: string | null } {
  const channel = application.channel as "email" | "sms";
  return { channel, contact: channel === "sms" ? application.phone : application.email };
}

/**
 * Makes a contact that was proven, or given at the counter, the one of the application. What is not named stays. false when another one took
 * its place since the application was read: whom that one belongs to would not be told that it goes.
 */
export async function setContact(act: Act, application: Application, to: { channel: "email" | "sms"; email?: string | null; phone?: string | null }): Promise<boolean> {
  const { numUpdatedRows } = await act.tx.updateTable("application").set(to)
    .where("id", "=", application.id).where("email", "is not distinct from", application.email).where("phone", "is not distinct from", application.phone).executeTakeFirst();
  return numUpdatedRows === 1n;
}
