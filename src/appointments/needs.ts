import { sql } from "kysely";
import { answersOf, type Application } from "../applications/application.ts";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { readDate } from "../platform/form.ts";
import { ageOn } from "../rules/calendar.ts";

/** What a person may need at the office. An interpreter is asked for by language, beside these. */
export const needCodes = ["wheelchair", "sign-language", "child"] as const;
export type Need = (typeof needCodes)[number];
export type Needs = { needs: Need[]; interpreter: string | null };

/** Languages in which an interpreter can be asked for: those of the people who come, in the order of their codes. */
export const interpreterLanguages = [
  "am", "ar", "az", "bn", "de", "en", "es", "fa", "fr", "hi", "it", "ka", "kk", "ku", "ky", "ps", "ru", "so", "sw", "ti", "tk", "ug", "uk", "ur", "uz", "zh",
] as const;

export async function findNeeds(db: Database | Transaction, application: string): Promise<Needs> {
  return needsOf(await db.selectFrom("need").select(["needs", "interpreter"]).where("application_id", "=", application).executeTakeFirst());
}

/** The needs of a row, in the order of their codes; nobody has told of any where there is none. */
export function needsOf(row: { needs: string[] | null; interpreter: string | null } | undefined): Needs {
  return { needs: needCodes.filter((code) => row?.needs?.includes(code)), interpreter: row?.interpreter ?? null };
}

/** Writes down what a person needs, or that it is nothing any more; unknown codes are left out. A request in an open draw is classed anew. */
export async function setNeeds(act: Act, application: Application, wanted: { needs: readonly string[]; interpreter: string | null }): Promise<Needs> {
  const needs = needCodes.filter((code) => wanted.needs.includes(code));
  const interpreter = interpreterLanguages.find((code) => code === wanted.interpreter) ?? null;
  const values = { needs, interpreter, changed_at: act.now };
  await act.tx
    .insertInto("need")
    .values({ application_id: application.id, ...values })
    .onConflict((it) => it.column("application_id").doUpdateSet(values))
    .execute();
  await sql`update draw_request r set need = ${needClass(application, act.today, { needs, interpreter })} from draw d
    where r.application_id = ${application.id} and d.id = r.draw_id and d.closed_at is null`.execute(act.tx);
  // What the need is does not stand in the trail.
  await record(act, "needs-told", { application: application.id, office: application.office_code });
  return { needs, interpreter };
}

/** The needs of those who are expected in an office on a day, by case; who needs nothing is not there. */
export async function needsOfDay(db: Database, office: string, day: Temporal.PlainDate): Promise<Map<string, Needs>> {
  const rows = await db
    .selectFrom("need")
    .innerJoin("appointment", "appointment.application_id", "need.application_id")
    .innerJoin("slot", "slot.id", "appointment.slot_id")
    .select(["need.application_id", "need.needs", "need.interpreter"])
    .where("slot.office_code", "=", office)
    .where("slot.day", "=", day)
    .where("appointment.state", "<>", "cancelled")
    .execute();
  return new Map(rows.map((row) => [row.application_id, needsOf(row)]));
}

/**
 * Who comes before the lottery: children, people of 65 and more, and those for whom the way or the wait is harder. One class for all of
 * them, so that a published draw tells nobody which it is. An interpreter is a matter for the office, not of urgency.
 */
export function needClass(application: Application, today: Temporal.PlainDate, { needs }: Needs): number {
  const birth = readDate(answersOf(application).birthDate ?? "");
  const age = birth === null ? null : ageOn(birth, today);
  return needs.length > 0 || (age !== null && (age < 18 || age >= 65)) ? 1 : 0;
}
