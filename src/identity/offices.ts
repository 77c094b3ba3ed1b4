import type { Transaction } from "../platform/database.ts";
import { ordinal } from "../rules/calendar.ts";
import { holdsOn } from "../rules/dated.ts";
import { type OfficeCounters, offices } from "../rules/offices.ts";

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

/** Sets how many counters offices have on a day, as an edition of the law says. */
export async function setCounters(tx: Transaction, counters: readonly OfficeCounters[], today: Temporal.PlainDate): Promise<void> {
  const set = counters.filter((one) => holdsOn(one, ordinal(today)));
  for (const { office: code, count } of set) await tx.updateTable("office").set({ counters: count }).where("code", "=", code).where("counters", "!=", count).execute();
}

/** Sets where an office is. Whoever does it has the papers on which the address stands drawn anew. */
export async function setAddress(tx: Transaction, code: string, address: string): Promise<void> {
  await tx.updateTable("office").set({ address }).where("code", "=", code).execute();
}
