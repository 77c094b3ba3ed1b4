import type { Facts } from "../../src/eligibility/questions.ts";
import { plusDays } from "../../src/rules/calendar.ts";
import { levels, purposes, relations, sponsorKinds } from "../../src/rules/permit-types.ts";

const start = Temporal.PlainDate.from("2026-11-23");
const nationalities = ["GBR", "RUS", "NOR", "IRQ", "JPN", "ESP", "KAZ", "UKR", "DEU", "IRN", "XXA", "TKM", "USA", "FRA", "EGY"];
const places = [["35", "Konak"], ["34", "Fatih"], ["34", "Kadıköy"], ["07", "Muratpaşa"], ["06", "Çankaya"]] as const;
const ownPurposes = purposes.filter((purpose) => purpose.personMayFile).map((purpose) => purpose.code);

/** A day of so many, mixed so that neighbours differ in every field. */
const day = (n: number, step: number, span: number, from = 0) => plusDays(start, from + ((n * step) % span));
const pick = <Item>(list: readonly Item[], n: number): Item => list[n % list.length]!;

/** The nth question: of every door, type and purpose, whole, and no two alike. */
export function factsOf(n: number): { on: Temporal.PlainDate; facts: Facts } {
  const kind = pick(["first", "extension", "transfer"] as const, n);
  const permitType = pick(["short-term", "short-term", "family", "student", "long-term"] as const, Math.floor(n / 3));
  const [province, district] = pick(places, Math.floor(n / 7));
  const requestedFrom = day(n, 13, 60, 3);
  const facts: Facts = {
    kind, permitType, nationality: pick(nationalities, n * 7), birthDate: plusDays(start, -7_000 - ((n * 17) % 15_000)), province, district,
    requestedFrom, requestedUntil: plusDays(requestedFrom, 90 + ((n * 31) % 640)), passportValidUntil: day(n, 37, 2_000, 500),
    insurance: { kind: "private", until: day(n, 41, 900, 100) }, representative: "none", exchangeRate: `4${n % 10}.${String(1_000 + (n % 9_000))}`,
    ...(permitType === "short-term" ? { purpose: pick(ownPurposes, n * 5) } : {}),
    ...(kind === "first"
      ? { entry: { date: day(n, 3, 80, -80), basis: pick(["visa", "exemption", "conditional"] as const, n), stayEnds: day(n, 11, 60, 5), visaFeePaid: n % 2 === 0 } }
      : { presentPermit: { permitType: pick(["short-term", "student", "family"] as const, n * 3), validUntil: day(n, 19, 200, -10), heldSince: day(n, 23, 900, -1_000), province } }),
    ...(permitType === "family" ? {
      sponsor: {
        kind: pick(sponsorKinds, n), relation: pick(relations, n * 3), monthlyIncome: 2_500_000 + ((n * 997) % 9_000_000), familySize: 2 + (n % 5),
        permitValidUntil: day(n, 29, 900, 200), onPermitSince: day(n, 5, 900, -1_400),
      },
    } : {}),
    ...(permitType === "student" ? { student: { level: pick(levels, n), programmeUntil: day(n, 43, 1_200, 200) } } : {}),
    ...(permitType === "long-term" ? { permitHistory: [{ permitType: "student" as const, from: day(n, 7, 900, -4_000), until: day(n, 7, 900, -2_000) }] } : {}),
  };
  return { on: day(n, 1, 40), facts };
}

/** The same question as it goes over the wire. */
export function bodyOf(n: number): Buffer {
  const { on, facts } = factsOf(n);
  return Buffer.from(JSON.stringify({ on, ...facts }));
}
