import { ordinal } from "./calendar.ts";
import { type Confidence, type Ground, holdsOn, sinceUnknown } from "./dated.ts";
import { provinces } from "./provinces.ts";

/**
 * An office that receives applicants. `district` is where it stands, null for a directorate of the whole province;
 * `districts` are those it serves when the province is divided among several offices, absent when it serves all.
 */
export type Office = Ground & { code: string; province: string; district: string | null; name: string; counters: number; districts?: string[] };

/** How many counters an office has, where somebody has set them; the others have those of the list of offices. */
export type OfficeCounters = Ground & { office: string; count: number };

/** Where the numbers of counters come from: no office publishes its own, so each is a guess until the office says otherwise. */
export const countersGround = { source: "demonstration", confidence: "low", ...sinceUnknown } as const satisfies Ground;

export const openingHours = {
  opens: new Temporal.PlainTime(8, 30),
  lunchBegins: new Temporal.PlainTime(12, 30),
  lunchEnds: new Temporal.PlainTime(13, 30),
  closes: new Temporal.PlainTime(17, 30),
  source: "practice of the directorates", confidence: "medium" satisfies Confidence, ...sinceUnknown,
} as const;

/** Counters of the directorates that receive many; every other has two. Made up to fit the size of the province: an edition sets the real ones. */
const counters: Record<string, number> = {
  "01": 4, "06": 10, "07": 8, "09": 4, "16": 5, "20": 3, "22": 2, "26": 3, "27": 4, "31": 3, "33": 5, "35": 6, "38": 3, "41": 4, "42": 3, "48": 4, "54": 3, "55": 3, "59": 3, "61": 3, "63": 3, "67": 2, "77": 3
};

const source = "practice of the directorates";
const directorate = "İl Göç İdaresi Müdürlüğü";

const provincial: Office[] = provinces
  .filter((province) => province.plate !== "34")
  .map(({ plate, name }) => ({
    code: plate, province: plate, district: null, name: `${name} ${directorate}`, counters: counters[plate] ?? 2, source, confidence: "high", ...sinceUnknown,
  }));

const ofDemonstration = { source: "demonstration", confidence: "low", ...sinceUnknown } as const;

/** İstanbul is divided: each district belongs to one office. The division is of the demonstration; the administrator sets the real one. */
const istanbul: Office[] = [
  {
    code: "34-fatih", province: "34", district: "Fatih", name: `İstanbul ${directorate} (Fatih)`, counters: 14, ...ofDemonstration,
    districts: ["Adalar", "Bayrampaşa", "Beşiktaş", "Beyoğlu", "Eyüpsultan", "Fatih", "Gaziosmanpaşa", "Kağıthane", "Sarıyer", "Sultangazi", "Şişli", "Zeytinburnu"],
  },
  {
    code: "34-esenyurt", province: "34", district: "Esenyurt", name: "Esenyurt Göç İdaresi Ofisi", counters: 12, ...ofDemonstration,
    districts: [
      "Arnavutköy", "Avcılar", "Bağcılar", "Bahçelievler", "Bakırköy", "Başakşehir", "Beylikdüzü", "Büyükçekmece", "Çatalca", "Esenler",
      "Esenyurt", "Güngören", "Küçükçekmece", "Silivri",
    ],
  },
  {
    code: "34-umraniye", province: "34", district: "Ümraniye", name: "Ümraniye Göç İdaresi Ofisi", counters: 8, ...ofDemonstration,
    districts: ["Ataşehir", "Beykoz", "Çekmeköy", "Kadıköy", "Şile", "Ümraniye", "Üsküdar"],
  },
  {
    code: "34-pendik", province: "34", district: "Pendik", name: "Pendik Göç İdaresi Ofisi", counters: 8, ...ofDemonstration,
    districts: ["Kartal", "Maltepe", "Pendik", "Sancaktepe", "Sultanbeyli", "Tuzla"],
  },
];

function district(province: string, place: string, code: string, count: number, served: string[]): Office {
  return {
    code: `${province}-${code}`, province, district: place, name: `${place} İlçe Göç İdaresi Müdürlüğü`, counters: count, districts: served, source,
    confidence: "medium", ...sinceUnknown,
  };
}

const ofDistricts: Office[] = [
  district("07", "Alanya", "alanya", 5, ["Alanya", "Gazipaşa"]),
  district("48", "Bodrum", "bodrum", 3, ["Bodrum"]),
  district("48", "Fethiye", "fethiye", 3, ["Fethiye", "Seydikemer"]),
  district("09", "Kuşadası", "kusadasi", 2, ["Kuşadası"]),
];

export const offices: readonly Office[] = [...provincial, ...istanbul, ...ofDistricts].sort((one, other) => (one.code < other.code ? -1 : 1));

const byCode = new Map(offices.map((office) => [office.code, office]));

export function findOffice(code: string): Office | undefined {
  return byCode.get(code);
}

/**
 * The offices an address may go to on a day, the district's own first. In a divided province it is one; elsewhere the directorate
 * of the province always serves too.
 */
export function officesFor(province: string, place: string | null, on: Temporal.PlainDate): Office[] {
  const asked = ordinal(on);
  const all = offices.filter((office) => office.province === province && holdsOn(office, asked));
  const own = place === null ? [] : all.filter((office) => office.districts?.includes(place));
  const general = all.filter((office) => office.districts === undefined);
  return own.length + general.length === 0 ? all : [...own, ...general];
}
