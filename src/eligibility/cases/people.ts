import type { FeeCode } from "../../rules/fees.ts";
import type { Outcome } from "../assess.ts";
import type { FindingCode } from "../findings.ts";
import type { FactName, Facts } from "../questions.ts";

/**
 * The law as sentences: each row says a rule, names where it is written, tells who stands at the door, and what they must
 * be answered. Unless a row says otherwise it is Monday, 23 November 2026, the person is an adult British citizen in İzmir
 * with a passport valid until 2032 and private insurance until the end of 2028, and everything else is in order.
 */
/** Facts as they are written here: days as ISO texts. */
type Written<T> = T extends Temporal.PlainDate ? string : T extends (infer Item)[] ? Written<Item>[] : T extends object ? { [Name in keyof T]: Written<T[Name]> } : T;
export type Told = Partial<Written<Facts>>;
export type Expected = {
  on?: string; outcome?: Outcome; finds?: FindingCode; lacks?: FindingCode; opens?: string; closes?: string; latestEnd?: string; attendBy?: string;
  fee?: [FeeCode, number, "TRY" | "USD"]; inLira?: number; noFee?: FeeCode; asks?: string; onRequest?: string; doesNotAsk?: string; missing?: FactName;
};
export type Row = [sentence: string, article: string, facts: Told, expected: Expected];

export const person: Told = {
  nationality: "GBR", birthDate: "1990-05-05", province: "35", district: "Konak", passportValidUntil: "2032-01-01",
  insurance: { kind: "private", until: "2028-12-31" }, representative: "none", exchangeRate: "42.0000", permitHistory: [],
};
export const came = { date: "2026-10-10", basis: "exemption", stayEnds: "2027-01-07", visaFeePaid: false } as const;

/** A first application for six months of tourism. */
export const first = (facts: Told = {}): Told => ({
  ...person, kind: "first", permitType: "short-term", purpose: "tourism", entry: came, requestedFrom: "2026-12-01", requestedUntil: "2027-05-31", ...facts,
});
/** An extension of a tourist's permit that ends on 20 December 2026. */
export const extension = (facts: Told = {}): Told => ({
  ...person, kind: "extension", permitType: "short-term", purpose: "property", requestedFrom: "2026-12-21", requestedUntil: "2027-12-20",
  presentPermit: { permitType: "short-term", purpose: facts.purpose ?? "property", validUntil: "2026-12-20", heldSince: "2025-12-21", province: "35" }, ...facts,
});
/** A tourist’s permit that ends on 20 June 2027, and a transfer from it to that of a homeowner. */
export const present = { permitType: "short-term", purpose: "tourism", validUntil: "2027-06-20", heldSince: "2026-06-21", province: "35" } as const;
export const transfer = (facts: Told = {}): Told => ({
  ...person, kind: "transfer", permitType: "short-term", purpose: "property", presentPermit: present, requestedFrom: "2026-12-01", requestedUntil: "2027-11-30", ...facts,
});
export const citizenSpouse = { kind: "citizen", relation: "spouse", monthlyIncome: 6_000_000, familySize: 2 } as const;
export const holder = { kind: "permit-holder", relation: "spouse", monthlyIncome: 6_000_000, familySize: 2, permitValidUntil: "2028-06-30", onPermitSince: "2024-07-01" } as const;
export const family = (sponsor: Told["sponsor"] = citizenSpouse, facts: Told = {}): Told => {
  const { purpose: _, ...rest } = first(facts);
  return { ...rest, permitType: "family", sponsor };
};
export const student = (told: Told["student"] = {}, facts: Told = {}): Told => {
  const { purpose: _, ...rest } = first(facts);
  return { ...rest, permitType: "student", student: { level: "bachelor", programmeUntil: "2030-06-30", ...told } };
};
export const longTerm = (history: Told["permitHistory"], facts: Told = {}): Told => ({
  ...person, kind: "transfer", permitType: "long-term", permitHistory: history ?? [],
  presentPermit: { permitType: "short-term", purpose: "property", validUntil: "2027-06-20", heldSince: "2025-06-21", province: "35" }, ...facts,
});
export const years = (from: string, until: string, permitType: "short-term" | "student" | "family" = "short-term") => ({ permitType, from, until });
export const child = "2016-03-03";
export const law = (article: string) => `Law 6458 art. ${article}`;
export const practice = "practice of the directorates";
export const amounts = "Fees Law 492 art. 88 and the yearly list of amounts";
export const tariff = "Fees Law 492 tariff 6";
export const regulation = "Regulation on Law 6458";
export const announcement = "announcement of the Presidency of Migration Management";
