import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";
import { type Capacity, listMandates, type Mandate } from "../representation/mandate.ts";
import { type Answers, answersOf, type Application } from "./application.ts";
import { type Clash, listClashes } from "./clashes.ts";
import { type Correction, listCorrections } from "./corrections.ts";
import { type Card, type Decision, findCard, findDecision, findProposal, lastRefusal, type Proposal } from "./decision.ts";
import { findProof } from "./service.ts";
import { listNotes, type Note } from "./notes.ts";

type Reader = Database | Transaction;

export type CaseDocument = { code: string; required: "yes" | "on-request"; state: "expected" | "present" | "missing" | "original-seen" | "not-needed"; reason: string | null };
export type CaseMoney = {
  number: string; total: number; lines: { code: "card" | "permit" | "single-entry"; amount: number; currency: "TRY" | "USD"; rate: string | null; amount_try: number; ground: string }[];
  closed_because: string | null; paid: boolean; paid_at: Temporal.Instant | null; state: string | null;
};
export type CaseEvent = { at: Temporal.Instant; event: string; from_state: string; to_state: string; actor_kind: string; actor_id: string | null; actor_name: string; /** Who did it for the person. */ by: string | null; comment: string | null; facts: Record<string, string | number> };
export type CaseMessage = { notice: string; channel: string; role: string; language: string; state: string; queued_at: Temporal.Instant; /** When it came into its state. */ at: Temporal.Instant; because: string | null; /** The version of its wording. */ template: string | null };
export type CaseAppointment = { state: string; day: Temporal.PlainDate; starts: Temporal.PlainTime; office: string; address: string | null };
export type CaseMandate = Pick<Mandate, "name" | "bar" | "bar_number"> & { capacity: Capacity };

/** Everything an office knows of a case, read in one go: other domains' facts come by SQL, because this floor lies below theirs. */
export type CaseFile = {
  application: Application; answers: Answers; office: string | null; documents: CaseDocument[]; money: CaseMoney | null; appointment: CaseAppointment | null;
  inDraw: boolean; messages: CaseMessage[]; history: CaseEvent[]; notes: Note[]; decision?: Decision; proof: Awaited<ReturnType<typeof findProof>>; card?: Card; proposal?: Proposal & { officer: string };
  corrections: Correction[]; clashes: Clash[]; papers: { kind: string; made_at: Temporal.Instant }[]; mandate: CaseMandate | null; mandates: Mandate[]; reviewer: { id: string; name: string } | null;
  /** When the person was last refused the same permit. */
  refusedOn: Temporal.PlainDate | undefined;
};

/** Reads the file of a case. `order` is the order of the documents in a folder. */
export async function readCaseFile(db: Reader, application: Application, order: readonly string[] = []): Promise<CaseFile> {
  const id = application.id;
  const { rows: documents } = await sql<CaseDocument>`
    select code, required, state, reason from document where application_id = ${id} order by array_position(${[...order]}::text[], code) nulls last, code`.execute(db);
  const { rows: appointments } = await sql<CaseAppointment>`
    select appointment.state, slot.day, slot.starts, office.name as office, office.address from appointment join slot on slot.id = appointment.slot_id
    join office on office.code = slot.office_code where appointment.application_id = ${id} order by appointment.state = 'booked' desc, appointment.id desc limit 1`.execute(db);
  const { rows: draws } = await sql<object>`
    select 1 from draw_request where application_id = ${id} and placed_at is null and withdrawn_at is null`.execute(db);
  const { rows: messages } = await sql<CaseMessage>`
    select notice, channel, role, language, state, queued_at, last_error as because, template,
      case state when 'queued' then queued_at when 'delivered' then delivered_at when 'sent' then sent_at else failed_at end as at from message where application_id = ${id} order by queued_at desc, id desc`.execute(db);
  const { rows: history } = await sql<CaseEvent>`
    select at, event, from_state, to_state, actor_kind, actor_id, actor_name, mandate.name as by, comment, facts from application_history
    left join mandate on mandate.id = application_history.mandate_id where application_history.application_id = ${id} order by application_history.id desc`.execute(db);
  const { rows: papers } = await sql<{ kind: string; made_at: Temporal.Instant }>`
    select kind, made_at from file where application_id = ${id} and replaced_at is null order by made_at`.execute(db);
  const mandates = await listMandates(db, id);
  const { rows: reviewers } = await sql<{ id: string; name: string }>`
    select id, name from (select event, actor_id as id, actor_name as name from application_history
      where application_id = ${id} and event in ('review', 'hand-back') order by application_history.id desc limit 1) as last where event = 'review'`.execute(db);
  const office = application.office_code === null
    ? undefined
    : await db.selectFrom("office").select("name").where("code", "=", application.office_code).executeTakeFirst();
  const proposal = await findProposal(db, id);
  const proposer = proposal && (await db.selectFrom("officer").select("name").where("id", "=", proposal.proposed_by).executeTakeFirst());
  return {
    application, answers: answersOf(application), office: office?.name ?? null, documents, money: await readMoney(db, id), appointment: appointments[0] ?? null,
    inDraw: draws.length > 0, messages, history, notes: await listNotes(db, id), decision: await findDecision(db, id), proof: await findProof(db, id), card: await findCard(db, id),
    proposal: proposal && { ...proposal, officer: proposer?.name ?? "" }, corrections: await listCorrections(db, id), clashes: await listClashes(db, id), papers,
    mandate: (mandates.find(({ ended_at }) => ended_at === null) as CaseMandate | undefined) ?? null, mandates, reviewer: reviewers[0] ?? null, refusedOn: await lastRefusal(db, application),
  };
}

async function readMoney(db: Reader, applicationId: string): Promise<CaseMoney | null> {
  const { rows } = await sql<Omit<CaseMoney, "lines" | "paid"> & { id: string }>`
    select accrual.id, accrual.number, accrual.total, accrual.closed_because, paid.settled_at as paid_at,
      (select payment.state from payment where payment.accrual_id = accrual.id order by payment.started_at desc limit 1) as state
    from accrual left join payment paid on paid.accrual_id = accrual.id and paid.state = 'paid' where accrual.application_id = ${applicationId}`.execute(db);
  const accrual = rows[0];
  if (!accrual) return null;
  const lines = await sql<CaseMoney["lines"][number]>`
    select code, amount, currency, rate, amount_try, ground from accrual_line where accrual_id = ${accrual.id}
    order by array_position(array['card', 'permit', 'single-entry'], code)`.execute(db);
  return { ...accrual, paid: accrual.closed_because === "paid", lines: lines.rows };
}
