import type { Confidence } from "./dated.ts";

/** A public holiday: `half` means the office closes at 13:00. `code` is a text of the reference file. */
export type Holiday = { date: string; code: HolidayCode; half: boolean; source: string; confidence: Confidence };
export type HolidayCode =
  | "new-year" | "sovereignty" | "labour" | "youth" | "democracy" | "victory" | "republic-eve" | "republic"
  | "ramazan-eve" | "ramazan" | "kurban-eve" | "kurban" | "administrative";

const source = "Law 2429 art. 2";

/** The holidays that fall on the same day every year. */
export function fixed(year: number): Holiday[] {
  const on = (monthDay: string, code: HolidayCode, half = false): Holiday => ({ date: `${year}-${monthDay}`, code, half, source, confidence: "high" });
  return [
    on("01-01", "new-year"), on("04-23", "sovereignty"), on("05-01", "labour"), on("05-19", "youth"), on("07-15", "democracy"),
    on("08-30", "victory"), on("10-28", "republic-eve", true), on("10-29", "republic"),
  ];
}

function feast(code: "ramazan" | "kurban", first: string, days: number, confidence: Confidence): Holiday[] {
  const start = Temporal.PlainDate.from(first);
  const eve: Holiday = { date: start.subtract({ days: 1 }).toString(), code: `${code}-eve`, half: true, source, confidence };
  const rest = Array.from({ length: days }, (_, n): Holiday => ({ date: start.add({ days: n }).toString(), code, half: false, source, confidence }));
  return [eve, ...rest];
}

/** Holidays in order of date. Bridge days are decided year by year and are added by an edition. */
export const holidays: readonly Holiday[] = [
  ...fixed(2026), ...fixed(2027), ...fixed(2028),
  ...feast("ramazan", "2026-03-20", 3, "high"), ...feast("kurban", "2026-05-27", 4, "high"),
  ...feast("ramazan", "2027-03-09", 3, "medium"), ...feast("kurban", "2027-05-16", 4, "medium"),
  // Some calendars begin the feast of 2028 on 27 February.
  ...feast("ramazan", "2028-02-26", 3, "low"), ...feast("kurban", "2028-05-05", 4, "low"),
].sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0));
