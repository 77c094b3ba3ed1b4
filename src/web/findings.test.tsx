import { render } from "preact-render-to-string";
import { expect, test } from "vitest";
import { finding } from "../eligibility/findings.ts";
import { complete, language } from "../platform/i18n.ts";
import { LanguageContext } from "../ui/language.ts";
import { Findings } from "./findings.tsx";

test.each(complete)("in %s a finding says of which day its rules are, and keeps the mark of the edition for who asks", (code) => {
  const l = language(code);
  const text = render(<LanguageContext.Provider value={l}><Findings findings={[finding("trnc-only", "2026-01-01.0a8526d2", {})]} /></LanguageContext.Provider>);
  expect(text).toContain(`<bdi title="2026-01-01.0a8526d2">${l.day(Temporal.PlainDate.from("2026-01-01"))}</bdi>`);
  expect(text.replace(/title="[^"]*"/, "")).not.toContain("0a8526d2");
});
