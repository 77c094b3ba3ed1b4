import type { Language } from "../platform/i18n.ts";
import type { Key } from "../platform/keys.ts";
import { ageOn } from "./calendar.ts";
import type { Confidence } from "./dated.ts";
import { exemptionOf, singleEntryLine } from "./fees.ts";
import { isExemptAge } from "./insurance.ts";
import type { InsuranceKind } from "./insurance.ts";
import type { Kind, Level, PermitType, Purpose, Relation, SponsorKind } from "./permit-types.ts";
import { getLevel, getSponsorKind } from "./permit-types.ts";
import type { Tables } from "./tables.ts";
import { law } from "./tables.ts";

/** What the list of documents depends on. What is absent is not known, and asks for nothing yet. */
export type DocumentFacts = {
  on: Temporal.PlainDate;
  kind: Kind;
  permitType?: PermitType;
  purpose?: Purpose;
  birthDate?: Temporal.PlainDate;
  bornInTurkiye?: boolean;
  nationality?: string;
  representative?: "none" | "parent" | "guardian" | "lawyer";
  sponsor?: { kind?: SponsorKind; relation?: Relation };
  student?: { level?: Level };
  insurance?: { kind?: InsuranceKind };
  entry?: { date?: Temporal.PlainDate; basis?: "visa" | "exemption" | "conditional"; stayEnds?: Temporal.PlainDate; visaFeePaid?: boolean };
};

export type RequiredDocument = { code: string; required: "yes" | "on-request"; ground: string };

/** The facts with what many of the rules ask of them. */
type Told = DocumentFacts & { /** Completed years; null when the birth date is not known. */ age: number | null; lawOn: Temporal.PlainDate; tables: Tables };

type Rule = {
  code: string;
  /** yes, only when the officer asks, or not at all. */
  asked: (facts: Told) => "yes" | "on-request" | null;
  source: string;
  confidence: Confidence;
};

const yesWhen = (holds: (facts: Told) => boolean) => (facts: Told) => (holds(facts) ? ("yes" as const) : null);
const onRequestWhen = (holds: (facts: Told) => boolean) => (facts: Told) => (holds(facts) ? ("on-request" as const) : null);
const isMinor = (facts: Told) => facts.age !== null && facts.age < 18;
const isNewborn = (facts: Told) => facts.kind === "first" && facts.bornInTurkiye === true && facts.entry === undefined;
const purpose = (...codes: Purpose[]) => (facts: Told) =>
  (facts.permitType === "short-term" || facts.permitType === undefined) && facts.purpose !== undefined && codes.includes(facts.purpose);
const type = (code: PermitType) => (facts: Told) => facts.permitType === code;
const child = (facts: Told) => facts.permitType === "family" && facts.sponsor?.relation !== undefined && facts.sponsor.relation !== "spouse";
const higher = (facts: Told) => facts.permitType === "student" && facts.student?.level !== undefined && getLevel(facts.student.level).higher;
const pupil = (facts: Told) => facts.permitType === "student" && facts.student?.level !== undefined && !getLevel(facts.student.level).higher;
const both = (...all: ((facts: Told) => boolean)[]) => (facts: Told) => all.every((holds) => holds(facts));
const byOffice = (facts: Told) => facts.permitType === "humanitarian" || facts.permitType === "trafficking-victim";

const official = { source: "practice of the directorates", confidence: "high" } as const;
const likely = { source: "practice of the directorates", confidence: "medium" } as const;
const unsure = { source: "practice of the directorates", confidence: "low" } as const;
const family = { source: "Law 6458 art. 35", confidence: "medium" } as const;
const longTerm = { source: "Law 6458 art. 43", confidence: "medium" } as const;
const cardLaw = { source: "Valuable Papers Law 210", confidence: "high" } as const;
const feeLaw = { source: "Fees Law 492 art. 88", confidence: "high" } as const;

/** Every document that exists, in the order of a folder, with the facts that call for it. */
export const documentRules: readonly Rule[] = [
  { code: "form", asked: yesWhen((facts) => !byOffice(facts)), ...official },
  { code: "passport", asked: (facts) => (facts.permitType === "trafficking-victim" ? "on-request" : "yes"), source: "Law 6458 art. 21", confidence: "high" },
  { code: "previous-passport", asked: onRequestWhen((facts) => facts.kind !== "first"), ...likely },
  { code: "photos-four", asked: yesWhen((facts) => !type("long-term")(facts) && facts.permitType !== "trafficking-victim"), ...likely },
  { code: "photos-two", asked: yesWhen(type("long-term")), ...likely },
  { code: "present-permit", asked: yesWhen((facts) => facts.kind !== "first"), ...likely },
  { code: "income", asked: yesWhen((facts) => !byOffice(facts) && !type("long-term")(facts) && !isNewborn(facts)), source: "Law 6458 art. 32", confidence: "high" },
  { code: "income-proof", asked: yesWhen(type("long-term")), ...longTerm },
  { code: "insurance", asked: insurance, ...likely },
  { code: "address", asked: yesWhen((facts) => !byOffice(facts)), source: "Law 6458 art. 32", confidence: "high" },
  { code: "utility-bill", asked: (facts) => (type("long-term")(facts) ? "yes" : facts.kind === "extension" ? "on-request" : null), ...likely },
  { code: "card-fee-receipt", asked: () => "yes", ...cardLaw },
  { code: "permit-fee-receipt", asked: permitFeeReceipt, ...feeLaw },
  { code: "single-entry-receipt", asked: singleEntryReceipt, ...feeLaw },
  { code: "uets", asked: yesWhen((facts) => !byOffice(facts) && !isMinor(facts)), ...likely },
  { code: "expenses-letter", asked: onRequestWhen((facts) => !byOffice(facts)), ...likely },
  { code: "criminal-record", asked: onRequestWhen(type("short-term")), source: "Law 6458 art. 32", confidence: "medium" },

  { code: "parent-proof", asked: yesWhen((facts) => facts.representative === "parent"), ...official },
  { code: "guardianship-decision", asked: yesWhen((facts) => facts.representative === "guardian"), ...official },
  { code: "power-of-attorney", asked: yesWhen((facts) => facts.representative === "lawyer"), ...official },
  { code: "birth-certificate", asked: yesWhen((facts) => isMinor(facts) || child(facts) || isNewborn(facts)), ...official },
  { code: "parental-consent", asked: parentalConsent, ...official },
  { code: "carer-undertaking", asked: onRequestWhen(isMinor), ...likely },
  { code: "custody-or-death", asked: onRequestWhen((facts) => isMinor(facts) || child(facts)), ...likely },

  { code: "research-document", asked: yesWhen(purpose("research")), ...likely },
  { code: "title-deed", asked: yesWhen(purpose("property")), ...likely },
  { code: "property-valuation", asked: yesWhen(purpose("property")), ...likely },
  { code: "land-registry-letter", asked: onRequestWhen(purpose("property")), ...likely },
  { code: "business-invitation", asked: yesWhen(purpose("business")), ...likely },
  { code: "company-papers", asked: onRequestWhen(purpose("business")), ...likely },
  { code: "institution-letter", asked: yesWhen(purpose("in-service-training", "exchange", "public-course")), ...likely },
  { code: "travel-plan", asked: onRequestWhen(purpose("tourism")), ...likely },
  { code: "accommodation", asked: onRequestWhen(purpose("tourism")), ...likely },
  { code: "hospital-report", asked: yesWhen(purpose("treatment")), ...unsure },
  { code: "authority-document", asked: yesWhen(purpose("authority-decision")), source: "Law 6458 art. 31(1)(g)", confidence: "high" },
  { code: "family-change", asked: yesWhen(both(purpose("from-family"), (facts) => facts.kind === "transfer")), source: "Law 6458 art. 34", confidence: "medium" },
  { code: "course-enrolment", asked: yesWhen(purpose("turkish-course")), ...likely },
  { code: "diploma", asked: yesWhen(purpose("graduate")), source: "Law 6458 art. 31(1)(i)", confidence: "high" },
  { code: "conformity-certificate", asked: yesWhen(purpose("investor")), ...likely },
  { code: "trnc-identity", asked: yesWhen(purpose("trnc")), ...likely },

  { code: "marriage-certificate", asked: yesWhen((facts) => facts.permitType === "family" && facts.sponsor?.relation === "spouse" && facts.sponsor.kind !== "citizen"), ...family },
  { code: "civil-registry-extract", asked: yesWhen((facts) => facts.permitType === "family" && facts.sponsor?.kind === "citizen"), ...family },
  { code: "dependency-proof", asked: yesWhen((facts) => facts.permitType === "family" && (facts.sponsor?.relation?.endsWith("dependent-child") ?? false)), ...family },
  { code: "parents-permits", asked: yesWhen(isNewborn), ...official },
  { code: "sponsor-identity", asked: yesWhen(type("family")), ...family },
  { code: "sponsor-income", asked: yesWhen(both(type("family"), (facts) => !isNewborn(facts))), ...family },
  { code: "family-insurance", asked: yesWhen(both(type("family"), (facts) => !isNewborn(facts))), ...family },
  { code: "sponsor-criminal-record", asked: yesWhen(both(type("family"), (facts) => !isNewborn(facts))), ...family },
  { code: "family-address", asked: yesWhen(type("family")), ...family },
  {
    code: "sponsor-year", ...family,
    asked: yesWhen((facts) => facts.permitType === "family" && facts.sponsor?.kind !== undefined && getSponsorKind(facts.sponsor.kind).oneYearOnPermit && !isNewborn(facts)),
  },

  { code: "student-certificate", asked: yesWhen(higher), ...official },
  { code: "fingerprint-record", asked: yesWhen(both(higher, (facts) => facts.kind !== "extension")), ...likely },
  { code: "school-document", asked: yesWhen(pupil), ...official },

  { code: "criminal-record-home", asked: yesWhen(type("long-term")), ...longTerm },
  { code: "criminal-record-turkiye", asked: yesWhen(type("long-term")), ...longTerm },
  { code: "no-social-aid-letter", asked: yesWhen(type("long-term")), ...longTerm },
];

export const documentCodes: readonly string[] = documentRules.map((rule) => rule.code);

/** Each rule with what is answered when it asks, and the sign of that answer in the name of a list. */
const answers = documentRules.map(({ code, asked, source: ground }, place) => ({
  asked, yes: { code, required: "yes", ground } satisfies RequiredDocument, "on-request": { code, required: "on-request", ground } satisfies RequiredDocument,
  signs: { yes: String.fromCharCode(48 + place), "on-request": String.fromCharCode(1_048 + place) },
}));

/** A folder's list. Each list there is was made once and is frozen, so what is said of it can be kept beside it. */
export type DocumentList = readonly Readonly<RequiredDocument>[];
const lists = new Map<string, DocumentList>();
/** People's facts make some hundred lists; whoever asks for all that could be made must not fill the memory. */
const mostLists = 500;

/**
 * The documents of an application in the order of the folder, each with where it is asked for. `by` is the law that says which receipts
 * belong to them: by default that in use, of the day itself.
 */
export function requiredDocuments(facts: DocumentFacts, by: { day?: Temporal.PlainDate; tables?: Tables } = {}): DocumentList {
  const age = facts.birthDate === undefined ? null : ageOn(facts.birthDate, facts.on);
  const told: Told = { ...facts, age, lawOn: by.day ?? facts.on, tables: by.tables ?? law() };
  const asked: RequiredDocument[] = [];
  let name = "";
  for (const rule of answers) {
    const required = rule.asked(told);
    if (required === null) continue;
    asked.push(rule[required]);
    name += rule.signs[required];
  }
  const known = lists.get(name);
  if (known !== undefined) return known;
  if (lists.size >= mostLists) lists.clear();
  lists.set(name, Object.freeze(asked));
  return asked;
}

/** The ways to prove an address, of which one suffices. Extensions are content with the registration and a bill. */
export function addressProofs(kind: Kind): readonly { code: string; source: string; confidence: Confidence }[] {
  const ways = ["own-home", "lease", "host", "hotel", "dormitory"].map((code) => ({ code, ...official }));
  return kind === "extension" ? [{ code: "registered", ...official }, ...ways] : ways;
}

function insurance(facts: Told): "yes" | "on-request" | null {
  // The family shows one paper that covers everybody; the two groups of the office bring what the office names.
  if (byOffice(facts) || facts.permitType === "family") return null;
  return facts.age !== null && isExemptAge(facts.age) ? "on-request" : "yes";
}

/** Every minor's list has it; who came on a visa for students gave it to the consulate, and shows it only when asked. */
function parentalConsent(facts: Told): "yes" | "on-request" | null {
  if (!isMinor(facts)) return null;
  return facts.permitType === "student" && facts.entry?.basis === "visa" ? "on-request" : "yes";
}

function permitFeeReceipt({ lawOn: on, tables, permitType, purpose: reason, student, nationality }: Told): "yes" | null {
  return exemptionOf({ on, permitType, purpose: reason, level: student?.level, nationality }, tables) === null ? "yes" : null;
}

function singleEntryReceipt(facts: Told): "on-request" | null {
  const { lawOn: on, tables, kind, permitType, purpose: reason, nationality, entry } = facts;
  const line = singleEntryLine({ on, kind, permitType, purpose: reason, nationality, visaFeePaid: entry?.visaFeePaid, entryBasis: entry?.basis }, tables);
  return line === null ? null : "on-request";
}

/** A document's name and a line on what it must be, in a language. */
export function documentText(l: Language, code: string): { name: string; about: string } {
  return { name: l.t(`documents.${code}` as Key), about: l.t(`documents.${code}-about` as Key) };
}
