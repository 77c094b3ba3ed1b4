import { expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { as, fixedClock, makeCase, makeOffices, slotAt, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { type Application, findApplication } from "../applications/application.ts";
import { book, findAppointment, moveAppointment } from "./book.ts";
import { isDrawn, switchDraw } from "./draw-switch.ts";
import { hold } from "./hold.ts";
import { findTurn, joinDraw } from "./join.ts";
import { noPublicValue, runDraws } from "./run-draw.ts";
import { generateSlots } from "./slots.ts";
import { askForEarlier, findWish } from "./wish.ts";

const officer = { kind: "officer" as const, id: null, name: "an officer" };
const settings = { batchMinutes: 1, publicValue: noPublicValue };

test("an office switches the draw on: nobody chooses, what stands is kept; off again, people choose, and who is in a list is still drawn", async () => {
  await using it = await testDatabase();
  await makeOffices(it.db, ["35", "34-fatih"]);
  const clock = fixedClock();
  // Each part by its own login, whose rights end where they do.
  const { portal, office: desk, worker } = it.parts;
  const soon = () => clock.set(clock.now().add({ minutes: 1 }));
  await as(worker, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 10 }));
  const turn = (province: string, on: boolean) => as(desk, clock, officer, (act) => switchDraw(act, province, on));
  const doing = <T>(who: Application, fn: (act: Parameters<typeof book>[0], fresh: Application) => Promise<T>) => as(portal, clock, who, async (act) => fn(act, (await findApplication(act.tx, who.id))!));
  const [booked, joins, late] = [await makeCase(it.db), await makeCase(it.db), await makeCase(it.db)];
  const slot = (await slotAt(it.db, "35", "2026-12-01", "10:10")).id;
  await doing(booked, (act, who) => book(act, who, slot));
  await doing(booked, (act, who) => askForEarlier(act, who, act.today));
  expect(await doing(joins, (act, who) => joinDraw(act, who))).toEqual({ ok: false, why: "choose-here" });

  expect(await turn("34", false)).toEqual({ ok: false, why: "always-drawn" });
  expect(await turn("35", false)).toEqual({ ok: false, why: "so-already" });
  soon();
  expect(await turn("35", true)).toEqual({ ok: true });
  expect(await isDrawn(it.db, "35")).toBe(true);
  expect(await findAppointment(it.db, booked.id)).toMatchObject({ slot });
  expect(await findWish(it.db, booked.id)).toBeUndefined();
  expect(await doing(joins, (act, who) => hold(act, who, slot))).toEqual({ ok: false, why: "drawn-here" });
  expect(await doing(joins, (act, who) => book(act, who, slot))).toEqual({ ok: false, why: "drawn-here" });
  expect(await doing(booked, async (act, who) => moveAppointment(act, who, (await slotAt(it.db, "35", "2026-12-02", "10:10")).id))).toEqual({ ok: false, why: "drawn-here" });
  await runDraws(worker, clock, settings);
  expect(await doing(joins, (act, who) => joinDraw(act, who))).toMatchObject({ ok: true, office: "35" });
  soon();
  expect(await turn("35", false)).toEqual({ ok: true });
  expect(await doing(late, (act, who) => book(act, who, slot))).toMatchObject({ ok: true });
  expect(await findTurn(it.db, joins.id)).toBeDefined();
  soon();
  expect(await runDraws(worker, clock, settings)).toMatchObject({ drawn: 1 });
  expect(await findAppointment(it.db, joins.id)).toMatchObject({ source: "draw", office: "35" });
  expect(await faults(it.db)).toEqual([]);
});
