import { expect, test } from "vitest";
import { faults } from "../../../invariants/checks.ts";
import { desk } from "../../../test/applicant-server.ts";
import { as, makeCase, MONDAY, slotAt, system } from "../../../test/cases.ts";
import { findAppointment } from "../../appointments/book.ts";
import { switchDraw } from "../../appointments/draw-switch.ts";
import { noPublicValue, runDraws } from "../../appointments/run-draw.ts";

const settings = { batchMinutes: 1, publicValue: noPublicValue };
const ofAlanya = { province: "07", office: "07", district: "Alanya/Saray" };
const inKepez = { province: "07", office: "07", district: "Kepez/Ulus" };

/** Antalya: the directorate draws, the office of Alanya lets people choose. */
async function antalya() {
  const it = await desk({ offices: ["07", "07-alanya"], workingDays: 20 });
  const turn = (on: boolean) => as(it.db, it.clock, system, (act) => switchDraw(act, "07", on));
  await turn(true);
  await runDraws(it.db, it.clock, settings);
  return { it, turn, async drawNow() {
    it.clock.set(it.clock.now().add({ minutes: 1 }));
    return runDraws(it.db, it.clock, settings);
  } };
}

test("before an office is picked the page says which choose and which draw; a hour is chosen at one, a date is asked for at the other", async () => {
  const { it, drawNow } = await antalya();
  await using _ = it;
  const [chooses, asks] = [await makeCase(it.db, ofAlanya), await makeCase(it.db, ofAlanya)];
  const me = await it.visitor(chooses);
  const page = await me.get("appointment");
  for (const said of ["At some of these offices you choose the hour yourself", "Alanya İlçe Göç İdaresi", "Gives its dates by draw: you ask for a date there", 'href="/en/application/draw?office=07"']) expect(page.text, said).toContain(said);
  expect(page.text).not.toContain("office=07&amp;");
  const drawing = await slotAt(it.db, "07", "2026-11-26", "10:10");
  const refused = await me.post("appointment/place", { do: "hold", slot: drawing.id, office: "07", day: "2026-11-26" });
  expect(refused.status).toBe(409);
  expect(refused.text).toContain("This office gives its dates by the draw");
  const slot = await slotAt(it.db, "07-alanya", "2026-11-26", "10:10");
  await me.post("appointment/place", { do: "take", slot: slot.id });
  expect((await me.get("appointment?change=yes")).text).toContain("nobody can move there");
  expect((await me.get("appointment?change=yes")).text).not.toContain("draw?office=07");

  const other = await it.visitor(asks);
  const joining = await other.get("draw?office=07");
  for (const said of ["At this office nobody chooses a date", "You need not join the draw", "Choose an appointment"]) expect(joining.text, said).toContain(said);
  expect(joining.text).not.toContain('value="07-alanya"');
  expect((await other.post("draw", { do: "join", office: "07-alanya" })).text).toContain("At this office you choose the appointment yourself");
  expect(await other.post("draw", { do: "join" })).toMatchObject({ to: "/en/application/draw?new=joined" });
  expect((await other.get("draw")).text).toContain("Antalya İl Göç İdaresi");
  await drawNow();
  const given = await other.get("appointment");
  for (const said of ["This date was drawn", "You can also move it to another office", "Why this date", "Move"]) expect(given.text, said).toContain(said);
  expect((await other.get("draw")).status).toBe(200);
  await other.post("appointment/place", { do: "take", change: "yes", slot: (await slotAt(it.db, "07-alanya", "2026-11-27", "10:10")).id });
  const moved = await other.get("appointment");
  expect(moved.text).toContain("Alanya İlçe Göç İdaresi");
  expect(moved.text).not.toContain("This date was drawn");
  expect(await faults(it.db)).toEqual([]);
});

test("in Arabic: both ways side by side, and joining the draw of the one office", async () => {
  const { it, drawNow } = await antalya();
  await using _ = it;
  const who = await makeCase(it.db, ofAlanya);
  const me = await it.visitor(who, "ar");
  const page = await me.get("appointment");
  for (const said of ['<html lang="ar" dir="rtl"', "في بعض هذه المكاتب تختارون الساعة بأنفسكم", "يعطي مواعيده بالقرعة: تطلبون فيه موعدًا ولا تختارون ساعة", 'href="/ar/application/draw?office=07"']) expect(page.text, said).toContain(said);
  const joining = await me.get("draw?office=07");
  for (const said of ["في هذا المكتب لا يختار أحد موعدًا", "لا يلزمكم الانضمام إلى القرعة"]) expect(joining.text, said).toContain(said);
  expect(await me.post("draw", { do: "join", office: "07" })).toMatchObject({ to: "/ar/application/draw?new=joined" });
  await drawNow();
  expect(await findAppointment(it.db, who.id)).toMatchObject({ source: "draw", office: "07" });
  expect((await me.get("appointment")).text).toContain("يمكنكم أيضًا نقله إلى مكتب آخر");
});

test("who chose, kept an hour or waits in a list when the office changes its way is led on, and nobody is sent in a circle", async () => {
  const { it, turn, drawNow } = await antalya();
  await using _ = it;
  const [waits, keeps, chose] = [await makeCase(it.db, inKepez), await makeCase(it.db, inKepez), await makeCase(it.db, inKepez)];
  const [waiting, keeping, choosing] = [await it.visitor(waits), await it.visitor(keeps), await it.visitor(chose)];
  expect(await choosing.get("appointment")).toMatchObject({ status: 303, to: "/en/application/draw" });
  await waiting.post("draw", { do: "join" });
  await turn(false);
  expect(await waiting.get("appointment")).toMatchObject({ status: 303, to: "/en/application/draw" });
  expect((await waiting.get("draw")).text).toContain("You are in the draw");
  const hour = (starts: string) => slotAt(it.db, "07", "2026-11-30", starts);
  await choosing.post("appointment/place", { do: "take", slot: (await hour("10:10")).id });
  const kept = await hour("10:30");
  await keeping.post("appointment/place", { do: "hold", slot: kept.id, office: "07", day: "2026-11-30" });
  await turn(true);
  const still = await keeping.get("appointment");
  for (const said of ["Held for you", "Take this appointment", "10:30"]) expect(still.text, said).toContain(said);
  expect(await keeping.post("appointment/place", { do: "take", slot: kept.id })).toMatchObject({ to: "/en/application/appointment?new=booked" });
  expect((await choosing.get("appointment")).text).toContain("You chose this date before this office began");
  await turn(false);
  await drawNow();
  // Who was drawn and gave the date up afterwards chooses, with the reasons of the draw still there to read.
  await waiting.post("appointment/cancel", {});
  const anew = await waiting.get("draw");
  for (const said of ["Choose an appointment", "Why this date"]) expect(anew.text, said).toContain(said);
  expect(anew.text).not.toContain('value="join"');
  it.clock.set(MONDAY.add({ hours: 1 }));
  expect((await waiting.get("appointment")).status).toBe(200);
  expect(await faults(it.db)).toEqual([]);
});
