import type { Answers } from "../../src/applications/application.ts";
import { factsOf } from "../../src/applications/facts.ts";
import { neighbourhoodCodes } from "../../src/applications/places.ts";
import { fieldsOf, journey, type SectionName } from "../../src/applications/sections.ts";
import { assess } from "../../src/eligibility/assess.ts";
import { type Fields, isAsked } from "../../src/platform/form.ts";
import { provinces } from "../../src/rules/provinces.ts";

/** A made-up person who comes for the first time, for tourism: what is typed before the case begins, and everything its topics ask. */
export type Applicant = { email: string; door: Answers; answers: Answers };

const surnames = ["Marsh", "Okafor", "Lindqvist", "Petrov", "Haddad", "Nakamura", "Silva", "Kovacs", "Benali", "Novak", "Jansen", "Rossi", "Ito", "Costa", "Weber"];
const givenNames = ["Ada", "Bilal", "Clara", "Dmitri", "Elif", "Farid", "Greta", "Hugo", "Irina", "Jonas", "Kenji", "Leila", "Marta", "Nadia", "Omar", "Paula"];
const nationalities = ["DEU", "GBR", "RUS", "KAZ", "UKR", "FRA", "JPN", "BRA", "POL", "ITA"];
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

// Words of two letters from a number, so that no two people have the same name.
const word = (n: number): string => (n < 26 ? letters[n]! : word(Math.floor(n / 26) - 1) + letters[n % 26]!);

/** Places whose offices give hours to choose from and where the rules let this person live, one for each province. */
export function homes(today: Temporal.PlainDate): { province: string; neighbourhood: string }[] {
  return provinces.filter(({ automatic }) => !automatic).flatMap(({ plate }) => {
    const open = neighbourhoodCodes(plate).find((neighbourhood) => isOpen({ ...answersOf(0, today), province: plate, neighbourhood }, today));
    return open ? [{ province: plate, neighbourhood: open }] : [];
  });
}

function isOpen(answers: Answers, today: Temporal.PlainDate): boolean {
  return assess(factsOf(answers), today).findings.every(({ severity }) => severity !== "block");
}

export function applicant(n: number, today: Temporal.PlainDate, home: { province: string; neighbourhood: string }): Applicant {
  const answers: Answers = { ...answersOf(n, today), ...home };
  const { entryBasis, stayEnds } = answers;
  return { email: answers.email!, door: { inTurkiye: "yes", entryBasis: entryBasis!, stayEnds: stayEnds! }, answers };
}

function answersOf(n: number, today: Temporal.PlainDate): Answers {
  const day = (days: number) => today.add({ days }).toString();
  const nationality = nationalities[n % nationalities.length]!;
  return {
    kind: "first", channel: "email", capacity: "self", email: `applicant-${n}@example.org`,
    surname: `${surnames[n % surnames.length]!} ${word(n)}`, givenNames: givenNames[n % givenNames.length]!, fatherName: "Lars", motherName: "Karin", gender: n % 2 ? "male" : "female",
    birthDate: Temporal.PlainDate.from("1974-08-12").add({ days: n }).toString(), birthPlace: "Zenith", birthCountry: nationality, maritalStatus: "single", nationality,
    documentType: "ordinary", passportNumber: `X${String(n).padStart(8, "0")}`, passportCountry: nationality, passportAuthority: "Zenith",
    passportIssuedOn: day(-800), passportValidUntil: day(2800),
    entryDate: day(-9), entryGate: "Adnan Menderes", entryBasis: "exemption", stayEnds: day(79), visaFeePaid: "no",
    permitType: "short-term", purpose: "tourism", requestedFrom: day(80), requestedUntil: day(260),
    street: "Cemal Gürsel Caddesi 12", door: String(n % 40 + 1), addressProof: "lease",
    occupationStatus: "self-employed", occupation: "Translator", incomeSource: "savings", monthlyIncome: "60000", incomeCurrency: "TRY",
    insuranceKind: "private", insuranceCompany: "Deneme Sigorta", policyNumber: `P-${n}`, insuranceFrom: day(-9), insuranceUntil: day(356),
    postalAddress: "same",
  };
}

/** The topics of a case with the form each is sent as, in their order; the photo is a page of its own. */
export function topicForms(answers: Answers): { topic: SectionName; form: Record<string, string> }[] {
  return journey(answers).filter((topic) => topic !== "photo").map((topic) => ({ topic, form: typed(fieldsOf[topic], answers) }));
}

/** Answers as a browser sends them: a date in its three boxes. */
export function typed(fields: Fields, answers: Answers): Record<string, string> {
  const form: Record<string, string> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = answers[name];
    if (value === undefined || !isAsked(field, answers)) continue;
    if (field.control !== "date") form[name] = value;
    else [form[`${name}-year`], form[`${name}-month`], form[`${name}-day`]] = value.split("-") as [string, string, string];
  }
  return form;
}
