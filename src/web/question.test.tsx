import { readFileSync } from "node:fs";
import { render } from "preact-render-to-string";
import { afterEach, describe, expect, test } from "vitest";
import { openingFields, openingTopics } from "../applications/opening.ts";
import { preRegistration } from "../applications/pre-registration.ts";
import { fieldsOf, sectionNames } from "../applications/sections.ts";
import { type Answers, askable, choosable, type Conditions, type Fields, isAsked, optionalWith, optionsOf, parse } from "../platform/form.ts";
import { language } from "../platform/i18n.ts";
import type { Ground } from "../rules/dated.ts";
import { putToUse, shipped, type Tables } from "../rules/tables.ts";
import { LanguageContext } from "../ui/language.ts";
import { asked as eligibility, feeFields } from "./applicant/eligibility.tsx";
import { questions as doors } from "./applicant/check.tsx";
import { changeFields } from "./office/edition-change.ts";
import { mostMarks, Questions, tellApart } from "./question.tsx";

const today = Temporal.PlainDate.from("2026-11-23");
const kinds = ["first", "extension", "transfer"] as const;
const forms: [string, Fields][] = [
  ...sectionNames.map((name): [string, Fields] => [`the topic ${name}`, fieldsOf[name]]),
  ...kinds.map((kind): [string, Fields] => [`the pre-registration of a ${kind}`, preRegistration(kind)]),
  ...kinds.map((kind): [string, Fields] => [`the pre-check of a ${kind}`, doors[kind]]),
  ["may I apply", eligibility], ["the fees", feeFields], ["a change of the law", changeFields], ["the opening of a permit by an officer", openingFields],
];

// The same numbers each time (a linear congruence), so that what fails once fails again.
function numbers(seed: number) {
  return (below: number) => Math.floor(((seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32) * below);
}

/** Some answer to some of the questions with choices that are then asked, in no particular sense. */
function someAnswers(fields: Fields, next: (below: number) => number): Answers {
  const answers: Answers = { kind: kinds[next(3)]! };
  for (const [name, field] of Object.entries(fields)) {
    const options = optionsOf(field, answers);
    if (isAsked(field, answers) && options.length > 0 && next(3) > 0) answers[name] = options[next(options.length)]!;
  }
  return answers;
}

/** The answers without those to questions that are not asked any more, as the server drops them. */
function kept(fields: Fields, answers: Answers): Answers {
  const left = { ...answers };
  for (const [name, field] of Object.entries(fields)) if (!isAsked(field, left)) delete left[name];
  return left;
}

const isSeen = (conditions: Conditions, answers: Answers) => [...conditions].every(([by, { how, options }]) => options.includes(answers[by] ?? "") === (how === "only"));

describe.each(forms)("%s", (_, fields) => {
  test("a page shows what is asked, and after any one choice on it what is asked then", () => {
    const next = numbers(7);
    for (let round = 0; round < 200; round++) {
      const answers = someAnswers(fields, next);
      const page = askable(fields, answers);
      for (const [name, field] of Object.entries(fields)) {
        expect(page.has(name) && isSeen(page.get(name)!, answers), `${name}, before a choice, ${JSON.stringify(answers)}`).toBe(isAsked(field, answers));
      }
      for (const name of page.keys()) {
        if (fields[name]!.control !== "radios" || !isSeen(page.get(name)!, answers)) continue;
        const offered = [...choosable(fields, page, name, answers)].filter(([, on]) => isSeen(on, answers)).map(([option]) => option);
        expect(offered, `${name}, before a choice, ${JSON.stringify(answers)}`).toEqual(optionsOf(fields[name]!, answers));
      }
      const choices = [...page].filter(([name, conditions]) => fields[name]!.control === "radios" && isSeen(conditions, answers)).map(([name]) => name);
      for (const by of choices) for (const option of optionsOf(fields[by]!, answers)) {
        // The page still has what was chosen before in questions that are hidden now; the server drops it.
        const chosen = { ...answers, [by]: option };
        const then = kept(fields, chosen);
        const seen = Object.keys(fields).filter((name) => page.has(name) && isSeen(page.get(name)!, chosen));
        for (const name of seen.filter((each) => fields[each]!.control === "radios")) {
          const offered = [...choosable(fields, page, name, answers)].filter(([, on]) => isSeen(on, chosen)).map(([each]) => each);
          expect(offered, `${name}, with ${by}: ${option} after ${JSON.stringify(answers)}`).toEqual(optionsOf(fields[name]!, then));
        }
        // What an earlier choice, hidden by now, keeps out of sight comes with the next page.
        const later = Object.keys(fields).filter((name) => [...page.get(name) ?? []].some(([other, { how, options }]) => how === "unless" && options.includes(chosen[other] ?? "") && !(other in then)));
        expect(seen, `${by}: ${option} after ${JSON.stringify(answers)}`).toEqual(Object.keys(fields).filter((name) => isAsked(fields[name]!, then) && !later.includes(name)));
      }
    }
  });

  test("the styles know as many conditions as it has", () => {
    const next = numbers(11);
    for (let round = 0; round < 100; round++) {
      const answers = someAnswers(fields, next);
      const page = askable(fields, answers);
      const all = [...page.values(), ...[...page.keys()].filter((name) => fields[name]!.control === "radios").flatMap((name) => [...choosable(fields, page, name, answers).values()]), ...[...page.keys()].flatMap((name) => optionalWith(fields, page, name, answers) ?? [])];
      const conditions = all.flatMap((each) => [...each].map(([by, on]) => `${by} ${JSON.stringify(on)}`));
      expect(new Set(conditions).size).toBeLessThanOrEqual(mostMarks);
    }
  });
});

test("in the one form with several groups of questions nothing hangs on a choice, so no group shows what is another’s", () => {
  const next = numbers(13);
  for (let round = 0; round < 100; round++) {
    const answers = someAnswers(openingFields, next);
    for (const group of Object.values(openingTopics)) {
      const page = askable(group, answers);
      expect([...page.values()].filter((on) => on.size > 0)).toEqual([]);
      for (const name of page.keys()) expect([...choosable(group, page, name, answers).values()].filter((on) => on.size > 0)).toEqual([]);
    }
  }
});

test("the styles show what a choice brings for every number that a page gives out", () => {
  const styles = readFileSync("src/ui/assets/fields.css", "utf8");
  for (let number = 1; number <= mostMarks; number++) for (const how of ["only", "unless"]) expect(styles).toContain(`form:has(.brings-${number}:checked) .brought--${how}-${number}`);
});

test("a question that hangs on a choice stands inside what that choice shows, and the choice says so", () => {
  const page = render(<LanguageContext.Provider value={language("en")}><Questions fields={fieldsOf.insurance} today={today} answers={{}} /></LanguageContext.Provider>);
  const mark = /<input type="radio"[^>]*value="private"[^>]*class="([^"]*)"/.exec(page)![1]!;
  expect(mark.split(" ")).toHaveLength(2);
  const around = /<div class="brought brought--only-(\d+)"><div class="field"><label for="policyNumber"/.exec(page)![1]!;
  expect(mark.split(" ")).toContain(`brings-${around}`);
  expect(/<input type="radio"[^>]*value="gss"[^>]*>/.exec(page)![0]).not.toContain("brings");
});

test("the number on a permit card is looked for there only by who has a card", () => {
  const page = (kind: string) => render(<LanguageContext.Provider value={language("en")}><Questions fields={fieldsOf.identity} today={today} answers={{ kind }} /></LanguageContext.Provider>);
  expect(kinds.map((kind) => page(kind).includes("It stands on your permit card."))).toEqual([false, true, true]);
  expect(page("first")).toContain("Only if you were given one on an earlier stay.");
});

test("before a channel is chosen neither contact is said to be optional, then the one that was not chosen", () => {
  const page = (answers: Answers) => render(<LanguageContext.Provider value={language("en")}><Questions fields={preRegistration("first")} today={today} answers={answers} /></LanguageContext.Provider>);
  for (const answers of [{}, { channel: "email" }, { channel: "sms" }] as Answers[]) {
    const html = page(answers);
    const choice = (value: string) => new RegExp(`<input type="radio"[^>]*value="${value}"[^>]*class="([^"]*)"`).exec(html)![1]!.split(" ");
    for (const [name, other] of [["email", "sms"], ["phone", "email"]] as const) {
      const [, number, now] = new RegExp(`<label for="${name}"[^>]*>[^<]*<span class="brought brought--only-(\\d+)( brought--now)?"><span class="optional">`).exec(html)!;
      expect(choice(other)).toContain(`brings-${number}`);
      expect(choice(other === "sms" ? "email" : "sms")).not.toContain(`brings-${number}`);
      // Where a browser cannot look for what is chosen, it is said of what was chosen before.
      expect(Boolean(now)).toBe(answers.channel === other);
    }
  }
  expect(page({})).toContain("Only that one is needed.");
  expect(page({})).toMatch(/<label for="surname"[^>]*>[^<]*<span class="optional">/);
});

test("only who extends is told on which day a further permit begins", () => {
  const told = (kind: string) => render(<LanguageContext.Provider value={language("en")}><Questions fields={fieldsOf.stay} today={today} answers={{ kind }} /></LanguageContext.Provider>).includes("The day on which your present permit ends.");
  expect(kinds.map(told)).toEqual([false, true, false]);
});

test("questions that nobody saw yet are asked; where one of them was answered or the script saw them shown, what is missing or mistyped is a fault", () => {
  const page = render(<LanguageContext.Provider value={language("en")}><Questions fields={fieldsOf.insurance} today={today} answers={{}} /></LanguageContext.Provider>);
  const posted = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)![1]!;
  const told = (form: Record<string, string>) => {
    const { faults, fresh } = tellApart(fieldsOf.insurance, form, parse(fieldsOf.insurance, form, today).errors);
    return { faults: faults.map(({ field }) => field), fresh };
  };
  const all = ["insuranceCompany", "policyNumber", "insuranceFrom", "insuranceUntil"];
  const before = { _asked: posted("_asked"), _brought: posted("_brought"), insuranceKind: "private" };
  expect(before).toMatchObject({ _asked: "insuranceKind", _brought: "insuranceCompany policyNumber policyRenewal insuranceFrom insuranceUntil" });
  expect(told(before)).toEqual({ faults: [], fresh: all });
  expect(told({ ...before, insuranceCompany: "", policyNumber: "" })).toEqual({ faults: [], fresh: all });
  expect(told({ ...before, _asked: `insuranceKind ${all.join(" ")}` })).toEqual({ faults: all, fresh: [] });
  expect(told({ ...before, insuranceCompany: "Örnek Sigorta" })).toEqual({ faults: all.slice(1), fresh: [] });
  expect(told({ ...before, "insuranceFrom-day": "45" })).toEqual({ faults: all, fresh: [] });
  expect(told({ ...before, insuranceKind: "" })).toEqual({ faults: ["insuranceKind"], fresh: [] });
  expect(told({ ...before, insuranceKind: "gss" })).toEqual({ faults: [], fresh: [] });
});

test("what was never on the page is no fault beside one that was: it is asked with the next page, and says so", () => {
  const form = { _asked: "kind permitType nationality", _brought: "entryBasis", kind: "first", permitType: "family", province: "34", entryBasis: "exemption" };
  const { answers, errors } = parse(eligibility, form, today);
  const { faults, fresh } = tellApart(eligibility, form, errors);
  expect(faults.map(({ field }) => field)).toEqual(["nationality"]);
  expect(fresh).toEqual(expect.arrayContaining(["visaFeePaid", "district"]));
  const page = render(<LanguageContext.Provider value={language("en")}><Questions fields={eligibility} today={today} answers={answers} raw={form} fresh={["visaFeePaid", "district"]} /></LanguageContext.Provider>);
  expect(page.split(language("en").t("ui.came_up"))).toHaveLength(2);
  expect(page).toMatch(/class="came-up" tabindex="-1" autofocus data-focus[\s\S]{0,900}id="visaFeePaid"/);
});

describe("on the day of the question", () => {
  afterEach(() => putToUse(shipped));

  /** Puts to use the tables with the days of one row changed. */
  function change(table: "permitTypes" | "purposes" | "relations" | "sponsors" | "levels", code: string, days: Partial<Ground>): void {
    const rows: readonly (Ground & { code: string })[] = shipped[table];
    putToUse({ ...shipped, [table]: rows.map((row) => (row.code === code ? { ...row, ...days } : row)) } as Tables);
  }
  const later = { validFrom: "2026-12-01", validFromConfidence: "high" } as const;
  const ended = { validUntil: "2026-11-22" };
  const offers = (fields: Fields, answers: Answers, code: string, on = today) =>
    render(<LanguageContext.Provider value={language("en")}><Questions fields={fields} today={on} answers={answers} /></LanguageContext.Provider>).includes(`value="${code}"`);

  test.each([
    ["permitTypes", "student", fieldsOf.stay, { kind: "first" }], ["permitTypes", "student", feeFields, { kind: "first" }],
    ["purposes", "tourism", fieldsOf.stay, { kind: "first", permitType: "short-term" }], ["relations", "spouse", fieldsOf.stay, { kind: "first", permitType: "family" }],
    ["levels", "doctorate", eligibility, { kind: "transfer", permitType: "student" }], ["sponsors", "citizen", fieldsOf.family, { permitType: "family" }],
    ["permitTypes", "humanitarian", openingTopics.stay, {}],
  ] as const)("of %s what is not in force is not offered: %s", (table, code, fields, answers: Answers) => {
    expect(offers(fields, answers, code)).toBe(true);
    for (const days of [later, ended]) {
      change(table, code, days);
      expect(offers(fields, answers, code)).toBe(false);
      expect(offers(fields, answers, code, Temporal.PlainDate.from(days === later ? "2026-12-01" : "2026-11-22"))).toBe(true);
      const name = Object.keys(fields).find((one) => optionsOf((fields as Fields)[one]!, answers).includes(code))!;
      expect(offers(fields, { ...answers, [name]: code }, code), "an answer that was given stays").toBe(true);
      change(table, code, { ...days, validFromConfidence: "low", confidence: "low" });
      expect(offers(fields, answers, code), "nobody is refused by what is not sure").toBe(true);
    }
  });

  test("a permit that is held is offered as long as it had begun, also to who asks whether it may be extended", () => {
    for (const [fields, answers] of [[doors.extension, { inTurkiye: "yes" }], [fieldsOf.permit, {}], [eligibility, { kind: "extension" }]] as const) {
      change("permitTypes", "student", ended);
      expect(offers(fields, answers, "student")).toBe(true);
      change("permitTypes", "student", later);
      expect(offers(fields, answers, "student")).toBe(false);
    }
  });
});
