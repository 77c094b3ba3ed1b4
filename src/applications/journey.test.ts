import { describe, expect, test } from "vitest";
import { assess } from "../eligibility/assess.ts";
import type { FindingCode } from "../eligibility/findings.ts";
import type { Answers, RawForm } from "../platform/form.ts";
import { parse } from "../platform/form.ts";
import type { Kind } from "../rules/permit-types.ts";
import { getSponsorKind, levels, permitTypes, purposes, relations, sponsorKinds } from "../rules/permit-types.ts";
import { isComplete, prune } from "./draft.ts";
import { askedAt, factsOf } from "./facts.ts";
import { preRegistration } from "./pre-registration.ts";
import { fieldsOf, journey } from "./sections.ts";

const today = Temporal.PlainDate.from("2026-11-23");

/** What one person answers who has everything in order; the rest follows from what they ask for. */
const person: Answers = {
  surname: "Deneme", givenNames: "Kim", fatherName: "Lee", motherName: "Ann", gender: "female", birthDate: "1990-05-05", birthPlace: "Zenith", birthCountry: "GBR",
  maritalStatus: "single", nationality: "GBR", foreignerNumber: "99000000110", documentType: "ordinary", passportNumber: "P1234567", passportCountry: "GBR",
  passportAuthority: "Zenith", passportIssuedOn: "2022-01-01", passportValidUntil: "2034-01-01",
  province: "35", neighbourhood: "Konak/Alsancak Mah", street: "1437. Sokak 8", door: "4", addressProof: "lease",
  occupationStatus: "not-working", incomeSource: "savings", monthlyIncome: "60000", incomeCurrency: "TRY",
  insuranceKind: "gss", channel: "email", email: "kim@example.org", phone: "", postalAddress: "same",
};
const came: Answers = { entryBasis: "exemption", entryDate: "2026-10-10", stayEnds: "2027-01-06", visaFeePaid: "no" };

const minors = new Set(["primary", "middle", "high", "independent-school"]);

/** A sound application: the door, the type, and the sub-purpose, relation or level. */
function sound(kind: Kind, permitType: string, what: string, sponsorKind = "citizen"): Answers {
  const child = what.includes("minor-child") || minors.has(what);
  const present = kind === "extension" ? permitType : what === "from-family" ? "family" : permitType === "student" ? "short-term" : "student";
  const held: Answers = kind === "first" ? came : {
    presentPermitType: present, permitSeries: "T", permitNumber: "0000123", permitProvince: "35", permitHeldSince: "2021-01-01",
    permitValidUntil: kind === "extension" ? "2026-12-20" : "2027-06-20",
    ...(present === "short-term" ? { presentPurpose: kind === "extension" ? what : "tourism" } : {}),
  };
  return {
    ...person, kind, ...held, permitType, requestedFrom: "2026-12-21", requestedUntil: "2027-06-20",
    ...(child ? { birthDate: "2015-05-05", insuranceKind: "exempt" } : {}),
    ...(permitType === "short-term" ? { purpose: what, ...(what === "trnc" ? { nationality: "XNC" } : {}) } : {}),
    ...(what === "graduate" ? { graduatedOn: "2026-07-01", graduateBefore: "no" } : {}),
    ...(what === "turkish-course" ? { coursesBefore: "0" } : {}),
    ...(permitType === "student" ? { level: what, school: "Ege", programme: "Maths", programmeUntil: "2030-06-30" } : {}),
    ...(permitType === "long-term" ? { permitsSince: "2015-01-01", studentMonths: "24" } : {}),
    ...(permitType === "family" ? {
      relation: what, sponsorKind, sponsorName: "Sam Deneme", sponsorIncome: "90000", familySize: "3", sponsorPermitEnds: "yes", sponsorPermitUntil: "2029-01-01", sponsorPermitSince: "2020-01-01",
      marriageDate: "2015-01-01", custody: "both",
    } : {}),
  };
}

/** What a browser would post for one topic. */
function posted(answers: Answers): RawForm {
  const raw: RawForm = {};
  for (const [name, value] of Object.entries(answers)) {
    raw[name] = value;
    if (/^\d{4}-\d\d-\d\d$/.test(value)) [raw[`${name}-year`], raw[`${name}-month`], raw[`${name}-day`]] = value.split("-");
  }
  return raw;
}

/** Fills every topic in order, as a person does, until nothing more is asked. Throws with the fault of the first topic that is refused. */
function fillIn(wanted: Answers): Answers {
  const answers: Answers = { kind: wanted.kind!, channel: wanted.channel!, email: wanted.email! };
  for (let round = 0; round < 2; round += 1) {
    for (const topic of journey(answers)) {
      const { answers: told, errors } = parse(fieldsOf[topic], posted(wanted), today, answers);
      if (errors.length > 0) throw new Error(`${topic}: ${errors.map((error) => `${error.field} ${error.key}`).join(", ")}`);
      Object.assign(answers, told);
      prune(answers);
    }
  }
  return answers;
}

const rows = permitTypes.filter((type) => type.personMayFile).flatMap(({ code, kinds }) => kinds.flatMap((kind): [Kind, string, string, string?][] => {
  if (code === "short-term") return purposes.filter((purpose) => purpose.personMayFile && purpose.kinds.includes(kind)).map((purpose) => [kind, code, purpose.code]);
  if (code === "student") return levels.map((level) => [kind, code, level]);
  if (code === "family") return relations.flatMap((relation) => sponsorKinds.map((sponsor): [Kind, string, string, string] => [kind, code, relation, sponsor]));
  return [[kind, code, ""]];
}));

describe("everything a person may file", () => {
  test("the table knows every door, type and purpose", () => {
    expect(rows.length).toBe(40 + 3 * levels.length + 3 * relations.length * sponsorKinds.length + 1);
  });

  test.each(rows)("%s, %s %s %s: the questions asked suffice for a whole answer, and nothing blocks a sound application", (kind, type, what, sponsor) => {
    const answers = fillIn(sound(kind, type, what, sponsor));
    expect(isComplete(answers, true)).toBe(true);
    const { outcome, missingFacts, findings, fees, documents } = assess(factsOf(answers, { representative: "none" }), today);
    expect(missingFacts).toEqual([]);
    expect(findings.filter((finding) => finding.severity === "block").map((finding) => finding.code)).toEqual([]);
    expect(["open", "officer-decides"]).toContain(outcome);
    expect(fees.map((fee) => fee.code)).toContain("card");
    expect(documents.length).toBeGreaterThan(5);
  });

  test.each(rows)("%s, %s %s %s: a passport that runs out too soon blocks, and the question to mend is named", (kind, type, what, sponsor) => {
    const answers = fillIn({ ...sound(kind, type, what, sponsor), passportValidUntil: "2026-12-24" });
    const blocks = assess(factsOf(answers), today).findings.filter((finding) => finding.severity === "block");
    expect(blocks.map((finding) => finding.code).join()).toContain("passport-too-short");
    for (const { field } of blocks) expect(askedAt(field!, answers)).not.toBeNull();
  });
});

test("nothing is asked before the code that nothing asks about or uses afterwards", () => {
  const used = new Set([...Object.values(fieldsOf).flatMap((fields) => Object.keys(fields)), "capacity", "representativeName", "bar", "barNumber", "mandateUntil", "representativeEmail", "channel"]);
  for (const kind of ["first", "extension", "transfer"] as const) expect(Object.keys(preRegistration(kind)).filter((name) => !used.has(name))).toEqual([]);
});

describe("what is not sound blocks", () => {
  const faulty: [string, Answers, FindingCode, string][] = [
    ["a second permit as a graduate", { ...sound("first", "short-term", "graduate"), graduateBefore: "yes" }, "graduate-once", "graduateBefore"],
    ["a graduation seven months ago", { ...sound("transfer", "short-term", "graduate"), graduatedOn: "2026-04-20" }, "graduate-too-late", "graduatedOn"],
    ["a third permit for a course", { ...sound("first", "short-term", "turkish-course"), coursesBefore: "2" }, "course-twice", "coursesBefore"],
    ["a third course, the present one counted", { ...sound("extension", "short-term", "turkish-course"), coursesBefore: "1" }, "course-twice", "coursesBefore"],
    ["eight years of which two as a student", { ...sound("transfer", "long-term", ""), permitsSince: "2018-10-01", studentMonths: "24" }, "eight-years-missing", "permitsSince"],
    ["a change from family without a family permit", { ...sound("transfer", "short-term", "from-family"), presentPermitType: "student" }, "from-family-needs-family", "presentPermitType"],
    ["an income below a third of the wage for each", { ...sound("first", "family", "spouse"), familySize: "9", sponsorIncome: "50000" }, "sponsor-income-low", "sponsorIncome"],
    ["a spouse of seventeen", { ...sound("first", "family", "spouse"), birthDate: "2009-05-05", insuranceKind: "exempt" }, "spouse-under-18", "birthDate"],
    ["a child of nineteen", { ...sound("first", "family", "minor-child"), birthDate: "2007-05-05", insuranceKind: "gss" }, "child-of-age", "relation"],
    ["a sponsor on a permit for half a year", { ...sound("first", "family", "spouse", "permit-holder"), sponsorPermitSince: "2026-06-01" }, "sponsor-one-year", "sponsorPermitSince"],
    ["a programme that ends before the permit", { ...sound("first", "student", "bachelor"), programmeUntil: "2027-01-31" }, "programme-too-short", "programmeUntil"],
    ["a policy that ends before the permit", {
      ...sound("first", "short-term", "tourism"), insuranceKind: "private", insuranceCompany: "D", policyNumber: "1", insuranceFrom: "2026-11-01", insuranceUntil: "2027-05-01",
    }, "insurance-too-short", "insuranceUntil"],
    ["a visa that has ended", { ...sound("first", "short-term", "tourism"), stayEnds: "2026-11-22" }, "entry-stay-ended", "stayEnds"],
    ["a conditional entry of eleven days ago", { ...sound("first", "short-term", "tourism"), entryBasis: "conditional", entryDate: "2026-11-12" }, "conditional-entry-over", "entryDate"],
    ["an extension of another purpose", { ...sound("extension", "short-term", "tourism"), presentPurpose: "property" }, "another-permit-is-transfer", "permitType"],
    ["a child born here 181 days ago", { ...sound("first", "family", "minor-child"), entryBasis: "born", birthDate: "2026-05-26", requestedFrom: "2026-05-26" }, "newborn-too-late", "birthDate"],
  ];
  test.each(faulty)("%s", (_what, wanted, code, field) => {
    const answers = fillIn(wanted);
    const found = assess(factsOf(answers), today).findings.find((finding) => finding.code === code);
    expect(found).toMatchObject({ severity: "block" });
    expect(askedAt(found!.field!, answers)?.field).toBe(field);
  });
});

describe("who came in no ordinary way", () => {
  test("a child born here needs no border and no stamp", () => {
    const answers = fillIn({ ...sound("first", "family", "minor-child", "permit-holder"), entryBasis: "born", birthDate: "2026-09-01", requestedFrom: "2026-09-01" });
    expect(answers.entryDate).toBeUndefined();
    const { outcome, missingFacts, window, documents, fees } = assess(factsOf(answers, { representative: "parent" }), today);
    expect({ outcome, missingFacts, closes: window?.closes?.toString() }).toEqual({ outcome: "open", missingFacts: [], closes: "2027-02-28" });
    expect(documents.map((document) => document.code)).toContain("parents-permits");
    expect(fees.map((fee) => fee.code)).not.toContain("single-entry");
  });
  test("after a conditional entry the day of entry is enough", () => {
    const answers = fillIn({ ...sound("first", "short-term", "tourism"), entryBasis: "conditional", entryDate: "2026-11-15" });
    expect(answers.stayEnds).toBeUndefined();
    expect(assess(factsOf(answers), today)).toMatchObject({ outcome: "open", missingFacts: [] });
  });
  test("a long-term permit is asked for without an end, and student time counts half", () => {
    const full = fillIn({ ...sound("transfer", "long-term", ""), permitsSince: "2016-11-20", studentMonths: "48" });
    expect(full.requestedUntil).toBeUndefined();
    expect(assess(factsOf(full), today)).toMatchObject({ outcome: "open", missingFacts: [] });
    const half = fillIn({ ...sound("transfer", "long-term", ""), permitsSince: "2016-11-20", studentMonths: "60" });
    expect(assess(factsOf(half), today).outcome).toBe("not-allowed");
  });
  test("nobody of working age is without insurance, and nobody studied longer than they were here", () => {
    expect(() => fillIn({ ...sound("first", "short-term", "tourism"), insuranceKind: "exempt" })).toThrow("insurance: insuranceKind fields.error.insurance-age");
    expect(() => fillIn({ ...sound("transfer", "long-term", ""), permitsSince: "2020-01-01", studentMonths: "99" })).toThrow("studentMonths fields.error.longer-than-since");
  });
  test("a sponsor's permit is asked for where it matters", () => {
    for (const sponsor of sponsorKinds) {
      const answers = fillIn(sound("first", "family", "spouse", sponsor));
      expect(answers.sponsorPermitUntil !== undefined).toBe(getSponsorKind(sponsor).holdsPermit);
      expect(answers.sponsorPermitSince !== undefined).toBe(getSponsorKind(sponsor).oneYearOnPermit);
    }
  });
  test("a small child is not asked what it works and earns, a child of fifteen is", () => {
    const asks = (birthDate: string) => journey({ kind: "first", permitType: "family", birthDate, requestedFrom: "2026-12-08" }).includes("work");
    expect([asks("2026-09-01"), asks("2011-12-09"), asks("2011-12-08")]).toEqual([false, false, true]);
  });
  test("a child may have its parent's mailbox, but nobody their lawyer's", () => {
    const faults = (capacity: string) => parse(preRegistration("first"), { capacity, representativeEmail: "one@person.example", channel: "email", email: "One@person.example" }, today).errors.filter(({ field }) => field === "email");
    expect(faults("parent")).toEqual([]);
    expect(faults("guardian")).toEqual([]);
    expect(faults("lawyer")).toEqual([{ field: "email", key: "fields.error.own-address" }]);
  });
  test("a year in two digits is asked for in four", () => {
    const fault = (year: string, day = "31") => parse({ day: { control: "date" } }, { "day-day": day, "day-month": "12", "day-year": year }, today).errors[0]?.key;
    expect([fault("26"), fault("٢٦"), fault("2026"), fault("2026", "32")]).toEqual(["fields.error.year", "fields.error.year", undefined, "fields.error.date"]);
  });
});
