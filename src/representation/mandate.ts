import type { Selectable } from "kysely";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import type { DB } from "../platform/schema.ts";

export type Mandate = Selectable<DB["mandate"]>;
/** Who may act for a foreigner: a parent (veli), a guardian (vasi), a lawyer with a power of attorney. */
export const capacities = ["parent", "guardian", "lawyer"] as const;
export type Capacity = (typeof capacities)[number];
/** By whom a mandate ended; `day`: its own last day was over. */
export type EndedBy = "person" | "representative" | "officer" | "day";

type Given = { capacity: Capacity; name: string; bar?: string; barNumber?: string; email?: string; phone?: string; until?: Temporal.PlainDate };

/** Records who acts for the person of an application, from now on; returns the mandate's id. */
export async function giveMandate(act: Act, application: string, given: Given): Promise<string> {
  const id = v7(act.now);
  await act.tx
    .insertInto("mandate")
    .values({
      id,
      application_id: application,
      capacity: given.capacity,
      name: given.name,
      bar: given.bar ?? null,
      bar_number: given.barNumber ?? null,
      email: given.email ?? null,
      phone: given.phone ?? null,
      given_at: act.now,
      until: given.until ?? null,
    })
    .execute();
  return id;
}

/** Who acts for the person now, if anybody does. */
export async function findMandate(db: Database | Transaction, application: string): Promise<Mandate | undefined> {
  return db.selectFrom("mandate").selectAll().where("application_id", "=", application).where("ended_at", "is", null).executeTakeFirst();
}

/** Whoever acts or has acted for the person, the last first. */
export async function listMandates(db: Database | Transaction, application: string): Promise<Mandate[]> {
  return db.selectFrom("mandate").selectAll().where("application_id", "=", application).orderBy("given_at", "desc").execute();
}

/**
 * Whether a person may end a mandate by themselves, and a representative lay it down. A power of attorney both may, at any time (Code of
 * Obligations 6098 art. 512). Parental authority is taken from nobody without a ground in the law (Civil Code 4721 art. 335) and a guardian is
 * released by the court (arts 479–484): that these ended is shown to an officer, else whoever holds a child's contact could put its parents out.
 */
export function endsByWill(capacity: string): boolean {
  return capacity === "lawyer";
}

/**
 * Whether who acts for the person may also say how the person is reached. Parents and guardians represent in everything (Civil Code 4721 arts
 * 342 and 448); who is represented by a lawyer is told by a contact of their own, and would not notice otherwise what is done in their name.
 */
export function mayChangeContact(capacity: string): boolean {
  return capacity !== "lawyer";
}

/** How many days the duty of a lawyer who lays a matter down goes on, from the day the client is told (Attorneyship Law 1136 art. 41). */
export const dutyDays = 15;

/** The same act as done by who acts for the person. */
export function byMandate(act: Act, mandate: string): Act {
  return { ...act, actor: { ...act.actor, mandate } };
}

/** Thrown in an act of somebody whose mandate has ended: nothing of it is done. */
export class MandateEnded extends Error {}

/**
 * Holds a mandate for the time of an act: whoever ends it waits until what is under way is done, and what begins afterwards finds it ended.
 * false when it has ended, or its last day is over.
 */
export async function holdMandate(act: Act, id: string): Promise<boolean> {
  const held = await act.tx.selectFrom("mandate").select("until").where("id", "=", id).where("ended_at", "is", null).forShare().executeTakeFirst();
  return held !== undefined && (held.until === null || Temporal.PlainDate.compare(act.today, held.until) <= 0);
}

/** Who acts for the person now, kept from all others for the rest of the act: acts under way by virtue of it are waited for. */
export async function lockMandate(act: Act, application: string): Promise<Mandate | undefined> {
  return act.tx.selectFrom("mandate").selectAll().where("application_id", "=", application).where("ended_at", "is", null).forNoKeyUpdate().executeTakeFirst();
}

/** Ends a locked mandate. `reason`: an officer's words. */
export async function endMandate(act: Act, id: string, by: EndedBy, reason?: string): Promise<void> {
  await act.tx.updateTable("mandate").set({ ended_at: act.now, ended_by: by, reason: reason ?? null }).where("id", "=", id).execute();
}

/** Gives a locked mandate that is laid down its last day. */
export async function layDownMandate(act: Act, id: string, until: Temporal.PlainDate): Promise<void> {
  await act.tx.updateTable("mandate").set({ laid_down_at: act.now, until }).where("id", "=", id).execute();
}

/** The mandates whose last day is over and that still stand. */
export async function mandatesOver(act: Act, limit: number): Promise<Mandate[]> {
  return act.tx.selectFrom("mandate").selectAll().where("ended_at", "is", null).where("until", "<", act.today).orderBy("id").limit(limit).execute();
}
