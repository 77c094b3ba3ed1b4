import { sql } from "kysely";
import type { Act } from "../platform/act.ts";
import { v7 } from "../platform/id.ts";
import { nameKey } from "../rules/identifiers.ts";
import type { Answers } from "./application.ts";
import { open } from "./states.ts";

export type Known = { person: string; openApplication: string | null; lookAlikes: string[] };

/**
 * The person of an application, found by foreigner identity number or passport, else made (always, where neither is known); locked until the end of the act, so that two
 * creations of one person come one after the other. `lookAlikes` are open applications of people with the same name and birth date.
 */
export async function recognise(act: Act, answers: Answers): Promise<Known> {
  const nationality = answers.nationality!;
  const passport = answers.passportNumber ?? null;
  const foreigner = answers.foreignerNumber ?? null;
  const key = nameKey(answers.surname ?? "", answers.givenNames ?? "");
  const birthDate = Temporal.PlainDate.from(answers.birthDate!);
  let person = foreigner
    ? (await act.tx.selectFrom("person").select("id").where("foreigner_number", "=", foreigner).forUpdate().executeTakeFirst())?.id
    : undefined;
  if (!person) {
    // The conflict clause also locks a row that is there already, which a plain "do nothing" would not.
    const made = await sql<{ id: string }>`
      insert into person (id, nationality, passport_number, foreigner_number, name_key, birth_date, created_at)
      values (${v7(act.now)}, ${nationality}, ${passport}, ${foreigner}, ${key}, ${birthDate}, ${act.now})
      on conflict (nationality, passport_number) do update set foreigner_number = coalesce(person.foreigner_number, excluded.foreigner_number)
      returning id`.execute(act.tx);
    person = made.rows[0]!.id;
  }
  const openOne = await act.tx.selectFrom("application").select("id").where("person_id", "=", person).where("state", "in", [...open]).executeTakeFirst();
  const lookAlikes = await act.tx
    .selectFrom("application")
    .innerJoin("person", "person.id", "application.person_id")
    .select("application.id")
    .where("person.birth_date", "=", birthDate)
    .where("person.name_key", "=", key)
    .where("person.id", "<>", person)
    .where("application.state", "in", [...open])
    .execute();
  return { person, openApplication: openOne?.id ?? null, lookAlikes: lookAlikes.map((row) => row.id) };
}

/** Two applications that seem to be one person, for an officer to look at. */
export async function recordClash(act: Act, application: string, other: string): Promise<void> {
  await act.tx
    .insertInto("clash")
    .values({ id: v7(act.now), application_id: application, other_application_id: other, found_at: act.now })
    .onConflict((conflict) => conflict.columns(["application_id", "other_application_id"]).doNothing())
    .execute();
}
