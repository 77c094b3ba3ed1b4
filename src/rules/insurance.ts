import { ageOn } from "./calendar.ts";
import type { Confidence, Dated } from "./dated.ts";

export const insuranceKinds = ["private", "gss", "sgk", "bilateral"] as const;
export type InsuranceKind = (typeof insuranceKinds)[number];

/** Ages at which no insurance is asked for: under 18 and over 65 completed years. */
export const insuranceAges = { under: 18, over: 65, source: "practice of the directorates", confidence: "medium" as Confidence } as const;

/** Whether insurance is not asked of a person of that birth date. */
export function isInsuranceExempt(birthDate: Temporal.PlainDate, on: Temporal.PlainDate): boolean {
  return isExemptAge(ageOn(birthDate, on));
}

/** Whether insurance is not asked of a person of so many completed years. */
export function isExemptAge(age: number): boolean {
  return age < insuranceAges.under || age > insuranceAges.over;
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
