import { expect, test } from "vitest";
import { as, fixedClock, makeCases, makeOffices, slotAt, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { findApplication } from "../applications/application.ts";
import { v7 } from "../platform/id.ts";
import { book, findAppointment } from "./book.ts";
import { findClaim } from "./claim.ts";
import { findHold, hold } from "./hold.ts";
import { findNeeds, setNeeds } from "./needs.ts";
import { findOffer } from "./offer.ts";
import { generateSlots } from "./slots.ts";
import { askForEarlier, findWish } from "./wish.ts";

const TEN = Temporal.Instant.from("2026-11-23T07:00:00Z");

test("all that a case has of places is told by one statement as each part is told alone, and nothing that ran out or is another's", async () => {
  await using it = await testDatabase();
  await makeOffices(it.db);
  const clock = fixedClock(TEN);
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 10 }));
  const [who, other] = await makeCases(it.db, 2);
  const nothing = { standing: undefined, held: undefined, offer: undefined, wish: undefined, needs: { needs: [], interpreter: null } };
  expect(await findClaim(it.db, who!.id, clock.now())).toEqual(nothing);

  const [booked, held, offered] = await Promise.all(["10:10", "10:30", "10:50"].map((time) => slotAt(it.db, "35", "2026-12-01", time)));
  await as(it.db, clock, who!, (act) => book(act, who!, booked!.id));
  const lodged = (await findApplication(it.db, who!.id))!;
  await as(it.db, clock, lodged, (act) => hold(act, lodged, held!.id));
  await as(it.db, clock, lodged, (act) => askForEarlier(act, lodged, Temporal.PlainDate.from("2026-11-24")));
  await as(it.db, clock, lodged, (act) => setNeeds(act, lodged, { needs: ["wheelchair"], interpreter: "ar" }));
  await it.db.insertInto("offer").values({
    id: v7(clock.now()), application_id: lodged.id, slot_id: offered!.id, steps: 1, offered_at: clock.now(), expires_at: clock.now().add({ hours: 2 }),
  }).execute();

  const alone = async () => ({
    standing: await findAppointment(it.db, lodged.id), held: await findHold(it.db, lodged.id, clock.now()), offer: await findOffer(it.db, lodged.id, clock.now()),
    wish: await findWish(it.db, lodged.id), needs: await findNeeds(it.db, lodged.id),
  });
  const all = await findClaim(it.db, lodged.id, clock.now());
  expect(all).toEqual(await alone());
  expect(all).toMatchObject({
    standing: { slot: booked!.id, officeName: expect.any(String) }, held: { slot: held!.id }, offer: { slot: offered!.id }, wish: { fromDay: Temporal.PlainDate.from("2026-11-24") },
    needs: { needs: ["wheelchair"], interpreter: "ar" },
  });
  expect(await findClaim(it.db, other!.id, clock.now())).toEqual(nothing);

  clock.set(TEN.add({ hours: 3 }));
  const later = await findClaim(it.db, lodged.id, clock.now());
  expect(later).toEqual(await alone());
  expect(later).toMatchObject({ standing: { slot: booked!.id }, held: undefined, offer: undefined });
});
