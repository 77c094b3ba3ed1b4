import { findApplication } from "../applications/application.ts";
import { readCaseFile } from "../applications/case-file.ts";
import { record } from "../audit/record.ts";
import { draw } from "../documents/papers/draw.ts";
import type { Paper } from "../documents/papers/paper.ts";
import { type FileKind, fileKinds, putFile, readFile } from "../documents/storage.ts";
import { verifyAddress } from "../documents/verify.ts";
import { findAccrual } from "../payments/accrual.ts";
import { paperLines, receiptOf } from "../payments/receipt.ts";
import { paidBackOf } from "../payments/refund-paper.ts";
import { type Act, type Actor, transact } from "../platform/act.ts";
import { type Clock, dateOf } from "../platform/clock.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { isCode } from "../platform/i18n.ts";
import { documentCodes } from "../rules/document-list.ts";
import { type DrawnKind, paperOf } from "./paper-data.ts";

export type PaperOffice = { db: Database; clock: Clock; secret: string; origins: { portal: string }; authority: { name: string; phone: string } };

const system: Actor = { kind: "system", id: null, name: "Sojourn" };
const tries = 4;

/**
 * Draws a paper of a case from what is true now and keeps it in place of the older one: the job `draw-paper`. Running it again draws the
 * same; a case that has nothing to put on the paper gets none. A change that falls into the drawing is noticed, and it is drawn anew.
 */
export async function drawPaper(office: PaperOffice, { application: id, kind }: { application: string; kind: string }): Promise<void> {
  if (!(fileKinds as readonly string[]).includes(kind) || kind === "photo") throw new Error(`${kind} is no paper`);
  const drawn = kind as DrawnKind;
  for (let attempt = 1; attempt <= tries; attempt++) {
    const paper = await paperData(office.db, office, id, drawn);
    if (!paper) return;
    const pdf = await draw(paper);
    const kept = await transact(office.db, office.clock, system, (act) => keep(act, office, id, drawn, paper, pdf));
    if (kept) return;
  }
  throw new Error(`the case changed while its ${kind} was being drawn, ${tries} times in a row`);
}

// The case is locked first: what was drawn is kept only when it is still what would be drawn.
async function keep(act: Act, office: PaperOffice, id: string, kind: DrawnKind, paper: Paper, pdf: Uint8Array): Promise<boolean> {
  const row = await act.tx.selectFrom("application").select("office_code").where("id", "=", id).forUpdate().executeTakeFirstOrThrow();
  const now = await paperData(act.tx, office, id, kind);
  if (!now || saidOn(now) !== saidOn(paper)) return false;
  await putFile(act, id, kind, "application/pdf", pdf);
  await record(act, "draw-paper", { application: id, office: row.office_code, facts: { paper: kind } });
  return true;
}

function saidOn(paper: Paper): string {
  return JSON.stringify("photo" in paper ? { ...paper, photo: paper.photo?.length ?? null } : paper);
}

async function paperData(db: Database | Transaction, office: PaperOffice, id: string, kind: DrawnKind): Promise<Paper | null> {
  const application = await findApplication(db, id);
  if (!application || application.registration_number === null) return null;
  const number = application.registration_number;
  const today = dateOf(office.clock.now());
  const file = await readCaseFile(db, application, documentCodes);
  const photo = kind === "registration-form" || kind === "application-certificate" ? await readFile(db, id, "photo") : undefined;
  const code = isCode(application.language) ? application.language : "tr";
  const debt = kind === "registration-form" ? await findAccrual(db, id) : undefined;
  const attempt = kind === "timely-attempt"
    ? await db.selectFrom("timely_attempt").select(["at", "attend_by"]).where("application_id", "=", id).executeTakeFirst()
    : undefined;
  return paperOf(file, kind, {
    authority: office.authority, today, photo: photo?.bytes ?? null, attempt,
    fees: debt && { number: debt.accrual.number, lines: paperLines(debt.lines, code), total: { amount: debt.accrual.total, currency: "TRY" } },
    received: kind === "receipt" ? await receiptOf(db, id, code) : undefined,
    paidBack: kind === "refund" ? await paidBackOf(db, id, code) : undefined,
    verify: (language) => verifyAddress(office.secret, office.origins.portal, language, { paper: kind satisfies FileKind, number, made: today.toString() }),
  });
}
