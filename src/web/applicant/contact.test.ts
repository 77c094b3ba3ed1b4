import { expect, test } from "vitest";
import { desk } from "../../../test/applicant-server.ts";
import { makeCase } from "../../../test/cases.ts";
import { v7 } from "../../platform/id.ts";
import { isStopped } from "../../notifications/stop.ts";

test("who cannot be reached at a contact of theirs is told so on the status page, until a later message arrives there", async () => {
  await using it = await desk({ workingDays: 10 });
  const who = await makeCase(it.db);
  const me = await it.visitor(who);
  const told = async () => (await me.get("status")).text.includes("did not arrive");
  const message = async (seconds: number, more: { state: string; last_error: string | null; recipient?: string }) => {
    const at = it.clock.now().add({ seconds });
    await it.db.insertInto("message").values({ id: v7(at), key: String(seconds), application_id: who.id, notice: "created", language: "en", channel: "email", recipient: who.email!, queued_at: at, failed_at: at, sent_at: at, ...more }).execute();
  };
  await message(1, { state: "given-up", last_error: "what it speaks of was over" });
  await message(2, { state: "given-up", last_error: "bounced", recipient: "former@example.org" });
  expect(await told()).toBe(false);
  await message(3, { state: "given-up", last_error: "bounced: 5.1.1" });
  expect(await told()).toBe(true);
  await message(4, { state: "sent", last_error: null });
  expect(await told()).toBe(false);
});

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

test("whoever changes their contact sees where the code went, may have it sent again or put it right, and loses nothing they typed beside it", async () => {
  await using it = await desk({ workingDays: 10 });
  const me = await it.visitor(await makeCase(it.db));
  // Only the way that is chosen is asked for: the other would not be kept.
  expect((await me.get("contact")).text).toMatch(/<div class="brought brought--only-\d+"><div class="field"><label for="phone"/);
  const sent = await me.post("contact", { channel: "email", email: "new@example.org" });
  expect(sent).toMatchObject({ status: 303, to: "/en/application/contact?code=sent" });
  const cookie = /[\w-]*code=[^;,]+/.exec(sent.cookie)![0];
  const wrong = await me.post("contact", { code: "000000" }, cookie);
  for (const said of ["We sent it to <bdi class=\"whole\" dir=\"ltr\">n•••@example.org</bdi>", "No code arrived?", "Send it again", 'name="email" value="new@example.org"', '<a href="/en/application/contact">Correct my contact</a>']) expect(wrong.text).toContain(said);
  expect(await me.post("contact", { channel: "email", email: "new@example.org", resend: "same" })).toMatchObject({ status: 303, to: "/en/application/contact?code=sent" });
  const over = await me.post("contact", { channel: "sms", phone: "" });
  expect([over.status, over.text.includes("Mobile phone: fill this in.")]).toEqual([422, true]);
});
