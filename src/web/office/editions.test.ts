import { afterEach, describe, expect, test } from "vitest";
import { makeCase } from "../../../test/office-cases.ts";
import { office as openOffice } from "../../../test/office-server.ts";
import { dryRun } from "../../acts/dry-run.ts";
import { complete, language } from "../../platform/i18n.ts";
import { withChanges } from "../../rules/drafting.ts";
import { law, putToUse, shipped } from "../../rules/tables.ts";

afterEach(() => putToUse(shipped));

const words = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
const card = {
  _asked: "ruleSeries ruleAmount ruleFrom ruleUntil ruleSource ruleConfidence", ruleSeries: "cardPrice", ruleAmount: "1200,50", "ruleFrom-day": "1", "ruleFrom-month": "1", "ruleFrom-year": "2027",
  "ruleUntil-day": "31", "ruleUntil-month": "12", "ruleUntil-year": "2027", ruleSource: "Valuable Papers Law 210", ruleConfidence: "high",
};
const at = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";

describe("the law, drafted and published in the office", () => {
  test("one administrator drafts, sees both sides and the dry run; another publishes what they saw", async () => {
    await using it = await openOffice();
    const [evren, other] = [await it.enter("administrator", "35", "Evren"), await it.enter("administrator", "35", "Sevgi")];
    const begun = await evren.post("/law", { title: "Amounts of 2027" });
    expect(begun.status).toBe(303);
    const first = await evren.get(begun.to);
    for (const brought of ["ruleAmount", "ruleFirstMonth", "ruleDate-day", "ruleDatum", "ruleSource"]) expect(first.text, "one page asks all of a change").toContain(`name="${brought}"`);
    expect((await evren.post(begun.to, card)).status).toBe(303);
    const draft = await evren.get(begun.to);
    for (const text of ["Card price", "1 January 2027", "₺1,200.50", "until 31 December 2027", "Dry run by the law of 1 January 2027", "Another administrator looks at this"]) expect(words(draft.text)).toContain(text);
    expect(draft.text).not.toContain('value="publish"');
    const seen = await other.get(begun.to);
    expect(seen.text).toContain('value="publish"');
    // A screen that stands open for a while publishes no law.
    it.clock.forward({ minutes: 16 });
    expect((await other.post(begun.to, { act: "publish", seen: at(seen.text, "seen") })).status).toBe(403);
    expect(law().cardPrice.at(-1)!.from).not.toBe("2027-01-01");
    const published = await other.post(begun.to, { act: "publish", seen: at(seen.text, "seen"), "proof-password": "demonstration" });
    expect(published.to).toBe(`${begun.to}?said=published`);
    expect(words((await other.get(published.to)).text)).toContain("cases created before keep their edition");
    expect(law().cardPrice.at(-1)).toMatchObject({ from: "2027-01-01", value: 120_050 });
    const trail = await (await it.enter("auditor", "06")).get("/trail");
    for (const text of ["Draft of the law begun", "Change of the law drafted", "Edition of the law published"]) expect(words(trail.text)).toContain(text);
    const list = await evren.get("/law");
    expect(words(list.text)).toContain("Sevgi");
    expect(words((await evren.get(begun.to)).text)).toContain("₺1,200.50");
    expect((await other.post(begun.to, { act: "publish", seen: "x" })).status).toBe(422);
  });

  test("the least cover of insurance and the days of universities are drafted too", async () => {
    await using it = await openOffice();
    const evren = await it.enter("administrator", "35", "Evren");
    const other = await it.enter("administrator", "35", "Sevgi");
    const { to } = await evren.post("/law", { title: "Insurance and universities" });
    const sure = { ruleSource: "practice of the university", ruleConfidence: "medium" };
    const fromMay = { "ruleFrom-day": "1", "ruleFrom-month": "5", "ruleFrom-year": "2027", ruleSource: "Insurance circular 2027/1", ruleConfidence: "high" };
    const cover = {
      ruleSeries: "insuranceMinimum", ruleOutPatient: "20000", ruleOutPatientShare: "20", ruleOutPatientShareElsewhere: "40", ruleInPatientShare: "0", ruleInPatientElsewhere: "200000",
      ruleInPatientShareElsewhere: "20", ruleAnnex: "300000", ...fromMay,
    };
    const mistyped = await evren.post(to, { ...cover, _asked: Object.keys(cover).join(" "), ruleOutPatientShare: "200" });
    expect(words(mistyped.text)).toContain("a share from 0 to 100");
    expect((await evren.post(to, cover)).status).toBe(303);
    expect((await evren.post(to, { ruleSeries: "universities", ruleUniversity: "istinye", ruleHandInDays: "7", ...fromMay, ...sure })).status).toBe(303);
    const fresh = { ruleSeries: "universities", ruleUniversity: "new", ruleName: "İzmir Ekonomi Üniversitesi", province: "35", district: "Balçova", ...fromMay, ...sure };
    expect((await evren.post(to, fresh)).status).toBe(303);
    const seen = await other.get(to);
    for (const text of ["₺20,000.00 (20 % / 40 %)", "without limit", "İstinye Üniversitesi", "7 days", "İzmir Ekonomi Üniversitesi", "No days set", "4 days", "until 30 April 2027"]) expect(words(seen.text)).toContain(text);
    expect((await other.post(to, { act: "publish", seen: at(seen.text, "seen") })).status).toBe(303);
    expect(law().insuranceMinimum.at(-1)).toMatchObject({ from: "2027-05-01", value: { outPatient: 2_000_000, inPatient: null, annex: 30_000_000 } });
    expect(law().insuranceMinimum[0]).toMatchObject({ until: "2027-04-30" });
    expect(law().universities.filter(({ code }) => code === "istinye")).toMatchObject([{ handInDays: 4, validUntil: "2027-04-30" }, { handInDays: 7, province: "34", validFrom: "2027-05-01" }]);
    expect(law().universities.at(-1)).toMatchObject({ code: "izmir-ekonomi-universitesi", handInDays: null, district: "Balçova" });
  });

  test("an amount is read with its thousands, and stands beside the one it follows on", async () => {
    await using it = await openOffice();
    const evren = await it.enter("administrator", "35", "Evren");
    const { to } = await evren.post("/law", { title: "Amounts of 2027" });
    expect((await evren.post(to, { ...card, ruleAmount: "1.250,50" })).status).toBe(303);
    const page = await evren.get(to);
    expect(words(page.text)).toMatch(/1 January 2027 ₺964\.00 until 31 December 2026 .*₺1,250\.50/);
    expect(words(page.text)).toContain("Drafted: Evren");
    expect((await evren.get(to, "ar")).text, "a title in Latin letters keeps its order in a line from the right").toMatch(/<h1[^>]*><bdi>Amounts of 2027<\/bdi>/);
  });

  test("groups, countries and what a case would be told are named in words, and only what changes is told", async () => {
    await using it = await openOffice();
    await makeCase(it.db, it.clock, { answers: { nationality: "JPN" } });
    const evren = await it.enter("administrator", "35", "Evren");
    const { to } = await evren.post("/law", { title: "Japan" });
    const from = { "ruleFrom-day": "20", "ruleFrom-month": "11", "ruleFrom-year": "2026", ruleSource: "Fees Law 492", ruleConfidence: "high" };
    expect((await evren.post(to, { ruleSeries: "feeGroups", nationality: "JPN", ruleGroup: "main", ...from })).status).toBe(303);
    expect((await evren.post(to, { ruleSeries: "dollarTariffs", ruleGroup: "d", ruleFirstMonth: "6", ruleFurtherMonth: "1", ...from })).status).toBe(303);
    const english = words((await evren.get(to)).text);
    for (const told of ["Reduced tariff A: Japan", "General tariff in dollars: Japan", "Reduced tariff D: $5.00 · Each further month: $0.50", "Reduced tariff D: $6.00 · Each further month: $1.00", "until 19 November 2026", "the same value", "instead of", "Sources disagree on the permit fee for this nationality."]) expect(english).toContain(told);
    for (const code of complete) expect(words((await evren.get(to, code)).text), code).not.toMatch(/JPN|main:|[ad]: \$|fee-group-unsure|→/);
  });

  test("a fault stands on the page by name, and there is no button to publish", async () => {
    await using it = await openOffice();
    const [evren, other] = [await it.enter("administrator", "35", "Evren"), await it.enter("administrator", "35", "Sevgi")];
    const { to } = await evren.post("/law", { title: "With a hole" });
    await evren.post(to, { ...card, "ruleFrom-month": "3" });
    const seen = await other.get(to);
    expect(words(seen.text)).toContain("Card price : A hole between 31 December 2026 and 1 March 2027");
    expect(seen.text).not.toContain('value="publish"');
    await evren.post(to, { act: "drop" });
    expect(words((await evren.get(to)).text)).toContain("Nothing differs.");
    await evren.post(to, { ...card });
    expect(words((await evren.get(to)).text)).toContain("1 drafted change is lost");
    const gone = await evren.post(to, { act: "discard" });
    expect(gone.to).toBe("/law?said=discarded");
    expect(words((await evren.get(gone.to)).text)).toContain("The draft is discarded");
    expect((await evren.get(to)).status).toBe(404);
    expect((await evren.post(to, { act: "discard" })).status).toBe(404);
  });

  test("a fault is told in the officer’s language, and a draft needs a title", async () => {
    await using it = await openOffice();
    const evren = await it.enter("administrator", "35", "Evren");
    const untitled = await evren.post("/law", { title: "  " });
    expect(untitled.status).toBe(422);
    expect(untitled.text).toContain(`href="#title"`);
    expect(await it.db.selectFrom("rule_edition").select("id").execute()).toEqual([]);
    const { to } = await evren.post("/law", { title: "With a hole" });
    await evren.post(to, { ...card, "ruleFrom-month": "3" });
    for (const [code, told] of [["tr", "boşluk var"], ["ar", "فجوة"], ["ru", "пропуск"]] as const) {
      const page = words((await evren.get(to, code)).text);
      expect(page, code).toContain(told);
      expect(page, code).not.toContain("A hole");
    }
  });

  test("what is mistyped comes back with its fault; others look, but do not touch; strangers sign in", async () => {
    await using it = await openOffice();
    const evren = await it.enter("administrator", "35", "Evren");
    const { to } = await evren.post("/law", { title: "<b>Bold</b>" });
    const wrong = await evren.post(to, { ...card, ruleAmount: "dear" });
    expect(wrong.status).toBe(422);
    expect(words(wrong.text)).toContain("an amount such as 964");
    expect(wrong.text).not.toContain("<b>Bold");
    const auditor = await it.enter("auditor");
    expect((await auditor.get(to)).status).toBe(200);
    expect((await auditor.get(to)).text).not.toContain('name="ruleSeries"');
    expect((await auditor.post(to, card)).status).toBe(403);
    expect((await (await it.enter("front-desk")).get("/law")).status).toBe(403);
    expect((await it.stranger.get("/law")).to).toContain("/sign-in");
    expect((await evren.get("/law/nothing")).status).toBe(404);
  });

  test.each(complete)("in %s every series is named", async (code) => {
    await using it = await openOffice();
    const evren = await it.enter("administrator", "35", "Evren");
    const { to } = await evren.post("/law", { title: "2027" });
    await evren.post(to, card);
    const { status, text } = await evren.get(to, code);
    expect(status).toBe(200);
    expect(text).toContain(language(code).t("fields.ruleSeries.cardPrice"));
  });
});

test("a dry run finds each open case that would change, and how, and changes none", async () => {
  await using it = await openOffice();
  const desk = await makeCase(it.db, it.clock);
  await makeCase(it.db, it.clock, { state: "delivered" });
  const grown = withChanges(shipped, [
    { series: "cardPrice", value: 120_000, from: "2027-01-01", until: "2027-12-31", source: "Valuable Papers Law 210", confidence: "high" },
  ]);
  const before = await it.db.selectFrom("application").selectAll().execute();
  const run = await dryRun(it.db, shipped, grown, Temporal.PlainDate.from("2026-12-08"));
  expect(run.on.toString()).toBe("2027-01-01");
  expect(run.looked).toBe(before.filter(({ state }) => ["draft", "created", "lodged", "attended", "incomplete", "accepted", "in-review"].includes(state)).length);
  expect(run.touched.map(({ number }) => number)).toContain(desk.registration_number);
  expect(run.touched[0]!.change.fees).toContainEqual({ code: "card", currency: "TRY", before: 96_400, after: 120_000 });
  expect(await it.db.selectFrom("application").selectAll().execute()).toEqual(before);
  expect((await dryRun(it.db, shipped, shipped, Temporal.PlainDate.from("2026-12-08"))).touched).toEqual([]);
});
