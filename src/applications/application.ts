import type { Selectable } from "kysely";
import { dateOf } from "../platform/clock.ts";
import type { Database, Transaction } from "../platform/database.ts";
import type { DB } from "../platform/schema.ts";
import { inCapitals } from "../rules/names.ts";

export type Application = Selectable<DB["application"]>;
export type Answers = Record<string, string>;

/** The answers of a case: the frozen ones once it is created, the draft's before. */
export function answersOf(application: Application): Answers {
  const frozen = application.frozen as { answers: Answers } | null;
  return frozen?.answers ?? (application.answers as Answers);
}

/** The day whose law is applied to a case: a draft's is today, a case keeps that of the day it was created. */
export function lawDayOf({ created_at }: Application, today: Temporal.PlainDate): Temporal.PlainDate {
  return created_at ? dateOf(created_at) : today;
}

export async function findApplication(db: Database | Transaction, id: string): Promise<Application | undefined> {
  return db.selectFrom("application").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function findByNumber(db: Database | Transaction, number: string): Promise<Application | undefined> {
  return db.selectFrom("application").selectAll().where("number", "=", number).executeTakeFirst();
}

/** A case of one office; another office's case does not exist for the one who asks. */
export async function findInOffice(db: Database | Transaction, id: string, office: string): Promise<Application | undefined> {
  return db.selectFrom("application").selectAll().where("id", "=", id).where("office_code", "=", office).executeTakeFirst();
}

/** The name as written on the case: SURNAME, Given names. People with one name have only that. */
export function nameOf(answers: Answers): string {
  const surname = (answers.surname ?? "").trim();
  const given = (answers.givenNames ?? "").trim();
  return [inCapitals(surname, answers.nationality), given].filter(Boolean).join(", ");
}
