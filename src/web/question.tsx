import { type Answers, askable, choosable, type Conditions, type Field, type FieldError, type Fields, isAsked, isOptional, offeredOn, optionalWith, optionsOf, type RawForm, readDate, typed } from "../platform/form.ts";
import type { Language } from "../platform/i18n.ts";
import { countriesByName } from "../rules/countries.ts";
import { findOffice } from "../rules/offices.ts";
import { provinces } from "../rules/provinces.ts";
import { law, type RowTable } from "../rules/tables.ts";
import { asset } from "../ui/assets.ts";
import { CheckField, ChoiceField, DateField, type FieldProps, HiddenField, NumberField, type Option, type SelectOption, SelectField, TextArea, TextField } from "../ui/fields.tsx";
import type { FieldFault } from "../ui/form.tsx";
import { useLanguage } from "../ui/language.ts";
import { CameUp } from "../ui/notice.tsx";
import "./other-names.ts";
import { datumText, tableText } from "./datum-words.ts";

type Key = Parameters<Language["t"]>[0];

const countryFields = new Set(["nationality", "nationalityAtBirth", "otherNationality", "birthCountry", "passportCountry"]);
const provinceFields = new Set(["province", "permitProvince"]);
/** Answers that are codes of the law: their words are shared by pages, papers and the office. */
const lawWords: Record<string, string> = {
  permitType: "permit-type", presentPermitType: "permit-type", purpose: "purpose", presentPurpose: "purpose", relation: "relation", level: "level", sponsorKind: "sponsor",
  ruleGroup: "fee-group", ruleConfidence: "confidence",
};

/** To whom a question speaks: to the person themselves, or to an officer, about the person. */
export type Voice = "to" | "about";

/** A text in that voice, where it has words of its own for it. */
function spoken(l: Language, key: string, voice: Voice): Key {
  const about = `${key}-about`;
  return (voice === "about" && l.has(about) ? about : key) as Key;
}

export function labelOf(l: Language, name: string, voice: Voice = "to"): string {
  return l.t(spoken(l, `fields.${name}`, voice));
}

/** What helps to answer a question; for some, only at one of the doors, or there in other words. */
function hintOf(l: Language, name: string, { kind }: Answers, voice: Voice): string | undefined {
  const key = [`fields.${name}.hint-${kind}`, `fields.${name}.hint`].find((one) => l.has(one));
  return key && l.t(spoken(l, key, voice));
}

/** The words of one option of a question. */
export function optionText(l: Language, name: string, code: string, voice: Voice = "to"): string {
  if (provinceFields.has(name)) return provinces.find((province) => province.plate === code)?.name ?? code;
  if (name === "ruleUniversity") return law().universities.find((university) => university.code === code)?.name ?? l.t("fields.ruleUniversity.new");
  if (name === "ruleOffice") return findOffice(code)?.name ?? code;
  if (name === "ruleDatum") {
    const [table = "", key = "", from = ""] = code.split("/");
    return `${tableText(l, table)}: ${datumText(l, table as RowTable, key)} · ${l.day(Temporal.PlainDate.from(from))}`;
  }
  const words = lawWords[name];
  const key = words ? `reference.${words}-${code}` : spoken(l, `fields.${name}.${code}`, voice);
  return l.has(key) ? l.t(key) : code;
}

const countryLists = new WeakMap<Language, SelectOption[]>();
function countries(l: Language): SelectOption[] {
  const known = countryLists.get(l);
  if (known) return known;
  const made = countriesByName(l).map(({ code, name }) => ({ value: code, label: name }));
  countryLists.set(l, made);
  return made;
}

// A list of codes that stays the same is put into words once, so that the page can keep how it is drawn.
const lists = new WeakMap<readonly string[], Map<string, SelectOption[]>>();
function selectOptions(l: Language, name: string, codes: readonly string[]): SelectOption[] {
  if (countryFields.has(name)) return countries(l);
  const known = lists.get(codes) ?? new Map<string, SelectOption[]>();
  lists.set(codes, known);
  // Neighbourhoods are called the same in every language, and there are 73,000 of them.
  const key = name === "neighbourhood" ? name : `${l.code} ${name}`;
  const options = known.get(key) ?? codes.map((value) => optionOf(l, name, value));
  known.set(key, options);
  return options;
}

function optionOf(l: Language, name: string, code: string): SelectOption {
  if (name !== "neighbourhood") return { value: code, label: optionText(l, name, code) };
  const [group = "", label = ""] = code.split("/");
  return { value: code, label, group };
}

/** An answer in words, for the review page, the status page and the office. What has not the field's shape, as words once asked for freely, stays as it is. */
export function answerText(l: Language, name: string, field: Field, value: string): string {
  if (field.control === "date") {
    const date = readDate(value);
    return date ? l.day(date) : value;
  }
  if (field.control === "number") return /^\d+$/.test(value) ? l.number(Number(value)) : value;
  if (countryFields.has(name)) return countries(l).find((option) => option.value === value)?.label ?? value;
  if (name === "neighbourhood") return value.split("/").reverse().join(", ");
  return field.options ? optionText(l, name, value) : value;
}

/** What a field shows: what was typed just now, else the stored answer. A date that was mistyped comes back box by box. */
function shown(name: string, field: Field, raw: RawForm | null, answers: Answers) {
  if (field.control === "date") {
    if (!raw) return answers[name];
    const part = (box: string) => String(raw[`${name}-${box}`] ?? "");
    return { day: part("day"), month: part("month"), year: part("year") };
  }
  const typed = raw?.[name];
  return raw ? String(Array.isArray(typed) ? (typed[0] ?? "") : (typed ?? "")) : answers[name];
}

export type QuestionsProps = {
  fields: Fields;
  /** The day whose law says what is offered: of a draft the day of the question, of a case the day it was created. */
  today: Temporal.PlainDate;
  answers: Answers;
  /** The form as posted, when the page comes back. */
  raw?: RawForm | null;
  errors?: FieldFault[];
  /** The questions that came up with what was just sent, and that nobody saw before. */
  fresh?: readonly string[];
  voice?: Voice;
};

/**
 * The questions of a form, each by its field. What hangs on another answer of the form stands there already, and is seen once that is chosen.
 * A form may have several groups of questions only where nothing in them hangs on a choice: the numbers of conditions are those of one group.
 */
export function Questions({ fields: all, today, answers, raw = null, errors = [], fresh = [], voice = "to" }: QuestionsProps) {
  const l = useLanguage();
  const fields = offeredOn(all, today, answers);
  const page = askable(fields, answers);
  const choices = new Map([...page.keys()].filter((name) => fields[name]!.control === "radios").map((name) => [name, choosable(fields, page, name, answers)]));
  const optional = new Map([...page.keys()].filter((name) => typeof fields[name]!.optional === "function").map((name) => [name, optionalWith(fields, page, name, answers)]));
  const marks = marksOf([...page.values(), ...[...choices.values()].flatMap((each) => [...each.values()]), ...[...optional.values()].filter((on) => on !== null)]);
  const asked = [...page.keys()].filter((name) => isAsked(fields[name]!, answers));
  const first = asked.find((name) => fresh.includes(name));
  // What stood here to be seen, and what a choice would have shown, is posted along: so nothing that was never seen is a fault.
  return <><HiddenField name="_asked" value={asked.join(" ")} /><HiddenField name="_brought" value={[...page.keys()].filter((name) => !asked.includes(name)).join(" ")} />{[...page].map(([name, conditions]) => {
    const field = fields[name]!;
    const options = [...choices.get(name) ?? []].map(([value, on]) => ({
      value, label: optionText(l, name, value, voice), brings: brings(marks, name, value), hanging: hanging(marks, on, optionsOf(field, answers).includes(value)),
    }));
    const on = optional.get(name);
    const required = on ? hanging(marks, on, [...on].every(([by, { options: some }]) => some.includes(answers[by] ?? ""))) : isOptional(field, answers) ? false : undefined;
    const here = question(l, name, field, answers, raw, errors, options, required, voice);
    return hanging(marks, conditions, asked.includes(name)).reduceRight((inside, of) => <div class={of}>{inside}</div>, name === first ? <><CameUp focus={errors.length === 0} />{here}</> : here);
  })}</>;
}

/** As many different conditions as the styles know on one page (`fields.css`). */
export const mostMarks = 20;
type Marks = ReadonlyMap<string, { number: number; by: string; options: readonly string[] }>;
const wordOf = (by: string, { how, options }: { how: string; options: readonly string[] }) => `${by} ${how} ${options.join()}`;

/** A number for each different condition of a page, from 1 on: by it the styles find what hangs on a choice. */
function marksOf(all: readonly Conditions[]): Marks {
  const marks = new Map<string, { number: number; by: string; options: readonly string[] }>();
  for (const conditions of all) for (const [by, on] of conditions) {
    const word = wordOf(by, on);
    if (!marks.has(word)) marks.set(word, { number: marks.size + 1, by, options: on.options });
  }
  return marks;
}

/** The classes of a choice, by which the styles see what hangs on it. */
function brings(marks: Marks, name: string, option: string): string | undefined {
  const mine = [...marks.values()].filter(({ by, options }) => by === name && options.includes(option));
  return mine.length > 0 ? mine.map(({ number }) => `brings-${number}`).join(" ") : undefined;
}

/** The classes of what hangs on choices, one after the other from the outside in. */
function hanging(marks: Marks, conditions: Conditions, now: boolean): string[] {
  return [...conditions].map(([by, on]) => `brought brought--${on.how}-${marks.get(wordOf(by, on))!.number}${now ? " brought--now" : ""}`);
}

const hasOtherNames = (name: string) => countryFields.has(name) || provinceFields.has(name);

/** What was typed into the box of a list and named nothing in it: it comes back, to be mended. */
function unmatched(raw: RawForm | null, name: string): string | undefined {
  const typed = raw?.[`_typed-${name}`];
  return typeof typed === "string" && typed !== "" ? typed : undefined;
}

function question(l: Language, name: string, field: Field, answers: Answers, raw: RawForm | null, errors: FieldFault[], choices: Option[], required: FieldProps["required"], voice: Voice) {
  const value = shown(name, field, raw, answers);
  const common = {
    name, label: labelOf(l, name, voice), hint: hintOf(l, name, answers, voice), error: errors.find((error) => error.field === name)?.text,
    required, attributes: field.attributes,
  };
  if (field.control === "date") return <DateField {...common} value={value} autocomplete={name === "birthDate" ? "bday" : undefined} />;
  const text = value as string | undefined;
  const codes = optionsOf(field, answers);
  if (field.control === "radios") return <ChoiceField {...common} value={text} options={choices} />;
  if (field.control === "select") return <SelectField {...common} value={text} options={selectOptions(l, name, codes)} typeahead={codes.length > 20} otherNames={hasOtherNames(name) ? asset("other-names.json") : undefined} typed={unmatched(raw, name)} />;
  if (field.control === "check") return <CheckField {...common} checked={text === "yes"} />;
  if (field.control === "textarea") return <TextArea {...common} value={text} />;
  if (field.control === "number") return <NumberField {...common} value={text} />;
  return <TextField {...common} value={text} type={field.attributes?.type as "text" | undefined} />;
}

/**
 * The errors of a posted form, told apart: faults at questions that were seen, and the names of the questions that the answers only now
 * brought up (`fresh`): they are asked, and nothing is their fault. Seen was what the server asked and what the script saw shown (`_asked`); without
 * a script, nobody knows whether the browser shows what hangs on a choice (`_brought`), until somebody answers one such question.
 */
export function tellApart(fields: Fields, raw: RawForm, errors: FieldError[]): { faults: FieldError[]; fresh: string[] } {
  const [asked, brought] = [namesIn(raw._asked), namesIn(raw._brought)];
  const isTyped = (name: string) => typed(raw, name, fields[name]!) !== "";
  const shows = Object.keys(fields).some((name) => !asked.has(name) && brought.has(name) && isTyped(name));
  const seen = ({ field }: FieldError) => asked.has(field) || isTyped(field) || (shows && brought.has(field));
  return { faults: errors.filter(seen), fresh: errors.filter((error) => !seen(error)).map(({ field }) => field) };
}

const namesIn = (posted: RawForm[string]) => new Set([posted ?? ""].flat().join(" ").split(" "));

/** A label that is a question, as the name of its field: "Who fills this in?" before a colon. */
export function topicOf(label: string): string {
  return label.replace(/[?؟]$/u, "");
}

/** The faults of a parsed form in words, for the summary and beside the fields. */
export function faultsInWords(l: Language, errors: FieldError[], voice: Voice = "to"): FieldFault[] {
  return errors.map(({ field, key, values }) => {
    const words = Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, value instanceof Temporal.PlainDate ? l.day(value) : value]));
    return { field, text: l.t(key, { label: topicOf(labelOf(l, field, voice)), ...words }) };
  });
}
