import { expect, test } from "vitest";
import { desk } from "../../../test/applicant-server.ts";
import { makeCase } from "../../../test/cases.ts";
import { json } from "../../platform/database.ts";

async function somebody(code = "en") {
  const it = await desk({ workingDays: 5 });
  const made = await makeCase(it.db);
  const answers = { kind: "first", surname: "DOE", givenNames: "Jane", birthDate: "1990-05-17", gender: "female" };
  const who = await it.db.updateTable("application").set({ frozen: json({ answers }) }).where("id", "=", made.id).returningAll().executeTakeFirstOrThrow();
  return { it, who, me: await it.visitor(who, code) };
}

test("what a date should say is asked with the date’s own boxes, checked, and waits for an officer on the status page", async () => {
  const { it, me } = await somebody();
  await using _ = it;
  expect((await me.get("status")).text).not.toContain("waits for an officer");
  expect(await me.post("correct", { do: "choose", wrongField: "birthDate" })).toMatchObject({ status: 303, to: "/en/application/correct?field=birthDate" });
  const asked = await me.get("correct?field=birthDate");
  for (const said of ['name="birthDate-day"', 'name="birthDate-year"', "It says now: <strong><bdi>", 'name="reason"']) expect(asked.text).toContain(said);
  const send = (day: [string, string, string], reason = "As in the passport") =>
    me.post("correct", { wrongField: "birthDate", "birthDate-year": day[0], "birthDate-month": day[1], "birthDate-day": day[2], reason });
  const impossible = await send(["1974", "13", "45"]);
  expect(impossible.status).toBe(422);
  for (const said of ['value="13"', 'href="#birthDate', "Date of birth:"]) expect(impossible.text).toContain(said);
  expect((await send(["1990", "5", "17"])).text).toContain("this is what it says already");
  expect((await send(["", "", ""])).status).toBe(422);
  expect(await it.db.selectFrom("correction").select("id").execute()).toEqual([]);
  expect(await send(["1974", "3", "5"])).toMatchObject({ status: 303, to: "/en/application/correct?sent=yes" });
  expect(await it.db.selectFrom("correction").select(["field", "wanted"]).execute()).toEqual([{ field: "birthDate", wanted: "1974-03-05" }]);
  // Law 6698 art. 13: thirty days from 23 November on.
  for (const said of [/5 March 1974/, /answer by <bdi>23 December 2026<\/bdi> at the latest/]) expect((await me.get("correct")).text).toMatch(said);
  const status = await me.get("status");
  for (const said of ["Your request to correct your data waits for an officer", "Date of birth"]) expect(status.text).toContain(said);
  expect((await send(["1975", "3", "5"])).text).toContain("You have already asked for this one");
});

test("a field with options takes only one of them, and what may not be corrected is not asked for", async () => {
  const { it, me } = await somebody();
  await using _ = it;
  expect((await me.post("correct", { wrongField: "gender", gender: "nonsense", reason: "wrong" })).status).toBe(422);
  expect(await me.post("correct", { wrongField: "gender", gender: "male", reason: "wrong" })).toMatchObject({ status: 303 });
  expect((await me.post("correct", { wrongField: "nationality", nationality: "DEU", reason: "wrong" })).text).toContain('id="wrongField"');
  expect((await me.get("correct?field=nationality")).text).toContain('id="wrongField"');
});

test("words that were asked for before as free text are shown as they are", async () => {
  const { it, who, me } = await somebody();
  await using _ = it;
  await it.db.insertInto("correction").values({ id: who.id, application_id: who.id, field: "birthDate", wanted: "1974-13-45", reason: "x", asked_at: who.started_at }).execute();
  expect((await me.get("correct")).text).toContain("<bdi>1974-13-45</bdi>");
});

test("nothing of a refused application is corrected any more, also by who kept the page open", async () => {
  const { it, who, me } = await somebody();
  await using _ = it;
  await it.db.updateTable("application").set({ state: "refused" }).where("id", "=", who.id).execute();
  expect((await me.post("correct", { wrongField: "gender", gender: "male", reason: "wrong" })).text).toContain("nothing can be corrected any more");
  expect(await it.db.selectFrom("correction").select("id").execute()).toEqual([]);
});

test.each(["tr", "ar", "ru"])("in %s", async (code) => {
  const { it, me } = await somebody(code);
  await using _ = it;
  for (const page of ["correct", "correct?field=birthDate"]) expect((await me.get(page)).text).toContain(`<html lang="${code}"`);
});
