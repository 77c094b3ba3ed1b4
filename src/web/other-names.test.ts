import { expect, test } from "vitest";
import { apiServer } from "../../test/api-server.ts";
import { openBrowser } from "../../test/browser.ts";
import { complete } from "../platform/i18n.ts";
import { asset, assetFile } from "../ui/assets.ts";
import { otherNames } from "./other-names.ts";
import "./question.tsx";

test("countries and provinces have their names in every language, in a small file beside the styles", () => {
  const names = otherNames();
  expect(names.TUR).toEqual(expect.arrayContaining(["TUR", "TR", "Türkiye", "Turkey", "تركيا", "Турция"]));
  expect(Object.keys(names).filter((code) => /^\d/.test(code))).toHaveLength(81);
  for (const [plate, known] of Object.entries(names).filter(([code]) => /^\d/.test(code))) for (const script of [/\p{Script=Arabic}/u, /\p{Script=Cyrillic}/u]) expect([plate, known.some((name) => script.test(name))]).toEqual([plate, true]);
  expect(assetFile(asset("other-names.json"))!.br!.length).toBeLessThan(16_000);
});

test("a list is found by the words people type, and what fits nothing stays when the page comes back", async () => {
  await using it = await apiServer();
  const origin = await it.listen();
  await using browser = await openBrowser();
  const page = await browser.newPage();
  const find = async (lang: string, field: string, typed: string) => {
    if (!page.url().startsWith(`${origin}/${lang}/`)) await page.goto(`${origin}/${lang}/may-i-apply`);
    const box = page.locator(`#${field}[role=combobox]`);
    await box.focus();
    await page.waitForLoadState("networkidle");
    await box.fill(typed);
    await box.press("Tab");
    return page.locator(`select[name=${field}]`).inputValue();
  };
  for (const lang of complete) {
    for (const [typed, code] of [["Turkey", "TUR"], ["USA", "USA"], ["England", "GBR"], ["Holland", "NLD"], ["UK", "GBR"], ["Palestine", "PSE"], ["ivory coast", "CIV"], ["Украина", "UKR"], ["سوريا", "SYR"], ["almanya", "DEU"]] as const) {
      expect([lang, typed, await find(lang, "nationality", typed)]).toEqual([lang, typed, code]);
    }
    for (const [typed, plate] of [["اسطنبول", "34"], ["Стамбул", "34"], ["istanbul", "34"], ["Antep", "27"], ["انقره", "06"]] as const) expect([lang, typed, await find(lang, "province", typed)]).toEqual([lang, typed, plate]);
  }
  expect(await find("en", "nationality", "Atlantis")).toBe("");
  for (const title of ["Atlantis", "Atlantis"]) {
    await page.locator("main form .button--primary").click();
    await page.waitForLoadState("networkidle");
    await page.locator(".error-summary").waitFor();
    expect(await page.locator("#nationality[role=combobox]").inputValue()).toBe(title);
  }
}, 90_000);
