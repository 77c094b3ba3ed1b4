import type { Key } from "./keys.ts";

/** A form as it came over the wire: names and what was typed. */
export type RawForm = Record<string, string | string[] | undefined>;
export type Answers = Record<string, string>;
export type Problem = { key: Key; values?: Record<string, string | number | Temporal.PlainDate> };
export type FieldError = Problem & { field: string };

export type Field = {
  control: "text" | "textarea" | "number" | "date" | "radios" | "select" | "check";
  optional?: boolean | ((answers: Answers) => boolean);
  /** Asked only then; else neither shown nor required, and its answer is dropped. */
  when?: (answers: Answers) => boolean;
  options?: readonly string[] | ((answers: Answers) => readonly string[]);
  /** Which of the options are put on the page on a day; all of them when absent. What is not offered is judged like any other answer when it is given. */
  offered?: (option: string, today: Temporal.PlainDate, answers: Answers) => boolean;
  attributes?: Record<string, string | number>;
  /** Brings what was typed into the stored shape. */
  normalise?: (typed: string) => string;
  /** What is wrong with an answer of the right shape. */
  check?: (value: string, answers: Answers, today: Temporal.PlainDate) => Problem | null;
};
export type Fields = Record<string, Field>;

export type Parsed = {
  /** The sound answers, by field, in stored shape: dates ISO, checks "yes", everything a string. */
  answers: Answers;
  errors: FieldError[];
};

const spaces = /\s+/gu;
// Control characters and the marks that turn text around have no place in an answer; they could forge what an officer reads.
const unseen = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** What somebody sent, by name, without the characters that nobody sees: they could forge what is read, and a database refuses some of them. */
export function withoutUnseen(raw: RawForm): RawForm {
  const clean = (value: string) => value.toWellFormed().replace(unseen, "");
  const form: RawForm = Object.create(null);
  for (const [name, value] of Object.entries(raw)) form[clean(name)] = Array.isArray(value) ? value.map(clean) : value && clean(value);
  return form;
}

function single(raw: RawForm, name: string): string {
  const value = raw[name];
  return (Array.isArray(value) ? (value[0] ?? "") : (value ?? "")).replace(unseen, "");
}

/** What was typed into a field, as one string: a date's three boxes become `year-month-day`, as they were typed. */
export function typed(raw: RawForm, name: string, field: Field): string {
  if (field.control === "date") {
    const parts = ["year", "month", "day"].map((part) => single(raw, `${name}-${part}`).trim());
    return parts.every((part) => part === "") ? "" : parts.join("-");
  }
  const value = single(raw, name);
  return field.control === "textarea" ? value.trim() : value.replace(spaces, " ").trim();
}

/** Latin digits for the digits of the Arabic and Persian keyboards. */
export function latinDigits(text: string): string {
  return text.replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 0x660)).replace(/[۰-۹]/g, (d) => String(d.charCodeAt(0) - 0x6f0));
}

/** A date as typed (`2026-3-7`, with any digits) or null when no such day exists. */
export function readDate(value: string): Temporal.PlainDate | null {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(latinDigits(value));
  if (!match) return null;
  try {
    return Temporal.PlainDate.from({ year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) }, { overflow: "reject" });
  } catch {
    return null;
  }
}

/** Whether a field is asked, given the other answers. */
export function isAsked(field: Field, answers: Answers): boolean {
  return field.when === undefined || field.when(answers);
}

/** A choice of another question on which something hangs: it is there only with one of these options, or unless one of these is chosen. */
type Hanging = { how: "only" | "unless"; options: readonly string[] };
/** What something hangs on, by the other questions of its page. */
export type Conditions = ReadonlyMap<string, Hanging>;

/**
 * The questions of a page in their order, each with what it hangs on: those that are asked now, and those that one choice on the page would
 * bring up. A question that needs two further choices comes once the first of them was sent.
 */
export function askable(fields: Fields, answers: Answers): Map<string, Conditions> {
  const found = new Map<string, Conditions>();
  for (const [name, field] of Object.entries(fields)) {
    const { when } = field;
    const own = when ? hangingOf(fields, found, answers, (trial) => when(trial)) : none;
    if (isAsked(field, answers) || own.size === 1) found.set(name, withInherited(own, found));
  }
  return found;
}

/** The options of a question of such a page, each with what it hangs on: those it has now, and those that one choice before it would give it. */
export function choosable(fields: Fields, page: ReadonlyMap<string, Conditions>, name: string, answers: Answers): Map<string, Conditions> {
  const now = optionsOf(fields[name]!, answers);
  const plain = () => new Map(now.map((option) => [option, none]));
  if (typeof fields[name]!.options !== "function") return plain();
  const names = [...page.keys()];
  const before = new Map([...page].slice(0, names.indexOf(name)));
  const lists = new Map<string, readonly string[]>();
  const has = (trial: Answers, option: string) => {
    const key = [...before.keys()].map((by) => trial[by] ?? "").join("/");
    const list = lists.get(key) ?? optionsOf(fields[name]!, trial);
    lists.set(key, list);
    return list.includes(option);
  };
  // Once for nothing, so that every list that one choice leads to is known.
  hangingOf(fields, before, answers, (trial) => has(trial, ""));
  if (lists.values().every((list) => list.length === now.length && list.every((option, at) => option === now[at]))) return plain();
  const longest = [...lists.values()].sort((one, other) => other.length - one.length)[0] ?? now;
  const found = new Map<string, Conditions>();
  for (const option of new Set([...longest, ...[...lists.values()].flat(), ...now])) {
    const own = hangingOf(fields, before, answers, (trial) => has(trial, option));
    if (now.includes(option) || own.size === 1) found.set(option, withInherited(own, page));
  }
  return found;
}

/**
 * The choices of the questions before that make a question optional which others of theirs make a duty; null where no choice on the page decides it.
 * As long as none of them is made, it is not said to be optional.
 */
export function optionalWith(fields: Fields, page: ReadonlyMap<string, Conditions>, name: string, answers: Answers): Conditions | null {
  const { optional } = fields[name]!;
  if (typeof optional !== "function") return null;
  const before = [...page.keys()].slice(0, [...page.keys()].indexOf(name)).filter((by) => fields[by]!.control === "radios");
  const hanging = before.flatMap((by): [string, Hanging][] => {
    const all = optionsOf(fields[by]!, answers);
    const options = all.filter((option) => optional({ ...answers, [by]: option }));
    return options.length > 0 && options.length < all.length ? [[by, { how: "only", options }]] : [];
  });
  return hanging.length > 0 ? new Map(hanging) : null;
}

const none: Conditions = new Map();

// Where something needs a choice that is itself only asked after another, it hangs on both.
function withInherited(own: Conditions, page: ReadonlyMap<string, Conditions>): Conditions {
  const inherited = [...own].flatMap(([by, { how }]) => (how === "only" ? [...page.get(by)!] : []));
  return inherited.length > 0 ? new Map([...inherited, ...own]) : own;
}

/** The choices of the questions before on which it depends whether something holds. */
function hangingOf(fields: Fields, before: ReadonlyMap<string, Conditions>, answers: Answers, holds: (trial: Answers) => boolean): Conditions {
  const hanging = new Map<string, Hanging>();
  const trial = { ...answers };
  for (const by of before.keys()) {
    if (fields[by]!.control !== "radios") continue;
    delete trial[by];
    const unanswered = holds(trial);
    const options = optionsOf(fields[by]!, answers).filter((option) => {
      trial[by] = option;
      return holds(trial) !== unanswered;
    });
    if (options.length > 0) hanging.set(by, { how: unanswered ? "unless" : "only", options });
    delete trial[by];
    if (answers[by] !== undefined) trial[by] = answers[by];
  }
  return hanging;
}

export function isOptional(field: Field, answers: Answers): boolean {
  return typeof field.optional === "function" ? field.optional(answers) : (field.optional ?? false);
}

/** The fields as a page asks them on a day: with what is offered then. An answer that was given stays there, so that what is said of it can be understood. */
export function offeredOn(fields: Fields, today: Temporal.PlainDate, given: Answers): Fields {
  if (Object.values(fields).every(({ offered }) => offered === undefined)) return fields;
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => {
    const { options, offered } = field;
    if (options === undefined || offered === undefined) return [name, field];
    const of = (all: readonly string[], answers: Answers) => all.filter((option) => option === given[name] || offered(option, today, answers));
    return [name, { ...field, options: typeof options === "function" ? (answers: Answers) => of(options(answers), answers) : of(options, given) }];
  }));
}

export function optionsOf(field: Field, answers: Answers): readonly string[] {
  return typeof field.options === "function" ? field.options(answers) : (field.options ?? []);
}

/** Reads a form by its fields. `known` are answers from elsewhere that `when` and `check` may look at. */
export function parse(fields: Fields, raw: RawForm, today: Temporal.PlainDate, known: Answers = {}): Parsed {
  const answers: Answers = {};
  const errors: FieldError[] = [];
  const all = { ...known };
  for (const name of Object.keys(fields)) delete all[name];
  for (const [name, field] of Object.entries(fields)) {
    if (!isAsked(field, all)) continue;
    const value = typed(raw, name, field);
    if (value === "") {
      if (!isOptional(field, all)) errors.push({ field: name, key: field.control === "check" ? "fields.error.tick" : field.options ? "fields.error.choose" : "fields.error.missing" });
      continue;
    }
    const { stored, problem } = readValue(field, value, all, today);
    if (problem) errors.push({ field: name, ...problem });
    else {
      answers[name] = stored;
      all[name] = stored;
    }
  }
  return { answers, errors };
}

function readValue(field: Field, value: string, answers: Answers, today: Temporal.PlainDate): { stored: string; problem: Problem | null } {
  let stored = field.normalise ? field.normalise(value) : value;
  let problem: Problem | null = null;
  if (field.control === "date") {
    const date = readDate(value);
    if (!date) return { stored, problem: { key: /^\d{1,3}-/.test(latinDigits(value)) ? "fields.error.year" : "fields.error.date" } };
    stored = date.toString();
  } else if (field.control === "number") {
    stored = latinDigits(stored).replace(/[\s.,](?=\d{3}(\D|$))/g, "");
    if (!/^\d{1,12}$/.test(stored)) problem = { key: "fields.error.number" };
  } else if (field.control === "check") stored = "yes";
  else if (field.options && !optionsOf(field, answers).includes(stored)) problem = { key: "fields.error.choose" };
  const longest = Number(field.attributes?.maxlength ?? (field.control === "textarea" ? 2000 : 120));
  if (!problem && stored.length > longest) problem = { key: "fields.error.long", values: { longest } };
  return { stored, problem: problem ?? field.check?.(stored, answers, today) ?? null };
}
