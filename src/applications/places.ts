import { districts, neighbourhoods } from "../rules/provinces.ts";

/** The neighbourhoods of a province as stored: `District/Neighbourhood`, so that one answer says both. */
export function neighbourhoodCodes(plate: string): string[] {
  if (!/^\d{2}$/.test(plate)) return [];
  return districts(plate).flatMap((district) => neighbourhoods(plate, district).map((neighbourhood) => `${district}/${neighbourhood}`));
}

/** A stored neighbourhood taken apart. */
export function splitPlace(code: string | undefined): { district?: string; neighbourhood?: string } {
  if (!code) return {};
  const [district, neighbourhood] = code.split("/");
  return { district, neighbourhood };
}
