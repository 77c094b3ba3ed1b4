import { expect, test } from "vitest";
import { fieldsOf, journey } from "../../src/applications/sections.ts";
import { preRegistration } from "../../src/applications/pre-registration.ts";
import type { Fields } from "../../src/platform/form.ts";
import { openHouse, signInOf } from "../house.ts";
import { anna } from "./applying.ts";
import { answersOf, drafted, sessionOf } from "./prepared.ts";

/** An element that no page of ours has: where it stands unescaped, somebody's words became markup. */
const mark = "<zq onload=alert(1)>";
const strings = [
  `${mark}</script><script>zq()</script>`, `"${mark} '${mark} \`${mark}`, `'; drop table application; -- ${mark}`, `{{7*7}} \${7*7} {n} {n, plural, other {#}} ' ${mark}`,
  `\u202Etxt.exe\u2066${mark}\u200B`, `%00 \u0000 \uFFFF \uD800 ${mark}`, `🧨👩‍👩‍👧‍👦 ${mark}`, `${mark}${"W".repeat(5000)}`, `#set page(height: 1pt) *b* $x$ @zq \\u{0} ${mark}`,
];
/** Short enough to be accepted wherever free text is. */
const kept = `"'><zq>{n}#*$\\🧨%00`;

test("hostile strings in every form of the portal and the console stay text or are refused politely: on pages, in messages, on papers", async () => {
  await using house = await openHouse({ at: Temporal.Instant.from("2026-11-23T06:00:00Z") });
  const draft = await drafted(house, anna);
  const stranger = client(house.portal);
  const it = client(house.portal, { portal: await sessionOf(house, draft) });
  const answers = answersOf(anna);

  for (const text of strings) {
    await stranger.post("/en/start/first", formOf(preRegistration("first"), answers, text));
    for (const page of ["/en/continue", "/en/check/first", "/en/may-i-apply", "/en/fees"]) await stranger.post(page, { number: text, identity: text, inTurkiye: text, "stayEnds-day": text, _then: text });
    for (const at of [`/en/verify/${inAddress(text)}`, `/en/continue?then=${inAddress(text)}`, `/en/mailbox?to=${inAddress(text)}`, `/en/fees?kind=${inAddress(text)}`]) {
      await stranger.get(at);
    }
    for (const topic of journey(answers)) {
      await it.post(`/en/application/topic/${topic}`, { ...formOf(fieldsOf[topic], answers, text), version: text });
      await it.post(`/en/application/keep/${topic}`, formOf(fieldsOf[topic], answers, text));
    }
    await it.post("/en/application/contact", { channel: "email", email: text, code: text });
    await it.get(`/en/application/photo?seen=${inAddress(text)}`);
    await it.post("/en/application/review", { declaration: text, version: text });
  }
  for (const path of ["/en/verify/%E0%A4%A", "/%zz", `/en/${"%3Czq%3E".repeat(900)}`, "/en/application/topic/__proto__", "/en/check/constructor"]) await stranger.get(path);
  for (const name of ["portal", "portal-code", "portal-visitor"]) {
    const odd = client(house.portal, { [name]: encodeURIComponent(`' ${mark}`) });
    await odd.get("/en/application");
    await odd.post("/en/start-code", { code: mark });
    await odd.post("/en/continue-code", { code: mark, resend: "other" });
  }

  // What may be kept is kept as it was typed, and shown as that.
  for (const topic of journey(answers)) {
    const { version } = await house.db.selectFrom("application").select("version").where("id", "=", draft.id).executeTakeFirstOrThrow();
    const free = Object.fromEntries(Object.entries(fieldsOf[topic]).filter(([name, field]) => field.control === "text" && !field.check && answers[name]).map(([name]) => [name, kept]));
    if (topic !== "photo") await it.post(`/en/application/topic/${topic}`, { ...formOf(fieldsOf[topic], { ...answers, ...free }), version: String(version) });
  }
  const review = await it.get("/en/application/review");
  expect(review).toContain(`&quot;'>&lt;zq>{n}#*$\\🧨%00`);
  const version = /name="version" value="(\d+)"/.exec(review)![1]!;
  await it.post("/en/application/review", { declaration: "yes", version });
  const made = await house.db.selectFrom("application").selectAll().where("id", "=", draft.id).executeTakeFirstOrThrow();
  expect(made.state).toBe("created");

  for (const text of strings) {
    await it.post("/en/application/correct", { wrongField: "street", street: kept, reason: text.slice(0, 900) });
    for (const does of ["hold", "take", "attempt"]) await it.post("/en/application/appointment/place", { do: does, slot: text, office: text, day: text, change: text, with: text });
    await it.post("/en/application/draw", { do: "decline", reason: text, office: text });
    await it.get(`/en/application/appointment?office=${inAddress(text)}&day=${inAddress(text)}&month=${inAddress(text)}&new=${inAddress(text)}`);
  }
  for (const page of ["status", "correct", "contact", "pay", "appointment"]) await it.get(`/en/application/${page}`);

  await house.db.updateTable("application").set({ state: "attended", office_code: "35" }).where("id", "=", draft.id).execute();
  const officer = client(house.office);
  await officer.post("/sign-in", signInOf("supervisor"));
  const at = `/cases/${draft.id}`;
  for (const text of strings) {
    await officer.post("/", { term: text });
    await officer.get(`/cases?state=${inAddress(text)}&term=${inAddress(text)}`);
    await officer.get(`/?day=${inAddress(text)}`);
    await officer.post(`${at}/note`, { "note-text": text });
    await officer.post(`${at}/checklist`, { mark: text });
    await officer.post(`${at}/correction`, { correction: text, verdict: "done", [`words-${text}`]: text });
    await officer.post(`/cases/${inAddress(text)}/note`, { "note-text": text });
    await officer.post("/sign-in", { email: text, password: text });
  }
  const page = await officer.get(at);
  expect(page).toContain("&lt;zq>{n}#*$");
  const seen = (await house.db.selectFrom("application").select("changed_at").where("id", "=", draft.id).executeTakeFirstOrThrow()).changed_at.toString();
  await officer.post(`${at}/ask-documents`, { seen, document: "address", "words-address": kept, "due-day": "23", "due-month": "12", "due-year": "2026" });
  expect(await it.get("/en/application/status")).toContain("&lt;zq>{n}#*$");

  await house.message("anna@example.org", /23 December/);
  const mails = await house.db.selectFrom("mailbox").select("html").where("html", "is not", null).execute();
  expect(mails.filter(({ html }) => html!.includes("<zq"))).toEqual([]);
  await it.get("/en/mailbox");
  const papers = house.db.selectFrom("file").select("kind").where("application_id", "=", draft.id).where("kind", "in", ["registration-form", "missing-documents"]).orderBy("kind");
  await expect.poll(async () => (await papers.execute()).map(({ kind }) => kind), { timeout: 30_000 }).toEqual(["missing-documents", "registration-form"]);
  expect([...stranger.faults, ...it.faults, ...officer.faults]).toEqual([]);
}, 240_000);

const inAddress = (text: string) => encodeURIComponent(text.toWellFormed());

/** A form as a browser posts it: dates in boxes; with `hostile` in every field where somebody types. */
function formOf(fields: Fields, answers: Record<string, string>, hostile?: string): Record<string, string> {
  const form: Record<string, string> = { _asked: Object.keys(fields).join(" ") };
  for (const [name, field] of Object.entries(fields)) {
    const value = hostile !== undefined && !field.options ? hostile : answers[name];
    if (value === undefined) continue;
    if (field.control !== "date") form[name] = value;
    else [form[`${name}-year`], form[`${name}-month`], form[`${name}-day`]] = hostile === undefined ? value.split("-") as [string, string, string] : [value, value, value];
  }
  return form;
}

/** Somebody who speaks HTTP to one server and writes down every answer that is a fault or carries the mark unescaped. */
function client(origin: string, cookies: Record<string, string> = {}) {
  const faults: string[] = [];
  const jar = new Map(Object.entries(cookies));
  const ask = async (method: string, path: string, form?: Record<string, string>): Promise<string> => {
    const answer = await fetch(`${origin}${path}`, {
      method, redirect: "manual", body: form && new URLSearchParams(form),
      headers: { "sec-fetch-site": "same-origin", "accept-language": "en", cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      jar.set(name!, value!);
    }
    const html = await answer.text();
    const what = `${method} ${path.slice(0, 60)} ${JSON.stringify(form ?? {}).slice(0, 120)}`;
    if (answer.status >= 500) faults.push(`${answer.status} ${what}`);
    if (/<zq|<script>zq/.test(html)) faults.push(`unescaped at ${html.search(/<zq/)}: ${what}`);
    if (/[\u202E\u2066]/.test(html)) faults.push(`turns text around: ${what}`);
    return html;
  };
  return { faults, get: (path: string) => ask("GET", path), post: (path: string, form: Record<string, string>) => ask("POST", path, form) };
}
