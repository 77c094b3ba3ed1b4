import { generateKeyPairSync } from "node:crypto";
import { simpleParser } from "mailparser";
import { afterEach, expect, test } from "vitest";
import { closingAfterEach } from "../../test/closing.ts";
import { testDatabase } from "../../test/database.ts";
import type { Act } from "../platform/act.ts";
import { dateOf } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { type Delivery, deliver, tryAgain } from "./deliver.ts";
import { received, sweepMailbox } from "./ends/mailbox.ts";
import { startSmppEnd } from "./ends/smpp.ts";
import { startSmtpEnd } from "./ends/smtp.ts";
import { put } from "./notify.ts";
import { hear, workThroughReceipts } from "./receipts.ts";
import { openRoutes, type Routes } from "./routes.ts";
import { mailRoute } from "./email.ts";
import { smppRoute } from "./smpp.ts";
import { faultyMailServer, faultySmsCentre } from "../../test/providers.ts";

const NOON = Temporal.Instant.from("2026-11-24T09:00:00Z");
let now = NOON;
const clock = { now: () => now };
const closing = closingAfterEach();
afterEach(() => { now = NOON; });

const closed = async () => {};
const quick = { connect: 500, greeting: 500, silence: 500 };
const quickly = { answer: 500, idle: 30_000, throttled: [10, 20] };

function app(db: Database, routes: Partial<Routes>): Delivery {
  return { db, clock, secret: "a secret", origins: { portal: "https://portal.example" }, authority: { name: "Sojourn", phone: "157" }, routes: { email: null, sms: [], close: closed, ...routes } };
}

const within = (db: Database) => <T>(fn: (act: Act) => Promise<T>): Promise<T> =>
  db.transaction().execute((tx) => fn({ tx, now, today: dateOf(now), actor: { kind: "system", id: null, name: "test" } }));

async function letter(db: Database, more: Partial<Parameters<typeof put>[1]> = {}): Promise<string> {
  return within(db)((act) => put(act, {
    application: null, notice: "number", language: "en", channel: "email", recipient: "someone@example.org", values: { number: "K7QM-2XPT" }, ...more,
  }));
}

const row = (db: Database, id: string) => db.selectFrom("message").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

async function application(db: Database, contacts: { email: string | null; phone: string | null; channel: string }): Promise<string> {
  const id = "019a0000-0000-7000-8000-000000000001";
  await db.insertInto("application").values({
    id, number: "K7QM-2XPT", kind: "first", state: "draft", language: "tr", started_at: now, changed_at: now, ...contacts,
  }).execute();
  return id;
}

test("a mail arrives as real MIME in each language, right to left where it reads so, with its calendar entry", async () => {
  await using it = await testDatabase();
  const end = closing(await startSmtpEnd(it.db, clock));
  const routes = closing(openRoutes({ smtpUrl: end.url, mailFrom: "office@sojourn.example", smppUrl: null, smsHttpUrl: null }, closed));
  const values = { number: "K7QM-2XPT", day: "2026-12-08", time: "10:20", office: "İzmir İl Göç İdaresi Müdürlüğü; \"Karşıyaka\"" };
  for (const language of ["tr", "en", "ar", "ru"]) {
    await deliver(app(it.db, routes), await letter(it.db, { language, notice: "appointment-given", values, recipient: `${language}@example.org` }));
  }
  const mails = new Map((await received(it.db)).map((mail) => [mail.recipient, mail]));
  expect(mails.get("tr@example.org")).toMatchObject({ subject: "Randevunuz: 8 Aralık 2026 Salı, 10:20", channel: "email" });
  expect(mails.get("ar@example.org")!.html).toContain("<html lang=\"ar\" dir=\"rtl\">");
  expect(mails.get("ar@example.org")!.text).toContain("موعدكم يوم \u2068الثلاثاء، 8 ديسمبر 2026\u2069");
  expect(mails.get("ru@example.org")!.text).toContain("İzmir İl Göç İdaresi Müdürlüğü");
  const parsed = await simpleParser(mails.get("en@example.org")!.raw);
  expect(parsed.from?.text).toBe("\"Sojourn\" <office@sojourn.example>");
  expect(parsed.headers.get("auto-submitted")).toBe("auto-generated");
  const calendar = parsed.attachments[0]!.content.toString();
  expect(calendar).toContain("DTSTART:20261208T072000Z");
  expect(calendar.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  now = now.add({ hours: 24 * 15 });
  await sweepMailbox({ db: it.db, clock });
  expect(await received(it.db)).toEqual([]);
});

test("a mail is signed for a domain where a key is set up", async () => {
  await using it = await testDatabase();
  const end = closing(await startSmtpEnd(it.db, clock));
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048, privateKeyEncoding: { type: "pkcs8", format: "pem" }, publicKeyEncoding: { type: "spki", format: "pem" } });
  const dkim = { domain: "sojourn.example", selector: "mail2026", privateKey };
  const routes = closing(openRoutes({ smtpUrl: end.url, mailFrom: "office@sojourn.example", smppUrl: null, smsHttpUrl: null, dkim }, closed));
  await deliver(app(it.db, routes), await letter(it.db));
  const { raw } = (await received(it.db))[0]!;
  expect(raw.replace(/\r?\n\s+/g, " ")).toMatch(/DKIM-Signature: v=1; a=rsa-sha256; c=relaxed\/relaxed; d=sojourn\.example; q=dns\/txt; s=mail2026;/);
});

test("Arabic and Turkish come through SMPP letter for letter, long ones joined from their parts, and receipts make them delivered", async () => {
  await using it = await testDatabase();
  const end = closing(await startSmppEnd(it.db, clock));
  const routes = closing(openRoutes({ smtpUrl: null, mailFrom: null, smppUrl: end.url, smsHttpUrl: null }, (receipt) => hear(it.db, receipt)));
  const set = app(it.db, routes);
  const values = { number: "K7QM-2XPT", registration: "2026-35-0001234", accrual: "123456789012345", attendBy: "2026-12-08" };
  const ids: string[] = [];
  for (const language of ["ar", "en", "tr"]) {
    now = now.add({ seconds: 1 });
    const id = await letter(it.db, { language, channel: "sms", notice: "created", values, recipient: "+905551112233" });
    await deliver(set, id);
    ids.push(id);
  }
  const [tr, en, ar] = await received(it.db, { recipient: "+905551112233" });
  expect(tr!.text).toBe("Sojourn: Başvurunuz oluşturuldu: 2026-35-0001234. Tahakkuk numarası 123456789012345. Randevu alın; son gün: 8 Aralık 2026.");
  expect(tr!.raw).toContain("part 2 of 2");
  expect(ar!.text).toContain("رقم الاستحقاق \u2068123456789012345\u2069");
  expect(ar!.raw).toContain("data_coding 8");
  expect(en!.raw).toContain("part 1 of 1; from Sojourn; data_coding 0");
  expect((await row(it.db, ids[0]!)).state).toBe("sent");
  await expect.poll(async () => {
    await workThroughReceipts(set);
    return (await Promise.all(ids.map((id) => row(it.db, id)))).map(({ state }) => state);
  }, { timeout: 15_000 }).toEqual(["delivered", "delivered", "delivered"]);
});

test("a code is wiped from its message once it is sent, and an old one is not sent", async () => {
  await using it = await testDatabase();
  const end = closing(await startSmtpEnd(it.db, clock));
  const routes = closing(openRoutes({ smtpUrl: end.url, mailFrom: null, smppUrl: null, smsHttpUrl: null }, closed));
  const code = { notice: "code", values: { code: "482913", minutes: 10 } } as const;
  const sent = await letter(it.db, code);
  await deliver(app(it.db, routes), sent);
  expect(await row(it.db, sent)).toMatchObject({ state: "sent", values: {}, last_error: null });
  expect((await received(it.db))[0]!.text).toContain("482913");
  const late = await letter(it.db, code);
  now = now.add({ minutes: 10 });
  await deliver(app(it.db, routes), late);
  expect(await row(it.db, late)).toMatchObject({ state: "given-up", values: {}, last_error: "the code was no longer good" });
  expect(await received(it.db)).toHaveLength(1);
});

test("one row a key, and a message that is sent stays sent", async () => {
  await using it = await testDatabase();
  const end = closing(await startSmtpEnd(it.db, clock));
  const routes = closing(openRoutes({ smtpUrl: end.url, mailFrom: null, smppUrl: null, smsHttpUrl: null }, closed));
  const first = await letter(it.db, { key: "paid:1" });
  expect(await letter(it.db, { key: "paid:1" })).toBe(first);
  const set = app(it.db, routes);
  await Promise.all([deliver(set, first), deliver(set, first), deliver(set, first)]);
  await deliver(set, first);
  expect(await received(it.db)).toHaveLength(1);
  expect(await row(it.db, first)).toMatchObject({ state: "sent", attempts: 1, next_at: null });
});

test("an act that fails leaves no message", async () => {
  await using it = await testDatabase();
  await expect(within(it.db)(async (act) => {
    await put(act, { application: null, notice: "number", language: "en", channel: "email", recipient: "someone@example.org", values: { number: "K7QM-2XPT" } });
    throw new Error("the act fails afterwards");
  })).rejects.toThrow("afterwards");
  expect(await it.db.selectFrom("message").select("id").execute()).toEqual([]);
});

test("a notice without its values fails the act that gives it", async () => {
  await using it = await testDatabase();
  await expect(letter(it.db, { notice: "paid", values: { number: "K7QM-2XPT" } })).rejects.toThrow("paid needs amount");
  await expect(letter(it.db, { notice: "granted", values: { number: "K7QM-2XPT", from: "2026-12-08", until: "tomorrow" } })).rejects.toThrow("granted needs until");
  expect(await it.db.selectFrom("message").select("id").execute()).toEqual([]);
});

test("greylisting, silence and an absent server are tried again later; the mail is then sent", async () => {
  await using it = await testDatabase();
  const peer = closing(await faultyMailServer());
  const set = app(it.db, { email: closing(mailRoute(peer.url, "office@sojourn.example", { waits: quick })) });
  const id = await letter(it.db);
  peer.answer = "greylist";
  await deliver(set, id);
  const failed = await row(it.db, id);
  expect(failed).toMatchObject({ state: "failed", attempts: 1, last_error: expect.stringContaining("451") });
  expect(now.until(failed.next_at!).total("seconds")).toBeGreaterThan(3);
  peer.answer = "silent";
  await deliver(set, id);
  expect(await row(it.db, id)).toMatchObject({ state: "failed", attempts: 2 });
  peer.answer = "no-login";
  await deliver(set, id);
  expect(await row(it.db, id)).toMatchObject({ state: "failed", attempts: 3, last_error: expect.stringContaining("550") });
  await deliver(app(it.db, { email: closing(mailRoute("smtp://127.0.0.1:1", "office@sojourn.example", { waits: quick })) }), id);
  expect(await row(it.db, id)).toMatchObject({ state: "failed", attempts: 4 });
  peer.answer = "take";
  await deliver(set, id);
  expect(await row(it.db, id)).toMatchObject({ state: "sent", attempts: 5, last_error: null });
  expect(peer.taken).toBe(1);
});

test("what never can be delivered by mail goes by SMS where the person has a phone, once", async () => {
  await using it = await testDatabase();
  const peer = closing(await faultyMailServer());
  peer.answer = "unknown-person";
  const set = app(it.db, { email: closing(mailRoute(peer.url, "office@sojourn.example", { waits: quick })) });
  const person = await application(it.db, { email: "gone@example.org", phone: "+905551112233", channel: "email" });
  const id = await letter(it.db, { application: person, language: "tr", recipient: "gone@example.org" });
  await deliver(set, id);
  expect(await row(it.db, id)).toMatchObject({ state: "given-up", next_at: null, last_error: expect.stringContaining("550") });
  const other = await it.db.selectFrom("message").selectAll().where("channel", "=", "sms").execute();
  expect(other).toMatchObject([{ recipient: "+905551112233", language: "tr", state: "queued", notice: "number", values: { number: "K7QM-2XPT" } }]);
  const centre = closing(await faultySmsCentre());
  centre.statuses.push(0x0b);
  await deliver(app(it.db, { sms: [closing(smppRoute(centre.url, { sender: "Sojourn", heard: closed, waits: quickly }))] }), other[0]!.id);
  expect(await row(it.db, other[0]!.id)).toMatchObject({ state: "given-up" });
  expect(await it.db.selectFrom("message").selectAll().execute()).toHaveLength(2);
  const code = await letter(it.db, { application: person, recipient: "gone@example.org", notice: "code", values: { code: "482913", minutes: 10 } });
  await deliver(set, code);
  expect(await it.db.selectFrom("message").selectAll().execute()).toHaveLength(3);
  expect(await within(it.db)((act) => tryAgain(act, code))).toEqual({ ok: false, why: "not-given-up" });
  expect(await within(it.db)((act) => tryAgain(act, id))).toEqual({ ok: true });
  peer.answer = "take";
  await deliver(set, id);
  expect(await row(it.db, id)).toMatchObject({ state: "sent", attempts: 1 });
});

test("an SMS centre that throttles is waited for, one that hangs up or is silent is tried again, and the other route stands in", async () => {
  await using it = await testDatabase();
  const centre = closing(await faultySmsCentre());
  const route = closing(smppRoute(centre.url, { sender: "Sojourn", heard: closed, waits: quickly }));
  const sms = { id: "1", to: "+905551112233", text: "short" };
  centre.statuses.push(0x58, 0x14, 0);
  expect(await route.send(sms)).toMatchObject({ outcome: "sent" });
  centre.statuses.push(0x58, 0x58, 0x58);
  expect(await route.send(sms)).toMatchObject({ outcome: "later", because: expect.stringContaining("0x58") });
  centre.statuses.push("hang-up");
  expect(await route.send(sms)).toMatchObject({ outcome: "later", because: expect.stringContaining("closed") });
  centre.statuses.push("silent");
  expect(await route.send(sms)).toMatchObject({ outcome: "later", because: expect.stringContaining("in time") });
  expect(await route.send(sms)).toMatchObject({ outcome: "sent" });
  expect(centre.bound).toBe(3);
  const end = closing(await startSmppEnd(it.db, clock));
  const second = closing(smppRoute(end.url, { sender: "Sojourn", heard: closed, waits: quickly }));
  centre.statuses.push("hang-up", 0);
  const set = app(it.db, { sms: [route, second] });
  for (const n of [1, 2]) {
    const id = await letter(it.db, { channel: "sms", recipient: `+90555111220${n}` });
    await deliver(set, id);
    expect((await row(it.db, id)).state).toBe("sent");
  }
  // The route that failed is left alone for a while: both came by the other one.
  expect(await received(it.db)).toHaveLength(2);
});

test("a receipt of failure opens the other channel; one for an unknown part waits for it", async () => {
  await using it = await testDatabase();
  const person = await application(it.db, { email: "here@example.org", phone: "+905551112233", channel: "sms" });
  const id = await letter(it.db, { application: person, channel: "sms", recipient: "+905551112233" });
  const set = app(it.db, { sms: [{ name: "one", send: async () => ({ outcome: "sent", references: ["one:a", "one:b"] }), close: closed }] });
  await deliver(set, id);
  const heard = async (reference: string, because: string | null = null) => {
    await hear(it.db, { reference, delivered: because === null, because });
    return workThroughReceipts(set);
  };
  expect(await heard("one:c")).toBe(0);
  expect(await heard("one:a")).toBe(1);
  expect((await row(it.db, id)).state).toBe("sent");
  expect(await heard("one:b", "state 5")).toBe(1);
  expect(await row(it.db, id)).toMatchObject({ state: "given-up", last_error: "state 5" });
  expect(await it.db.selectFrom("message").select(["channel", "recipient"]).where("state", "=", "queued").execute()).toEqual([{ channel: "email", recipient: "here@example.org" }]);
});

test("a reminder keeps quiet at night and a duty does not", async () => {
  await using it = await testDatabase();
  now = Temporal.Instant.from("2026-11-24T20:30:00Z");
  const set = app(it.db, { email: { name: "any", send: async () => ({ outcome: "sent", references: [] }), close: closed } });
  const values = { number: "K7QM-2XPT", day: "2026-12-08", time: "10:20", office: "İzmir" };
  const reminder = await letter(it.db, { notice: "appointment-reminder", values });
  const duty = await letter(it.db, { notice: "appointment-given", values });
  await deliver(set, reminder);
  await deliver(set, duty);
  const waiting = await row(it.db, reminder);
  expect(waiting.state).toBe("queued");
  expect(waiting.next_at!.toString()).toBe("2026-11-25T06:00:00Z");
  expect((await row(it.db, duty)).state).toBe("sent");
  now = waiting.next_at!;
  await deliver(set, reminder);
  expect((await row(it.db, reminder)).state).toBe("sent");
});

test("a message that cannot be written is given up with its reason, and tries that always fail come to an end", async () => {
  await using it = await testDatabase();
  const set = app(it.db, {});
  const id = await letter(it.db);
  await it.db.updateTable("message").set({ notice: "no-such-notice" }).where("id", "=", id).execute();
  await deliver(set, id);
  expect(await row(it.db, id)).toMatchObject({ state: "given-up", last_error: "there is no notice no-such-notice" });
  const hopeless = await letter(it.db);
  let tries = 0;
  for (; (await row(it.db, hopeless)).next_at; tries++) await deliver(set, hopeless);
  expect(tries).toBe(56);
  expect(await row(it.db, hopeless)).toMatchObject({ state: "given-up", last_error: "there is no route for e-mail" });
});
