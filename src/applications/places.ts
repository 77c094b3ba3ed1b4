import { districts, neighbourhoods } from "../rules/provinces.ts";

const codes = new Map<string, readonly string[]>();
const none: readonly string[] = [];

/** The neighbourhoods of a province as stored: `District/Neighbourhood`, so that one answer says both. Always the same list for a province. */
export function neighbourhoodCodes(plate: string): readonly string[] {
  const known = codes.get(plate);
  if (known) return known;
  if (!/^\d{2}$/.test(plate)) return none;
  const made = districts(plate).flatMap((district) => neighbourhoods(plate, district).map((neighbourhood) => `${district}/${neighbourhood}`));
  if (made.length > 0) codes.set(plate, made);
  return made;
}

/** A stored neighbourhood taken apart. */
export function splitPlace(code: string | undefined): { district?: string; neighbourhood?: string } {
  if (!code) return {};
  const [district, neighbourhood] = code.split("/");
  return { district, neighbourhood };
}
