import type { Language } from "../platform/i18n.ts";
import type { Key } from "../platform/keys.ts";
import type { InsuranceKind } from "../rules/insurance.ts";
import type { Kind, Level, PermitType, Purpose, Relation, SponsorKind } from "../rules/permit-types.ts";
import type { HeldPermit } from "../rules/residence-time.ts";

/**
 * What may be told about an application; only the door is needed. A fact that is absent is not known yet, and makes the answer
 * partial. Some facts tell of an event, and absent means that it has not happened: `refusedOn`, `presentPermit.reasonEndedOn`,
 * `presentPermit` at the door of first applications, `presentPermit.province` where it is the province applied in, `entry` of a
 * child born in Türkiye, and the end of a public insurance.
 */
export type Facts = {
  kind: Kind;
  permitType?: PermitType;
  purpose?: Purpose;
  nationality?: string;
  birthDate?: Temporal.PlainDate;
  /** Plate number, `35`. */
  province?: string;
  district?: string;
  neighbourhood?: string;
  requestedFrom?: Temporal.PlainDate;
  requestedUntil?: Temporal.PlainDate;
  passportValidUntil?: Temporal.PlainDate;
  entry?: { date?: Temporal.PlainDate; basis?: "visa" | "exemption" | "conditional"; stayEnds?: Temporal.PlainDate; visaFeePaid?: boolean };
  presentPermit?: {
    permitType?: PermitType; purpose?: Purpose; validUntil?: Temporal.PlainDate; heldSince?: Temporal.PlainDate; province?: string;
    reasonEndedOn?: Temporal.PlainDate;
  };
  insurance?: { kind?: InsuranceKind; until?: Temporal.PlainDate };
  representative?: "none" | "parent" | "guardian" | "lawyer";
  sponsor?: {
    kind?: SponsorKind; relation?: Relation;
    /** Kuruş a month. */
    monthlyIncome?: number;
    /** The sponsor included. */
    familySize?: number;
    permitValidUntil?: Temporal.PlainDate; onPermitSince?: Temporal.PlainDate;
    /** A long-term permit, or a work permit without an end: nothing is asked of its last day. */
    permitWithoutEnd?: boolean;
  };
  student?: { level?: Level; programmeUntil?: Temporal.PlainDate };
  permitHistory?: HeldPermit[];
  bornInTurkiye?: boolean;
  graduatedOn?: Temporal.PlainDate;
  /** A refusal for the same type and purpose. */
  refusedOn?: Temporal.PlainDate;
  /** Turkish lira for one US dollar, a decimal string. */
  exchangeRate?: string;
};

/** A fact by its name in the interface. */
export const factNames = [
  "permitType", "purpose", "nationality", "birthDate", "province", "district", "neighbourhood", "requestedFrom", "requestedUntil",
  "passportValidUntil", "entry.date", "entry.basis", "entry.stayEnds", "entry.visaFeePaid", "presentPermit.permitType",
  "presentPermit.purpose", "presentPermit.validUntil", "presentPermit.heldSince", "presentPermit.province", "presentPermit.reasonEndedOn",
  "insurance.kind", "insurance.until", "representative", "sponsor.kind", "sponsor.relation", "sponsor.monthlyIncome",
  "sponsor.familySize", "sponsor.permitValidUntil", "sponsor.onPermitSince", "student.level", "student.programmeUntil",
  "permitHistory", "bornInTurkiye", "graduatedOn", "refusedOn",
] as const;
export type FactName = (typeof factNames)[number];

/** The name of a fact in a language, to say what is still missing. */
export function factText(l: Language, name: FactName): string {
  const key = name.replace(".", "-").replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
  return l.t(`eligibility.fact-${key}` as Key);
}
