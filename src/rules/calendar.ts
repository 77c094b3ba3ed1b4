/**
 * The arithmetic of legal terms. First and last day of a stay both count; months are calendar months.
 * Dates are compared and reckoned through their fields: `Temporal.PlainDate.compare` took 590 ns and `add` 950 ns where this takes 80 ns,
 * and an assessment does some fifty of these.
 */

/** A date as a whole number that sorts as the date does: 20261123. */
export function ordinal(date: Temporal.PlainDate): number {
  return date.year * 10_000 + date.month * 100 + date.day;
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
  return numberOf(date.year, date.month, date.day);
}

function numberOf(ofYear: number, month: number, day: number): number {
  const year = month <= 2 ? ofYear - 1 : ofYear;
  const era = Math.floor(year / 400);
  const inEra = year - era * 400;
  const inYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + inEra * 365 + Math.floor(inEra / 4) - Math.floor(inEra / 100) + inYear;
}

/** Each day from 1900 to 2200 is made once, because a PlainDate costs 320 ns and more when it is thrown away. */
const firstNumber = numberOf(1900, 1, 1);
const made = Array<Temporal.PlainDate | undefined>(numberOf(2200, 12, 31) - firstNumber + 1).fill(undefined);

/** The day of a year, a month from 1 and a day; throws where there is none such. */
export function calendarDay(year: number, month: number, day: number): Temporal.PlainDate {
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return new Temporal.PlainDate(year, month, day);
  return (made[numberOf(year, month, day) - firstNumber] ??= new Temporal.PlainDate(year, month, day));
}

/** The day written `2026-11-23`; throws where there is none such. Anything more than these ten characters is for who calls to refuse. */
export function isoDay(text: string): Temporal.PlainDate {
  const digit = (place: number) => text.charCodeAt(place) - 48;
  return calendarDay(digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3), digit(5) * 10 + digit(6), digit(8) * 10 + digit(9));
}

const written = Array<string | undefined>(made.length).fill(undefined);

/** A day as ISO 8601 writes it. */
export function isoText(date: Temporal.PlainDate): string {
  const place = dayNumber(date) - firstNumber;
  if (place < 0 || place >= made.length) return date.toString();
  return (written[place] ??= date.toString());
}

/** The day that lies so many days after a date, before it when negative. */
export function plusDays(date: Temporal.PlainDate, days: number): Temporal.PlainDate {
  const place = dayNumber(date) + days - firstNumber;
  if (place < 0 || place >= made.length) return date.add({ days });
  return (made[place] ??= date.add({ days }));
}

/** The day that lies so many calendar months after a date, before it when negative; the last of the month where it has no such day. */
export function plusMonths(date: Temporal.PlainDate, months: number): Temporal.PlainDate {
  const count = date.year * 12 + date.month - 1 + months;
  const year = Math.floor(count / 12);
  const month = count - year * 12 + 1;
  return calendarDay(year, month, Math.min(date.day, daysOfMonth(year, month)));
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
  const count = from.year * 12 + from.month - 1 + months;
  const year = Math.floor(count / 12);
  const month = (count % 12) + 1;
  const length = daysOfMonth(year, month);
  if (from.day > length) return calendarDay(year, month, length);
  if (from.day > 1) return calendarDay(year, month, from.day - 1);
  return month === 1 ? calendarDay(year - 1, 12, 31) : calendarDay(year, month - 1, daysOfMonth(year, month - 1));
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Calendar months of a stay; a begun month counts whole. 0 when it ends before it begins. */
export function monthsOfStay(from: Temporal.PlainDate, until: Temporal.PlainDate): number {
  if (isBefore(until, from)) return 0;
  const whole = (until.year - from.year) * 12 + until.month - from.month;
  // So many whole months end the day before the day-of-month of `from`, or with a month too short to have that day.
  return until.day >= from.day ? whole + 1 : whole;
}

/** Completed years of age on a day. */
export function ageOn(birthDate: Temporal.PlainDate, on: Temporal.PlainDate): number {
  const years = on.year - birthDate.year;
  return on.month * 100 + on.day < birthDate.month * 100 + birthDate.day ? years - 1 : years;
}
