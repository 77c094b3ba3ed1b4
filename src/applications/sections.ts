import { type Answers, type Field, type Fields, readDate } from "../platform/form.ts";
import { mayBeAskedFor, mayBeHeld, rulesOn } from "../rules/in-force.ts";
import { isCitizenNumber, isForeignerNumber } from "../rules/identifiers.ts";
import { isExemptAge } from "../rules/insurance.ts";
import { hasNoEnd, levels, permitTypes, purposes, relations, sponsorKinds, sponsorRules } from "../rules/permit-types.ts";
import { provinces } from "../rules/provinces.ts";
import { ageOn, monthsOfStay } from "../rules/calendar.ts";
import { neighbourhoodCodes } from "./places.ts";
import {
  anyDate, comingDate, country, email, foreignerNumber, nameField, notBefore, optional, passportNumber, pastDate, phone, text, yesNo,
} from "./questions.ts";

/** The topics of an application, in the order they are asked. The photo is a topic without fields: a page of its own. */
export const sectionNames = [
  "identity", "travel-document", "entry", "permit", "stay", "province", "address", "family", "education", "work", "insurance", "contact", "photo",
] as const;
export type SectionName = (typeof sectionNames)[number];

const radios = (options: readonly string[] | ((answers: Answers) => readonly string[])): Field => ({ control: "radios", options });
const select = (options: readonly string[] | ((answers: Answers) => readonly string[])): Field => ({ control: "select", options });
const when = (asked: (answers: Answers) => boolean, field: Field): Field => ({ ...field, when: asked });
/** A choice of what may be asked for: what is not in force on the day is not offered. */
export const askedFor = (table: Parameters<typeof mayBeAskedFor>[0], field: Field): Field => ({ ...field, offered: (code, today) => mayBeAskedFor(table, code, today) });
/** A choice of what is held: it may have been given under what is in force no longer. */
export const held = (table: Parameters<typeof mayBeHeld>[0], field: Field): Field => ({ ...field, offered: (code, today) => mayBeHeld(table, code, today) });

const holds = (answers: Answers) => answers.kind === "extension" || answers.kind === "transfer";
const isFamily = (answers: Answers) => answers.permitType === "family";
const isStudent = (answers: Answers) => answers.permitType === "student";
const isShort = (answers: Answers) => answers.permitType === "short-term";
const asks = (purpose: string) => (answers: Answers) => isShort(answers) && answers.purpose === purpose;
const isLong = (answers: Answers) => answers.permitType === "long-term";
/** Who is here by a permit of their own. */
const sponsorHolds = (answers: Answers) => sponsorRules.some(({ code, holdsPermit }) => code === answers.sponsorKind && holdsPermit);
/** A child born here has entered nowhere. */
const entered = (answers: Answers) => answers.entryBasis !== "born";
/** A long-term permit has no last day, and no reason that could end. */
export const heldForATime = (answers: Answers) => !hasNoEnd(answers.presentPermitType);
/** The public schemes run on while the contribution is paid; only a policy or a treaty paper has a first and a last day. */
const insuredForATime = (answers: Answers) => answers.insuranceKind === "private" || answers.insuranceKind === "bilateral";
/** How a person came: by which right across the border, or born here. */
export const entryBases = ["visa", "exemption", "conditional", "born"] as const;
const plates = provinces.map((province) => province.plate);
const allTypes = permitTypes.map((type) => type.code);
const allPurposes = purposes.map((purpose) => purpose.code);
/** What a person may ask for at this door; humanitarian and victim permits are opened by the office alone (arts 46 and 48). */
const opensAt = (kind: string | undefined) => (rule: { kinds: readonly string[]; personMayFile: boolean }) => rule.personMayFile && rule.kinds.includes(kind ?? "first");
const ownTypes = (answers: Answers) => permitTypes.filter(opensAt(answers.kind)).map((type) => type.code);
const ownPurposes = (answers: Answers) => purposes.filter(opensAt(answers.kind)).map((purpose) => purpose.code);

export const fieldsOf: Record<SectionName, Fields> = {
  identity: {
    surname: optional(nameField),
    givenNames: nameField,
    previousSurname: optional(nameField),
    fatherName: nameField,
    motherName: nameField,
    gender: radios(["female", "male", "other"]),
    birthDate: pastDate,
    birthPlace: text(),
    birthCountry: country,
    maritalStatus: radios(["single", "married", "divorced", "widowed"]),
    nationality: country,
    nationalityAtBirth: optional(country),
    otherNationality: optional(country),
    foreignerNumber: { ...foreignerNumber, optional: (answers) => !holds(answers) },
    ownCountryNumber: optional(text({ maxlength: 40 })),
    notificationAddress: optional(text({ maxlength: 60 })),
  },
  "travel-document": {
    documentType: radios(["ordinary", "special", "service", "diplomatic", "refugee", "other"]),
    passportNumber,
    passportCountry: country,
    passportAuthority: text(),
    passportIssuedOn: pastDate,
    passportValidUntil: notBefore("passportIssuedOn", comingDate),
  },
  entry: {
    entryBasis: radios(entryBases),
    entryDate: when(entered, pastDate),
    entryGate: when(entered, optional(text())),
    stayEnds: when((answers) => entered(answers) && answers.entryBasis !== "conditional", notBefore("entryDate")),
    visaFeePaid: when(entered, yesNo),
  },
  permit: {
    presentPermitType: held("permitTypes", radios(allTypes)),
    presentPurpose: when((answers) => answers.presentPermitType === "short-term", held("purposes", select(allPurposes))),
    permitSeries: {
      ...text({ maxlength: 3, autocapitalize: "characters" }),
      normalise: (typed) => typed.toUpperCase(),
      check: (value) => (/^[A-Z]{1,3}$/.test(value) ? null : { key: "fields.error.series" }),
    },
    permitNumber: { ...text({ maxlength: 12, inputmode: "numeric" }), check: (value) => (/^\d{3,12}$/.test(value) ? null : { key: "fields.error.digits" }) },
    permitValidUntil: when(heldForATime, anyDate),
    // Only a change from a family permit is reckoned from this day.
    permitHeldSince: { ...pastDate, optional: (answers) => !asks("from-family")(answers) },
    permitProvince: select(plates),
    reasonEndedOn: when((answers) => answers.kind === "transfer" && heldForATime(answers), optional(pastDate)),
  },
  stay: {
    permitType: askedFor("permitTypes", radios(ownTypes)),
    purpose: when(isShort, askedFor("purposes", radios(ownPurposes))),
    graduatedOn: when(asks("graduate"), pastDate),
    graduateBefore: when(asks("graduate"), yesNo),
    coursesBefore: when(asks("turkish-course"), radios(["0", "1", "2"])),
    permitsSince: when(isLong, pastDate),
    studentMonths: when(isLong, {
      control: "number", attributes: { inputmode: "numeric", maxlength: 3 },
      check: (value, answers, today) => {
        const since = readDate(answers.permitsSince ?? "");
        return since && Number(value) > monthsOfStay(since, today) ? { key: "fields.error.longer-than-since", values: { date: since } } : null;
      },
    }),
    relation: when(isFamily, askedFor("relations", radios(relations))),
    level: when(isStudent, askedFor("levels", radios(levels))),
    requestedFrom: {
      ...anyDate,
      // A child's first permit begins on the day of birth.
      check: (value, answers) => (answers.kind === "first" && !entered(answers) && answers.birthDate && value !== answers.birthDate
        ? { key: "fields.error.birth-day", values: { date: Temporal.PlainDate.from(answers.birthDate) } } : null),
    },
    // A long-term permit has no end.
    requestedUntil: when((answers) => !isLong(answers), notBefore("requestedFrom")),
  },
  province: { province: select(plates) },
  address: {
    neighbourhood: select((answers) => neighbourhoodCodes(answers.province ?? "")),
    street: text({ autocomplete: "address-line1" }),
    door: text({ maxlength: 30, autocomplete: "address-line2" }),
    // Who extends is registered at their address already.
    addressProof: radios((answers) => ["own-home", "lease", "third-person", "hotel", "dormitory", ...(answers.kind === "extension" ? ["address-registration"] : [])]),
    movedOn: optional(pastDate),
  },
  family: {
    sponsorKind: askedFor("sponsors", radios(sponsorKinds)),
    sponsorName: nameField,
    sponsorNumber: optional({
      ...foreignerNumber, check: (value, answers) => (isCitizenNumber(value) || (isForeignerNumber(value) && answers.sponsorKind !== "citizen") ? null : { key: "fields.error.eleven" }),
    }),
    sponsorIncome: { control: "number", attributes: { inputmode: "numeric", maxlength: 12 } },
    familySize: { control: "number", attributes: { inputmode: "numeric", maxlength: 2 } },
    sponsorPermitEnds: when(sponsorHolds, yesNo),
    sponsorPermitUntil: when((answers) => sponsorHolds(answers) && answers.sponsorPermitEnds === "yes", anyDate),
    sponsorPermitSince: when((answers) => answers.sponsorKind === "permit-holder", pastDate),
    marriageDate: when((answers) => answers.relation === "spouse", pastDate),
    custody: when((answers) => (answers.relation ?? "spouse") !== "spouse", radios(["both", "one", "court"])),
  },
  education: {
    school: text(),
    programme: text(),
    studentNumber: optional(text({ maxlength: 30 })),
    programmeUntil: comingDate,
    fingerprintNumber: optional(text({ maxlength: 30 })),
  },
  work: {
    occupationStatus: radios(["working", "self-employed", "student", "retired", "home", "not-working"]),
    occupation: when((answers) => ["working", "self-employed"].includes(answers.occupationStatus ?? ""), text()),
    employer: when((answers) => answers.occupationStatus === "working", optional(text())),
    incomeSource: radios(["salary", "business", "pension", "savings", "family", "scholarship", "other"]),
    monthlyIncome: { control: "number", attributes: { inputmode: "numeric", maxlength: 12 } },
    incomeCurrency: radios(["TRY", "USD", "EUR"]),
  },
  insurance: {
    insuranceKind: {
      ...radios(["private", "gss", "sgk", "bilateral", "exempt"]),
      check: (value, answers, today) => {
        const born = readDate(answers.birthDate ?? "");
        return value === "exempt" && born && !isExemptAge(ageOn(born, today), rulesOn(today).insuranceAges) ? { key: "fields.error.insurance-age" } : null;
      },
    },
    insuranceCompany: when((answers) => answers.insuranceKind === "private", text()),
    policyNumber: when((answers) => answers.insuranceKind === "private", text({ maxlength: 40 })),
    policyRenewal: when((answers) => answers.insuranceKind === "private", optional(text({ maxlength: 10 }))),
    insuranceFrom: when(insuredForATime, anyDate),
    insuranceUntil: when(insuredForATime, notBefore("insuranceFrom", comingDate)),
  },
  contact: {
    email: { ...email, optional: (answers) => answers.channel !== "email" },
    phone: { ...phone, optional: (answers) => answers.channel !== "sms" },
    postalAddress: radios(["same", "other"]),
    otherAddress: when((answers) => answers.postalAddress === "other", { control: "textarea", attributes: { maxlength: 300 } }),
    recipientName: optional(nameField),
    recipientRelation: when((answers) => Boolean(answers.recipientName), radios(["representative", "parent", "guardian", "spouse", "child"])),
  },
  photo: {},
};

/** Below the age from which children may work at all (Labour Law 4857 art. 71), nobody is asked what they work and earn. */
const workingAge = 15;

function isYoung({ birthDate, requestedFrom }: Answers): boolean {
  const [born, from] = [readDate(birthDate ?? ""), readDate(requestedFrom ?? "")];
  return born !== null && from !== null && ageOn(born, from) < workingAge;
}

/** The topics a case calls for, from its answers: never stored, always worked out. */
export function journey(answers: Answers): SectionName[] {
  return sectionNames.filter((name) => {
    if (name === "entry") return answers.kind === "first";
    if (name === "permit") return holds(answers);
    if (name === "family") return isFamily(answers);
    if (name === "education") return isStudent(answers);
    if (name === "work") return !isYoung(answers);
    return true;
  });
}
