import type { ComponentChildren } from "preact";
import { readLaw } from "../../eligibility/editions.ts";
import type { Language } from "../../platform/i18n.ts";
import { type Dated, inForce } from "../../rules/dated.ts";
import { sourceText } from "../../rules/sources.ts";
import { datedSeries, type RowTable, rowsOf, rowTableNames, type Tables } from "../../rules/tables.ts";
import { OfficeTable, type Row } from "../../ui/office-table.tsx";
import { OfficePage } from "../../ui/page.tsx";
import { datumText, rowText, tableText } from "../datum-words.ts";
import { html, officerPage } from "../page.ts";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { daysText, valueText } from "./edition-words.tsx";
import { notYourDuty } from "./words.tsx";

/** Every datum of the law in use with the days on which it holds, where it is written and how sure that is: table by table. */
export const lawData = officerPage(office.lawData, {
  async get(visit) {
    const { l, app, officer, today } = visit;
    if (!mayDo(officer.role, "law")) return notYourDuty(l, "law");
    const { tables } = await readLaw(app.db);
    const title = l.t("office.law-data");
    const filled = rowTableNames.filter((table) => tables[table].length > 0);
    const body = (
      <OfficePage back={office.editions.href()} title={title} meta={<span>{l.t("office.law-data-lead")}</span>}>
        <Values l={l} tables={tables} today={today} />
        {filled.map((table) => <Rows l={l} tables={tables} table={table} />)}
        <Others l={l} tables={tables} />
      </OfficePage>
    );
    return html(title, body, 200, { nav: "law" });
  },
});

const columns = (l: Language) => [{ title: l.t("office.law-what") }, { title: l.t("office.law-says") }, { title: l.t("office.law-holds") }, { title: l.t("fields.ruleSource") }];

function ground(l: Language, { source, confidence }: Pick<Dated<unknown>, "source" | "confidence">): ComponentChildren {
  return <>{sourceText(l, source)} <span class="muted small">{l.t(`reference.confidence-${confidence}`)}</span></>;
}

const day = (l: Language, iso: string) => l.day(Temporal.PlainDate.from(iso));

/** The dated values as they stand today: each continues past the last day for which it was confirmed. */
function Values({ l, tables, today }: { l: Language; tables: Tables; today: Temporal.PlainDate }) {
  const rows = datedSeries.map((series): Row => {
    const value = inForce<unknown>(tables[series], today);
    const { from, until, confirmed } = value;
    const end = until === null ? l.t("office.law-no-end") : l.t("office.law-confirmed", { date: day(l, until) });
    return {
      tone: confirmed ? undefined : "warn",
      cells: [tableText(l, series), valueText(l, { series }, value, null, false), `${l.t("office.law-since", { date: day(l, from) })} · ${end}`, ground(l, value)],
    };
  });
  return <OfficeTable caption={l.t("office.law-amounts")} columns={columns(l)} rows={rows} />;
}

function Rows({ l, tables, table }: { l: Language; tables: Tables; table: RowTable }) {
  const rows = rowsOf(tables, table).map(({ key, row }): Row => ({ cells: [datumText(l, table, key), rowText(l, table, row) ?? "—", daysText(l, row), ground(l, row)] }));
  return <OfficeTable caption={tableText(l, table)} columns={columns(l)} rows={rows} />;
}

/** Closed areas, and the holidays to come and gone: what holds on days of its own by its nature. */
function Others({ l, tables }: { l: Language; tables: Tables }) {
  const areas = tables.closedAreas.map((area): Row => ({
    cells: [
      <bdi>{[area.neighbourhood, area.district].filter(Boolean).join(", ")}</bdi>, "—",
      `${l.t("office.law-since", { date: day(l, area.from) })} · ${area.until === null ? l.t("office.law-no-end") : l.t("office.law-until", { date: day(l, area.until) })}`, ground(l, area),
    ],
  }));
  const feasts = tables.holidays.map((holiday): Row => ({
    cells: [l.t(`reference.holiday-${holiday.code}`), holiday.half ? l.t("fields.ruleHalf") : "—", day(l, holiday.date), ground(l, holiday)],
  }));
  return (
    <>
      <OfficeTable caption={l.t("fields.ruleSeries.closedAreas")} columns={columns(l)} rows={areas} />
      <OfficeTable caption={l.t("office.law-holidays")} columns={columns(l)} rows={feasts} />
    </>
  );
}
