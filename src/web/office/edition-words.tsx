import type { ComponentChildren } from "preact";
import type { Touched } from "../../acts/dry-run.ts";
import { readDate } from "../../platform/form.ts";
import type { Language } from "../../platform/i18n.ts";
import type { Key } from "../../platform/keys.ts";
import { findingText } from "../../eligibility/findings.ts";
import type { ClosedArea } from "../../rules/closed-areas.ts";
import { countryName, isNationality } from "../../rules/countries.ts";
import type { Dated, Ground, Validity } from "../../rules/dated.ts";
import type { Difference, Fault } from "../../rules/edition.ts";
import type { DollarTariff, FeeGroup, LiraTariff, Members } from "../../rules/fee-tariffs.ts";
import type { InsuranceMinimum } from "../../rules/insurance.ts";
import type { Holiday } from "../../rules/holiday-list.ts";
import { sourceText } from "../../rules/sources.ts";
import { type RowTable, rowTables } from "../../rules/tables.ts";
import { useLanguage } from "../../ui/language.ts";
import { datumText, rowText, tableText } from "../datum-words.ts";

const isRowTable = (series: string): series is RowTable => Object.hasOwn(rowTables, series);

/** One value of a series as an officer reads it, with its days unless they stand beside it; a dash where there is none. */
export function valueText(l: Language, { series }: Pick<Difference, "series">, value: unknown, beside: unknown, withDays = true): ComponentChildren {
  if (value === null) return "—";
  if (isRowTable(series)) return <RowText table={series} row={value as Ground} />;
  if (series === "holidays") {
    const { code, half, source } = value as Holiday;
    return <>{l.t(`reference.holiday-${code}`)}{half ? <> · {l.t("fields.ruleHalf")}</> : null} <span class="muted small">{sourceText(l, source)}</span></>;
  }
  if (series === "closedAreas") {
    const { until, source } = value as ClosedArea;
    return <>{until === null ? l.t("office.law-no-end") : l.t("office.law-until", { date: l.day(Temporal.PlainDate.from(until)) })} <span class="muted small">{sourceText(l, source)}</span></>;
  }
  const { value: inner, until, source } = value as Dated<unknown>;
  return (
    <>
      {inWords(l, series, inner, (beside as Dated<unknown> | null)?.value).map((line) => <div dir="auto">{line}</div>)}
      {withDays ? <span class="muted small">{until === null ? l.t("office.law-no-end") : l.t("office.law-until", { date: l.day(Temporal.PlainDate.from(until)) })} · {sourceText(l, source)}</span> : null}
    </>
  );
}

/** A row: what it says, on which days it holds, and where it stands. */
function RowText({ table, row }: { table: RowTable; row: Ground }) {
  const l = useLanguage();
  const { source, confidence } = row;
  const says = rowText(l, table, row);
  return (
    <>
      {says === null ? null : <div dir="auto">{says}</div>}
      <span class="muted small">{daysText(l, row)} · {sourceText(l, source)} · {l.t(`reference.confidence-${confidence}`)}</span>
    </>
  );
}

const dayText = (l: Language, iso: string) => l.day(Temporal.PlainDate.from(iso));

/** The days of a row in words: since when, how sure that is where it is not, until when, and until when it is confirmed. */
export function daysText(l: Language, { validFrom, validFromConfidence, validUntil, confirmedUntil }: Validity): string {
  const since = l.t(validFromConfidence === "low" ? "office.law-since-unknown" : "office.law-since", { date: dayText(l, validFrom) });
  const end = validUntil === undefined ? l.t("office.law-no-end") : l.t("office.law-until", { date: dayText(l, validUntil) });
  return [since, end, ...(confirmedUntil === undefined ? [] : [l.t("office.law-confirmed", { date: dayText(l, confirmedUntil) })])].join(" · ");
}

/** A value in lines, each short enough for a column. */
function inWords(l: Language, series: string, value: unknown, beside: unknown): string[] {
  if (series === "liraTariff") {
    const { perDay, minimum, maximum, furtherMonth } = value as LiraTariff;
    return Object.entries({ rulePerDay: perDay, ruleMinimum: minimum, ruleMaximum: maximum, ruleFurtherMonth: furtherMonth })
      .map(([name, amount]) => `${l.t(`fields.${name}` as Key)}: ${l.money(amount, "TRY")}`);
  }
  if (series === "dollarTariffs") {
    const other = beside as Record<string, DollarTariff> | undefined;
    const changed = Object.entries(value as Record<FeeGroup, DollarTariff>).filter(([group, tariff]) => !other || JSON.stringify(other[group]) !== JSON.stringify(tariff));
    if (changed.length === 0) return [l.t("office.law-same")];
    return changed.map(([group, { firstMonth, furtherMonth }]) => `${groupText(l, group as FeeGroup)}: ${l.money(firstMonth, "USD")} · ${l.t("fields.ruleFurtherMonth")}: ${l.money(furtherMonth, "USD")}`);
  }
  if (series === "lateGraceDays") return [l.t("office.law-days", { n: Number(value) })];
  if (series === "singleEntryExempt") return [countriesText(l, value as string[])];
  if (series === "insuranceMinimum") return insuranceText(l, value as InsuranceMinimum);
  if (series === "feeGroups") return membersText(l, value as Members[], beside as Members[] | undefined);
  return [typeof value === "number" ? l.money(value, series === "propertyMinimum" ? "USD" : "TRY") : JSON.stringify(value)];
}

function insuranceText(l: Language, minimum: InsuranceMinimum): string[] {
  const { outPatient, outPatientShare, outPatientShareElsewhere, inPatient, inPatientShare, inPatientElsewhere, inPatientShareElsewhere, annex } = minimum;
  const limit = inPatient === null ? l.t("office.law-unlimited") : l.money(inPatient, "TRY");
  return [
    `${l.t("fields.ruleOutPatient")}: ${l.money(outPatient, "TRY")} (${outPatientShare} % / ${outPatientShareElsewhere} %)`,
    `${l.t("fields.ruleInPatient")}: ${limit} (${inPatientShare} %)`,
    `${l.t("fields.ruleInPatientElsewhere")}: ${l.money(inPatientElsewhere, "TRY")} (${inPatientShareElsewhere} %)`,
    `${l.t("fields.ruleAnnex")}: ${l.money(annex, "TRY")}`,
  ];
}

const groupText = (l: Language, group: FeeGroup) => l.t(`reference.fee-group-${group}`);
const countriesText = (l: Language, codes: readonly string[]) => l.list(codes.map((code) => countryName(l, code)).sort(l.compare));

/** Of long lists only those nationals who stand otherwise on the other side; where there is none, all of them by their group. */
function membersText(l: Language, lists: Members[], beside: Members[] | undefined): string[] {
  // One group may stand in several lists, each as sure as it is.
  const groups = (all: Members[]) => new Map(all.flatMap(({ group, nationalities }) => nationalities.map((code) => [code, group] as const)));
  const own = groups(lists);
  const other = beside && groups(beside);
  const told = new Map<FeeGroup, string[]>();
  for (const code of new Set([...own.keys(), ...(other?.keys() ?? [])])) {
    const group = own.get(code) ?? "main";
    if (!other || group !== (other.get(code) ?? "main")) told.set(group, [...(told.get(group) ?? []), code]);
  }
  return told.size === 0 ? [l.t("office.law-same")] : [...told].map(([group, codes]) => `${groupText(l, group)}: ${countriesText(l, codes)}`);
}

/** Where a difference applies besides its day: what the row is about, the place. */
export function placeText(l: Language, { series, before, after }: Difference): string {
  const one = after ?? before;
  // One that is only drafted stands on no list yet.
  if (series === "universities") return (one as { name: string }).name;
  if (isRowTable(series)) return datumText(l, series, (rowTables[series] as (row: unknown) => string)(one));
  if (series !== "closedAreas") return "";
  const { neighbourhood, district } = one as ClosedArea;
  return [neighbourhood, district].filter(Boolean).join(", ");
}

/** How one case would be answered otherwise, in lines. */
export function touchedText(l: Language, { change }: Touched): string[] {
  const name = (code: string) => (l.has(`documents.${code}`) ? l.t(`documents.${code}` as Key) : code);
  const becomes = (before: string, after: string) => l.t("office.law-becomes", { before, after });
  return [
    ...(change.outcome ? [becomes(l.t(`eligibility.outcome-${change.outcome.before}`), l.t(`eligibility.outcome-${change.outcome.after}`))] : []),
    ...change.fees.map(({ code, currency, before, after }) => `${l.t(`fees.${code as "card"}`)}: ${becomes(l.money(before, currency as "TRY"), l.money(after, currency as "TRY"))}`),
    ...change.documents.come.map((code) => `+ ${name(code)}`), ...change.documents.gone.map((code) => `− ${name(code)}`),
    ...change.findings.come.map((one) => `+ ${findingText(l, one, "officer")}`), ...change.findings.gone.map((one) => `− ${findingText(l, one, "officer")}`),
    ...(change.latestEnd ? [`${l.t("check.longest")}: ${becomes(change.latestEnd.before ? l.day(change.latestEnd.before) : "—", change.latestEnd.after ? l.day(change.latestEnd.after) : "—")}`] : []),
  ];
}

/** A fault of the law in words: of which table and datum, and what is wrong. */
export function faultText(l: Language, { code, table, key, values }: Fault): ComponentChildren {
  const about = isRowTable(table) ? datumText(l, table, key) : inDays(l, key);
  const said = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value !== "string" ? value : isNationality(value) ? countryName(l, value) : inDays(l, value)]));
  return <><strong>{tableText(l, table)}</strong>{key === "" ? null : <> <bdi>{about}</bdi></>}: {l.t(`office.law-fault-${code}`, said as never)}</>;
}

// A day that exists is read as a day; what was drafted as one and is none stands as it was typed.
function inDays(l: Language, value: string): string {
  const day = readDate(value);
  return day ? l.day(day) : value;
}
