import type { Selectable } from "kysely";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import type { DB } from "../platform/schema.ts";

export const serviceWays = ["counter", "post", "e-notification"] as const;
export type ServiceWay = (typeof serviceWays)[number];
export type Service = Selectable<DB["service"]>;

// Law 7201 art. 7/a: an electronic notification counts as served at the end of the fifth day after the one on which it arrived.
const eNotificationDays = 5;

/** The day from which the law counts what arrived on a day. */
export function servedOn(way: ServiceWay, arrivedOn: Temporal.PlainDate): Temporal.PlainDate {
  return way === "e-notification" ? arrivedOn.add({ days: eNotificationDays }) : arrivedOn;
}

/** Keeps the proof of a service; it is written once and never changed. */
export async function writeProof(act: Act, applicationId: string, proof: Pick<Service, "way" | "arrived_on" | "served_on" | "reference" | "document_digest">): Promise<void> {
  if (act.actor.id === null) throw new Error("a service is noted by an officer");
  await act.tx.insertInto("service").values({ application_id: applicationId, ...proof, noted_by: act.actor.id, noted_at: act.now }).execute();
}

/** The proof of a case's service, and when the person first opened the decision in the portal. */
export async function findProof(db: Database | Transaction, applicationId: string): Promise<{ service: Service | undefined; opened: Temporal.Instant | null }> {
  const service = await db.selectFrom("service").selectAll().where("application_id", "=", applicationId).executeTakeFirst();
  const opened = await db.selectFrom("decision_opened").select("opened_at").where("application_id", "=", applicationId).orderBy("opened_at").limit(1).executeTakeFirst();
  return { service, opened: opened?.opened_at ?? null };
}

/** Notes that the person opened their decision, once for each version of it. Opening is no service: it only shows that they know it. */
export async function noteOpened(act: Act, applicationId: string, digest: string): Promise<void> {
  const first = await act.tx.insertInto("decision_opened").values({ application_id: applicationId, document_digest: digest, opened_at: act.now })
    .onConflict((it) => it.doNothing()).returning("application_id").executeTakeFirst();
  if (first) await record(act, "open-decision", { application: applicationId, facts: { document: digest.slice(0, 12) } });
}
