import { parsePhoneNumberFromString } from "libphonenumber-js";
import { type Answers, type Field, latinDigits, type Problem, readDate } from "../platform/form.ts";
import { nationalities } from "../rules/countries.ts";
import { isForeignerNumber, isPassportNumber, normalisePassportNumber } from "../rules/identifiers.ts";

const codes = nationalities.map((country) => country.code);

const past = (value: string, _answers: Answers, today: Temporal.PlainDate): Problem | null => {
  const date = Temporal.PlainDate.from(value);
  if (Temporal.PlainDate.compare(date, today) > 0) return { key: "fields.error.future" };
  return date.year < 1900 ? { key: "fields.error.long-ago" } : null;
};

const notOver = (value: string, _answers: Answers, today: Temporal.PlainDate): Problem | null =>
  Temporal.PlainDate.compare(Temporal.PlainDate.from(value), today) < 0 ? { key: "fields.error.over" } : null;

/** At least one letter of any script: names are never judged further, except that digits and symbols alone are no name. */
const name = (value: string): Problem | null => (/\p{L}/u.test(value) && !/[<>{}\\|\d]/u.test(value) ? null : { key: "fields.error.name" });

const text = (attributes: Record<string, string | number> = {}): Field => ({ control: "text", attributes: { maxlength: 120, ...attributes } });
const country: Field = { control: "select", options: codes };
const optional = (field: Field): Field => ({ ...field, optional: true });

export const nameField: Field = { ...text({ maxlength: 80, spellcheck: "false" }), check: name };
export const pastDate: Field = { control: "date", check: past };
export const comingDate: Field = { control: "date", check: notOver };
export const anyDate: Field = { control: "date" };
export { country, optional, text };

export const passportNumber: Field = {
  ...text({ maxlength: 20, autocapitalize: "characters", spellcheck: "false", autocomplete: "off" }),
  normalise: normalisePassportNumber,
  check: (value) => (isPassportNumber(value) ? null : { key: "fields.error.passport" }),
};

/** Yabancı kimlik numarası: eleven digits, 99 in front, two check digits. */
export const foreignerNumber: Field = {
  ...text({ maxlength: 14, inputmode: "numeric", autocomplete: "off" }),
  normalise: (typed) => latinDigits(typed).replace(/\s/g, ""),
  check: (value) => (isForeignerNumber(value) ? null : { key: "fields.error.foreigner-number" }),
};

export const email: Field = {
  ...text({ type: "email", autocomplete: "email", maxlength: 160, spellcheck: "false", dir: "ltr" }),
  normalise: (typed) => typed.replace(/\s/g, "").toLowerCase(),
  check: (value) => (/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]{2,}$/.test(value) ? null : { key: "fields.error.email" }),
};

/** Any country's number; one without a country code is read as Turkish. Stored as E.164. */
export const phone: Field = {
  ...text({ type: "tel", autocomplete: "tel", inputmode: "tel", maxlength: 25, dir: "ltr" }),
  normalise: (typed) => {
    const digits = latinDigits(typed).replace(/^00/, "+");
    return parsePhoneNumberFromString(digits, "TR")?.number ?? digits;
  },
  check: (value) => (parsePhoneNumberFromString(value)?.isValid() ? null : { key: "fields.error.phone" }),
};

/** A day not before the answer `other` of the same person. */
export function notBefore(other: string, field: Field = anyDate): Field {
  return {
    ...field,
    check: (value, answers, today) => {
      const first = readDate(answers[other] ?? "");
      if (first && Temporal.PlainDate.compare(Temporal.PlainDate.from(value), first) < 0) return { key: "fields.error.before", values: { date: first } };
      return field.check?.(value, answers, today) ?? null;
    },
  };
}

export const yesNo: Field = { control: "radios", options: ["yes", "no"] };
