import { expect, test } from "vitest";
import { desk } from "../../../test/applicant-server.ts";
import { makeCase } from "../../../test/cases.ts";
import { isStopped } from "../../notifications/stop.ts";

test.each(["en", "tr", "ar", "ru"])("reminders are stopped and come again by a switch on the page of contacts; in %s", async (code) => {
  await using it = await desk({ workingDays: 10 });
  const who = await makeCase(it.db);
  const me = await it.visitor(who, code);
  expect((await me.get("contact")).text).toContain('name="reminders" value="stop"');
  expect(await isStopped(it.db, who.id)).toBe(false);
  for (let n = 0; n < 2; n++) expect((await me.post("contact", { reminders: "stop" })).to).toBe(`/${code}/application/contact?reminders=stop`);
  expect(await isStopped(it.db, who.id)).toBe(true);
  const page = await me.get("contact?reminders=stop");
  expect(page.text).toContain('name="reminders" value="resume"');
  expect(page.text).not.toContain('name="do" value="stop"');
  expect((await me.post("contact", { reminders: "resume" })).to).toBe(`/${code}/application/contact?reminders=resume`);
  expect(await isStopped(it.db, who.id)).toBe(false);
  await me.post("appointment/earlier", { do: "ask", "from-day": "25", "from-month": "11", "from-year": "2026" });
  expect((await me.get("contact")).text).toContain('name="do" value="stop"');
});
