import { expect, test } from "vitest";
import { faults } from "../../../invariants/checks.ts";
import { makeCase } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";
import { generateSlots } from "../../appointments/slots.ts";
import { verifyAddress } from "../../documents/verify.ts";

test("checked in, a person has a number; counters call it; the screen shows it to everybody and names nobody", async () => {
  await using it = await office();
  const desk = await it.enter("front-desk");
  const made = await makeCase(it.db, it.clock, { appointment: { day: "2026-11-23", time: "10:10" }, answers: { surname: "Watanabe" } });
  expect((await it.stranger.get("/display/35")).text).toContain("No number has been called yet today");
  expect((await desk.post("/check-in", { application: made.id })).status).toBe(303);
  expect((await desk.get(`/cases/${made.id}?done=check-in`)).text).toContain("Number 1");
  expect((await desk.get("/")).text).toContain("Number 1");
  expect((await desk.get("/counter")).text).toContain("At which counter are you?");
  expect((await desk.get("/counter?counter=99")).text).toContain("At which counter are you?");
  expect((await desk.get("/counter?counter=2")).text).toContain("One person waits");
  expect(await desk.post("/counter", { counter: "2", do: "next" })).toMatchObject({ status: 303, to: "/counter?counter=2" });
  const counter = await desk.get("/counter?counter=2");
  for (const said of ["Before you: number 1", "WATANABE", "Call again"]) expect(counter.text).toContain(said);
  for (const language of ["en", "tr", "ar", "ru"]) {
    const screen = await it.stranger.get(`/display/35?language=${language}`, language);
    expect(screen.status).toBe(200);
    expect(screen.text).toContain('data-live="3"');
    expect(screen.text).toMatch(/call--now[\s\S]*<bdi>1<\/bdi>[\s\S]*<bdi>2<\/bdi>/);
    expect(screen.text).not.toContain("WATANABE");
    expect(screen.text).not.toContain(made.registration_number!);
  }
  expect((await it.stranger.get("/display/nowhere")).status).toBe(404);
  expect((await desk.post("/counter", { counter: "2", do: "absent" })).to).toBe("/counter?counter=2&said=absent");
  expect((await desk.get("/counter?counter=2")).text).toContain("Number 1 is here after all");
  expect((await desk.post("/counter", { counter: "2", do: "back", number: "1" })).to).toBe("/counter?counter=2&said=back");
  await desk.post("/counter", { counter: "1", do: "next" });
  expect((await desk.post("/counter", { counter: "1", do: "again" })).to).toBe("/counter?counter=1&said=again");
  expect((await desk.post("/counter", { counter: "1", do: "next" })).to).toBe("/counter?counter=1&said=busy");
  const before = /name="before" value="([^"]+)"/.exec((await desk.get("/counter?counter=1")).text)![1]!;
  expect((await desk.post("/counter", { counter: "1", do: "next", before })).to).toBe("/counter?counter=1&said=nobody-waits");
  expect((await (await it.enter("auditor")).post("/counter", { counter: "1", do: "next" })).status).toBe(403);
});

test("a check-in on the wrong row is taken back on the case; who did not come is named, and what they are told, before it is noted", async () => {
  await using it = await office();
  const desk = await it.enter("front-desk");
  const made = await makeCase(it.db, it.clock, { appointment: { day: "2026-11-23", time: "09:00" } });
  const other = await makeCase(it.db, it.clock, { appointment: { day: "2026-11-23", time: "09:40" } });
  await desk.post("/check-in", { application: made.id });
  expect((await desk.get("/")).text).toContain("Number 1");
  expect((await desk.get(`/cases/${made.id}`)).text).toContain("Take the check-in back");
  expect((await desk.post(`/cases/${made.id}/undo-check-in`, { seen: await it.seen(made.id) })).to).toBe(`/cases/${made.id}?done=undo-check-in`);
  expect((await desk.get("/")).text).not.toContain("Number 1");
  expect((await desk.get(`/cases/${other.id}?done=check-in`)).text).not.toContain("Take the check-in back");
  const ask = await desk.get(`/cases/${other.id}/no-show`);
  for (const text of ["ÖZTÜRK-MÜLLER, Lena", "09:40", "The office has noted that you did not come on 23 November 2026", "can still be checked in"]) expect(ask.text, text).toContain(text);
  expect((await desk.get("/")).text, "looking is not noting").not.toContain("Came after all");
  expect((await desk.post(`/cases/${other.id}/no-show`, { appointment: made.id })).to).toBe("/?said=changed-meanwhile");
  expect((await desk.post(`/cases/${other.id}/no-show`, { appointment: /name="appointment" value="([^"]+)"/.exec(ask.text)![1]! })).to).toBe("/?said=no-show");
  expect((await desk.get(`/cases/${other.id}/no-show`)).to).toBe("/?said=no-appointment");
});

test("the code of the registration form, as a scanner types it, leads to the case", async () => {
  await using it = await office();
  const desk = await it.enter("front-desk");
  const made = await makeCase(it.db, it.clock, { appointment: { day: "2026-11-23", time: "10:10" } });
  const code = verifyAddress(it.app.secret, "https://portal.example", "tr", { paper: "registration-form", number: made.registration_number!, made: "2026-11-20" });
  expect(await desk.post("/", { term: code })).toMatchObject({ status: 303, to: `/cases/${made.id}` });
  expect((await desk.post("/", { term: `${code}x` })).text).toContain("No case of this office fits");
});

test("a supervisor closes a day: said what it does, asked for the reason, and told what it did", async () => {
  await using it = await office();
  const chief = await it.enter("supervisor");
  const desk = await it.enter("front-desk");
  await it.act(chief.who, (act) => generateSlots(act, { from: act.today.add({ days: 1 }), workingDays: 2, office: "35" }));
  const slot = await it.db.selectFrom("slot").select("id").where("day", "=", Temporal.PlainDate.from("2026-11-24")).executeTakeFirstOrThrow();
  const made = await makeCase(it.db, it.clock, { appointment: { day: "2026-11-27" } });
  await it.db.updateTable("appointment").set({ slot_id: slot.id }).where("application_id", "=", made.id).execute();
  await it.db.updateTable("slot").set({ taken: 1 }).where("id", "=", slot.id).execute();
  await it.db.deleteFrom("slot").where("day", "=", Temporal.PlainDate.from("2026-11-27")).execute();
  expect((await desk.get("/close-day?day=2026-11-24")).status).toBe(403);
  expect((await desk.post("/close-day", { day: "2026-11-24", reason: "no" })).status).toBe(403);
  expect((await desk.get("/?day=2026-11-24")).text).not.toContain("Close this day");
  expect((await chief.get("/?day=2026-11-24")).text).toContain('href="/close-day?day=2026-11-24"');
  const ask = await chief.get("/close-day?day=2026-11-24");
  for (const said of ["One person is booked on that day", "It cannot be undone"]) expect(ask.text).toContain(said);
  expect((await chief.post("/close-day", { day: "2026-11-24", reason: " " })).status).toBe(422);
  expect(await chief.post("/close-day", { day: "2026-11-24", reason: "a burst pipe" })).toMatchObject({ status: 303, to: "/close-day?day=2026-11-24" });
  const list = (await desk.get("/?day=2026-11-24")).text;
  expect(list, "who may not close a day sees all the same that it is closed, and why").toContain("This day is closed: <bdi>a burst pipe</bdi>");
  expect(list).not.toContain("Clear filters");
  const after = await chief.get("/close-day?day=2026-11-24");
  for (const said of ["The day is closed", "a burst pipe", "Given another place"]) expect(after.text).toContain(said);
  expect((await chief.get("/?day=2026-11-24")).text).toContain("This day is closed");
  expect((await chief.get("/?day=2026-11-25")).text).toContain("1 person");
  expect((await chief.post("/close-day", { day: "2026-11-20", reason: "past" })).to).toBe("/");
  expect(await faults(it.db)).toEqual([]);
});

test("a day on which offices do not open is not offered for closing, unless somebody is booked on it", async () => {
  await using it = await office();
  const chief = await it.enter("supervisor");
  const [sunday, holiday, friday] = ["2026-11-29", "2027-01-01", "2026-11-27"];
  for (const day of [sunday, holiday]) {
    expect((await chief.get(`/?day=${day}`)).text).not.toContain(`href="/close-day?day=${day}"`);
    const page = await chief.get(`/close-day?day=${day}`);
    expect(page.text).toContain("Offices do not open on that day");
    expect(page.text).not.toContain('name="reason"');
    await chief.post("/close-day", { day, reason: "closed anyway" });
  }
  expect(await it.db.selectFrom("closed_day").select("day").execute()).toEqual([]);
  expect((await chief.get(`/?day=${friday}`)).text).toContain(`href="/close-day?day=${friday}"`);
  // A day that was made a holiday after people were booked on it is closed like another, which gives them other dates.
  await makeCase(it.db, it.clock, { appointment: { day: holiday } });
  expect((await chief.get(`/?day=${holiday}`)).text).toContain(`href="/close-day?day=${holiday}"`);
  expect((await chief.get(`/close-day?day=${holiday}`)).text).toContain('name="reason"');
});
