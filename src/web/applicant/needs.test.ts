import { expect, test } from "vitest";
import { desk } from "../../../test/applicant-server.ts";
import { as, makeCase, MONDAY, slotAt } from "../../../test/cases.ts";
import { makeCase as officeCase } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";
import { book } from "../../appointments/book.ts";
import { findNeeds, setNeeds } from "../../appointments/needs.ts";
import type { DrawRecord } from "../../appointments/record.ts";
import { noPublicValue, runDraws } from "../../appointments/run-draw.ts";

test.each(["en", "tr", "ar", "ru"])("needs are told, shown and changed; in %s", async (code) => {
  await using it = await desk({ workingDays: 10 });
  const who = await makeCase(it.db);
  const me = await it.visitor(who, code);
  expect((await me.get("appointment")).text).toContain('name="needs"');
  expect(await me.post("appointment/needs", { needs: "wheelchair", interpreter: "ar", from: "appointment" })).toMatchObject({ to: `/${code}/application/appointment?new=needs` });
  expect(await findNeeds(it.db, who.id)).toEqual({ needs: ["wheelchair"], interpreter: "ar" });
  await as(it.db, it.clock, who, async (act) => book(act, who, (await slotAt(it.db, "35", "2026-11-25", "10:10")).id));
  const own = await me.get("appointment?new=needs");
  expect(own.text).toMatch(/value="wheelchair"[^>]*checked|checked[^>]*value="wheelchair"/);
  await me.post("appointment/needs", { needs: "a crown", interpreter: "tlh", from: "appointment" });
  expect(await findNeeds(it.db, who.id)).toEqual({ needs: [], interpreter: null });
});

test("in a draw a need counts as one class with age, and its name stands nowhere in the record", async () => {
  await using it = await desk({ offices: ["34-fatih"], workingDays: 10 });
  const settings = { batchMinutes: 1, publicValue: noPublicValue };
  await runDraws(it.db, it.clock, settings);
  const inFatih = { province: "34", office: "34-fatih", district: "Fatih/Aksaray" };
  const who = await makeCase(it.db, inFatih);
  const me = await it.visitor(who);
  await me.post("draw", { do: "join" });
  expect(await me.post("appointment/needs", { needs: "sign-language", interpreter: "uk", from: "draw" })).toMatchObject({ to: "/en/application/draw?new=needs" });
  expect((await me.get("draw?new=needs")).text).toContain("Interpreter: Ukrainian");
  it.clock.set(MONDAY.add({ minutes: 1 }));
  await runDraws(it.db, it.clock, settings);
  const { record } = await it.db.selectFrom("draw").select("record").where("drawn_at", "is not", null).executeTakeFirstOrThrow();
  expect((record as DrawRecord).requests[0]).toMatchObject({ need: 1 });
  expect(JSON.stringify(record)).not.toMatch(/sign|uk"|wheelchair|interpreter/);
});

test("the office sees the needs on the list of the day and on the case; the trail does not name them", async () => {
  await using it = await office();
  const desk = await it.enter("front-desk");
  const made = await officeCase(it.db, it.clock, { appointment: { day: "2026-11-23", time: "10:10" } });
  await it.act(desk.who, (act) => setNeeds(act, made, { needs: ["child"], interpreter: "fa" }));
  for (const url of ["/", `/cases/${made.id}`]) {
    const page = await desk.get(url);
    expect(page.text).toContain("With a small child");
    expect(page.text).toContain("Interpreter: Persian");
  }
  await desk.post("/check-in", { application: made.id });
  await desk.post("/counter", { counter: "1", do: "next" });
  expect((await desk.get("/counter?counter=1")).text).toContain("Interpreter: Persian");
  const { facts } = await it.db.selectFrom("audit").select("facts").where("act", "=", "needs-told").executeTakeFirstOrThrow();
  expect(facts).toEqual({});
});
