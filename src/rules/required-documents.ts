import type { Language } from "../platform/i18n.ts";
import type { Key } from "../platform/keys.ts";
import { ageOn } from "./calendar.ts";
import type { AddressProof } from "./document-list.ts";
import { exemptionOf, singleEntryLine } from "./fees.ts";
import { isExemptAge } from "./insurance.ts";
import type { InsuranceKind } from "./insurance.ts";
import type { Kind, Level, PermitType, Purpose, Relation, SponsorKind } from "./permit-types.ts";
import type { Rules } from "./in-force.ts";
import { rulesOn } from "./in-force.ts";
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
type Told = DocumentFacts & { /** Completed years; null when the birth date is not known. */ age: number | null; lawOn: Temporal.PlainDate; tables: Tables; rules: Rules };

/** yes, only when the officer asks, or not at all. */
type Asked = (facts: Told) => "yes" | "on-request" | null;

const yesWhen = (holds: (facts: Told) => boolean) => (facts: Told) => (holds(facts) ? ("yes" as const) : null);
const onRequestWhen = (holds: (facts: Told) => boolean) => (facts: Told) => (holds(facts) ? ("on-request" as const) : null);
const isMinor = (facts: Told) => facts.age !== null && facts.age < 18;
const isNewborn = (facts: Told) => facts.kind === "first" && facts.bornInTurkiye === true && facts.entry === undefined;
const levelRule = ({ rules, student }: Told) => (student?.level === undefined ? undefined : rules.levels.get(student.level));
const sponsorRule = ({ rules, sponsor }: Told) => (sponsor?.kind === undefined ? undefined : rules.sponsors.get(sponsor.kind));
const purpose = (...codes: Purpose[]) => (facts: Told) =>
  (facts.permitType === "short-term" || facts.permitType === undefined) && facts.purpose !== undefined && codes.includes(facts.purpose);
const type = (code: PermitType) => (facts: Told) => facts.permitType === code;
const child = (facts: Told) => facts.permitType === "family" && facts.sponsor?.relation !== undefined && facts.sponsor.relation !== "spouse";
const higher = (facts: Told) => facts.permitType === "student" && levelRule(facts)?.higher === true;
const pupil = (facts: Told) => facts.permitType === "student" && levelRule(facts)?.higher === false;
const both = (...all: ((facts: Told) => boolean)[]) => (facts: Told) => all.every((holds) => holds(facts));
const byOffice = (facts: Told) => facts.permitType === "humanitarian" || facts.permitType === "trafficking-victim";

/** The facts that call for each document. */
const asked: Readonly<Record<string, Asked>> = {
  form: yesWhen((facts) => !byOffice(facts)),
  passport: (facts) => (facts.permitType === "trafficking-victim" ? "on-request" : "yes"),
  "previous-passport": onRequestWhen((facts) => facts.kind !== "first"),
  "photos-four": yesWhen((facts) => !type("long-term")(facts) && facts.permitType !== "trafficking-victim"),
  "photos-two": yesWhen(type("long-term")),
  "present-permit": yesWhen((facts) => facts.kind !== "first"),
  income: yesWhen((facts) => !byOffice(facts) && !type("long-term")(facts) && !isNewborn(facts)),
  "income-proof": yesWhen(type("long-term")),
  insurance: insurance,
  address: yesWhen((facts) => !byOffice(facts)),
  "utility-bill": (facts) => (type("long-term")(facts) ? "yes" : facts.kind === "extension" ? "on-request" : null),
  "card-fee-receipt": () => "yes",
  "permit-fee-receipt": permitFeeReceipt,
  "single-entry-receipt": singleEntryReceipt,
  uets: yesWhen((facts) => !byOffice(facts) && !isMinor(facts)),
  "expenses-letter": onRequestWhen((facts) => !byOffice(facts)),
  "criminal-record": onRequestWhen(type("short-term")),

  "parent-proof": yesWhen((facts) => facts.representative === "parent"),
  "guardianship-decision": yesWhen((facts) => facts.representative === "guardian"),
  "power-of-attorney": yesWhen((facts) => facts.representative === "lawyer"),
  "birth-certificate": yesWhen((facts) => isMinor(facts) || child(facts) || isNewborn(facts)),
  "parental-consent": parentalConsent,
  "carer-undertaking": onRequestWhen(isMinor),
  "custody-or-death": onRequestWhen((facts) => isMinor(facts) || child(facts)),

  "research-document": yesWhen(purpose("research")),
  "title-deed": yesWhen(purpose("property")),
  "property-valuation": yesWhen(purpose("property")),
  "land-registry-letter": onRequestWhen(purpose("property")),
  "business-invitation": yesWhen(purpose("business")),
  "company-papers": onRequestWhen(purpose("business")),
  "institution-letter": yesWhen(purpose("in-service-training", "exchange", "public-course")),
  "travel-plan": onRequestWhen(purpose("tourism")),
  accommodation: onRequestWhen(purpose("tourism")),
  "hospital-report": yesWhen(purpose("treatment")),
  "authority-document": yesWhen(purpose("authority-decision")),
  "family-change": yesWhen(both(purpose("from-family"), (facts) => facts.kind === "transfer")),
  "course-enrolment": yesWhen(purpose("turkish-course")),
  diploma: yesWhen(purpose("graduate")),
  "conformity-certificate": yesWhen(purpose("investor")),
  "trnc-identity": yesWhen(purpose("trnc")),

  "marriage-certificate": yesWhen((facts) => facts.permitType === "family" && facts.sponsor?.relation === "spouse" && facts.sponsor.kind !== "citizen"),
  "civil-registry-extract": yesWhen((facts) => facts.permitType === "family" && facts.sponsor?.kind === "citizen"),
  "dependency-proof": yesWhen((facts) => facts.permitType === "family" && (facts.sponsor?.relation?.endsWith("dependent-child") ?? false)),
  "parents-permits": yesWhen(isNewborn),
  "sponsor-identity": yesWhen(type("family")),
  "sponsor-income": yesWhen(both(type("family"), (facts) => !isNewborn(facts))),
  "family-insurance": yesWhen(both(type("family"), (facts) => !isNewborn(facts))),
  "sponsor-criminal-record": yesWhen(both(type("family"), (facts) => !isNewborn(facts))),
  "family-address": yesWhen(type("family")),
  "sponsor-year": yesWhen((facts) => facts.permitType === "family" && sponsorRule(facts)?.oneYearOnPermit === true && !isNewborn(facts)),

  "student-certificate": yesWhen(higher),
  "fingerprint-record": yesWhen(both(higher, (facts) => facts.kind !== "extension")),
  "school-document": yesWhen(pupil),

  "criminal-record-home": yesWhen(type("long-term")),
  "criminal-record-turkiye": yesWhen(type("long-term")),
  "no-social-aid-letter": yesWhen(type("long-term")),
};

/** A rule with what is answered when it asks, and the sign of that answer in the name of a list. */
type Answers = { asked: Asked; yes: RequiredDocument; "on-request": RequiredDocument; signs: { yes: string; "on-request": string } };

/** A folder's list. Each list there is was made once and is frozen, so what is said of it can be kept beside it. */
export type DocumentList = readonly Readonly<RequiredDocument>[];

/** The documents that exist on the days of some rules, and the lists that were made of them. */
type Folder = { answers: Answers[]; lists: Map<string, DocumentList> };
const folders = new WeakMap<Rules, Folder>();
/** People's facts make some hundred lists; whoever asks for all that could be made must not fill the memory. */
const mostLists = 500;

function folderOf(rules: Rules): Folder {
  // One that nothing calls for is a fault of the edition; here it is nobody’s.
  const answers = rules.documents.filter(({ code }) => isDocument(code)).map(({ code, source: ground }, place): Answers => ({
    asked: asked[code]!, yes: { code, required: "yes", ground }, "on-request": { code, required: "on-request", ground },
    signs: { yes: String.fromCharCode(48 + place), "on-request": String.fromCharCode(1_048 + place) },
  }));
  const made: Folder = { answers, lists: new Map() };
  folders.set(rules, made);
  return made;
}

/** What calls for each document, as it is written: part of what makes an edition. */
export function documentConditions(): [code: string, condition: string][] {
  return Object.entries(asked).map(([code, condition]) => [code, String(condition)]);
}

/** Whether facts are known that call for a document: one without can be asked for by nobody. */
export function isDocument(code: string): boolean {
  return Object.hasOwn(asked, code);
}

/**
 * The documents of an application in the order of the folder, each with where it is asked for. `by` is the law that says which exist and
 * which receipts belong to them: by default that in use, of the day itself.
 */
export function requiredDocuments(facts: DocumentFacts, by: { day?: Temporal.PlainDate; tables?: Tables } = {}): DocumentList {
  const age = facts.birthDate === undefined ? null : ageOn(facts.birthDate, facts.on);
  const lawOn = by.day ?? facts.on;
  const tables = by.tables ?? law();
  const rules = rulesOn(lawOn, tables);
  const told: Told = { ...facts, age, lawOn, tables, rules };
  const { answers, lists } = folders.get(rules) ?? folderOf(rules);
  const list: RequiredDocument[] = [];
  let name = "";
  for (const rule of answers) {
    const required = rule.asked(told);
    if (required === null) continue;
    list.push(rule[required]);
    name += rule.signs[required];
  }
  const known = lists.get(name);
  if (known !== undefined) return known;
  if (lists.size >= mostLists) lists.clear();
  lists.set(name, Object.freeze(list));
  return list;
}

/** The ways to prove an address at a door on a day, of which one suffices. */
export function addressProofs(kind: Kind, on: Temporal.PlainDate, tables: Tables = law()): readonly AddressProof[] {
  return rulesOn(on, tables).addressProofs.filter(({ kinds }) => kinds.includes(kind));
}

function insurance(facts: Told): "yes" | "on-request" | null {
  // The family shows one paper that covers everybody; the two groups of the office bring what the office names.
  if (byOffice(facts) || facts.permitType === "family") return null;
  return facts.age !== null && isExemptAge(facts.age, facts.rules.insuranceAges) ? "on-request" : "yes";
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
