import { sql } from "kysely";
import { answersOf, type Application } from "../applications/application.ts";
import type { StoredFile } from "../documents/storage.ts";
import { linesOf } from "../payments/accrual.ts";
import type { Database } from "../platform/database.ts";

/** A file as a copy holds it: the path at which it stands there, and its bytes. */
export type KeptFile = Pick<StoredFile, "type" | "bytes" | "digest" | "made_at"> & { kind: string; name: string; replaced_at: Temporal.Instant | null };
export type CopyData = Awaited<ReturnType<typeof readCopyData>>;
export type KeptMessage = CopyData["messages"][number];

/**
 * Everything kept about a case that its person may have (Law 6698 art. 11): all but the notes officers write for themselves, what is only
 * proposed, and what concerns other people. Who of an office acted is not told, as on the pages of the portal; that the office did, is.
 */
export async function readCopyData(db: Database, application: Application) {
  const { id } = application;
  const accrual = await db.selectFrom("accrual").select(["id", "number", "created_at", "total", "closed_at", "closed_because", "relief"]).where("application_id", "=", id).executeTakeFirst();
  return {
    application: {
      number: application.number, registration_number: application.registration_number, barcode: application.barcode, kind: application.kind, state: application.state,
      language: application.language, province: application.province, office: application.office_code, edition: application.edition, started_at: application.started_at,
      created_at: application.created_at, changed_at: application.changed_at, attend_by: application.attend_by, complete_on: application.complete_on, decide_by: application.decide_by,
      paused_on: application.paused_on, documents_due: application.documents_due,
    },
    contact: { email: application.email, phone: application.phone, channel: application.channel },
    answers: answersOf(application),
    person: application.person_id === null ? null : await db.selectFrom("person").select(["nationality", "passport_number", "foreigner_number", "name_key", "birth_date", "created_at"])
      .where("id", "=", application.person_id).executeTakeFirst(),
    mandates: await db.selectFrom("mandate").select(["capacity", "name", "bar", "bar_number", "email", "phone", "given_at", "until", "laid_down_at", "ended_at", "ended_by"])
      .where("application_id", "=", id).orderBy("given_at").execute(),
    history: await db.selectFrom("application_history").leftJoin("mandate", "mandate.id", "application_history.mandate_id")
      .select(["at", "event", "from_state", "to_state", "actor_kind", "mandate.name as by", "comment", "facts"]).where("application_history.application_id", "=", id).orderBy("application_history.id").execute(),
    documents: await db.selectFrom("document").select(["code", "required", "state", "reason", "changed_at"]).where("application_id", "=", id).orderBy("code").execute(),
    corrections: await db.selectFrom("correction").select(["field", "wanted", "reason", "asked_at", "answered_at", "verdict", "answer", "old_value", "new_value"])
      .where("application_id", "=", id).orderBy("asked_at").execute(),
    appointments: await db.selectFrom("appointment").innerJoin("slot", "slot.id", "appointment.slot_id").innerJoin("office", "office.code", "slot.office_code")
      .select(["slot.day", "slot.starts", "office.name as office", "office.address", "appointment.state", "source", "steps", "booked_at", "ended_at", "ended_by"])
      .where("application_id", "=", id).orderBy("booked_at").execute(),
    needs: await db.selectFrom("need").select(["needs", "interpreter", "changed_at"]).where("application_id", "=", id).executeTakeFirst(),
    wish: await db.selectFrom("wish").select(["offices", "from_day", "asked_at", "stopped_at"]).where("application_id", "=", id).executeTakeFirst(),
    offers: await db.selectFrom("offer").innerJoin("slot", "slot.id", "offer.slot_id").innerJoin("office", "office.code", "slot.office_code")
      .select(["slot.day", "slot.starts", "office.name as office", "offered_at", "expires_at", "answered_at", "answer"]).where("application_id", "=", id).orderBy("offered_at").execute(),
    draw: await db.selectFrom("draw_request").select(["draw_id", "province", "office_code as office", "pseudonym", "need", "waited", "avoid", "asked_at", "placed_at", "declined_at", "declined_because", "withdrawn_at"])
      .where("application_id", "=", id).executeTakeFirst(),
    drawn: await db.selectFrom("draw_line").innerJoin("draw", "draw.id", "draw_line.draw_id").leftJoin("slot", "slot.id", "draw_line.slot_id")
      .select(["draw_id", "pseudonym", "draw.drawn_at", "slot.day", "slot.starts", "slot.office_code as office"]).where("application_id", "=", id).orderBy("draw.drawn_at").execute(),
    attempt: await db.selectFrom("timely_attempt").select(["at", "attend_by"]).where("application_id", "=", id).executeTakeFirst(),
    tickets: await db.selectFrom("ticket").select(["day", "number", "counter", "issued_at", "called_at", "ended_at", "ended_how"]).where("application_id", "=", id).orderBy("issued_at").execute(),
    fees: accrual ? {
      number: accrual.number, created_at: accrual.created_at, total: accrual.total, closed_at: accrual.closed_at, closed_because: accrual.closed_because, relief: accrual.relief,
      lines: (await linesOf(db, accrual.id)).map(({ code, amount, currency, rate, amount_try, ground, months, doubled }) => ({ code, amount, currency, rate, amount_try, ground, months, doubled })),
    } : null,
    payments: accrual ? await readPayments(db, accrual.id) : [],
    refunds: accrual ? await readRefunds(db, accrual.id) : [],
    decision: await db.selectFrom("decision").select(["outcome", "granted_from", "granted_until", "reasons", "comment", "date_reason", "decided_at", "served_on", "leave_by", "court_by"])
      .where("application_id", "=", id).executeTakeFirst(),
    service: await db.selectFrom("service").select(["way", "arrived_on", "served_on", "reference", "document_digest", "noted_at"]).where("application_id", "=", id).executeTakeFirst(),
    decision_opened: await db.selectFrom("decision_opened").select(["document_digest", "opened_at"]).where("application_id", "=", id).orderBy("opened_at").execute(),
    card: await db.selectFrom("card").select(["series", "number", "printed_at", "tracking_code", "posted_at", "delivered_at"]).where("application_id", "=", id).executeTakeFirst(),
    messages: await db.selectFrom("message")
      .select(["notice", "language", "channel", "recipient", "role", "values", "template", "state", "queued_at", "sent_at", "delivered_at", "failed_at", "last_error as because"])
      .where("application_id", "=", id).orderBy("queued_at").orderBy("message.id").execute(),
    reminders: await db.selectFrom("reminder").select(["what", "on_day", "sent_at"]).where("application_id", "=", id).orderBy("sent_at").execute(),
    reminders_stopped_at: (await db.selectFrom("message_stop").select("stopped_at").where("application_id", "=", id).executeTakeFirst())?.stopped_at ?? null,
    opened: await db.selectFrom("case_opened").innerJoin("office", "office.code", "case_opened.office_code").select(["office.name as office", "case_opened.at"])
      .where("application_id", "=", id).orderBy("case_opened.id").$narrowType<{ at: Temporal.Instant }>().execute(),
    signed_in: await db.selectFrom("session").select(["device", "created_at", "seen_at", "ended_at", "expires_at"]).where("application_id", "=", id).orderBy("created_at").execute(),
    /** What was done from the portal, as the trail keeps it. */
    done: await db.selectFrom("audit").leftJoin("mandate", "mandate.id", "audit.mandate_id").select(["at", "act", "mandate.name as by", "facts"]).where("audit.application_id", "=", id).where("actor_kind", "=", "applicant").orderBy("audit.id").execute(),
  };
}

async function readPayments(db: Database, accrual: string) {
  const payments = await db.selectFrom("payment").select(["id", "state", "channel", "provider", "provider_reference", "amount", "taken", "started_at", "changed_at", "settled_at"])
    .where("accrual_id", "=", accrual).orderBy("started_at").execute();
  return Promise.all(payments.map(async ({ id, ...payment }) => ({
    ...payment, events: await db.selectFrom("payment_event").select(["at", "source", "event", "to_state"]).where("payment_id", "=", id).orderBy("payment_event.id").execute(),
  })));
}

async function readRefunds(db: Database, accrual: string) {
  return db.selectFrom("refund").select(["reason", "state", "amount", "iban", "reference", "proposed_at", "decided_at", "sent_at",
    sql<{ code: string; amount: number }[]>`(select json_agg(json_build_object('code', code, 'amount', amount)) from refund_line where refund_id = refund.id)`.as("lines")])
    // What nobody has agreed to yet is no word of the office.
    .where("accrual_id", "=", accrual).where("state", "<>", "proposed").orderBy("proposed_at").execute();
}

/** Every file of a case, the replaced ones too: `papers/decision.pdf` is the one that counts, `earlier/decision-1.pdf` the first that stood before it. */
export async function readKeptFiles(db: Database, application: string): Promise<KeptFile[]> {
  const rows = await db.selectFrom("file").select(["kind", "type", "bytes", "digest", "made_at", "replaced_at"]).where("application_id", "=", application).orderBy("made_at").orderBy("id").execute();
  const earlier = new Map<string, number>();
  return rows.map((row) => {
    const end = row.type === "application/pdf" ? "pdf" : "jpg";
    if (row.replaced_at === null) return { ...row, name: row.kind === "photo" ? `photo.${end}` : `papers/${row.kind}.${end}` };
    const n = (earlier.get(row.kind) ?? 0) + 1;
    earlier.set(row.kind, n);
    return { ...row, name: `earlier/${row.kind}-${n}.${end}` };
  });
}
