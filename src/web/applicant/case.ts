import { answersOf, type Application } from "../../applications/application.ts";
import { isComplete, type Progress, progressOf } from "../../applications/draft.ts";
import { askedAt, factsOf } from "../../applications/facts.ts";
import { journey, type SectionName } from "../../applications/sections.ts";
import { assess, type Assessment } from "../../eligibility/assess.ts";
import type { Finding } from "../../eligibility/findings.ts";
import type { FactName } from "../../eligibility/questions.ts";
import type { Task, TaskState } from "../../ui/task-list.tsx";
import type { ApplicantVisit, Visit } from "../page.ts";
import { portal } from "../routes.ts";

export type Draft = {
  answers: Record<string, string>;
  hasPhoto: boolean;
  topics: SectionName[];
  assessment: Assessment;
  /** What stands in the way, by topic; facts no topic asks for stand under null. */
  blocks: Map<SectionName | null, Finding[]>;
  /** What the law still needs to know although every topic is answered, with the topic that asks for it. */
  unknown: { fact: FactName; topic: SectionName | null }[];
  complete: boolean;
};

/** A draft with what the rules say about it today. */
export function draftOf(visit: ApplicantVisit, application: Application = visit.application): Draft {
  const answers = answersOf(application);
  const { hasPhoto } = visit;
  const assessment = assess(factsOf(answers, { representative: visit.mandate?.capacity ?? "none" }), visit.today);
  const blocks = new Map<SectionName | null, Finding[]>();
  for (const finding of assessment.findings.filter((one) => one.severity === "block")) {
    const topic = finding.field ? (askedAt(finding.field)?.section ?? null) : null;
    blocks.set(topic, [...(blocks.get(topic) ?? []), finding]);
  }
  const complete = isComplete(answers, hasPhoto);
  const unknown = complete ? assessment.missingFacts.map((fact) => ({ fact, topic: askedAt(fact, answers)?.section ?? null })) : [];
  return { answers, hasPhoto, topics: journey(answers), assessment, blocks, unknown, complete };
}

const words: Record<Progress, TaskState> = { done: "done", started: "to-do", "to-do": "to-do" };

export function hrefOf(visit: Visit, topic: SectionName): string {
  return topic === "photo" ? portal.photo.href({ lang: visit.l.code }) : portal.section.href({ lang: visit.l.code, section: topic });
}

/** The districts to choose from are those of the province: before it is known nothing could be chosen. */
export function waitsForProvince(topic: SectionName, { answers }: Pick<Draft, "answers">): boolean {
  return topic === "address" && answers.province === undefined;
}

/** The topics of a draft as a task list, with the final check at its end. */
export function tasksOf(visit: Visit, draft: Draft, now?: SectionName | "review"): Task[] {
  const { l } = visit;
  const tasks: Task[] = draft.topics.map((topic) => {
    const state = words[progressOf(topic, draft.answers, draft.hasPhoto)];
    return { title: l.t(`sections.${topic}`), href: hrefOf(visit, topic), state: topic === now ? "now" : waitsForProvince(topic, draft) ? "cannot-yet" : state === "done" && (draft.blocks.has(topic) || draft.unknown.some((one) => one.topic === topic)) ? "problem" : state };
  });
  tasks.push({
    title: l.t("application.review"), href: portal.review.href({ lang: l.code }), state: now === "review" ? "now" : draft.complete && draft.blocks.size === 0 && draft.unknown.length === 0 ? "to-do" : "cannot-yet",
  });
  return tasks;
}

/** The topic to go on with: the first not done after `after`, else the first not done, else the final check. */
export function nextHref(visit: Visit, draft: Draft, after?: SectionName): string {
  const todo = (topic: SectionName) => progressOf(topic, draft.answers, draft.hasPhoto) !== "done" && !waitsForProvince(topic, draft);
  const at = after ? draft.topics.indexOf(after) : -1;
  const next = draft.topics.slice(at + 1).find(todo) ?? draft.topics.find(todo);
  return next ? hrefOf(visit, next) : portal.review.href({ lang: visit.l.code });
}
