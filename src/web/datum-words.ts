import type { Language } from "../platform/i18n.ts";
import type { Key } from "../platform/keys.ts";
import type { Ground } from "../rules/dated.ts";
import { findOffice } from "../rules/offices.ts";
import { law, type RowTable } from "../rules/tables.ts";
import type { Term } from "../rules/terms.ts";
import type { Transfer } from "../rules/transfers.ts";

/** Where the words of a table's rows stand in the files of texts. */
const places: Partial<Record<RowTable, string>> = {
  permitTypes: "reference.permit-type-", purposes: "reference.purpose-", relations: "reference.relation-", sponsors: "reference.sponsor-", levels: "reference.level-",
  terms: "fields.ruleTerm.", documents: "documents.", addressProofs: "documents.address-proof-", feeExemptions: "reference.exemption-",
};

/** What a row of a table is about, by its key. */
export function datumText(l: Language, table: RowTable, key: string): string {
  if (table === "universities") return law().universities.find(({ code }) => code === key)?.name ?? key;
  if (table === "counters") return findOffice(key)?.name ?? key;
  // The fonts have no arrow that reads from right to left.
  if (table === "transfers") return key.split(">").map((type) => l.t(`reference.permit-type-${type}` as Key)).join(" – ");
  const words = `${places[table] ?? "fields.ruleDatum."}${key}`;
  return l.has(words) ? l.t(words) : key;
}

/** A table of the law by its name. */
export function tableText(l: Language, table: string): string {
  const key = `fields.ruleSeries.${table}`;
  return l.has(key) ? l.t(key) : table;
}

/** What a row says, where that is one number or one word: how long, how many, whether. Nothing where it says only that something exists. */
export function rowText(l: Language, table: RowTable, row: Ground): string | null {
  if (table === "terms") {
    const { value, unit } = row as Term;
    return l.t(`office.law-unit-${unit}`, { n: value });
  }
  if (table === "permitTypes" || table === "purposes" || table === "levels") {
    const { months } = row as unknown as { months: number | null };
    return months === null ? l.t("office.law-no-end") : l.t("office.law-unit-months", { n: months });
  }
  if (table === "transfers") return l.t(`office.law-transfer-${(row as Transfer).rule}`);
  if (table === "universities") {
    const { handInDays } = row as unknown as { handInDays: number | null };
    return handInDays === null ? l.t("office.law-no-days") : l.t("office.law-days", { n: handInDays });
  }
  if (table === "counters") return l.t("office.law-counters", { n: (row as unknown as { count: number }).count });
  if (table === "insuranceAges") {
    const { under, over } = row as unknown as { under: number; over: number };
    return l.t("office.law-ages", { under, over });
  }
  return null;
}
