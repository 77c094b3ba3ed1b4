import { sql } from "kysely";
import { idleMinutes, noteSeen, type Session } from "../identity/session.ts";
import { sha256 } from "../identity/secrets.ts";
import { dateOf } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import type { Capacity } from "../representation/mandate.ts";
import type { Application } from "./application.ts";

/**
 * Who is signed in on the portal: the session, its case, and what the case has that stands in other tables. `mandate`: who acts for the person;
 * `represents`: it is they who are signed in, and not the person.
 */
export type SignedIn = { session: Session; application: Application; hasPhoto: boolean; mandate: { id: string; capacity: Capacity; name: string; email: string | null; phone: string | null } | null; represents: boolean };

type Row = Application & Pick<Session, "seen_at" | "expires_at" | "device" | "proved_at"> & {
  session_id: string; session_language: string; session_created_at: Temporal.Instant; session_mandate: string | null; has_photo: boolean; mandate_id: string | null; capacity: Capacity; mandate_name: string; mandate_email: string | null; mandate_phone: string | null;
};

/**
 * The case that a cookie's live session opens, or undefined. One statement, because every page of a case begins with it: as three statements
 * it was a third of all that an application sends to the database.
 */
export async function findSignedIn(db: Database, secret: string, now: Temporal.Instant): Promise<SignedIn | undefined> {
  const { rows } = await sql<Row>`
    select a.*, s.id as session_id, s.language as session_language, s.mandate_id as session_mandate, s.device, s.created_at as session_created_at, s.seen_at, s.expires_at, s.proved_at,
      exists (select from file f where f.application_id = a.id and f.kind = 'photo' and f.replaced_at is null) as has_photo,
      m.id as mandate_id, m.capacity, m.name as mandate_name, m.email as mandate_email, m.phone as mandate_phone
    from session s join application a on a.id = s.application_id left join mandate m on m.application_id = a.id and m.ended_at is null
    where s.id = ${sha256(secret)} and s.kind = 'applicant' and s.ended_at is null and s.expires_at > ${now}
      and (s.mandate_id is null or (s.mandate_id = m.id and coalesce(m.until >= ${dateOf(now)}, true)))
      and s.seen_at > ${now.subtract({ minutes: idleMinutes.applicant })}`.execute(db);
  if (!rows[0]) return undefined;
  const { session_id: id, session_language: language, device, session_created_at: created_at, seen_at, expires_at, proved_at, has_photo: hasPhoto, session_mandate, mandate_id, capacity, mandate_name: name, mandate_email, mandate_phone, ...application } = rows[0];
  const session: Session = { id, kind: "applicant", application_id: application.id, officer_id: null, mandate_id: session_mandate, language, device, created_at, seen_at, expires_at, ended_at: null, proved_at };
  await noteSeen(db, session, now);
  return { session, application, hasPhoto, mandate: mandate_id === null ? null : { id: mandate_id, capacity, name, email: mandate_email, phone: mandate_phone }, represents: session_mandate !== null };
}
