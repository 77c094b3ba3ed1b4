import type { PartBack } from "../../payments/refund.ts";
import { Notice } from "../../ui/notice.tsx";
import type { ApplicantVisit } from "../page.ts";

/** What of the fees goes back, or went, and why. */
export function MoneyBack({ visit: { l }, parts }: { visit: ApplicantVisit; parts: readonly PartBack[] }) {
  return (
    <>
      {parts.map(({ amount, reason, sent, at, otherwise }) => {
        const values = { amount: <bdi>{l.money(amount, "TRY")}</bdi>, when: <bdi>{l.instant(at)}</bdi> };
        return (
          <Notice title={l.rich(sent ? "payments.refunded-part-title" : "payments.refund-coming-title", values)}>
            <p>{l.t("payments.refund-why", { reason: l.t(`payments.refund-reason.${reason}`) })} {otherwise ? l.t("payments.refunded-other-text", { way: l.t(`payments.refund-way.${otherwise.way}`), on: l.day(otherwise.on) }) : l.rich(sent ? "payments.refunded-part-text" : "payments.refund-coming-text", values)}</p>
          </Notice>
        );
      })}
    </>
  );
}
