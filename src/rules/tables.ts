import type { ClosedArea } from "./closed-areas.ts";
import { closedAreas } from "./closed-areas.ts";
import type { Dated } from "./dated.ts";
import { demonstrationRates } from "./exchange-rates.ts";
import type { DollarTariff, FeeGroup, LiraTariff, Members } from "./fee-tariffs.ts";
import type { Holiday } from "./holiday-list.ts";
import { holidays } from "./holiday-list.ts";
import type { InsuranceMinimum } from "./insurance.ts";
import { insuranceMinimum } from "./insurance.ts";
import type { University } from "./universities.ts";
import { universities } from "./universities.ts";
import { cardPrice, dollarTariffs, feeGroups, liraTariff, minimumWage, propertyMinimum, singleEntryExempt, singleEntryFee } from "./fee-tariffs.ts";

/**
 * The dated values of the law in one hand. The functions of this folder take them as an argument and use those shipped when
 * none are given; drafted values and a dry run over open cases are the same functions with other tables.
 */
export type Tables = {
  cardPrice: readonly Dated<number>[];
  liraTariff: readonly Dated<LiraTariff>[];
  dollarTariffs: readonly Dated<Record<Exclude<FeeGroup, "lira" | "exempt">, DollarTariff>>[];
  feeGroups: readonly Dated<readonly Members[]>[];
  singleEntryFee: readonly Dated<number>[];
  singleEntryExempt: readonly Dated<readonly string[]>[];
  minimumWage: readonly Dated<number>[];
  propertyMinimum: readonly Dated<number>[];
  insuranceMinimum: readonly Dated<InsuranceMinimum>[];
  exchangeRates: readonly Dated<string>[];
  closedAreas: readonly ClosedArea[];
  holidays: readonly Holiday[];
  universities: readonly University[];
  /** Counters of an office by its code, where somebody has set them; the others have those of the list of offices. */
  counters: Readonly<Record<string, number>>;
  /** Days after the legal period in which a late application is still taken, with the permit fee doubled. 0: none. */
  lateGraceDays: number;
};

export const shipped: Tables = {
  cardPrice, liraTariff, dollarTariffs, feeGroups, singleEntryFee, singleEntryExempt, minimumWage, propertyMinimum, insuranceMinimum,
  exchangeRates: demonstrationRates, closedAreas, holidays, universities, counters: {}, lateGraceDays: 0,
};

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
