import type { Key } from "../platform/keys.ts";
import type { Language } from "../platform/i18n.ts";

/** How each public wording of a source is written in other languages; the first pattern that fits is taken. */
const wordings: readonly [pattern: RegExp, key: Key, placeholder: "article" | "number" | null][] = [
  [/^Law 6458 art\. (.+)$/, "reference.source-law", "article"],
  [/^Fees Law 492 art\. 88 and the yearly list of amounts$/, "reference.source-fees-law-list", null],
  [/^Fees Law 492 tariff 6$/, "reference.source-fees-law-tariff", null],
  [/^Fees Law 492 art\. (.+)$/, "reference.source-fees-law", "article"],
  [/^Fees Law 492$/, "reference.source-fees-law-whole", null],
  [/^Valuable Papers Law 210$/, "reference.source-valuable-papers", null],
  [/^Regulation on Law 6458 art\. (.+)$/, "reference.source-regulation-article", "article"],
  [/^Regulation on Law 6458$/, "reference.source-regulation", null],
  [/^practice of the directorates$/, "reference.source-practice", null],
  [/^practice of the university$/, "reference.source-university", null],
  [/^announcement of the Presidency of Migration Management$/, "reference.source-announcement", null],
  [/^decision of the Minimum Wage Commission$/, "reference.source-wage", null],
  [/^Law 2429 art\. (.+)$/, "reference.source-holidays", "article"],
  [/^Provincial Administration Law 5442$/, "reference.source-provinces", null],
  [/^ICAO Doc 9303$/, "reference.source-icao", null],
  [/^Tax Procedure Law 213 arts\. (.+)$/, "reference.source-tax-procedure", "article"],
  [/^Law 2577 art\. (.+)$/, "reference.source-court", "article"],
  [/^Insurance circular (.+)$/, "reference.source-insurance", "number"],
  [/^Central Bank of the Republic of Türkiye$/, "reference.source-central-bank", null],
  [/^demonstration$/, "reference.source-demonstration", null],
];

/** A source in a language: `Law 6458 art. 24` is `6458 sayılı Kanun m. 24`. A source without a pattern is shown as it is written. */
export function sourceText(l: Language, source: string): string {
  let known = written.get(l);
  if (known === undefined) written.set(l, (known = new Map()));
  let text = known.get(source);
  if (text === undefined) known.set(source, (text = inLanguage(l, source)));
  return text;
}

/** Sources are few and stand under every line of an answer: each is put into a language once. */
const written = new WeakMap<Language, Map<string, string>>();

function inLanguage(l: Language, source: string): string {
  for (const [pattern, key, placeholder] of wordings) {
    const match = pattern.exec(source);
    if (match) return placeholder === null ? l.t(key) : l.t(key, { [placeholder]: match[1] ?? "" });
  }
  return source;
}

/** Whether a source has a wording in the other languages. */
export function isKnownSource(source: string): boolean {
  return wordings.some(([pattern]) => pattern.test(source));
}
