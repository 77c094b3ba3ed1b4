import { type Answers, type Field, type Fields, isOptional } from "../platform/form.ts";
import { complete } from "../platform/i18n.ts";
import { permitTypes } from "../rules/permit-types.ts";
import { anyDate, email, notBefore, phone } from "./questions.ts";
import { askedFor, fieldsOf, type SectionName } from "./sections.ts";

const isVictim = (answers: Answers) => answers.permitType === "trafficking-victim";
const unlessAsked = (fields: Fields, ...asked: string[]): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, asked.includes(name) ? field : { ...field, optional: true }]));
const notOfVictims = (field: Field): Field => ({ ...field, optional: (answers) => isVictim(answers) || isOptional(field, answers) });

const { foreignerNumber, ...identity } = fieldsOf.identity;
const { documentType, passportNumber, passportCountry } = fieldsOf["travel-document"];
const { entryBasis, entryDate, entryGate } = fieldsOf.entry;
const { neighbourhood, street, door } = fieldsOf.address;

/**
 * What an officer asks to open a permit of Law 6458 arts 46 or 48, topic by topic: which permit and why, who the person is, how they came,
 * where they live, how they may be reached. How long a passport runs, insurance, means and a lawful entry are no conditions of these
 * permits and are not asked; of victims neither papers nor an address.
 */
export const openingTopics = {
  stay: {
    permitType: askedFor("permitTypes", { control: "radios", options: permitTypes.filter(({ personMayFile }) => !personMayFile).map(({ code }) => code) }),
    kind: { control: "radios", options: ["first", "extension"] },
    requestedFrom: anyDate,
    requestedUntil: notBefore("requestedFrom"),
    openingReason: { control: "textarea", attributes: { maxlength: 1000 } },
  },
  identity: { ...unlessAsked(identity, "givenNames", "gender", "birthDate", "nationality"), foreignerNumber: foreignerNumber! },
  "travel-document": { documentType: notOfVictims(documentType!), passportNumber: notOfVictims(passportNumber!), passportCountry: notOfVictims(passportCountry!) },
  entry: unlessAsked({ entryBasis: entryBasis!, entryDate: { ...entryDate!, when: undefined }, entryGate: { ...entryGate!, when: undefined } }),
  address: { neighbourhood: notOfVictims(neighbourhood!), street: notOfVictims(street!), door: notOfVictims(door!) },
  contact: { email: { ...email, optional: true }, phone: { ...phone, optional: true }, language: { control: "radios", options: complete } },
} satisfies Partial<Record<SectionName, Fields>>;

/** All of it as one form. */
export const openingFields: Fields = Object.assign({}, ...Object.values(openingTopics));
