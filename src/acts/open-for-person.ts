import { randomInt } from "node:crypto";
import type { Application } from "../applications/application.ts";
import { openDraft } from "../applications/draft.ts";
import { factsOf } from "../applications/facts.ts";
import { addNote } from "../applications/notes.ts";
import { recognise, recordClash } from "../applications/person.ts";
import { assess } from "../eligibility/assess.ts";
import type { Act } from "../platform/act.ts";
import type { Answers } from "../platform/form.ts";
import { done, type Outcome } from "../platform/outcome.ts";
import { makeApplicationNumber } from "../rules/identifiers.ts";
import { getPermitType, type PermitType } from "../rules/permit-types.ts";
import { enter } from "./create.ts";

/** What the officer was told; `reason` is why the office opens it, `office` the code of the officer's own. */
export type Opening = { answers: Answers; language: string; reason: string; office: string };
type NotOpened =
  | { ok: false; why: "turkish-citizen" }
  | { ok: false; why: "too-long"; latest: Temporal.PlainDate }
  | { ok: false; why: "clash"; other: string };

/**
 * An officer opens a humanitarian permit or that of a victim of trafficking (Law 6458 arts 46 and 48), which nobody can ask for at the
 * portal. The person is here, so the case stands where one at the counter does, with number, accrual and checklist. The conditions of
 * other permits are not looked for: only citizenship and the longest time at once. `clash`: the person has an open application, `other`.
 */
export async function openForPerson(act: Act, { answers: told, language, reason, office }: Opening): Promise<Outcome<{ application: Application }, never> | NotOpened> {
  if (act.actor.kind !== "officer" || getPermitType(told.permitType as PermitType).personMayFile) throw new Error("the office opens the permits of articles 46 and 48 alone");
  const channel = told.email ? "email" : told.phone ? "sms" : undefined;
  const answers: Answers = channel ? { ...told, channel } : told;
  const assessment = assess(factsOf(answers), act.today);
  if (assessment.findings.some(({ code }) => code === "turkish-citizen")) return { ok: false, why: "turkish-citizen" };
  const latest = assessment.latestEnd;
  if (latest && Temporal.PlainDate.compare(Temporal.PlainDate.from(answers.requestedUntil!), latest) > 0) return { ok: false, why: "too-long", latest };

  const known = await recognise(act, answers);
  if (known.openApplication) return { ok: false, why: "clash", other: known.openApplication };
  const draft = await openDraft(act, answers, { number: makeApplicationNumber((below) => randomInt(below)), language });
  const application = await enter(act, draft, "open", { answers, assessment, language, person: known.person, office, attendBy: null });
  await addNote(act, application, reason);
  // Another office would read of a clash that there is such a case; where a victim is, nobody is told.
  if (!application.protected) for (const other of known.lookAlikes) await recordClash(act, application.id, other);
  return done({ application });
}
