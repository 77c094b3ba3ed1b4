import { ordinal } from "./calendar.ts";

/** How sure the office is of a datum. What is low never refuses anybody: it warns, and an officer decides. */
export type Confidence = "high" | "medium" | "low";

/**
 * The days of a datum, as ISO days. Before the first it does not hold yet and after `validUntil` no longer; past `confirmedUntil` it
 * continues, and the answer says that nobody has confirmed it. An end that is absent has not been set.
 */
export type Validity = {
  validFrom: string;
  /** How sure the first day is. low: it was found nowhere, and the day the law came into force stands in its place. */
  validFromConfidence: Confidence;
  validUntil?: string;
  confirmedUntil?: string;
};

/** Where a datum is written in public words, how sure the office is of it, and on which days it holds. */
export type Ground = { source: string; confidence: Confidence } & Validity;

/** What the permits part of Law 6458 has said since it came into force, a year after it was published. */
export const sinceLaw = { validFrom: "2014-04-11", validFromConfidence: "high" } as const satisfies Validity;
/** What the implementing regulation has said since it was published. */
export const sinceRegulation = { validFrom: "2016-03-17", validFromConfidence: "high" } as const satisfies Validity;
/** What holds since nobody knows when: practice, and lists without a date. */
export const sinceUnknown = { validFrom: "2014-04-11", validFromConfidence: "low" } as const satisfies Validity;

/**
 * One value of the law with the days on which it holds. `until` is the last day for which it has been confirmed,
 * null when the text sets no end. Dates are ISO days; the first day counts from midnight in Istanbul.
 */
export type Dated<Value> = { from: string; until: string | null; value: Value; source: string; confidence: Confidence };

/** A value as found for a day: `confirmed` is false when the day lies outside what has been confirmed. */
export type InForce<Value> = Dated<Value> & { confirmed: boolean };

const parsed = new Map<string, Temporal.PlainDate>();

/** A PlainDate of an ISO day of the tables, made once: the tables are asked for each assessment. */
export function day(iso: string): Temporal.PlainDate {
  const known = parsed.get(iso);
  if (known) return known;
  const made = Temporal.PlainDate.from(iso);
  parsed.set(iso, made);
  return made;
}

/** A series with its days as numbers, and each value as it is answered: made once a series. */
type Read<Value> = { from: number[]; until: number[]; confirmed: InForce<Value>[]; unconfirmed: InForce<Value>[] };
const read = new WeakMap<readonly Dated<unknown>[], Read<unknown>>();

function readSeries<Value>(series: readonly Dated<Value>[]): Read<Value> {
  const made: Read<Value> = {
    from: series.map(({ from }) => ordinal(day(from))), until: series.map(({ until }) => (until === null ? Infinity : ordinal(day(until)))),
    confirmed: series.map((value) => ({ ...value, confirmed: true })), unconfirmed: series.map((value) => ({ ...value, confirmed: false })),
  };
  read.set(series, made);
  return made;
}

/**
 * The value that holds on a day. Past its last confirmed day a value continues, marked unconfirmed, since nothing may
 * stop on 1 January because a communiqué is late; the same before the first day known. Throws on an empty series.
 */
export function inForce<Value>(series: readonly Dated<Value>[], on: Temporal.PlainDate): InForce<Value> {
  if (series.length === 0) throw new Error("a series of dated values is empty");
  const { from, until, confirmed, unconfirmed } = (read.get(series) as Read<Value> | undefined) ?? readSeries(series);
  const asked = ordinal(on);
  let found = 0;
  for (let place = 1; place < from.length; place += 1) if (from[place]! <= asked) found = place;
  return (from[found]! <= asked && asked <= until[found]! ? confirmed : unconfirmed)[found]!;
}

/** An ISO day as `ordinal` writes it: 20261123. */
export const ordinalOf = (iso: string): number => ordinal(day(iso));

/** Whether a datum holds on a day, given as its ordinal. */
export function holdsOn({ validFrom, validUntil }: Validity, on: number): boolean {
  return ordinalOf(validFrom) <= on && (validUntil === undefined || on <= ordinalOf(validUntil));
}
