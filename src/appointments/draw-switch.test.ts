import { expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { as, fixedClock, makeCase, makeCases, makeOffices, slotAt, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { type Application, findApplication } from "../applications/application.ts";
import { dateOf } from "../platform/clock.ts";
import { v7 } from "../platform/id.ts";
import { book, findAppointment, moveAppointment } from "./book.ts";
import { cancelAppointment } from "./cancel.ts";
import { closeDay } from "./close-day.ts";
import { drawnAmong, drawnProvinces, isDrawn, switchDraw, waysOf } from "./draw-switch.ts";
import { hold } from "./hold.ts";
import { declineDate, findOpenBatch, findTurn, joinDraw } from "./join.ts";
import { acceptOffer, findOffer, runOffers } from "./offer.ts";
import { type DrawRecord, faultOf } from "./record.ts";
import { noPublicValue, runDraws } from "./run-draw.ts";
import { generateSlots } from "./slots.ts";
import { bookTogether } from "./together.ts";
import { askForEarlier, findWish } from "./wish.ts";

const officer = { kind: "officer" as const, id: null, name: "an officer" };
const settings = { batchMinutes: 1, publicValue: noPublicValue };
// Who lives there may go to the office of the district and to the directorate of the province.
const ofAlanya = { province: "07", office: "07", district: "Alanya/Saray" };

async function offices(codes: string[], connections?: number) {
  const it = await testDatabase(connections === undefined ? {} : { max: connections });
  await makeOffices(it.db, codes);
  const clock = fixedClock();
  // Each part by its own login, whose rights end where they do.
  const { portal, office: desk, worker } = it.parts;
  await as(worker, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 10 }));
  return {
    it, clock, worker, desk,
    soon: (minutes = 1) => clock.set(clock.now().add({ minutes })),
    turn: (office: string, on: boolean) => as(desk, clock, officer, (act) => switchDraw(act, office, on)),
    doing: <T>(who: Application, fn: (act: Parameters<typeof book>[0], fresh: Application) => Promise<T>) => as(portal, clock, who, async (act) => fn(act, (await findApplication(act.tx, who.id))!)),
    slot: async (office: string, day = "2026-12-01", starts = "10:10") => (await slotAt(it.db, office, day, starts)).id,
  };
}

test("an office switches the draw on: nobody chooses, what stands is kept; off again, people choose, and who is in a list is still drawn", async () => {
  const { it, clock, worker, soon, turn, doing, slot: hour } = await offices(["35", "34-fatih"]);
  await using _ = it;
  const [booked, joins, late] = [await makeCase(it.db), await makeCase(it.db), await makeCase(it.db)];
  const slot = await hour("35");
  await doing(booked, (act, who) => book(act, who, slot));
  await doing(booked, (act, who) => askForEarlier(act, who, act.today));
  expect(await doing(joins, (act, who) => joinDraw(act, who))).toEqual({ ok: false, why: "choose-here" });

  expect(await turn("34-fatih", false)).toEqual({ ok: false, why: "always-drawn" });
  expect(await turn("35", false)).toEqual({ ok: false, why: "so-already" });
  soon();
  expect(await turn("35", true)).toEqual({ ok: true });
  expect(await turn("35", true)).toEqual({ ok: false, why: "so-already" });
  expect(await isDrawn(it.db, "35")).toBe(true);
  expect(await findAppointment(it.db, booked.id)).toMatchObject({ slot });
  expect(await findWish(it.db, booked.id)).toBeUndefined();
  expect(await doing(joins, (act, who) => hold(act, who, slot))).toEqual({ ok: false, why: "drawn-here" });
  expect(await doing(joins, (act, who) => book(act, who, slot))).toEqual({ ok: false, why: "drawn-here" });
  expect(await doing(booked, async (act, who) => moveAppointment(act, who, await hour("35", "2026-12-02")))).toEqual({ ok: false, why: "drawn-here" });
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

test("one office of a province draws, the other goes on choosing: each case by the office that was fixed for it", async () => {
  const { it, clock, worker, soon, turn, doing, slot } = await offices(["07", "07-alanya"]);
  await using _ = it;
  const [own, asks, any, both] = await makeCases(it.db, 4, ofAlanya) as [Application, Application, Application, Application];
  const elsewhere = await makeCase(it.db, { province: "07", office: "07", district: "Kepez/Fevzi Çakmak" });
  expect(await turn("07", true)).toEqual({ ok: true });
  expect(await waysOf(it.db, own, dateOf(clock.now()))).toEqual({ chosen: ["07-alanya"], drawn: ["07"] });
  expect(await waysOf(it.db, elsewhere, dateOf(clock.now()))).toEqual({ chosen: [], drawn: ["07"] });
  expect(await drawnAmong(it.db, ["07-alanya", "07", "34-fatih"])).toEqual(["07", "34-fatih"]);
  expect(await drawnProvinces(it.db)).toEqual(expect.arrayContaining(["06", "07", "34"]));
  await runDraws(worker, clock, settings);

  const [there, here] = [await slot("07"), await slot("07-alanya")];
  expect(await doing(own, (act, who) => hold(act, who, there))).toEqual({ ok: false, why: "drawn-here" });
  expect(await doing(own, (act, who) => book(act, who, there))).toEqual({ ok: false, why: "drawn-here" });
  expect(await doing(own, (act, who) => bookTogether(act, who, [], there))).toEqual({ ok: false, why: "drawn-here" });
  expect(await doing(own, (act, who) => hold(act, who, here))).toMatchObject({ ok: true });
  expect(await doing(own, (act, who) => book(act, who, here))).toMatchObject({ ok: true, place: { office: "07-alanya" } });
  expect(await doing(own, (act, who) => moveAppointment(act, who, there))).toEqual({ ok: false, why: "drawn-here" });
  expect(await findAppointment(it.db, own.id)).toMatchObject({ slot: here });

  expect(await doing(asks, (act, who) => joinDraw(act, who, { office: "07-alanya" }))).toEqual({ ok: false, why: "choose-here" });
  expect(await doing(asks, (act, who) => joinDraw(act, who, { office: "07" }))).toMatchObject({ ok: true, office: "07" });
  for (const who of [any, both, elsewhere]) expect(await doing(who, joinDraw)).toMatchObject({ ok: true, office: "07" });
  soon();
  expect(await runDraws(worker, clock, settings)).toEqual({ closed: 1, drawn: 1 });
  for (const who of [asks, any, both, elsewhere]) expect(await findAppointment(it.db, who.id)).toMatchObject({ source: "draw", office: "07" });
  const { record } = await it.db.selectFrom("draw").select("record").where("province", "=", "07").where("drawn_at", "is not", null).executeTakeFirstOrThrow();
  expect((record as DrawRecord).offices.map(({ office }) => office)).toEqual(["07"]);
  expect(faultOf(record)).toBeNull();

  // From an office that draws to one that chooses: the date is chosen from then on, and its old place is not offered to anybody.
  expect(await doing(asks, async (act, who) => moveAppointment(act, who, await slot("07-alanya", "2026-12-02")))).toMatchObject({ ok: true });
  expect(await findAppointment(it.db, asks.id)).toMatchObject({ source: "chosen", office: "07-alanya", moves: 1 });
  expect((await findApplication(it.db, asks.id))!.office_code).toBe("07-alanya");
  expect(await doing(asks, (act, who) => declineDate(act, who, "an examination"))).toEqual({ ok: false, why: "no-appointment" });
  // Who loses a date there by the office's doing stands first in the next draw; who loses a chosen one chooses anew.
  const { day } = (await findAppointment(it.db, any.id))!;
  await it.db.updateTable("slot").set((row) => ({ capacity: row.ref("taken") })).where("office_code", "=", "07").execute();
  await as(it.parts.office, clock, officer, (act) => closeDay(act, "07", day, "a burst pipe"));
  expect(await findTurn(it.db, any.id)).toMatchObject({ office: "07", waited: 1 });
  expect(await faults(it.db)).toEqual([]);
});

test("whoever waits for an earlier place waits at the offices that choose; freed places of one that draws are offered to nobody until it chooses again", async () => {
  const { it, clock, worker, turn, doing, slot, soon } = await offices(["07", "07-alanya"]);
  await using _ = it;
  const [there, here, waits, only] = [
    await makeCase(it.db, { province: "07", office: "07", district: "Kepez/Ulus" }), await makeCase(it.db, ofAlanya), await makeCase(it.db, ofAlanya),
    await makeCase(it.db, { province: "07", office: "07", district: "Kepez/Ulus" }),
  ];
  await doing(there, async (act, who) => book(act, who, await slot("07")));
  await doing(here, async (act, who) => book(act, who, await slot("07-alanya")));
  await doing(waits, async (act, who) => book(act, who, await slot("07-alanya", "2026-12-04")));
  for (const who of [waits, only]) await doing(who, (act, fresh) => askForEarlier(act, fresh, act.today));
  await turn("07", true);
  expect(await findWish(it.db, waits.id)).toBeDefined();
  expect(await findWish(it.db, only.id)).toBeUndefined();
  expect(await doing(only, (act, who) => askForEarlier(act, who, act.today))).toEqual({ ok: false, why: "drawn-here" });
  await doing(there, cancelAppointment);
  expect(await runOffers(worker, clock, "http://portal.test")).toEqual({ ended: 0, offered: 0 });
  await turn("07", false);
  expect(await runOffers(worker, clock, "http://portal.test")).toEqual({ ended: 0, offered: 1 });
  // An offer that stands is not lost by switching on again.
  await turn("07", true);
  const offer = (await findOffer(it.db, waits.id, clock.now()))!;
  expect(offer.office).toBe("07");
  expect(await doing(waits, (act, who) => acceptOffer(act, who, offer.id))).toMatchObject({ ok: true });
  soon();
  await doing(waits, (act, who) => askForEarlier(act, who, act.today));
  await doing(here, cancelAppointment);
  expect(await faults(it.db)).toEqual([]);
});

test("an hour that is kept when the office begins to draw may still be taken, and no other instead of it", async () => {
  const { it, turn, doing, slot } = await offices(["35"]);
  await using _ = it;
  const [keeps, changes] = await makeCases(it.db, 2) as [Application, Application];
  for (const who of [keeps, changes]) await doing(who, async (act, fresh) => hold(act, fresh, await slot("35")));
  await turn("35", true);
  expect(await doing(changes, async (act, who) => hold(act, who, await slot("35", "2026-12-02")))).toEqual({ ok: false, why: "drawn-here" });
  expect(await doing(changes, async (act, who) => book(act, who, await slot("35", "2026-12-02")))).toEqual({ ok: false, why: "drawn-here" });
  expect(await doing(keeps, async (act, who) => book(act, who, await slot("35")))).toMatchObject({ ok: true });
  expect((await slotAt(it.db, "35", "2026-12-01", "10:10")).taken).toBe(1);
  expect(await faults(it.db)).toEqual([]);
});

test("once no office of a province draws any more its list ends when the last is drawn, and the next switching on opens another", async () => {
  const { it, clock, worker, soon, turn, doing } = await offices(["35"]);
  await using _ = it;
  const who = await makeCase(it.db);
  await turn("35", true);
  await runDraws(worker, clock, settings);
  await doing(who, joinDraw);
  soon();
  // The value is not there yet: the list is closed, the next one open, and the office switches off meanwhile.
  await runDraws(worker, clock, { ...settings, publicValue: async () => null });
  await turn("35", false);
  soon(2);
  await runDraws(worker, clock, { ...settings, publicValue: async () => null });
  expect(await findOpenBatch(it.db, "35")).toBeUndefined();
  // Who is not placed by the closed one stands in a list all the same.
  await it.db.updateTable("slot").set({ capacity: 0 }).execute();
  expect(await runDraws(worker, clock, settings)).toEqual({ closed: 0, drawn: 2 });
  expect(await findTurn(it.db, who.id)).toMatchObject({ waited: 1, closed: false });
  await it.db.updateTable("slot").set({ capacity: 1 }).execute();
  soon(24 * 60);
  expect(await runDraws(worker, clock, settings)).toEqual({ closed: 1, drawn: 1 });
  expect(await findAppointment(it.db, who.id)).toMatchObject({ source: "draw" });
  soon();
  expect(await runDraws(worker, clock, settings)).toEqual({ closed: 1, drawn: 1 });
  expect(await findOpenBatch(it.db, "35")).toBeUndefined();
  for (const { record } of await it.db.selectFrom("draw").select("record").execute()) expect(faultOf(record)).toBeNull();
  await turn("35", true);
  await runDraws(worker, clock, settings);
  expect(await findOpenBatch(it.db, "35")).toBeDefined();
  expect(await faults(it.db)).toEqual([]);
});

test("switching against booking and joining: who came before keeps the place, who comes after is told, and two officers switch once", { timeout: 60_000 }, async () => {
  const { it, clock, turn, slot } = await offices(["07", "07-alanya"], 40);
  await using _ = it;
  const people = await makeCases(it.db, 120, ofAlanya);
  const there = await slot("07");
  await it.db.updateTable("slot").set({ capacity: 200 }).where("id", "=", there).execute();
  const booking = people.map((who, n) => as(it.db, clock, who, async (act) => (n % 3 === 0 ? hold(act, who, there) : book(act, who, there))));
  const [switches, outcomes] = await Promise.all([Promise.all([turn("07", true), turn("07", true), turn("07", true)]), Promise.all(booking)]);
  expect(switches.filter(({ ok }) => ok)).toHaveLength(1);
  expect(outcomes.filter((outcome) => !outcome.ok && outcome.why !== "drawn-here")).toEqual([]);
  expect((await slotAt(it.db, "07", "2026-12-01", "10:10")).taken).toBe(outcomes.filter(({ ok }) => ok).length);
  const after = await makeCases(it.db, 10, ofAlanya);
  for (const who of after) expect(await as(it.db, clock, who, (act) => book(act, who, there))).toEqual({ ok: false, why: "drawn-here" });

  const off = turn("07", false);
  const joined = await Promise.all(after.map((who) => as(it.db, clock, who, (act) => joinDraw(act, who))));
  expect(await off).toEqual({ ok: true });
  expect(joined.filter((outcome) => !outcome.ok && outcome.why !== "choose-here")).toEqual([]);
  const turns = await Promise.all(after.map((who) => findTurn(it.db, who.id)));
  expect(turns.map((one) => one !== undefined)).toEqual(joined.map(({ ok }) => ok));
  expect(await faults(it.db)).toEqual([]);
});

test("the database itself refuses an office switched on twice, and a request in the list of another province", async () => {
  const { it, clock, worker, turn } = await offices(["07", "35", "34-fatih"]);
  await using _ = it;
  await turn("35", true);
  await expect(it.db.insertInto("draw_switch").values({ id: v7(clock.now()), office_code: "35", on_at: clock.now() }).execute()).rejects.toThrow("draw_switch_one_on");
  await runDraws(worker, clock, settings);
  const [who, open] = [await makeCase(it.db), (await findOpenBatch(it.db, "34"))!];
  const request = { application_id: who.id, person_id: who.person_id!, draw_id: open.id, asked_at: clock.now(), pseudonym: "p", salt: "s" };
  await expect(it.db.insertInto("draw_request").values({ ...request, province: "35", office_code: "35" }).execute()).rejects.toThrow("draw_request_in_list_of_province");
  await expect(it.db.insertInto("draw_request").values({ ...request, province: "34", office_code: "35" }).execute()).rejects.toThrow("draw_request_office_of_province");
});
