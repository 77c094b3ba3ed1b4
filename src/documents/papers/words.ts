import { type Code, type Language, language } from "../../platform/i18n.ts";
import type { Key } from "../../platform/keys.ts";
import type { Money } from "../../platform/money.ts";
import type { Named } from "./paper.ts";
import type { Line } from "./sheet.ts";

type Values = (l: Language, name: (named: Named) => string) => Record<string, string | number>;

/** Speaks a paper's texts in the applicant's language and in Turkish at once. */
export type Words = ReturnType<typeof words>;

export function words(code: Code) {
  const turkish = language("tr");
  const own = language(code);
  const alone = code === "tr";
  const each = (say: (l: Language, name: (named: Named) => string) => string): Line => ({
    own: alone ? null : say(own, (named) => named.own),
    turkish: say(turkish, (named) => named.turkish),
  });

  return {
    own,
    /** The text of a key in both languages; the values are asked for once per language. */
    both: (key: Key, values?: Values) => each((l, name) => l.t(key, values?.(l, name))),
    named: (named: Named) => each((_, name) => name(named)),
    /** Several names in one line, such as "Extension, short-term, tourism". */
    names: (list: (Named | undefined)[]) => each((_, name) => list.filter((named) => named !== undefined).map(name).join(" · ")),
    /** A name, number or address that is the same in every language. */
    same: (text: string): Line => ({ own: null, turkish: text }),
    /** Tuesday 8 December 2026. */
    date: (date: Temporal.PlainDate) => each((l) => l.date(date)),
    instant: (instant: Temporal.Instant) => each((l) => l.instant(instant)),
    appointment: (date: Temporal.PlainDate, time: Temporal.PlainTime) => each((l) => `${l.date(date)}${l.dir === "rtl" ? "،" : ","} ${l.time(time)}`),
    money: ({ amount, currency }: Money) => each((l) => l.money(amount, currency)),
    /** The amount once, as the applicant writes numbers: two notations in one table would be read as two amounts. */
    amount: ({ amount, currency }: Money) => own.money(amount, currency),
    /** 08.12.2026: short, the same in each language, day first as on the papers of Türkiye. */
    short: (date: Temporal.PlainDate): Line => ({
      own: null,
      turkish: `${String(date.day).padStart(2, "0")}.${String(date.month).padStart(2, "0")}.${date.year}`,
    }),
  };
}

// Controls and directional marks in a name could hide or reverse what stands beside it on an official paper.
const unseen = /[\p{Cc}\p{Cs}\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2065\u206A-\u206F\uFEFF\uFFF9-\uFFFB]+/gu;
const isolates = /[\u2066-\u2069]/gu;
const longRun = /\S{33,}/gu;

/** The paper with every text in it made safe to set: no controls, no directional marks, no word longer than a column. */
export function cleaned<Value>(value: Value): Value {
  if (typeof value === "string") {
    const text = value.replace(/\s+/gu, " ").replace(unseen, "").normalize("NFC").trim();
    // The isolates of our own texts hold numbers in place; those that do not close would reach beyond their text.
    const held = closed(text) ? text : text.replace(isolates, "");
    return held.replace(longRun, (run) => [...run].map((sign, at) => (at > 0 && at % 16 === 0 ? `\u200B${sign}` : sign)).join("")) as Value;
  }
  if (Array.isArray(value)) return value.map(cleaned) as Value;
  if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cleaned(inner)])) as Value;
  }
  return value;
}

function closed(text: string): boolean {
  let depth = 0;
  for (const [mark] of text.matchAll(isolates)) {
    depth += mark === "\u2069" ? -1 : 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
