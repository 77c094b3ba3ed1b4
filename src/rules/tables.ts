import type { ClosedArea } from "./closed-areas.ts";
import { closedAreas } from "./closed-areas.ts";
import type { Dated, Ground } from "./dated.ts";
import type { AddressProof, DocumentRule } from "./document-list.ts";
import { addressProofList, documents } from "./document-list.ts";
import { demonstrationRates } from "./exchange-rates.ts";
import type { DollarTariff, FeeExemption, FeeGroup, LiraTariff, Members } from "./fee-tariffs.ts";
import {
  cardPrice, dollarTariffs, feeExemptions, feeGroups, lateGraceDays, liraTariff, minimumWage, propertyMinimum, singleEntryExempt, singleEntryFee,
} from "./fee-tariffs.ts";
import type { Holiday } from "./holiday-list.ts";
import { holidays } from "./holiday-list.ts";
import type { InsuranceAges, InsuranceMinimum } from "./insurance.ts";
import { insuranceAges, insuranceMinimum } from "./insurance.ts";
import type { OfficeCounters } from "./offices.ts";
import type { LevelRule, PermitTypeRule, PurposeRule, RelationRule, SponsorRule } from "./permit-types.ts";
import { levelRules, permitTypes, purposes, relationRules, sponsorRules } from "./permit-types.ts";
import type { Term } from "./terms.ts";
import { terms } from "./terms.ts";
import type { Transfer } from "./transfers.ts";
import { transfers } from "./transfers.ts";
import type { University } from "./universities.ts";
import { universities } from "./universities.ts";

/**
 * The dated values of the law in one hand. The functions of this folder take them as an argument and use those shipped when
 * none are given; drafted values and a dry run over open cases are the same functions with other tables.
 */
export type Tables = {
  permitTypes: readonly PermitTypeRule[];
  purposes: readonly PurposeRule[];
  relations: readonly RelationRule[];
  sponsors: readonly SponsorRule[];
  levels: readonly LevelRule[];
  transfers: readonly Transfer[];
  terms: readonly Term[];
  documents: readonly DocumentRule[];
  addressProofs: readonly AddressProof[];
  feeExemptions: readonly FeeExemption[];
  insuranceAges: readonly InsuranceAges[];
  universities: readonly University[];
  counters: readonly OfficeCounters[];
  cardPrice: readonly Dated<number>[];
  liraTariff: readonly Dated<LiraTariff>[];
  dollarTariffs: readonly Dated<Record<Exclude<FeeGroup, "lira" | "exempt">, DollarTariff>>[];
  feeGroups: readonly Dated<readonly Members[]>[];
  singleEntryFee: readonly Dated<number>[];
  singleEntryExempt: readonly Dated<readonly string[]>[];
  minimumWage: readonly Dated<number>[];
  propertyMinimum: readonly Dated<number>[];
  insuranceMinimum: readonly Dated<InsuranceMinimum>[];
  lateGraceDays: readonly Dated<number>[];
  exchangeRates: readonly Dated<string>[];
  closedAreas: readonly ClosedArea[];
  holidays: readonly Holiday[];
};

export const shipped: Tables = {
  permitTypes, purposes, relations: relationRules, sponsors: sponsorRules, levels: levelRules, transfers, terms, documents, addressProofs: addressProofList,
  feeExemptions, insuranceAges, universities, counters: [],
  cardPrice, liraTariff, dollarTariffs, feeGroups, singleEntryFee, singleEntryExempt, minimumWage, propertyMinimum, insuranceMinimum, lateGraceDays,
  exchangeRates: demonstrationRates, closedAreas, holidays,
};

/** The tables whose rows carry their own days, each with the key by which rows about the same thing follow one another. */
export const rowTables = {
  permitTypes: ({ code }) => code, purposes: ({ code }) => code, relations: ({ code }) => code, sponsors: ({ code }) => code, levels: ({ code }) => code,
  transfers: ({ from, to }) => `${from}>${to}`, terms: ({ code }) => code, documents: ({ code }) => code, addressProofs: ({ code }) => code,
  feeExemptions: ({ code }) => code, insuranceAges: () => "ages", universities: ({ code }) => code, counters: ({ office }) => office,
} as const satisfies { [Name in keyof Tables]?: (row: Tables[Name][number]) => string };
export type RowTable = keyof typeof rowTables;
export const rowTableNames = Object.keys(rowTables) as RowTable[];

/** The rows of a table, each with its key. */
export function rowsOf(tables: Tables, table: RowTable): { key: string; row: Ground }[] {
  const keyOf = rowTables[table] as (row: unknown) => string;
  return (tables[table] as readonly Ground[]).map((row) => ({ key: keyOf(row), row }));
}

/** The series of dated values, of which each begins where the one before ends. The rate of the dollar changes daily and stands apart. */
export const datedSeries = [
  "cardPrice", "liraTariff", "dollarTariffs", "feeGroups", "singleEntryFee", "singleEntryExempt", "minimumWage", "propertyMinimum", "insuranceMinimum", "lateGraceDays",
] as const satisfies (keyof Tables)[];

let inUse: Tables = shipped;

/** The values of the newest published edition, as this process knows them; those shipped where nothing else was published. */
export function law(): Tables {
  return inUse;
}

let editions: ReadonlyMap<string, Tables> = new Map();

/** The values under which a case was created, by its edition; those in use where that edition is not known. */
export function lawOf(edition: string | null): Tables {
  return editions.get(edition?.split(".")[1] ?? "") ?? inUse;
}

/** Puts the values of an edition to use in this process; `known` are those of all editions by the mark in their ids. */
export function putToUse(tables: Tables, known: ReadonlyMap<string, Tables> = new Map()): void {
  inUse = tables;
  editions = known;
}
