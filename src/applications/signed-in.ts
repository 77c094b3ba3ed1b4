import { sql } from "kysely";
import { idleMinutes, noteSeen, type Session } from "../identity/session.ts";
import { sha256 } from "../identity/secrets.ts";
import type { Database } from "../platform/database.ts";
import type { Capacity } from "../representation/mandate.ts";
import type { Application } from "./application.ts";

/** Who is signed in on the portal: the session, its case, and what the case has that stands in other tables. */
export type SignedIn = { session: Session; application: Application; hasPhoto: boolean; capacity: Capacity | null };

type Row = Application & Pick<Session, "seen_at" | "expires_at" | "device" | "proved_at"> & {
  session_id: string; session_language: string; session_created_at: Temporal.Instant; has_photo: boolean; capacity: Capacity | null;
};

/**
 * The case that a cookie's live session opens, or undefined. One statement, because every page of a case begins with it: as three statements
 * it was a third of all that an application sends to the database.
 */
export async function findSignedIn(db: Database, secret: string, now: Temporal.Instant): Promise<SignedIn | undefined> {
  const { rows } = await sql<Row>`
    select a.*, s.id as session_id, s.language as session_language, s.device, s.created_at as session_created_at, s.seen_at, s.expires_at, s.proved_at,
      exists (select from file f where f.application_id = a.id and f.kind = 'photo' and f.replaced_at is null) as has_photo,
      (select m.capacity from mandate m where m.application_id = a.id and m.ended_at is null) as capacity
    from session s join application a on a.id = s.application_id
    where s.id = ${sha256(secret)} and s.kind = 'applicant' and s.ended_at is null and s.expires_at > ${now}
      and s.seen_at > ${now.subtract({ minutes: idleMinutes.applicant })}`.execute(db);
  if (!rows[0]) return undefined;
  const { session_id: id, session_language: language, device, session_created_at: created_at, seen_at, expires_at, proved_at, has_photo: hasPhoto, capacity, ...application } = rows[0];
  const session: Session = { id, kind: "applicant", application_id: application.id, officer_id: null, language, device, created_at, seen_at, expires_at, ended_at: null, proved_at };
  await noteSeen(db, session, now);
  return { session, application, hasPhoto, capacity };
}
