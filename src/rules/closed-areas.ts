import { isAfter } from "./calendar.ts";
import type { Confidence } from "./dated.ts";
import { day } from "./dated.ts";

/** Who may register an address in a closed area all the same. */
export type Exception = "newborn" | "nuclear-family" | "student-of-the-district" | "investor-property";

/**
 * A place closed to the addresses of new arrivals: a district, or one neighbourhood of it. `until` null: not known to have been
 * opened again.
 */
export type ClosedArea = {
  province: string; district: string; neighbourhood: string | null; from: string; until: string | null;
  exceptions: readonly Exception[]; source: string; confidence: Confidence;
};

const whole = ["Fatih", "Esenyurt", "Avcılar", "Bahçelievler", "Başakşehir", "Bağcılar", "Esenler", "Küçükçekmece", "Sultangazi", "Zeytinburnu"];

/**
 * Ten districts of İstanbul, as last announced in July 2023. Whether they are closed today is not confirmed, and the list of
 * neighbourhoods was never published in a form that could be taken over: hence low, and the officer decides.
 */
export const closedAreas: readonly ClosedArea[] = whole.map((district) => ({
  province: "34", district, neighbourhood: null, from: "2022-07-01", until: null,
  exceptions: ["newborn", "nuclear-family", "student-of-the-district", "investor-property"],
  source: "announcement of the Presidency of Migration Management", confidence: "low",
}));

/** The closed area an address lies in on a day, or null. A district not given matches nothing. */
export function closedAreaOf(
  address: { province?: string | undefined; district?: string | undefined; neighbourhood?: string | undefined },
  on: Temporal.PlainDate,
  areas: readonly ClosedArea[] = closedAreas,
): ClosedArea | null {
  for (const area of areas) {
    if (area.province !== address.province || area.district !== address.district) continue;
    if (area.neighbourhood !== null && area.neighbourhood !== address.neighbourhood) continue;
    if (isAfter(day(area.from), on) || (area.until !== null && isAfter(on, day(area.until)))) continue;
    return area;
  }
  return null;
}

/** What must still be known of an address before the closed areas can be looked up: a district, a neighbourhood, or nothing. */
export function addressNeeded(province: string, district: string | undefined, areas: readonly ClosedArea[] = closedAreas) {
  if (district === undefined) return areas.some((area) => area.province === province) ? ("district" as const) : null;
  const closed = areas.filter((area) => area.province === province && area.district === district);
  return closed.some((area) => area.neighbourhood !== null) && closed.every((area) => area.neighbourhood !== null) ? ("neighbourhood" as const) : null;
}
