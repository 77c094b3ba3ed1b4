import { type Act } from "../platform/act.ts";
import { json } from "../platform/database.ts";
import { type Answers, isAsked, isOptional } from "../platform/form.ts";
import { v7 } from "../platform/id.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import type { Application } from "./application.ts";
import { fieldsOf, journey, type SectionName } from "./sections.ts";

type Proven = { number: string; language: string };

/** Opens a draft with what was typed at pre-registration, once its contact is proven. */
export async function openDraft(act: Act, answers: Answers, { number, language }: Proven): Promise<Application> {
  return act.tx
    .insertInto("application")
    .values({
      id: v7(act.now),
      number,
      kind: answers.kind!,
      state: "draft",
      language,
      email: answers.email ?? null,
      phone: answers.phone ?? null,
      // A person whose case the office opens may have no contact that is safe.
      channel: answers.channel ?? "none",
      answers: json(answers),
      started_at: act.now,
      changed_at: act.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * Writes the answers of one topic into a draft. `whole` also drops what the topic no longer asks; an autosave only adds.
 * `stale` when another page or device wrote since `version` was read: nothing is written, nothing typed is lost.
 */
export async function keep(
  act: Act, application: Application, section: SectionName, answers: Answers, version: number, whole: boolean,
): Promise<Outcome<{ application: Application }, "stale" | "not-draft">> {
  if (application.state !== "draft") return not("not-draft");
  if (!Number.isSafeInteger(version)) return not("stale");
  const next: Answers = { ...(application.answers as Answers) };
  if (whole) for (const name of Object.keys(fieldsOf[section])) delete next[name];
  Object.assign(next, answers);
  prune(next);
  const kept = await act.tx
    .updateTable("application")
    .set({ answers: json(next), version: version + 1, changed_at: act.now })
    .where("id", "=", application.id)
    .where("state", "=", "draft")
    .where("version", "=", version)
    .returningAll()
    .executeTakeFirst();
  return kept ? done({ application: kept }) : not("stale");
}

/** Takes out answers to questions that other answers have made moot, so that nothing unseen is ever submitted. */
export function prune(answers: Answers): void {
  const topics = journey(answers);
  for (const [section, fields] of Object.entries(fieldsOf)) {
    for (const [name, field] of Object.entries(fields)) {
      if (answers[name] === undefined) continue;
      const moot = !isAsked(field, answers) || (!topics.includes(section as SectionName) && section !== "contact");
      if (moot) delete answers[name];
      // Changing the province makes its old neighbourhood impossible; the same holds for every list that depends on another answer.
      else if (typeof field.options === "function" && !field.options(answers).includes(answers[name]!)) delete answers[name];
    }
  }
}

export type Progress = "done" | "started" | "to-do";

/** How far a topic is: everything it asks answered, something answered, or nothing yet. */
export function progressOf(section: SectionName, answers: Answers, hasPhoto: boolean): Progress {
  if (section === "photo") return hasPhoto ? "done" : "to-do";
  const asked = Object.entries(fieldsOf[section]).filter(([, field]) => isAsked(field, answers));
  const due = asked.filter(([, field]) => !isOptional(field, answers));
  if (due.every(([name]) => answers[name])) return asked.some(([name]) => answers[name]) ? "done" : "to-do";
  return asked.some(([name]) => answers[name]) ? "started" : "to-do";
}

/** Whether every topic of the case is done, so that it may be reviewed and created. */
export function isComplete(answers: Answers, hasPhoto: boolean): boolean {
  return journey(answers).every((section) => progressOf(section, answers, hasPhoto) === "done");
}
