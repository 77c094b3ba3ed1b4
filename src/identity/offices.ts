import type { Transaction } from "../platform/database.ts";
import { offices } from "../rules/offices.ts";

/** Brings the directorates of the database in step with those of the rules. None is ever taken away: cases point at them. */
export async function syncOffices(tx: Transaction): Promise<void> {
  await tx
    .insertInto("office")
    .values(offices.map(({ code, province, district, name, counters }) => ({ code, province, district, name, counters })))
    .onConflict((conflict) => conflict.column("code").doUpdateSet((eb) => ({
      province: eb.ref("excluded.province"), district: eb.ref("excluded.district"), name: eb.ref("excluded.name"), counters: eb.ref("excluded.counters"),
    })))
    .execute();
}
