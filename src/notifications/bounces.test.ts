import { createConnection } from "node:net";
import fc from "fast-check";
import { createTransport } from "nodemailer";
import { SMTPServer } from "smtp-server";
import { afterEach, expect, test } from "vitest";
import { closingAfterEach } from "../../test/closing.ts";
import { testDatabase } from "../../test/database.ts";
import { closingServer, reports } from "../../test/bounces.ts";
import { dateOf } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { bounceAddress, messageOfBounce } from "./bounce-address.ts";
import { startBounces } from "./bounces.ts";
import { type Delivery, deliver } from "./deliver.ts";
import { readDeliveryStatus } from "./delivery-status.ts";
import { put } from "./notify.ts";
import { mailReference, hear, workThroughReceipts } from "./receipts.ts";
import { openRoutes } from "./routes.ts";

const secret = "a secret of the test";
const domain = "bounces.sojourn.example";
const NOON = Temporal.Instant.from("2026-11-24T09:00:00Z");
let now = NOON;
const clock = { now: () => now };
const closing = closingAfterEach();
afterEach(() => { now = NOON; });

const read = (report: string) => readDeliveryStatus(Buffer.from(report, "utf8"));
const application = "019a0000-0000-7000-8000-000000000001";

/** Mails from the outbox go to a server that takes them all and knows their senders; what it reports comes to our end. */
async function post(db: Database) {
  const senders: string[] = [];
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ["AUTH", "STARTTLS"], logger: false, disableReverseLookup: true,
    onData(stream, session, callback) {
      const { mailFrom } = session.envelope;
      stream.resume().on("end", () => {
        senders.push(mailFrom ? mailFrom.address : "");
        callback();
      });
    },
  });
  const { port } = closing(await closingServer(server));
  const end = closing(await startBounces(db, { secret, domain, host: "127.0.0.1", port: 0 }));
  const routes = closing(openRoutes({ smtpUrl: `smtp://127.0.0.1:${port}`, mailFrom: "office@sojourn.example", smppUrl: null, smsHttpUrl: null, bounces: { domain, secret } }, async () => {}));
  await db.insertInto("application").values({
    id: application, number: "K7QM-2XPT", kind: "first", state: "draft", language: "tr", started_at: now, changed_at: now, email: "lena@example.org", phone: "+905551112233", channel: "email",
  }).execute();
  const app: Delivery = { db, clock, secret, origins: { portal: "https://portal.example" }, authority: { name: "Sojourn", phone: "157" }, routes };
  const way = createTransport({ host: "127.0.0.1", port: end.port, secure: false, ignoreTLS: true });
  closing({ close: async () => way.close() });
  return {
    app, senders, end,
    async send(more: Partial<Parameters<typeof put>[1]> = {}) {
      now = now.add({ seconds: 1 });
      const id = await db.transaction().execute((tx) => put({ tx, now, today: dateOf(now), actor: { kind: "system", id: null, name: "test" } }, {
        application, notice: "number", language: "en", channel: "email", recipient: "lena@example.org", values: { number: "K7QM-2XPT" }, ...more,
      }));
      await deliver(app, id);
      return { id, sender: senders.at(-1)! };
    },
    report: (to: string, raw: string, from = "") => way.sendMail({ envelope: { from, to }, raw }),
    work() {
      now = now.add({ seconds: 1 });
      return workThroughReceipts({ db, clock });
    },
    rows: () => db.selectFrom("message").select(["id", "channel", "recipient", "state", "last_error"]).orderBy("id").execute(),
  };
}

test("a mail that comes back is given up with what the server said, and goes by SMS, once", async () => {
  await using it = await testDatabase();
  const house = await post(it.db);
  const [first, second] = [await house.send(), await house.send()];
  expect(first.sender).toBe(bounceAddress(secret, first.id, domain));
  expect(second.sender).not.toBe(first.sender);
  for (let n = 0; n < 2; n++) await house.report(first.sender.toUpperCase(), reports.unknownPerson(first.sender));
  expect(await house.work()).toBe(2);
  const rows = await house.rows();
  expect(rows.map(({ channel, state }) => `${channel} ${state}`)).toEqual(["email given-up", "email sent", "sms queued"]);
  expect(rows[0]).toMatchObject({ id: first.id, last_error: "bounced: 5.1.1: 550 5.1.1 <lena@example.org>: Recipient address rejected: User unknown" });
  expect(rows[2]).toMatchObject({ recipient: "+905551112233" });
  await house.report(second.sender, reports.arrived(second.sender));
  await house.work();
  expect((await house.rows())[1]).toMatchObject({ id: second.id, state: "delivered" });
});

test("a bounce that comes before its mail is written down waits for it, and one of a mail long past changes nothing", async () => {
  await using it = await testDatabase();
  const house = await post(it.db);
  const { id } = await house.send();
  await it.db.updateTable("message").set({ state: "queued", next_at: now, sent_at: null }).where("id", "=", id).execute();
  await hear(it.db, { reference: mailReference(id), delivered: false, because: "bounced" });
  expect(await house.work()).toBe(0);
  await deliver(house.app, id);
  expect(await house.work()).toBe(1);
  expect((await house.rows()).find((row) => row.id === id)).toMatchObject({ state: "given-up" });
  const old = await house.send();
  now = now.add({ hours: 24 * 8 + 1 });
  await hear(it.db, { reference: mailReference(old.id), delivered: false, because: "bounced" });
  expect(await house.work()).toBe(1);
  expect((await house.rows()).find((row) => row.id === old.id)).toMatchObject({ state: "sent" });
});

test("a code whose mail comes back goes nowhere else", async () => {
  await using it = await testDatabase();
  const house = await post(it.db);
  const { sender } = await house.send({ notice: "code", values: { code: "482913", minutes: 10 } });
  await house.report(sender, reports.unknownPerson(sender));
  await house.work();
  expect((await house.rows()).map(({ channel, state }) => `${channel} ${state}`)).toEqual(["email given-up"]);
});

test("forged bounces, those of somebody, and what is no bounce change nothing", async () => {
  await using it = await testDatabase();
  const house = await post(it.db);
  const { id, sender } = await house.send();
  const forged = [bounceAddress("another secret", id, domain), sender.replace(/.@/, (last) => (last === "0@" ? "1@" : "0@")), `b-${id.replaceAll("-", "")}@${domain}`, `postmaster@${domain}`, sender.replace(domain, "elsewhere.example")];
  for (const to of forged) await expect(house.report(to, reports.unknownPerson(to))).rejects.toThrow("550");
  await expect(house.report(sender, reports.unknownPerson(sender), "somebody@example.org")).rejects.toThrow("550");
  for (const kind of ["takesLonger", "onHoliday", "passedOn", "withoutBoundary"] as const) await house.report(sender, reports[kind](sender));
  await expect(house.report(sender, `${reports.unknownPerson(sender)}${"x".repeat(78).concat("\r\n").repeat(15_000)}`)).rejects.toThrow("552");
  expect(await house.work()).toBe(0);
  expect((await house.rows()).map(({ state }) => state)).toEqual(["sent"]);
  expect(await it.db.selectFrom("message_receipt").select("id").execute()).toEqual([]);
});

test("a bounce is acknowledged only when it is kept", async () => {
  await using it = await testDatabase();
  const house = await post(it.db);
  const { sender } = await house.send();
  await it.db.schema.alterTable("message_receipt").renameTo("away").execute();
  await expect(house.report(sender, reports.unknownPerson(sender))).rejects.toThrow("451");
  await it.db.schema.alterTable("away").renameTo("message_receipt").execute();
  await house.report(sender, reports.unknownPerson(sender));
  expect(await house.work()).toBe(1);
});

test("an address names one message and cannot be made or changed without the secret", () => {
  fc.assert(fc.property(fc.uuid(), fc.string(), (id, text) => {
    const address = bounceAddress(secret, id, domain);
    expect(address.split("@")[0]!.length).toBeLessThanOrEqual(64);
    expect(messageOfBounce(secret, address, domain)).toBe(id.toLowerCase());
    expect(messageOfBounce(text, address, domain)).toBe(text === secret ? id : undefined);
    expect(messageOfBounce(secret, `${text}${address}`, domain)).toBe(text === "" ? id : undefined);
    expect(messageOfBounce(secret, text, domain)).toBeUndefined();
  }));
});

test("reports are read as servers write them: folded, encoded, in any order of fields, with several behind one address", () => {
  expect(read(reports.unknownPerson("x"))).toEqual({ delivered: false, because: "bounced: 5.1.1: 550 5.1.1 <lena@example.org>: Recipient address rejected: User unknown" });
  expect(read(reports.boxFull("x"))).toEqual({ delivered: false, because: "bounced: 5.2.2: 552 5.2.2 Posta kutusu dolu" });
  expect(read(reports.triedForDays("x"))).toEqual({ delivered: false, because: "bounced: 4.4.7" });
  expect(read(reports.quoted("x"))).toMatchObject({ delivered: false, because: expect.stringContaining("no such person: ğ") });
  expect(read(reports.arrived("x"))).toEqual({ delivered: true, because: null });
  expect(read(reports.oneOfTwo("x"))).toBeNull();
  expect(read(reports.insideAnother("x"))).toBeNull();
});

test("whatever is sent as a report is read or left, quickly, and never throws", () => {
  const hostile = fc.oneof(
    fc.uint8Array({ maxLength: 4000 }).map((bytes) => Buffer.from(bytes)),
    fc.array(fc.constantFrom("--XX", "--XX--", "", "Content-Type: message/delivery-status", "Content-Type: multipart/report; boundary=XX", "Action: failed", " folded", ":", "Status: 5", "\0", "é"), { maxLength: 60 })
      .map((lines) => Buffer.from(lines.join("\r\n"))),
  );
  fc.assert(fc.property(hostile, (raw) => {
    const found = readDeliveryStatus(raw);
    if (found?.because) expect(found.because).toMatch(/^[^\p{C}]{1,250}$/u);
  }), { numRuns: 500 });
  const long = (line: string) => Buffer.from(`Content-Type: multipart/report; boundary=XX\r\n\r\n--XX\r\nContent-Type: message/delivery-status\r\n\r\n\r\n${line.repeat(100_000)}`);
  const begun = performance.now();
  for (const line of ["--XX\r\n", "\r\n", "Action: failed\r\n", " x\r\n", "Action: failed\r\n\r\n", "=\r\n", "; boundary=", "\""]) readDeliveryStatus(long(line));
  expect(performance.now() - begun).toBeLessThan(5000);
});

test("whoever only holds a connection open is let go, and others are heard meanwhile", async () => {
  await using it = await testDatabase();
  const house = await post(it.db);
  const idle = Array.from({ length: 20 }, () => createConnection(house.end.port, "127.0.0.1").on("error", () => {}));
  const { sender } = await house.send();
  await house.report(sender, reports.unknownPerson(sender));
  expect(await house.work()).toBe(1);
  for (const socket of idle) socket.destroy();
  expect(messageOfBounce(secret, bounceAddress(secret, v7(now), domain), "other.example")).toBeUndefined();
});
