import { answersOf, type Application } from "../applications/application.ts";
import { isComplete } from "../applications/draft.ts";
import { factsOf } from "../applications/facts.ts";
import { move } from "../applications/move.ts";
import { splitPlace } from "../applications/places.ts";
import { recognise, recordClash } from "../applications/person.ts";
import { nextRegistration } from "../applications/running-number.ts";
import { openChecklist } from "../documents/checklist.ts";
import { askForPaper, listFiles } from "../documents/storage.ts";
import { assess, type Assessment } from "../eligibility/assess.ts";
import type { Finding } from "../eligibility/findings.ts";
import type { FactName } from "../eligibility/questions.ts";
import { openAccrual } from "../payments/accrual.ts";
import type { Act } from "../platform/act.ts";
import { json } from "../platform/database.ts";
import { done, type Outcome } from "../platform/outcome.ts";
import { officesFor } from "../rules/offices.ts";
import { findMandate } from "../representation/mandate.ts";

type Created = { application: Application };
type NotCreated =
  | { ok: false; why: "already" | "incomplete" | "stale" | "clash" }
  | { ok: false; why: "not-allowed"; findings: Finding[] }
  | { ok: false; why: "unknown"; facts: FactName[] };

/** What is kept of an application as it was when it was created. */
export type Frozen = {
  answers: Record<string, string>;
  edition: string;
  language: string;
  documents: { code: string; required: "yes" | "on-request" }[];
  representative: { capacity: string; name: string; bar: string | null; barNumber: string | null } | null;
};

/**
 * Creates the application: answers, rule edition and language are frozen, registration number, barcode and accrual are given, and the
 * checklist is opened. Not with a fact unknown that the law needs: the answer then names it. A second press finds it created already; a person with an open application is a clash, which an officer settles.
 */
export async function create(act: Act, application: Application, version: number, language: string): Promise<Outcome<Created, never> | NotCreated> {
  if (application.state !== "draft") return { ok: false, why: "already" };
  if (application.version !== version) return { ok: false, why: "stale" };
  const answers = answersOf(application);
  const files = await listFiles(act.tx, application.id);
  if (!isComplete(answers, files.some((file) => file.kind === "photo"))) return { ok: false, why: "incomplete" };
  const mandate = await findMandate(act.tx, application.id);
  const representative = (mandate?.capacity ?? "none") as "none" | "parent" | "guardian" | "lawyer";
  const assessment = assess(factsOf(answers, { representative }), act.today);
  const findings = assessment.findings.filter((finding) => finding.severity === "block");
  if (findings.length > 0) return { ok: false, why: "not-allowed", findings };
  // Every topic may be answered and the law still not know enough: who said to be exempt by age has come of age since.
  if (assessment.missingFacts.length > 0) return { ok: false, why: "unknown", facts: assessment.missingFacts };

  const known = await recognise(act, answers);
  // The person is locked now: a second press that waited here finds what the first one made.
  if (known.openApplication === application.id) return { ok: false, why: "already" };
  if (known.openApplication) {
    await recordClash(act, application.id, known.openApplication);
    return { ok: false, why: "clash" };
  }
  const created = await enter(act, application, "create", {
    answers, assessment, language, person: known.person, mandate, attendBy: assessment.attendBy,
    // The office of the address answers for the case from the start; the place that is booked or drawn settles it.
    office: officesFor(answers.province!, splitPlace(answers.neighbourhood).district ?? null, act.today)[0]?.code ?? null,
  });
  for (const other of known.lookAlikes) await recordClash(act, application.id, other);
  return done({ application: created });
}

type Entering = {
  answers: Record<string, string>; assessment: Assessment; language: string; person: string; office: string | null; attendBy: Temporal.PlainDate | null;
  mandate?: Awaited<ReturnType<typeof findMandate>>;
};

/**
 * A draft becomes a case of the office, by the person (`create`) or by an officer (`open`): what was said is frozen with the law of the day,
 * and number, barcode, accrual, checklist and registration form are given. Throws when the draft was another's meanwhile.
 */
export async function enter(act: Act, application: Application, event: "create" | "open", { answers, assessment, language, person, office, attendBy, mandate }: Entering): Promise<Application> {
  const registration = await nextRegistration(act);
  const frozen: Frozen = {
    answers,
    edition: assessment.edition.id,
    language,
    documents: assessment.documents.map(({ code, required }) => ({ code, required })),
    representative: mandate ? { capacity: mandate.capacity, name: mandate.name, bar: mandate.bar, barNumber: mandate.bar_number } : null,
  };
  const accrual = await openAccrual(act, application, assessment.fees);
  const moved = await move(act, application, event, {
    facts: { registration: registration.number, edition: assessment.edition.id },
    values: { registration: registration.number, accrual: accrual.number, ...(attendBy ? { attendBy: attendBy.toString() } : {}) },
    set: {
      person_id: person,
      province: answers.province,
      office_code: office,
      language,
      registration_number: registration.number,
      barcode: registration.barcode,
      created_at: act.now,
      edition: assessment.edition.id,
      frozen: json(frozen),
      attend_by: attendBy,
    },
  });
  if (!moved.ok) throw new Error("two creations of one draft met: the later one is undone");
  await openChecklist(act, application.id, frozen.documents);
  // Most people take their place within seconds, and the form is then drawn anew: the first drawing waits for that.
  await askForPaper(act, application.id, "registration-form", { seconds: 10 });
  return moved.application;
}
