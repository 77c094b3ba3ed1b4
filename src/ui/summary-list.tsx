import type { ComponentChildren } from "preact";
import { useLanguage } from "./language.ts";

export type SummaryRow = {
  question: ComponentChildren;
  /** Empty answers are written as "not given". */
  answer: ComponentChildren;
  change?: string;
};

/** Questions with their answers; each may carry its "change" link. */
export function SummaryList({ rows, heading, change, level = 2 }: { rows: SummaryRow[]; heading?: ComponentChildren; change?: string; level?: 2 | 3 }) {
  const l = useLanguage();
  const Heading = `h${level}` as "h2";
  return (
    <div class="summary">
      {heading || change ? (
        <div class="summary__head">
          {heading ? <Heading>{heading}</Heading> : null}
          {change ? <a href={change}>{l.t("ui.change")}<span class="visually-hidden"> {heading}</span></a> : null}
        </div>
      ) : null}
      <dl>
        {rows.map((row) => (
          <div class="summary__row">
            <dt>{row.question}</dt>
            <dd class="summary__answer">{row.answer === undefined || row.answer === null || row.answer === "" ? <span class="muted">{l.t("ui.not_given")}</span> : row.answer}</dd>
            {row.change ? <dd class="summary__change"><a href={row.change}>{l.t("ui.change")}<span class="visually-hidden"> {row.question}</span></a></dd> : null}
          </div>
        ))}
      </dl>
    </div>
  );
}
