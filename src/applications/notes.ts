import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { record } from "../audit/record.ts";
import type { Application } from "./application.ts";
import { officerOf } from "./decision.ts";

export type Note = { id: string; at: Temporal.Instant; officer: string; text: string };

/** Officers' notes on a case, newest first. The person does not see them on the portal; they are part of the file. */
export async function listNotes(db: Database | Transaction, applicationId: string): Promise<Note[]> {
  return db
    .selectFrom("note")
    .innerJoin("officer", "officer.id", "note.officer_id")
    .select(["note.id", "note.at", "note.text", "officer.name as officer"])
    .where("note.application_id", "=", applicationId)
    .orderBy("note.at", "desc")
    .orderBy("note.id", "desc")
    .execute();
}

/** Adds a note; its words stay out of the audit trail. */
export async function addNote(act: Act, application: Application, text: string): Promise<void> {
  await act.tx
    .insertInto("note")
    .values({ id: v7(act.now), application_id: application.id, officer_id: officerOf(act), at: act.now, text: text.trim() })
    .execute();
  await record(act, "note", { application: application.id, office: application.office_code });
}
