import type { z } from "zod";
import { assess, type Assessment, findingText } from "../../eligibility/assess.ts";
import type { Finding } from "../../eligibility/findings.ts";
import type { Facts } from "../../eligibility/questions.ts";
import { isFarAway, senseless, type SenselessCode, senselessText } from "../../eligibility/sense.ts";
import { allowance } from "../../identity/allowance.ts";
import { secondsUntilNext } from "../../identity/limits.ts";
import type { Language } from "../../platform/i18n.ts";
import { isoText } from "../../rules/calendar.ts";
import { addressProofs, type DocumentList, documentText } from "../../rules/required-documents.ts";
import { sourceText } from "../../rules/sources.ts";
import type { Key } from "../../platform/keys.ts";
import type { Kind } from "../../rules/permit-types.ts";
import { type Answer, openPage, type Visit } from "../page.ts";
import { portal } from "../routes.ts";
import { factsOf, readQuestion } from "./assessment-shape.ts";
import { problem, type ProblemError } from "./problem.ts";

const allowed = allowance("assessment", 100);

/** May this person apply, with what, for how much, until when: the answer of the pages, for programs. No key; nothing is kept. */
export const assessment = openPage(portal.assessment, {
  post(visit) {
    const may = allowed(visit.app.db, visit.address, visit.now);
    return typeof may === "boolean" ? treat(visit, may) : may.then((one) => treat(visit, one));
  },
});

function treat({ l, rawBody, header, now }: Visit, may: boolean): Answer {
  if (!may) return problem(429, "too-many", { headers: { "retry-after": String(secondsUntilNext("assessment", now)) } });
  if (!/^application\/json\b/i.test(header("content-type") ?? "")) return problem(415, "not-json", { detail: l.t("eligibility.wrong-json") });
  let sent: unknown;
  try {
    sent = JSON.parse(rawBody);
  } catch {
    return problem(400, "not-understood", { detail: l.t("eligibility.wrong-json"), errors: [{ pointer: "", detail: l.t("eligibility.wrong-json") }] });
  }
  const read = readQuestion(sent);
  if (!read.success) return problem(422, "senseless", { errors: told(l, read.error.issues) });
  const { on } = read.data;
  const facts = factsOf(read.data);
  const wrong = sense(on, facts);
  if (wrong.length > 0) return problem(422, "senseless", { errors: wrong.map(({ pointer, code }) => ({ pointer, detail: senselessText(l, code) })) });
  const body = inWords(l, on, facts.kind, assess(facts, on));
  return { kind: "bytes", status: 200, type: "application/json; charset=utf-8", body, headers: { "content-language": l.code, vary: "accept-language" } };
}

function sense(on: Temporal.PlainDate, facts: Facts): { pointer: string; code: SenselessCode }[] {
  return isFarAway(on) ? [{ pointer: "/on", code: "year-out-of-range" }] : senseless(facts, on);
}

const day = (date: Temporal.PlainDate | null | undefined) => (date ? `"${isoText(date)}"` : "null");
const text = JSON.stringify;

/**
 * An assessment as programs get it, its texts in a language, written as JSON straight away: most of it is the same few hundred pieces, each
 * of which is made once. As bytes: a text with letters beyond Latin is written to the socket a quarter slower, and the list of documents,
 * which is most of the answer, is in bytes already.
 */
function inWords(l: Language, on: Temporal.PlainDate, kind: Kind, found: Assessment): Buffer {
  const { window, edition } = found;
  let findings = "";
  for (const one of found.findings) findings += `${findings && ","}${headOf(l, one)}${text(findingText(l, one))}}`;
  let fees = "";
  for (const { code, amount, currency, amountTry, ground, certain, months, rate, doubled } of found.fees) {
    fees += `${fees && ","}{"code":"${code}","amount":${amount},"currency":"${currency}","amountTry":${amountTry},"ground":${sourceOf(l, ground)},"certain":${certain}`
      + `${months === undefined ? "" : `,"months":${months}`}${rate === undefined ? "" : `,"rate":"${rate}"`}${doubled ? ',"doubled":true' : ""}}`;
  }
  return bytesOf(
    `{"on":${day(on)},"outcome":"${found.outcome}",`
      + `"window":${window ? `{"opens":${day(window.opens)},"closes":${day(window.closes)},"article":${sourceOf(l, window.ground)}}` : "null"},`
      + `"findings":[${findings}],"documents":`,
    documentsOf(l, found.documents, kind, on),
    `,"fees":[${fees}],"latestEnd":${day(found.latestEnd)},"attendBy":${day(found.attendBy)},`
      + `"missingFacts":${text(found.missingFacts)},"edition":{"id":"${edition.id}","from":${day(edition.from)},"confirmedUntil":${day(edition.confirmedUntil)}}}`,
  );
}

function bytesOf(before: string, between: Buffer, after: string): Buffer {
  const begins = Buffer.byteLength(before);
  const body = Buffer.allocUnsafe(begins + between.length + Buffer.byteLength(after));
  body.write(before);
  between.copy(body, begins);
  body.write(after, begins + between.length);
  return body;
}

/** A finding up to its text, which does not depend on anybody's facts: as it was last made for its code and its article in a language. */
type Head = { severity: string; edition: string; json: string };
const heads = new WeakMap<Language, Map<string, Map<string, Head>>>();

function headOf(l: Language, { code, severity, article, edition, field }: Finding): string {
  let ofLanguage = heads.get(l);
  if (ofLanguage === undefined) heads.set(l, (ofLanguage = new Map()));
  let ofCode = ofLanguage.get(code);
  if (ofCode === undefined) ofLanguage.set(code, (ofCode = new Map()));
  let head = ofCode.get(article);
  if (head === undefined || head.severity !== severity || head.edition !== edition) {
    const json = `{"code":"${code}","severity":"${severity}","article":${sourceOf(l, article)},"edition":"${edition}"${field ? `,"field":"${field}"` : ""},"text":`;
    ofCode.set(article, (head = { severity, edition, json }));
  }
  return head.json;
}

const sources = new WeakMap<Language, Map<string, string>>();

/** Where something is written, as JSON in a language. */
function sourceOf(l: Language, source: string): string {
  let known = sources.get(l);
  if (known === undefined) sources.set(l, (known = new Map()));
  let json = known.get(source);
  if (json === undefined) known.set(source, (json = text(sourceText(l, source))));
  return json;
}

const written = new WeakMap<Language, Record<Kind, WeakMap<DocumentList, Buffer>>>();

/** A list of documents as JSON: put into words once for a language and a door, for there are only so many lists, and each is of days with one law. */
function documentsOf(l: Language, list: DocumentList, kind: Kind, on: Temporal.PlainDate): Buffer {
  let known = written.get(l);
  if (known === undefined) written.set(l, (known = { first: new WeakMap(), extension: new WeakMap(), transfer: new WeakMap() }));
  let made = known[kind].get(list);
  if (made === undefined) known[kind].set(list, (made = Buffer.from(`[${list.map((document) => documentInWords(l, document, kind, on)).join()}]`)));
  return made;
}

function documentInWords(l: Language, { code, required, ground }: DocumentList[number], kind: Kind, on: Temporal.PlainDate): string {
  const { name, about } = documentText(l, code);
  const ways = code === "address" ? addressProofs(kind, on).map((proof) => ({ code: proof.code, text: l.t(`documents.address-proof-${proof.code}` as Key) })) : undefined;
  return text({ code, required, text: name, about, article: sourceText(l, ground), oneOf: ways });
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
