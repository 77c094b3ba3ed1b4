import type { Selectable } from "kysely";
import type { Act } from "../platform/act.ts";
import type { Database } from "../platform/database.ts";
import type { DB } from "../platform/schema.ts";
import { sha256, token } from "./secrets.ts";

export type Session = Selectable<DB["session"]>;

// An applicant may be filling a form for a long evening on a phone; an officer's screen stands open in a hall.
const hours = { applicant: 12, officer: 9 } as const;
const idleMinutes = { applicant: 120, officer: 60 } as const;

/** Opens a session and returns the cookie's token; only its hash is stored. */
export async function openSession(act: Act, who: { application: string } | { officer: string }, language: string): Promise<string> {
  const secret = token();
  const kind = "application" in who ? "applicant" : "officer";
  await act.tx
    .insertInto("session")
    .values({
      id: sha256(secret),
      kind,
      application_id: "application" in who ? who.application : null,
      officer_id: "officer" in who ? who.officer : null,
      language,
      created_at: act.now,
      seen_at: act.now,
      expires_at: act.now.add({ hours: hours[kind] }),
    })
    .execute();
  return secret;
}

/** The live session of a cookie, or undefined; marks it as seen at most once a minute, so reading a page writes nothing. */
export async function findSession(db: Database, kind: Session["kind"], secret: string, now: Temporal.Instant): Promise<Session | undefined> {
  const session = await db
    .selectFrom("session")
    .selectAll()
    .where("id", "=", sha256(secret))
    .where("kind", "=", kind)
    .where("ended_at", "is", null)
    .where("expires_at", ">", now)
    .where("seen_at", ">", now.subtract({ minutes: idleMinutes[kind as keyof typeof idleMinutes] }))
    .executeTakeFirst();
  if (session && session.seen_at.until(now).total("seconds") > 60) {
    await db.updateTable("session").set({ seen_at: now }).where("id", "=", session.id).execute();
  }
  return session;
}

export async function endSession(act: Act, id: string): Promise<void> {
  await act.tx.updateTable("session").set({ ended_at: act.now }).where("id", "=", id).where("ended_at", "is", null).execute();
}

/** Ends every other session of an application: after a changed contact, or when the person asks for it. */
export async function endOtherSessions(act: Act, application: string, keepId: string): Promise<void> {
  await act.tx
    .updateTable("session")
    .set({ ended_at: act.now })
    .where("application_id", "=", application)
    .where("id", "<>", keepId)
    .where("ended_at", "is", null)
    .execute();
}
