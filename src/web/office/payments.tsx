import type { ComponentChildren } from "preact";
import { differencesOf, type Row, type Scope, type Unmatched, paymentsOfDay, paymentsToLookAt, sendBack, totalsOfDay } from "../../payments/day.ts";
import { noteContradicted, noteDifference } from "../../payments/finance-note.ts";
import { isUnsent, refundsOf, refusedWithoutRefund } from "../../payments/refund.ts";
import { readDate } from "../../platform/form.ts";
import { isId } from "../../platform/id.ts";
import { TextField } from "../../ui/fields.tsx";
import { ErrorSummary, type FieldFault, Form } from "../../ui/form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { type Column, Filters, Leaf, OfficeTable } from "../../ui/office-table.tsx";
import { Card, Details, OfficePage } from "../../ui/page.tsx";
import { Tag, type Tone } from "../../ui/tag.tsx";
import { type Answer, html, type OfficerVisit, officerPage, redirect } from "../page.ts";
import { office } from "../routes.ts";
import { mayDo } from "./duties.ts";
import { notYourDuty } from "./words.tsx";

const tones: Record<string, Tone> = { paid: "ok", unknown: "warn", disputed: "error", returning: "warn", failed: "neutral", redirected: "info" };

/** The office's money of one day, and what somebody should look at. Only finance has money in dispute sent back. */
export const payments = officerPage(office.payments, {
  get: (visit) => show(visit, []),
  async post(visit) {
    if (visit.officer.role !== "finance") return show(visit, []);
    const reason = String(visit.form.reason ?? "").trim().slice(0, 500);
    const id = String(visit.form.payment ?? "");
    const { act } = visit.form;
    if (act === "note-difference" || act === "note-payment") {
      const noted = await visit.act(async (it) => act === "note-payment" && isId(id) ? noteContradicted(it, scopeOf(visit), id, reason)
        : /^\d{1,15}$/.test(id) ? noteDifference(it, scopeOf(visit), Number(id), reason) : { ok: false as const, why: "not-found" as const });
      if (!noted.ok && noted.why === "note-needed") return show(visit, [{ field: `note-${id}`, text: visit.l.t("payments.note-missing") }]);
      return redirect(office.payments.href({ said: noted.ok ? "noted" : "changed" }));
    }
    if (reason === "") return show(visit, [{ field: `reason-${id}`, text: visit.l.t("payments.office-reason-missing") }]);
    const sent = isId(id) ? await visit.act((act) => sendBack(act, scopeOf(visit), id, reason)) : { ok: false as const };
    return redirect(office.payments.href({ said: sent.ok ? "sent-back" : "changed" }));
  },
});

/** Whose money an officer sees. */
export function scopeOf({ officer }: OfficerVisit): Scope {
  return { office: officer.office_code, province: officer.province };
}

async function show(visit: OfficerVisit, errors: FieldFault[]): Promise<Answer> {
  const { l, app, officer, now, today, query } = visit;
  const title = l.t("payments.office-title");
  if (!mayDo(officer.role, "money")) return notYourDuty(l, "payments");
  const day = readDate(query.day ?? "") ?? today;
  const scope = scopeOf(visit);
  const [rows, totals, toLookAt, unmatched, refunds, refused] = await Promise.all([
    paymentsOfDay(app.db, scope, day), totalsOfDay(app.db, scope, day), paymentsToLookAt(app.db, scope, now), differencesOf(app.db, scope, today),
    refundsOf(app.db, scope, null), refusedWithoutRefund(app.db, scope),
  ]);
  const at = (date: Temporal.PlainDate) => office.payments.href({ day: date.toString() });
  const body = (
    <OfficePage title={title} before={<><ErrorSummary errors={errors} /><Said visit={visit} /></>}>
      <p class="cluster"><a href={office.paymentTotals.href()}>{l.t("payments.totals-title")}</a><a href={office.banks.href()}>{l.t("payments.banks-link")}</a></p>
      <Filters action={office.payments.href()}>
        <TextField name="day" label={l.t("payments.office-day")} value={day.toString()} width={10} attributes={{ type: "date" }} />
      </Filters>
      <Leaf summary={<bdi>{l.date(day)}</bdi>} previousHref={at(day.subtract({ days: 1 }))} nextHref={at(day.add({ days: 1 }))} />
      <Card title={l.t("payments.office-look")} id="look">
        <p>{toLookAt.length === 0 ? l.t("payments.office-look-none") : l.t("payments.office-look-text")}</p>
        {toLookAt.length > 0 ? <List visit={visit} rows={toLookAt} caption={l.t("payments.office-look")} /> : null}
        {officer.role === "finance" ? toLookAt.filter(({ contradicted }) => contradicted).map((row) => (
          <NoteForm visit={visit} act="note-payment" id={row.id} title={<bdi class="numbers">{row.number}</bdi>} error={errors.find(({ field }) => field === `note-${row.id}`)} />
        )) : null}
        {officer.role === "finance" ? toLookAt.filter(({ state }) => state === "disputed").map((row) => (
          <SendBack visit={visit} row={row} error={errors.find(({ field }) => field === `reason-${row.id}`)} />
        )) : null}
      </Card>
      {refunds.length > 0 ? (
        <Card title={l.t("payments.refunds-waiting")} id="refunds">
          <ul>{refunds.map((refund) => (
            <li><a href={`${office.money.href({ id: refund.application_id })}#refunds`}><bdi class="numbers">{refund.number}</bdi></a> · <bdi>{l.money(refund.amount, "TRY")}</bdi> · {l.t(`payments.refund-state.${refund.state as "sent"}`)}{isUnsent(refund, now) ? <> <Tag tone="warn">{l.t("payments.state.unknown")}</Tag></> : null}{refund.way ? <> <Tag tone="info">{l.t("payments.refund-other-waits")}</Tag></> : null}</li>
          ))}</ul>
        </Card>
      ) : null}
      {refused.length > 0 ? (
        <Card title={l.t("payments.refused-paid")} id="refused">
          <p>{l.t("payments.refused-paid-text")}</p>
          <ul class="list">{refused.map(({ application_id, registration_number, total }) => (
            <li><a href={office.money.href({ id: application_id })}><bdi class="numbers">{registration_number}</bdi></a><bdi>{l.money(total, "TRY")}</bdi></li>
          ))}</ul>
        </Card>
      ) : null}
      {unmatched.some(({ note }) => note === null) ? <Differences visit={visit} rows={unmatched.filter(({ note }) => note === null)} errors={errors} /> : null}
      {unmatched.some(({ note }) => note !== null) ? <Handled visit={visit} rows={unmatched.filter(({ note }) => note !== null)} /> : null}
      <OfficeTable
        caption={l.t("payments.office-totals", { date: l.date(day) })}
        columns={[
          { title: l.t("payments.office-channel") }, { title: l.t("payments.office-state") }, { title: l.t("payments.office-count"), numeric: true },
          { title: l.t("payments.office-sum"), numeric: true },
        ]}
        rows={totals.map(({ channel, state, n, sum }) => ({
          cells: [l.t(`payments.channel.${channel}` as "payments.channel.card"), stateText(visit, state), l.number(n), <bdi>{l.money(sum, "TRY")}</bdi>],
        }))}
        empty={l.t("payments.office-none")}
      />
      <List visit={visit} rows={rows} caption={l.t("payments.office-list", { date: l.date(day) })} />
    </OfficePage>
  );
  return html(title, body, errors.length > 0 ? 422 : 200, { nav: "payments", errors: errors.length > 0 });
}

function Said({ visit: { l, query } }: { visit: OfficerVisit }) {
  if (query.said === "sent-back") return <Notice kind="success" live><p>{l.t("payments.office-sent-back")}</p></Notice>;
  if (query.said === "noted") return <Notice kind="success" live><p>{l.t("payments.noted")}</p></Notice>;
  if (query.said === "changed") return <Notice kind="warning" live><p>{l.t("payments.office-changed")}</p></Notice>;
  return null;
}

/** A payment's state as a tag; one of which a part or all was paid back says so. */
export function stateText({ l }: Pick<OfficerVisit, "l">, state: string, back = 0, taken: number | null = null) {
  const tag = <Tag tone={tones[state] ?? "neutral"}>{l.t(`payments.state.${state}` as "payments.state.paid")}</Tag>;
  if (back === 0) return tag;
  return <span class="cluster">{tag}<Tag tone="info">{l.t(back === taken ? "payments.back-all" : "payments.back-part", { amount: l.money(back, "TRY") })}</Tag></span>;
}

function List({ visit, rows, caption }: { visit: OfficerVisit; rows: Row[]; caption: string }) {
  const { l } = visit;
  const columns: Column[] = [
    { title: l.t("payments.office-accrual") }, { title: l.t("payments.office-case") }, { title: l.t("payments.office-channel") }, { title: l.t("payments.office-state") },
    { title: l.t("payments.office-amount"), numeric: true }, { title: l.t("payments.office-taken"), numeric: true }, { title: l.t("payments.office-time") },
    { title: l.t("payments.office-reference") },
  ];
  return (
    <OfficeTable caption={caption} columns={columns} empty={l.t("payments.office-none")} rows={rows.map((row) => ({
      tone: row.state === "disputed" ? ("error" as const) : undefined,
      cells: [
        <a href={office.money.href({ id: row.application_id })}><bdi class="numbers">{row.number}</bdi></a>,
        <a href={office.case.href({ id: row.application_id })}><bdi class="numbers">{row.registration_number}</bdi></a>,
        l.t(`payments.channel.${row.channel}` as "payments.channel.card"),
        stateText(visit, row.state, row.back, row.taken),
        <bdi>{l.money(row.amount, "TRY")}</bdi>,
        row.taken === null ? "" : <bdi>{l.money(row.taken, "TRY")}</bdi>,
        <bdi class="small">{l.instant(row.changed_at)}</bdi>,
        <bdi class="small">{row.provider_reference ?? ""}</bdi>,
      ],
    }))} />
  );
}

function Differences({ visit, rows, errors }: { visit: OfficerVisit; rows: Unmatched[]; errors: FieldFault[] }) {
  const { l } = visit;
  const note = (id: number) => {
    const error = errors.find(({ field }) => field === `note-${id}`);
    return <Details summary={l.t("payments.note-open")} open={error !== undefined}><NoteForm visit={visit} act="note-difference" id={String(id)} error={error} /></Details>;
  };
  const money = (minor: number | null) => (minor === null ? "" : <bdi>{l.money(minor, "TRY")}</bdi>);
  return (
    <OfficeTable
      caption={l.t("payments.difference-title")}
      columns={[
        { title: l.t("payments.office-reference") }, { title: l.t("payments.office-accrual") }, { title: l.t("payments.office-day") },
        { title: l.t("payments.difference-ours"), numeric: true }, { title: l.t("payments.difference-theirs"), numeric: true }, { title: l.t("payments.difference-what") },
      ]}
      rows={rows.map((row) => ({
        tone: "warn",
        cells: [
          <bdi class="small">{row.reference}</bdi>, <bdi class="numbers">{row.number ?? ""}</bdi>, <bdi>{l.day(row.day)}</bdi>, money(row.ours), money(row.theirs),
          <>{l.t(`payments.difference.${row.kind}` as "payments.difference.unknown-here")}{visit.officer.role === "finance" ? note(row.id) : null}</>,
        ],
      }))}
    />
  );
}

/** What finance noted on differences of the last month: nothing is deleted. */
function Handled({ visit: { l }, rows }: { visit: OfficerVisit; rows: Unmatched[] }) {
  return (
    <Details summary={l.t("payments.noted-title", { n: rows.length })}>
      <ul>{rows.map(({ reference, kind, note, noted_at, noted_by }) => (
        <li><bdi class="small">{reference}</bdi> · {l.t(`payments.difference.${kind as "unknown-here"}`)} <strong><bdi>{note}</bdi></strong> <span class="muted small"><bdi>{noted_by}</bdi>, {noted_at ? l.instant(noted_at) : ""}</span></li>
      ))}</ul>
    </Details>
  );
}

function NoteForm({ visit: { l, csrf }, act, id, title, error }: { visit: OfficerVisit; act: "note-difference" | "note-payment"; id: string; title?: ComponentChildren; error: FieldFault | undefined }) {
  return (
    <Form action={office.payments.href()} csrf={csrf} submit={l.t("payments.note-submit")} submitKind="secondary" submitAs={{ name: "act", value: act }}>
      {title ? <h3>{title}</h3> : null}
      <input type="hidden" name="payment" value={id} />
      <TextField name={`note-${id}`} label={l.t("payments.note-label")} error={error?.text} attributes={{ name: "reason", maxlength: 500 }} />
    </Form>
  );
}

function SendBack({ visit: { l, csrf }, row, error }: { visit: OfficerVisit; row: Row; error: FieldFault | undefined }) {
  return (
    <Form action={office.payments.href()} csrf={csrf} submit={l.t("payments.office-send-back")} submitKind="danger">
      <h3><bdi class="numbers">{row.number}</bdi> · <bdi>{l.money(row.taken ?? row.amount, "TRY")}</bdi></h3>
      <input type="hidden" name="payment" value={row.id} />
      <TextField name={`reason-${row.id}`} label={l.t("payments.office-reason")} error={error?.text} attributes={{ name: "reason", maxlength: 500 }} />
    </Form>
  );
}
