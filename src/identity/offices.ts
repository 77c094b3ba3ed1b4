import type { Transaction } from "../platform/database.ts";
import { offices } from "../rules/offices.ts";

/**
 * Brings the directorates of the database in step with those of the rules. None is ever taken away: cases point at them. The counters of
 * one that is there already stay: an edition of the law may have set them.
 */
export async function syncOffices(tx: Transaction): Promise<void> {
  await tx
    .insertInto("office")
    .values(offices.map(({ code, province, district, name, counters }) => ({ code, province, district, name, counters })))
    .onConflict((conflict) => conflict.column("code").doUpdateSet((eb) => ({
      province: eb.ref("excluded.province"), district: eb.ref("excluded.district"), name: eb.ref("excluded.name"),
    })))
    .execute();
}

/** Sets how many counters offices have, as an edition of the law says. */
export async function setCounters(tx: Transaction, counters: Readonly<Record<string, number>>): Promise<void> {
  for (const [code, count] of Object.entries(counters)) await tx.updateTable("office").set({ counters: count }).where("code", "=", code).where("counters", "!=", count).execute();
}
