import type { Tables } from "../rules/tables.ts";
import type { Outcome } from "./assess.ts";
import { assess } from "./assess.ts";
import type { Finding } from "./findings.ts";
import type { Facts } from "./questions.ts";

type Said = Pick<Finding, "code" | "values">;

/** How an answer would change under other tables of the law; null when it would not. Amounts in minor units. */
export type Change = {
  outcome: { before: Outcome; after: Outcome } | null;
  fees: { code: string; currency: string; before: number; after: number }[];
  documents: { gone: string[]; come: string[] };
  findings: { gone: Said[]; come: Said[] };
  latestEnd: { before: Temporal.PlainDate | null; after: Temporal.PlainDate | null } | null;
};

/** The dry run of one case: its answer under the tables of before and of after, on the same day; `day` is that whose law is asked. */
export function change(facts: Facts, on: Temporal.PlainDate, before: Tables, after: Tables, day = on): Change | null {
  const old = assess(facts, on, { tables: before, day });
  const young = assess(facts, on, { tables: after, day });
  const fees: Change["fees"] = [];
  for (const code of new Set([...old.fees, ...young.fees].map((line) => line.code))) {
    const was = old.fees.find((line) => line.code === code);
    const is = young.fees.find((line) => line.code === code);
    // Where the currency changes, the old line goes and the new one comes.
    if (was && is && was.currency !== is.currency) {
      fees.push({ code, currency: was.currency, before: was.amount, after: 0 }, { code, currency: is.currency, before: 0, after: is.amount });
    } else if (was?.amount !== is?.amount) fees.push({ code, currency: (was ?? is)?.currency ?? "TRY", before: was?.amount ?? 0, after: is?.amount ?? 0 });
  }
  const sameEnd = old.latestEnd === young.latestEnd || (old.latestEnd !== null && young.latestEnd !== null && old.latestEnd.equals(young.latestEnd));
  const found: Change = {
    outcome: old.outcome === young.outcome ? null : { before: old.outcome, after: young.outcome },
    fees,
    documents: exchanged(old.documents.map((one) => one.code), young.documents.map((one) => one.code)),
    findings: { gone: lacking(old.findings, young.findings), come: lacking(young.findings, old.findings) },
    latestEnd: sameEnd ? null : { before: old.latestEnd, after: young.latestEnd },
  };
  const lists = [found.documents.gone, found.documents.come, found.findings.gone, found.findings.come, fees];
  return found.outcome === null && found.latestEnd === null && lists.every((list) => list.length === 0) ? null : found;
}

/** The findings of one answer whose code the other has not. */
function lacking(of: Finding[], other: Finding[]): Said[] {
  return of.filter((one) => other.every(({ code }) => code !== one.code)).map(({ code, values }) => ({ code, values }));
}

function exchanged<Code extends string>(before: Code[], after: Code[]): { gone: Code[]; come: Code[] } {
  return { gone: before.filter((code) => !after.includes(code)), come: after.filter((code) => !before.includes(code)) };
}
