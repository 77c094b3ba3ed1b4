import { describe, expect, test } from "vitest";
import { applicantOf, as, fixedClock, makeCase, makeCases, makeOffices } from "../../test/cases.ts";
import { desk } from "../../test/applicant-server.ts";
import { testDatabase } from "../../test/database.ts";
import { office } from "../../test/office-server.ts";
import { deviceOf, endOtherSessions, findSession, openSession, sweepSessions } from "../identity/session.ts";
import { sha256 } from "../identity/secrets.ts";
import { giveMandate } from "../representation/mandate.ts";
import { portalPages } from "./portal.ts";

const phone = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0";
const laptop = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";
const references = (text: string) => [...text.matchAll(/name="end" value="([^"]+)"/g)].map((match) => match[1]!).filter((value) => value !== "others");

test("a device is two proper names, and nothing else of what a browser says", () => {
  expect(deviceOf(phone)).toBe("Firefox, Android");
  expect(deviceOf(laptop)).toBe("Edge, Windows");
  expect(deviceOf("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile/15E148 Safari/604.1")).toBe("Safari, iPhone");
  for (const odd of [undefined, "", "<script>alert(1)</script>", "curl/8.0"]) expect(deviceOf(odd)).toBeNull();
});

describe("a session", () => {
  async function opened(kind: "applicant" | "officer") {
    const it = await testDatabase();
    const clock = fixedClock();
    await makeOffices(it.db);
    const [one] = await makeCases(it.db, 1);
    const who = { id: "00000000-0000-7000-8000-0000000000aa", email: "o@example.org", name: "O", role: "auditor", office_code: "35", created_at: clock.now() };
    await it.db.insertInto("officer").values(who).execute();
    const begun = clock.now();
    const secret = await as(it.db, clock, one!, (act) => openSession(act, kind === "applicant" ? { application: one!.id } : { officer: who.id }, "en"));
    const db = it.parts[kind === "applicant" ? "portal" : "office"];
    const at = (seconds: number) => findSession(db, kind, secret, begun.add({ seconds })).then((session) => session !== undefined);
    return { ...it, at, secret, begun, part: db, one: one! };
  }

  test.each([["applicant", 120, 12], ["officer", 60, 9]] as const)("of an %s ends after %i idle minutes, and after %i hours whatever is done", async (kind, idle, hours) => {
    await using it = await opened(kind);
    expect(await it.at(idle * 60 - 1)).toBe(true);
    await using other = await opened(kind);
    expect(await other.at(idle * 60)).toBe(false);
    // Used every half hour, it lives to its last minute and no longer.
    await using used = await opened(kind);
    for (let minutes = 30; minutes < hours * 60; minutes += 30) expect(await used.at(minutes * 60), `${minutes}`).toBe(true);
    expect(await used.at(hours * 3600 - 1)).toBe(true);
    expect(await used.at(hours * 3600)).toBe(false);
  });

  test("is kept as a hash, is of one kind, and cannot be brought back once ended", async () => {
    await using it = await opened("applicant");
    const row = await it.db.selectFrom("session").selectAll().executeTakeFirstOrThrow();
    expect(row.id).toBe(sha256(it.secret));
    expect(JSON.stringify(row)).not.toContain(it.secret);
    expect(await findSession(it.db, "officer", it.secret, it.begun)).toBeUndefined();
    expect(await findSession(it.db, "applicant", row.id, it.begun)).toBeUndefined();
    await as(it.db, fixedClock(), it.one, (act) => endOtherSessions(act, it.one.id, "none"));
    expect(await it.at(0)).toBe(false);
    await sweepSessions(it.parts.worker, it.begun.add({ hours: 24 * 40 }));
    expect(await it.db.selectFrom("session").selectAll().execute()).toEqual([]);
  });
});

describe("the person sees where they are signed in", () => {
  test("and ends one place, or all others; nobody else's", async () => {
    await using it = await desk();
    const [one, other] = await makeCases(it.db, 2);
    const open = (device: string | null) => as(it.db, it.clock, applicantOf(one!), (act) => openSession(act, { application: one!.id }, "en", device));
    const [here, tablet, stranger] = [await it.visitor(one!), await open("Firefox, Android"), await open(null)];
    const theirs = await it.visitor(other!);
    const page = await here.get("sessions");
    expect(page.text).toContain("Firefox, Android");
    expect(page.text).toContain("Unknown device");
    expect(page.text.match(/This device/g)).toHaveLength(1);
    expect(page.text).not.toContain(sha256(tablet));
    const [end, spare] = references(page.text);
    // Another person's button does nothing here, nor does a made-up one.
    for (const odd of [references((await theirs.get("sessions")).text)[0] ?? "x", "x", "", sha256(tablet)]) expect((await here.post("sessions", { end: odd })).to).toContain("ended=0");
    expect((await theirs.post("sessions", { end: end! })).to).toContain("ended=0");
    expect((await here.post("sessions", { end: end! })).to).toContain("ended=1");
    expect((await here.post("sessions", { end: end! })).to).toContain("ended=0");
    expect(references((await here.get("sessions")).text)).toEqual([spare]);
    await open("Chrome, Linux");
    expect((await here.post("sessions", { end: "others" })).to).toContain("ended=2");
    expect((await here.get("sessions?ended=2")).text).toContain("2 sign-ins were ended.");
    for (const secret of [tablet, stranger]) expect(await findSession(it.db, "applicant", secret, it.clock.now())).toBeUndefined();
    expect((await theirs.get("sessions")).status).toBe(200);
    const trail = await it.db.selectFrom("audit").select(["act", "facts"]).where("act", "=", "sign-out-elsewhere").execute();
    expect(trail.map(({ facts }) => facts)).toEqual([{ count: 1 }, { count: 2 }]);
  });

  test.each(["tr", "ar", "ru"] as const)("in %s", async (code) => {
    await using it = await desk();
    const [one] = await makeCases(it.db, 1);
    const page = await (await it.visitor(one!, code)).get("sessions?ended=0");
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/sessions\./);
  });
});

test("an officer sees and ends their own sessions alone", async () => {
  await using it = await office();
  const one = await it.enter("front-desk");
  const other = await it.enter("case-officer");
  const second = await it.act(one.who, (act) => openSession(act, { officer: one.who.id }, "en", "Safari, iPad"));
  const page = await one.get("/sessions");
  expect(page.text).toContain("Safari, iPad");
  expect(page.text).toContain('href="/sessions"');
  const [end] = references(page.text);
  expect((await other.post("/sessions", { end: end! })).to).toContain("ended=0");
  expect((await one.post("/sessions", { end: end! })).to).toContain("ended=1");
  expect(await findSession(it.db, "officer", second, it.clock.now())).toBeUndefined();
  expect((await other.get("/sessions")).status).toBe(200);
});

test("who signs in gets a new session, never the one the browser came with, and that one is over", async () => {
  await using it = await office();
  const { who, secret } = await it.enter("front-desk");
  const planted = "planted-by-somebody-else-0123456789";
  const { db, app } = it;
  expect(app.demonstration).toBe(true);
  const signIn = async (cookie: string) => {
    const answer = await it.stranger.post("/sign-in", { email: who.email, password: "demonstration" }, { "sec-fetch-site": "same-origin", cookie, "user-agent": laptop });
    return /office=([^;]+)/.exec(answer.cookie.split(",").find((part) => part.trim().startsWith("office="))!)![1]!;
  };
  const fresh = await signIn(`office=${planted}`);
  expect(fresh).not.toBe(planted);
  expect(await findSession(db, "officer", planted, it.clock.now())).toBeUndefined();
  expect(await findSession(db, "officer", fresh, it.clock.now())).toMatchObject({ officer_id: who.id, device: "Edge, Windows" });
  expect(await signIn(`office=${secret}`)).not.toBe(secret);
  expect(await findSession(db, "officer", secret, it.clock.now())).toBeUndefined();
});

test("a changed contact signs everybody else out, and tells the old one", async () => {
  await using it = await desk();
  const [one] = await makeCases(it.db, 1);
  const here = await it.visitor(one!);
  const elsewhere = await it.visitor(one!);
  const asked = await here.post("contact", { channel: "email", email: "new@example.org" });
  expect(asked.to).toContain("code=sent");
  const row = await it.db.selectFrom("code").select(["id"]).where("purpose", "=", "contact").executeTakeFirstOrThrow();
  const values = (await it.db.selectFrom("message").select("values").where("recipient", "=", "new@example.org").executeTakeFirstOrThrow()).values as { code: string };
  // Before the code is typed nothing has changed, on either device.
  expect((await elsewhere.get("sessions")).status).toBe(200);
  const changed = await here.post("contact", { code: values.code }, `portal-code=${row.id}`);
  expect(changed.to).toContain("changed=yes");
  expect((await elsewhere.get("sessions")).to).toContain("/en/continue");
  expect(references((await here.get("sessions")).text)).toEqual([]);
  expect((await it.db.selectFrom("message").select(["recipient", "role"]).where("notice", "=", "contact-changed").execute())).toEqual([{ recipient: one!.email, role: "former-contact" }]);
});

test("nobody makes the contact of their lawyer the one by which the person is told", async () => {
  await using it = await desk();
  const [one] = await makeCases(it.db, 1);
  await as(it.db, it.clock, one!, (act) => giveMandate(act, one!.id, { capacity: "lawyer", name: "Deniz Avukat", bar: "İzmir", barNumber: "12345", email: "lawyer@bar.example" }));
  const refused = await (await it.visitor(one!)).post("contact", { channel: "email", email: "Lawyer@bar.example" });
  expect([refused.status, refused.text.includes('href="#email"'), refused.text.includes("write the person’s own address")]).toEqual([422, true, true]);
  expect(await it.db.selectFrom("message").select("id").execute()).toEqual([]);
});

test("who is signed in finds the way to their application and out of it on every page, and is not asked again who they are", async () => {
  await using it = await desk();
  const [one] = await makeCases(it.db, 1);
  const mine = /href="\/en\/application">My application<\/a><form method="post" action="\/en\/leave">/;
  for (const path of ["/en", "/en/fees", "/en/continue"]) expect((await it.stranger(path)).text).not.toMatch(mine);
  const here = await it.visitor(one!);
  for (const path of ["/en", "/en/fees", "/en/application/status"]) {
    const { text } = await here.get(path);
    expect(text).toMatch(mine);
    expect(text).not.toContain("Continue or see result</a>");
  }
  for (const { route, access, get } of portalPages) {
    if (access !== "applicant" || !get || /:(?!lang)/.test(route.pattern)) continue;
    const { status, text, type } = await here.get(route.pattern.replace(":lang", "en"));
    if (status === 200 && type.startsWith("text/html")) expect(text, route.pattern).toMatch(mine);
  }
  expect((await here.get("/en/continue")).to).toBe("/en/application");
  expect((await here.get("/en/continue?then=/en/application/pay")).to).toBe("/en/application/pay");
  expect((await here.get("/en/application")).to).toBe("/en/application/status");
  expect((await here.post("/en/leave", {})).to).toBe("/en");
  // The cookie of a session that is over is taken away, so no page goes on promising an application.
  const over = await here.get("/en/application/status");
  expect(over.to).toBe("/en/continue?then=%2Fen%2Fapplication%2Fstatus&ended=yes");
  expect(over.cookie).toMatch(/portal=;/);
  expect((await here.get(over.to!)).status).toBe(200);
});

describe("who has been signed in for a while", () => {
  const codeTo = async (it: Awaited<ReturnType<typeof desk>>, recipient: string) =>
    ((await it.db.selectFrom("message").select("values").where("recipient", "=", recipient).where("notice", "=", "code").orderBy("queued_at", "desc").orderBy("id", "desc").executeTakeFirstOrThrow()).values as { code: string }).code;
  const hidden = (text: string, name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(text)?.[1];
  async function longSignedIn(it: Awaited<ReturnType<typeof desk>>, more: { phone?: string } = {}) {
    const one = await makeCase(it.db);
    await it.db.updateTable("application").set(more.phone ? more : { phone: null }).where("id", "=", one.id).execute();
    const here = await it.visitor(one);
    await it.db.updateTable("session").set({ created_at: it.clock.now().subtract({ minutes: 16 }) }).execute();
    return { one, here };
  }

  test("proves by a code to the known contact that it is they, before a new contact takes over; what was typed is kept", async () => {
    await using it = await desk({ workingDays: 1 });
    const { one, here } = await longSignedIn(it);
    const asked = await here.post("contact", { channel: "email", email: "new@example.org" });
    expect(asked.status).toBe(200);
    for (const said of ["Is it still you?", "I no longer get messages there", 'name="email" value="new@example.org"', 'autocomplete="one-time-code"']) expect(asked.text).toContain(said);
    expect(asked.text).not.toContain(`>${one.email}<`);
    expect(await it.db.selectFrom("message").select("id").where("recipient", "=", "new@example.org").execute()).toEqual([]);
    const form = { channel: "email", email: "new@example.org", proof: hidden(asked.text, "proof")! };
    const right = await codeTo(it, one.email!);
    const wrong = await here.post("contact", { ...form, "proof-code": right === "000000" ? "111111" : "000000" });
    expect([wrong.status, hidden(wrong.text, "email"), hidden(wrong.text, "proof")]).toEqual([422, "new@example.org", form.proof]);
    // Neither a code of another case nor a made-up one proves anything here.
    const other = await longSignedIn(it);
    const theirs = hidden((await other.here.post("sessions", { end: "others" })).text, "proof")!;
    expect((await here.post("contact", { ...form, proof: theirs, "proof-code": await codeTo(it, other.one.email!) })).status).toBe(422);
    expect((await here.post("contact", { ...form, proof: "x", "proof-code": right })).text).toContain("Is it still you?");
    expect((await here.post("contact", { ...form, "proof-code": right })).to).toBe("/en/application/contact?code=sent");
    // For a while it is not asked again.
    expect((await here.post("sessions", { end: "others" })).to).toContain("ended=");
    expect((await it.db.selectFrom("audit").select("act").where("application_id", "=", one.id).where("act", "=", "proved").execute()).length).toBe(1);
  });

  test("ends other places only after proving it, by the other contact where the first is lost", async () => {
    await using it = await desk({ workingDays: 1 });
    const { one, here } = await longSignedIn(it, { phone: "+905320000019" });
    const tablet = await as(it.db, it.clock, applicantOf(one), (act) => openSession(act, { application: one.id }, "en", "Firefox, Android"));
    const asked = await here.post("sessions", { end: "others" });
    expect(asked.text).toContain("Is it still you?");
    expect(await findSession(it.db, "applicant", tablet, it.clock.now())).toBeDefined();
    const again = await here.post("sessions", { end: "others", resend: "other" });
    expect(hidden(again.text, "end")).toBe("others");
    const proof = hidden(again.text, "proof")!;
    expect((await here.post("sessions", { end: "others", proof, "proof-code": await codeTo(it, "+905320000019") })).to).toBe("/en/application/sessions?ended=1");
    expect(await findSession(it.db, "applicant", tablet, it.clock.now())).toBeUndefined();
  });

  test("is sent no more codes than anybody, and is told so", async () => {
    await using it = await desk({ workingDays: 1 });
    const { here } = await longSignedIn(it);
    const last = [];
    for (let n = 0; n < 12; n++) last.push((await here.post("sessions", { end: "others" })).status);
    expect(last).toEqual([...Array<number>(10).fill(200), 422, 422]);
  });

  test.each(["tr", "ar", "ru"] as const)("reads it in %s", async (code) => {
    await using it = await desk({ workingDays: 1 });
    const one = await makeCase(it.db);
    const here = await it.visitor(one, code);
    await it.db.updateTable("session").set({ created_at: it.clock.now().subtract({ minutes: 16 }) }).execute();
    const page = await here.post("sessions", { end: "others" });
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/sessions\.|registration\./);
  });
});

test("an officer who has been signed in for a while proves who they are before sessions are ended", async () => {
  await using it = await office();
  const one = await it.enter("front-desk");
  it.clock.forward({ minutes: 16 });
  const asked = await one.post("/sessions", { end: "others" });
  expect([asked.status, asked.text.includes("Is it still you?")]).toEqual([403, true]);
  expect((await one.post("/sessions", { end: "others", "proof-password": "demonstration" })).to).toBe("/sessions?ended=0");
});

describe("who answers for an office", () => {
  test("sees who is signed in there and signs a colleague out everywhere; nobody at another office, and nobody else may", async () => {
    await using it = await office();
    const head = await it.enter("supervisor");
    const one = await it.enter("front-desk", "35", "Deniz <Örnek>");
    const phone = await it.act(one.who, (act) => openSession(act, { officer: one.who.id }, "en", "Safari, iPad"));
    const elsewhere = await it.enter("case-officer", "06", "Umut Ankara");
    const page = await head.get("/officers");
    expect(page.text).toContain("Deniz &lt;Örnek>");
    expect(page.text).toMatch(/<bdi>2<\/bdi>/);
    for (const not of ["Umut Ankara", head.who.id, sha256(phone)]) expect(page.text).not.toContain(not);
    expect((await head.get("/sessions")).text).toContain('href="/officers"');
    for (const odd of [elsewhere.who.id, head.who.id, "x", ""]) expect((await head.post("/officers", { end: odd })).to).toBe("/officers?ended=0");
    for (const other of [one, elsewhere]) expect([(await other.get("/officers")).status, (await other.post("/officers", { end: head.who.id })).status]).toEqual([403, 403]);
    expect((await one.get("/sessions")).text).not.toContain('href="/officers"');
    it.clock.forward({ minutes: 16 });
    expect((await head.post("/officers", { end: one.who.id })).text).toContain("Is it still you?");
    expect((await head.post("/officers", { end: one.who.id, "proof-password": "demonstration" })).to).toBe("/officers?ended=2");
    expect((await one.get("/sessions")).to).toContain("/sign-in");
    expect((await elsewhere.get("/sessions")).status).toBe(200);
    expect((await head.get("/officers?ended=2")).text).toContain("Nobody else is signed in.");
    const trail = await it.db.selectFrom("audit").select(["actor_id", "facts", "office_code"]).where("act", "=", "sign-out-officer").execute();
    expect(trail).toEqual([{ actor_id: head.who.id, facts: { officer: one.who.id, count: 2 }, office_code: "35" }]);
    expect((await head.get("/trail")).text).toContain("Signed a colleague out");
  });

  test.each(["tr", "ar", "ru"] as const)("reads it in %s", async (code) => {
    await using it = await office();
    const head = await it.enter("administrator");
    await it.enter("front-desk");
    const page = await head.get("/officers", code);
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/sessions\./);
  });
});
