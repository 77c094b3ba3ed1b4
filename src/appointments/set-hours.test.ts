import { expect, test } from "vitest";
import { faults } from "../../invariants/checks.ts";
import { as, fixedClock, makeCase, makeCases, makeOffices, slotAt, system } from "../../test/cases.ts";
import { type TestDatabase, testDatabase } from "../../test/database.ts";
import { type Application, findApplication } from "../applications/application.ts";
import { json } from "../platform/database.ts";
import { book, findAppointment } from "./book.ts";
import { closeDay } from "./close-day.ts";
import { hold } from "./hold.ts";
import { commonHours } from "./hours.ts";
import { setOfficeHours, tryOfficeHours, type WantedHours } from "./set-hours.ts";
import { freeHours, generateSlots } from "./slots.ts";

const day = (iso: string) => Temporal.PlainDate.from(iso);
const time = (text: string) => Temporal.PlainTime.from(text);
const officer = { kind: "officer" as const, id: null, name: "an officer" };
const wanted: WantedHours = { ...commonHours, from: day("2026-11-25"), receiving: 5, reason: "winter" };

async function office(max = 5, workingDays = 10) {
  const it = await testDatabase({ max });
  await makeOffices(it.db);
  const clock = fixedClock();
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays }));
  return {
    it, clock,
    book: async (who: Application, iso: string, starts: string) => {
      const slot = await slotAt(it.db, "35", iso, starts);
      return as(it.db, clock, who, async (act) => book(act, (await findApplication(act.tx, who.id))!, slot.id));
    },
    set: (change: Partial<WantedHours>) => {
      clock.set(clock.now().add({ seconds: 1 }));
      return as(it.db, clock, officer, (act) => setOfficeHours(act, "35", { ...wanted, ...change }));
    },
    hours: async (iso: string) => (await freeHours(it.db, "35", day(iso), clock.now())).map((hour) => hour.starts.toString({ smallestUnit: "minute" })),
    when: async (who: Application) => {
      const at = await findAppointment(it.db, who.id);
      return at && `${at.day} ${at.starts.toString({ smallestUnit: "minute" })}`;
    },
  };
}
const told = async (it: TestDatabase, who: Application) => (await it.db.selectFrom("message").select("notice").where("application_id", "=", who.id).execute()).map((row) => row.notice);

test("hours change from a day on, also on days that are opened already and on days still to be opened; until the next line", async () => {
  const { it, clock, set, hours } = await office();
  await using _ = it;
  expect(await set({ opens: time("09:00"), lunchBegins: null, lunchEnds: null, closes: time("14:00"), receiving: 2 })).toEqual({ ok: true, did: { moved: 0, redrawn: 0, freed: 0 } });
  expect(await set({ from: day("2026-12-07"), opens: time("10:00"), closes: time("18:30") })).toMatchObject({ ok: true });
  expect((await hours("2026-11-24"))[0]).toBe("08:30");
  expect(await hours("2026-11-25")).toEqual(["09:00", "09:20", "09:40", "10:00", "10:20", "10:40", "11:00", "11:20", "11:40", "12:00", "12:20", "12:40", "13:00", "13:20", "13:40"]);
  expect((await slotAt(it.db, "35", "2026-11-25", "09:00")).capacity).toBe(2);
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays: 15 }));
  expect([(await hours("2026-12-04")).length, (await hours("2026-12-07"))[0], (await hours("2026-12-07")).at(-1)]).toEqual([15, "10:00", "18:10"]);
  // The hours before the change come back with the line that brings them back.
  await set({ from: day("2026-11-26") });
  expect((await hours("2026-11-26"))[0]).toBe("08:30");
  expect((await hours("2026-12-07"))[0]).toBe("10:00");
  expect(await faults(it.db)).toEqual([]);
});

test("nobody is left behind: whoever loses an hour, or is too many in it, gets the nearest free place and is told; who booked first stays", async () => {
  const { it, clock, book, set, when } = await office();
  await using _ = it;
  const [early, kept, last, holding] = await makeCases(it.db, 4);
  await book(early!, "2026-11-26", "08:30");
  clock.set(clock.now().add({ minutes: 1 }));
  await book(kept!, "2026-11-26", "10:10");
  clock.set(clock.now().add({ minutes: 1 }));
  await book(last!, "2026-11-26", "10:10");
  const tenTen = await slotAt(it.db, "35", "2026-11-26", "10:10");
  await as(it.db, clock, holding!, async (act) => hold(act, (await findApplication(act.tx, holding!.id))!, tenTen.id));
  const change = { opens: time("08:50"), receiving: 1 };
  expect(await as(it.db, clock, officer, (act) => tryOfficeHours(act, "35", { ...wanted, ...change }))).toEqual({ ok: true, did: { moved: 2, redrawn: 0, freed: 0 } });
  expect(await when(early!)).toBe("2026-11-26 08:30");
  expect(await set(change)).toEqual({ ok: true, did: { moved: 2, redrawn: 0, freed: 0 } });
  expect([await when(early!), await when(kept!), await when(last!)]).toEqual(["2026-11-26 08:50", "2026-11-26 10:10", "2026-11-26 09:10"]);
  expect(await told(it, early!)).toEqual(["appointment-given", "appointment-changed"]);
  expect(await told(it, kept!)).toEqual(["appointment-given"]);
  expect(await slotAt(it.db, "35", "2026-11-26", "10:10")).toMatchObject({ capacity: 1, taken: 1 });
  expect(await faults(it.db)).toEqual([]);
});

test("where no place is left people choose anew, with proof of having tried in time; a closed day stays closed", async () => {
  const { it, clock, book, set, when, hours } = await office(5, 3);
  await using _ = it;
  const [one, two] = await makeCases(it.db, 2, { attendBy: "2026-11-27" });
  await it.db.updateTable("slot").set({ capacity: 0 }).where("day", "=", day("2026-11-23")).execute();
  await as(it.db, clock, officer, (act) => closeDay(act, "35", day("2026-11-24"), "a storm"));
  await book(one!, "2026-11-25", "08:30");
  await book(two!, "2026-11-25", "08:50");
  expect(await set({ from: day("2026-11-24"), opens: time("09:00"), lunchBegins: null, lunchEnds: null, closes: time("09:20"), receiving: 1 })).toEqual({ ok: true, did: { moved: 1, redrawn: 0, freed: 1 } });
  expect([await when(one!), await when(two!)].sort()).toEqual(["2026-11-25 09:00", undefined]);
  expect(await it.db.selectFrom("timely_attempt").select("application_id").execute()).toHaveLength(1);
  expect(await hours("2026-11-24")).toEqual([]);
  expect(await faults(it.db)).toEqual([]);
});

test("services take the length an office sets from that day on; what is booked keeps its own", async () => {
  const { it, clock, book, set } = await office();
  await using _ = it;
  const [before, after] = await Promise.all([makeCase(it.db), makeCase(it.db)]);
  for (const who of [before, after]) await it.db.updateTable("application").set({ frozen: json({ answers: { birthDate: "1990-01-01", permitType: "student" } }) }).where("id", "=", who.id).execute();
  await book(before, "2026-11-26", "10:10");
  await set({ lengths: { student: 3 } });
  await book(after, "2026-11-26", "10:50");
  expect([(await findAppointment(it.db, before.id))!.steps, (await findAppointment(it.db, after.id))!.steps]).toEqual([1, 3]);
  expect((await slotAt(it.db, "35", "2026-11-26", "11:30")).taken).toBe(1);
  expect(await book(await makeCase(it.db), "2026-11-26", "12:10")).toMatchObject({ ok: true });
  expect((await freeHours(it.db, "35", day("2026-11-26"), clock.now(), null, "student")).some((hour) => hour.starts.equals(time("11:50")))).toBe(false);
  // Back to one step, and lunch in the middle of what is booked: it goes where it fits.
  expect(await set({ lunchBegins: time("11:10"), lunchEnds: time("12:10") })).toMatchObject({ did: { moved: 1 } });
  expect((await findAppointment(it.db, after.id))!.steps).toBe(3);
  expect(await faults(it.db)).toEqual([]);
});

test.each([
  ["not-ahead", { from: day("2026-11-23") }], ["out-of-order", { opens: time("18:00") }], ["out-of-order", { lunchBegins: null }], ["out-of-order", { lunchEnds: time("12:00") }],
  ["too-short", { lunchBegins: null, lunchEnds: null, closes: time("08:45") }], ["nobody-received", { receiving: 0 }], ["nobody-received", { receiving: Number.NaN }],
  ["wrong-length", { lengths: { student: 4 } }], ["wrong-length", { lengths: { student: 0 } }],
] as const)("hours that cannot be are refused: %s", async (why, change) => {
  const { it, set } = await office(5, 1);
  await using _ = it;
  expect(await set(change)).toEqual({ ok: false, why });
  expect(await it.db.selectFrom("office_hours").select("id").execute()).toEqual([]);
});

test("setting hours while people book: nobody ends in an hour that is no more, no hour holds too many", { timeout: 60_000 }, async () => {
  const { it, clock, set } = await office(40);
  await using _ = it;
  const people = await makeCases(it.db, 60);
  const slots = await it.db.selectFrom("slot").select("id").where("day", "in", [day("2026-11-26"), day("2026-11-27")]).execute();
  await Promise.all([
    ...people.map((who, n) => as(it.db, clock, who, async (act) => book(act, who, slots[n % 12]!.id))),
    set({ opens: time("09:10"), receiving: 3 }),
    set({ from: day("2026-11-27"), opens: time("08:30"), receiving: 2 }),
  ]);
  expect(await faults(it.db)).toEqual([]);
  const { n } = await it.db.selectFrom("appointment").select((of) => of.fn.countAll<number>().as("n")).where("state", "=", "booked").executeTakeFirstOrThrow();
  const lodged = await it.db.selectFrom("application").select("id").where("state", "=", "lodged").execute();
  expect(n).toBe(lodged.length);
});
