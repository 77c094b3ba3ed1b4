import { sql } from "kysely";
import { type Application, findApplication } from "../src/applications/application.ts";
import { findOpenBatch, joinDraw } from "../src/appointments/join.ts";
import { closeBatch, noPublicValue, runDraws } from "../src/appointments/run-draw.ts";
import { generateSlots } from "../src/appointments/slots.ts";
import { as, fixedClock, makeCases, makeOffices, MONDAY, system } from "./cases.ts";
import type { TestDatabase } from "./database.ts";

export const settings = { batchMinutes: 1, publicValue: noPublicValue };
export const PLACE = "34-fatih";

/** İstanbul's office in Fatih with so many places in all, one an hour from the first day on that a draw of this Monday gives without being forced. */
export async function istanbulWith(it: TestDatabase, places: number) {
  await makeOffices(it.db, [PLACE]);
  const clock = fixedClock();
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 20 }));
  await sql`update slot set capacity = 0`.execute(it.db);
  await sql`update slot set capacity = 1 where id in (select id from slot where day > '2026-11-26' order by day, starts limit ${places})`.execute(it.db);
  await runDraws(it.db, clock, settings);
  const again = async (who: Application) => (await findApplication(it.db, who.id))!;
  return {
    clock, again,
    join: (who: Application) => as(it.db, clock, who, (act) => joinDraw(act, who)),
    /** So many people of Fatih join, and the list is closed a minute later: what its drawing needs is all there. */
    async closed(count: number) {
      const people = await makeCases(it.db, count, inIstanbul);
      for (const who of people) await as(it.db, clock, who, (act) => joinDraw(act, who));
      clock.set(MONDAY.add({ minutes: 1 }));
      const { id } = (await findOpenBatch(it.db, "34"))!;
      await as(it.db, clock, system, (act) => closeBatch(act, id, settings));
      return { people, id };
    },
    run: async (minutes = 1) => {
      clock.set(clock.now().add({ minutes }));
      return runDraws(it.db, clock, settings);
    },
    drawn: async () => (await it.db.selectFrom("draw").selectAll().where("drawn_at", "is not", null).orderBy("id").execute()),
    told: async (notice: string) => (await it.db.selectFrom("message").select("application_id").where("notice", "=", notice).execute()).map((row) => row.application_id),
  };
}

export const inIstanbul = { province: "34", office: PLACE, district: "Fatih/Aksaray" };
