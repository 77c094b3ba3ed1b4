import { expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { as, fixedClock, makeCase, makeOffices, slotAt, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { checkIn, undoCheckIn } from "../acts/check-in.ts";
import { noShow } from "../acts/no-show.ts";
import { type Application, findApplication } from "../applications/application.ts";
import type { Actor } from "../platform/act.ts";
import { v7 } from "../platform/id.ts";
import { book, findAppointment, mayChooseFrom } from "./book.ts";
import { giveAppointment } from "./give.ts";
import { joinDraw } from "./join.ts";
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

test("a check-in after all on the wrong row is taken back to how all stood before, and nobody is told twice", async () => {
  await using it = await testDatabase();
  await makeOffices(it.db, ["35", "34-fatih"]);
  const clock = fixedClock();
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 10 }));
  const again = async (who: Application) => (await findApplication(it.db, who.id))!;
  const come = (who: Application) => as(it.db, clock, desk, async (act) => checkIn(act, await again(who)));
  const undo = (who: Application) => as(it.db, clock, desk, async (act) => undoCheckIn(act, await again(who)));
  const stands = async (who: Application) => ({
    state: (await again(who)).state,
    appointments: await it.db.selectFrom("appointment").select(["state", "ended_at", "ended_by", "slot_id", "steps"]).where("application_id", "=", who.id).orderBy("id").execute(),
    turn: await it.db.selectFrom("draw_request").select(["asked_at", "waited", "pseudonym", "withdrawn_at"]).where("application_id", "=", who.id).execute(),
    taken: await it.db.selectFrom("slot").select(["id", "taken"]).where("taken", ">", 0).orderBy("id").execute(),
    told: await it.db.selectFrom("message").select("notice").where("application_id", "=", who.id).orderBy("queued_at").orderBy("notice").execute(),
    mayChoose: await as(it.db, clock, who, (act) => mayChooseFrom(act, who)),
  });
  const missed = async (day: string, office = "35") => {
    const who = await makeCase(it.db, office === "35" ? {} : { province: "34", office: "34-fatih", district: "Fatih" });
    clock.set(at("2026-11-23T06:00:00Z"));
    const slot = await slotAt(it.db, office, day, "09:10");
    await as(it.db, clock, desk, async (act) => giveAppointment(act, who, slot.id));
    clock.set(at(`${day}T06:40:00Z`));
    expect(await as(it.db, clock, desk, async (act) => noShow(act, await again(who)))).toMatchObject({ ok: true });
    clock.set(at(`${day}T07:00:00Z`));
    return who;
  };
  const mistaken = async (who: Application) => {
    expect(await come(who)).toMatchObject({ ok: true });
    clock.set(clock.now().add({ minutes: 3 }));
    expect(await undo(who)).toMatchObject({ ok: true });
  };

  // Nothing was taken instead.
  const one = await missed("2026-11-24");
  const before = await stands(one);
  expect(before).toMatchObject({ state: "created", appointments: [{ state: "no-show" }] });
  await mistaken(one);
  expect(await stands(one)).toEqual(before);
  expect((await it.db.selectFrom("application_history").select("event").where("application_id", "=", one.id).orderBy("id").execute()).map((row) => row.event).slice(-3)).toEqual(["lodge", "check-in", "undo-late-check-in"]);
  expect(await come(one), "and then the person themselves").toMatchObject({ ok: true, application: { state: "attended" } });

  // Another day was taken instead: it is theirs again.
  const two = await missed("2026-11-25");
  const next = await slotAt(it.db, "35", "2026-12-01", "09:10");
  await as(it.db, clock, two, async (act) => book(act, await again(two), next.id));
  const booked = await stands(two);
  await mistaken(two);
  expect(await stands(two)).toEqual(booked);
  expect(await faults(it.db)).toEqual([]);

  // A turn in the draw was taken instead.
  const three = await missed("2026-11-25", "34-fatih");
  expect(await as(it.db, clock, three, async (act) => joinDraw(act, await again(three)))).toMatchObject({ ok: true });
  const drawn = await stands(three);
  expect(drawn).toMatchObject({ state: "lodged", turn: [{ withdrawn_at: null }] });
  await mistaken(three);
  expect(await stands(three)).toEqual(drawn);

  // The other day’s place went to somebody else in the meantime: the person is told, once.
  const four = await missed("2026-11-26");
  await as(it.db, clock, four, async (act) => book(act, await again(four), next.id));
  expect(await come(four)).toMatchObject({ ok: true });
  await it.db.deleteFrom("freed_place").execute();
  await it.db.updateTable("slot").set({ taken: 1, capacity: 1 }).where("id", "=", next.id).execute();
  expect(await undo(four)).toMatchObject({ ok: true, application: { state: "created" } });
  expect((await stands(four)).told.map(({ notice }) => notice).sort()).toEqual(["appointment-given", "appointment-given", "appointment-taken-back", "no-show"]);
  expect(await faults(it.db)).toEqual([]);
});
