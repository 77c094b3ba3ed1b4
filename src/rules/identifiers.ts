import { randomWord } from "./names.ts";

export { inCapitals, nameKey, transliterate } from "./names.ts";

/** Whether eleven digits satisfy the two check digits that citizens' and foreigners' numbers share. */
function satisfiesCheckDigits(number: string): boolean {
  if (!/^[1-9][0-9]{10}$/.test(number)) return false;
  const d = Array.from(number, Number) as [number, ...number[]];
  const at = (place: number) => d[place - 1] ?? 0;
  const odd = at(1) + at(3) + at(5) + at(7) + at(9);
  const even = at(2) + at(4) + at(6) + at(8);
  // The difference may be negative, and JavaScript's remainder with it.
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return at(10) === tenth && at(11) === (odd + even + tenth) % 10;
}

/** A foreigner identity number (yabancı kimlik numarası): eleven digits that begin with 99, check digits included. */
export function isForeignerNumber(number: string): boolean {
  return number.startsWith("99") && satisfiesCheckDigits(number);
}

/** A citizen's identity number (T.C. kimlik numarası). Numbers that begin with 99 are foreigners'. */
export function isCitizenNumber(number: string): boolean {
  return !number.startsWith("99") && satisfiesCheckDigits(number);
}

/** The check digit of a field of the machine-readable zone (ICAO 9303): weights 7-3-1, A=10 to Z=35, filler 0. Throws on other signs. */
export function mrzCheckDigit(field: string): number {
  const weights = [7, 3, 1];
  let sum = 0;
  for (let place = 0; place < field.length; place += 1) {
    const sign = field.charAt(place);
    const value = sign === "<" ? 0 : /[0-9]/.test(sign) ? Number(sign) : /[A-Z]/.test(sign) ? sign.charCodeAt(0) - 55 : NaN;
    if (Number.isNaN(value)) throw new Error("a sign that no machine-readable zone has");
    sum += value * (weights[place % 3] ?? 0);
  }
  return sum % 10;
}

/** A passport number, leniently: countries differ, so only length and alphabet are looked at. */
export function isPassportNumber(number: string): boolean {
  return /^[A-Z0-9]{5,20}$/.test(number);
}

/** The same, as a person types it: spaces and dashes out, capitals. Not Turkish casing: a passport's i is I. */
export function normalisePassportNumber(typed: string): string {
  return typed.replace(/[\s\-.]/g, "").toUpperCase();
}

/** The check digit of a postal item of the Universal Postal Union (S10) over its eight digits. */
function postalCheckDigit(digits: string): number {
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const sum = weights.reduce((total, weight, place) => total + weight * Number(digits.charAt(place)), 0);
  const rest = 11 - (sum % 11);
  return rest === 10 ? 0 : rest === 11 ? 5 : rest;
}

/**
 * A postal tracking code. What ends in TR and has the shape of S10 must bear its check digit; domestic items have thirteen
 * letters and digits whose rule is not published.
 */
export function isTrackingCode(code: string): boolean {
  const international = /^[A-Z]{2}([0-9]{8})([0-9])TR$/.exec(code);
  if (international && !/^[JKSTW]/.test(code)) return postalCheckDigit(international[1] ?? "") === Number(international[2]);
  return /^[A-Z0-9]{13}$/.test(code);
}

/** A registration number: year, series, running number: 2026-04-0612345. */
export function isRegistrationNumber(number: string): boolean {
  return /^20[0-9]{2}-[0-9]{2}-[0-9]{7}$/.test(number);
}

/** Builds a registration number. `series` 0 to 99, `running` 1 to 9,999,999; throws outside. */
export function registrationNumber(year: number, series: number, running: number): string {
  if (running < 1 || running > 9_999_999 || series < 0 || series > 99) throw new Error("registration numbers of the year are used up");
  return `${year}-${String(series).padStart(2, "0")}-${String(running).padStart(7, "0")}`;
}

/** The barcode printed on the form of a registration number. */
export function barcodeOf(registration: string): string {
  return `GCGM03-9${registration.replaceAll("-", "")}`;
}

export function isBarcode(code: string): boolean {
  return /^GCGM03-9[0-9]{13}$/.test(code);
}

/** The registration number a barcode stands for, or null when it is no barcode of a form. */
export function registrationOfBarcode(code: string): string | null {
  if (!isBarcode(code)) return null;
  const digits = code.slice(8);
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** An accrual (tahakkuk) number: the day as eight digits, then seven. */
export function isAccrualNumber(number: string): boolean {
  if (!/^20[0-9]{13}$/.test(number)) return false;
  const month = Number(number.slice(4, 6));
  const dayOfMonth = Number(number.slice(6, 8));
  return month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= new Temporal.PlainYearMonth(Number(number.slice(0, 4)), month).daysInMonth;
}

/** Builds an accrual number of a day; `running` 1 to 9,999,999, throws outside. */
export function accrualNumber(on: Temporal.PlainDate, running: number): string {
  if (running < 1 || running > 9_999_999) throw new Error("accrual numbers of the day are used up");
  return on.toString().replaceAll("-", "") + String(running).padStart(7, "0");
}

// No vowels, so that no word arises; no 0, 1, I, L, O, S, 5, 8, B, 2, Z that read alike on a photocopy. 19 signs is a prime.
const alphabet = "CDFGHJKMNPQRTVWX347";
const applicationLength = 9;

function applicationCheck(body: string): string {
  let sum = 0;
  for (let place = 0; place < body.length; place += 1) sum += (place + 1) * alphabet.indexOf(body.charAt(place));
  return alphabet.charAt(sum % alphabet.length);
}

/**
 * A new application number, such as `HRT-4KD-MXGW`: nine random signs (19^9, some 3 x 10^11) and one check sign that finds every
 * single wrong sign and every exchange of two neighbours. `random(n)` gives a whole number from 0 to n-1 and must be unguessable.
 */
export function makeApplicationNumber(random: (n: number) => number): string {
  const body = randomWord(alphabet, applicationLength, random);
  return writtenApplicationNumber(body + applicationCheck(body));
}

/** Whether a number, in any casing and with or without its dashes, is an application number with the right check sign. */
export function isApplicationNumber(number: string): boolean {
  const signs = number.toUpperCase().replace(/[\s\-–]/g, "");
  if (signs.length !== applicationLength + 1) return false;
  for (const sign of signs) if (!alphabet.includes(sign)) return false;
  return applicationCheck(signs.slice(0, -1)) === signs.slice(-1);
}

/** An application number as it is stored and printed, from any way of typing it. */
export function normaliseApplicationNumber(typed: string): string {
  return writtenApplicationNumber(typed.toUpperCase().replace(/[\s\-–]/g, ""));
}

function writtenApplicationNumber(signs: string): string {
  return `${signs.slice(0, 3)}-${signs.slice(3, 6)}-${signs.slice(6)}`;
}
