import { afterEach, describe, expect, test, vi } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { as, fixedClock, makeCase, makeOffices, slotAt, system } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { dateOf, instantOf } from "../platform/clock.ts";
import { connect } from "../platform/database.ts";
import { type Application, findApplication } from "../applications/application.ts";
import { book, findAppointment, moveAppointment } from "./book.ts";
import { cancelAppointment } from "./cancel.ts";
import { startsOn } from "./hours.ts";
import { mayOfferAt, runOffers } from "./offer.ts";
import { remindOfAppointments } from "./remind.ts";
import { freeHours, generateSlots, wallClock } from "./slots.ts";
import { askForEarlier } from "./wish.ts";

const day = (iso: string) => Temporal.PlainDate.from(iso);
const at = (iso: string) => Temporal.Instant.from(iso);
afterEach(() => { vi.unstubAllEnvs(); });

// Türkiye has had no summer time since 2016; these zones put their clocks forward or back on the days tried here.
const zones = ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Kiritimati"];
const changes = ["2026-10-26", "2026-11-02", "2027-03-15", "2027-03-29", "2027-04-05"];

describe("hours are Istanbul’s, wherever the machine and the database think they are", () => {
  test.each(zones)("in %s each hour of a day of change is where it is on any other day", (zone) => {
    vi.stubEnv("TZ", zone);
    for (const iso of changes) {
      const instants = startsOn(day(iso)).map((starts) => instantOf(day(iso), starts));
      expect(instants[0]).toEqual(at(`${iso}T05:30:00Z`));
      expect(instants.at(-1)).toEqual(at(`${iso}T14:10:00Z`));
      for (const instant of instants) expect(dateOf(instant)).toEqual(day(iso));
      expect(wallClock(at(`${iso}T20:59:59Z`))).toMatchObject({ date: day(iso), time: Temporal.PlainTime.from("23:59:59") });
      expect(wallClock(at(`${iso}T21:00:00Z`)).date).toEqual(day(iso).add({ days: 1 }));
    }
  });

  test.each(zones)("a database whose session is in %s books, offers and reminds at the same instants", async (zone) => {
    vi.stubEnv("TZ", zone);
    await using it = await testDatabase();
    const address = new URL(it.url);
    address.searchParams.set("options", `-c timezone=${zone}`);
    const db = connect(address.href, { max: 3, name: "elsewhere" });
    try {
      await makeOffices(db);
      const clock = fixedClock(at("2027-03-12T06:00:00Z"));
      await as(db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 15 }));
      const [gives, waits] = [await makeCase(db, { attendBy: "2027-06-01" }), await makeCase(db, { attendBy: "2027-06-01" })];
      const take = (who: Application, iso: string) => as(db, clock, who, async (act) => book(act, who, (await slotAt(db, "35", iso, "08:30")).id));
      await take(gives, "2027-03-15");
      await take(waits, "2027-03-29");
      await as(db, clock, waits, async (act) => askForEarlier(act, (await findApplication(act.tx, waits.id))!, act.today));
      await as(db, clock, gives, async (act) => cancelAppointment(act, (await findApplication(act.tx, gives.id))!));
      // Monday 08:30 is offered while 20 hours are left, and not a minute later.
      clock.set(at("2027-03-14T09:30:01Z"));
      expect(await runOffers(db, clock, "http://portal.test")).toEqual({ ended: 0, offered: 0 });
      clock.set(at("2027-03-14T09:29:59Z"));
      expect(await runOffers(db, clock, "http://portal.test")).toEqual({ ended: 0, offered: 1 });
      clock.set(at("2027-03-25T20:59:59Z"));
      expect(await remindOfAppointments(db, clock)).toBe(0);
      clock.set(at("2027-03-25T21:00:00Z"));
      expect(await remindOfAppointments(db, clock)).toBe(1);
      expect((await findAppointment(db, waits.id))!.starts.toString()).toBe("08:30:00");
      expect((await freeHours(db, "35", day("2027-03-29"), at("2027-03-29T05:00:00Z")))[0]!.starts.toString()).toBe("08:50:00");
      expect(await faults(db)).toEqual([]);
    } finally {
      await db.destroy();
    }
  });
});

test("midnight of Istanbul ends the day before: until then an appointment is cancelled, then no more", async () => {
  await using it = await testDatabase();
  await makeOffices(it.db);
  const clock = fixedClock();
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 5 }));
  const [one, two] = [await makeCase(it.db), await makeCase(it.db)];
  for (const who of [one, two]) await as(it.db, clock, who, async (act) => book(act, who, (await slotAt(it.db, "35", "2026-11-25", "08:30")).id));
  const cancel = (who: Application) => as(it.db, clock, who, async (act) => cancelAppointment(act, (await findApplication(act.tx, who.id))!));
  clock.set(at("2026-11-24T20:59:59.999Z"));
  expect(await cancel(one)).toMatchObject({ ok: true });
  clock.set(at("2026-11-24T21:00:00Z"));
  expect(await cancel(two)).toEqual({ ok: false, why: "too-late" });
  // Nor is it moved then: whoever does not come cannot make it another day afterwards.
  const later = (await slotAt(it.db, "35", "2026-11-27", "08:30")).id;
  expect(await as(it.db, clock, two, async (act) => moveAppointment(act, (await findApplication(act.tx, two.id))!, later))).toEqual({ ok: false, why: "too-late" });
  expect([mayOfferAt(at("2026-11-25T05:59:59Z")), mayOfferAt(at("2026-11-25T06:00:00Z")), mayOfferAt(at("2026-11-25T15:59:59Z")), mayOfferAt(at("2026-11-25T16:00:00Z"))]).toEqual([false, true, true, false]);
  expect(await faults(it.db)).toEqual([]);
});

test("a half day has the morning alone; an hour that was opened before its day became a holiday is not taken", async () => {
  await using it = await testDatabase();
  await makeOffices(it.db);
  const clock = fixedClock(at("2026-10-20T06:00:00Z"));
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 10 }));
  const half = await freeHours(it.db, "35", day("2026-10-28"), clock.now());
  expect([half.length, half.at(-1)!.starts.toString()]).toEqual([12, "12:10:00"]);
  const who = await makeCase(it.db);
  const [holiday] = await it.db.insertInto("slot").values(["2026-10-29", "2026-10-28"].map((iso) => ({
    id: crypto.randomUUID(), office_code: "35", day: day(iso), starts: Temporal.PlainTime.from(iso.endsWith("28") ? "13:30" : "09:10"), capacity: 5,
  }))).returning("id").execute();
  const afternoon = await slotAt(it.db, "35", "2026-10-28", "13:30");
  for (const id of [holiday!.id, afternoon.id]) expect(await as(it.db, clock, who, (act) => book(act, who, id))).toEqual({ ok: false, why: "slot-closed" });
  expect(await as(it.db, clock, who, (act) => book(act, who, half.at(-1)!.slot))).toMatchObject({ ok: true });
  expect(await faults(it.db)).toEqual([]);
});
