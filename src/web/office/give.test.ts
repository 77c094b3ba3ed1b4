import { expect, test } from "vitest";
import { faults } from "../../../invariants/checks.ts";
import { makeCase } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";
import { findAppointment } from "../../appointments/book.ts";
import { generateSlots } from "../../appointments/slots.ts";

test("an officer protects a case and gives its appointment by hand; a full, past or foreign hour is told by name; only a supervisor lifts it", async () => {
  await using it = await office();
  const desk = await it.enter("front-desk");
  const chief = await it.enter("supervisor");
  await it.act(chief.who, (act) => generateSlots(act, { from: act.today, workingDays: 3 }));
  const made = await makeCase(it.db, it.clock, { state: "created" });
  expect((await desk.get(`/cases/${made.id}`)).text).toContain("Protect this case");
  expect((await desk.post(`/cases/${made.id}/protect`, { seen: await it.seen(made.id) })).to).toBe(`/cases/${made.id}?done=protect`);
  const page = (await desk.get(`/cases/${made.id}?done=protect`)).text;
  expect(page, "and leads on to its appointment").toMatch(/The case is protected\. <a href="[^"]*\/appointment">/);
  const there = await makeCase(it.db, it.clock, { state: "attended" });
  expect((await desk.post(`/cases/${there.id}/protect`, { seen: await it.seen(there.id) })).to).toContain("done=protect");
  const attended = (await desk.get(`/cases/${there.id}?done=protect`)).text;
  expect([attended.includes("The case is protected."), attended.includes(`/cases/${there.id}/appointment`)]).toEqual([true, false]);
  for (const said of [">Protected<", `/cases/${made.id}/appointment`]) expect(page).toContain(said);
  expect(page).not.toContain("Lift the protection");
  expect((await desk.post(`/cases/${made.id}/unprotect`, { seen: await it.seen(made.id) })).status).toBe(403);
  expect((await (await it.enter("auditor")).get(`/cases/${made.id}/appointment`)).status).toBe(403);

  for (const language of ["en", "tr", "ar", "ru"]) expect((await desk.get(`/cases/${made.id}/appointment`, language)).status).toBe(200);
  const choose = await desk.get(`/cases/${made.id}/appointment?day=2026-11-24`);
  const slot = /name="slot" value="([^"]+)"/.exec(choose.text)![1]!;
  const at = (day: string, starts: string) => it.db.selectFrom("slot").select("id").where("office_code", "=", "35").where("day", "=", Temporal.PlainDate.from(day))
    .where("starts", "=", Temporal.PlainTime.from(starts)).executeTakeFirstOrThrow();
  const full = await at("2026-11-25", "09:10");
  await it.db.updateTable("slot").set({ capacity: 0 }).where("id", "=", full.id).execute();
  for (const [hour, said] of [[full.id, "has just been taken"], [(await at("2026-11-23", "08:30")).id, "already passed"], [crypto.randomUUID(), "does not exist any more"]] as const) {
    const refused = await desk.post(`/cases/${made.id}/appointment`, { slot: hour, day: "2026-11-25" });
    expect([refused.status, refused.text.includes(said)], said).toEqual([409, true]);
  }
  expect(await desk.post(`/cases/${made.id}/appointment`, { slot, day: "2026-11-24" })).toMatchObject({ status: 303, to: `/cases/${made.id}?done=give` });
  expect(await findAppointment(it.db, made.id)).toMatchObject({ slot, source: "office" });
  expect((await desk.get(`/cases/${made.id}/appointment`)).text).toContain("a press moves it");
  await it.db.updateTable("appointment").set({ steps: 2 }).where("application_id", "=", made.id).execute();
  const listed = (await desk.get("/?day=2026-11-24")).text;
  for (const said of ["40 minutes", ">Protected<"]) expect(listed, said).toContain(said);
  await it.db.updateTable("appointment").set({ steps: 1 }).where("application_id", "=", made.id).execute();
  expect((await chief.post(`/cases/${made.id}/unprotect`, { seen: await it.seen(made.id) })).to).toBe(`/cases/${made.id}?done=unprotect`);
  expect((await (await it.enter("front-desk", "06", "elsewhere")).get(`/cases/${made.id}/appointment`)).status).toBe(404);
  expect(await faults(it.db)).toEqual([]);
});
