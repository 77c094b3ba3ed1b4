import type { Selectable } from "kysely";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import type { DB } from "../platform/schema.ts";

export type Mandate = Selectable<DB["mandate"]>;
/** Who may act for a foreigner: a parent (veli), a guardian (vasi), a lawyer with a power of attorney. */
export const capacities = ["parent", "guardian", "lawyer"] as const;
export type Capacity = (typeof capacities)[number];

type Given = { capacity: Capacity; name: string; bar?: string; barNumber?: string; email?: string; phone?: string };

/** Records who acts for the person of an application, from now on. */
export async function giveMandate(act: Act, application: string, given: Given): Promise<void> {
  await act.tx
    .insertInto("mandate")
    .values({
      id: v7(act.now),
      application_id: application,
      capacity: given.capacity,
      name: given.name,
      bar: given.bar ?? null,
      bar_number: given.barNumber ?? null,
      email: given.email ?? null,
      phone: given.phone ?? null,
      given_at: act.now,
    })
    .execute();
}

/** Who acts for the person now, if anybody does. */
export async function findMandate(db: Database | Transaction, application: string): Promise<Mandate | undefined> {
  return db.selectFrom("mandate").selectAll().where("application_id", "=", application).where("ended_at", "is", null).executeTakeFirst();
}

/** Takes the mandate back: the person acts alone again. */
export async function endMandate(act: Act, application: string): Promise<void> {
  await act.tx.updateTable("mandate").set({ ended_at: act.now }).where("application_id", "=", application).where("ended_at", "is", null).execute();
}
