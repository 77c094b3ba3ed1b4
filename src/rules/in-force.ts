import { isoText, ordinal, plusDays } from "./calendar.ts";
import type { Confidence, Dated, InForce, Validity } from "./dated.ts";
import { day, holdsOn, inForce, ordinalOf } from "./dated.ts";
import type { AddressProof, DocumentRule } from "./document-list.ts";
import type { DollarTariff, ExemptionCode, FeeGroup, LiraTariff, Members } from "./fee-tariffs.ts";
import type { Exemption } from "./fees.ts";
import type { InsuranceAges, InsuranceMinimum } from "./insurance.ts";
import type { Level, LevelRule, PermitType, PermitTypeRule, Purpose, PurposeRule, Relation, RelationRule, SponsorKind, SponsorRule } from "./permit-types.ts";
import { datedSeries, law, type RowTable, rowsOf, rowTableNames, rowTables, type Tables } from "./tables.ts";
import type { Term, TermCode } from "./terms.ts";
import type { Transfer } from "./transfers.ts";

/** What the law says on a day: of the rows those that hold, of the dated values the one in force. What is missing does not hold that day. */
export type Rules = {
  permitTypes: ReadonlyMap<PermitType, PermitTypeRule>;
  purposes: ReadonlyMap<Purpose, PurposeRule>;
  relations: ReadonlyMap<Relation, RelationRule>;
  sponsors: ReadonlyMap<SponsorKind, SponsorRule>;
  levels: ReadonlyMap<Level, LevelRule>;
  transfers: ReadonlyMap<string, Transfer>;
  terms: Readonly<Record<TermCode, Term | null>>;
  documents: readonly DocumentRule[];
  addressProofs: readonly AddressProof[];
  feeExemptions: ReadonlyMap<ExemptionCode, Exemption>;
  insuranceAges: InsuranceAges | null;
  cardPrice: InForce<number>;
  liraTariff: InForce<LiraTariff>;
  dollarTariffs: InForce<Record<Exclude<FeeGroup, "lira" | "exempt">, DollarTariff>>;
  feeGroups: InForce<readonly Members[]>;
  singleEntryFee: InForce<number>;
  singleEntryExempt: InForce<readonly string[]>;
  minimumWage: InForce<number>;
  propertyMinimum: InForce<number>;
  insuranceMinimum: InForce<InsuranceMinimum>;
  lateGraceDays: InForce<number>;
};

/** The days from which something holds otherwise, and what holds from each: found out when first asked for. */
type Index = { begins: number[]; days: Temporal.PlainDate[]; rules: (Rules | undefined)[] };
const indexes = new WeakMap<Tables, Index>();
const longAgo = "1900-01-01";
let last: { on: Temporal.PlainDate; tables: Tables; rules: Rules } | null = null;

/**
 * What the law says on a day. Between two days on which anything begins or ends the answer is the same object, so it costs a search
 * among some twenty numbers; parts of one assessment ask for the same day one after the other, and that costs nothing.
 */
export function rulesOn(on: Temporal.PlainDate, tables: Tables = law()): Rules {
  if (last !== null && last.on === on && last.tables === tables) return last.rules;
  const { begins, days, rules } = indexes.get(tables) ?? indexOf(tables);
  const asked = ordinal(on);
  let found = 0;
  while (found + 1 < begins.length && begins[found + 1]! <= asked) found += 1;
  const known = (rules[found] ??= readRules(tables, days[found]!));
  last = { on, tables, rules: known };
  return known;
}

/** A term as it holds on a day; throws where none does, which the cross-check lets happen to no term that the office itself works by. */
export function termOn(code: TermCode, on: Temporal.PlainDate, tables: Tables = law()): Term {
  const term = rulesOn(on, tables).terms[code];
  if (term === null) throw new Error(`no term ${code} holds on ${on.toString()}`);
  return term;
}

/** Where it is written that the law of a day does not know a code, and how sure that is: by the row that is still to begin, else by the last one that ended. */
export function unknownOn(table: RowTable, code: string, on: Temporal.PlainDate, tables: Tables = law()): { source?: string; confidence?: Confidence } {
  const rows = rowsOf(tables, table).filter(({ key }) => key === code).map(({ row }) => row);
  const later = rows.find(({ validFrom }) => ordinal(on) < ordinalOf(validFrom));
  const nearest = later ?? rows.at(-1);
  return { source: nearest?.source, confidence: later?.validFromConfidence ?? nearest?.confidence };
}

/** Whether a code may be asked for on a day: it is in force, or so little is known of when it is that nobody is refused by it. */
export function mayBeAskedFor(table: "permitTypes" | "purposes" | "relations" | "sponsors" | "levels", code: string, on: Temporal.PlainDate): boolean {
  const holding: ReadonlyMap<string, unknown> = rulesOn(on)[table];
  return holding.has(code) || unknownOn(table, code, on).confidence === "low";
}

/** Whether somebody may hold what was asked for under a code: it may be in force no longer, but it had begun. */
export function mayBeHeld(table: "permitTypes" | "purposes", code: string, on: Temporal.PlainDate): boolean {
  return mayBeAskedFor(table, code, on) || rowsOf(law(), table).some(({ key, row }) => key === code && ordinalOf(row.validFrom) <= ordinal(on));
}

/** The rule for a transfer between two types on a day; null towards the types that only the office opens, and where none holds. */
export function transferRule(from: PermitType, to: PermitType, rules: Rules): Transfer | null {
  return rules.transfers.get(`${from}>${to}`) ?? null;
}

/** The first days on which a datum of the tables begins to hold, stops, or is no longer confirmed. */
export function turningDays(tables: Tables): string[] {
  const days = new Set<string>();
  const after = (iso: string | null | undefined) => iso && days.add(isoText(plusDays(day(iso), 1)));
  for (const { row } of rowTableNames.flatMap((table) => rowsOf(tables, table))) {
    days.add(row.validFrom);
    after(row.validUntil);
    after(row.confirmedUntil);
  }
  for (const name of datedSeries) {
    for (const { from, until } of tables[name] as readonly Dated<unknown>[]) {
      days.add(from);
      after(until);
    }
  }
  return [...days].sort();
}

function indexOf(tables: Tables): Index {
  const days = [longAgo, ...turningDays(tables).filter((iso) => iso > longAgo)];
  const made: Index = { begins: days.map(ordinalOf), days: days.map(day), rules: [] };
  indexes.set(tables, made);
  return made;
}

function readRules(tables: Tables, on: Temporal.PlainDate): Rules {
  const at = ordinal(on);
  const holding = <Row extends Validity>(rows: readonly Row[]) => rows.filter((row) => holdsOn(row, at));
  const byCode = <Code, Row extends Validity & { code: Code }>(rows: readonly Row[]) => new Map(holding(rows).map((row) => [row.code, row]));
  const terms = Object.fromEntries(tables.terms.map(({ code }) => [code, null])) as Record<TermCode, Term | null>;
  for (const term of holding(tables.terms)) terms[term.code] = term;
  return {
    permitTypes: byCode(tables.permitTypes), purposes: byCode(tables.purposes), relations: byCode(tables.relations), sponsors: byCode(tables.sponsors),
    levels: byCode(tables.levels), transfers: new Map(holding(tables.transfers).map((transfer) => [rowTables.transfers(transfer), transfer])), terms,
    documents: holding(tables.documents), addressProofs: holding(tables.addressProofs),
    feeExemptions: new Map(holding(tables.feeExemptions).map(({ code, source, confidence }) => [code, { code, ground: source, confidence }])),
    insuranceAges: holding(tables.insuranceAges).at(-1) ?? null,
    cardPrice: inForce(tables.cardPrice, on), liraTariff: inForce(tables.liraTariff, on), dollarTariffs: inForce(tables.dollarTariffs, on),
    feeGroups: inForce(tables.feeGroups, on), singleEntryFee: inForce(tables.singleEntryFee, on), singleEntryExempt: inForce(tables.singleEntryExempt, on),
    minimumWage: inForce(tables.minimumWage, on), propertyMinimum: inForce(tables.propertyMinimum, on), insuranceMinimum: inForce(tables.insuranceMinimum, on),
    lateGraceDays: inForce(tables.lateGraceDays, on),
  };
}
