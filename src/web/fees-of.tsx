import type { FeeLine } from "../rules/fees.ts";
import { sourceText } from "../rules/sources.ts";
import { FeeTable } from "../ui/fee-table.tsx";
import { useLanguage } from "../ui/language.ts";

/** The fees of a case line by line, each with its ground; dollars with what they come to in lira, and the sum where every line has one. */
export function FeesOf({ lines }: { lines: readonly Pick<FeeLine, "code" | "amount" | "currency" | "amountTry" | "ground" | "rate" | "months">[] }) {
  const l = useLanguage();
  const known = lines.every((line) => line.amountTry !== null);
  const total = lines.reduce((sum, line) => sum + (line.amountTry ?? 0), 0);
  return (
    <FeeTable
      caption={l.t("application.fees-title")} captionHidden
      lines={lines.map((line) => ({
        label: l.t(`fees.${line.code}`),
        detail: <>
          {line.months !== undefined ? <>{l.t("fees.months", { n: line.months })} · </> : null}
          {line.currency === "USD" && line.rate ? <><bdi>{l.money(line.amount, "USD")}</bdi> {l.t("fees.at-rate", { rate: l.decimal(line.rate) })} · </> : null}
          {sourceText(l, line.ground)}
        </>,
        amount: line.amountTry !== null ? { amount: line.amountTry, currency: "TRY" as const } : { amount: line.amount, currency: line.currency },
      }))}
      total={known ? { amount: total, currency: "TRY" } : undefined}
    />
  );
}
