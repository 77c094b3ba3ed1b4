import { expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { as, fixedClock, makeCase, makeCases, makeOffices, slotAt, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { type Application, findApplication } from "../applications/application.ts";
import { book, findAppointment } from "./book.ts";
import { cancelAppointment, giveUpClaims } from "./cancel.ts";
import { closeDay } from "./close-day.ts";
import { acceptOffer, endOffer, findOffer, OFFER_MINUTES, returnFreed, runOffers } from "./offer.ts";
import { generateSlots } from "./slots.ts";
import { askForEarlier, findWish, stopByToken, stopWish } from "./wish.ts";

const at = (iso: string) => Temporal.Instant.from(iso);
const day = (iso: string) => Temporal.PlainDate.from(iso);
const TEN = at("2026-11-23T07:00:00Z");
const officer = { kind: "officer" as const, id: null, name: "an officer" };

/** İzmir, full up to 18 December but for one appointment on 3 December, which its owner gives up at ten on Monday. */
async function freed({ max = 5 } = {}) {
  const it = await testDatabase({ max });
  await makeOffices(it.db);
  const clock = fixedClock(TEN);
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 40 }));
  const [owner] = await makeCases(it.db, 1);
  const place = await slotAt(it.db, "35", "2026-12-03", "10:10");
  await as(it.db, clock, owner!, (act) => book(act, owner!, place.id));
  const later = await slotAt(it.db, "35", "2026-12-21", "10:10");
  let asked = 0;
  const again = async (who: Application) => (await findApplication(it.db, who.id))!;
  return {
    it, clock, place, later, again,
    async giveUp() {
      await as(it.db, clock, owner!, async (act) => cancelAppointment(act, await again(owner!)));
    },
    /** People who have an appointment on 21 December, or none, and ask for an earlier one, in this order. */
    async waiting(count: number, wanted: { attendBy?: string; booked?: boolean; from?: string } = {}) {
      const people = await makeCases(it.db, count, { attendBy: wanted.attendBy ?? "2027-02-26" });
      for (const who of people) {
        clock.set(TEN.subtract({ hours: 1 }).add({ seconds: (asked += 1) }));
        if (wanted.booked !== false) {
          await it.db.updateTable("slot").set((of) => ({ capacity: of("capacity", "+", 1) })).where("id", "=", later.id).execute();
          await as(it.db, clock, who, (act) => book(act, who, later.id));
        }
        expect(await as(it.db, clock, who, async (act) => askForEarlier(act, await again(who), day(wanted.from ?? "2026-11-24")))).toEqual({ ok: true });
      }
      clock.set(TEN);
      return people;
    },
    run: () => runOffers(it.db, clock, "https://portal.example"),
    offered: async (who: Application) => findOffer(it.db, who.id, clock.now()),
    accept: async (who: Application, offer: string) => as(it.db, clock, who, async (act) => acceptOffer(act, await again(who), offer)),
  };
}

test("a freed place is offered to one person for two hours; taken, it is theirs, and the old place goes on", async () => {
  const { it, clock, place, later, giveUp, waiting, run, offered, accept } = await freed();
  await using _ = it;
  const [first, second] = await waiting(2);
  await giveUp();
  expect(await run()).toEqual({ ended: 0, offered: 1 });
  expect(await run()).toEqual({ ended: 0, offered: 0 });
  const offer = (await offered(first!))!;
  expect(offer).toMatchObject({ slot: place.id, expires: TEN.add({ minutes: OFFER_MINUTES }) });
  expect(await offered(second!)).toBeUndefined();
  expect(await faults(it.db)).toEqual([]);
  // Somebody else's offer is nobody's.
  expect(await accept(second!, offer.id)).toEqual({ ok: false, why: "offer-over" });
  expect(await accept(first!, offer.id)).toMatchObject({ ok: true, place: { slot: place.id } });
  expect(await findAppointment(it.db, first!.id)).toMatchObject({ slot: place.id, moves: 0, sequence: 1 });
  expect(await findWish(it.db, first!.id)).toBeUndefined();
  expect(await it.db.selectFrom("freed_place").select("slot_id").execute()).toEqual([{ slot_id: later.id }]);
  expect(await accept(first!, offer.id)).toEqual({ ok: false, why: "offer-over" });
  const letter = await it.db.selectFrom("message").select(["values", "application_id"]).where("notice", "=", "earlier-place").executeTakeFirstOrThrow();
  expect(letter).toMatchObject({ application_id: first!.id, values: { day: "2026-12-03", time: "10:10", untilDay: "2026-11-23", untilTime: "12:00" } });
  clock.set(TEN.add({ hours: 26 }));
  await as(it.db, clock, system, returnFreed);
  expect(await faults(it.db)).toEqual([]);
});

test("who has nothing in time is asked first, then the nearer deadline, then who asked earlier; unanswered, the offer goes on", async () => {
  const { it, clock, giveUp, waiting, run, offered } = await freed();
  await using _ = it;
  const [relaxed] = await waiting(1);
  const [near] = await waiting(1, { attendBy: "2026-12-30" });
  const [without] = await waiting(1, { booked: false });
  await waiting(1, { booked: false, from: "2026-12-10" });
  await waiting(1, { booked: false, attendBy: "2026-12-01" });
  await giveUp();
  const order: (string | undefined)[] = [];
  for (let n = 0; n < 5; n += 1) {
    await run();
    const open = await it.db.selectFrom("offer").select("application_id").where("answered_at", "is", null).executeTakeFirst();
    order.push(open?.application_id);
    clock.set(clock.now().add({ minutes: OFFER_MINUTES }));
  }
  expect(order).toEqual([without!.id, near!.id, relaxed!.id, undefined, undefined]);
  expect(await offered(relaxed!)).toBeUndefined();
  expect(await it.db.selectFrom("offer").select("answer").execute()).toEqual(Array.from({ length: 3 }, () => ({ answer: "expired" })));
  clock.set(TEN.add({ hours: 48 }));
  expect(await as(it.db, clock, system, returnFreed)).toBe(1);
  expect(await faults(it.db)).toEqual([]);
});

test("at night nobody is offered anything, and a place that helps somebody waits for the morning", async () => {
  const { it, clock, giveUp, waiting, run, offered } = await freed();
  await using _ = it;
  const [who] = await waiting(1);
  clock.set(at("2026-11-23T17:00:00Z"));
  await giveUp();
  expect(await run()).toEqual({ ended: 0, offered: 0 });
  clock.set(at("2026-11-24T05:00:00Z"));
  await it.db.updateTable("freed_place").set({ returns_at: clock.now() }).execute();
  expect(await as(it.db, clock, system, returnFreed)).toBe(0);
  clock.set(at("2026-11-24T06:00:00Z"));
  expect(await run()).toEqual({ ended: 0, offered: 1 });
  expect(await offered(who!)).toBeDefined();
});

test("nobody gets more than two offers a day, nor the same hour twice", async () => {
  const { it, clock, waiting, run } = await freed();
  await using _ = it;
  const [who] = await waiting(1);
  const givers = await makeCases(it.db, 3);
  for (const [n, giver] of givers.entries()) {
    const slot = await slotAt(it.db, "35", `2026-12-0${n + 7}`, "10:10");
    await as(it.db, clock, giver, (act) => book(act, giver, slot.id));
    await as(it.db, clock, giver, async (act) => cancelAppointment(act, (await findApplication(act.tx, giver.id))!));
  }
  for (let n = 0; n < 3; n += 1) {
    await run();
    await as(it.db, clock, who!, (act) => endOffer(act, who!.id, "declined"));
  }
  expect(await it.db.selectFrom("offer").select("id").execute()).toHaveLength(2);
  clock.set(TEN.add({ hours: 24 }));
  await run();
  const slots = await it.db.selectFrom("offer").select("slot_id").execute();
  expect(new Set(slots.map((row) => row.slot_id)).size).toBe(3);
  expect(await faults(it.db)).toEqual([]);
});

test("stopping, by the page or by the token of a message, ends the list and passes an open offer on", async () => {
  const { it, clock, giveUp, waiting, run, offered, again } = await freed();
  await using _ = it;
  const [first, second] = await waiting(2);
  await giveUp();
  await run();
  const { token } = await it.db.selectFrom("wish").select("token").where("application_id", "=", first!.id).executeTakeFirstOrThrow();
  expect(await as(it.db, clock, system, (act) => stopByToken(act, "guess"))).toBe(false);
  expect(await as(it.db, clock, system, (act) => stopByToken(act, token))).toBe(true);
  expect(await as(it.db, clock, system, (act) => stopByToken(act, token))).toBe(true);
  await run();
  expect(await offered(second!)).toBeDefined();
  expect(await as(it.db, clock, second!, (act) => stopWish(act, second!.id))).toBe(true);
  await run();
  expect(await it.db.selectFrom("offer").select("id").where("answered_at", "is", null).execute()).toEqual([]);
  // Asked again, the turn begins at the end; withdrawn, nothing is left of it.
  await as(it.db, clock, first!, async (act) => askForEarlier(act, await again(first!), day("2026-11-24")));
  expect(await findWish(it.db, first!.id)).toMatchObject({ asked: clock.now() });
  await as(it.db, clock, first!, (act) => giveUpClaims(act, first!.id));
  expect(await findWish(it.db, first!.id)).toBeUndefined();
  const inDraw = await makeCase(it.db, { province: "34", office: "35" });
  expect(await as(it.db, clock, inDraw, (act) => askForEarlier(act, inDraw, day("2026-11-24")))).toEqual({ ok: false, why: "drawn-here" });
});

test("an offer in a day that the office closes meanwhile is not taken, and what the person had stands", async () => {
  const { it, clock, later, giveUp, waiting, run, offered, accept } = await freed();
  await using _ = it;
  const [who] = await waiting(1);
  await giveUp();
  await run();
  const offer = (await offered(who!))!;
  await as(it.db, clock, officer, (act) => closeDay(act, "35", day("2026-12-03"), "a storm"));
  expect(await accept(who!, offer.id)).toEqual({ ok: false, why: "slot-closed" });
  expect(await findAppointment(it.db, who!.id)).toMatchObject({ slot: later.id });
  expect(await faults(it.db)).toEqual([]);
});

test("acceptance against expiry: the place is the person’s or the next one’s, never both", { timeout: 60_000 }, async () => {
  const { it, clock, waiting, run, accept } = await freed({ max: 60 });
  await using _ = it;
  const people = await waiting(20);
  const givers = await makeCases(it.db, 20);
  const hours = await it.db.selectFrom("slot").select("id").where("day", "=", day("2026-12-09")).orderBy("starts").limit(20).execute();
  for (const [n, giver] of givers.entries()) {
    await as(it.db, clock, giver, (act) => book(act, giver, hours[n]!.id));
    await as(it.db, clock, giver, async (act) => cancelAppointment(act, (await findApplication(act.tx, giver.id))!));
  }
  expect(await run()).toEqual({ ended: 0, offered: 20 });
  const open = new Map((await it.db.selectFrom("offer").select(["id", "application_id"]).execute()).map((row) => [row.application_id, row.id]));
  // The worker's clock is past the end of the offers, the people's is a moment before it.
  const late = fixedClock(TEN.add({ minutes: OFFER_MINUTES }));
  clock.set(TEN.add({ minutes: OFFER_MINUTES - 1 }));
  const [taken] = await Promise.all([
    Promise.all(people.flatMap((who) => [accept(who, open.get(who.id)!), accept(who, open.get(who.id)!)])),
    runOffers(it.db, late, "https://portal.example"), runOffers(it.db, late, "https://portal.example"),
  ]);
  const yes = taken.filter((outcome) => outcome.ok).length;
  const answers = await it.db.selectFrom("offer").select("answer").where("id", "in", [...open.values()]).execute();
  expect(answers.filter((row) => row.answer === "accepted")).toHaveLength(yes);
  expect(answers.filter((row) => row.answer === "expired")).toHaveLength(20 - yes);
  expect(await faults(it.db)).toEqual([]);
});

test("acceptance against withdrawal, cancelling and booking elsewhere leaves a sound database", { timeout: 60_000 }, async () => {
  const { it, clock, giveUp, waiting, run, offered, accept, again } = await freed({ max: 30 });
  await using _ = it;
  const [who] = await waiting(1);
  await giveUp();
  await run();
  const offer = (await offered(who!))!;
  const lodged = await again(who!);
  await Promise.all([
    accept(who!, offer.id), as(it.db, clock, who!, (act) => cancelAppointment(act, lodged)), as(it.db, clock, who!, (act) => stopWish(act, who!.id)), accept(who!, offer.id),
  ]);
  expect(await faults(it.db)).toEqual([]);
});
