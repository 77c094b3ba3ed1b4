import { readdirSync, readFileSync } from "node:fs";
import { IntlMessageFormat } from "intl-messageformat";
import type { ComponentChildren } from "preact";
import { ISTANBUL } from "./clock.ts";
import type { Currency } from "./money.ts";
import type { Key } from "./keys.ts";

/** A language is offered only when it stands here, and the tests hold every text of it complete. */
export const complete = ["tr", "en", "ar", "ru"] as const;
export type Code = (typeof complete)[number];

const about: Record<Code, { name: string; dir: "ltr" | "rtl"; intl: string }> = {
  tr: { name: "Türkçe", dir: "ltr", intl: "tr-TR" },
  en: { name: "English", dir: "ltr", intl: "en-GB" },
  ar: { name: "العربية", dir: "rtl", intl: "ar-u-nu-latn-ca-gregory" },
  ru: { name: "Русский", dir: "ltr", intl: "ru-RU" },
};

type Values = Record<string, string | number>;
type RichValues = Record<string, ComponentChildren | ((chunks: ComponentChildren[]) => ComponentChildren)>;

/** A language with its texts and its ways of writing dates, hours, money and countries. */
export type Language = ReturnType<typeof create>;

export function isCode(code: string): code is Code {
  return (complete as readonly string[]).includes(code);
}

const languages = new Map<Code, Language>();

/** The language of a code, read once from its locale files. */
export function language(code: Code): Language {
  const known = languages.get(code);
  if (known) return known;
  const made = create(code);
  languages.set(code, made);
  return made;
}

/** The raw texts of one language by full key `file.key`, as the tests read them. */
export function texts(code: string): Map<string, string> {
  const folder = new URL(`../locales/${code}/`, import.meta.url);
  const all = new Map<string, string>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json")).sort()) {
    const entries = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Record<string, string>;
    for (const [key, text] of Object.entries(entries)) all.set(`${file.slice(0, -5)}.${key}`, text);
  }
  return all;
}

function create(code: Code) {
  const { name, dir, intl } = about[code];
  const source = texts(code);
  const compiled = new Map<string, IntlMessageFormat>();
  const formats = {
    date: new Intl.DateTimeFormat(intl, { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }),
    day: new Intl.DateTimeFormat(intl, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }),
    month: new Intl.DateTimeFormat(intl, { month: "long", year: "numeric", timeZone: "UTC" }),
    weekday: new Intl.DateTimeFormat(intl, { weekday: "short", timeZone: "UTC" }),
    instantDay: new Intl.DateTimeFormat(intl, { weekday: "short", day: "numeric", month: "long", year: "numeric", timeZone: ISTANBUL }),
    instantTime: new Intl.DateTimeFormat(intl, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: ISTANBUL }),
    share: new Intl.NumberFormat(intl, { style: "percent" }),
    list: new Intl.ListFormat(intl, { type: "conjunction" }),
    number: new Intl.NumberFormat(intl),
    decimal: new Intl.NumberFormat(intl, { minimumFractionDigits: 2, maximumFractionDigits: 6 }),
    TRY: new Intl.NumberFormat(intl, { style: "currency", currency: "TRY", currencyDisplay: "narrowSymbol" }),
    USD: new Intl.NumberFormat(intl, { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol" }),
    country: new Intl.DisplayNames(intl, { type: "region" }),
    language: new Intl.DisplayNames(intl, { type: "language" }),
    collator: new Intl.Collator(intl),
  };

  function format(key: string): IntlMessageFormat {
    const known = compiled.get(key);
    if (known) return known;
    const text = source.get(key);
    if (text === undefined) throw new Error(`no text ${key} in ${code}`);
    const made = new IntlMessageFormat(text, intl);
    compiled.set(key, made);
    return made;
  }
  // In a right-to-left sentence a bare number or Latin name drags its neighbours along; isolates hold it in place.
  const isolate = (value: string | number) => (dir === "rtl" && typeof value === "string" ? `\u2068${value}\u2069` : value);
  // English writes a comma behind the weekday, Russian "г." behind the year: in a sentence with commas and full stops of its own both disturb.
  const plain = (written: string) => (code === "en" ? written.replace(",", "") : code === "ru" ? written.replace(/\sг\.$/u, "") : written);
  const comma = code === "ar" ? "،" : ",";
  const utc = (date: Temporal.PlainDate) => Date.UTC(date.year, date.month - 1, date.day);

  return {
    code, name, dir, intl,
    /** The text of a key with its placeholders filled in. */
    t(key: Key, values?: Values): string {
      const text = source.get(key);
      if (values === undefined && text !== undefined && !text.includes("{") && !text.includes("'")) return text;
      const filled: Values = {};
      for (const [placeholder, value] of Object.entries(values ?? {})) filled[placeholder] = isolate(value);
      return String(format(key).format(filled));
    },
    /** The text of a key with elements in it: a placeholder or a `<tag>` may stand for a piece of page. */
    rich(key: Key, values: RichValues): ComponentChildren {
      return format(key).format(values as Record<string, never>) as ComponentChildren;
    },
    /** A text that was kept from earlier, filled in like `rich`; `unknown` stands for a placeholder that nothing is given for. */
    filled(text: string, values: RichValues, unknown: (placeholder: string) => ComponentChildren): ComponentChildren {
      const all = new Proxy(values, { has: () => true, get: (given, placeholder) => given[String(placeholder)] ?? unknown(String(placeholder)) });
      return new IntlMessageFormat(text, intl).format(all as Record<string, never>) as ComponentChildren;
    },
    has(key: string): key is Key {
      return source.has(key);
    },
    /** Tuesday 8 December 2026. */
    date: (date: Temporal.PlainDate) => plain(formats.date.format(utc(date))),
    /** 8 December 2026. */
    day: (date: Temporal.PlainDate) => plain(formats.day.format(utc(date))),
    month: (date: Temporal.PlainDate) => plain(formats.month.format(utc(date))),
    weekday: (date: Temporal.PlainDate) => formats.weekday.format(utc(date)),
    /** Tue 8 December 2026, 10:20, in Istanbul. */
    instant: (instant: Temporal.Instant) =>
      `${plain(formats.instantDay.format(instant.epochMilliseconds))}${comma} ${formats.instantTime.format(instant.epochMilliseconds)}`,
    /** 10:20. */
    time: (time: Temporal.PlainTime) => time.toString({ smallestUnit: "minute" }),
    // Arabic has "US$" even where a narrow sign is asked for; a right-to-left line would turn it round.
    money: (minor: number, currency: Currency) => formats[currency].format(minor / 100).replace("US$", "$"),
    number: (value: number) => formats.number.format(value),
    /** A decimal as it is kept, "42.4500", with the signs of the language and no places that say nothing: 42,45. */
    decimal: (value: string) => formats.decimal.format(Number(value)),
    /** A part of a whole in percent; of nothing there is no part. */
    share: (part: number, whole: number) => (whole === 0 ? "–" : formats.share.format(part / whole)),
    list: (items: string[]) => formats.list.format(items),
    /** The name of an ISO 3166 two-letter region. */
    region: (alpha2: string) => formats.country.of(alpha2) ?? alpha2,
    /** The name of an ISO 639 language. */
    languageName: (of: string) => formats.language.of(of) ?? of,
    compare: formats.collator.compare,
  };
}
