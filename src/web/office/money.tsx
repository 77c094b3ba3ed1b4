import { feesOfToday, recalculateFees } from "../../acts/recalculate-fees.ts";
import { type Application, findInOffice } from "../../applications/application.ts";
import { type AccrualLine, type Debt, findAccrual } from "../../payments/accrual.ts";
import { paymentsOfCase, type Row, type Scope } from "../../payments/day.ts";
import { decideRefund, noteRefundSent, proposeRefund, refundableOf, refundsOf } from "../../payments/refund.ts";
import { decideOtherWay, noteOtherWay } from "../../payments/refund-other-way.ts";
import { otherWays, type Refundable, refundReasons } from "../../payments/refund-rule.ts";
import type { Act } from "../../platform/act.ts";
import { readDate } from "../../platform/form.ts";
import { isId } from "../../platform/id.ts";
import { kurus } from "../../platform/money.ts";
import { feeReliefs } from "../../rules/fee-tariffs.ts";
import type { FeeCode, FeeLine } from "../../rules/fees.ts";
import { sourceText } from "../../rules/sources.ts";
import { ChoiceField, SelectField, TextArea, TextField } from "../../ui/fields.tsx";
import { ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { OfficeTable } from "../../ui/office-table.tsx";
import { Card, OfficePage } from "../../ui/page.tsx";
import { type Answer, html, NotFound, type OfficerVisit, officerPage, redirect } from "../page.ts";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { OneRefund } from "./money-refund.tsx";
import { scopeOf, stateText } from "./payments.tsx";
import { proveFirst } from "./prove.tsx";
import { notYourDuty } from "./words.tsx";

const codes: readonly FeeCode[] = ["card", "permit", "single-entry"];
/** Where a refusal of an act is told. */
const fieldOf: Record<string, string> = {
  "not-refundable": "reason", "comment-needed": "comment", "iban-needed": "iban", "reason-needed": "why", "reference-needed": "reference", "because-needed": "because", "way-needed": "way",
  "day-out-of-range": "paid-on",
};

/** The money of one case: what is owed, what was paid and paid back, and what finance can do about it. */
export const money = officerPage(office.money, {
  get: (visit) => show(visit, []),
  async post(visit) {
    if (visit.officer.role !== "finance") return show(visit, []);
    const application = await caseOf(visit);
    const scope = scopeOf(visit);
    const act = String(visit.form.act ?? "");
    // Money leaves the house by an approval.
    const asked = act === "approve" || act === "approve-other-way" ? await proveFirst(visit, "payments") : null;
    if (asked) return asked;
    const outcome = await visit.act((it) => carryOut(it, act, visit, scope, application));
    if (outcome.ok) return redirect(office.money.href({ id: application.id }, { said: act }));
    const field = ["too-much", "nothing"].includes(outcome.why) ? amountAtFault(visit) : (fieldOf[outcome.why] ?? "");
    return show(visit, [{ field, text: visit.l.t(`payments.money-fault.${outcome.why as "nothing"}`) }]);
  },
});

/** The amount that cannot be read, else the first that was typed; the card is owed by everybody, so its box always is there. */
function amountAtFault({ form }: OfficerVisit): string {
  const typed = codes.map((code) => ({ code, amount: kurus(String(form[`amount-${code}`] ?? "")) }));
  const { code } = typed.find(({ amount }) => Number.isNaN(amount)) ?? typed.find(({ amount }) => amount > 0) ?? typed[0]!;
  return `amount-${code}`;
}

type Ran = { ok: true } | { ok: false; why: string };

async function carryOut(act: Act, what: string, { form }: OfficerVisit, scope: Scope, application: Application): Promise<Ran> {
  const text = (name: string) => String(form[name] ?? "").trim().slice(0, 1000);
  const refund = text("refund");
  if (refund !== "") {
    if (!isId(refund)) return { ok: false, why: "not-found" };
    const dismiss = { dismiss: text("because") };
    switch (what) {
      case "approve": return decideRefund(act, scope, refund, "approve");
      case "dismiss": return decideRefund(act, scope, refund, dismiss);
      case "sent": return noteRefundSent(act, scope, refund, text("reference"));
      case "approve-other-way": return decideOtherWay(act, scope, refund, "approve");
      case "dismiss-other-way": return decideOtherWay(act, scope, refund, dismiss);
      case "other-way": {
        const way = otherWays.find((one) => one === text("way"));
        const on = readDate(["year", "month", "day"].map((part) => text(`paid-on-${part}`)).join("-"));
        if (!way) return { ok: false, why: "way-needed" };
        return on ? noteOtherWay(act, scope, refund, { way, on, reference: text("reference") }) : { ok: false, why: "day-out-of-range" };
      }
      default: return { ok: false, why: "not-found" };
    }
  }
  if (what === "recalculate") return recalculateFees(act, application, text("why"), feeReliefs.find(({ code }) => code === text("relief"))?.code ?? null);
  const reason = refundReasons.find((one) => one === text("reason"));
  if (what !== "propose" || !isId(text("payment")) || !reason) return { ok: false, why: "not-refundable" };
  const lines = codes.map((code) => ({ code, amount: kurus(text(`amount-${code}`)) }));
  if (lines.some(({ amount }) => Number.isNaN(amount))) return { ok: false, why: "nothing" };
  return proposeRefund(act, scope, text("payment"), { reason, lines, comment: text("comment"), iban: text("iban") || null });
}

async function caseOf({ app, parameters, officer }: OfficerVisit): Promise<Application> {
  const application = isId(parameters.id) ? await findInOffice(app.db, parameters.id!, officer.office_code) : undefined;
  if (!application || application.created_at === null) throw new NotFound();
  return application;
}

async function show(visit: OfficerVisit, errors: FieldFault[]): Promise<Answer> {
  const { l, app, officer, query } = visit;
  const title = l.t("payments.money-title");
  if (!mayDo(officer.role, "money")) return notYourDuty(l, "payments");
  const application = await caseOf(visit);
  const scope = scopeOf(visit);
  const [debt, payments, refunds] = await Promise.all([findAccrual(app.db, application.id), paymentsOfCase(app.db, scope, application.id), refundsOf(app.db, scope, application.id)]);
  if (!debt) throw new NotFound();
  const finance = officer.role === "finance";
  const paid = payments.find(({ state }) => state === "paid");
  const open = refunds.some(({ state }) => state === "proposed" || state === "approved");
  const possible = finance && paid && !open ? ((await refundableOf(app.db, scope, paid.id))?.possible ?? []) : [];
  const said = (["propose", "approve", "dismiss", "sent", "other-way", "approve-other-way", "dismiss-other-way", "recalculate"] as const).find((one) => one === query.said);
  const body = (
    <OfficePage
      title={title} back={office.case.href({ id: application.id })} backText={<bdi class="numbers">{application.registration_number}</bdi>}
      meta={<span>{l.t("payments.office-accrual")}: <bdi class="numbers">{debt.accrual.number}</bdi></span>}
      before={<><ErrorSummary errors={errors} />{said && errors.length === 0 ? <Notice kind="success" live><p>{l.t(`payments.money-done.${said}`)}</p></Notice> : null}</>}
    >
      <Owed visit={visit} debt={debt} />
      <Payments visit={visit} rows={payments} />
      {refunds.length > 0 ? <Card title={l.t("payments.refunds")} id="refunds">{refunds.map((refund) => <OneRefund visit={visit} refund={refund} errors={errors} />)}</Card> : null}
      {paid && possible.length > 0 ? <Propose visit={visit} paid={paid} possible={possible} lines={debt.lines} errors={errors} /> : null}
      {finance && debt.accrual.closed_at === null ? <Recalculate visit={visit} fees={feesOfToday(application, debt.accrual.relief)} accrual={debt.accrual} error={errors.find(({ field }) => field === "why")} /> : null}
    </OfficePage>
  );
  return html(title, body, errors.length > 0 ? 422 : 200, { nav: "payments", errors: errors.length > 0 });
}

const feeName = ({ l }: OfficerVisit, code: string) => l.t(`fees.${code as FeeCode}`);
const lira = ({ l }: OfficerVisit, amount: number) => <bdi>{l.money(amount, "TRY")}</bdi>;

function Owed({ visit, debt: { accrual, lines } }: { visit: OfficerVisit; debt: Debt }) {
  const { l } = visit;
  return (
    <OfficeTable
      caption={l.t("payments.money-owed")} columns={[{ title: l.t("payments.money-fee") }, { title: l.t("payments.office-amount"), numeric: true }]}
      rows={[...lines.map(({ code, amount_try }) => ({ cells: [feeName(visit, code), lira(visit, amount_try)] })), { cells: [<strong>{l.t("payments.office-sum")}</strong>, <strong>{lira(visit, accrual.total)}</strong>] }]}
    />
  );
}

function Payments({ visit, rows }: { visit: OfficerVisit; rows: Row[] }) {
  const { l } = visit;
  return (
    <OfficeTable
      caption={l.t("payments.office-title")} empty={l.t("payments.money-unpaid")}
      columns={[
        { title: l.t("payments.office-time") }, { title: l.t("payments.office-channel") }, { title: l.t("payments.office-state") }, { title: l.t("payments.office-taken"), numeric: true },
        { title: l.t("payments.office-reference") },
      ]}
      rows={rows.map((row) => ({
        cells: [
          <bdi>{l.instant(row.changed_at)}</bdi>, l.t(`payments.channel.${row.channel as "card"}`), stateText(visit, row.state, row.back, row.taken), row.taken === null ? "" : lira(visit, row.taken),
          <bdi class="small">{row.provider_reference ?? ""}</bdi>,
        ],
      }))}
    />
  );
}

function Propose({ visit, paid, possible, lines, errors }: { visit: OfficerVisit; paid: Row; possible: Refundable[]; lines: AccrualLine[]; errors: FieldFault[] }) {
  const { l, csrf, form } = visit;
  const typed = (name: string) => (errors.length > 0 ? String(form[name] ?? "") : "");
  const error = (name: string) => errors.find(({ field }) => field === name)?.text;
  const most = (rule: Refundable) => l.list(rule.lines.map((line) => `${feeName(visit, line.code)}: ${l.money(line.most, "TRY")}`));
  return (
    <Card title={l.t("payments.refund-propose")} id="propose">
      <p>{l.t("payments.refund-propose-text")}</p>
      <Form action={office.money.href({ id: paid.application_id })} csrf={csrf} submit={l.t("payments.refund-propose")} submitAs={{ name: "act", value: "propose" }}>
        <input type="hidden" name="payment" value={paid.id} />
        <ChoiceField name="reason" label={l.t("payments.refund-reason-label")} value={typed("reason")} error={error("reason")} options={possible.map((rule) => ({
          value: rule.reason, label: l.t(`payments.refund-reason.${rule.reason}`), hint: l.t("payments.refund-most", { lines: most(rule), ground: sourceText(l, rule.ground) }),
        }))} />
        {lines.map(({ code }) => (
          <TextField name={`amount-${code}`} label={feeName(visit, code)} value={typed(`amount-${code}`)} error={error(`amount-${code}`)} required={false} width={10} suffix="₺" attributes={{ inputmode: "decimal", dir: "ltr" }} />
        ))}
        {paid.channel === "bank" ? <TextField name="iban" label={l.t("payments.refund-iban")} hint={l.t("payments.refund-iban-hint")} value={typed("iban")} error={error("iban")} attributes={{ dir: "ltr", spellcheck: "false", autocomplete: "off" }} /> : null}
        <TextArea name="comment" label={l.t("payments.refund-comment")} value={typed("comment")} error={error("comment")} attributes={{ maxlength: 1000 }} />
      </Form>
    </Card>
  );
}

/** The fees anew after a correction, or without one that is not owed on proof. */
function Recalculate({ visit, fees, accrual: { total, relief }, error }: { visit: OfficerVisit; fees: FeeLine[]; accrual: Debt["accrual"]; error: FieldFault | undefined }) {
  const { l, csrf, form, parameters } = visit;
  const anew = fees.reduce((sum, { amountTry }) => sum + (amountTry ?? 0), 0);
  const possible = feeReliefs.filter(({ code, fee }) => code === relief || fees.some((line) => line.code === fee));
  return (
    <Card title={l.t("payments.recalculate")} id="recalculate">
      {anew === total ? null : <p>{l.rich("payments.recalculate-text", { before: lira(visit, total), after: lira(visit, anew) })}</p>}
      <Form action={office.money.href({ id: parameters.id! })} csrf={csrf} submit={l.t("payments.recalculate")} submitAs={{ name: "act", value: "recalculate" }} submitKind={anew === total ? "secondary" : "primary"}>
        <SelectField name="relief" label={l.t("payments.relief")} hint={l.t("payments.relief-hint")} empty={l.t("payments.relief-none")} required={false} value={error ? String(form.relief ?? "") : (relief ?? "")}
          options={possible.map(({ code, fee, source }) => ({ value: code, label: `${feeName(visit, fee)}: ${l.t(`payments.relief-${code}`)} (${sourceText(l, source)})` }))} />
        <TextArea name="why" label={l.t("payments.recalculate-why")} value={error ? String(form.why ?? "") : ""} error={error?.text} attributes={{ maxlength: 1000 }} />
      </Form>
    </Card>
  );
}
