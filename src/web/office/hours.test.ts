import { expect, test } from "vitest";
import { faults } from "../../../invariants/checks.ts";
import { office } from "../../../test/office-server.ts";
import { generateSlots } from "../../appointments/slots.ts";

const typed = {
  from: "2026-11-26", opens: "09:00", "lunch-begins": "12:30", "lunch-ends": "13:30", closes: "16:30", receiving: "3", reason: "winter hours",
  "steps-short-term": "1", "steps-family": "2", "steps-student": "1", "steps-long-term": "3", "steps-humanitarian": "1", "steps-trafficking-victim": "1",
};

test("a supervisor sees an office’s hours, what a change would do, and sets it from a day on; mistyped hours come back by name; others may not", async () => {
  await using it = await office();
  const chief = await it.enter("supervisor");
  const desk = await it.enter("front-desk");
  await it.act(chief.who, (act) => generateSlots(act, { from: act.today, workingDays: 5, office: "35" }));
  expect((await desk.get("/hours")).status).toBe(403);
  expect((await desk.post("/hours", { ...typed, do: "set" })).status).toBe(403);
  expect((await chief.get("/")).text).toContain('href="/hours"');
  for (const language of ["en", "tr", "ar", "ru"]) {
    const page = await chief.get("/hours", language);
    expect([page.status, page.text.includes("08:30–17:30")]).toEqual([200, true]);
  }
  for (const [change, said] of [
    [{ opens: "25:00" }, "Opens: write the hour as 08:30"], [{ opens: "17:00" }, "the hours must follow each other"], [{ from: "2026-11-23" }, "a day from tomorrow on"],
    [{ from: "soon" }, "a day from tomorrow on"], [{ receiving: "many" }, "a whole number from 1 to 200"], [{ reason: " " }, "Reason: write it"], [{ "steps-family": "9" }, "one of the lengths"],
    [{ "lunch-begins": "", "lunch-ends": "", closes: "09:10" }, "no appointment fits"],
  ] as const) {
    const back = await chief.post("/hours", { ...typed, ...change, do: "set" });
    expect([back.status, back.text.includes(said)], said).toEqual([422, true]);
    expect(back.text).toContain('value="16:30"'.replace("16:30", "closes" in change ? "09:10" : "16:30"));
  }
  const looked = await chief.post("/hours", { ...typed, do: "look" });
  for (const said of ["What it would do now", "Nobody loses a place", "Set these hours and tell those concerned"]) expect(looked.text).toContain(said);
  expect(await it.db.selectFrom("office_hours").select("id").execute()).toEqual([]);
  // What was changed after the look is looked at first, and nothing is set.
  const seen = (page: string) => ({ looked: /name="looked" value="([^"]*)"/.exec(page)![1]!.replaceAll("&quot;", '"') });
  const changed = await chief.post("/hours", { ...typed, receiving: "1", do: "set", ...seen(looked.text) });
  expect([changed.status, changed.text.includes("What it would do now")]).toEqual([200, true]);
  expect((await chief.post("/hours", { ...typed, do: "set" })).status).toBe(200);
  expect(await it.db.selectFrom("office_hours").select("id").execute()).toEqual([]);
  expect((await chief.post("/hours", { ...typed, do: "set", ...seen(looked.text) })).to).toBe("/hours?set=2026-11-26");
  const after = await chief.get("/hours?set=2026-11-26");
  for (const said of ["09:00–16:30", "winter hours", "60 minutes", "Everyone concerned has been told"]) expect(after.text).toContain(said);
  expect((await it.db.selectFrom("slot").select("capacity").where("day", "=", Temporal.PlainDate.from("2026-11-26")).where("closed_at", "is", null).execute()).map((row) => row.capacity)).toEqual(Array.from({ length: 19 }, () => 3));
  expect(await faults(it.db)).toEqual([]);
});
