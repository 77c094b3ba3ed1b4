import { afterEach, describe, expect, test } from "vitest";
import { checkAccessibility, openBrowser, screenshot } from "../../../test/browser.ts";
import { office } from "../../../test/office-server.ts";
import { complete, language } from "../../platform/i18n.ts";
import { law, putToUse, rowsOf, rowTableNames, shipped } from "../../rules/tables.ts";
import { datumText, tableText } from "../datum-words.ts";

afterEach(() => putToUse(shipped));

const words = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
const day = (name: string, date: string, month: string, year: string) => ({ [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year });

describe("all data of the law on one page", () => {
  test("each stands with its days, its source and how sure it is", async () => {
    await using it = await office();
    const auditor = await it.enter("auditor");
    const page = words((await auditor.get("/law/data")).text);
    for (const text of [
      "Passport valid beyond the permit 60 days since 11 April 2014 · no end set Law 6458 art. 21 confirmed", "since 15 April 2024", "since 11 April 2014 (the first day is not known)",
      "İstinye Üniversitesi 4 days since 29 November 2023", "Family residence permit – Student residence permit open", "confirmed until 31 December 2026", "below 18 and above 65",
    ]) expect(page).toContain(text);
    expect((await (await it.enter("front-desk")).get("/law/data")).status).toBe(403);
  });

  test.each(complete)("in %s countries and fee groups stand by their names", async (code) => {
    await using it = await office();
    const page = words((await (await it.enter("auditor")).get("/law/data", code)).text);
    const l = language(code);
    for (const text of [`${l.t("reference.fee-group-main")}: `, `${l.t("reference.fee-group-exempt")}: `, l.region("JP"), l.region("NZ")]) expect(page).toContain(text);
    expect(page).not.toMatch(/\b(JPN|NZL|exempt:|main:)/);
  });

  test.each(complete)("in %s every table and every datum has its words", (code) => {
    const l = language(code);
    for (const table of rowTableNames) {
      expect(tableText(l, table), table).not.toBe(table);
      for (const { key } of rowsOf(shipped, table)) expect(datumText(l, table, key), `${table} ${key}`).not.toBe(key);
    }
  });

  test("a term gets a new value, and a document its last day; both are published and apply", async () => {
    await using it = await office();
    const [evren, other] = [await it.enter("administrator", "35", "Evren"), await it.enter("administrator", "35", "Sevgi")];
    const { to } = await evren.post("/law", { title: "Terms of 2027" });
    const sure = { ruleSource: "Law 6458 art. 21", ruleConfidence: "high" };
    expect((await evren.post(to, { ruleSeries: "terms", ruleTerm: "passportExtra", ruleCount: "90", ...day("ruleFrom", "1", "1", "2027"), ...sure })).status).toBe(303);
    const uets = { ruleSeries: "validity", ruleDatum: "documents/uets/2024-04-15", ...day("ruleFrom", "15", "4", "2024"), ...day("ruleEnds", "31", "12", "2026"), ruleSource: "practice of the directorates", ruleConfidence: "medium" };
    expect(words((await evren.post(to, { _asked: "ruleSeries", ruleSeries: "validity" })).text)).toContain("Documents: ");
    expect((await evren.post(to, uets)).status).toBe(303);
    const seen = await other.get(to);
    for (const text of ["Passport valid beyond the permit", "60 days", "90 days", "until 31 December 2026", "since 1 January 2027", "Dry run by the law of 1 January 2027"]) expect(words(seen.text)).toContain(text);
    expect((await other.post(to, { act: "publish", seen: /name="seen" value="([^"]*)"/.exec(seen.text)![1]! })).status).toBe(303);
    expect(law().terms.filter(({ code }) => code === "passportExtra").map(({ value, validFrom, validUntil }) => [value, validFrom, validUntil]))
      .toEqual([[60, "2014-04-11", "2026-12-31"], [90, "2027-01-01", undefined]]);
    expect(law().documents.find(({ code }) => code === "uets")).toMatchObject({ validFrom: "2024-04-15", validUntil: "2026-12-31" });
    expect(words((await other.get("/law/data")).text)).toContain("90 days since 1 January 2027");
  });

  test("a hole between two rows stands on the page by name", async () => {
    await using it = await office();
    const evren = await it.enter("administrator", "35", "Evren");
    const { to } = await evren.post("/law", { title: "2027" });
    const sure = { ruleSource: "Law 6458 art. 21", ruleConfidence: "high" };
    await evren.post(to, { ruleSeries: "terms", ruleTerm: "passportExtra", ruleCount: "90", ...day("ruleFrom", "1", "1", "2027"), ...sure });
    await evren.post(to, { ruleSeries: "validity", ruleDatum: "terms/passportExtra/2014-04-11", ...day("ruleFrom", "11", "4", "2014"), ...day("ruleEnds", "30", "11", "2026"), ...sure });
    expect(words((await evren.get(to)).text)).toContain("Terms Passport valid beyond the permit : A hole between 30 November 2026 and 1 January 2027");
  });
});

test("the pages of the law are accessible, to the left and to the right", async () => {
  await using it = await office();
  const evren = await it.enter("administrator", "35", "Evren");
  const { to } = await evren.post("/law", { title: "Terms of 2027" });
  await evren.post(to, { ruleSeries: "terms", ruleTerm: "passportExtra", ruleCount: "90", ...day("ruleFrom", "1", "1", "2027"), ruleSource: "Law 6458 art. 21", ruleConfidence: "high" });
  const origin = await it.listen();
  await using browser = await openBrowser();
  for (const code of ["en", "ar"]) {
    const page = await (await browser.newContext()).newPage();
    await page.context().addCookies([{ name: "office-language", value: code, url: origin }, { name: "office", value: evren.secret, url: origin }]);
    for (const [path, name] of [["/law", "law"], ["/law/data", "law-data"], [to, "law-draft"]] as const) {
      await page.goto(`${origin}${path}`);
      await checkAccessibility(page);
      await screenshot(page, `office-${code}-${name}`);
    }
    await page.context().close();
  }
}, 60_000);
