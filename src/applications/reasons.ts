import type { PermitType } from "../rules/permit-types.ts";

/** A reason for refusing, with the article of Law 6458 it stands on. The words are `case.refusal.<code>` in the locale files. */
export type Reason = { code: string; article: string; types: readonly PermitType[] | null };

const short = ["short-term"] as const;
const family = ["family"] as const;
const student = ["student"] as const;
const longTerm = ["long-term"] as const;

export const refusalReasons: readonly Reason[] = [
  { code: "passport", article: "21", types: null },
  { code: "inadmissible", article: "7", types: null },
  { code: "purpose-not-shown", article: "32", types: short },
  { code: "address-not-fit", article: "32", types: short },
  { code: "conditions-not-met", article: "33(1)(a)", types: short },
  { code: "other-purpose", article: "33(1)(b)", types: short },
  // Paragraph (c) was repealed in 2016; what it said of bans stands under (ç).
  { code: "entry-ban", article: "33(1)(ç)", types: short },
  { code: "abroad-120-days", article: "33", types: short },
  { code: "sponsor-conditions", article: "35", types: family },
  { code: "not-living-together", article: "35", types: family },
  { code: "family-conditions-not-met", article: "36", types: family },
  { code: "abroad-180-days", article: "36", types: family },
  { code: "sham-marriage", article: "37", types: family },
  { code: "student-conditions-not-met", article: "39", types: student },
  { code: "studies-not-going-on", article: "40", types: student },
  { code: "eight-years", article: "42", types: longTerm },
  { code: "long-term-conditions-not-met", article: "43", types: longTerm },
];

/** The reasons an officer may give for a type of permit, those for every type first. */
export function reasonsFor(permitType: string): Reason[] {
  return refusalReasons.filter(({ types }) => types === null || (types as readonly string[]).includes(permitType));
}

export function findReason(code: string): Reason | undefined {
  return refusalReasons.find((reason) => reason.code === code);
}

/** Why a permit is granted for other dates than those asked for. The words are `case.dates.<code>`. */
export const dateReasons = [
  "passport-ends", "insurance-ends", "programme-ends", "sponsor-permit-ends", "longest-for-purpose", "after-present-permit", "from-application", "proof-of-stay",
] as const;
export type DateReason = (typeof dateReasons)[number];

export function isDateReason(code: string): code is DateReason {
  return (dateReasons as readonly string[]).includes(code);
}
