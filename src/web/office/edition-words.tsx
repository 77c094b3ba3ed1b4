import type { ComponentChildren } from "preact";
import type { Touched } from "../../acts/dry-run.ts";
import type { Language } from "../../platform/i18n.ts";
import type { Key } from "../../platform/keys.ts";
import type { ClosedArea } from "../../rules/closed-areas.ts";
import type { Dated } from "../../rules/dated.ts";
import type { Difference } from "../../rules/edition.ts";
import type { DollarTariff, FeeGroup, LiraTariff, Members } from "../../rules/fee-tariffs.ts";
import type { InsuranceMinimum } from "../../rules/insurance.ts";
import type { University } from "../../rules/universities.ts";
import type { Holiday } from "../../rules/holiday-list.ts";
import { sourceText } from "../../rules/sources.ts";

/** The name of a series of dated values. */
export function seriesText(l: Language, series: string): string {
  const key = `fields.ruleSeries.${series}`;
  return l.has(key) ? l.t(key) : series;
}

/** One value of a series as an officer reads it; a dash where there is none. */
export function valueText(l: Language, { series }: Pick<Difference, "series">, value: unknown, beside: unknown): ComponentChildren {
  if (value === null) return "—";
  if (series === "lateGraceDays") return l.t("office.law-days", { n: Number(value) });
  if (series === "counters") return l.t("office.law-counters", { n: (value as { count: number }).count });
  if (series === "holidays") {
    const { code, half, source } = value as Holiday;
    return <>{l.t(`reference.holiday-${code}`)}{half ? <> · {l.t("fields.ruleHalf")}</> : null} <span class="muted small">{sourceText(l, source)}</span></>;
  }
  if (series === "closedAreas") {
    const { until, source } = value as ClosedArea;
    return <>{until === null ? l.t("office.law-no-end") : l.t("office.law-until", { date: l.day(Temporal.PlainDate.from(until)) })} <span class="muted small">{sourceText(l, source)}</span></>;
  }
  if (series === "universities") {
    const { handInDays, source } = value as University;
    return <>{handInDays === null ? l.t("office.law-no-days") : l.t("office.law-days", { n: handInDays })} <span class="muted small">{sourceText(l, source)}</span></>;
  }
  const { value: inner, until, source } = value as Dated<unknown>;
  return (
    <>
      {inWords(l, series, inner, (beside as Dated<unknown> | null)?.value).map((line) => <div dir="auto">{line}</div>)}
      <span class="muted small">{until === null ? l.t("office.law-no-end") : l.t("office.law-until", { date: l.day(Temporal.PlainDate.from(until)) })} · {sourceText(l, source)}</span>
    </>
  );
}

/** A value in lines, each short enough for a column. */
function inWords(l: Language, series: string, value: unknown, beside: unknown): string[] {
  if (series === "liraTariff") {
    const { perDay, minimum, maximum, furtherMonth } = value as LiraTariff;
    return Object.entries({ rulePerDay: perDay, ruleMinimum: minimum, ruleMaximum: maximum, ruleFurtherMonth: furtherMonth })
      .map(([name, amount]) => `${l.t(`fields.${name}` as Key)}: ${l.money(amount, "TRY")}`);
  }
  if (series === "dollarTariffs") {
    return Object.entries(value as Record<FeeGroup, DollarTariff>).map(([group, { firstMonth, furtherMonth }]) => `${group}: ${l.money(firstMonth, "USD")} + ${l.money(furtherMonth, "USD")}`);
  }
  if (series === "insuranceMinimum") return insuranceText(l, value as InsuranceMinimum);
  if (series === "feeGroups") return membersText(value as Members[], beside as Members[] | undefined);
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

/** Of long lists only those nationals who stand otherwise on the other side. */
function membersText(lists: Members[], beside: Members[] | undefined): string[] {
  const groups = (all: Members[]) => new Map(all.flatMap(({ group, nationalities }) => nationalities.map((code) => [code, group] as const)));
  const own = groups(lists);
  const other = groups(beside ?? []);
  const codes = beside === undefined ? [...own.keys()] : [...new Set([...own.keys(), ...other.keys()])].filter((code) => own.get(code) !== other.get(code));
  return codes.length === 0 ? ["—"] : codes.map((code) => `${code}: ${own.get(code) ?? "main"}`);
}

/** Where a difference applies besides its day: the place, the office. */
export function placeText({ series, before, after }: Difference): string {
  const one = (after ?? before) as { name?: string; district?: string; neighbourhood?: string | null; office?: string } | null;
  if (series === "universities") return one?.name ?? "";
  if (series === "closedAreas") return [one?.neighbourhood, one?.district].filter(Boolean).join(", ");
  return series === "counters" ? (one?.office ?? "") : "";
}

/** How one case would be answered otherwise, in lines. */
export function touchedText(l: Language, { change }: Touched): string[] {
  const name = (code: string) => (l.has(`documents.${code}`) ? l.t(`documents.${code}` as Key) : code);
  return [
    ...(change.outcome ? [`${l.t(`eligibility.outcome-${change.outcome.before}`)} → ${l.t(`eligibility.outcome-${change.outcome.after}`)}`] : []),
    ...change.fees.map(({ code, currency, before, after }) => `${l.t(`fees.${code as "card"}`)}: ${l.money(before, currency as "TRY")} → ${l.money(after, currency as "TRY")}`),
    ...change.documents.come.map((code) => `+ ${name(code)}`), ...change.documents.gone.map((code) => `− ${name(code)}`),
    ...change.findings.come.map((code) => `+ ${code}`), ...change.findings.gone.map((code) => `− ${code}`),
    ...(change.latestEnd ? [`${l.t("check.longest")}: ${change.latestEnd.before ? l.day(change.latestEnd.before) : "—"} → ${change.latestEnd.after ? l.day(change.latestEnd.after) : "—"}`] : []),
  ];
}
