import { expect, test } from "vitest";
import { complete, texts } from "../platform/i18n.ts";
import { faultIn, type Kind, type Notice, notices } from "./notices.ts";
import { write } from "./write.ts";

const house = { portal: "https://portal.example", secret: "a secret of the test", authority: { name: "Deneme İl Göç İdaresi", phone: "157" } };
const application = "019a0000-0000-7000-8000-000000000001";
const examples: Record<Kind, string | number> = {
  text: "2026-35-0001234", count: 15, date: "2026-12-08", weekday: "2026-12-08", "date?": "2026-12-08", time: "10:20", money: 81_000, documents: "passport,insurance", province: "34",
};
const names = Object.keys(notices) as Notice[];

function valuesOf(notice: Notice): Record<string, string | number> {
  const kinds: Record<string, Kind> = notices[notice].takes;
  return { number: "K7QM-2XPT", ...Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, examples[kind]])) };
}

const sent = (notice: Notice, language: string, values: object = valuesOf(notice), role = "applicant") =>
  write({ application_id: notice === "code" ? null : application, notice, language, role, values }, house);

const table = complete.flatMap((code) => names.map((notice) => ({ code, notice })));

test.each(table)("$notice is written in $code with nothing left open", ({ code, notice }) => {
  const { subject, text, html, sms } = sent(notice, code);
  for (const words of [subject, text, html.replace(/<style>[^]*<\/style>/, ""), sms]) {
    expect(words).not.toMatch(/[{}]|undefined|null|\[object/);
    expect(words.trim()).not.toBe("");
  }
  expect(subject).not.toContain("\n");
  expect(sms).not.toContain("\n");
  expect(sms.match(/http/g)?.length ?? 0).toBe(notices[notice].obligatory ? 0 : 1);
  expect(html).toContain(`<html lang="${code}" dir="${code === "ar" ? "rtl" : "ltr"}">`);
  expect(text).toContain(`https://portal.example/${code}`);
});

test.each(table)("$notice in $code uses each of its values, and no other", ({ code, notice }) => {
  const all = texts(code);
  const used = ["subject", "text", "sms"].flatMap((part) => [...(all.get(`notices.${notice}.${part}`) ?? "").matchAll(/\{(\w+)/g)].map(([, name]) => name!));
  expect(all.get(`notices.${notice}.title`)).toMatch(/^[^{}]+$/);
  const given = new Set(Object.keys(notices[notice].takes));
  expect(new Set(used.filter((name) => name !== "number" && !name.endsWith("Known")))).toEqual(given);
});

test("an SMS of the office stays under six parts, and an English one within the plain alphabet", () => {
  for (const { code, notice } of table) {
    const { sms } = sent(notice, code);
    expect(sms.length, `${notice} in ${code}`).toBeLessThan(402);
    // The lira's own sign and the names of places are the letters that a plain SMS cannot carry.
    if (code === "en") expect(sms.replace(/[₺İ]/g, ""), notice).toMatch(/^[ !-Z_a-z]+$/);
  }
});

test("dates, hours, money and documents are in the reader’s words", () => {
  expect(sent("appointment-given", "ru").text).toContain("8 декабря 2026");
  expect(sent("appointment-given", "en").text).toContain("8 December 2026 at 10:20");
  expect(sent("paid", "tr").text).toContain("₺810,00");
  expect(sent("documents-asked", "en").text.split("\n").filter((line) => line.startsWith("– "))).toHaveLength(2);
  expect(sent("code", "ar", { code: "123456", minutes: 3 }).sms).toContain("3 دقائق");
  expect(sent("code", "ru", { code: "123456", minutes: 21 }).sms).toContain("21 минуту");
});

test("the day of an appointment has its weekday, after no Russian word that would bend it", () => {
  const weekday = { en: "Tuesday 8 December 2026", tr: "8 Aralık 2026 Salı", ar: "الثلاثاء، 8 ديسمبر 2026", ru: "вторник, 8 декабря 2026" };
  for (const code of complete) {
    for (const notice of names) {
      if (!("day" in notices[notice].takes)) continue;
      const { text, sms } = sent(notice, code);
      for (const words of [text, sms]) expect(words, `${notice} in ${code}`).toContain(weekday[code]);
      if (code === "ru") for (const words of [text, sms]) expect(words, notice).toMatch(/(: |\n)вторник, 8/u);
    }
  }
  expect(sent("earlier-place", "en").sms).toContain("until Tuesday 8 December 2026, 10:20");
});

test("in a right-to-left text a number is held in place, and lines of a list are not", () => {
  expect(sent("number", "ar").sms).toContain("\u2068K7QM-2XPT\u2069");
  // Outside the isolates the first letter is an Arabic one, so the phone lays the SMS out from the right.
  for (const notice of ["number", "code"] as const) expect(sent(notice, "ar").sms.replace(/\u2068[^\u2069]*\u2069|[\s:]/g, "")).toMatch(/^\p{Script=Arabic}/u);
  expect(sent("documents-asked", "ar").text).not.toMatch(/\u2068–/);
});

test("each message about an application carries its recognition sign, a code none", () => {
  const sign = /[A-Z2-9]{2}-[A-Z2-9]{2}/.exec(sent("accepted", "en").sms)?.[0];
  expect(sign).toBeDefined();
  expect(sent("granted", "tr").text).toContain(sign!);
  expect(sent("code", "en").sms).toMatch(/^Sojourn: Your code/);
  expect(write({ application_id: application.replace(/1$/, "2"), notice: "accepted", language: "en", role: "applicant", values: valuesOf("accepted") }, house).sms)
    .not.toContain(sign!);
});

test("each letter names the authority and its telephone, and an SMS its short name", () => {
  for (const code of complete) {
    const { text, html, sms } = write({ application_id: application, notice: "granted", language: code, role: "applicant", values: valuesOf("granted") }, { ...house, smsSender: "GOCIDARESI" });
    for (const words of [text, html]) expect(words).toMatch(/Deneme İl Göç İdaresi.*157/);
    expect(sms).toMatch(/^[\u2068]?GOCIDARESI/);
  }
});

test("the person’s letter says who did it in their name, in every language; the representative’s own does not", () => {
  for (const code of complete) {
    const values = { ...valuesOf("withdrawn"), by: "Selin Deneme" };
    const [own, theirs] = ["applicant", "representative"].map((role) => sent("withdrawn", code, values, role));
    for (const part of ["text", "html"] as const) expect([own![part].includes("Selin Deneme"), theirs![part].includes("Selin Deneme")], code).toEqual([true, false]);
  }
});

test("a case without a deadline is told of none", () => {
  for (const language of complete) {
    const { text, sms } = sent("created", language, { number: "K7QM-2XPT", registration: "2026-35-0001234", accrual: "123456789012345" });
    for (const words of [text, sms]) expect(words).not.toMatch(/[{}]|undefined|2026\.|  /);
  }
  expect(sent("created", "en").sms).toContain("you must attend by 8 December 2026.");
});

test("a hostile value is text in the letter", () => {
  const { html } = sent("posted", "en", { number: "K7QM-2XPT", tracking: "<script>alert(1)</script>\"&" });
  expect(html).not.toContain("<script");
  expect(html).toContain("&lt;script");
});

test("a notice with a missing or misshapen value is refused", () => {
  expect(faultIn("created", { registration: "x" })).toContain("accrual");
  expect(faultIn("created", { registration: "x", accrual: "y", attendBy: "tomorrow" })).toContain("attendBy");
  expect(faultIn("paid", { amount: 12.5 })).toContain("amount");
  expect(faultIn("refused", {})).toBeNull();
  expect(() => sent("posted", "en", {})).toThrow("tracking");
});
