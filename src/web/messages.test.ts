import { expect, test } from "vitest";
import { makeCase } from "../../test/office-cases.ts";
import { office } from "../../test/office-server.ts";
import { remindOfExpiry } from "../appointments/remind-expiry.ts";
import { deliver, tryAgain } from "../notifications/deliver.ts";
import { notify } from "../notifications/notify.ts";
import { workThroughReceipts } from "../notifications/receipts.ts";
import { leaveSlowRoutes } from "../notifications/slow.ts";
import { sendSms } from "../notifications/sms.ts";
import { isStopped, stopReminders, stopToken, weeklyCap } from "../notifications/stop.ts";
import { write } from "../notifications/write.ts";
import { json } from "../platform/database.ts";
import { giveMandate } from "../representation/mandate.ts";
import { v7 } from "../platform/id.ts";
import { receiptSignature, smsReceipt } from "./api/sms-receipt.ts";
import { portal } from "./routes.ts";
import { stopOffers } from "./applicant/earlier.tsx";
import { createServer } from "./server.ts";
import { stop, stopShort } from "./stop.tsx";
import { putToUse, shipped } from "../rules/tables.ts";

const closed = async () => {};

async function house() {
  const it = await office();
  const server = await createServer({ ...it.app, db: it.parts.portal }, "portal", [stop, stopShort, stopOffers, smsReceipt], async () => true);
  const officer = await it.enter("case-officer");
  const application = await makeCase(it.db, it.clock, { state: "created" });
  return {
    ...it, server, officer, application,
    remind: () => it.act(officer.who, (act) => notify(act, application, "appointment-reminder", { day: "2026-12-08", time: "10:20", office: "İzmir" })),
    async post(url: string, body: string, headers: Record<string, string>) {
      const answer = await server.inject({ method: "POST", url, payload: body, headers });
      return { status: answer.statusCode, text: answer.body };
    },
    async read(url: string) {
      const answer = await server.inject({ method: "GET", url, headers: { "accept-language": "en" } });
      return { status: answer.statusCode, text: answer.body };
    },
    messages: () => it.db.selectFrom("message").selectAll().orderBy("queued_at").orderBy("id").execute(),
    async [Symbol.asyncDispose]() {
      await server.close();
      await it[Symbol.asyncDispose]();
    },
  };
}

test("one press stops reminders, also by the mail program itself, nothing acts on GET, and duties come all the same", async () => {
  await using it = await house();
  const { app, application } = it;
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const url = portal.stop.href({ lang: "en", token: stopToken(app.secret, application.id) });
  const mail = write({ application_id: application.id, notice: "expiry-near", language: "en", role: "applicant", values: { number: "K7QM-2XPT", until: "2027-01-17" } }, { portal: app.origins.portal, secret: app.secret, authority: app.authority });
  expect(mail.stop).toBe(`${app.origins.portal}${url}`);
  expect(mail.text).toContain(url);
  const short = /To stop these messages: (http\S+)$/.exec(mail.sms)![1]!;
  expect(await it.server.inject(short.slice(app.origins.portal.length)).then(({ headers }) => headers.location)).toMatch(/\/reminders\/[\w-]{32}$/);
  expect(write({ application_id: application.id, notice: "lapsed", language: "en", role: "applicant", values: { number: "K7QM-2XPT" } }, { portal: app.origins.portal, secret: app.secret, authority: app.authority }).stop).toBeNull();
  await it.remind();
  expect((await it.read(url)).text).toContain("Stop reminders");
  expect(await isStopped(it.db, application.id)).toBe(false);
  expect((await it.read(portal.stop.href({ lang: "en", token: `${stopToken("guessed", application.id)}` }))).status).toBe(404);
  expect((await it.post(portal.stop.href({ lang: "en", token: stopToken(app.secret, v7(it.clock.now())) }), "List-Unsubscribe=One-Click", form)).status).toBe(404);
  expect((await it.post(url, "List-Unsubscribe=One-Click", form)).text).toContain("no more reminders");
  await it.post(url, "List-Unsubscribe=One-Click", form);
  expect(await isStopped(it.db, application.id)).toBe(true);
  await it.remind();
  const [waiting, ...more] = await it.messages();
  expect(more).toEqual([]);
  const routes = { email: { name: "any", send: async () => ({ outcome: "sent" as const, references: [] }), close: closed }, sms: [], close: closed };
  await deliver({ ...app, db: it.parts.worker, routes }, waiting!.id);
  expect((await it.messages()).map(({ state }) => state)).toEqual(["given-up"]);
  await it.act(it.officer.who, (act) => notify(act, application, "no-show", { day: "2026-12-08" }));
  expect(await it.messages()).toHaveLength(2);
  await it.post(url, "act=resume", form);
  await it.remind();
  expect(await it.messages()).toHaveLength(3);
});

test("an offer is stopped by its own link, one press in the mail program included, and reminders by theirs", async () => {
  await using it = await house();
  const { app, application } = it;
  const token = "t".repeat(24);
  await it.db.insertInto("wish").values({ application_id: application.id, offices: ["35"], from_day: Temporal.PlainDate.from("2026-12-01"), asked_at: it.clock.now(), token }).execute();
  const values = { number: "K7QM-2XPT", day: "2026-12-08", time: "10:20", office: "İzmir", untilDay: "2026-11-23", untilTime: "14:00", stop: `${app.origins.portal}/en/stop-offers/${token}` };
  const { stop: address, sms, text } = write({ application_id: application.id, notice: "earlier-place", language: "en", role: "applicant", values }, { portal: app.origins.portal, secret: app.secret, authority: app.authority });
  expect(address).toBe(values.stop);
  expect(text.split(values.stop)).toHaveLength(2);
  expect(sms).toContain(`/s/${token}`);
  expect((await it.server.inject(`/s/${token}`)).headers.location).toMatch(new RegExp(`/stop-offers/${token}$`));
  const stopped = async () => (await it.db.selectFrom("wish").select("stopped_at").executeTakeFirstOrThrow()).stopped_at !== null;
  await it.act(it.officer.who, (act) => stopReminders(act, application.id));
  expect(await stopped()).toBe(false);
  await it.act(it.officer.who, (act) => notify(act, application, "earlier-place", values));
  expect((await it.messages()).map(({ notice }) => notice)).toEqual(["earlier-place"]);
  expect((await it.post(new URL(address!).pathname, "List-Unsubscribe=One-Click", { "content-type": "application/x-www-form-urlencoded" })).status).toBe(200);
  expect(await stopped()).toBe(true);
});

test("what speaks of an hour that has passed is not sent, and is nobody’s task", async () => {
  await using it = await house();
  const { app, application } = it;
  await it.remind();
  await it.act(it.officer.who, (act) => notify(act, application, "earlier-place", { day: "2026-12-30", time: "10:20", office: "İzmir", untilDay: "2026-12-08", untilTime: "10:20", stop: "https://portal.example/en/stop-offers/x" }));
  it.clock.at = Temporal.Instant.from("2026-12-08T07:20:00Z");
  const sent: string[] = [];
  const routes = { email: { name: "any", send: async ({ subject }: { subject: string }) => { sent.push(subject); return { outcome: "sent" as const, references: [] }; }, close: closed }, sms: [], close: closed };
  for (const { id } of await it.messages()) await deliver({ ...app, db: it.parts.worker, routes }, id);
  expect(sent).toEqual([]);
  expect((await it.messages()).map(({ state, last_error }) => `${state} ${last_error}`)).toEqual(Array.from({ length: 2 }, () => "given-up what it speaks of was over"));
  // The session of the days before is over as well.
  const officer = await it.enter("case-officer", "35", "later");
  const list = await officer.get("/messages");
  expect([list.status, list.text.includes("was over")]).toEqual([200, false]);
  const seen = (await officer.get(`/cases/${application.id}`)).text;
  expect(seen, "the case says so in words, and blames nobody").toContain("not sent: too late to help");
  for (const fault of ["was over", "could not be delivered"]) expect(seen).not.toContain(fault);
});

test("a case gets only so many optional notices in a week", async () => {
  await using it = await house();
  for (let n = 0; n < weeklyCap + 3; n++) await it.remind();
  expect(await it.messages()).toHaveLength(weeklyCap);
  it.clock.forward({ days: 8 });
  await it.remind();
  expect(await it.messages()).toHaveLength(weeklyCap + 1);
});

test("sixty days before a permit ends its holder is told once that the extension window is open, unless they have begun", async () => {
  await using it = await house();
  const remind = () => it.act(it.officer.who, (act) => remindOfExpiry(act));
  const granted = async (until: string) => {
    const application = await makeCase(it.db, it.clock, { state: "delivered" });
    await it.db.insertInto("decision").values({
      application_id: application.id, outcome: "granted", granted_from: Temporal.PlainDate.from("2026-01-23"), granted_until: Temporal.PlainDate.from(until), decided_at: it.clock.now(), decided_by: it.officer.who.id,
    }).execute();
    return application;
  };
  const [due, , begun] = [await granted("2027-01-22"), await granted("2027-01-23"), await granted("2027-01-10")];
  await it.db.insertInto("application").values({
    id: v7(it.clock.now()), number: "EXT-1", kind: "extension", state: "created", language: "en", email: "x@person.example", channel: "email", started_at: it.clock.now(), changed_at: it.clock.now(),
    person_id: begun.person_id, registration_number: "2026-35-9999999", created_at: it.clock.now().add({ seconds: 1 }), frozen: json({ answers: {} }),
  }).execute();
  expect(await remind()).toBe(1);
  expect(await remind()).toBe(0);
  expect((await it.messages()).map(({ application_id, notice, values }) => [application_id, notice, values])).toEqual([[due.id, "expiry-near", { number: due.number, until: "2027-01-22" }]]);
  it.clock.forward({ days: 1 });
  expect(await remind()).toBe(1);
  // Another law of the window tells them on another day.
  await granted("2027-02-20");
  expect(await remind()).toBe(0);
  putToUse({ ...shipped, terms: shipped.terms.map((term) => (term.code === "extensionWindow" ? { ...term, value: 90 } : term)) });
  expect(await remind().finally(() => putToUse(shipped))).toBe(1);
});

test("what did not arrive is a task of the office, tried again by its own officers alone, and every wording can be read in each language", async () => {
  await using it = await house();
  await it.remind();
  const [message] = await it.messages();
  await it.db.updateTable("message").set({ state: "given-up", next_at: null, failed_at: it.clock.now(), last_error: "550 no such person" }).execute();
  const page = await it.officer.get("/messages");
  expect(page.text).toContain("550 no such person");
  const stranger = await it.enter("case-officer", "06");
  expect((await stranger.get("/messages")).text).not.toContain("550 no such person");
  expect((await stranger.post("/messages", { message: message!.id })).to).toBe("/messages?said=changed");
  expect((await (await it.enter("auditor")).post("/messages", { message: message!.id })).to).toBe("/messages?said=changed");
  expect((await it.officer.post("/messages", { message: message!.id })).to).toBe("/messages?said=again");
  expect((await it.officer.post("/messages", { message: message!.id })).to).toBe("/messages?said=changed");
  expect((await it.messages())[0]).toMatchObject({ state: "queued", attempts: 0 });
  expect(await it.act(it.officer.who, (act) => tryAgain(act, message!.id))).toEqual({ ok: false, why: "not-given-up" });
  const routes = { email: { name: "any", send: async () => ({ outcome: "sent" as const, references: [] }), close: closed }, sms: [], close: closed };
  await deliver({ ...it.app, db: it.parts.worker, routes }, message!.id);
  const [wording] = await it.db.selectFrom("message_wording").selectAll().execute();
  expect(wording).toMatchObject({ notice: "appointment-reminder", language: "en", version: (await it.messages())[0]!.template, subject: "Reminder: {day}, {time}" });
  const used = (page: { text: string }) => page.text.split("Wordings that were sent")[1]!;
  const kept = used(await it.officer.get("/messages/templates?notice=appointment-reminder&in=en", "en"));
  expect(kept).toContain("Reminder: <mark><bdi>Tuesday 8 December 2026</bdi></mark>, <mark><bdi>10:20</bdi></mark>");
  expect(kept, "no placeholder is shown raw").not.toMatch(/[{}]/);
  // A wording of before, that took another value than the notice does today.
  await it.db.insertInto("message_wording").values({
    notice: "documents-asked", language: "ar", version: "0123456789", subject: "{due}", text: "{n, plural, one {one} other {some}} {documents} {counter}", sms: "{counter}", first_used_at: it.clock.now(),
  }).execute();
  const before = used(await it.officer.get("/messages/templates?notice=documents-asked&in=ar", "en"));
  expect(before).toContain("<mark><bdi>counter</bdi></mark>");
  expect(before).not.toMatch(/[{}]/);
  for (const language of ["tr", "en", "ar", "ru"]) {
    const preview = await it.officer.get(`/messages/templates?notice=documents-asked&in=${language}`, "en");
    expect(preview.text).toContain(`lang="${language}"`);
    expect((await it.officer.get("/messages/templates", language)).status).toBe(200);
    expect((await it.officer.get("/messages", language)).status).toBe(200);
  }
});

test("the HTTP gateway reports with a signature, fresh and readable, and a report is worked through once", async () => {
  await using it = await house();
  const id = v7(it.clock.now());
  await it.db.insertInto("message").values({ id, key: "k", application_id: it.application.id, notice: "no-show", language: "en", channel: "sms", recipient: "+905551112233", values: json({}), state: "sent", queued_at: it.clock.now(), sent_at: it.clock.now(), provider_reference: "http:g-1" }).execute();
  await it.db.insertInto("message_part").values({ provider_reference: "http:g-1", message_id: id }).execute();
  const report = (content: string, changes: Record<string, string> = {}, at = Temporal.Now.instant()) => {
    const seconds = String(Math.floor(at.epochMilliseconds / 1000));
    return it.post("/messages/receipt", content, { "content-type": "application/json", "receipt-signature": `${seconds}.${receiptSignature(it.app.secret, seconds, content)}`, ...changes });
  };
  const good = JSON.stringify({ id: "g-1", delivered: true });
  expect((await report(good, { "receipt-signature": "1.x" })).status).toBe(401);
  expect((await report(good, {}, Temporal.Now.instant().subtract({ seconds: 301 }))).status).toBe(401);
  expect((await report("{}")).status).toBe(400);
  expect((await report(good)).status).toBe(200);
  expect((await report(good)).status).toBe(200);
  expect(await workThroughReceipts({ ...it.app, db: it.parts.worker })).toBe(2);
  expect((await it.messages())[0]!.state).toBe("delivered");
});

test("a route that is slow with its receipts is left for the other one, and comes back", async () => {
  await using it = await house();
  const used: string[] = [];
  const route = (name: string) => ({ name, close: closed, async send() { used.push(name); return { outcome: "sent" as const, references: [] }; } });
  const routes = [route("smpp"), route("http")];
  const at = (minutes: number) => it.clock.now().subtract({ minutes });
  const sent = async (name: string, count: number, minutes: number, delivered: boolean) => {
    for (let n = 0; n < count; n++) {
      const id = v7(it.clock.now());
      await it.db.insertInto("message").values({
        id, key: id, notice: "no-show", language: "en", channel: "sms", recipient: "+905551112233", values: json({}), state: delivered ? "delivered" : "sent", queued_at: at(minutes), sent_at: at(minutes),
        provider_reference: `${name}:${id}`, ...(delivered ? { delivered_at: at(minutes) } : {}),
      }).execute();
    }
  };
  await sent("smpp", 12, 10, false);
  // Without a single receipt in a day a route gives none, which says nothing.
  expect(await leaveSlowRoutes({ ...it.app, db: it.parts.worker }, routes)).toEqual([]);
  await sent("smpp", 1, 120, true);
  await sent("http", 12, 10, true);
  expect(await leaveSlowRoutes({ ...it.app, db: it.parts.worker }, routes.slice(0, 1))).toEqual([]);
  expect(await leaveSlowRoutes({ ...it.app, db: it.parts.worker }, routes)).toEqual(["smpp"]);
  await sendSms(routes, { id: "1", to: "+905551112233", text: "x" });
  it.clock.forward({ minutes: 40 });
  expect(await leaveSlowRoutes({ ...it.app, db: it.parts.worker }, routes)).toEqual([]);
  await sendSms([route("smpp"), route("http")], { id: "2", to: "+905551112233", text: "x" });
  expect(used).toEqual(["http", "smpp"]);
});

test("who acts for somebody is told in a mail whom it is about, by given name and one letter; an SMS and a protected case name nobody", async () => {
  await using it = await house();
  const { application, officer } = it;
  const written = async () => {
    await it.db.deleteFrom("message").execute();
    await it.act(officer.who, (act) => notify(act, application, "card-came-back"));
    return (await it.messages()).map((message) => write(message, { portal: "https://portal.example", secret: "s", authority: { name: "Office", phone: "157" } }));
  };
  await it.db.updateTable("application").set({ frozen: json({ answers: { givenNames: "Aylin", surname: "KAYA" } }) }).where("id", "=", application.id).execute();
  expect((await written()).some(({ text }) => text.includes("Aylin"))).toBe(false);
  await it.act(officer.who, (act) => giveMandate(act, application.id, { capacity: "parent", name: "Defne Kaya", email: "defne@example.org" }));
  const mails = await written();
  expect(mails).toHaveLength(2);
  for (const { text, html, sms } of mails) {
    for (const words of [text, html]) expect(words).toContain("Application of: Aylin K.");
    expect(sms).not.toContain("Aylin");
  }
  await it.db.updateTable("application").set({ protected_at: it.clock.now(), protected_by: officer.who.id }).where("id", "=", application.id).execute();
  expect((await written()).some(({ text }) => text.includes("Aylin"))).toBe(false);
});
