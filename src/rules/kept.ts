import { sinceUnknown, type Validity } from "./dated.ts";
import type { Tables } from "./tables.ts";

/** What an earlier release may have kept otherwise: a number of days without a day, counters by office, rows without days of their own. */
type Earlier = Omit<Partial<Tables>, "lateGraceDays" | "counters" | "universities"> & {
  lateGraceDays?: number | Tables["lateGraceDays"];
  counters?: Record<string, number> | Tables["counters"];
  universities?: readonly (Omit<Tables["universities"][number], keyof Validity> & Partial<Validity>)[];
};

/**
 * Tables as they were kept, by whichever release, in the shape of today. What was kept without days held on all of them, and whatever the
 * earlier release did not keep is that of today.
 */
export function readKept(kept: unknown): Partial<Tables> {
  const { lateGraceDays, counters, universities } = kept as Earlier;
  const read = { ...(kept as object) } as Partial<Tables>;
  if (typeof lateGraceDays === "number") {
    read.lateGraceDays = [{ from: sinceUnknown.validFrom, until: null, value: lateGraceDays, source: "Law 6458 art. 24", confidence: "high" }];
  }
  if (counters && !Array.isArray(counters)) {
    read.counters = Object.entries(counters).map(([office, count]) => ({ office, count, source: "practice of the directorates", confidence: "high", ...sinceUnknown }));
  }
  if (universities) read.universities = universities.map((university) => ("validFrom" in university ? university : { ...university, ...sinceUnknown }) as Tables["universities"][number]);
  return read;
}
