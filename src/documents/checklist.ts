import { sql, type Selectable } from "kysely";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import type { DB } from "../platform/schema.ts";

/** How a document of a case stands. Only `expected` and `missing` are still to come. */
export const documentStates = ["expected", "present", "missing", "original-seen", "not-needed"] as const;
export type DocumentState = (typeof documentStates)[number];
export type ListedDocument = Selectable<DB["document"]>;

/** Lays out the checklist of a case when it is created. A second call adds only what is not listed yet. */
export async function openChecklist(act: Act, applicationId: string, documents: readonly { code: string; required: "yes" | "on-request" }[]): Promise<void> {
  if (documents.length === 0) return;
  await act.tx
    .insertInto("document")
    .values(documents.map(({ code, required }) => ({ application_id: applicationId, code, required })))
    .onConflict((it) => it.doNothing())
    .execute();
}

/** The checklist of a case, by code. */
export function listDocuments(db: Database | Transaction, applicationId: string): Promise<ListedDocument[]> {
  return db.selectFrom("document").selectAll().where("application_id", "=", applicationId).orderBy("code").execute();
}

/**
 * Writes how one document stands, and returns the state it had before; undefined when the case lists no such document.
 * `reason` are the officer's words to the person, kept only where the document is missing.
 */
export async function setDocument(act: Act, applicationId: string, code: string, state: DocumentState, reason?: string): Promise<DocumentState | undefined> {
  const { rows } = await sql<{ before: DocumentState }>`
    update document set state = ${state}, reason = ${state === "missing" ? reason?.trim() || null : null}, changed_at = ${act.now}, changed_by = ${act.actor.id}
    from (select code, state as before from document where application_id = ${applicationId} and code = ${code} for update) as old
    where document.application_id = ${applicationId} and document.code = old.code
    returning old.before`.execute(act.tx);
  return rows[0]?.before;
}

/** Puts a document on the list that the rules had not asked for; nothing happens when it stands there. */
export async function addDocument(act: Act, applicationId: string, code: string): Promise<void> {
  await openChecklist(act, applicationId, [{ code, required: "on-request" }]);
}

const receiptOf: Record<string, string> = { card: "card-fee-receipt", permit: "permit-fee-receipt", "single-entry": "single-entry-receipt" };

/** The receipts that our own books stand for: nobody is asked to bring proof of a fee that has been paid through this office. */
export function settledReceipts(debt: { paid: boolean; lines: readonly { code: string }[] } | undefined): string[] {
  return debt?.paid ? debt.lines.map(({ code }) => receiptOf[code]!) : [];
}

/** Whether a document is the receipt of a fee: it is there once the fee is paid, whoever looks through the papers. */
export function isReceipt(code: string): boolean {
  return Object.values(receiptOf).includes(code);
}

/** Documents without which the application is not complete: required and not yet there, or asked for by an officer, but for those settled otherwise. */
export function outstanding(documents: readonly Pick<ListedDocument, "code" | "required" | "state">[], settled: readonly string[]): string[] {
  return documents.filter(({ code, required, state }) => !settled.includes(code) && (state === "missing" || (required === "yes" && state === "expected"))).map(({ code }) => code);
}
