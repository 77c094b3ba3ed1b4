import { type Selectable, sql } from "kysely";
import { record } from "../audit/record.ts";
import { notify } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import { type Database, json, type Transaction } from "../platform/database.ts";
import { type Field, type FieldError, isAsked, parse, type RawForm } from "../platform/form.ts";
import { v7 } from "../platform/id.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import type { DB } from "../platform/schema.ts";
import { nameKey } from "../rules/identifiers.ts";
import { type Answers, answersOf, type Application } from "./application.ts";
import { officerOf } from "./decision.ts";
import { lock } from "./lock.ts";
import { fieldsOf, journey } from "./sections.ts";
import { open, type State } from "./states.ts";

export type Correction = Selectable<DB["correction"]>;

// Other dates, another type, province or nationality are another application: fees, documents and office would follow from them.
const notCorrectable = new Set(["permitType", "purpose", "relation", "level", "requestedFrom", "requestedUntil", "nationality", "province", "neighbourhood", "email", "phone", "channel"]);
const ofPerson = ["passportNumber", "foreignerNumber", "birthDate", "surname", "givenNames"];

/** The fields of a frozen application whose correction may be asked for, in the order of its topics. */
export function correctable(answers: Answers): { name: string; field: Field }[] {
  return journey(answers).flatMap((section) =>
    Object.entries(fieldsOf[section])
      .filter(([name, field]) => !notCorrectable.has(name) && isAsked(field, answers))
      .map(([name, field]) => ({ name, field })),
  );
}

/**
 * Asks for a correction of frozen data. `asked-already` while the same field waits for an answer, `not-correctable` where it is none,
 * `not-allowed` once the case is refused or over.
 */
export async function askCorrection(
  act: Act, application: Application, { field, wanted, reason }: { field: string; wanted: string; reason: string },
): Promise<Outcome<object, "not-correctable" | "asked-already" | "not-allowed">> {
  if (!open.includes(application.state as State)) return not("not-allowed");
  if (!correctable(answersOf(application)).some(({ name }) => name === field)) return not("not-correctable");
  const row = await act.tx
    .insertInto("correction")
    .values({ id: v7(act.now), application_id: application.id, field, wanted: wanted.trim(), reason: reason.trim(), asked_at: act.now })
    .onConflict((it) => it.columns(["application_id", "field"]).where("answered_at", "is", null).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!row) return not("asked-already");
  await record(act, "ask-correction", { application: application.id, office: application.office_code, facts: { field } });
  return done();
}

/** The corrections of a case, open ones first. */
export async function listCorrections(db: Database | Transaction, applicationId: string): Promise<Correction[]> {
  return db
    .selectFrom("correction")
    .selectAll()
    .where("application_id", "=", applicationId)
    .orderBy(sql`answered_at is not null`)
    .orderBy("asked_at", "desc")
    .execute();
}

export type CorrectionAnswer = { verdict: "done"; typed: RawForm; words: string } | { verdict: "refused"; words: string };
type NotAnswered = { ok: false; why: "answered" | "words-needed" | "passport-taken" | "changed-meanwhile" } | { ok: false; why: "invalid"; errors: FieldError[] };

/**
 * Answers a correction. Done: what the officer typed is checked as the form checks it and amends the frozen answers; the old and the new
 * value stay with the correction, not in the audit trail. The person is told. `passport-taken` when another person is known under it.
 */
export async function writeAnswer(act: Act, application: Application, correctionId: string, answer: CorrectionAnswer): Promise<{ ok: true } | NotAnswered> {
  if (answer.verdict === "refused" && answer.words.trim() === "") return not("words-needed");
  if (!(await lock(act, application))) return not("changed-meanwhile");
  const correction = await act.tx
    .selectFrom("correction")
    .selectAll()
    .where("id", "=", correctionId)
    .where("application_id", "=", application.id)
    .where("answered_at", "is", null)
    .executeTakeFirst();
  if (!correction) return not("answered");
  let values: { old_value: string | null; new_value: string } | undefined;
  if (answer.verdict === "done") {
    const answers = answersOf(application);
    const field = correctable(answers).find(({ name }) => name === correction.field)?.field;
    if (!field) return not("answered");
    const { answers: read, errors } = parse({ [correction.field]: field }, answer.typed, act.today, answers);
    if (errors.length > 0) return { ok: false, why: "invalid", errors };
    const next = { ...answers, ...read };
    if (read[correction.field] === undefined) delete next[correction.field];
    if (ofPerson.includes(correction.field) && !(await amendPerson(act, application, next))) return not("passport-taken");
    const frozen = application.frozen as Record<string, unknown>;
    await act.tx.updateTable("application").set({ frozen: json({ ...frozen, answers: next }), changed_at: act.now }).where("id", "=", application.id).execute();
    values = { old_value: answers[correction.field] ?? null, new_value: read[correction.field] ?? "" };
  }
  await act.tx
    .updateTable("correction")
    .set({ answered_at: act.now, answered_by: officerOf(act), verdict: answer.verdict, answer: answer.words.trim() || null, ...values })
    .where("id", "=", correctionId)
    .execute();
  await record(act, "answer-correction", { application: application.id, office: application.office_code, facts: { field: correction.field, verdict: answer.verdict } });
  await notify(act, application, "correction-answered");
  return done();
}

// The person is found by these at the next application; false when another person bears that passport or number.
async function amendPerson(act: Act, application: Application, answers: Answers): Promise<boolean> {
  const foreigner = answers.foreignerNumber ?? null;
  const { rows } = await sql<{ taken: boolean }>`
    select exists (select 1 from person where id <> ${application.person_id}
      and ((nationality = ${answers.nationality} and passport_number = ${answers.passportNumber}) or foreigner_number = ${foreigner})) as taken`.execute(act.tx);
  if (rows[0]!.taken) return false;
  await act.tx
    .updateTable("person")
    .set({
      passport_number: answers.passportNumber!, foreigner_number: foreigner, birth_date: Temporal.PlainDate.from(answers.birthDate!),
      name_key: nameKey(answers.surname ?? "", answers.givenNames ?? ""),
    })
    .where("id", "=", application.person_id!)
    .execute();
  return true;
}
