import { type Selectable, sql } from "kysely";
import type { Application } from "../applications/application.ts";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import type { DB } from "../platform/schema.ts";
import type { FeeLine } from "../rules/fees.ts";
import { type Account, post } from "./ledger.ts";
import { closePages } from "./payment.ts";

export type Accrual = Selectable<DB["accrual"]>;
export type AccrualLine = Selectable<DB["accrual_line"]>;
export type Debt = { accrual: Accrual; lines: AccrualLine[]; paid: boolean };

/** The account of each fee. */
export const account = { card: "fee-card", permit: "fee-permit", "single-entry": "fee-single-entry" } as const satisfies Record<FeeLine["code"], Account>;

/**
 * Opens the one accrual (tahakkuk) of a case: its 15-digit number and its lines, with the rate of the day frozen in them.
 * Throws when a line could not be brought into lira: a debt without an amount cannot be paid.
 */
export async function openAccrual(act: Act, application: Pick<Application, "id" | "office_code">, lines: readonly FeeLine[]): Promise<Accrual> {
  const id = v7(act.now);
  const rows = rowsOf(id, lines, act.today);
  const total = rows.reduce((sum, line) => sum + line.amount_try, 0);
  const accrual = await act.tx
    .insertInto("accrual")
    .values({ id, application_id: application.id, number: await nextNumber(act), created_at: act.now, total })
    .returningAll()
    .executeTakeFirstOrThrow();
  await act.tx.insertInto("accrual_line").values(rows).execute();
  await post(act, "accrued", { accrual: accrual.id }, [["receivable", total], ...rows.map((line): [Account, number] => [account[line.code], -line.amount_try])]);
  await record(act, "open-accrual", { application: application.id, office: application.office_code, facts: { accrual: accrual.number, total } });
  return accrual;
}

/** The lines of an accrual as they are kept. Throws when one could not be brought into lira on a day. */
export function rowsOf(accrualId: string, lines: readonly FeeLine[], on: Temporal.PlainDate) {
  return lines.map(({ code, amount, currency, amountTry, rate, ground, months, doubled }) => {
    if (amountTry === null) throw new Error(`no exchange rate for the ${code} fee on ${on}`);
    return { accrual_id: accrualId, code, amount, currency, rate: rate ?? null, amount_try: amountTry, ground, months: months ?? null, doubled: doubled ?? false };
  });
}

/** Year, month and day in Istanbul, then seven running digits. */
async function nextNumber({ tx, today }: Act): Promise<string> {
  const { rows } = await sql<{ n: number }>`select nextval('accrual_running') as n`.execute(tx);
  return `${today.toString().replaceAll("-", "")}${String(rows[0]!.n).padStart(7, "0")}`;
}

/** What a case owes, line by line in the order of the law, and whether it is paid; undefined before the case is created. */
export async function findAccrual(db: Database | Transaction, applicationId: string): Promise<Debt | undefined> {
  const accrual = await db.selectFrom("accrual").selectAll().where("application_id", "=", applicationId).executeTakeFirst();
  return accrual && { accrual, lines: await linesOf(db, accrual.id), paid: accrual.closed_because === "paid" };
}

export async function linesOf(db: Database | Transaction, accrualId: string): Promise<AccrualLine[]> {
  return db.selectFrom("accrual_line").selectAll().where("accrual_id", "=", accrualId)
    .orderBy(sql`array_position(array['card', 'permit', 'single-entry'], code)`).execute();
}

/**
 * Closes the unpaid accrual of a withdrawn case; without one, or with a paid one, nothing happens. The page of a payment under way is closed
 * at its provider; should its money arrive after all, it goes back.
 */
export async function closeAccrual(act: Act, applicationId: string, because: "withdrawn"): Promise<void> {
  const accrual = await act.tx
    .updateTable("accrual")
    .set({ closed_at: act.now, closed_because: because })
    .where("application_id", "=", applicationId)
    .where("closed_at", "is", null)
    .returningAll()
    .executeTakeFirst();
  if (!accrual) return;
  const lines = await linesOf(act.tx, accrual.id);
  await post(act, "withdrawn", { accrual: accrual.id }, [
    ["receivable", -accrual.total], ...lines.map((line): [Account, number] => [account[line.code as FeeLine["code"]], line.amount_try]),
  ]);
  await closePages(act, accrual.id);
  await record(act, "close-accrual", { application: applicationId, facts: { accrual: accrual.number, because } });
}
