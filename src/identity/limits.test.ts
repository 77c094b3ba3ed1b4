import { scryptSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { officer, stoppedClock } from "../../test/office-cases.ts";
import { fixedClock, makeOffices } from "../../test/cases.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { askNewContact } from "../acts/change-contact.ts";
import { sendStartCode } from "../acts/begin.ts";
import type { Application } from "../applications/application.ts";
import { transact } from "../platform/act.ts";
import { v7 } from "../platform/id.ts";
import { officePages } from "../web/office.ts";
import type { App } from "../web/page.ts";
import { portalPages } from "../web/portal.ts";
import { createServer } from "../web/server.ts";
import { fillCode, openCode } from "./code.ts";
import { allows, limits, sweepLimits } from "./limits.ts";

const secret = "l".repeat(40);
const nobody = { kind: "applicant", id: null, name: "visitor" } as const;

/** Two processes of one part, as behind a load balancer: nothing is shared but the database. */
async function two(it: TestDatabase, area: "portal" | "office", demonstration = false, clock = fixedClock()) {
  const pages = area === "portal" ? portalPages : officePages;
  const app = (): App => ({
    db: it.parts[area], clock, secret, demonstration, gateway: null, origins: { portal: "http://portal.test", office: "http://office.test", bank: null }, authority: { name: "x", phone: "1" },
  });
  const servers = await Promise.all([createServer(app(), area, pages, async () => true), createServer(app(), area, pages, async () => true)]);
  let asked = 0;
  return {
    /** Asks the two in turn. */
    ask: (method: "GET" | "POST", url: string, form: Record<string, string> = {}, more: { cookie?: string; address?: string } = {}) => servers[asked++ % 2]!.inject({
      method, url, remoteAddress: more.address ?? "192.0.2.1", headers: { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded", ...(more.cookie ? { cookie: more.cookie } : {}) },
      ...(method === "POST" ? { payload: new URLSearchParams(form).toString() } : {}),
    }),
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

test("of many that come at once to several processes exactly as many pass as the limit says, and again when its time is over", async () => {
  await using it = await testDatabase({ max: 8 });
  const now = fixedClock().now();
  for (const limit of ["code-start", "code-contact", "code-return", "code-case", "sign-in", "captcha-wait"] as const) {
    const { hits, minutes } = limits[limit];
    const ask = (at: Temporal.Instant) => Promise.all(Array.from({ length: hits + 7 }, (_, n) => allows(n % 2 ? it.parts.portal : it.parts.office, limit, "somebody", at)));
    expect((await ask(now)).filter(Boolean), limit).toHaveLength(hits);
    expect(await allows(it.parts.worker, limit, "somebody else", now)).toBe(true);
    expect((await ask(now.add({ minutes }))).filter(Boolean), limit).toHaveLength(hits);
  }
  await sweepLimits(it.parts.worker, now.add({ hours: 5 }));
  expect(await it.db.selectFrom("rate_limit").selectAll().execute()).toEqual([]);
});

test("keys in the table of limits are hashes: no contact, no address", async () => {
  await using it = await testDatabase();
  await using servers = await two(it, "portal");
  await servers.ask("GET", "/captcha", {}, { address: "203.0.113.77" });
  await transact(it.parts.portal, fixedClock(), nobody, (act) => sendStartCode(act, secret, { channel: "email", email: "anna@example.org" }, "en"));
  const keys = (await it.db.selectFrom("rate_limit").select("key").execute()).map(({ key }) => key);
  expect(keys).toHaveLength(2);
  expect(keys.join()).not.toMatch(/203\.0|anna|example/);
});

describe("codes", () => {
  test("to one contact end after five, by whatever starts they are asked for, and after five by whatever cases; nothing more is sent", async () => {
    await using it = await testDatabase();
    const clock = fixedClock();
    const ask = (way: "start" | "change", contact: string) => transact(it.parts.portal, clock, nobody, (act) =>
      way === "start" ? sendStartCode(act, secret, { channel: "email", email: contact }, "en") : askNewContact(act, secret, { id: v7(act.now) } as Application, { channel: "email", contact }, "en"));
    const sent = async () => (await it.db.selectFrom("message").select("id").where("recipient", "=", "one@example.org").execute()).length;
    for (const [way, inAll] of [["start", 5], ["change", 10]] as const) {
      const outcomes = [];
      for (let n = 0; n < 8; n++) outcomes.push((await ask(way, "one@example.org")).ok);
      expect(outcomes).toEqual([true, true, true, true, true, false, false, false]);
      expect(await sent()).toBe(inAll);
    }
    expect((await ask("start", "two@example.org")).ok).toBe(true);
  });

  test("that strangers ask for with somebody's address take none from that person's way back, which is bounded too", async () => {
    await using it = await testDatabase();
    const start = () => transact(it.parts.portal, fixedClock(), nobody, (act) => sendStartCode(act, secret, { channel: "email", email: "one@example.org" }, "en"));
    while ((await start()).ok);
    const comeBack = async (application: string) => {
      const place = await transact(it.parts.portal, fixedClock(), nobody, (act) => openCode(act, secret, "return"));
      return (await transact(it.parts.worker, fixedClock(), nobody, (act) => fillCode(act, secret, place, application, { channel: "email", contact: "one@example.org", language: "en" }))).ok;
    };
    const cases = Array.from({ length: 3 }, () => v7(fixedClock().now()));
    const outcomes = [];
    for (let n = 0; n < 33; n++) outcomes.push(await comeBack(cases[n % 3]!));
    expect(outcomes).toEqual([...Array<boolean>(20).fill(true), ...Array<boolean>(13).fill(false)]);
    expect((await it.db.selectFrom("message").select("id").where("recipient", "=", "one@example.org").execute())).toHaveLength(25);
  });

  test("of one case end after ten, whatever contacts they go to", async () => {
    await using it = await testDatabase();
    const outcomes = [];
    for (let n = 0; n < 12; n++) {
      // The portal opens the place of a code, the worker fills it.
      const place = await transact(it.parts.portal, fixedClock(), nobody, (act) => openCode(act, secret, "return"));
      const asked = { channel: "email", contact: `c${n}@example.org`, language: "en" } as const;
      outcomes.push((await transact(it.parts.worker, fixedClock(), nobody, (act) => fillCode(act, secret, place, "00000000-0000-7000-8000-000000000002", asked))).ok);
    }
    expect(outcomes).toEqual([...Array<boolean>(10).fill(true), false, false]);
  });

  test("cannot be guessed in number: a hundred wrong tries from an address, whichever code and process, and the next one is told so", async () => {
    await using it = await testDatabase();
    await using servers = await two(it, "portal");
    const codes = await Promise.all(Array.from({ length: 26 }, () => transact(it.parts.portal, fixedClock(), nobody, (act) => openCode(act, secret, "return"))));
    const tried = [];
    for (let n = 0; n < limits["code-try"].hits + 4; n++) {
      // Four tries of each code: one more would end the code itself.
      tried.push((await servers.ask("POST", "/en/continue-code", { code: "000000" }, { cookie: `portal-code=${codes[Math.floor(n / 4)]}` })).statusCode);
    }
    expect(tried).toEqual([...Array<number>(100).fill(422), 429, 429, 429, 429]);
    for (const [code, words] of [["en", "Many wrong codes"], ["tr", "çok sayıda yanlış kod"], ["ar", "رموز خاطئة"], ["ru", "много неверных кодов"]]) {
      for (const page of ["continue-code", "start-code"]) {
        const told = await servers.ask("POST", `/${code}/${page}`, { code: "000000" }, { cookie: `portal-code=${codes[25]}` });
        expect([told.statusCode, told.body.includes(words!)]).toEqual([429, true]);
      }
    }
    expect((await servers.ask("POST", "/en/continue-code", { code: "000000" }, { cookie: `portal-code=${codes[25]}`, address: "192.0.2.2" })).statusCode).toBe(422);
  });

  test("that are right do not count against those who type theirs at the same address", async () => {
    await using it = await testDatabase();
    await using servers = await two(it, "portal");
    const wrong = await transact(it.parts.portal, fixedClock(), nobody, (act) => sendStartCode(act, secret, { kind: "first", channel: "email", email: "wrong@example.org" }, "en"));
    expect((await servers.ask("POST", "/en/start-code", { code: "none" }, { cookie: `portal-code=${wrong.ok ? wrong.code : ""}` })).statusCode).toBe(422);
    const used = () => it.db.selectFrom("rate_limit").select("hits").where("key", "like", "code-try:%").executeTakeFirstOrThrow();
    for (let n = 0; n < 3; n++) {
      const sent = await transact(it.parts.portal, fixedClock(), nobody, (act) => sendStartCode(act, secret, { kind: "first", channel: "email", email: `p${n}@example.org` }, "en"));
      const message = await it.db.selectFrom("message").select("values").where("recipient", "=", `p${n}@example.org`).executeTakeFirstOrThrow();
      const begun = await servers.ask("POST", "/en/start-code", { code: (message.values as { code: string }).code }, { cookie: `portal-code=${sent.ok ? sent.code : ""}` });
      expect(begun.headers.location).toBe("/en/application?new=yes");
      expect(await used()).toEqual({ hits: 1 });
    }
  });

  test("are dead after five wrong tries, even for the right one", async () => {
    await using it = await testDatabase();
    await using servers = await two(it, "portal");
    const code = await transact(it.parts.portal, fixedClock(), nobody, (act) => openCode(act, secret, "return"));
    const tried = [];
    for (let n = 0; n < 6; n++) tried.push((await servers.ask("POST", "/en/continue-code", { code: "000000" }, { cookie: `portal-code=${code}` })).statusCode);
    expect(tried).toEqual([422, 422, 422, 422, 410, 410]);
  });
});

test("challenges, and looking papers up, end for an address at their limits", async () => {
  await using it = await testDatabase();
  await using servers = await two(it, "portal");
  for (const [url, limit, other] of [["/captcha", "captcha", 200], ["/en/verify/made-up", "search", 404]] as const) {
    const { hits } = limits[limit];
    // Most of the limit at once, in the row that the server itself made; the rest one by one.
    expect((await servers.ask("GET", url)).statusCode).toBe(other);
    await it.db.updateTable("rate_limit").set({ hits: hits - 3 }).where("key", "like", `${limit}:%`).execute();
    const statuses = [];
    for (let n = 0; n < 5; n++) statuses.push((await servers.ask("GET", url)).statusCode);
    expect(statuses).toEqual([other, other, other, 429, 429]);
    expect((await servers.ask("GET", url, {}, { address: "192.0.2.9" })).statusCode).toBe(other);
  }
});

test("signing in ends after wrong tries for an address, and for one officer from all addresses, also with the right password; what is right does not count", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  await using servers = await two(it, "office", true, { ...fixedClock(), now: () => clock.now() });
  const one = await officer(it.db, clock, "front-desk");
  const other = await officer(it.db, clock, "supervisor");
  // Kept at the former cost of a password, of which a hundred tries are affordable.
  const cheap = `grain$${scryptSync("demonstration", "grain", 32).toString("base64url")}`;
  const strangers = Array.from({ length: 34 }, (_, n) => ["office", "elsewhere"].map((where) => ({ id: v7(clock.now()), email: `${n}@${where}.example`, name: "N", role: "auditor", office_code: "35", created_at: clock.now() }))).flat();
  await it.db.insertInto("officer").values(strangers).execute();
  await it.db.updateTable("officer").set({ password_hash: cheap }).execute();
  const tryIn = async (email: string, address: string, password = "wrong") => (await servers.ask("POST", "/sign-in", { email, password }, { address })).statusCode;
  const hall = "192.0.2.50";
  for (let n = 0; n < limits["sign-in"].hits + 2; n++) expect(await tryIn(n % 2 ? one.email : other.email, hall, "demonstration")).toBe(303);
  const from = [];
  for (let n = 0; n < 32; n++) from.push(await tryIn(`${n}@office.example`, "192.0.2.1"));
  expect(from).toEqual([...Array<number>(30).fill(422), 429, 429]);
  expect(await tryIn(one.email, "192.0.2.1", "demonstration")).toBe(429);
  // Many at once are counted before any of them is judged.
  const at = await Promise.all(Array.from({ length: 34 }, (_, n) => tryIn(`${n}@elsewhere.example`, "192.0.2.2")));
  expect(at.filter((status) => status === 422)).toHaveLength(30);
  const against = [];
  for (let n = 0; n < 12; n++) against.push(await tryIn(one.email, `192.0.2.${100 + n}`));
  expect(against).toEqual([...Array<number>(10).fill(422), 429, 429]);
  expect(await tryIn(one.email, "192.0.2.200", "demonstration")).toBe(429);
  expect(await tryIn(other.email, "192.0.2.201", "demonstration")).toBe(303);
  clock.forward({ minutes: 15 });
  expect(await tryIn(one.email, "192.0.2.1", "demonstration")).toBe(303);
}, 60_000);

test("searching at the office ends for an officer, not for the office", async () => {
  await using it = await testDatabase();
  await makeOffices(it.db);
  const now = fixedClock().now();
  for (let n = 0; n < limits.search.hits; n++) await allows(it.parts.office, "search", "one", now);
  expect([await allows(it.parts.portal, "search", "one", now), await allows(it.parts.office, "search", "two", now)]).toEqual([false, true]);
});
