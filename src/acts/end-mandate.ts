import { type Application, findApplication } from "../applications/application.ts";
import { record } from "../audit/record.ts";
import { endCodesOfMandate } from "../identity/code.ts";
import { endSessionsOfMandate } from "../identity/session.ts";
import { calledIn, notify, put } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { dutyDays, endMandate as end, type EndedBy, endsByWill, layDownMandate, lockMandate, mandatesOver } from "../representation/mandate.ts";

/**
 * Nobody acts for the person of an application any more: who did is signed out, codes on their way to them open nothing, and both are told. The
 * case and its documents stay as they are. `by-office`: parents and guardians are not put out by who holds the contact. `shared-contact`: the
 * person is reached by the representative's own contact, by which they would come back and hear all; the office puts it right first.
 */
export async function endMandate(act: Act, id: string, by: EndedBy, reason?: string): Promise<Outcome<object, "already-ended" | "by-office" | "shared-contact">> {
  const mandate = await lockMandate(act, id);
  const application = await findApplication(act.tx, id);
  if (!mandate || !application) return not("already-ended");
  if (by === "person" && !endsByWill(mandate.capacity)) return not("by-office");
  const theirs = [mandate.email, mandate.phone].filter(Boolean);
  if (by === "officer" && [application.email, application.phone].some((contact) => theirs.includes(contact))) return not("shared-contact");
  await end(act, mandate.id, by, reason);
  await endSessionsOfMandate(act, mandate.id);
  await endCodesOfMandate(act, mandate.id);
  await record(act, "end-mandate", { application: id, office: application.office_code, facts: { capacity: mandate.capacity, by } });
  await notify(act, application, "mandate-ended", { name: mandate.name });
  const recipient = mandate.email ?? mandate.phone;
  if (recipient) {
    const values = { number: application.number, ...calledIn(application) };
    await put(act, { application: id, notice: "mandate-over", language: application.language, channel: mandate.email ? "email" : "sms", recipient, role: "representative", values });
  }
  return done();
}

/**
 * Who acts for the person lays it down; until its last day they go on acting and hearing. `by-office`: a parent or a guardian does not cease to
 * be one by saying so.
 */
export async function layDown(act: Act, application: Application): Promise<Outcome<object, "already-ended" | "by-office">> {
  const mandate = await lockMandate(act, application.id);
  if (!mandate || mandate.id !== act.actor.mandate || mandate.laid_down_at) return not("already-ended");
  if (!endsByWill(mandate.capacity)) return not("by-office");
  const until = lastDayOfDuty(act.today, mandate.until);
  await layDownMandate(act, mandate.id, until);
  await record(act, "lay-down-mandate", { application: application.id, office: application.office_code, facts: { capacity: mandate.capacity } });
  await notify(act, application, "mandate-laid-down", { name: mandate.name, until: until.toString() });
  return done();
}

/** The last day of a mandate that is laid down today; one that ends sooner anyway ends then. */
export function lastDayOfDuty(today: Temporal.PlainDate, until: Temporal.PlainDate | null): Temporal.PlainDate {
  const last = today.add({ days: dutyDays });
  return until !== null && Temporal.PlainDate.compare(until, last) < 0 ? until : last;
}

const AT_ONCE = 200;

/** Ends the mandates whose last day is over. */
export async function endMandatesOver(act: Act): Promise<void> {
  for (const { application_id, laid_down_at } of await mandatesOver(act, AT_ONCE)) await endMandate(act, application_id, laid_down_at ? "representative" : "day");
}
