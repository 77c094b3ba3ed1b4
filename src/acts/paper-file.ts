import { sql } from "kysely";
import { type Answers, answersOf, type Application } from "../applications/application.ts";
import type { CaseFile } from "../applications/case-file.ts";
import type { FileKind } from "../documents/storage.ts";
import type { AccrualLine } from "../payments/accrual.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { documentCodes } from "../rules/document-list.ts";

/** What papers say of a case: a small part of its file, and when documents were asked for last. */
export type PaperFile = Pick<CaseFile, "application" | "answers" | "office" | "documents" | "appointment" | "inDraw" | "mandate" | "decision"> & { asked?: Temporal.Instant | null };

/** A fee of an accrual, as far as a paper names it. */
export type OwedLine = Pick<AccrualLine, "code" | "amount" | "amount_try" | "rate" | "months">;

export type PaperReading = PaperFile & {
  owed: { number: string; total: number; lines: OwedLine[] } | null;
  /** The bytes only where they were asked for. */
  photo: { digest: string; bytes: Buffer | null } | null;
  /** The paper of this kind that stands already. */
  live: { id: string; digest: string } | null;
};

type Row = Application & {
  office: string | null; documents: PaperFile["documents"] | null; mandate: PaperFile["mandate"]; in_draw: boolean; asked_at: Temporal.Instant | null;
  booked_state: string | null; booked_day: Temporal.PlainDate; booked_at: Temporal.PlainTime; booked_office: string; booked_address: string | null;
  owed_number: string | null; owed_total: number; owed_lines: OwedLine[] | null;
  photo_digest: string | null; photo_bytes: Buffer | null; live_id: string | null; live_digest: string;
};

/**
 * What a paper of a case is made from, but the decision. One statement: read as the whole file of the case it was 24 of them, twice for each
 * paper, and with them most of what the worker sent to the database. `photo`: whether the paper shows the photo, and its bytes are needed.
 */
export async function readForPaper(
  db: Database | Transaction, id: string, kind: FileKind, photo: { shown: boolean; bytes: boolean },
): Promise<PaperReading | undefined> {
  const { rows } = await sql<Row>`
    select a.*, o.name as office,
      (select json_agg(json_build_object('code', d.code, 'required', d.required, 'state', d.state, 'reason', d.reason)
        order by array_position(${[...documentCodes]}::text[], d.code) nulls last, d.code) from document d where d.application_id = a.id) as documents,
      (select json_build_object('capacity', m.capacity, 'name', m.name, 'bar', m.bar, 'bar_number', m.bar_number)
        from mandate m where m.application_id = a.id and m.ended_at is null) as mandate,
      exists (select from draw_request r where r.application_id = a.id and r.placed_at is null and r.withdrawn_at is null) as in_draw,
      (select h.at from application_history h where h.application_id = a.id and h.event = 'ask-documents' order by h.id desc limit 1) as asked_at,
      booked.state as booked_state, booked.day as booked_day, booked.starts as booked_at, booked.office as booked_office, booked.address as booked_address,
      accrual.number as owed_number, accrual.total as owed_total,
      (select json_agg(json_build_object('code', n.code, 'amount', n.amount, 'amount_try', n.amount_try, 'rate', n.rate::text, 'months', n.months)
        order by array_position(array['card', 'permit', 'single-entry'], n.code)) from accrual_line n where n.accrual_id = accrual.id) as owed_lines,
      photo.digest as photo_digest, case when ${photo.bytes}::boolean then photo.bytes end as photo_bytes,
      live.id as live_id, live.digest as live_digest
    from application a
    left join office o on o.code = a.office_code
    left join lateral (
      select appointment.state, slot.day, slot.starts, place.name as office, place.address from appointment join slot on slot.id = appointment.slot_id join office place on place.code = slot.office_code
      where appointment.application_id = a.id order by appointment.state = 'booked' desc, appointment.id desc limit 1) booked on true
    left join accrual on accrual.application_id = a.id
    left join file photo on ${photo.shown}::boolean and photo.application_id = a.id and photo.kind = 'photo' and photo.replaced_at is null
    left join file live on live.application_id = a.id and live.kind = ${kind} and live.replaced_at is null
    where a.id = ${id}`.execute(db);
  if (!rows[0]) return undefined;
  const {
    office, documents, mandate, in_draw: inDraw, asked_at: asked, booked_state, booked_day, booked_at, booked_office, booked_address, owed_number, owed_total, owed_lines,
    photo_digest, photo_bytes, live_id, live_digest, ...application
  } = rows[0];
  const answers: Answers = answersOf(application);
  return {
    application, answers, office, documents: documents ?? [], mandate, inDraw, asked,
    appointment: booked_state === null ? null : { state: booked_state, day: booked_day, starts: booked_at, office: booked_office, address: booked_address },
    owed: owed_number === null ? null : { number: owed_number, total: owed_total, lines: owed_lines ?? [] },
    photo: photo_digest === null ? null : { digest: photo_digest, bytes: photo_bytes },
    live: live_id === null ? null : { id: live_id, digest: live_digest },
  };
}
