import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiServer } from "../../../test/api-server.ts";
import { checkAccessibility, openBrowser } from "../../../test/browser.ts";
import { makeOffices } from "../../../test/cases.ts";
import { complete, language } from "../../platform/i18n.ts";

const tourist = {
  kind: "first", permitType: "short-term", purpose: "tourism", nationality: "GBR", entryBasis: "exemption", stayEnds: "2027-01-07", visaFeePaid: "no", birthYearOver: "adult",
  requestedFrom: "2026-12-01", requestedUntil: "2027-05-31", passportValidUntil: "2032-01-01", province: "35",
};
const student = { kind: "extension", permitType: "student", level: "bachelor", nationality: "KAZ", permitValidUntil: "2026-11-20", birthYearOver: "adult", requestedFrom: "2026-11-21", requestedUntil: "2027-11-20" };

let it: Awaited<ReturnType<typeof apiServer>>;
beforeAll(async () => {
  it = await apiServer();
});
afterAll(() => it[Symbol.asyncDispose]());

const words = (html: string) => html.replace(/<(script|style)[\s\S]*?<\/\1>/g, "").replace(/<[^>]+>/g, " ").replaceAll("&#39;", "’").replace(/\s+/g, " ");
const see = async (path: string, facts: Record<string, string>) => {
  const reply = await it.get(`/${path}?${new URLSearchParams(facts)}`);
  return { ...reply, words: words(reply.text) };
};
const post = (path: string, answers: Record<string, string>, asked: string[]) => {
  const form = new URLSearchParams({ _asked: asked.join(" ") });
  for (const [name, value] of Object.entries(answers)) {
    const date = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
    if (date) for (const [at, part] of ["year", "month", "day"].entries()) form.set(`${name}-${part}`, date[at + 1]!);
    else form.set(name, value);
  }
  return it.call("POST", path, form.toString(), { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" });
};

describe("may I apply?", () => {
  test("who holds a long-term permit tells so at either door and is asked no last day of it", async () => {
    const holder = { nationality: "GBR", birthYearOver: "adult" };
    const extending = await post("/en/may-i-apply", { kind: "extension", permitType: "long-term", ...holder }, ["kind", "permitType", "nationality", "birthYearOver", "passportValidUntil", "province"]);
    expect(extending.status).toBe(303);
    expect((await see("en/may-i-apply", { kind: "extension", permitType: "long-term", ...holder })).words).toContain("there is nothing to extend");
    const changing = { kind: "transfer", permitType: "student", level: "bachelor", presentPermitType: "long-term", requestedFrom: "2026-12-01", requestedUntil: "2027-11-30", ...holder };
    expect((await post("/en/may-i-apply", changing, [...Object.keys(changing), "passportValidUntil", "province"])).status).toBe(303);
    expect((await see("en/may-i-apply", changing)).words).toContain("Speak with the directorate before you give it up");
  });

  test("the door, the papers, each fee with its ground, and how long it takes stand on one page", async () => {
    const { status, words: said } = await see("en/may-i-apply", tourist);
    expect(status).toBe(200);
    for (const text of [
      "Nothing speaks against it so far", "7 January 2027", "90 days from complete papers", "Passport or travel document", "notarised lease", "only if the office asks",
      "₺964.00", "₺2,122.50", "$50.00 at 42.45 lira", "₺9,376.40", "Valuable Papers Law 210", "Law 6458 art. 19", "Tariff for your nationality: General tariff in dollars",
      "What can go wrong", "How long it takes", "kind of health insurance",
    ]) expect(said).toContain(text);
  });

  test("how long it takes is said step by step, each with its ground and how sure it is", async () => {
    const { words: said } = await see("en/may-i-apply", tourist);
    for (const text of [
      "No appointment is free in İzmir at this moment", "come by Thursday 7 January 2027 at the latest. (Law 6458 art. 19)", "up to 30 days to bring them",
      "within 90 days from the day your papers are complete", "(Law 6458 art. 21 · confirmed)", "within 15 working days of the decision. (practice of the directorates · uncertain)",
    ]) expect(said).toContain(text);
    await makeOffices(it.db, ["35"]);
    await it.db.insertInto("slot").values({ id: "0199aaaa-0000-7000-8000-000000000001", office_code: "35", day: Temporal.PlainDate.from("2026-12-02"), starts: Temporal.PlainTime.from("10:10"), capacity: 3 }).execute();
    expect((await see("en/may-i-apply", tourist)).words).toContain("first free appointment in İzmir is on Wednesday 2 December 2026");
    // Where the office draws, no calendar says when a place will be had.
    await it.db.insertInto("draw_switch").values({ id: "0199aaaa-0000-7000-8000-000000000002", office_code: "35", on_at: it.clock.now() }).execute();
    expect((await see("en/may-i-apply", tourist)).words).not.toContain("first free appointment");
    await it.db.deleteFrom("draw_switch").execute();
    const longTerm = { ...tourist, kind: "transfer", permitType: "long-term", province: "34", permitValidUntil: "2027-05-01", presentPermitType: "family", permitsSince: "2010-01-01", studentMonths: "0" };
    expect((await see("en/may-i-apply", longTerm)).words).toContain("within 180 days from the day your papers are complete");
    expect((await see("en/may-i-apply", { ...student, permitValidUntil: "2026-12-20", requestedFrom: "2026-12-21" })).words).toContain("İstinye Üniversitesi: 4 days");
  });

  test("an answer that says no says why and what to do instead, and sells nothing", async () => {
    const { words: said, text } = await see("en/may-i-apply", student);
    for (const part of ["This door is closed", "20 November 2026", "Law 6458 art. 24", "What you can do instead", "157"]) expect(said).toContain(part);
    expect(said).not.toContain("Documents to bring");
    expect(text).not.toContain("/check/extension");
  });

  test("what is asked next depends on what was told, and the link holds nothing that says who somebody is", async () => {
    const first = await post("/en/may-i-apply", { kind: "first", permitType: "family" }, ["kind", "permitType", "nationality", "birthYearOver", "requestedFrom", "requestedUntil"]);
    expect(first.status).toBe(422);
    const asked = ["kind", "permitType"];
    const more = await post("/en/may-i-apply", tourist, asked);
    expect(more.status).toBe(303);
    const link = new URL(String(more.headers.location), "http://portal.test");
    expect(Object.fromEntries(link.searchParams)).toEqual(tourist);
    for (const name of ["surname", "givenNames", "birthDate", "passportNumber", "foreignerNumber", "email", "phone"]) expect(first.text).not.toContain(`name="${name}`);
  });

  test("the facts of a link can be changed, and what is no fact in it is left out", async () => {
    const { text } = await see("en/may-i-apply", { ...tourist, change: "yes" });
    expect(text).toMatch(/value="tourism" checked/);
    const spoilt = await see("en/may-i-apply", { ...tourist, purpose: "<script>", nationality: "YUG", stayEnds: "2026-02-30", surname: "Deneme" });
    expect(spoilt.status).toBe(200);
    const main = /<main[\s\S]*<\/main>/.exec(spoilt.text)![0];
    for (const never of ["Deneme", "<script>", "YUG"]) expect(main).not.toContain(never);
    expect((await it.get("/en/may-i-apply?kind=first&kind=transfer")).status).toBe(200);
  });

  test("a child born here is told of its 180 days without its birthday being asked", async () => {
    const { words: said, text } = await see("en/may-i-apply", { kind: "first", permitType: "family", relation: "minor-child", sponsorKind: "permit-holder", nationality: "GBR", entryBasis: "born", requestedFrom: "2026-11-01", requestedUntil: "2027-10-31" });
    expect(said).toContain("180 days from the day of birth");
    expect(said).toContain("Residence permits of the parents");
    expect(text).not.toContain("birthDate");
  });

  test("a district announced as closed is told at once", async () => {
    const { words: said } = await see("en/may-i-apply", { ...tourist, province: "34", district: "Fatih" });
    expect(said).toContain("Fatih was announced as closed");
  });

  test.each(complete)("in %s no text is missing, in any outcome", async (code) => {
    const l = language(code);
    for (const facts of [tourist, student, { ...tourist, requestedUntil: "2029-12-01" }, { ...student, permitValidUntil: "2027-06-20" }, { kind: "transfer" }]) {
      const { status, text } = await see(`${code}/may-i-apply`, facts);
      expect(status).toBe(200);
      expect(text).toContain(l.t("check.told"));
    }
    expect((await see(`${code}/fees`, tourist)).text).toContain(l.t("fees.result"));
  });
});

test("the fee calculator names tariff, months, rate and ground, and who pays none", async () => {
  expect((await see("en/fees", tourist)).words).toContain("6 months · $50.00 at 42.45 lira");
  expect((await see("en/fees", { ...tourist, nationality: "NOR" })).words).toContain("Tariff in lira");
  expect((await see("en/fees", { ...tourist, nationality: "CZE" })).words).toContain("No permit fee: citizens of your country are exempt");
});

test("on a phone and on a desk, from left and from right: nothing sticks out, and axe finds nothing", async () => {
  const origin = await it.listen();
  await using browser = await openBrowser();
  const page = await browser.newPage();
  for (const lang of ["en", "ar"]) {
    for (const facts of [tourist, student, { ...tourist, change: "yes" }]) {
      await page.goto(`${origin}/${lang}/may-i-apply?${new URLSearchParams(facts)}`);
      await checkAccessibility(page);
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
      }
    }
  }
}, 60_000);
