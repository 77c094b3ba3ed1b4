import { expect, test } from "vitest";
import { allPresent, makeCase, officer } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";
import { grant, proposeRefusal } from "../../acts/decide.ts";
import { findApplication } from "../../applications/application.ts";
import { askCorrection } from "../../applications/corrections.ts";
import { putFile } from "../../documents/storage.ts";
import { inviteToPasskey } from "../../identity/passkey.ts";

const day = (iso: string) => Temporal.PlainDate.from(iso);

test("an officer signs in by password in the demonstration, is led back, and signs out", async () => {
  await using it = await office();
  const desk = await officer(it.db, it.clock, "front-desk");
  expect(await it.stranger.get("/cases?state=accepted")).toMatchObject({ status: 303, to: "/sign-in?then=%2Fcases%3Fstate%3Daccepted" });
  const wrong = await it.stranger.post("/sign-in", { email: desk.email, password: "guess" });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain("do not fit together");
  expect(wrong.text).not.toContain("guess");
  const right = await it.stranger.post("/sign-in?then=%2Fcases", { email: ` ${desk.email.toUpperCase()}`, password: "demonstration" });
  expect(right).toMatchObject({ status: 303, to: "/cases" });
  expect(right.cookie).toContain("HttpOnly");
  for (const away of ["//evil.example", "https://evil.example", "/\\evil.example"]) {
    expect((await it.stranger.post(`/sign-in?then=${encodeURIComponent(away)}`, { email: desk.email, password: "demonstration" })).to).toBe("/");
  }
  const inside = await it.enter("finance", "35", "kasa");
  expect((await inside.get("/")).to).toBe("/payments");
  expect(await inside.post("/sign-out", {})).toMatchObject({ status: 303, to: "/sign-in" });
  expect((await inside.get("/cases")).status).toBe(303);
});

test("sign-in is limited, needs a form of ours, and outside the demonstration says what is missing", async () => {
  await using it = await office();
  const desk = await officer(it.db, it.clock, "front-desk");
  for (let n = 0; n < 10; n++) await it.stranger.post("/sign-in", { email: desk.email, password: "guess" });
  expect((await it.stranger.post("/sign-in", { email: desk.email, password: "demonstration" })).status).toBe(429);
  expect((await it.stranger.post("/sign-in", { email: desk.email, password: "demonstration" }, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  await using real = await office({ demonstration: false });
  const page = await real.stranger.get("/sign-in");
  expect(page.text).toContain("passkey");
  expect(page.text).not.toContain("password");
});

test("what is no passkey is refused, whatever it is", async () => {
  await using it = await office({ demonstration: false });
  it.app.origins.office = "http://localhost";
  const { id, ...rest } = await officer(it.db, it.clock, "front-desk");
  const invitation = await it.act({ id, ...rest }, (act) => inviteToPasskey(act, id));
  for (const credential of ["", "\0", "{", "[[[[", '{"id":"\\u0000"}', '{"id":7}', '{"__proto__":{"id":"x"}}', "x".repeat(100_000)]) {
    expect([credential.slice(0, 30), (await it.stranger.post("/sign-in", { credential })).status]).toEqual([credential.slice(0, 30), 422]);
    expect([credential.slice(0, 30), (await it.stranger.post(`/passkey/${invitation}`, { credential })).status]).toEqual([credential.slice(0, 30), 422]);
  }
  expect((await it.stranger.post("/sign-in", { credential: ["a", "b"] })).status).toBe(200);
  expect((await it.stranger.post(`/passkey/${invitation}`, {})).status).toBe(422);
});

test("the day list shows who is expected, checks them in, and keeps searched names out of addresses", async () => {
  await using it = await office();
  const desk = await it.enter("front-desk");
  const made = await makeCase(it.db, it.clock, { appointment: { day: "2026-11-23", time: "09:00" }, answers: { surname: "O’Neil <b>", givenNames: "Áine" } });
  await makeCase(it.db, it.clock, { appointment: { day: "2026-11-23", time: "10:00" }, office: "06", answers: { surname: "Elsewhere" } });
  const page = await desk.get("/");
  expect(page.status).toBe(200);
  for (const text of ["O’NEIL &lt;B>", "09:00", "1 person: 0 here", "Check in", "front desk"]) expect(page.text, text).toContain(text);
  expect(page.text).not.toContain("ELSEWHERE");
  expect(await desk.post("/check-in", { application: made.id })).toMatchObject({ status: 303, to: `/cases/${made.id}?done=check-in` });
  expect((await desk.get("/")).text).toContain("1 here");
  const other = await makeCase(it.db, it.clock, { appointment: { day: "2026-11-23", time: "09:40" } });
  const { id: appointment } = await it.db.selectFrom("appointment").select("id").where("application_id", "=", other.id).executeTakeFirstOrThrow();
  expect((await desk.post(`/cases/${other.id}/no-show`, { appointment })).to).toBe("/?said=no-show");
  expect((await desk.get("/")).text).toContain("Came after all");
  expect((await desk.post("/check-in", { application: other.id })).to).toBe(`/cases/${other.id}?done=check-in`);
  expect((await desk.post("/check-in", { application: other.id })).to).toBe("/?said=not-allowed");

  const hit = await desk.post("/", { term: made.registration_number! });
  expect(hit).toMatchObject({ status: 303, to: `/cases/${made.id}` });
  await makeCase(it.db, it.clock);
  const many = await desk.post("/", { term: "Lena" });
  expect(many.text).toContain("2 cases found");
  const short = await desk.post("/", { term: "x" });
  expect(short.status).toBe(422);
  expect(short.text, "what was typed stands").toMatch(/name="term"[^>]*value="x"|value="x"[^>]*name="term"/);
  expect((await desk.post("/", { term: "nobody at all" })).text).toContain("No case of this office fits");
});

test("another office’s case does not exist, for reading, acting, marking or its papers", async () => {
  await using it = await office();
  const desk = await it.enter("supervisor");
  const theirs = await makeCase(it.db, it.clock, { office: "06", state: "attended" });
  const near = await it.enter("supervisor", "06");
  const seen = await it.seen(theirs.id);
  for (const url of [`/cases/${theirs.id}`, `/cases/${theirs.id}/photo.jpg`, `/cases/${theirs.id}/paper/decision`, "/cases/nonsense", `/cases/${theirs.person_id}`]) {
    expect((await desk.get(url)).status, url).toBe(404);
  }
  expect((await desk.post(`/cases/${theirs.id}/accept`, { seen })).status).toBe(404);
  expect((await desk.post(`/cases/${theirs.id}/note`, { "note-text": "mine" })).status).toBe(404);
  expect((await desk.post(`/cases/${theirs.id}/checklist`, { mark: "form.present" })).status).toBe(404);
  expect((await desk.post("/check-in", { application: theirs.id })).status).toBe(404);
  expect((await near.get(`/cases/${theirs.id}`)).status).toBe(200);
  expect(await it.db.selectFrom("note").selectAll().execute()).toEqual([]);
});

test("the case on one page: what was said, documents, rules; and each reading is written down", async () => {
  await using it = await office();
  const desk = await it.enter("front-desk");
  const made = await makeCase(it.db, it.clock, { state: "attended", answers: { street: `Evil "><script>alert(1)</script>` } });
  await it.act(desk.who, (act) => putFile(act, made.id, "photo", "image/jpeg", Buffer.from([0xff, 0xd8, 0xff])));
  const page = await desk.get(`/cases/${made.id}`);
  for (const text of ["ÖZTÜRK-MÜLLER, Lena", "8 December 2026", "7 December 2027", "12 months", "Germany", "Passport or travel document", "Original seen", "Deneme Sigorta", "What the rules say", "In time until ", "the last day of visa or exemption", "3 required documents", `/cases/${made.id}/photo.jpg`]) {
    expect(page.text, text).toContain(text);
  }
  for (const text of ["You may apply", "as the person reads", "<script>alert"]) expect(page.text).not.toContain(text);
  expect((await desk.get(`/cases/${made.id}/photo.jpg`)).type).toContain("image/jpeg");
  const opened = await it.db.selectFrom("audit").select(["act", "actor_name"]).where("application_id", "=", made.id).where("act", "=", "opened").execute();
  expect(opened).toEqual([{ act: "opened", actor_name: "front-desk" }]);
  for (const [language, text] of [["tr", "Kurallar ne diyor"], ["ar", "ماذا تقول القواعد"], ["ru", "Что говорят правила"]] as const) {
    const other = await desk.get(`/cases/${made.id}`, language);
    expect(other.text).toContain(text);
    expect(other.text).toContain(`lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}"`);
  }
});

test("documents are marked by one click, taken back by another, asked for with words, and then the case is accepted", async () => {
  await using it = await office();
  const desk = await it.enter("front-desk");
  const made = await makeCase(it.db, it.clock, { state: "attended" });
  const url = `/cases/${made.id}`;
  const mark = await desk.post(`${url}/checklist?state=attended`, { mark: "form.present" });
  expect(mark.to).toBe(`${url}?state=attended&was=form.expected#document-form`);
  expect((await desk.get(mark.to.split("#")[0]!)).text).toContain("Undo");
  await desk.post(`${url}/checklist`, { undo: "form.expected" });
  expect((await desk.post(`${url}/accept`, { seen: await it.seen(made.id) })).text).toContain("Required documents are still open");
  const bad = await desk.post(`${url}/ask-documents`, { seen: await it.seen(made.id), document: "passport", "words-passport": "All pages.", "due-day": "1", "due-month": "1", "due-year": "2031" });
  expect(bad.status).toBe(422);
  for (const text of ["at most 30 days away", "All pages.", `value="2031"`]) expect(bad.text, text).toContain(text);
  const asked = await desk.post(`${url}/ask-documents`, { seen: await it.seen(made.id), document: ["passport", "form"], "words-passport": "All pages.", "due-day": "20", "due-month": "12", "due-year": "2026" });
  expect(asked.to).toBe(`${url}?done=ask-documents`);
  const page = await desk.get(url);
  for (const text of ["All pages.", "27 days left", "stood still since"]) expect(page.text, text).toContain(text);
  await allPresent(it.db, it.clock, made.id);
  expect((await desk.post(`${url}/accept`, { seen: await it.seen(made.id) })).to).toBe(`${url}?done=accept`);
  expect((await findApplication(it.db, made.id))!.state).toBe("accepted");
});

test("what a role may not do is neither shown nor done", async () => {
  await using it = await office();
  const [desk, auditor, head] = [await it.enter("front-desk"), await it.enter("auditor"), await it.enter("supervisor")];
  const made = await makeCase(it.db, it.clock, { state: "in-review", set: { complete_on: day("2026-11-20"), decide_by: day("2027-02-18") } });
  const url = `/cases/${made.id}`;
  expect((await desk.get(url)).text).not.toContain("/grant");
  expect((await desk.post(`${url}/grant`, { seen: await it.seen(made.id) })).status).toBe(403);
  expect((await auditor.get(url)).text).not.toContain(`action="${url}`);
  expect((await auditor.get(url)).text, "no card without an act in it").not.toContain('id="next"');
  expect((await auditor.post(`${url}/note`, { "note-text": "x" })).status).toBe(403);
  expect((await desk.get("/trail")).status).toBe(403);
  expect((await head.post(`${url}/unknown`, {})).status).toBe(404);
  const trail = await auditor.get("/trail");
  expect(trail.text).toContain("Case opened");
  expect((await auditor.get("/trail?act=opened")).status).toBe(200);
  expect((await auditor.get("/trail?act=nonsense&before=1")).status).toBe(200);
});

test("an officer grants; another with an older page is told so and loses nothing typed", async () => {
  await using it = await office();
  const one = await it.enter("case-officer", "35", "first officer");
  const two = await it.enter("case-officer", "35", "second officer");
  const made = await makeCase(it.db, it.clock, { state: "in-review", set: { complete_on: day("2026-11-20"), decide_by: day("2027-02-18") } });
  const url = `/cases/${made.id}`;
  const seen = await it.seen(made.id);
  expect((await one.get(`${url}?state=in-review`)).text).toContain("87 days left");
  const dates = { "grant-from-day": "8", "grant-from-month": "12", "grant-from-year": "2026", "grant-until-day": "7", "grant-until-month": "6", "grant-until-year": "2027" };
  const without = await one.post(`${url}/grant`, { seen, ...dates });
  expect(without.status).toBe(422);
  expect(without.text).toContain(`href="#grant-reason"`);
  expect((await one.post(`${url}/grant`, { seen, ...dates, "grant-until-day": "31" })).text).toContain("this day does not exist");
  const past = await one.post(`${url}/grant`, { seen, ...dates, "grant-from-year": "2020", "grant-reason": "proof-of-stay" });
  expect(past.status).toBe(422);
  expect(past.text).toMatch(/href="#grant-from">The permit would begin before the case was created/);
  it.clock.forward({ minutes: 5 });
  expect((await one.post(`${url}/grant?state=in-review`, { seen, ...dates, "grant-reason": "proof-of-stay" })).to).toBe(`${url}?state=in-review&done=grant`);
  const late = await two.post(`${url}/refuse`, { seen, reason: "passport", "refuse-words": "I had typed this at length." });
  expect(late.status).toBe(409);
  for (const text of ["This case changed while you were working", "first officer", "I had typed this at length."]) expect(late.text, text).toContain(text);
  expect(await it.db.selectFrom("decision").select("outcome").execute()).toEqual([{ outcome: "granted" }]);
});

test("a refusal is proposed by one and confirmed by another, then served", async () => {
  await using it = await office();
  const one = await it.enter("case-officer", "35", "first officer");
  const two = await it.enter("case-officer", "35", "second officer");
  const made = await makeCase(it.db, it.clock, { state: "in-review" });
  const url = `/cases/${made.id}`;
  const propose = (form: Record<string, string | string[]>) => one.post(`${url}/refuse`, form);
  expect((await propose({ seen: await it.seen(made.id), "refuse-words": "kept" })).text).toContain(">kept</textarea>");
  expect((await propose({ seen: await it.seen(made.id), reason: ["passport", "purpose-not-shown"], "refuse-words": "No plan." })).to).toBe(`${url}?done=refuse`);
  expect((await one.get(url)).text).not.toContain("/confirm-refusal");
  expect((await one.post(`${url}/confirm-refusal`, { seen: await it.seen(made.id) })).text).toContain("You proposed this refusal");
  expect((await two.get("/cases?look=yes")).text).toContain("1 case");
  expect((await two.get(url)).text).toContain("/confirm-refusal");
  expect((await two.post(`${url}/confirm-refusal`, { seen: await it.seen(made.id) })).to).toBe(`${url}?done=confirm-refusal`);
  const served = await one.post(`${url}/serve`, { seen: await it.seen(made.id), "serve-way": "counter", "serve-on-day": "23", "serve-on-month": "11", "serve-on-year": "2026" });
  expect(served.to).toBe(`${url}?done=serve`);
  for (const text of ["3 December 2026", "22 January 2027"]) expect((await one.get(url)).text).toContain(text);
});

test("the queue filters in its address and leads from case to case", async () => {
  await using it = await office();
  const one = await it.enter("case-officer");
  const first = await makeCase(it.db, it.clock, { state: "accepted", set: { complete_on: day("2026-08-20"), decide_by: day("2026-11-25") }, answers: { surname: "First" } });
  const second = await makeCase(it.db, it.clock, { state: "accepted", set: { complete_on: day("2026-11-20"), decide_by: day("2027-02-25") }, answers: { surname: "Second" } });
  const page = await one.get("/cases?state=accepted&type=short-term");
  for (const text of ["2 days left", "2 cases", `/cases/${first.id}?state=accepted&amp;type=short-term`, "is-warn"]) expect(page.text, text).toContain(text);
  expect((await one.get("/cases?state=delivered")).text).toContain("No case here");
  const here = await one.get(`/cases/${first.id}?state=accepted`);
  for (const text of ["1 of 2", `/cases/${second.id}?state=accepted`, `data-key="j"`]) expect(here.text, text).toContain(text);
  expect((await one.post(`/cases/${first.id}/review?state=accepted`, { seen: await it.seen(first.id) })).to).toBe(`/cases/${first.id}?state=accepted&done=review`);
  const mine = await one.get("/cases?mine=yes");
  expect(mine.text).toContain("FIRST");
  expect(mine.text).not.toContain("SECOND");
});

test("corrections are answered on the case, with the fields’ own checks", async () => {
  await using it = await office();
  const one = await it.enter("case-officer");
  const made = await makeCase(it.db, it.clock, { state: "lodged" });
  await it.act(one.who, (act) => askCorrection(act, made, { field: "passportIssuedOn", wanted: "11 Jan 2022", reason: "misread" }));
  const { id } = await it.db.selectFrom("correction").select("id").executeTakeFirstOrThrow();
  const url = `/cases/${made.id}`;
  const asked = (await one.get(url)).text;
  expect(asked).toContain("11 Jan 2022");
  expect(asked).toMatch(/tag--info">(?:(?!<\/span>).)*Answer by <bdi>23 December 2026<\/bdi>/s);
  const date = (d: string) => ({ "passportIssuedOn-day": d, "passportIssuedOn-month": "1", "passportIssuedOn-year": "2022" });
  expect((await one.post(`${url}/correction`, { correction: id, verdict: "done", ...date("32") })).status).toBe(422);
  expect((await one.post(`${url}/correction`, { correction: id, verdict: "refused" })).text).toContain("Tell the person why");
  expect((await one.post(`${url}/correction`, { correction: id, verdict: "done", ...date("11") })).to).toBe(`${url}?done=correction`);
  expect((await one.get(url)).text).toContain("corrected");
});

test("the card goes out with its codes, and the case shows them", async () => {
  await using it = await office();
  const one = await it.enter("case-officer");
  const made = await makeCase(it.db, it.clock, { state: "in-review" });
  await it.act(one.who, (act) => grant(act, made, { from: day("2026-12-08"), until: day("2027-12-07") }));
  const url = `/cases/${made.id}`;
  const post = async (act: string, form: Record<string, string> = {}) => one.post(`${url}/${act}`, { seen: await it.seen(made.id), ...form });
  expect((await post("print", { "print-series": "a", "print-number": "12" })).text).toContain("as on the card");
  expect((await post("print", { "print-series": "a", "print-number": "123465" })).to).toBe(`${url}?done=print`);
  expect((await one.get(url)).text).toContain("Put the card’s number right");
  expect((await post("print", { "print-series": "a", "print-number": "123456" })).to).toBe(`${url}?done=print`);
  expect((await one.get(url)).text).toContain("A 123456");
  expect((await post("post", { "post-code": "nonsense" })).text).toContain("no tracking code");
  expect((await post("post", { "post-code": "RR473124829TR" })).to).toBe(`${url}?done=post`);
  expect((await post("correct-tracking", { "post-code": "RR473124829TR" })).text).toContain("noted already");
  expect((await post("correct-tracking", { "post-code": "KP12345678902" })).to).toBe(`${url}?done=correct-tracking`);
  const right = (await one.get(`${url}?done=correct-tracking`)).text;
  for (const text of ["The tracking code is right now", "KP12345678902", "Tracking code put right"]) expect(right).toContain(text);
  expect(right).not.toContain("RR473124829TR");
  expect((await post("come-back", { "come-back-words": "nobody there" })).to).toBe(`${url}?done=come-back`);
  expect((await post("post", { "post-code": "KP12345678901" })).status).toBe(303);
  expect((await post("deliver")).to).toBe(`${url}?done=deliver`);
  expect((await findApplication(it.db, made.id))!.state).toBe("delivered");
});

test("a proposed refusal that is dismissed frees the case for granting", async () => {
  await using it = await office();
  const one = await it.enter("case-officer", "35", "first officer");
  const two = await it.enter("supervisor");
  const made = await makeCase(it.db, it.clock, { state: "in-review" });
  await it.act(one.who, (act) => proposeRefusal(act, made, { reasons: ["passport"], comment: "x" }));
  const url = `/cases/${made.id}`;
  expect((await two.post(`${url}/dismiss-refusal`, { seen: await it.seen(made.id), "dismiss-refusal-words": "Renewed." })).to).toBe(`${url}?done=dismiss-refusal`);
  const page = await two.get(url);
  expect(page.text).toContain("Renewed.");
  expect(page.text).toContain("/grant");
});

test("a petition withdraws a case, frees its place and stays with the file as a note", async () => {
  await using it = await office();
  const one = await it.enter("case-officer");
  const made = await makeCase(it.db, it.clock, { appointment: { day: "2026-11-27" } });
  const url = `/cases/${made.id}`;
  expect((await one.post(`${url}/withdraw`, { seen: await it.seen(made.id), "withdraw-words": "" })).status).toBe(422);
  expect((await one.post(`${url}/withdraw`, { seen: await it.seen(made.id), "withdraw-words": "Petition of 23 November." })).to).toBe(`${url}?done=withdraw`);
  expect((await one.get(url)).text).toContain("Petition of 23 November.");
  expect(await it.db.selectFrom("appointment").select("state").execute()).toEqual([{ state: "cancelled" }]);
});

test("only a supervisor lets a case lapse, and the page says when it is too early", async () => {
  await using it = await office();
  const head = await it.enter("supervisor");
  const made = await makeCase(it.db, it.clock, { state: "created", set: { attend_by: day("2026-11-23") } });
  const url = `/cases/${made.id}`;
  const lapse = async () => head.post(`${url}/lapse`, { seen: await it.seen(made.id), "lapse-words": "Never came." });
  expect((await lapse()).text).toContain("The day has not passed yet");
  expect((await head.get(url)).text).not.toContain("/lapse");
  it.clock.forward({ hours: 23 });
  const again = await it.enter("supervisor", "35", "next day");
  expect((await again.get(url)).text).toContain("/lapse");
  expect((await again.post(`${url}/lapse`, { seen: await it.seen(made.id), "lapse-words": "Never came." })).to).toBe(`${url}?done=lapse`);
});
