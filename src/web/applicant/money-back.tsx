import type { PartBack } from "../../payments/refund.ts";
import { Notice } from "../../ui/notice.tsx";
import type { ApplicantVisit } from "../page.ts";

/** What of the fees goes back, or went, and why. */
export function MoneyBack({ visit: { l }, parts }: { visit: ApplicantVisit; parts: readonly PartBack[] }) {
  return (
    <>
      {parts.map(({ amount, reason, sent, at }) => {
        const values = { amount: <bdi>{l.money(amount, "TRY")}</bdi>, when: <bdi>{l.instant(at)}</bdi> };
        return (
          <Notice title={l.rich(sent ? "payments.refunded-part-title" : "payments.refund-coming-title", values)}>
            <p>{l.t("payments.refund-why", { reason: l.t(`payments.refund-reason.${reason}`) })} {l.rich(sent ? "payments.refunded-part-text" : "payments.refund-coming-text", values)}</p>
          </Notice>
        );
      })}
    </>
  );
}
