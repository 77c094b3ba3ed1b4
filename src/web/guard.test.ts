import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixedClock, makeCase, makeOffices } from "../../test/cases.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { openDraft } from "../applications/draft.ts";
import { transact } from "../platform/act.ts";
import { openSession } from "../identity/session.ts";
import { cookieNames, cookieOptions, formToken, networkOf } from "./guard.ts";
import { type App, html, officerPage, publicPage } from "./page.ts";
import { officePages } from "./office.ts";
import { portalPages } from "./portal.ts";
import { office, portal, type Route } from "./routes.ts";
import { createServer } from "./server.ts";

const secret = "g".repeat(40);
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
  + "worker-src 'self'; manifest-src 'self'; form-action 'self' https://bank.test; base-uri 'none'; frame-ancestors 'none'";
const clock = fixedClock();
let it: TestDatabase;
let app: App;
let portalServer: Awaited<ReturnType<typeof createServer>>;
let officeServer: typeof portalServer;
let cookie: string;

beforeAll(async () => {
  it = await testDatabase({ max: 8 });
  await makeOffices(it.db);
  app = {
    db: it.parts.portal, clock, secret, demonstration: false, gateway: null, authority: { name: "Directorate", phone: "157" },
    origins: { portal: "https://portal.test", office: "https://office.test", bank: "https://bank.test" },
  };
  portalServer = await createServer(app, "portal", portalPages, async () => true);
  officeServer = await createServer({ ...app, db: it.parts.office }, "office", officePages, async () => true);
  const made = await makeCase(it.db);
  const session = await transact(it.db, clock, { kind: "applicant", id: made.id, name: "applicant" }, (act) => openSession(act, { application: made.id }, "en"));
  cookie = `__Host-portal=${session}`;
});
afterAll(async () => {
  await portalServer.close();
  await officeServer.close();
  await it[Symbol.asyncDispose]();
});

async function officerCookie(): Promise<string> {
  const officer = { id: "00000000-0000-7000-8000-0000000000bb", email: "odd@example.org", name: "O", role: "supervisor", office_code: "35", created_at: clock.now() };
  await it.db.insertInto("officer").values(officer).onConflict((one) => one.doNothing()).execute();
  return `__Host-office=${await transact(it.db, clock, { kind: "officer", id: officer.id, name: "O" }, (act) => openSession(act, { officer: officer.id }, "en"))}`;
}

const visitorOf = { kind: "applicant", id: null, name: "applicant" } as const;
const parameters = { lang: "en", kind: "first", section: "identity", id: "00000000-0000-7000-8000-000000000000", claim: "x", paper: "receipt", token: "x", code: "x", act: "note", bank: "x", day: "2026-11-23" };
const addressesOf = (routes: Record<string, { pattern: string }>) => Object.values(routes).map(({ pattern }) => pattern.replace(/:(\w+)/g, (_, name: string) => (parameters as Record<string, string>)[name] ?? "x"));

/** What has a body says what it is, and what is text in which letters. */
function saysItsCharset(url: string, { body, headers }: { body: string; headers: Record<string, unknown> }): void {
  if (body !== "") expect(headers["content-type"], url).toMatch(/^(image\/(jpeg|png)|font\/woff2|(text\/(html|plain|css|javascript)|image\/svg\+xml|application\/(problem\+)?json); charset=utf-8)$/);
}

describe("every answer", () => {
  test("of the portal carries the whole policy, signed in or not, found or not, page or file", async () => {
    const styles = /href="(\/assets\/styles[^"]*)"/.exec((await portalServer.inject("/en")).body)![1]!;
    const icon = /href="(\/assets\/icon[^"]*)"/.exec((await portalServer.inject("/en")).body)![1]!;
    for (const url of [...addressesOf(portal), "/", "/nothing-here", "/api/v1/nothing-here", "/healthz", styles, icon, "/assets/none", "/%ff", "/en?x=%ff"]) {
      for (const headers of [{}, { cookie }]) {
        const answer = await portalServer.inject({ url, headers });
        expect(answer.statusCode, url).toBeLessThan(500);
        expect(answer.headers["content-security-policy"], url).toBe(policy);
        expect(answer.headers["x-content-type-options"], url).toBe("nosniff");
        expect(answer.headers["referrer-policy"], url).toBe("same-origin");
        expect(answer.headers["cross-origin-opener-policy"], url).toBe("same-origin");
        expect(answer.headers["strict-transport-security"], url).toBe("max-age=63072000; includeSubDomains");
        expect(answer.headers["permissions-policy"], url).toContain("geolocation=()");
        if (url !== styles && url !== icon) expect(answer.headers["cache-control"], url).toMatch(/no-store|max-age=\d+/);
        saysItsCharset(url, answer);
      }
    }
  });

  test("of the office too, and its forms lead nowhere but to itself", async () => {
    for (const url of [...addressesOf(office), "/nothing-here", "/healthz"]) {
      const answer = await officeServer.inject({ url });
      expect(answer.statusCode, url).toBeLessThan(500);
      expect(answer.headers["content-security-policy"], url).toBe(policy.replace(" https://bank.test", ""));
      saysItsCharset(url, answer);
    }
  });

  test("holds no script, style or event of its own in its text, and loads nothing from elsewhere", async () => {
    const draft = await transact(it.db, clock, visitorOf, (act) => openDraft(act, { kind: "first", channel: "email", email: "a@example.org" }, { number: "T", language: "en" }));
    const begun = await transact(it.db, clock, visitorOf, (act) => openSession(act, { application: draft.id }, "en"));
    const seen = new Set<string>();
    for (const [server, routes, signedIn] of [
      [portalServer, portal, ""], [portalServer, portal, cookie], [portalServer, portal, `__Host-portal=${begun}`], [officeServer, office, ""], [officeServer, office, await officerCookie()],
    ] as const) {
      for (const url of addressesOf(routes)) {
        const { body, headers, statusCode } = await server.inject({ url, headers: { cookie: signedIn } });
        if (!String(headers["content-type"]).startsWith("text/html")) continue;
        if (statusCode === 200) seen.add(url);
        expect(body, url).not.toMatch(/<style|<script(?![^>]*\ssrc=")|\sstyle=|<[^>]+\son[a-z]+\s*=|javascript:|<(iframe|object|embed|base)\b/i);
        for (const [, from] of body.matchAll(/<(?:script|link|img|source|use)\b[^>]*?\s(?:src|href)="([^"]+)"/g)) expect(from, url).toMatch(/^(\/(?!\/)|data:|#)/);
      }
    }
    for (const url of ["/en", "/en/application", "/en/application/topic/identity", "/en/application/photo", "/en/application/status", "/en/application/appointment", "/cases", "/sign-in", "/sessions", "/en/application/sessions"]) expect([...seen]).toContain(url);
  });
});

describe("cookies", () => {
  test("are bound to host and path behind https, and never readable by scripts", async () => {
    expect(cookieNames("https://portal.test", "portal").session).toBe("__Host-portal");
    expect(cookieNames("http://127.0.0.1:4000", "portal").session).toBe("portal");
    expect(cookieOptions("https://portal.test")).toEqual({ path: "/", httpOnly: true, sameSite: "lax", secure: true, maxAge: undefined });
    const set = String((await portalServer.inject("/en")).headers["set-cookie"]);
    expect(set).toMatch(/^__Host-portal-visitor=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  test("of the portal are none at the office, and the other way round", async () => {
    const own = cookie.split("=")[1]!;
    for (const name of ["__Host-office", "__Host-portal"]) {
      const answer = await officeServer.inject({ url: "/cases", headers: { cookie: `${name}=${own}` } });
      expect(answer.headers.location).toMatch(/^\/sign-in/);
    }
  });

  test("sent twice, empty, broken or huge are none", async () => {
    for (const odd of ["__Host-portal=", "__Host-portal=a; __Host-portal=b", "__Host-portal=%ff", "=", ";;;", `__Host-portal=${"x".repeat(7000)}`, "__proto__=x; constructor=y", "__Host-portal-visitor=%00"]) {
      const answer = await portalServer.inject({ url: "/en/application", headers: { cookie: odd } });
      expect(answer.statusCode, odd.slice(0, 40)).toBe(303);
      expect(answer.headers.location).toContain("/en/continue");
    }
  });
});

describe("a post", () => {
  const visitor = "a-visitor-of-this-test";
  const post = (headers: Record<string, string>, form: Record<string, string> = {}) => portalServer.inject({
    method: "POST", url: "/en/leave", payload: new URLSearchParams(form).toString(), headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
  });
  const ours = `__Host-portal-visitor=${visitor}`;

  test("from another site, another origin of this site, or nowhere is refused", async () => {
    const token = formToken(secret, visitor);
    for (const site of ["cross-site", "same-site", "nonsense", ""]) {
      expect((await post({ "sec-fetch-site": site, cookie: ours }, { _csrf: token })).statusCode, site).toBe(403);
    }
    for (const [headers, form] of [
      [{}, {}], [{ cookie: ours }, {}], [{}, { _csrf: token }], [{ cookie: ours }, { _csrf: "x" }], [{ cookie: ours }, { _csrf: formToken(secret, "somebody else") }],
      [{ cookie: ours }, { _csrf: formToken("another secret", visitor) }], [{ cookie: ours, "sec-fetch-site": "none" }, {}], [{ cookie: ours, origin: "https://portal.test" }, {}],
    ] as [Record<string, string>, Record<string, string>][]) expect((await post(headers, form)).statusCode).toBe(403);
  });

  test("from a page of ours is taken: by the browser's word, also long after the cookie ended, or by the token", async () => {
    for (const [headers, form] of [
      [{ "sec-fetch-site": "same-origin" }, {}], [{ "sec-fetch-site": "same-origin", cookie: ours }, { _csrf: "of an older page" }],
      [{ cookie: ours }, { _csrf: formToken(secret, visitor) }], [{ cookie: ours, "sec-fetch-site": "none" }, { _csrf: formToken(secret, visitor) }],
    ] as [Record<string, string>, Record<string, string>][]) {
      const answer = await post(headers, form);
      // Nobody is signed in: what is said then is that the session has ended, not that the form is not ours.
      expect(answer.body).not.toContain("did not come from");
      expect(answer.body).toContain("ended");
    }
  });

  test("with names that mean something to the language changes nothing but itself", async () => {
    const fields = "__proto__=polluted&constructor=polluted&prototype=polluted&__proto__[polluted]=yes&constructor[prototype][polluted]=yes&toString=x&hasOwnProperty=x&_csrf=x";
    for (const url of ["/en/start/first", "/en/continue", "/en/check/extension", "/en/may-i-apply"]) {
      const answer = await portalServer.inject({ method: "POST", url, payload: fields, headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" } });
      expect(answer.statusCode, url).toBeLessThan(500);
    }
    const boundary = "x";
    const parts = ["__proto__", "constructor", "toString"].map((name) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\npolluted\r\n`).join("");
    const answer = await portalServer.inject({
      method: "POST", url: "/en/application/photo", payload: `${parts}--${boundary}--\r\n`,
      headers: { "content-type": `multipart/form-data; boundary=${boundary}`, "sec-fetch-site": "same-origin", cookie },
    });
    expect(answer.statusCode).toBeLessThan(500);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.prototype.toString.call(1)).toBe("[object Number]");
  });
});

test("a sign-out has the browser forget what it kept", async () => {
  const made = await makeCase(it.db);
  const session = await transact(it.db, clock, { kind: "applicant", id: made.id, name: "applicant" }, (act) => openSession(act, { application: made.id }, "en"));
  const answer = await portalServer.inject({ method: "POST", url: "/en/leave", headers: { "sec-fetch-site": "same-origin", cookie: `__Host-portal=${session}` } });
  expect(answer.headers["clear-site-data"]).toBe('"cache", "storage"');
  expect(String(answer.headers["set-cookie"])).toMatch(/__Host-portal=;[^,]*Expires=Thu, 01 Jan 1970/);
});

/** What of the program's inside, or of the machine's files, stands in an answer. */
const inside = (body: string) => /node_modules|\bat [\w.<>]+ \(|\w+Error:|\bpg_[a-z]{3}|"name": "sojourn"|root:/.exec(body)?.[0] ?? null;

describe("what no browser sends", () => {
  const odd = [
    "/%", "/%zz", "/%ff%fe", "/%00", "/en/%00", "/en%2f..%2f..", "/en/verify/%00", "/en/verify/%ff", `/en/verify/${"x".repeat(599)}`, `/en/${"x".repeat(20_000)}`, `/en?${"a=b&".repeat(4000)}`,
    "/en?then=%ff", "/en/fees?x[__proto__]=1&__proto__=2", "//evil.test", "//evil.test/%2f..", "/\\evil.test", "/en/continue?then=//evil.test", "/en/continue?then=https://evil.test/application",
    "/assets/../package.json", "/assets/..%2f..%2fpackage.json", "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets/....//server.ts", "/assets/", "/assets/%00", "/assets/__proto__", "/assets/constructor",
    "/xx", "/en/", "/EN", "/__proto__", "/constructor", "/en/check/__proto__", "/en/check/constructor", "/en/start/toString", "/en/application/topic/__proto__", "/en/application/topic/constructor",
    "/en/application/paper/__proto__", "/en/draws/not-a-uuid", "/en/draws/__proto__", "/en/application/keep/constructor", "/en/mailbox", "/en/mailbox?message=%27",
    "/en/fees?nationality=__proto__&months=NaN&permitType=constructor", "/en/may-i-apply?birthDate-day=99&birthDate-month=%00&birthDate-year=1e9", "/en/application/appointment?office=__proto__&day=2026-13-40",
    "/en/draws?before=x&province=%00", "/en/draws?before=00000000-0000-0000-0000-000000000000&province=1&province=2", "/en?language=a&language=b",
  ];
  test.each(odd.map((url) => [url.length > 80 ? `${url.slice(0, 70)}… (${url.length})` : url, url]))("%s is answered without a fault or a trace", async (_, url) => {
    for (const headers of [{}, { cookie }]) {
      const answer = await portalServer.inject({ url, headers });
      expect(answer.statusCode).toBeLessThan(500);
      expect(inside(answer.body)).toBeNull();
      expect(String(answer.headers.location ?? "/")).toMatch(/^\/(?![/\\])/);
      expect(/(href|action|src|value)="(https?:)?[/\\]{2}evil/.exec(answer.body)).toBeNull();
    }
  });

  const oddOffice = ["/cases/%ff", "/cases/not-a-uuid", "/cases/__proto__", "/cases?q=%00", "/cases/00000000-0000-7000-8000-000000000000/__proto__", "/payments?day=__proto__", "/payments/banks/__proto__/x", "/trail?before=x&act=%00", "/?day=x", "/sign-in?then=//evil.test"];
  test.each(oddOffice)("the office answers %s without a fault", async (url) => {
    for (const headers of [{}, { cookie: await officerCookie() }]) {
      const answer = await officeServer.inject({ url, headers });
      expect(answer.statusCode).toBeLessThan(500);
      expect(String(answer.headers.location ?? "/")).toMatch(/^\/(?![/\\])/);
    }
  });

  test("a Host or a forwarding header of somebody's choice appears nowhere", async () => {
    for (const url of ["/", "/en", "/en/continue", "/en/application"]) {
      const answer = await portalServer.inject({ url, headers: { host: "evil.test", "x-forwarded-host": "evil.test", "x-forwarded-proto": "gopher", forwarded: "host=evil.test", "x-original-url": "/evil.test", "accept-language": "\r\nx: evil.test" } });
      expect(JSON.stringify(answer.headers) + answer.body).not.toContain("evil.test");
    }
  });

  test("line breaks in what is redirected to make no header", async () => {
    for (const then of ["/cases%0d%0aset-cookie:%20x=y", "/%E5%98%8A%E5%98%8Dset-cookie:x=y"]) {
      const answer = await officeServer.inject({ url: `/sign-in?then=${then}` });
      expect(JSON.stringify(answer.headers["set-cookie"] ?? "")).not.toContain("x=y");
    }
  });

  test("bodies of every wrong kind and size get an answer", async () => {
    const bodies: [string, string | Buffer][] = [
      ["application/json", "{"], ["application/json", '{"__proto__":{"polluted":1}}'], ["text/xml", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>"], ["text/plain", "x"],
      ["application/x-www-form-urlencoded", "%ff%fe=%00&a=%zz&%=%"], ["application/x-www-form-urlencoded", `a=${"x".repeat(300_000)}`], ["multipart/form-data; boundary=x", "nothing like it"],
      ["multipart/form-data", "x"], ["multipart/form-data; boundary=", "x"], ["application/octet-stream", Buffer.alloc(10, 255)], ["", "x"], ["x/../../y", "x"],
      ["application/x-www-form-urlencoded; charset=utf-16", "a=b"], ["application/x-www-form-urlencoded", "a=1&".repeat(20_000)],
    ];
    for (const [type, payload] of bodies) {
      for (const url of ["/en/start/first", "/en/continue", "/en/application/photo", "/en/application/topic/identity", "/payments/notification", "/collection/pay", "/en/nothing"]) {
        const answer = await portalServer.inject({ method: "POST", url, payload, headers: { ...(type ? { "content-type": type } : {}), "sec-fetch-site": "same-origin", cookie } });
        expect(answer.statusCode, `${url} ${type} ${String(payload).slice(0, 30)}`).toBeLessThan(500);
        expect(inside(answer.body)).toBeNull();
      }
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

test("something that breaks is told without its inside, with a number to find it by", async () => {
  const broken = { ...portal.fees, pattern: "/:lang/broken" };
  const server = await createServer(app, "portal", [publicPage(broken as Route, { get() { throw new Error("the passport U1234567 of Anna"); } })], async () => true);
  const answer = await server.inject({ url: "/en/broken?x=<script>" });
  await server.close();
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toMatch(/U1234567|Anna|\bat \w|guard\.test|<script>/);
  expect(answer.body).toMatch(/req-\w+/);
});

describe("limits by address", () => {
  test("count a household's IPv6 as one, and IPv4 in whatever it is written", () => {
    expect(networkOf("192.0.2.7")).toBe("192.0.2.7");
    expect(networkOf("::ffff:192.0.2.7")).toBe("192.0.2.7");
    const home = networkOf("2001:db8:1:2::1");
    for (const same of ["2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:0DB8:0001:0002::9", "2001:db8:1:2:0:0:0:1", "2001:db8:1:2::1%eth0"]) expect(networkOf(same)).toBe(home);
    for (const other of ["2001:db8:1:3::1", "2001:db8::1:2:0:0:1", "::1"]) expect(networkOf(other)).not.toBe(home);
    expect(networkOf("::1")).toBe("0:0:0:0::/64");
    expect(networkOf("nonsense")).toBe("nonsense");
  });

  test("go by the caller behind a trusted proxy, and by nothing a caller says itself", async () => {
    const seen: string[] = [];
    const page = [publicPage(portal.home, { get: (visit) => (seen.push(visit.address), html("x", null)) })];
    const addressOf = async (trustProxy: number | string | false, forwarded: string, remoteAddress = "10.0.0.1") => {
      const server = await createServer(app, "portal", page, async () => true, { trustProxy });
      await server.inject({ url: "/en", headers: { "x-forwarded-for": forwarded }, remoteAddress });
      await server.close();
      return seen.at(-1)!;
    };
    const proxy = await addressOf(false, "192.0.2.1");
    expect(await addressOf(false, "192.0.2.2")).toBe(proxy);
    for (const trusted of [1, "10.0.0.0/8"]) {
      const one = await addressOf(trusted, "192.0.2.1");
      expect(one).not.toBe(proxy);
      expect(await addressOf(trusted, "192.0.2.2")).not.toBe(one);
      // What stands further ahead was said by the caller.
      expect(await addressOf(trusted, "198.51.100.9, 192.0.2.1")).toBe(one);
      expect(await addressOf(trusted, "not an address, 192.0.2.1")).toBe(one);
    }
    expect(await addressOf("10.0.0.0/8", "192.0.2.1", "203.0.113.5")).toBe(await addressOf(false, "", "203.0.113.5"));
  });
});

test("a page of the office is no page to somebody signed in elsewhere", async () => {
  const server = await createServer({ ...app, db: it.parts.office }, "office", [officerPage(office.day, { get: () => html("x", "inside") })], async () => true);
  expect((await server.inject({ url: "/", headers: { cookie } })).body).not.toContain("inside");
  await server.close();
});
