import { plusDays } from "./calendar.ts";
import type { Ground } from "./dated.ts";

/**
 * A university that hands its students' files to the directorate. `handInDays`: days after the online form within which the
 * student brings the papers to the university; null when it has published none.
 */
export type University = Ground & { code: string; name: string; province: string; district: string | null; handInDays: number | null };

/** The day of the protocol by which universities take their students' files; since when each keeps to its days is not published. */
const sinceProtocol = { validFrom: "2023-11-29", validFromConfidence: "medium" } as const;
const published = { source: "practice of the university", confidence: "medium", ...sinceProtocol } as const;
const unpublished = { handInDays: null, source: "practice of the directorates", confidence: "low", ...sinceProtocol } as const;

/** The universities whose deadline is known, and the larger ones without; each adds or corrects itself through the office. */
export const universities: readonly University[] = [
  { code: "istinye", name: "İstinye Üniversitesi", province: "34", district: "Zeytinburnu", handInDays: 4, ...published },
  { code: "iste", name: "İskenderun Teknik Üniversitesi", province: "31", district: "İskenderun", handInDays: 10, ...published },
  { code: "bezmialem", name: "Bezmiâlem Vakıf Üniversitesi", province: "34", district: "Fatih", handInDays: 15, ...published },
  { code: "istanbul", name: "İstanbul Üniversitesi", province: "34", district: "Fatih", ...unpublished },
  { code: "itu", name: "İstanbul Teknik Üniversitesi", province: "34", district: "Sarıyer", ...unpublished },
  { code: "bogazici", name: "Boğaziçi Üniversitesi", province: "34", district: "Sarıyer", ...unpublished },
  { code: "marmara", name: "Marmara Üniversitesi", province: "34", district: "Maltepe", ...unpublished },
  { code: "yildiz", name: "Yıldız Teknik Üniversitesi", province: "34", district: "Esenler", ...unpublished },
  { code: "gedik", name: "İstanbul Gedik Üniversitesi", province: "34", district: "Kartal", ...unpublished },
  { code: "sabanci", name: "Sabancı Üniversitesi", province: "34", district: "Tuzla", ...unpublished },
  { code: "koc", name: "Koç Üniversitesi", province: "34", district: "Sarıyer", ...unpublished },
  { code: "ankara", name: "Ankara Üniversitesi", province: "06", district: "Çankaya", ...unpublished },
  { code: "odtu", name: "Orta Doğu Teknik Üniversitesi", province: "06", district: "Çankaya", ...unpublished },
  { code: "hacettepe", name: "Hacettepe Üniversitesi", province: "06", district: "Çankaya", ...unpublished },
  { code: "gazi", name: "Gazi Üniversitesi", province: "06", district: "Yenimahalle", ...unpublished },
  { code: "bilkent", name: "İhsan Doğramacı Bilkent Üniversitesi", province: "06", district: "Çankaya", ...unpublished },
  { code: "ege", name: "Ege Üniversitesi", province: "35", district: "Bornova", ...unpublished },
  { code: "dokuz-eylul", name: "Dokuz Eylül Üniversitesi", province: "35", district: "Buca", ...unpublished },
  { code: "iyte", name: "İzmir Yüksek Teknoloji Enstitüsü", province: "35", district: "Urla", ...unpublished },
  { code: "akdeniz", name: "Akdeniz Üniversitesi", province: "07", district: "Konyaaltı", ...unpublished },
  { code: "uludag", name: "Bursa Uludağ Üniversitesi", province: "16", district: "Nilüfer", ...unpublished },
  { code: "btu", name: "Bursa Teknik Üniversitesi", province: "16", district: "Yıldırım", ...unpublished },
  { code: "eskisehir", name: "Eskişehir Osmangazi Üniversitesi", province: "26", district: "Odunpazarı", ...unpublished },
  { code: "anadolu", name: "Anadolu Üniversitesi", province: "26", district: "Tepebaşı", ...unpublished },
  { code: "erciyes", name: "Erciyes Üniversitesi", province: "38", district: "Melikgazi", ...unpublished },
  { code: "selcuk", name: "Selçuk Üniversitesi", province: "42", district: "Selçuklu", ...unpublished },
  { code: "ktu", name: "Karadeniz Teknik Üniversitesi", province: "61", district: "Ortahisar", ...unpublished },
  { code: "samsun", name: "Samsun Üniversitesi", province: "55", district: "İlkadım", ...unpublished },
  { code: "ondokuz-mayis", name: "Ondokuz Mayıs Üniversitesi", province: "55", district: "Atakum", ...unpublished },
  { code: "giresun", name: "Giresun Üniversitesi", province: "28", district: "Merkez", ...unpublished },
  { code: "ordu", name: "Ordu Üniversitesi", province: "52", district: "Altınordu", ...unpublished },
  { code: "firat", name: "Fırat Üniversitesi", province: "23", district: "Merkez", ...unpublished },
  { code: "kastamonu", name: "Kastamonu Üniversitesi", province: "37", district: "Merkez", ...unpublished },
  { code: "balikesir", name: "Balıkesir Üniversitesi", province: "10", district: "Altıeylül", ...unpublished },
  { code: "cukurova", name: "Çukurova Üniversitesi", province: "01", district: "Sarıçam", ...unpublished },
  { code: "gaziantep", name: "Gaziantep Üniversitesi", province: "27", district: "Şehitkamil", ...unpublished },
];

/** The last day for handing the papers in at the university after the online form was completed; null when it has set none. */
export function handInBy(university: University, completedOn: Temporal.PlainDate): Temporal.PlainDate | null {
  return university.handInDays === null ? null : plusDays(completedOn, university.handInDays);
}
