import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import { complete, language, texts } from "../src/platform/i18n.ts";
import { program } from "./sources.ts";

/**
 * Beginnings of keys that are built from data in a way the search below cannot see, each with the place that builds them.
 * A template like `states.${state}` needs no entry: it is found and stands for every key it can make.
 */
const built: Record<string, string> = {};

const english = texts("en");
const others = complete.filter((code) => code !== "en");

type Element = ReturnType<IntlMessageFormat["getAst"]>[number];
/** What a text expects to be given: placeholders, tags, and the choices of a select. */
function expects(elements: Element[], found = new Set<string>()): Set<string> {
  for (const element of elements) {
    if (element.type === 0 || element.type === 7) continue;
    found.add(element.type === 8 ? `<${element.value}>` : `{${element.value}}`);
    if (element.type === 8) expects(element.children, found);
    if (element.type === 5) found.add(`{${element.value}: ${Object.keys(element.options).sort().join(" ")}}`);
    if (element.type === 5 || element.type === 6) for (const option of Object.values(element.options)) expects(option.value, found);
  }
  return found;
}

/** The plural forms that a text leaves out although its language has them. */
function lacking(elements: Element[], code: (typeof complete)[number]): string[] {
  return elements.flatMap((element) => {
    if (element.type === 8) return lacking(element.children, code);
    if (element.type !== 5 && element.type !== 6) return [];
    const inner = Object.values(element.options).flatMap((option) => lacking(option.value, code));
    if (element.type === 5) return inner;
    const needed = new Intl.PluralRules(language(code).intl, { type: element.pluralType }).resolvedOptions().pluralCategories;
    return [...needed.filter((category) => !(category in element.options)).map((category) => `{${element.value}} ${category}`), ...inner];
  });
}

const parsed = (code: (typeof complete)[number], text: string) => new IntlMessageFormat(text, language(code).intl).getAst();

test.each(complete)("every text of %s can be read and is written in order", (code) => {
  const faults: string[] = [];
  for (const [key, text] of texts(code)) {
    try {
      for (const form of lacking(parsed(code, text), code)) faults.push(`${key} lacks the plural form ${form}`);
    } catch (error) {
      faults.push(`${key}: ${(error as Error).message}`);
      continue;
    }
    if (text.includes("'")) faults.push(`${key} has a straight apostrophe, write ’`);
    if (text.trim() !== text || text === "") faults.push(`${key} is empty or has space at its ends`);
  }
  expect(faults).toEqual([]);
});

test.each(others)("%s has the keys of English, no more and no less, with the same placeholders and tags", (code) => {
  const own = texts(code);
  const faults = [
    ...[...english.keys()].filter((key) => !own.has(key)).map((key) => `lacks ${key}`),
    ...[...own.keys()].filter((key) => !english.has(key)).map((key) => `has ${key}, which English has not`),
  ];
  for (const [key, text] of english) {
    const theirs = own.get(key);
    if (theirs === undefined) continue;
    const [ours, given] = [expects(parsed("en", text)), expects(parsed(code, theirs))];
    const difference = [...ours.symmetricDifference(given)];
    if (difference.length > 0) faults.push(`${key}: ${difference.join(", ")} on one side only`);
  }
  expect(faults).toEqual([]);
});

test("no act of an officer is called in Turkish what means both to do it and not to", () => {
  // “Reddetme” is as much “refusing” as “do not refuse”, and it stood beside the button that refuses.
  const both = [...texts("tr")].filter(([key, text]) => key.startsWith("case.act-") && /m[ae]$/.test(text));
  expect(both).toEqual([]);
});

test("no text is unused", () => {
  const files = new Set([...english.keys()].map((key) => key.split(".")[0]!));
  const literal = new Set<string>();
  const patterns: RegExp[] = [];
  for (const { text } of program()) {
    for (const [, key] of text.matchAll(/["'`]([a-z-]+\.[\w.-]+)["'`]/g)) literal.add(key!);
    for (const template of templates(text)) if (files.has(template.split(".")[0]!)) patterns.push(pattern(template));
  }
  const unused = [...english.keys()].filter((key) => !literal.has(key) && !patterns.some((one) => one.test(key))
    && !Object.keys(built).some((beginning) => key.startsWith(beginning)));
  expect(unused).toEqual([]);
});

/** The template literals of a source that begin like a key, `file.`, with `\0` for each inserted value. */
function* templates(text: string): Generator<string> {
  for (const match of text.matchAll(/`(?=[a-z-]+\.)/g)) {
    let made = "";
    for (let at = match.index + 1; at < text.length && text[at] !== "`"; at++) {
      if (!text.startsWith("${", at)) {
        made += text[at];
        continue;
      }
      let depth = 0;
      do {
        if (text[at] === "{") depth++;
        if (text[at] === "}") depth--;
        at++;
      } while (depth > 0 || text[at - 1] !== "}");
      at--;
      made += "\0";
    }
    if (made.includes("\0") && !/\s/.test(made)) yield made;
  }
}

function pattern(template: string): RegExp {
  return new RegExp(`^${template.split("\0").map((part) => RegExp.escape(part)).join(".+")}$`);
}

test("dollars and lira bear one sign in every language, which no direction of writing turns round", () => {
  for (const code of complete) {
    const { money } = language(code);
    expect([money(14_000, "USD"), money(14_000, "TRY")].map((text) => text.replace(/[\d.,\s\u200f]/g, "")), code).toEqual(["$", "₺"]);
  }
});
