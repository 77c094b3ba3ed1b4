import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCase } from "../../test/cases.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { officer, stoppedClock } from "../../test/office-cases.ts";
import { openDraft } from "../applications/draft.ts";
import { openSession } from "../identity/session.ts";
import { transact } from "../platform/act.ts";
import { officePages } from "./office.ts";
import type { App } from "./page.ts";
import { portalPages } from "./portal.ts";
import { office, portal } from "./routes.ts";
import { createServer } from "./server.ts";

const clock = stoppedClock();
let it: TestDatabase;
let servers: Record<"portal" | "office", Awaited<ReturnType<typeof createServer>>>;
let cookies: Record<"portal" | "office", string[]>;

beforeAll(async () => {
  it = await testDatabase({ max: 8 });
  const app: App = {
    db: it.parts.portal, clock, secret: "v".repeat(40), demonstration: true, gateway: null, authority: { name: "Directorate", phone: "157" },
    origins: { portal: "http://portal.test", office: "http://office.test", bank: null },
  };
  servers = { portal: await createServer(app, "portal", portalPages, async () => true), office: await createServer({ ...app, db: it.parts.office }, "office", officePages, async () => true) };
  const supervisor = await officer(it.db, clock, "supervisor");
  const nobody = { kind: "applicant", id: null, name: "visitor" } as const;
  const made = await makeCase(it.db);
  const draft = await transact(it.db, clock, nobody, (act) => openDraft(act, { kind: "first", channel: "email", email: "a@example.org" }, { number: "T", language: "en" }));
  const session = (of: Parameters<typeof openSession>[1]) => transact(it.db, clock, nobody, (act) => openSession(act, of, "en"));
  cookies = {
    portal: ["", `portal=${await session({ application: made.id })}`, `portal=${await session({ application: draft.id })}`],
    office: ["", `office=${await session({ officer: supervisor.id })}`],
  };
});
afterAll(async () => {
  await Promise.all([servers.portal.close(), servers.office.close()]);
  await it[Symbol.asyncDispose]();
});

const parameters: Record<string, string> = { lang: "en", kind: "first", section: "identity", id: "00000000-0000-7000-8000-000000000000", paper: "receipt", act: "note", bank: "x", day: "2026-11-23" };
// Every name that a page reads from its address, with a value that leads on.
const names = {
  to: "a@example.org", message: "x", seen: "yes", day: "2026-11-23", set: "2026-11-23", from: "2026-11-23", until: "2026-11-23", then: "/cases", by: "day", office: "35", new: "yes", not: "x", change: "yes",
  said: "on", state: "desk", type: "student", mine: "yes", look: "yes", done: "note", was: "present", act: "grant", before: "1", province: "35", language: "en", notice: "created", in: "en",
  counter: "1", passkey: "added", added: "yes", sent: "again", ended: "yes", code: "sent", changed: "yes", reminders: "stop", nationality: "GEO", months: "12", permitType: "student", "birthDate-day": "1", time: "09:00",
};
const twice = Object.entries(names).flatMap(([name, value]) => [`${name}=${encodeURIComponent(value)}`, `${name}=${encodeURIComponent(value)}`]).join("&");

test.each(["portal", "office"] as const)("no page of the %s falls over a name that stands twice in its address", async (area) => {
  for (const { pattern } of Object.values<{ pattern: string }>({ portal, office }[area])) {
    if (pattern.startsWith("/api/")) continue;
    const url = `${pattern.replace(/:(\w+)/g, (_, name: string) => parameters[name] ?? "x")}?${twice}`;
    for (const cookie of cookies[area]) expect((await servers[area].inject({ url, headers: { cookie } })).statusCode, url).toBeLessThan(500);
  }
});

test("of a name that stands twice the first counts, and the public interface refuses it", async () => {
  expect((await servers.office.inject("/sign-in?then=%2Fcases&then=%2Ftrail")).body).toContain('action="/sign-in?then=%2Fcases"');
  expect((await servers.portal.inject("/api/v1/reference/types?on=2026-11-23&on=2026-11-24")).statusCode).toBe(422);
});

test("who comes back is led to pages of their own case alone, however another place is written into the address", async () => {
  for (const then of ["//evil.example", "/\t/evil.example", "/\\evil.example", "/en/application\n", "/en/application/..//evil.example", "/en//evil.example/application", "/en/application?x=//evil", "/en/fees"]) {
    expect((await servers.portal.inject(`/en/continue?then=${encodeURIComponent(then)}`)).body, then).toContain('name="_then" value="/en/application"');
  }
  expect((await servers.portal.inject("/en/continue?then=/en/application/pay")).body).toContain('name="_then" value="/en/application/pay"');
});

test("a damaged cookie of a code is a code that is over", async () => {
  for (const code of ["notauuid", "00000000-0000-7000-8000-00000000000", "", "%00", "a; portal-code=b"]) {
    for (const url of ["/en/start-code", "/en/continue-code"]) {
      for (const form of ["code=123456", "resend=same", "resend=other"]) {
        const answer = await servers.portal.inject({ method: "POST", url, payload: form, headers: { cookie: `portal-code=${code}`, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" } });
        expect([url, code, answer.statusCode]).toEqual([url, code, 410]);
      }
      expect((await servers.portal.inject({ url, headers: { cookie: `portal-code=${code}` } })).statusCode).toBe(410);
    }
    const contact = await servers.portal.inject({ method: "POST", url: "/en/application/contact", payload: "code=123456", headers: { cookie: `${cookies.portal[1]}; portal-code=${code}`, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" } });
    expect(contact.statusCode, code).toBe(422);
  }
});

test("a leaf of the queue that no number can name is its first", async () => {
  for (const from of ["99999999999999999999", "-1", "1e3", "x", "0.5", "999999999"]) {
    expect((await servers.office.inject({ url: `/cases?from=${from}`, headers: { cookie: cookies.office[1]! } })).statusCode, from).toBe(200);
  }
});
