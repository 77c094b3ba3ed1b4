import { describe, expect, test } from "vitest";
import { faults } from "../../../invariants/checks.ts";
import { desk } from "../../../test/applicant-server.ts";
import { as, makeCase, makeCases, MONDAY, slotAt } from "../../../test/cases.ts";
import { protect } from "../../acts/protect.ts";
import { findApplication } from "../../applications/application.ts";
import { book, findAppointment } from "../../appointments/book.ts";
import { giveAppointment } from "../../appointments/give.ts";
import { hold } from "../../appointments/hold.ts";
import { noPublicValue, runDraws } from "../../appointments/run-draw.ts";
import { faultOf } from "../../appointments/record.ts";
import { v7 } from "../../platform/id.ts";

const seventeenth = "2026-12-17";

describe("choosing", () => {
  test("from the month to the day, the hour, the kept place and the appointment, by links and buttons alone", async () => {
    await using it = await desk();
    const who = await makeCase(it.db);
    const me = await it.visitor(who);
    const month = await me.get("appointment?month=2026-12");
    expect(month.status).toBe(200);
    expect(month.text).toContain("December 2026");
    expect(month.text).toContain("120");
    expect(month.text).toContain("26 February 2027");
    const dayHref = /href="([^"]*day=2026-12-17[^"]*)"/.exec(month.text)![1]!.replaceAll("&amp;", "&");
    const day = await me.get(dayHref.split("#")[0]!);
    const slot = await slotAt(it.db, "35", seventeenth, "10:10");
    expect(day.text).toContain(`value="${slot.id}"`);
    expect(day.text).toContain("10:10");
    const held = await me.post("appointment/place", { do: "hold", slot: slot.id, office: "35", day: seventeenth });
    expect(held).toMatchObject({ status: 303, to: `/en/application/appointment?office=35&day=${seventeenth}#held` });
    const kept = await me.get(held.to!.split("#")[0]!);
    expect(kept.text).toContain("Held for you for 5 more minutes");
    expect(kept.text).toContain("Take this appointment");
    const taken = await me.post("appointment/place", { do: "take", slot: slot.id });
    expect(taken).toMatchObject({ status: 303, to: "/en/application/appointment?new=booked" });
    const mine = await me.get(taken.to!);
    for (const said of ["The appointment is yours", "10:10", "17 December 2026", "Göç İdaresi"]) expect(mine.text).toContain(said);
    expect((await findApplication(it.db, who.id))!.state).toBe("lodged");
    expect(await faults(it.db)).toEqual([]);
  });

  test("an hour of today is taken only after a word that it can be neither moved nor cancelled, and nothing promises so afterwards", async () => {
    await using it = await desk({ workingDays: 5 });
    const me = await it.visitor(await makeCase(it.db));
    const kept = async (day: string) => {
      const held = await me.post("appointment/place", { do: "hold", slot: (await slotAt(it.db, "35", day, "15:10")).id, office: "35", day });
      return (await me.get(held.to!.split("#")[0]!)).text;
    };
    const tomorrow = await kept("2026-11-24");
    expect([tomorrow.includes("This is today"), tomorrow.includes("You can move it")]).toEqual([false, true]);
    const today = await kept("2026-11-23");
    expect(today).toContain("This is today: once you take it, it can be neither moved nor cancelled here.");
    expect(today).not.toContain("You can move it");
    const taken = await me.post("appointment/place", { do: "take", slot: (await slotAt(it.db, "35", "2026-11-23", "15:10")).id });
    const mine = (await me.get(taken.to!)).text;
    expect(mine).toContain("On the day itself it can no longer be changed here");
    expect(mine).not.toContain("You can move it");
  });

  test.each(["tr", "ar", "ru"])("in %s", async (code) => {
    await using it = await desk({ workingDays: 10 });
    const who = await makeCase(it.db);
    const me = await it.visitor(who, code);
    const page = await me.get("appointment");
    expect(page.status).toBe(200);
    expect(page.text).toContain(`<html lang="${code}"`);
    const slot = await slotAt(it.db, "35", "2026-11-25", "10:10");
    await me.post("appointment/place", { do: "take", slot: slot.id });
    expect((await me.get("appointment")).status).toBe(200);
    expect((await me.get("appointment/cancel")).status).toBe(200);
  });

  test("each lost race has its words and fresh hours", async () => {
    await using it = await desk({ offices: ["35", "16"], workingDays: 20 });
    const [who, other] = await makeCases(it.db, 2);
    const me = await it.visitor(who!);
    const slot = await slotAt(it.db, "35", "2026-11-25", "10:10");
    await it.db.updateTable("slot").set({ capacity: 1 }).where("id", "=", slot.id).execute();
    await as(it.db, it.clock, other!, (act) => book(act, other!, slot.id));
    const full = await me.post("appointment/place", { do: "hold", slot: slot.id, office: "35", day: "2026-11-25" });
    expect(full.status).toBe(409);
    for (const said of ["just been taken by somebody else", "data-focus", "10:30"]) expect(full.text).toContain(said);
    const refused = async (id: string) => (await me.post("appointment/place", { do: "take", slot: id, office: "35", day: "2026-11-25" })).text;
    expect(await refused((await slotAt(it.db, "35", "2026-11-23", "08:30")).id)).toContain("has already passed");
    expect(await refused((await slotAt(it.db, "16", "2026-11-25", "08:30")).id)).toContain("does not serve your address");
    expect(await refused("nonsense")).toContain("does not exist any more");
    expect(await refused("")).toContain("does not exist any more");
    const stale = await me.post("appointment/place", { do: "hold", slot: (await slotAt(it.db, "35", "2026-11-25", "10:30")).id });
    expect(stale.status).toBe(303);
    it.clock.set(MONDAY.add({ minutes: 6 }));
    expect((await me.get("appointment")).text).not.toContain("Take this appointment");
    expect(await faults(it.db)).toEqual([]);
  });

  test("a kept hour stands before all others, is counted nowhere as free, and is given back by one press", async () => {
    await using it = await desk({ workingDays: 10 });
    const me = await it.visitor(await makeCase(it.db));
    const slot = await slotAt(it.db, "35", "2026-11-25", "10:10");
    await me.post("appointment/place", { do: "hold", slot: slot.id, office: "35", day: "2026-11-25" });
    const { text } = await me.get("appointment?office=35&day=2026-11-25");
    const at = (said: string) => text.indexOf(said);
    expect(at('id="held"')).toBeGreaterThan(0);
    expect(at('id="held"')).toBeLessThan(at('class="calendar"'));
    expect(at("Give it back")).toBeLessThan(at('class="calendar"'));
    const ofDay = /Wednesday 25 November 2026, <\/span><span[^>]*>(\d+)/.exec(text)![1];
    expect([ofDay, /id="hours-day">[^<]*?(\d+) (?:free )?places?/.exec(text)![1]]).toEqual(["119", "119"]);
    expect(text).toMatch(/10:10<\/span> <span class="hour__free">kept for you/);
    const back = await me.post("appointment/place", { do: "give-back", office: "35", day: "2026-11-25" });
    expect(back).toMatchObject({ status: 303, to: "/en/application/appointment?office=35&day=2026-11-25&new=given-back" });
    const after = await me.get(back.to!);
    expect(after.text).toContain("You have given the hour back");
    expect(after.text).not.toContain("Take this appointment");
    expect((await slotAt(it.db, "35", "2026-11-25", "10:10")).taken).toBe(slot.taken);
    expect(await me.post("appointment/place", { do: "give-back" })).toMatchObject({ status: 303 });
    expect(await faults(it.db)).toEqual([]);
  });

  test("odd addresses are read as none", async () => {
    await using it = await desk({ workingDays: 10 });
    const me = await it.visitor(await makeCase(it.db));
    for (const query of ["day=2026-02-31", "day=1999-01-01", "month=2026-13", "month=9999-12", "office=nowhere", "day=%3Cscript%3E&month=%3Cscript%3E", "new=%3Cscript%3E"]) {
      const page = await me.get(`appointment?${query}`);
      expect(page.status).toBe(200);
      expect(page.text).not.toContain("<script>");
    }
  });

  test("when nothing is free before the deadline, the attempt goes on record and later days open", async () => {
    await using it = await desk({ workingDays: 10 });
    const who = await makeCase(it.db, { attendBy: "2026-11-25" });
    await it.db.updateTable("slot").set((of) => ({ taken: of.ref("capacity") })).where("day", "<=", Temporal.PlainDate.from("2026-11-25")).execute();
    const me = await it.visitor(who);
    const page = await me.get("appointment");
    expect(page.text).toContain("No place is free before your legal deadline");
    expect(await me.post("appointment/place", { do: "attempt" })).toMatchObject({ status: 303 });
    expect((await me.get("appointment?late=yes")).text).toContain("Your attempt to come in time is on record");
    expect((await me.get("appointment?late=yes")).text).toContain('href="/en/application/paper/timely-attempt"');
    expect(await me.get("paper/timely-attempt")).toMatchObject({ status: 200, type: "text/html; charset=utf-8" });
    expect((await me.get("paper/decision")).status).toBe(404);
    const slot = await slotAt(it.db, "35", "2026-11-26", "08:30");
    expect(await me.post("appointment/place", { do: "take", slot: slot.id })).toMatchObject({ status: 303 });
    expect((await me.get("appointment")).text).toContain("This day is after your legal deadline");
  });

  test("when nothing is free at all, it says what to do", async () => {
    await using it = await desk({ workingDays: 2 });
    await it.db.updateTable("slot").set((of) => ({ taken: of.ref("capacity") })).execute();
    const me = await it.visitor(await makeCase(it.db));
    expect((await me.get("appointment")).text).toContain("There is no free place at the moment");
  });
});

test("a family of one contact is booked in one press, and nobody else can be brought along", async () => {
  await using it = await desk({ workingDays: 10 });
  const [me, child, stranger] = await makeCases(it.db, 3);
  await it.db.updateTable("application").set({ email: me!.email }).where("id", "=", child!.id).execute();
  const mine = await it.visitor(me!);
  const slot = await slotAt(it.db, "35", "2026-11-25", "10:10");
  const held = await mine.post("appointment/place", { do: "hold", slot: slot.id, office: "35", day: "2026-11-25" });
  const page = await mine.get(held.to!.split("#")[0]!);
  expect(page.text).toContain("Who comes with you?");
  expect(page.text).toContain(child!.number);
  expect(page.text).not.toContain(stranger!.number);
  const refused = await mine.post("appointment/place", { do: "take", slot: slot.id, with: stranger!.id });
  expect(refused.status).toBe(409);
  expect(refused.text).toContain("Nothing was booked");
  expect(await mine.post("appointment/place", { do: "take", slot: slot.id, with: child!.id })).toMatchObject({ to: "/en/application/appointment?new=booked-together" });
  expect((await mine.get("appointment?new=booked-together")).text).toContain("The appointments are yours");
  expect((await findApplication(it.db, child!.id))!.state).toBe("lodged");
  expect(await faults(it.db)).toEqual([]);
});

test("an appointment is moved without being lost, cancelled after asking, and chosen again", async () => {
  await using it = await desk({ workingDays: 20 });
  const who = await makeCase(it.db);
  const me = await it.visitor(who);
  const slots = await Promise.all(["10:10", "10:30"].map((starts) => slotAt(it.db, "35", "2026-11-25", starts)));
  await me.post("appointment/place", { do: "take", slot: slots[0]!.id });
  expect((await me.get("appointment?change=yes")).text).toContain("stays yours until you take a new one");
  await me.post("appointment/place", { do: "hold", slot: slots[1]!.id, office: "35", day: "2026-11-25", change: "yes" });
  expect((await me.get("appointment?change=yes&day=2026-11-25&office=35")).text).toContain("Move my appointment here");
  expect(await me.post("appointment/place", { do: "take", slot: slots[1]!.id, change: "yes" })).toMatchObject({ to: "/en/application/appointment?new=moved" });
  expect((await me.get("appointment?new=moved")).text).toContain("Print the registration form again");
  expect(await findAppointment(it.db, who.id)).toMatchObject({ slot: slots[1]!.id, sequence: 1 });
  const file = await me.get("appointment.ics");
  expect(file.type).toBe("text/calendar; charset=utf-8");
  expect(file.text).toContain("DTSTART;TZID=Europe/Istanbul:20261125T103000");
  expect(file.text).toContain("SEQUENCE:1");
  expect(file.text).toContain("@portal.test");
  for (const line of file.text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect((await me.get("appointment/cancel")).text).toContain("Cancel your appointment?");
  expect(await me.post("appointment/cancel", {})).toMatchObject({ to: "/en/application/appointment?new=cancelled" });
  const again = await me.get("appointment?new=cancelled");
  expect(again.text).toContain("Your appointment has been cancelled");
  expect(again.text).toContain("Choose your appointment");
  expect((await me.get("appointment.ics")).status).toBe(404);
  expect(await faults(it.db)).toEqual([]);
});

describe("the draw", () => {
  const inFatih = { province: "34", office: "34-fatih", district: "Fatih/Aksaray" };
  const settings = { batchMinutes: 1, publicValue: noPublicValue };

  test("is joined, waited in and explained", async () => {
    await using it = await desk({ offices: ["34-fatih"], workingDays: 20 });
    await runDraws(it.db, it.clock, settings);
    const people = await makeCases(it.db, 3, inFatih);
    const me = await it.visitor(people[0]!);
    expect(await me.get("appointment")).toMatchObject({ status: 303, to: "/en/application/draw" });
    const start = await me.get("draw");
    for (const said of ["Join the draw", "legal deadlines first", "SHA-256", "İstanbul"]) expect(start.text).toContain(said);
    expect(await me.post("draw", { do: "join" })).toMatchObject({ to: "/en/application/draw?new=joined" });
    for (const who of people.slice(1)) await (await it.visitor(who)).post("draw", { do: "join" });
    expect((await me.get("draw?new=joined")).text).toContain("You are in the draw");
    expect((await me.post("draw", { do: "join" })).status).toBe(409);
    it.clock.set(MONDAY.add({ minutes: 1 }));
    await runDraws(it.db, it.clock, settings);
    const why = await me.get("draw");
    for (const said of ["Why this date", "Requests for your office in that list: 3", "legal deadline", "Check it yourself"]) expect(why.text).toContain(said);
    const record = await me.get(/href="(\/en\/draws\/[^"]+)"/.exec(why.text)![1]!);
    expect(faultOf(JSON.parse(record.text))).toBeNull();
    const own = (await me.get("appointment")).text;
    expect(own).toContain("This date was drawn");
    expect(own).not.toContain("You can move it");
    expect((await me.post("draw", { do: "decline", reason: " " })).text).toContain("Write the reason");
    expect(await me.post("draw", { do: "decline", reason: "an examination" })).toMatchObject({ to: "/en/application/draw?new=declined" });
    expect((await me.get("draw")).text).toContain("You are in the draw");
    expect(await me.post("draw", { do: "leave" })).toMatchObject({ to: "/en/application/draw?new=left" });
    expect((await findApplication(it.db, people[0]!.id))!.state).toBe("created");
    expect(await faults(it.db)).toEqual([]);
  });

  test("tells a person their own legal deadline, and that the record shows only its week", async () => {
    await using it = await desk({ offices: ["34-fatih"], workingDays: 30 });
    await it.db.updateTable("slot").set({ capacity: 0 }).where("day", "<>", Temporal.PlainDate.from("2026-12-28")).execute();
    await runDraws(it.db, it.clock, settings);
    const who = await makeCase(it.db, { ...inFatih, attendBy: "2026-12-31" });
    const me = await it.visitor(who);
    await me.post("draw", { do: "join" });
    it.clock.set(MONDAY.add({ minutes: 1 }));
    await runDraws(it.db, it.clock, settings);
    const { text } = await me.get("draw");
    for (const said of ["Your legal deadline is <bdi>Thursday 31 December 2026</bdi>, and it was met.", "only as the week that ends on <bdi>Friday 25 December 2026</bdi>", "At least 3 working days"]) expect(text).toContain(said);
    // On Monday 28 December: after the Friday that the record counts by, and yet in time.
    expect(text).toContain("Monday 28 December 2026");
    expect(text).not.toContain("on record");
  });

  test.each(["tr", "ar", "ru"])("in %s", async (code) => {
    await using it = await desk({ offices: ["34-fatih"], workingDays: 20 });
    await runDraws(it.db, it.clock, settings);
    const me = await it.visitor(await makeCase(it.db, inFatih), code);
    expect((await me.get("draw")).status).toBe(200);
    await me.post("draw", { do: "join" });
    expect((await me.get("draw")).status).toBe(200);
    it.clock.set(MONDAY.add({ minutes: 1 }));
    await runDraws(it.db, it.clock, settings);
    expect((await me.get("draw")).text).toContain(`<html lang="${code}"`);
    expect((await me.get("appointment")).status).toBe(200);
  });

  test.each(["en", "tr", "ar", "ru"])("is not there for a protected case, whose page says in neutral words who gives the appointment; in %s", async (code) => {
    await using it = await desk({ offices: ["34-fatih"], workingDays: 20 });
    const made = await makeCase(it.db, inFatih);
    const officer = { kind: "officer" as const, id: v7(MONDAY), name: "an officer" };
    await it.db.insertInto("officer").values({ id: officer.id, email: "o@office.example", name: "o", role: "case-officer", office_code: "34-fatih", created_at: MONDAY }).execute();
    await as(it.db, it.clock, officer, (act) => protect(act, made));
    const who = (await findApplication(it.db, made.id))!;
    const me = await it.visitor(who, code);
    expect((await me.get("draw")).status).toBe(200);
    expect((await me.get("draw")).text).not.toMatch(/name="do"|victim|mağdur|protected|korunan/i);
    const joined = await me.post("draw", { do: "join" });
    expect([joined.status, (await findApplication(it.db, who.id))!.state]).toEqual([409, "created"]);
    for (const page of ["status", "created"]) {
      const shown = await me.get(page);
      expect([shown.status, shown.text.includes(`/${code}/application/draw"`)], page).toEqual([200, false]);
    }
    await as(it.db, it.clock, officer, async (act) => giveAppointment(act, who, (await slotAt(it.db, "34-fatih", "2026-11-25", "10:10")).id));
    expect((await me.get("appointment")).text).not.toContain(`/${code}/application/draw"`);
    expect(await me.post("appointment/cancel", {})).toMatchObject({ status: 303 });
    expect((await me.get("draw")).text).toContain("157");
    expect(await faults(it.db)).toEqual([]);
  });

  test("holding by a forged post is refused", async () => {
    await using it = await desk({ offices: ["34-fatih"], workingDays: 20 });
    const who = await makeCase(it.db, inFatih);
    const me = await it.visitor(who);
    const slot = await slotAt(it.db, "34-fatih", "2026-11-25", "10:10");
    expect(await as(it.db, it.clock, who, (act) => hold(act, who, slot.id))).toEqual({ ok: false, why: "drawn-here" });
    expect(await me.post("appointment/place", { do: "take", slot: slot.id })).toMatchObject({ status: 303, to: "/en/application/draw" });
    expect(await faults(it.db)).toEqual([]);
  });
});
