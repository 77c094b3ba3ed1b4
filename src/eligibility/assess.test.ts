import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { complete, language } from "../platform/i18n.ts";
import { dateOf } from "../platform/clock.ts";
import { isBefore } from "../rules/calendar.ts";
import { edition } from "../rules/edition.ts";
import { hasNoEnd, levels, permitTypes, purposes, relations, sponsorKinds } from "../rules/permit-types.ts";
import { isKnownSource, sourceText } from "../rules/sources.ts";
import { shipped } from "../rules/tables.ts";
import type { Assessment } from "./assess.ts";
import { assess, otherDoors, outcomes } from "./assess.ts";
import { findingCodes, findingRules, findingText } from "./findings.ts";
import type { FindingCode, FindingValue } from "./findings.ts";
import type { Facts } from "./questions.ts";
import { factNames, factText } from "./questions.ts";

const base = Temporal.PlainDate.from("2026-11-23");
const within = (from: number, until: number) => fc.integer({ min: from, max: until }).map((days) => base.add({ days }));
const near = within(-400, 400);
const ahead = within(-100, 2_500);
const past = within(-4_000, 0);
const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const nationality = fc.constantFrom("GBR", "RUS", "NOR", "CZE", "IRQ", "JPN", "ESP", "XNC", "XXA", "KAZ", "TUR");
const held = fc.record({
  permitType: fc.constantFrom("short-term", "student", "family"), from: past, length: fc.integer({ min: 1, max: 1_500 }),
  purpose: some(fc.constantFrom("turkish-course", "graduate", "tourism")),
}).map(({ permitType, from, length, purpose }) => ({ permitType, from, until: from.add({ days: length }), ...(permitType === "short-term" && purpose ? { purpose } : {}) }));

/** Complete facts of every sort; the door and the type decide which of them matter. */
const facts = fc.record({
  kind: fc.constantFrom("first", "extension", "transfer"),
  permitType: fc.constantFrom(...permitTypes.map((type) => type.code)),
  purpose: fc.constantFrom(...purposes.map((purpose) => purpose.code)),
  nationality, birthDate: within(-30_000, -1), province: fc.constantFrom("35", "34", "07"), district: fc.constantFrom("Fatih", "Konak", "Kadıköy"),
  requestedFrom: within(-30, 200), requestedUntil: ahead, passportValidUntil: ahead,
  entry: some(fc.record({ date: within(-400, 0), basis: fc.constantFrom("visa", "exemption", "conditional"), days: fc.integer({ min: 0, max: 180 }), visaFeePaid: fc.boolean() })
    .map(({ days, ...entry }) => ({ ...entry, stayEnds: entry.date.add({ days }) }))),
  presentPermit: fc.record({
    permitType: fc.constantFrom(...permitTypes.map((type) => type.code)), purpose: fc.constantFrom(...purposes.map((purpose) => purpose.code)),
    validUntil: near, heldSince: past, province: fc.constantFrom("35", "34"),
  }),
  insurance: fc.record({ kind: fc.constantFrom("private", "bilateral"), until: ahead }),
  representative: fc.constantFrom("none", "parent", "guardian", "lawyer"),
  sponsor: fc.record({
    kind: fc.constantFrom(...sponsorKinds), relation: fc.constantFrom(...relations), monthlyIncome: fc.integer({ min: 0, max: 10_000_000 }),
    familySize: fc.integer({ min: 2, max: 9 }), permitValidUntil: ahead, onPermitSince: past,
  }),
  student: fc.record({ level: fc.constantFrom(...levels), programmeUntil: ahead }),
  permitHistory: fc.array(held, { maxLength: 4 }), bornInTurkiye: fc.boolean(), graduatedOn: near, exchangeRate: fc.constant("42.1"),
}).map((all): Facts => {
  const { purpose, entry, presentPermit, ...rest } = all;
  const { purpose: held, ...dated } = presentPermit;
  const { validUntil: _, ...endless } = dated;
  const present = hasNoEnd(dated.permitType) ? endless : dated;
  return {
    ...rest, ...(entry ? { entry } : {}), ...(all.permitType === "short-term" ? { purpose } : {}),
    ...(all.kind === "first" ? {} : { presentPermit: present.permitType === "short-term" ? { ...present, purpose: held } : present }),
  } as Facts;
});

/** Facts that tell of an event: to leave one out says that it has not happened, not that nothing is known. */
const events = new Set(["presentPermit", "presentPermit.province", "entry.date", "exchangeRate"]);

/** The same facts with some left out, whole or in part. */
const withFewer = fc.tuple(facts, fc.infiniteStream(fc.boolean())).map(([all, keep]) => {
  const next = () => keep.next().value === true;
  const fewer: Record<string, unknown> = { kind: all.kind };
  for (const [name, value] of Object.entries(all)) {
    if (name === "kind") continue;
    if (name === "permitType" && all.permitType === "short-term" && !next()) continue;
    if (value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Temporal.PlainDate)) {
      // Eight years are reckoned from the present permit and those before it, so there it is told whole.
      const whole = name === "presentPermit" && all.permitType === "long-term";
      const part = Object.fromEntries(Object.entries(value).filter(([inner]) => whole || events.has(`${name}.${inner}`) || next()));
      if (events.has(name) || next()) fewer[name] = part;
    } else if (events.has(name) || next()) fewer[name] = value;
  }
  // Of a child born here, no entry says that it has not crossed the border since.
  if (fewer.entry === undefined && all.entry !== undefined) delete fewer.bornInTurkiye;
  return { all, fewer: fewer as Facts };
});

const negative = (answer: Assessment) => answer.outcome === "closed" || answer.outcome === "not-allowed" || answer.outcome === "not-yet";
const blocks = (answer: Assessment) => answer.findings.filter((finding) => finding.severity === "block").map((finding) => finding.code);

test("another door is named only where it is open on the same facts", () => {
  const on = Temporal.PlainDate.from("2026-11-23");
  const present = (validUntil: string) => ({ permitType: "short-term" as const, purpose: "tourism" as const, validUntil: Temporal.PlainDate.from(validUntil) });
  expect(otherDoors({ kind: "extension", presentPermit: present("2026-11-22") }, on)).toEqual(["first"]);
  expect(otherDoors({ kind: "extension", presentPermit: present("2027-06-20") }, on)).toEqual(["transfer"]);
  expect(otherDoors({ kind: "transfer", presentPermit: present("2026-11-22") }, on)).toEqual(["first"]);
  expect(otherDoors({ kind: "extension", presentPermit: { permitType: "long-term" } }, on)).toEqual(["transfer"]);
  expect(otherDoors({ kind: "first", entry: { basis: "exemption", stayEnds: on.subtract({ days: 1 }) } }, on)).toEqual([]);
});

describe("assess", () => {
  test("always answers, and each part of the answer cites its ground", () => {
    fc.assert(fc.property(withFewer, near, ({ fewer }, on) => {
      const answer = assess(fewer, on);
      expect(outcomes).toContain(answer.outcome);
      for (const finding of answer.findings) {
        expect(isKnownSource(finding.article)).toBe(true);
        expect(finding.edition).toBe(answer.edition.id);
      }
      for (const { ground } of [...answer.documents, ...answer.fees]) expect(isKnownSource(ground)).toBe(true);
      if (answer.window) expect(isKnownSource(answer.window.ground)).toBe(true);
      if (answer.latestEnd) expect(isKnownSource(answer.latestEndGround ?? "")).toBe(true);
      if (answer.outcome !== "incomplete") expect(answer.findings.length).toBeGreaterThan(0);
    }), { numRuns: 1_500 });
  });

  test("an answer on fewer facts never contradicts one on more", () => {
    fc.assert(fc.property(withFewer, near, ({ all, fewer }, on) => {
      const little = assess(fewer, on);
      const much = assess(all, on);
      if (negative(little)) expect(negative(much), blocks(little).join()).toBe(true);
      if (little.outcome === "open" || little.outcome === "officer-decides") expect(much.outcome, blocks(much).join()).toBe(little.outcome);
      // At the wrong door for it, nothing more is looked at of a permit without end.
      if (all.permitType === "long-term" && all.kind !== "transfer") return;
      for (const code of blocks(little)) {
        // The same is said more sharply when more is known: that no permit at all fits the passport, that the visa ended even earlier.
        if (code === "passport-too-short") expect(blocks(much).some((one) => one.startsWith(code))).toBe(true);
        else if (code === "conditional-entry-over") expect(blocks(much).some((one) => one === code || one === "entry-stay-ended")).toBe(true);
        else if (code === "entry-stay-ended") expect(blocks(much).some((one) => one === code || one === "conditional-entry-over")).toBe(true);
        else expect(blocks(much)).toContain(code);
      }
    }), { numRuns: 4_000 });
  });

  test("a day later never turns closed into open within one edition", () => {
    fc.assert(fc.property(facts, near, (all, on) => {
      const today = assess(all, on);
      const tomorrow = assess(all, on.add({ days: 1 }));
      if (today.outcome === "closed" && today.edition.id === tomorrow.edition.id) expect(["closed", "not-allowed"]).toContain(tomorrow.outcome);
    }), { numRuns: 3_000 });
  });

  test("a door is too early, open or over: never two of them, and exactly within its window", () => {
    const early: FindingCode[] = ["extension-too-early", "not-yet-entered"];
    const over: FindingCode[] = ["entry-stay-ended", "conditional-entry-over", "newborn-too-late", "permit-ended", "transfer-permit-ended", "reason-ended-long-ago"];
    fc.assert(fc.property(facts, near, (all, on) => {
      const answer = assess(all, on);
      const { window } = answer;
      if (window === null || window.closes === null || all.purpose === "graduate") return;
      const codes = answer.findings.map((finding) => finding.code);
      const isEarly = codes.some((code) => early.includes(code));
      const isOver = codes.some((code) => over.includes(code));
      expect(isEarly && isOver).toBe(false);
      expect(isOver).toBe(isBefore(window.closes, on));
      expect(isEarly).toBe(window.opens !== null && isBefore(on, window.opens) && !isBefore(window.closes, on) && all.kind !== "transfer" && !codes.includes("newborn-open"));
    }), { numRuns: 3_000 });
  });

  test("no default reopens an extension that has run out", () => {
    expect(shipped.lateGraceDays.map(({ value }) => value)).toEqual([0]);
    fc.assert(fc.property(facts, fc.integer({ min: 1, max: 3_000 }), (all, days) => {
      const validUntil = base.subtract({ days });
      const answer = assess({ ...all, kind: "extension", presentPermit: { ...all.presentPermit, validUntil } }, base);
      // A long-term permit never runs out, whatever last day is told of it.
      expect(answer.outcome).toBe(all.presentPermit?.permitType === "long-term" ? "not-allowed" : "closed");
    }), { numRuns: 1_000 });
  });

  test("the office may take late applications for some days, with the fee doubled and an officer to decide", () => {
    const tables = { ...shipped, lateGraceDays: [{ ...shipped.lateGraceDays[0]!, value: 10 }] };
    const late: Facts = {
      kind: "extension", permitType: "short-term", purpose: "property", nationality: "GBR", birthDate: Temporal.PlainDate.from("1990-01-01"), province: "35",
      requestedFrom: base, requestedUntil: base.add({ months: 6 }).subtract({ days: 1 }), passportValidUntil: base.add({ years: 5 }),
      presentPermit: { permitType: "short-term", purpose: "property", validUntil: base.subtract({ days: 10 }) },
      insurance: { kind: "gss" }, exchangeRate: "40",
    };
    expect(assess(late, base).outcome).toBe("closed");
    const answer = assess(late, base, { tables });
    expect(answer.outcome).toBe("officer-decides");
    expect(answer.fees.find((line) => line.code === "permit")).toMatchObject({ amount: 10_000, doubled: true, amountTry: 400_000 });
    expect(assess(late, base.add({ days: 1 }), { tables }).outcome).toBe("closed");
  });

  test("a minor's documents always contain the rule on consent", () => {
    fc.assert(fc.property(withFewer, fc.integer({ min: 0, max: 17 * 365 }), ({ fewer }, age) => {
      const answer = assess({ ...fewer, birthDate: base.subtract({ days: age }) }, base);
      expect(answer.documents.map((document) => document.code)).toContain("parental-consent");
      expect(answer.findings.map((finding) => finding.code)).toContain("minor-consent");
    }), { numRuns: 1_000 });
  });

  test("what is asked next is never asked of a fact that is known, and answering it makes the list shorter", () => {
    const at = (told: Facts, name: string) => name.split(".").reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], told);
    fc.assert(fc.property(withFewer, near, ({ fewer }, on) => {
      for (const name of assess(fewer, on).missingFacts) expect(at(fewer, name)).toBeUndefined();
    }), { numRuns: 1_500 });
  });

  test("an open case keeps the law of its creation", () => {
    const told: Facts = { kind: "first", nationality: "NOR", permitType: "short-term", purpose: "tourism", requestedFrom: base, requestedUntil: base.add({ days: 5 }) };
    const created = Temporal.PlainDate.from("2025-12-20");
    const kept = assess(told, base, { day: created });
    expect(kept.edition.id).toBe(edition(created).id);
    expect(kept.fees[0]?.amount).toBe(81_000);
    expect(assess(told, base).fees[0]?.amount).toBe(96_400);
  });

  test("editions change at midnight in Istanbul", () => {
    const before = dateOf(Temporal.Instant.from("2025-12-31T20:59:59Z"));
    const after = dateOf(Temporal.Instant.from("2025-12-31T21:00:00Z"));
    expect(edition(before).from.toString()).not.toBe("2026-01-01");
    expect(edition(after).from.toString()).toBe("2026-01-01");
  });
});

describe("the sentences", () => {
  const samples: Record<string, FindingValue> = {
    ended: base, until: base, opens: base, date: base, reason: base, refused: base, latest: base, valid: base, graduated: base, since: base, from: base,
    days: 60, months: 24, under: 18, over: 65, outPatient: { amount: 100, currency: "TRY" }, inPatient: { amount: 100, currency: "TRY" }, annex: { amount: 100, currency: "TRY" }, years: 8, counted: 3, count: 2, size: 4, place: "Fatih", excepted: { text: "reference.exception-newborn" }, rate: { decimal: "42.45" },
    needed: { amount: 100, currency: "TRY" }, wage: { amount: 100, currency: "TRY" }, amount: { amount: 100, currency: "TRY" },
  };

  test.each(complete)("every finding, outcome, fact and source can be said in %s", (code) => {
    const l = language(code);
    for (const finding of findingCodes) {
      const values = finding === "permit-fee-exempt" ? { reason: { text: "reference.exemption-student" as const } } : samples;
      for (const reader of ["person", "officer"] as const) expect(findingText(l, { code: finding, values }, reader)).not.toMatch(/[{}]|undefined/);
      expect(sourceText(l, findingRules[finding].article)).not.toMatch(/[{}]/);
    }
    for (const outcome of outcomes) expect(l.t(`eligibility.outcome-${outcome}`)).not.toBe("");
    for (const name of factNames) expect(factText(l, name)).not.toBe("");
  });

  test("every sentence gets all the values it names", () => {
    fc.assert(fc.property(withFewer, near, ({ all, fewer }, on) => {
      for (const told of [all, fewer]) {
        for (const finding of assess(told, on).findings) for (const code of complete) for (const reader of ["person", "officer"] as const) expect(findingText(language(code), finding, reader)).not.toMatch(/[{}]|undefined|\0/);
      }
    }), { numRuns: 300 });
  });
});

test("a Russian sentence that ends in a date has one full stop", () => {
  const text = findingText(language("ru"), { code: "first-open", values: { until: base } });
  expect(text).toMatch(/23 ноября 2026\.$/);
});
