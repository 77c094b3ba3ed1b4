import type { ComponentChildren } from "preact";
import type { Money } from "../platform/money.ts";
import { useLanguage } from "./language.ts";

export type FeeLine = { label: ComponentChildren; detail?: ComponentChildren; amount: Money | ComponentChildren };

const isMoney = (amount: Money | ComponentChildren): amount is Money => typeof amount === "object" && amount !== null && "currency" in amount;

/** Money of one line, in the page's language, held together. */
export function Amount({ amount }: { amount: Money | ComponentChildren }) {
  const l = useLanguage();
  return <bdi class="amount">{isMoney(amount) ? l.money(amount.amount, amount.currency) : amount}</bdi>;
}

/** All fees, their total, and the line that nothing else is ever charged. */
export function FeeTable({ lines, total, caption, captionHidden, after }: {
  lines: FeeLine[]; total?: Money | ComponentChildren; caption: ComponentChildren; captionHidden?: boolean; after?: ComponentChildren;
}) {
  const l = useLanguage();
  return (
    <div class="fees">
      <table>
        <caption class={captionHidden ? "visually-hidden" : undefined}>{caption}</caption>
        <thead class="visually-hidden"><tr><th scope="col">{l.t("ui.fee")}</th><th scope="col">{l.t("ui.amount")}</th></tr></thead>
        <tbody>
          {lines.map(({ label, detail, amount }) => (
            <tr><th scope="row">{label}{detail ? <span class="fees__detail">{detail}</span> : null}</th><td><Amount amount={amount} /></td></tr>
          ))}
        </tbody>
        {total !== undefined ? <tfoot><tr><th scope="row">{l.t("ui.total")}</th><td><Amount amount={total} /></td></tr></tfoot> : null}
      </table>
      <p class="fees__nothing">{l.t("ui.footer_nothing_else")}</p>
      {after}
    </div>
  );
}
