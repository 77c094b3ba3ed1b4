import { sql } from "kysely";
import { type Clock, clock, dateOf } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { deliverer, giveUp } from "./deliver.ts";
import type { Receipt } from "./route.ts";

type Waiting = { receipt: Receipt; kept: () => void; failed: (error: unknown) => void };
type Book = { waiting: Waiting[]; writing: boolean };

const books = new WeakMap<Database, Book>();
// How long a receipt is kept is the machine's time, whatever a demonstration's calendar says.
const machine = clock();

/**
 * Keeps a receipt; resolves once it is safe, so that only then it is acknowledged to the provider. Those that arrive while the last ones
 * are being written go together into one commit.
 */
export function hear(db: Database, receipt: Receipt): Promise<void> {
  const book: Book = books.get(db) ?? { waiting: [], writing: false };
  books.set(db, book);
  return new Promise((kept, failed) => {
    book.waiting.push({ receipt, kept, failed });
    if (!book.writing) void write(db, book);
  });
}

async function write(db: Database, book: Book): Promise<void> {
  book.writing = true;
  while (book.waiting.length > 0) {
    const these = book.waiting.splice(0, atOnce);
    const heard_at = machine.now();
    await db.insertInto("message_receipt").values(these.map(({ receipt }) => ({ ...receipt, heard_at }))).execute().then(
      () => { for (const { kept } of these) kept(); },
      (error: unknown) => { for (const { failed } of these) failed(error); },
    );
  }
  book.writing = false;
}

const atOnce = 500;
const keptHours = 24;
// A mail server tries for five days at most before it says that it could not. Later a report is no news of this mail.
const bounceDays = 8;

/** What a report about a mail refers to: the message itself, whose id its envelope sender named. */
export function mailReference(message: string): string {
  return `mail:${message}`;
}

/**
 * Works through receipts whose parts are known, and reports about mails: delivered is a message of which every part is, and one that failed
 * goes by the other channel. A receipt that came before its message's own commit waits for it; one for nothing of ours is forgotten after a day. Returns how
 * many were worked through.
 */
export async function workThroughReceipts(app: { db: Database; clock: Clock }): Promise<number> {
  // Five times a second there is mostly nothing, and a transaction around that was four journeys to the database.
  const { rows: waiting } = await sql`select from message_receipt limit 1`.execute(app.db);
  if (waiting.length === 0) return 0;
  const now = app.clock.now();
  return app.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ reference: string; delivered: boolean; because: string | null; message_id: string }>`
      with due as materialized (
        select r.id, coalesce(p.message_id, m.id) as message_id from message_receipt r
        left join message_part p on p.provider_reference = r.reference
        left join message m on m.next_at is null and m.id = case when r.reference like 'mail:%' then substr(r.reference, 6)::uuid end
        where p.message_id is not null or m.id is not null order by r.id limit ${atOnce} for update of r skip locked)
      delete from message_receipt r using due where r.id = due.id returning r.reference, r.delivered, r.because, due.message_id`.execute(tx);
    if (rows.length === 0) {
      await tx.deleteFrom("message_receipt").where("heard_at", "<", machine.now().subtract({ hours: keptHours })).execute();
      return 0;
    }
    // Locked in one order before their parts are counted: two workers that hold a part each must see each other's.
    const messages = await tx.selectFrom("message").selectAll().where("id", "in", [...new Set(rows.map((row) => row.message_id))]).orderBy("id").forUpdate().execute();
    const good = rows.filter(({ delivered }) => delivered);
    if (good.length > 0) {
      await tx.updateTable("message_part").set({ delivered_at: now }).where("provider_reference", "in", good.map(({ reference }) => reference)).execute();
      await sql`
        update message m set state = 'delivered', delivered_at = ${now} where m.id = any (${good.map((row) => row.message_id)}::uuid[]) and m.state = 'sent'
          and not exists (select from message_part p where p.message_id = m.id and p.delivered_at is null)`.execute(tx);
    }
    const act = { tx, now, today: dateOf(now), actor: deliverer };
    const failed = new Map(rows.filter(({ delivered }) => !delivered).map((row) => [row.message_id, row.because]));
    const oldest = now.subtract({ hours: 24 * bounceDays });
    for (const message of messages) {
      if (message.channel === "email" && Temporal.Instant.compare(message.sent_at ?? oldest, oldest) <= 0) continue;
      if (failed.has(message.id) && message.state === "sent") await giveUp(act, message, failed.get(message.id) ?? "not delivered", message.attempts);
    }
    return rows.length;
  });
}
