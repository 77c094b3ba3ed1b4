import { liveSessions, noteSeen, type Session } from "../identity/session.ts";
import { sha256 } from "../identity/secrets.ts";
import type { Database } from "../platform/database.ts";
import type { Capacity } from "../representation/mandate.ts";
import type { Application } from "./application.ts";

/** Who is signed in on the portal: the session, its case, and what the case has that stands in other tables. */
export type SignedIn = { session: Session; application: Application; hasPhoto: boolean; capacity: Capacity | null };

/**
 * The case that a cookie's live session opens, or undefined. One statement, because every page of a case begins with it: as three statements
 * it was a third of all that an application sends to the database.
 */
export async function findSignedIn(db: Database, secret: string, now: Temporal.Instant): Promise<SignedIn | undefined> {
  const row = await liveSessions(db, "applicant", now)
    .where("session.id", "=", sha256(secret))
    .innerJoin("application", "application.id", "session.application_id")
    .selectAll("application")
    .select([
      "session.id as session_id", "session.kind as session_kind", "session.officer_id", "session.language as session_language", "session.device",
      "session.created_at as session_created_at", "session.seen_at", "session.expires_at", "session.ended_at",
    ])
    .select(({ exists, selectFrom }) => [
      exists(selectFrom("file").select("file.id").whereRef("file.application_id", "=", "application.id").where("kind", "=", "photo").where("replaced_at", "is", null)).as("has_photo"),
      selectFrom("mandate").select("capacity").whereRef("mandate.application_id", "=", "application.id").where("mandate.ended_at", "is", null).as("capacity"),
    ])
    .executeTakeFirst();
  if (!row) return undefined;
  const {
    session_id: id, session_kind: kind, officer_id, session_language: language, device, session_created_at: created_at, seen_at, expires_at, ended_at,
    has_photo: hasPhoto, capacity, ...application
  } = row;
  const session: Session = { id, kind, application_id: application.id, officer_id, language, device, created_at, seen_at, expires_at, ended_at };
  await noteSeen(db, session, now);
  return { session, application, hasPhoto: Boolean(hasPhoto), capacity: capacity as Capacity | null };
}
