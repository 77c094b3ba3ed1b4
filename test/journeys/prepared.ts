import type { BrowserContext } from "playwright-core";
import { begin } from "../../src/acts/begin.ts";
import { create } from "../../src/acts/create.ts";
import { type Application, findApplication } from "../../src/applications/application.ts";
import { keep } from "../../src/applications/draft.ts";
import { book } from "../../src/appointments/book.ts";
import { freeDays, freeHours } from "../../src/appointments/slots.ts";
import { putFile } from "../../src/documents/storage.ts";
import { openCode } from "../../src/identity/code.ts";
import { keyed } from "../../src/identity/secrets.ts";
import { openSession } from "../../src/identity/session.ts";
import { transact } from "../../src/platform/act.ts";
import { cookieNames } from "../../src/web/guard.ts";
import type { House } from "../house.ts";
import type { Applicant } from "./applying.ts";
import { portrait } from "./hand.ts";

// What a scenario starts from, made by the same acts that the pages call: each returns the case as it stands then.

const person = { kind: "applicant", id: null, name: "applicant" } as const;

function well<Answer extends { ok: boolean }>(outcome: Answer): Extract<Answer, { ok: true }> {
  if (!outcome.ok) throw new Error(`could not prepare: ${JSON.stringify(outcome)}`);
  return outcome as Extract<Answer, { ok: true }>;
}

/** Everything a person answers, as it is stored. */
export function answersOf(who: Applicant): Record<string, string> {
  const topics = Object.values(who.topics).flat();
  const { channel, email, phone } = who.contact;
  return { kind: who.kind, ...who.person, channel, ...(email ? { email } : {}), ...(phone ? { phone } : {}), ...Object.assign({}, ...topics) };
}

/** A draft with every topic answered and a photo: only the final check is left. `representative` is who files for the person. */
export async function drafted(house: House, who: Applicant, representative: Record<string, string> = { capacity: "self" }): Promise<Application> {
  const { secret } = house.app;
  const begun = await transact(house.db, house.clock, person, async (act) => {
    const code = await openCode(act, secret, "start", { kind: who.kind, ...who.person, ...who.contact, ...representative });
    // Known beforehand: a code that is sent would stand in the mailbox among those the scenario waits for.
    await act.tx.updateTable("code").set({ channel: who.contact.channel, code_hash: keyed(secret, `code:${code}`, "123456") }).where("id", "=", code).execute();
    return well(await begin(act, secret, code, "123456", who.lang)).application;
  });
  return answered(house, begun, who);
}

/** A draft that has just begun, with every topic answered and a photo. */
export async function answered(house: House, draft: Application, who: Applicant): Promise<Application> {
  const photo = await portrait(600);
  return transact(house.db, house.clock, { ...person, id: draft.id }, async (act) => {
    await putFile(act, draft.id, "photo", "image/jpeg", photo);
    return well(await keep(act, draft, "identity", answersOf(who), draft.version, false)).application;
  });
}

/** A created case, without an appointment yet. */
export async function created(house: House, who: Applicant, representative?: Record<string, string>): Promise<Application> {
  const draft = await drafted(house, who, representative);
  return transact(house.db, house.clock, { ...person, id: draft.id }, async (act) => well(await create(act, draft, draft.version, who.lang)).application);
}

/** A created case with the first free appointment of its office. */
export async function lodged(house: House, who: Applicant, office: string): Promise<Application> {
  const application = await created(house, who);
  return transact(house.db, house.clock, { ...person, id: application.id }, async (act) => {
    const [day] = await freeDays(act.tx, office, act.today, act.today.add({ days: 60 }), act.now);
    const [hour] = await freeHours(act.tx, office, day!.day, act.now);
    well(await book(act, application, hour!.slot));
    return (await findApplication(act.tx, application.id))!;
  });
}

/** The secret of a session in which a case is open, as the right code would begin it. */
export function sessionOf(house: House, application: Application): Promise<string> {
  return transact(house.db, house.clock, { ...person, id: application.id }, (act) => openSession(act, { application: application.id }, "en"));
}

/** Lets a browser in to a case. */
export async function letIn(context: BrowserContext, house: House, application: Application): Promise<void> {
  const secret = await sessionOf(house, application);
  await context.addCookies([{ name: cookieNames(house.portal, "portal").session, value: secret, url: house.portal }]);
}
