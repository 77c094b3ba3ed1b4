import type { z } from "zod";
import { assess, type Assessment, findingText } from "../../eligibility/assess.ts";
import type { Facts } from "../../eligibility/questions.ts";
import { senseless, type SenselessCode, senselessText } from "../../eligibility/sense.ts";
import { allowance, secondsUntilNext } from "../../identity/allowance.ts";
import type { Language } from "../../platform/i18n.ts";
import { addressProofs, documentText } from "../../rules/required-documents.ts";
import { sourceText } from "../../rules/sources.ts";
import type { Key } from "../../platform/keys.ts";
import { type Answer, answerJson, openPage, type Visit } from "../page.ts";
import { portal } from "../routes.ts";
import { question, type Question } from "./assessment-shape.ts";
import { problem, type ProblemError } from "./problem.ts";

const allowed = allowance("assessment", 50);

/** May this person apply, with what, for how much, until when: the answer of the pages, for programs. No key; nothing is kept. */
export const assessment = openPage(portal.assessment, {
  async post(visit) {
    if (!(await allowed(visit.app.db, visit.address, visit.now))) {
      return problem(429, "too-many", { headers: { "retry-after": String(secondsUntilNext("assessment", visit.now)) } });
    }
    return treat(visit);
  },
});

function treat({ l, rawBody, header }: Visit): Answer {
  if (!/^application\/json\b/i.test(header("content-type") ?? "")) return problem(415, "not-json", { detail: l.t("eligibility.wrong-json") });
  let sent: unknown;
  try {
    sent = JSON.parse(rawBody);
  } catch {
    return problem(400, "not-understood", { detail: l.t("eligibility.wrong-json"), errors: [{ pointer: "", detail: l.t("eligibility.wrong-json") }] });
  }
  const read = question.safeParse(sent, { reportInput: true });
  if (!read.success) return problem(422, "senseless", { errors: told(l, read.error.issues) });
  const { on, ...facts } = read.data;
  const wrong = sense(on, facts as Facts);
  if (wrong.length > 0) return problem(422, "senseless", { errors: wrong.map(({ pointer, code }) => ({ pointer, detail: senselessText(l, code) })) });
  return answerJson(inWords(l, on, facts, assess(facts as Facts, on)), 200, undefined, { "content-language": l.code, vary: "accept-language" });
}

function sense(on: Temporal.PlainDate, facts: Facts): { pointer: string; code: SenselessCode }[] {
  return on.year < 1900 || on.year > 2200 ? [{ pointer: "/on", code: "year-out-of-range" }] : senseless(facts, on);
}

const day = (date: Temporal.PlainDate | null | undefined) => (date ? date.toString() : null);

/** An assessment as programs get it, its texts in a language. */
function inWords(l: Language, on: Temporal.PlainDate, { kind }: Omit<Question, "on">, found: Assessment) {
  const { window, edition } = found;
  return {
    on: on.toString(),
    outcome: found.outcome,
    window: window && { opens: day(window.opens), closes: day(window.closes), article: sourceText(l, window.ground) },
    findings: found.findings.map((finding) => ({
      code: finding.code, severity: finding.severity, article: sourceText(l, finding.article), edition: finding.edition, text: findingText(l, finding), field: finding.field,
    })),
    documents: found.documents.map(({ code, required, ground }) => {
      const { name, about } = documentText(l, code);
      const document = { code, required, text: name, about, article: sourceText(l, ground) };
      return code === "address" ? { ...document, oneOf: addressProofs(kind).map((proof) => ({ code: proof.code, text: l.t(`documents.address-proof-${proof.code}` as Key) })) } : document;
    }),
    fees: found.fees.map(({ code, amount, currency, amountTry, ground, certain, months, rate, doubled }) => ({
      code, amount, currency, amountTry, ground: sourceText(l, ground), certain, months, rate, doubled,
    })),
    latestEnd: day(found.latestEnd),
    attendBy: day(found.attendBy),
    missingFacts: found.missingFacts,
    edition: { id: edition.id, from: day(edition.from), confirmedUntil: day(edition.confirmedUntil) },
  };
}

/** What a field of this name is told when its value has the wrong shape. */
const byName: Record<string, SenselessCode> = {
  nationality: "unknown-nationality", province: "unknown-province", district: "unknown-district", neighbourhood: "unknown-neighbourhood", monthlyIncome: "not-an-amount",
  familySize: "family-too-small", exchangeRate: "not-a-rate",
};

function told(l: Language, issues: readonly z.core.$ZodIssue[]): ProblemError[] {
  return issues.slice(0, 50).flatMap((issue): ProblemError[] => {
    if (issue.code === "unrecognized_keys") return issue.keys.slice(0, 20).map((name) => ({ pointer: pointerOf([...issue.path, name]), detail: l.t("eligibility.wrong-unknown-field") }));
    return [{ pointer: pointerOf(issue.path), detail: detailOf(l, issue) }];
  });
}

function detailOf(l: Language, issue: z.core.$ZodIssue): string {
  const name = issue.path.at(-1);
  if (issue.input === undefined) return l.t("eligibility.wrong-missing");
  if (typeof name === "string" && byName[name]) return senselessText(l, byName[name]);
  if (issue.code === "invalid_value") return l.t("eligibility.wrong-code", { codes: issue.values.join(", ") });
  if (issue.code === "invalid_format") return l.t("eligibility.wrong-date");
  if (issue.code === "too_big" && name === "permitHistory") return senselessText(l, "too-many-permits");
  const expected = issue.code === "invalid_type" ? issue.expected : "other";
  return l.t("eligibility.wrong-type", { expected });
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1").slice(0, 100)}`).join("");
}
