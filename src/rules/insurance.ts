import { type Dated, type Ground, sinceUnknown } from "./dated.ts";

export const insuranceKinds = ["private", "gss", "sgk", "bilateral"] as const;
export type InsuranceKind = (typeof insuranceKinds)[number];

/** Ages at which no insurance is asked for: below `under` and above `over` completed years. */
export type InsuranceAges = Ground & { under: number; over: number };
export const insuranceAges: readonly InsuranceAges[] = [{ under: 18, over: 65, source: "practice of the directorates", confidence: "medium", ...sinceUnknown }];

/** Whether insurance is not asked of a person of so many completed years; of nobody where no ages are known. */
export function isExemptAge(age: number, ages: InsuranceAges | null): boolean {
  return ages !== null && (age < ages.under || age > ages.over);
}

/** What a private policy must at least cover, in kuruş a year and in percent paid by the insured; null amount: without limit. */
export type InsuranceMinimum = {
  outPatient: number; outPatientShare: number; outPatientShareElsewhere: number;
  inPatient: number | null; inPatientShare: number; inPatientElsewhere: number; inPatientShareElsewhere: number; annex: number;
};

export const insuranceMinimum: readonly Dated<InsuranceMinimum>[] = [
  {
    from: "2025-04-01", until: null, source: "Insurance circular 2024/34", confidence: "medium",
    value: {
      outPatient: 1_500_000, outPatientShare: 20, outPatientShareElsewhere: 40,
      inPatient: null, inPatientShare: 0, inPatientElsewhere: 15_000_000, inPatientShareElsewhere: 20, annex: 25_000_000,
    },
  },
];
