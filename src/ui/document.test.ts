import { brotliCompressSync, brotliDecompressSync, gunzipSync } from "node:zlib";
import { h } from "preact";
import { render } from "preact-render-to-string";
import { expect, test } from "vitest";
import { complete, language } from "../platform/i18n.ts";
import { asset, assetFile } from "./assets.ts";
import { Calendar, Countdown } from "./calendar.tsx";
import { renderDocument } from "./document.tsx";
import { LanguageContext } from "./language.ts";

const page = (code: (typeof complete)[number], more: Partial<Parameters<typeof renderDocument>[0]> = {}) => renderDocument({
  l: language(code), title: "Apply", body: h("h1", null, "Apply"), area: "portal", path: (c) => `/${c}/apply`,
  links: { home: `/${code}`, continue: `/${code}/continue` }, demonstration: false, ...more,
});

test("a page says its language and direction, and leads to itself in every other language", () => {
  expect(page("ar")).toMatch(/^<!doctype html><html lang="ar" dir="rtl"/);
  for (const code of complete) expect(page("en")).toContain(`<a href="/${code}/apply" lang="${code}"`);
  expect(page("en")).toContain(`lang="en" dir="ltr" hreflang="en" aria-current="true"`);
});

test("an error stands first in the title, and the demonstration is told only where it is one", () => {
  expect(page("en", { errors: true })).toContain("<title>Error: Apply · Sojourn</title>");
  expect(page("en")).not.toContain(language("en").t("ui.demonstration"));
  expect(page("en", { demonstration: true })).toContain(language("en").t("ui.demonstration"));
});

test("no page carries inline script or style, or anything from elsewhere", () => {
  for (const code of complete) {
    const text = page(code, { demonstration: true, scripts: ["/assets/x.js"] });
    expect(text).not.toMatch(/<script(?![^>]* src=)|\sstyle=|\son[a-z]+=|<style/);
    expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  }
});

test("the first view with styles and scripts is far below 60 KB over the wire", () => {
  const files = ["styles.css", "portal.js", "icon.svg"].map((name) => assetFile(asset(name))!.br!.length);
  const all = files.reduce((sum, size) => sum + size, 0) + brotliCompressSync(page("ar", { demonstration: true })).length;
  expect(all).toBeLessThan(20_000);
});

test("an asset is found under its hashed address only, the same in each encoding", () => {
  const path = asset("styles.css");
  expect(path).toMatch(/^\/assets\/styles-[0-9a-f]{10}\.css$/);
  const file = assetFile(path)!;
  expect(brotliDecompressSync(file.br!)).toEqual(file.body);
  expect(gunzipSync(file.gzip!)).toEqual(file.body);
  for (const font of file.body.toString().matchAll(/url\((\/assets\/[^)]+)\)/g)) expect(assetFile(font[1]!)?.type).toBe("font/woff2");
  expect(assetFile("/assets/styles.css")).toBeNull();
  expect(assetFile("/assets/../package.json")).toBeNull();
});

test("a month is a table of seven columns in which only free days are links", () => {
  const month = Temporal.PlainYearMonth.from("2026-12");
  const days = new Map([["2026-12-03", { free: 3, href: "/d/3" }], ["2026-12-04", { free: 0, href: "/d/4" }]]);
  for (const code of complete) {
    const text = render(h(LanguageContext.Provider, { value: language(code) }, h(Calendar, { month, days, deadline: Temporal.PlainDate.from("2026-12-29") })));
    expect(text.match(/<th scope="col"/g)).toHaveLength(7);
    expect(text.match(/<td/g)).toHaveLength(35);
    expect(text.match(/<a /g)).toHaveLength(1);
    expect(text).toContain(`href="/d/3"`);
    expect(text).toContain(language(code).t("ui.day_full"));
  }
});

test("a countdown speaks in whole minutes, and says when it is over", () => {
  const now = Temporal.Instant.from("2026-11-23T10:00Z");
  const words = (seconds: number) => render(h(LanguageContext.Provider, { value: language("en") }, h(Countdown, { now, until: now.add({ seconds }) })));
  expect(words(200)).toContain(">Held for you for 4 more minutes<");
  expect(words(20)).toContain(">Held for you for one more minute<");
  expect(words(-5)).toContain(">This place is no longer held for you.");
});
