import { describe, expect, test } from "vitest";
import { desk } from "../../../test/applicant-server.ts";
import { fees, total } from "../../../test/debts.ts";
import { as, makeCase, makeCases, MONDAY, slotAt } from "../../../test/cases.ts";
import { findApplication } from "../../applications/application.ts";
import { book, moveAppointment } from "../../appointments/book.ts";
import { cancelAppointment } from "../../appointments/cancel.ts";
import { declineDate, joinDraw, leaveDraw } from "../../appointments/join.ts";
import { openAccrual } from "../../payments/accrual.ts";
import { v7 } from "../../platform/id.ts";
import { noPublicValue, runDraws } from "../../appointments/run-draw.ts";

const inFatih = { province: "34", office: "34-fatih", district: "Fatih/Aksaray" };

/** The steps of the timeline as they are read out, without their dates. */
function stepsOf(text: string): string[] {
  const list = /<ol class="timeline".*?<\/ol>/s.exec(text)![0];
  return [...list.matchAll(/<p class="step__title">(.*?)<\/p>/gs)].map(([, title]) => title!.replace(/<[^>]+>/g, "").trim());
}

describe("the timeline", () => {
  test("tells of a drawn appointment, a declined one and leaving the draw, and the appointment is to come until there is one", async () => {
    await using it = await desk({ offices: ["34-fatih"], workingDays: 20 });
    const clock = it.clock;
    const run = async (minutes: number) => {
      clock.set(MONDAY.add({ minutes }));
      await runDraws(it.db, clock, { batchMinutes: 1, publicValue: noPublicValue });
    };
    await run(0);
    const who = await makeCase(it.db, inFatih);
    const again = async () => (await findApplication(it.db, who.id))!;
    const me = await it.visitor(who);
    const steps = async () => stepsOf((await me.get("status")).text);
    await as(it.db, clock, who, (act) => joinDraw(act, who));
    expect((await steps()).slice(0, 3)).toEqual(["Now: You joined the draw", "Later: Appointment", "Later: Your visit to the directorate"]);
    await run(1);
    expect((await steps()).slice(0, 3)).toEqual(["Done: You joined the draw", "Now: The draw gave you an appointment", "Later: Your visit to the directorate"]);
    expect((await me.get("status")).text).toContain("Friday 27 November 2026");
    clock.set(MONDAY.add({ minutes: 2 }));
    await as(it.db, clock, who, async (act) => declineDate(act, await again(), "an examination"));
    expect((await steps()).slice(1, 4)).toEqual(["Done: The draw gave you an appointment", "Now: You declined the drawn date and stay in the draw", "Later: Appointment"]);
    clock.set(MONDAY.add({ minutes: 3 }));
    await as(it.db, clock, who, async (act) => leaveDraw(act, await again()));
    expect((await steps()).slice(3, 5)).toEqual(["Now: You left the draw", "Later: Appointment"]);
  });

  test("tells of an appointment that was moved and cancelled, and never says that such an application is complete", async () => {
    await using it = await desk({ workingDays: 20 });
    const [who] = await makeCases(it.db, 1);
    const again = async () => (await findApplication(it.db, who!.id))!;
    const [first, second] = await Promise.all(["10:10", "10:30"].map((starts) => slotAt(it.db, "35", "2026-11-25", starts)));
    await as(it.db, it.clock, who!, (act) => book(act, who!, first!.id));
    it.clock.set(MONDAY.add({ minutes: 1 }));
    await as(it.db, it.clock, who!, async (act) => moveAppointment(act, await again(), second!.id));
    const me = await it.visitor(who!);
    expect(stepsOf((await me.get("status")).text).slice(0, 3)).toEqual(["Done: Appointment taken", "Now: Appointment moved", "Later: Your visit to the directorate"]);
    it.clock.set(MONDAY.add({ minutes: 2 }));
    await as(it.db, it.clock, who!, async (act) => cancelAppointment(act, await again()));
    const { text } = await me.get("status");
    expect(stepsOf(text).slice(0, 4)).toEqual(["Done: Appointment taken", "Done: Appointment moved", "Now: Appointment cancelled", "Later: Appointment"]);
    expect(text).not.toContain("application is complete.");
    for (const time of ["10:10", "10:30"]) expect(text).toContain(`<bdi>${time}</bdi>`);
  });
});

describe("an appointment", () => {
  test("on its day and after its hour says what is true then, and offers nothing that would be refused", async () => {
    await using it = await desk({ workingDays: 20 });
    const who = await makeCase(it.db);
    const slot = await slotAt(it.db, "35", "2026-11-25", "10:10");
    await as(it.db, it.clock, who, (act) => book(act, who, slot.id));
    // A session does not last for days.
    const get = async (path: string) => (await it.visitor(who)).get(path);
    const say = async () => (await get("status")).text;
    expect(await say()).toContain("Change or cancel");
    it.clock.set(Temporal.Instant.from("2026-11-25T05:00:00Z"));
    expect(await say()).toContain("come to your appointment");
    expect(await say()).toContain("On the day itself it can no longer be changed here");
    expect(await say()).not.toContain("Change or cancel");
    expect(await get("appointment/cancel")).toMatchObject({ status: 303, to: "/en/application/appointment" });
    it.clock.set(Temporal.Instant.from("2026-11-25T08:00:00Z"));
    for (const said of ["Your appointment was today at <bdi>10:10</bdi>", "If you were there, there is nothing for you to do.", "come today while the office is open, or call 157"]) expect(await say()).toContain(said);
    for (const gone of ["Change or cancel", "Add to my calendar", "come to your appointment"]) expect(await say()).not.toContain(gone);
    expect(await get("appointment")).toMatchObject({ status: 303, to: "/en/application/status" });
    it.clock.set(Temporal.Instant.from("2026-11-27T08:00:00Z"));
    expect(await say()).toContain("Your appointment was on <bdi>Wednesday 25 November 2026</bdi>");
    expect(await say()).not.toContain("come today");
    expect(await say()).toContain("You need to attend by");
  });
});

test("while the bank’s answer is not known, nobody is asked to pay a second time", async () => {
  await using it = await desk({ workingDays: 20 });
  const who = await makeCase(it.db);
  const slot = await slotAt(it.db, "35", "2026-11-25", "10:10");
  await as(it.db, it.clock, who, (act) => book(act, who, slot.id));
  const me = await it.visitor(who);
  const accrual = await as(it.db, it.clock, who, (act) => openAccrual(act, who, fees));
  expect((await me.get("status")).text).toContain("Pay the fees");
  await it.db.insertInto("payment").values({ id: v7(MONDAY), accrual_id: accrual.id, state: "unknown", amount: total, channel: "card", provider: "demonstration", started_at: MONDAY, changed_at: MONDAY }).execute();
  for (const page of ["status", "appointment"]) {
    const { text } = await me.get(page);
    expect(text, page).toContain("See how the payment stands");
    for (const gone of ["Pay the fees", "Pay, print your form", "Pay the legal fees", ">Pay<"]) expect(text, page).not.toContain(gone);
  }
  expect((await me.get("status")).text).toContain("Please do not pay again meanwhile");
});
