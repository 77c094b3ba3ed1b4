/**
 * The arithmetic of legal terms. First and last day of a stay both count; months are calendar months.
 * Dates are compared and reckoned through their fields: `Temporal.PlainDate.compare` took 590 ns and `add` 950 ns where this takes 80 ns,
 * and an assessment does some fifty of these. Each day from 1900 to 2200 is made once, and its number is looked up instead of its fields
 * being asked: 15 ns.
 */

const firstNumber = numberOf(1900, 1, 1);
const count = numberOf(2200, 12, 31) - firstNumber + 1;
const made = Array<Temporal.PlainDate | undefined>(count).fill(undefined);
const ordinals = new Int32Array(count);
/** The place of a day that was made here among the days from 1900. Days made elsewhere have none. */
const places = new WeakMap<Temporal.PlainDate, number>();

function keep(place: number, date: Temporal.PlainDate): Temporal.PlainDate {
  made[place] = date;
  ordinals[place] = date.year * 10_000 + date.month * 100 + date.day;
  places.set(date, place);
  return date;
}

/** A date as a whole number that sorts as the date does: 20261123. */
export function ordinal(date: Temporal.PlainDate): number {
  const place = places.get(date);
  return place === undefined ? date.year * 10_000 + date.month * 100 + date.day : ordinals[place]!;
}

export function isBefore(one: Temporal.PlainDate, other: Temporal.PlainDate): boolean {
  return ordinal(one) < ordinal(other);
}

export function isAfter(one: Temporal.PlainDate, other: Temporal.PlainDate): boolean {
  return ordinal(one) > ordinal(other);
}

/** The earliest of the dates that are known, or null when none is. */
export function earliest(...dates: (Temporal.PlainDate | null | undefined)[]): Temporal.PlainDate | null {
  let found: Temporal.PlainDate | null = null;
  for (const date of dates) if (date && (found === null || isBefore(date, found))) found = date;
  return found;
}

/** Days since 1 March of year 0 in the Gregorian calendar, for differences in days. */
export function dayNumber(date: Temporal.PlainDate): number {
  const place = places.get(date);
  return place === undefined ? numberOf(date.year, date.month, date.day) : place + firstNumber;
}

function numberOf(ofYear: number, month: number, day: number): number {
  const year = month <= 2 ? ofYear - 1 : ofYear;
  const era = Math.floor(year / 400);
  const inEra = year - era * 400;
  const inYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + inEra * 365 + Math.floor(inEra / 4) - Math.floor(inEra / 100) + inYear;
}

/** The day of a year, a month from 1 and a day; throws where there is none such. */
export function calendarDay(year: number, month: number, day: number): Temporal.PlainDate {
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return new Temporal.PlainDate(year, month, day);
  const place = numberOf(year, month, day) - firstNumber;
  return made[place] ?? keep(place, new Temporal.PlainDate(year, month, day));
}

/** The day written `2026-11-23`; throws where there is none such. Anything more than these ten characters is for who calls to refuse. */
export function isoDay(text: string): Temporal.PlainDate {
  const digit = (place: number) => text.charCodeAt(place) - 48;
  return calendarDay(digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3), digit(5) * 10 + digit(6), digit(8) * 10 + digit(9));
}

const written = Array<string | undefined>(count).fill(undefined);

/** A day as ISO 8601 writes it. */
export function isoText(date: Temporal.PlainDate): string {
  const place = dayNumber(date) - firstNumber;
  if (place < 0 || place >= count) return date.toString();
  return (written[place] ??= date.toString());
}

/** The day that lies so many days after a date, before it when negative. */
export function plusDays(date: Temporal.PlainDate, days: number): Temporal.PlainDate {
  const place = dayNumber(date) + days - firstNumber;
  if (place < 0 || place >= count) return date.add({ days });
  return made[place] ?? keep(place, date.add({ days }));
}

/** The day that lies so many calendar months after a date, before it when negative; the last of the month where it has no such day. */
export function plusMonths(date: Temporal.PlainDate, months: number): Temporal.PlainDate {
  const on = ordinal(date);
  const all = yearOf(on) * 12 + monthOf(on) - 1 + months;
  const year = Math.floor(all / 12);
  const month = all - year * 12 + 1;
  return calendarDay(year, month, Math.min(dayOf(on), daysOfMonth(year, month)));
}

/** Days of a stay, its first and its last day both counted. */
export function daysOfStay(from: Temporal.PlainDate, until: Temporal.PlainDate): number {
  return dayNumber(until) - dayNumber(from) + 1;
}

/**
 * The last day of a stay of so many months that begins on `from`: twelve months from 11 May 2026 end on 10 May 2027.
 * Where the last month has no such day, it ends with the month (Code of Obligations art. 92): a month from 31 January
 * ends on 28 February.
 */
export function lastDayOfMonths(from: Temporal.PlainDate, months: number): Temporal.PlainDate {
  const on = ordinal(from);
  const all = yearOf(on) * 12 + monthOf(on) - 1 + months;
  const year = Math.floor(all / 12);
  const month = (all % 12) + 1;
  const length = daysOfMonth(year, month);
  if (dayOf(on) > length) return calendarDay(year, month, length);
  if (dayOf(on) > 1) return calendarDay(year, month, dayOf(on) - 1);
  return month === 1 ? calendarDay(year - 1, 12, 31) : calendarDay(year, month - 1, daysOfMonth(year, month - 1));
}

const yearOf = (on: number) => Math.floor(on / 10_000);
const monthOf = (on: number) => Math.floor(on / 100) % 100;
const dayOf = (on: number) => on % 100;

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Calendar months of a stay; a begun month counts whole. 0 when it ends before it begins. */
export function monthsOfStay(from: Temporal.PlainDate, until: Temporal.PlainDate): number {
  const [begins, ends] = [ordinal(from), ordinal(until)];
  if (ends < begins) return 0;
  const whole = (yearOf(ends) - yearOf(begins)) * 12 + monthOf(ends) - monthOf(begins);
  // So many whole months end the day before the day-of-month of `from`, or with a month too short to have that day.
  return dayOf(ends) >= dayOf(begins) ? whole + 1 : whole;
}

/** Completed years of age on a day. */
export function ageOn(birthDate: Temporal.PlainDate, on: Temporal.PlainDate): number {
  // Both sort as the dates do, so what is left above month and day is the number of completed years.
  return Math.floor((ordinal(on) - ordinal(birthDate)) / 10_000);
}
