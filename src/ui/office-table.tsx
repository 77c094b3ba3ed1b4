import type { ComponentChildren } from "preact";
import { Icon } from "./icons.tsx";
import { useLanguage } from "./language.ts";

export type Column = { title: ComponentChildren; numeric?: boolean; narrow?: boolean; /** Nothing for paper: what can be pressed. */ onScreen?: boolean; sort?: { href: string; direction?: "ascending" | "descending" } };
export type Row = { cells: ComponentChildren[]; tone?: "warn" | "error"; id?: string };
export type OfficeTableProps = {
  caption: ComponentChildren;
  captionHidden?: boolean;
  columns: Column[];
  rows: Row[];
  /** What stands there when no row does. */
  empty?: ComponentChildren;
  /** The table asks for itself again every so many seconds, without moving what is being read. Needs `id`. */
  live?: number;
  id?: string;
};

/**
 * A dense table whose head stays in sight; the first cell names the row. On a narrow screen each row is a card, its cells under one another
 * with the title of their column.
 */
export function OfficeTable({ caption, captionHidden, columns, rows, empty, live, id }: OfficeTableProps) {
  const l = useLanguage();
  return (
    <div class="table-wrap" id={id} data-live={live} tabIndex={0} role="region" aria-label={typeof caption === "string" ? caption : undefined}>
      <table class="table">
        <caption class={captionHidden ? "visually-hidden" : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, numeric, narrow, onScreen, sort }) => (
              <th scope="col" class={[numeric ? "is-number" : "", narrow ? "is-narrow" : "", onScreen ? "on-screen" : ""].join(" ").trim() || undefined} aria-sort={sort?.direction}>
                {sort ? <a href={sort.href}>{title}{sort.direction ? <span aria-hidden="true">{sort.direction === "ascending" ? " ↑" : " ↓"}</span> : null}</a> : title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr id={row.id} class={row.tone ? `is-${row.tone}` : undefined} data-row>
              {row.cells.map((cell, n) => {
                const number = columns[n]?.numeric ? "is-number" : columns[n]?.onScreen ? "on-screen" : undefined;
                const title = columns[n]?.title;
                return n === 0 ? <th scope="row" class={columns[0]?.narrow ? "is-narrow" : number}>{cell}</th>
                  : <td class={number} data-title={typeof title === "string" && cell ? title : undefined}>{cell}</td>;
              })}
            </tr>
          ))}
          {rows.length === 0 ? <tr><td class="table__empty" colSpan={columns.length}>{empty ?? l.t("ui.no_rows")}</td></tr> : null}
        </tbody>
      </table>
    </div>
  );
}

/** Filters of a list: a GET form, so that they live in the address. */
export function Filters({ action, children, submit, clear, clearText }: { action: string; children: ComponentChildren; submit?: ComponentChildren; clear?: string; clearText?: ComponentChildren }) {
  const l = useLanguage();
  return (
    <form class="filters" method="get" action={action} role="search">
      {children}
      <div class="filters__actions">
        <button class="button button--secondary" type="submit">{submit ?? l.t("ui.filter")}</button>
        {clear ? <a href={clear}>{clearText ?? l.t("ui.filter_clear")}</a> : null}
      </div>
    </form>
  );
}

/** Leafing through a long list. `summary` is its words: "1 to 50 of 212". */
export function Leaf({ summary, previousHref, nextHref }: { summary?: ComponentChildren; previousHref?: string; nextHref?: string }) {
  const l = useLanguage();
  return (
    <nav class="leaf" aria-label={l.t("ui.leaf")}>
      {previousHref ? <a href={previousHref} rel="prev"><Icon name="back" size={16} />{l.t("ui.previous")}</a> : null}
      {summary ? <span>{summary}</span> : null}
      {nextHref ? <a href={nextHref} rel="next">{l.t("ui.next")}<Icon name="forward" size={16} /></a> : null}
    </nav>
  );
}

/** A deadline as words and a bar. `spent` is the part of the time that is over, 0 to 1. */
export function Deadline({ words, date, spent, tone = "info", children }: {
  words: ComponentChildren; date?: ComponentChildren; spent: number; tone?: "info" | "warn" | "error"; children?: ComponentChildren;
}) {
  const percent = Math.round(Math.min(1, Math.max(0, spent)) * 100);
  return (
    <div class={`deadline deadline--${tone}`}>
      <p><strong>{words}</strong>{date ? <> · {date}</> : null}</p>
      <svg class="deadline__bar" width="100%" height="8" aria-hidden="true" focusable="false">
        <rect class="deadline__whole" width="100%" height="8" rx="4" /><rect class="deadline__spent" width={`${percent}%`} height="8" rx="4" />
      </svg>
      {children}
    </div>
  );
}
