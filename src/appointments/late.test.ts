import { expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { as, fixedClock, makeCase, makeOffices, slotAt, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { checkIn } from "../acts/check-in.ts";
import { noShow } from "../acts/no-show.ts";
import { type Application, findApplication } from "../applications/application.ts";
import type { Actor } from "../platform/act.ts";
import { v7 } from "../platform/id.ts";
import { book, findAppointment, mayChooseFrom } from "./book.ts";
import { generateSlots } from "./slots.ts";

const at = (iso: string) => Temporal.Instant.from(iso);
const desk: Actor = { kind: "officer", id: v7(at("2026-11-20T08:00:00Z")), name: "Deniz" };

test("who was noted as missing and comes the same day is taken in again; the trail keeps both; on another day not", async () => {
  await using it = await testDatabase();
  await makeOffices(it.db);
  const clock = fixedClock();
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 10 }));
  const again = async (who: Application) => (await findApplication(it.db, who.id))!;
  const come = (who: Application) => as(it.db, clock, desk, async (act) => checkIn(act, await again(who)));
  const missed = async (day: string) => {
    const who = await makeCase(it.db);
    clock.set(at("2026-11-23T06:00:00Z"));
    const slot = await slotAt(it.db, "35", day, "09:10");
    await as(it.db, clock, who, (act) => book(act, who, slot.id));
    clock.set(at(`${day}T06:40:00Z`));
    expect(await as(it.db, clock, desk, async (act) => noShow(act, await again(who)))).toMatchObject({ ok: true });
    return { who, slot };
  };

  const { who, slot } = await missed("2026-11-24");
  clock.set(at("2026-11-24T08:00:00Z"));
  expect(await come(who)).toMatchObject({ ok: true, application: { state: "attended" }, ticket: 1 });
  expect((await it.db.selectFrom("appointment").select(["state", "slot_id"]).where("application_id", "=", who.id).execute())).toEqual([{ state: "attended", slot_id: slot.id }]);
  const events = async (one: Application) => (await it.db.selectFrom("application_history").select("event").where("application_id", "=", one.id).orderBy("id").execute()).map((row) => row.event);
  expect(await events(who)).toEqual(["lodge", "no-show", "lodge", "check-in"]);
  expect(await it.db.selectFrom("audit").select("actor_name").where("act", "=", "came-after-all").execute()).toEqual([{ actor_name: "Deniz" }]);
  // It no longer counts as a place that was given up.
  expect(await as(it.db, clock, who, (act) => mayChooseFrom(act, who))).toBeNull();
  expect(await come(who)).toEqual({ ok: false, why: "not-allowed" });

  // Who has taken another day meanwhile gives that one up by being here.
  const { who: second } = await missed("2026-11-25");
  const next = await slotAt(it.db, "35", "2026-12-01", "09:10");
  await as(it.db, clock, second, async (act) => book(act, await again(second), next.id));
  expect(await come(second)).toMatchObject({ ok: true });
  expect(await findAppointment(it.db, second.id)).toBeUndefined();
  expect(await events(second)).toEqual(["lodge", "no-show", "lodge", "check-in"]);

  const { who: third } = await missed("2026-11-26");
  clock.set(at("2026-11-27T06:00:00Z"));
  expect(await come(third)).toEqual({ ok: false, why: "no-appointment" });
  expect(await faults(it.db)).toEqual([]);
});
