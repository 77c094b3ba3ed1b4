import { expect, test } from "vitest";
import { makeCase } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";
import { changeContactAtCounter } from "../../acts/change-contact.ts";
import { fillCode, openCode } from "../../identity/code.ts";
import { giveUp } from "../../notifications/deliver.ts";
import { put } from "../../notifications/notify.ts";
import { openSession } from "../../identity/session.ts";
import { transact } from "../../platform/act.ts";
import { giveMandate } from "../../representation/mandate.ts";

const seen = { messagesBy: "sms", email: "", phone: "0532 000 00 17", passportSeen: "yes" };

test("an officer puts the contact right for who stands there: old and new are told, what waits goes to the new one, devices and codes of before open nothing", async () => {
  await using it = await office();
  const desk = await it.enter("front-desk");
  const made = await makeCase(it.db, it.clock, { set: { phone: "+905320000009" } });
  await transact(it.db, it.clock, { kind: "applicant", id: made.id, name: "applicant" }, async (act) => {
    await openSession(act, { application: made.id }, "en");
    const code = await openCode(act, it.app.secret, "return");
    await fillCode(act, it.app.secret, code, made.id, { channel: "email", contact: made.email!, language: "en" });
  });
  await it.db.deleteFrom("message").execute();
  expect((await desk.get(`/cases/${made.id}`)).text).toContain("lena@person.example");
  const waiting = await it.act(desk.who, (act) => put(act, { application: made.id, notice: "withdrawn", language: "en", channel: "email", recipient: made.email!, values: { number: made.number } }));
  const lost = await it.act(desk.who, (act) => put(act, { application: made.id, notice: "refused", language: "en", channel: "email", recipient: made.email!, values: { number: made.number } }));
  await it.act(desk.who, async (act) => giveUp(act, await act.tx.selectFrom("message").selectAll().where("id", "=", lost).executeTakeFirstOrThrow(), "no such mailbox", 1));
  await it.db.deleteFrom("message").where("id", "not in", [waiting, lost]).execute();

  const done = await desk.post(`/cases/${made.id}/contact`, seen);
  expect(done.to).toBe(`/cases/${made.id}?done=contact`);
  const now = await it.db.selectFrom("application").select(["channel", "email", "phone"]).where("id", "=", made.id).executeTakeFirstOrThrow();
  expect(now).toMatchObject({ channel: "sms", email: null, phone: "+905320000017" });
  const messages = () => it.db.selectFrom("message").select(["notice", "channel", "recipient", "role"]).orderBy("recipient").orderBy("notice").execute();
  expect(await messages()).toEqual([
    { notice: "contact-changed", channel: "sms", recipient: "+905320000009", role: "former-contact" },
    { notice: "contact-set", channel: "sms", recipient: "+905320000017", role: "applicant" },
    { notice: "withdrawn", channel: "sms", recipient: "+905320000017", role: "applicant" },
    { notice: "contact-changed", channel: "email", recipient: "lena@person.example", role: "former-contact" },
    { notice: "refused", channel: "email", recipient: "lena@person.example", role: "applicant" },
  ]);
  expect((await desk.post("/messages", { message: lost })).to).toBe("/messages?said=again");
  expect((await messages()).filter(({ notice }) => notice === "refused")).toEqual([{ notice: "refused", channel: "sms", recipient: "+905320000017", role: "applicant" }]);
  expect(await it.db.selectFrom("session").select("id").where("kind", "=", "applicant").where("ended_at", "is", null).execute()).toEqual([]);
  expect(await it.db.selectFrom("code").select("id").where("used_at", "is", null).execute()).toEqual([]);
  expect(await it.db.selectFrom("audit").select(["actor_name", "office_code", "facts"]).where("act", "=", "change-contact").execute())
    .toEqual([{ actor_name: "front-desk", office_code: "35", facts: { channel: "sms", counter: "yes" } }]);
  for (const language of ["en", "tr", "ar", "ru"]) expect((await desk.get(done.to, language)).text).toContain("+905320000017");
});

test("a contact given at the counter is refused without the passport, when it is wrong, the same, or of whoever acts for the person; what was typed stays", async () => {
  await using it = await office();
  const desk = await it.enter("case-officer");
  const made = await makeCase(it.db, it.clock);
  await it.act(desk.who, (act) => giveMandate(act, made.id, { capacity: "lawyer", name: "Deniz Avukat", bar: "İzmir", barNumber: "12345", email: "lawyer@bar.example" }));
  const post = (form: Record<string, string>) => desk.post(`/cases/${made.id}/contact`, form);
  const email = { messagesBy: "email", phone: "", passportSeen: "yes" };

  const unseen = await post({ messagesBy: "sms", email: "", phone: "0532 000 00 17" });
  expect([unseen.status, unseen.text.includes('href="#passportSeen"'), unseen.text.includes('value="0532 000 00 17"')]).toEqual([422, true, true]);
  const blank = await post({ ...seen, phone: "" });
  expect([blank.status, blank.text.includes('href="#phone"'), blank.text.includes("Mobile phone: fill this in")]).toEqual([422, true, true]);
  expect((await post({ ...seen, phone: "12" })).text).toContain("0532 123 45 67");
  const same = await post({ ...email, email: " LENA@person.example" });
  expect([same.status, same.text.includes("This is the contact already")]).toEqual([422, true]);
  const theirs = await post({ ...email, email: "lawyer@bar.example" });
  expect([theirs.status, theirs.text.includes("a contact of their own")]).toEqual([422, true]);
  expect(await it.db.selectFrom("message").select("id").execute()).toEqual([]);

  for (const role of ["auditor", "finance"] as const) expect((await (await it.enter(role)).post(`/cases/${made.id}/contact`, seen)).status).toBe(403);
  expect((await (await it.enter("front-desk", "06", "elsewhere")).post(`/cases/${made.id}/contact`, seen)).status).toBe(404);
  expect((await it.db.selectFrom("application").select("email").where("id", "=", made.id).executeTakeFirstOrThrow()).email).toBe("lena@person.example");
});

test("of two officers who change a contact at once one is told so: nobody's contact goes without a word to it", async () => {
  await using it = await office();
  const desk = await it.enter("front-desk");
  const made = await makeCase(it.db, it.clock);
  const change = (email: string) => it.act(desk.who, (act) => changeContactAtCounter(act, made, { channel: "email", email, phone: null }));
  expect(await change("one@person.example")).toEqual({ ok: true });
  expect(await change("two@person.example")).toEqual({ ok: false, why: "changed-meanwhile" });
  expect((await it.db.selectFrom("message").select("recipient").orderBy("recipient").execute()).map(({ recipient }) => recipient)).toEqual(["lena@person.example", "one@person.example"]);
  const read = await it.db.selectFrom("application").selectAll().where("id", "=", made.id).executeTakeFirstOrThrow();
  const second = (phone: string) => it.act(desk.who, (act) => changeContactAtCounter(act, read, { channel: "email", email: "one@person.example", phone }));
  expect(await second("+905321112233")).toEqual({ ok: true });
  expect(await second("+905321112244"), "the second contact too").toEqual({ ok: false, why: "changed-meanwhile" });
});

test("a case that the office opened without a contact gets one", async () => {
  await using it = await office();
  const desk = await it.enter("case-officer");
  const made = await makeCase(it.db, it.clock, { set: { email: null, channel: "none" } });
  expect((await desk.get(`/cases/${made.id}`)).text).toContain("nothing is sent");
  expect((await desk.post(`/cases/${made.id}/contact`, { messagesBy: "email", email: "new@person.example", phone: "", passportSeen: "yes" })).to).toContain("done=contact");
  expect(await it.db.selectFrom("message").select(["notice", "recipient"]).execute()).toEqual([{ notice: "contact-set", recipient: "new@person.example" }]);
  expect((await desk.get(`/cases/${made.id}`)).text).not.toContain("nothing is sent");
});
