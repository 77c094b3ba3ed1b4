import { sql } from "kysely";
import { expect, test } from "vitest";
import { as, fixedClock, makeCase, makeOffices, slotAt, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import type { Database } from "../platform/database.ts";
import { findApplication } from "../applications/application.ts";
import { book, moveAppointment } from "./book.ts";
import { cancelAppointment } from "./cancel.ts";
import { closeDay } from "./close-day.ts";
import { joinDraw } from "./join.ts";
import { generateSlots } from "./slots.ts";

const asked = async (db: Database, application: string) => {
  const { rows } = await sql<{ n: number }>`delete from graphile_worker._private_jobs where key = ${`registration-form:${application}`} returning 1 as n`.execute(db);
  return rows.length > 0;
};

// The form that people bring shows day, hour and office: with each change of them it is drawn anew.
test("the registration form is asked for anew when a place is taken, moved, closed, given up, or waited for", async () => {
  await using it = await testDatabase();
  await makeOffices(it.db, ["35", "34-fatih"]);
  const clock = fixedClock();
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 10 }));
  const who = await makeCase(it.db);
  const [one, two] = await Promise.all(["10:10", "10:30"].map((starts) => slotAt(it.db, "35", "2026-11-25", starts)));
  const again = async () => (await findApplication(it.db, who.id))!;
  await as(it.db, clock, who, (act) => book(act, who, one!.id));
  expect(await asked(it.db, who.id)).toBe(true);
  await as(it.db, clock, who, async (act) => moveAppointment(act, await again(), two!.id));
  expect(await asked(it.db, who.id)).toBe(true);
  await as(it.db, clock, system, (act) => closeDay(act, "35", Temporal.PlainDate.from("2026-11-25"), "a storm"));
  expect(await asked(it.db, who.id)).toBe(true);
  await as(it.db, clock, who, async (act) => cancelAppointment(act, await again()));
  expect(await asked(it.db, who.id)).toBe(true);
  const waits = await makeCase(it.db, { province: "34", office: "34-fatih", district: "Fatih/Aksaray" });
  await as(it.db, clock, waits, (act) => joinDraw(act, waits));
  expect(await asked(it.db, waits.id)).toBe(true);
});
