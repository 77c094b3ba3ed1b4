import { answersOf, type Application } from "../applications/application.ts";
import { isOpenElsewhere } from "../applications/clashes.ts";
import { dropProposal, findProposal, officerOf, writeGrant, writeProposal, writeRefusal } from "../applications/decision.ts";
import { factsOf } from "../applications/facts.ts";
import { lock } from "../applications/lock.ts";
import { move, type Moved } from "../applications/move.ts";
import { addNote } from "../applications/notes.ts";
import { isDateReason, reasonsFor } from "../applications/reasons.ts";
import { record } from "../audit/record.ts";
import { askForPaper } from "../documents/storage.ts";
import { assess } from "../eligibility/assess.ts";
import { closeAccrual } from "../payments/accrual.ts";
import type { Act } from "../platform/act.ts";
import { dateOf } from "../platform/clock.ts";
import { isBefore } from "../rules/calendar.ts";
import { hasNoEnd } from "../rules/permit-types.ts";
import { lawOf } from "../rules/tables.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";

/** `until` is left out of a permit that has no end, whatever it says. */
export type Granting = { from: Temporal.PlainDate; until?: Temporal.PlainDate | undefined; reason?: string | undefined; comment?: string };

/** The last day until which this case may be granted when the permit begins on `from`: by the law of the day it was created. */
export function latestEndOf(application: Application, from: Temporal.PlainDate, until: Temporal.PlainDate | undefined): Temporal.PlainDate | null {
  const created = application.created_at === null ? from : dateOf(application.created_at);
  return assess({ ...factsOf(answersOf(application)), requestedFrom: from, requestedUntil: until }, created, { tables: lawOf(application.edition) }).latestEnd;
}

/**
 * The first day from which this case may be granted: nobody is given a stay of before they came, or asked for another permit. An extension
 * follows the present permit from its last day on (Law 6458 art. 24), and the permit of a child born here its birth.
 */
export function earliestStartOf(application: Application): Temporal.PlainDate | null {
  const { kind, presentPermit, bornInTurkiye, birthDate, entry } = factsOf(answersOf(application));
  const own = kind === "extension" ? presentPermit?.validUntil : kind === "first" ? (bornInTurkiye ? birthDate : entry?.date) : undefined;
  return own ?? (application.created_at === null ? null : dateOf(application.created_at));
}

/**
 * Grants the permit for the dates given and has the letter drawn. `dates-reversed`, `begins-too-early` (before it could be asked for), `already-over`
 * (on the day of the decision), `too-long` (beyond what passport, purpose, sponsor or programme allow), `until-needed`, `reason-needed` (other dates
 * than asked for need their reason), `same-person-open` (another case known to be of the same person has to end first), `refusal-proposed` (answer that first).
 */
export async function grant(
  act: Act, application: Application, { from, until: given, reason, comment }: Granting,
): Promise<Outcome<Moved, "until-needed" | "dates-reversed" | "begins-too-early" | "already-over" | "too-long" | "reason-needed" | "same-person-open" | "refusal-proposed" | "changed-meanwhile" | "not-allowed">> {
  const answers = answersOf(application);
  const endless = hasNoEnd(answers.permitType);
  const until = endless ? undefined : given;
  if (!endless && until === undefined) return not("until-needed");
  if (until && isBefore(until, from)) return not("dates-reversed");
  const earliest = earliestStartOf(application);
  if (earliest && isBefore(from, earliest)) return not("begins-too-early");
  if (until && isBefore(until, act.today)) return not("already-over");
  const latest = latestEndOf(application, from, until);
  if (latest && until && isBefore(latest, until)) return not("too-long");
  const asAsked = from.toString() === answers.requestedFrom && (answers.requestedUntil === undefined || until?.toString() === answers.requestedUntil);
  if (!asAsked && !isDateReason(reason ?? "")) return not("reason-needed");
  if (!(await lock(act, application))) return not("changed-meanwhile");
  if (await isOpenElsewhere(act.tx, application.id)) return not("same-person-open");
  if (await findProposal(act.tx, application.id)) return not("refusal-proposed");
  const dates = { from: from.toString(), ...(until ? { until: until.toString() } : {}) };
  const moved = await move(act, application, "grant", { facts: { grantedFrom: dates.from, ...(dates.until ? { grantedUntil: dates.until } : {}), ...(asAsked ? {} : { reason: reason! }) }, values: dates });
  if (!moved.ok) return moved;
  await writeGrant(act, application.id, { from, until, reason: asAsked ? undefined : reason, comment });
  await askForPaper(act, application.id, "decision");
  return moved;
}

/** Gives a case that was taken into review back to all who review: the clock of the decision runs on. A proposed refusal is answered first. */
export async function handBack(act: Act, application: Application): Promise<Outcome<Moved, "refusal-proposed" | "changed-meanwhile" | "not-allowed">> {
  if (!(await lock(act, application))) return not("changed-meanwhile");
  if (await findProposal(act.tx, application.id)) return not("refusal-proposed");
  return move(act, application, "hand-back");
}

/** Proposes a refusal; it takes effect only with another officer's second look. `reason-needed` without a reason that fits the permit. */
export async function proposeRefusal(
  act: Act, application: Application, { reasons, comment }: { reasons: string[]; comment: string },
): Promise<Outcome<object, "reason-needed" | "comment-needed" | "refusal-proposed" | "changed-meanwhile" | "not-allowed">> {
  if (application.state !== "in-review") return not("not-allowed");
  const known = reasonsFor(answersOf(application).permitType ?? "").map(({ code }) => code);
  if (reasons.length === 0 || !reasons.every((code) => known.includes(code))) return not("reason-needed");
  if (comment.trim() === "") return not("comment-needed");
  if (!(await lock(act, application))) return not("changed-meanwhile");
  if (!(await writeProposal(act, application.id, reasons, comment))) return not("refusal-proposed");
  await record(act, "propose-refusal", { application: application.id, office: application.office_code, facts: { reasons } });
  return done();
}

/** The second look agrees: the case is refused, the person told, the letter drawn. `same-officer` when it is the one who proposed it. */
export async function confirmRefusal(
  act: Act, application: Application,
): Promise<Outcome<Moved, "no-proposal" | "same-officer" | "changed-meanwhile" | "not-allowed">> {
  if (!(await lock(act, application))) return not("changed-meanwhile");
  const proposal = await findProposal(act.tx, application.id);
  if (!proposal) return not("no-proposal");
  if (proposal.proposed_by === officerOf(act)) return not("same-officer");
  const moved = await move(act, application, "refuse", { facts: { reasons: proposal.reasons.join(",") } });
  if (!moved.ok) return moved;
  await writeRefusal(act, proposal);
  await closeAccrual(act, application.id, "withdrawn");
  await askForPaper(act, application.id, "decision");
  return moved;
}

/** The proposal ends without a refusal: its officer takes it back, or the second look does not agree. The words become a note. */
export async function dismissRefusal(
  act: Act, application: Application, comment: string,
): Promise<Outcome<object, "no-proposal" | "comment-needed" | "changed-meanwhile">> {
  if (comment.trim() === "") return not("comment-needed");
  if (!(await lock(act, application))) return not("changed-meanwhile");
  const proposal = await findProposal(act.tx, application.id);
  if (!proposal) return not("no-proposal");
  await dropProposal(act, application.id);
  await addNote(act, application, comment);
  const own = proposal.proposed_by === officerOf(act);
  await record(act, own ? "take-back-refusal" : "dismiss-refusal", { application: application.id, office: application.office_code, facts: { reasons: proposal.reasons } });
  return done();
}
