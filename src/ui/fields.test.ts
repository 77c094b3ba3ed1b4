import { h } from "preact";
import type { ComponentChild } from "preact";
import { render } from "preact-render-to-string";
import { expect, test } from "vitest";
import { complete, language } from "../platform/i18n.ts";
import { CheckField, ChoiceField, DateField, dateParts, FileField, HiddenField, NumberField, SelectField, TextArea, TextField } from "./fields.tsx";
import { ErrorSummary, Form } from "./form.tsx";
import { LanguageContext } from "./language.ts";

const html = (node: ComponentChild, code: (typeof complete)[number] = "en") => render(h(LanguageContext.Provider, { value: language(code) }, node));
const hostile = `"><script>alert('x')</script>&amp;`;

test("a field joins its label, hint and error to its control", () => {
  const page = html(h(TextField, { name: "passport", label: "Passport number", hint: "As printed", error: "Write it", value: "L8", attributes: { autocomplete: "off" } }));
  expect(page).toContain(`<label for="passport" class="label">Passport number</label>`);
  expect(page).toContain(`id="passport-hint"`);
  expect(page).toContain(`id="passport-error"`);
  expect(page).toMatch(/<input [^>]*id="passport" name="passport" aria-describedby="passport-hint passport-error" aria-invalid="true"[^>]*autocomplete="off"/);
  expect(page.indexOf("passport-error")).toBeLessThan(page.indexOf("<input"));
  expect(page).toContain(`<span class="visually-hidden">Error: </span>`);
});

test("what stands in a box is read in its own direction, an empty box in the page’s", () => {
  for (const Field of [TextField, TextArea]) {
    expect(html(h(Field, { name: "street", label: "Street", value: "1437. Sokak 18" }), "ar")).toContain('dir="auto"');
    expect(html(h(Field, { name: "street", label: "Street" }), "ar")).not.toContain("dir=");
    expect(html(h(Field, { name: "street", label: "Street", value: "T1", attributes: { dir: "ltr" } }), "ar")).toContain('dir="ltr"');
  }
});

test("a field without hint or error describes nothing", () => {
  const page = html(h(TextField, { name: "given", label: "Given names" }));
  expect(page).not.toContain("aria-describedby");
  expect(page).not.toContain("aria-invalid");
});

test("an optional field says so in each language", () => {
  for (const code of complete) {
    expect(html(h(TextField, { name: "a", label: "A", required: false }), code)).toContain(language(code).t("ui.optional"));
  }
});

test("no field lets a hostile value out of its place", () => {
  const fields = [
    h(TextField, { name: "a", label: hostile, hint: hostile, error: hostile, value: hostile }),
    h(NumberField, { name: "a", label: hostile, value: hostile }),
    h(DateField, { name: "a", label: hostile, error: hostile, value: { day: hostile, month: hostile, year: hostile } }),
    h(ChoiceField, { name: "a", label: hostile, value: hostile, options: [{ value: hostile, label: hostile, hint: hostile }] }),
    h(CheckField, { name: "a", label: hostile, value: hostile, error: hostile }),
    h(SelectField, { name: "a", label: hostile, value: hostile, options: [{ value: hostile, label: hostile, group: hostile }] }),
    h(FileField, { name: "a", label: hostile, accept: hostile, current: { name: hostile, about: hostile } }),
    h(TextArea, { name: "a", label: hostile, value: `</textarea>${hostile}` }),
    h(HiddenField, { name: "a", value: hostile }),
    h(ErrorSummary, { errors: [{ field: hostile, text: hostile }] }),
    h(Form, { action: hostile, csrf: hostile, submit: hostile, autosave: hostile }),
  ];
  for (const field of fields) {
    const page = html(field);
    expect(page).not.toContain("<script");
    expect(page.match(/<\/textarea>/g)?.length ?? 0).toBeLessThanOrEqual(1);
    for (const value of page.matchAll(/="([^"]*)"/g)) expect(value[1]).not.toContain("<script");
  }
});

test("a date has three inputs, each with its own name and label", () => {
  const page = html(h(DateField, { name: "expiry", label: "Valid until", value: "2027-04-05", error: "Too early", wrong: ["year"], autocomplete: "bday" }));
  expect(page).toContain(`<fieldset id="expiry"`);
  for (const [part, value] of [["day", "5"], ["month", "4"], ["year", "2027"]]) {
    expect(page).toContain(`<label for="expiry-${part}">`);
    expect(page).toMatch(new RegExp(`id="expiry-${part}" name="expiry-${part}" value="${value}"`));
    expect(page).toContain(`autocomplete="bday-${part}"`);
  }
  expect(page.match(/aria-invalid="true"/g)).toHaveLength(1);
});

test("what was typed into a date stays as it was typed", () => {
  expect(dateParts({ day: "31", month: "x", year: "" })).toEqual({ day: "31", month: "x", year: "" });
  expect(dateParts("not a date")).toEqual({ day: "", month: "", year: "" });
  expect(dateParts("2026-11-03")).toEqual({ day: "3", month: "11", year: "2026" });
});

test("radios have different ids, one name, and the chosen one is checked", () => {
  const page = html(h(ChoiceField, { name: "sex", label: "Sex", value: "F", options: [{ value: "M", label: "Male" }, { value: "F", label: "Female", hint: "As printed" }] }));
  expect(page).toContain(`id="sex" name="sex" value="M"`);
  expect(page).toMatch(/id="sex-2" name="sex" value="F" checked aria-describedby="sex-2-about"/);
});

test("a select keeps the chosen option and its groups", () => {
  const page = html(h(SelectField, { name: "country", label: "Country", value: "TR", options: [{ value: "SE", label: "Sweden", group: "A" }, { value: "TR", label: "Türkiye", group: "A" }] }));
  expect(page).toContain(`<optgroup label="A">`);
  expect(page).toContain(`<option selected value="TR">Türkiye`);
  expect(page.match(/<optgroup/g)).toHaveLength(1);
});

test("a form posts its token, and counts the problems in every language's own plural", () => {
  expect(html(h(Form, { action: "/a", csrf: "token", submit: "Go" }))).toContain(`<input type="hidden" name="_csrf" value="token"/>`);
  const errors = Array.from({ length: 3 }, (_, n) => ({ field: `f${n}`, text: "x" }));
  expect(html(h(ErrorSummary, { errors }), "ar")).toContain("3 مشكلات");
  expect(html(h(ErrorSummary, { errors }), "ru")).toContain("3 ошибки");
  expect(html(h(ErrorSummary, { errors }))).toContain(`href="#f0"`);
  expect(html(h(ErrorSummary, { errors: [] }))).toBe("");
});
