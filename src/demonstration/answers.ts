import type { Answers } from "../applications/application.ts";
import { ageOn, lastDayOfMonths } from "../rules/calendar.ts";
import type { Kind, Level, PermitType, Purpose, Relation, SponsorKind } from "../rules/permit-types.ts";
import type { Person } from "./people.ts";

/** A day so many days from today; days gone by are negative. */
export type Day = (offset: number) => Temporal.PlainDate;
/** Part of what a made-up person answers, once today is known. */
export type Part = (day: Day) => Answers;

/** Came for the first time: on which day, and until when the visa or the exemption lasts. */
export function entered(on: number, stayEnds: number, basis: "visa" | "exemption" = "exemption"): Part {
  return (day) => ({ entryDate: `${day(on)}`, entryGate: "Adnan Menderes", entryBasis: basis, stayEnds: `${day(stayEnds)}`, visaFeePaid: basis === "visa" ? "yes" : "no" });
}

/** Holds a permit already: which, since and until when, and of which province. */
export function holds(permitType: PermitType, since: number, until: number, { purpose, province = "35" }: { purpose?: Purpose; province?: string } = {}): Part {
  return (day) => ({
    presentPermitType: permitType, ...(purpose ? { presentPurpose: purpose } : {}), permitSeries: "T", permitNumber: `0000${400 - since % 97}`,
    permitHeldSince: `${day(since)}`, permitValidUntil: `${day(until)}`, permitProvince: province,
  });
}

/** Asks for a permit from a day on, for so many months. */
function asks(permitType: PermitType, from: number, months: number, rest: Answers = {}): Part {
  return (day) => ({ permitType, requestedFrom: `${day(from)}`, requestedUntil: `${lastDayOfMonths(day(from), months)}`, ...rest });
}

export function shortTerm(purpose: Purpose, from: number, months = 12): Part {
  return asks("short-term", from, months, { purpose, ...(purpose === "turkish-course" ? { coursesBefore: "0" } : {}) });
}

/** Asks for a permit without an end, after an unbroken time on permits since a day. */
export function longTerm(from: number, since: number): Part {
  return (day) => ({ permitType: "long-term", requestedFrom: `${day(from)}`, permitsSince: `${day(since)}`, studentMonths: "0" });
}

export function student(level: Level, school: string, programme: string, from: number, months: number): Part {
  return (day) => ({
    ...asks("student", from, months, { level, school, programme })(day), programmeUntil: `${lastDayOfMonths(day(from), months + 2)}`, studentNumber: "000260117",
    occupationStatus: "student", incomeSource: "family", monthlyIncome: "28000",
  });
}

export function family(relation: Relation, sponsorKind: SponsorKind, sponsorName: string, from: number, months = 24): Part {
  return (day) => ({
    ...asks("family", from, months, { relation, sponsorKind, sponsorName, sponsorIncome: "140000", familySize: "3" })(day),
    ...(relation === "spouse" ? { marriageDate: `${day(-900)}` } : { custody: "both" }),
    ...(sponsorKind === "work-permit-holder" ? { sponsorPermitEnds: "yes", sponsorPermitUntil: `${day(from + months * 31 + 60)}` } : {}),
    occupationStatus: "home", incomeSource: "family", monthlyIncome: "0",
  });
}

const trades = ["translator", "software developer", "nurse", "carpenter", "teacher", "accountant", "cook", "architect", "sales manager"];
const streets = ["1437. Sokak 8", "Zeytin Caddesi 21", "Deneme Sokak 5", "Örnek Bulvarı 112", "6019. Sokak 3", "Portakal Sokak 17"];
const proofs = ["lease", "lease", "hotel", "own-home", "third-person"];

/** All answers of a person, topic after topic; `parts` are what is particular to the case, later ones count. */
export function answersFor(person: Person, kind: Kind, channel: "email" | "sms", day: Day, parts: readonly Part[]): Answers {
  const n = Number(person.passportNumber.slice(1));
  const own = Object.assign({}, ...parts.map((part) => part(day))) as Answers;
  const grown = ageOn(Temporal.PlainDate.from(person.birthDate), day(0));
  const worn = { occupationStatus: "working", occupation: trades[n % trades.length]!, incomeSource: "salary", monthlyIncome: String(48_000 + n * 1_700) };
  const retired = { occupationStatus: "retired", incomeSource: "pension", monthlyIncome: "62000" };
  return {
    ...(person.surname ? { surname: person.surname } : {}), givenNames: person.givenNames, fatherName: person.fatherName, motherName: person.motherName, gender: person.gender,
    birthDate: person.birthDate, birthPlace: person.birthPlace, birthCountry: person.nationality, maritalStatus: person.maritalStatus, nationality: person.nationality,
    ...(kind === "first" ? {} : { foreignerNumber: person.foreignerNumber }),
    documentType: "ordinary", passportNumber: person.passportNumber, passportCountry: person.nationality, passportAuthority: person.birthPlace,
    passportIssuedOn: `${day(-700 - n)}`, passportValidUntil: `${day(-700 - n).add({ years: 10 })}`,
    province: person.province, neighbourhood: person.neighbourhood, street: streets[n % streets.length]!, door: String(n % 23 + 1), addressProof: kind === "extension" && n % proofs.length === 2 ? "address-registration" : proofs[n % proofs.length]!,
    ...(grown >= 65 ? retired : worn), incomeCurrency: "TRY",
    ...(grown < 18 || grown > 65 ? { insuranceKind: "exempt" } : {
      insuranceKind: "private", insuranceCompany: "Deneme Sigorta", policyNumber: `DS-${String(n).padStart(6, "0")}`, insuranceFrom: own.requestedFrom ?? `${day(0)}`,
      insuranceUntil: own.requestedUntil ?? `${day(365)}`,
    }),
    channel, email: person.email, phone: person.phone, postalAddress: "same", ...own, kind,
  };
}
