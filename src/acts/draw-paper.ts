import { findDecision } from "../applications/decision.ts";
import { wayOf } from "../appointments/draw-switch.ts";
import { record } from "../audit/record.ts";
import { draw } from "../documents/papers/draw.ts";
import type { Paper } from "../documents/papers/paper.ts";
import { type FileKind, fileKinds, replaceFile } from "../documents/storage.ts";
import { verifyAddress } from "../documents/verify.ts";
import { paperLines, receiptOf } from "../payments/receipt.ts";
import { paidBackOf } from "../payments/refund-paper.ts";
import { type Act, type Actor, transact } from "../platform/act.ts";
import { type Clock, dateOf } from "../platform/clock.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { isCode } from "../platform/i18n.ts";
import type { Secret } from "../platform/secret.ts";
import { type DrawnKind, paperOf } from "./paper-data.ts";
import { type PaperReading, readForPaper } from "./paper-file.ts";

export type PaperOffice = { db: Database; clock: Clock; secret: Secret; origins: { portal: string }; authority: { name: string; phone: string } };

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
    const data = await paperData(office.db, office, id, drawn, true);
    if (!data) return;
    const pdf = await draw(data.paper);
    const kept = await transact(office.db, office.clock, system, (act) => keep(act, office, id, drawn, data.said, pdf));
    if (kept) return;
  }
  throw new Error(`the case changed while its ${kind} was being drawn, ${tries} times in a row`);
}

// The case is locked first: what was drawn is kept only when it is still what would be drawn. The lock is a statement of its own, or what is
// read with it would be what stood there before the lock was waited for.
async function keep(act: Act, office: PaperOffice, id: string, kind: DrawnKind, said: string, pdf: Uint8Array): Promise<boolean> {
  const row = await act.tx.selectFrom("application").select("office_code").where("id", "=", id).forUpdate().executeTakeFirstOrThrow();
  const now = await paperData(act.tx, office, id, kind, false);
  if (!now || now.said !== said) return false;
  await replaceFile(act, id, kind, "application/pdf", pdf, now.live);
  await record(act, "draw-paper", { application: id, office: row.office_code, facts: { paper: kind } });
  return true;
}

type Data = { paper: Paper; /** Everything on the paper, to compare it; the photo by its digest. */ said: string; live: PaperReading["live"] };

async function paperData(db: Database | Transaction, office: PaperOffice, id: string, kind: DrawnKind, withPhoto: boolean): Promise<Data | null> {
  const shown = kind === "registration-form" || kind === "application-certificate";
  const read = await readForPaper(db, id, kind, { shown, bytes: shown && withPhoto });
  if (!read) return null;
  const { application, owed, live } = read;
  const number = application.registration_number;
  if (number === null) return null;
  const today = dateOf(office.clock.now());
  const code = isCode(application.language) ? application.language : "tr";
  const attempt = kind === "timely-attempt"
    ? await db.selectFrom("timely_attempt").select(["at", "attend_by"]).where("application_id", "=", id).executeTakeFirst()
    : undefined;
  const file = kind === "decision" ? { ...read, decision: await findDecision(db, id) } : read;
  const paper = paperOf(file, kind, {
    way: kind === "registration-form" && application.state === "created" ? await wayOf(db, application, today) : undefined,
    authority: office.authority, today, photo: read.photo?.bytes ?? null, attempt,
    fees: owed ? { number: owed.number, lines: paperLines(owed.lines, code), total: { amount: owed.total, currency: "TRY" } } : undefined,
    received: kind === "receipt" ? await receiptOf(db, id, code) : undefined,
    paidBack: kind === "refund" ? await paidBackOf(db, id, code) : undefined,
    verify: (language) => verifyAddress(office.secret, office.origins.portal, language, { paper: kind satisfies FileKind, number, made: today.toString() }),
  });
  return paper && { paper, said: JSON.stringify({ ...paper, photo: read.photo?.digest }), live };
}
