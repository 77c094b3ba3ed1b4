import type { Answers, Field, Fields } from "../platform/form.ts";
import { capacities } from "../representation/mandate.ts";
import type { Kind } from "../rules/permit-types.ts";
import { comingDate, country, email, foreignerNumber, nameField, optional, passportNumber, pastDate, phone, text } from "./questions.ts";
import { fieldsOf } from "./sections.ts";

const represented = (answers: Answers) => answers.capacity !== undefined && answers.capacity !== "self";
const byLawyer = (answers: Answers) => answers.capacity === "lawyer";
const when = (asked: (answers: Answers) => boolean, field: Field): Field => ({ ...field, when: asked });

const whoFiles: Fields = {
  capacity: { control: "radios", options: ["self", ...capacities] },
  representativeName: when(represented, nameField),
  bar: when(byLawyer, text()),
  barNumber: when(byLawyer, text({ maxlength: 20, inputmode: "numeric" })),
  mandateUntil: when(byLawyer, optional(comingDate)),
  representativeEmail: when(represented, email),
};

const reachedBy: Fields = {
  channel: { control: "radios", options: ["email", "sms"] },
  email: {
    ...email,
    optional: (answers) => answers.channel !== "email",
    // A lawyer may not take the place of who is represented: the person is told by a contact of their own. A child has its parents' mailbox.
    check: (value, answers, today) => (value === answers.representativeEmail && byLawyer(answers) ? { key: "fields.error.own-address" } : email.check!(value, answers, today)),
  },
  phone: { ...phone, optional: (answers) => answers.channel !== "sms" },
};

const person: Fields = {
  surname: optional(nameField),
  givenNames: nameField,
  birthDate: pastDate,
  fatherName: nameField,
  motherName: nameField,
  gender: fieldsOf.identity.gender!,
  nationality: country,
  ownCountryNumber: optional(text({ maxlength: 40 })),
  passportNumber,
};

const holder: Fields = {
  givenNames: nameField,
  surname: optional(nameField),
  nationality: country,
  foreignerNumber,
  permitSeries: fieldsOf.permit.permitSeries!,
  permitNumber: fieldsOf.permit.permitNumber!,
};

/** What is asked before the security step: the person at the first door, the present permit at the other two. */
export function preRegistration(kind: Kind): Fields {
  return { ...whoFiles, ...(kind === "first" ? person : holder), ...reachedBy };
}
