import { isUnsent, type OpenRefund } from "../../payments/refund.ts";
import { type OtherWay, otherWays, type RefundReason } from "../../payments/refund-rule.ts";
import { ChoiceField, DateField, TextArea, TextField } from "../../ui/fields.tsx";
import { ButtonForm, type FieldFault, Form } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Details } from "../../ui/page.tsx";
import type { OfficerVisit } from "../page.ts";
import { office } from "../routes.ts";

type Asked = { visit: OfficerVisit; refund: OpenRefund; errors: FieldFault[] };

/** One refund of a case: who proposed, decided and paid it and how, and what an officer of finance can do about it. */
export function OneRefund({ visit, refund, errors }: Asked) {
  const { l, csrf, officer, now } = visit;
  const finance = officer.role === "finance";
  const waits = refund.state === "approved" && refund.way !== null;
  const noted = refund.way && refund.noted_at && refund.paid_on && (waits || refund.state === "sent")
    ? { name: <bdi>{refund.noter}</bdi>, when: <bdi>{l.instant(refund.noted_at)}</bdi>, way: l.t(`payments.refund-way.${refund.way as OtherWay}`), on: <bdi>{l.day(refund.paid_on)}</bdi> } : null;
  return (
    <section>
      <h3><bdi>{l.money(refund.amount, "TRY")}</bdi> · {l.t(`payments.refund-reason.${refund.reason as RefundReason}`)} · {waits ? l.t("payments.refund-other-waits") : l.t(`payments.refund-state.${refund.state as "sent"}`)}</h3>
      <p><bdi>{refund.comment}</bdi></p>
      {refund.dismissed_because ? <p>{l.rich("payments.refund-dismissed-because", { why: <bdi>{refund.dismissed_because}</bdi> })}</p> : null}
      <p class="muted small">
        {l.rich("payments.refund-proposed", { name: <bdi>{refund.proposer}</bdi>, when: <bdi>{l.instant(refund.proposed_at)}</bdi> })}
        {refund.decider && refund.decided_at ? <> · {l.rich("payments.refund-decided", { name: <bdi>{refund.decider}</bdi>, when: <bdi>{l.instant(refund.decided_at)}</bdi> })}</> : null}
        {noted ? <> · {l.rich("payments.refund-other-noted", noted)}</> : null}
        {refund.iban ? <> · <bdi dir="ltr">{refund.iban}</bdi></> : null}{refund.reference ?? refund.way_reference ? <> · <bdi dir="ltr">{refund.reference ?? refund.way_reference}</bdi></> : null}
      </p>
      {isUnsent(refund, now) ? <Notice kind="warning"><p>{l.t("payments.refund-unsent")}</p></Notice> : null}
      {finance && isUnsent(refund, now) ? <OtherWayForm visit={visit} refund={refund} errors={errors} /> : null}
      {finance && refund.state === "proposed" ? <Verdict visit={visit} refund={refund} errors={errors} about="refund" own={refund.proposed_by === officer.id} /> : null}
      {finance && waits ? <Verdict visit={visit} refund={refund} errors={errors} about="refund-other" own={refund.noted_by === officer.id} /> : null}
      {finance && refund.state === "approved" && refund.channel === "bank" ? (
        <Form action={addressOf(refund)} csrf={csrf} submit={l.t("payments.refund-note-sent")} submitAs={{ name: "act", value: "sent" }}>
          <input type="hidden" name="refund" value={refund.id} />
          <TextField name="reference" label={l.t("payments.refund-reference")} error={errors.find(({ field }) => field === "reference")?.text} attributes={{ maxlength: 80 }} />
        </Form>
      ) : null}
    </section>
  );
}

const addressOf = (refund: OpenRefund) => office.money.href({ id: refund.application_id });

/** The second look of another officer: approved by one press, dismissed with words. */
function Verdict({ visit: { l, csrf, form }, refund, errors, about, own }: Asked & { about: "refund" | "refund-other"; own: boolean }) {
  if (own) return <p>{l.t(`payments.${about}-second`)}</p>;
  const error = errors.find(({ field }) => field === "because")?.text;
  const of = about === "refund" ? "" as const : "-other-way" as const;
  return (
    <>
      <ButtonForm action={addressOf(refund)} csrf={csrf} fields={{ act: `approve${of}`, refund: refund.id }} kind="primary">{l.t(`payments.${about}-approve`)}</ButtonForm>
      <Details summary={l.t(`payments.${about}-dismiss`)} open={error !== undefined}>
        <Form action={addressOf(refund)} csrf={csrf} submit={l.t(`payments.${about}-dismiss`)} submitAs={{ name: "act", value: `dismiss${of}` }} submitKind="danger">
          <input type="hidden" name="refund" value={refund.id} />
          <TextArea name="because" label={l.t("payments.refund-because")} value={error ? String(form.because ?? "") : ""} error={error} rows={3} attributes={{ maxlength: 1000 }} />
        </Form>
      </Details>
    </>
  );
}

/** What finance notes where the provider refuses for good and the office paid instead. */
function OtherWayForm({ visit: { l, csrf, form, today }, refund, errors }: Asked) {
  const back = form.act === "other-way" && errors.length > 0;
  const typed = (name: string) => (back ? String(form[name] ?? "") : "");
  const error = (name: string) => (back ? errors.find(({ field }) => field === name)?.text : undefined);
  return (
    <Details summary={l.t("payments.refund-other")} open={back}>
      <p>{l.t("payments.refund-other-text")}</p>
      <Form action={addressOf(refund)} csrf={csrf} submit={l.t("payments.refund-other-submit")} submitAs={{ name: "act", value: "other-way" }} submitKind="secondary">
        <input type="hidden" name="refund" value={refund.id} />
        <ChoiceField name="way" label={l.t("payments.refund-other-way")} value={typed("way")} error={error("way")} options={otherWays.map((way) => ({ value: way, label: l.t(`payments.refund-way.${way}`) }))} />
        <DateField name="paid-on" label={l.t("payments.refund-other-on")} error={error("paid-on")}
          value={back ? { day: typed("paid-on-day"), month: typed("paid-on-month"), year: typed("paid-on-year") } : today.toString()} />
        <TextField name="reference" label={l.t("payments.refund-other-reference")} value={typed("reference")} error={error("reference")} attributes={{ maxlength: 80, dir: "ltr", autocomplete: "off" }} />
      </Form>
    </Details>
  );
}
