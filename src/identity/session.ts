import type { ExpressionBuilder, Selectable } from "kysely";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import type { DB } from "../platform/schema.ts";
import { sha256, token } from "./secrets.ts";

export type Session = Selectable<DB["session"]>;

// An applicant may be filling a form for a long evening on a phone; an officer's screen stands open in a hall.
const hours = { applicant: 12, officer: 9 } as const;
/** After how many minutes without a page a session is over. */
export const idleMinutes = { applicant: 120, officer: 60 } as const;

/** How long an ended session is remembered, for who asks later where they were signed in. */
const rememberedDays = 30;

/**
 * Opens a session and returns the cookie's token; only its hash is stored. `mandate`: it is not the person's own but of who acts for them.
 * `device` is what `deviceOf` makes of the browser's words.
 */
export async function openSession(act: Act, who: { application: string; mandate?: string | null } | { officer: string }, language: string, device: string | null = null): Promise<string> {
  const secret = token();
  const kind = "application" in who ? "applicant" : "officer";
  await act.tx
    .insertInto("session")
    .values({
      id: sha256(secret),
      kind,
      application_id: "application" in who ? who.application : null,
      officer_id: "officer" in who ? who.officer : null,
      mandate_id: "application" in who ? (who.mandate ?? null) : null,
      language,
      device,
      created_at: act.now,
      seen_at: act.now,
      expires_at: act.now.add({ hours: hours[kind] }),
    })
    .execute();
  return secret;
}

/** The live session of a cookie, or undefined; marks it as seen at most once a minute, so reading a page writes nothing. */
export async function findSession(db: Database, kind: Session["kind"], secret: string, now: Temporal.Instant): Promise<Session | undefined> {
  const session = await liveSessions(db, kind, now).selectAll().where("id", "=", sha256(secret)).executeTakeFirst();
  if (session) await noteSeen(db, session, now);
  return session;
}

/** Notes that a session was seen now, at most once a minute. */
export async function noteSeen(db: Database, session: Session, now: Temporal.Instant): Promise<void> {
  if (now.epochMilliseconds - session.seen_at.epochMilliseconds <= 60_000) return;
  await db.updateTable("session").set({ seen_at: now }).where("id", "=", session.id).execute();
}

/** The sessions that are live now: neither ended nor run out nor idle for too long. */
function liveSessions(db: Database | Transaction, kind: Session["kind"], now: Temporal.Instant) {
  return db
    .selectFrom("session")
    .where("session.kind", "=", kind)
    .where("session.ended_at", "is", null)
    .where("session.expires_at", ">", now)
    .where("session.seen_at", ">", now.subtract({ minutes: idleMinutes[kind as keyof typeof idleMinutes] }));
}

export async function endSession(act: Act, id: string): Promise<void> {
  await act.tx.updateTable("session").set({ ended_at: act.now }).where("id", "=", id).where("ended_at", "is", null).execute();
}

/** Ends the session of a cookie that a browser brings while it is given another: whoever knew the old one is out. */
export async function endSessionOf(db: Database, secret: string, now: Temporal.Instant): Promise<void> {
  await db.updateTable("session").set({ ended_at: now }).where("id", "=", sha256(secret)).where("ended_at", "is", null).execute();
}

/** Ends every session of an application but one, or all: after a changed contact, or when the person asks for it. */
export async function endOtherSessions(act: Act, application: string, keepId: string | null): Promise<void> {
  await act.tx
    .updateTable("session")
    .set({ ended_at: act.now })
    .where("application_id", "=", application)
    .where("id", "is distinct from", keepId)
    .where("ended_at", "is", null)
    .execute();
}

/** Signs out who acted for somebody. */
export async function endSessionsOfMandate(act: Act, mandate: string): Promise<void> {
  await act.tx.updateTable("session").set({ ended_at: act.now }).where("mandate_id", "=", mandate).where("ended_at", "is", null).execute();
}

/** Ends sessions of the owner of one: the one that its list calls by this reference, or without it all but this one. Returns how many. */
export async function endOwnSessions(act: Act, own: Session, reference?: string): Promise<number> {
  const owners = await liveSessions(act.tx, own.kind, act.now).selectAll().where((it) => belongs(it, own)).execute();
  const ending = owners.filter(({ id }) => (reference === undefined ? id !== own.id : referenceOf(id) === reference)).map(({ id }) => id);
  if (ending.length === 0) return 0;
  const { numUpdatedRows } = await act.tx.updateTable("session").set({ ended_at: act.now }).where("id", "in", ending).where("ended_at", "is", null).executeTakeFirst();
  return Number(numUpdatedRows);
}

/** One place where somebody is signed in, as they see it. */
export type SignedIn = { reference: string; device: string | null; since: Temporal.Instant; seen: Temporal.Instant; here: boolean; representative: boolean };

/** Where the owner of a session is signed in, this one first, then as they were last seen. */
export async function ownSessions(db: Database, own: Session, now: Temporal.Instant): Promise<SignedIn[]> {
  const all = await liveSessions(db, own.kind, now).selectAll().where((it) => belongs(it, own)).orderBy("seen_at", "desc").execute();
  const told = all.map(({ id, device, created_at, seen_at, mandate_id }) => ({ reference: referenceOf(id), device, since: created_at, seen: seen_at, here: id === own.id, representative: mandate_id !== null }));
  return [...told.filter(({ here }) => here), ...told.filter(({ here }) => !here)];
}

/** An officer as their colleagues at the office see them: on how many devices they are signed in, and when they last did anything. */
export type Colleague = { officer: string; name: string; role: string; places: number; seen: Temporal.Instant };

/** Who else is signed in now at the office of an officer, by name. */
export async function signedInAt(db: Database, own: { id: string; office_code: string }, now: Temporal.Instant): Promise<Colleague[]> {
  const rows = await colleaguesSessions(db, own, now)
    .select((it) => ["officer.id as officer", "officer.name", "officer.role", it.fn.countAll<number>().as("places"), it.fn.max("session.seen_at").as("seen")])
    .groupBy(["officer.id", "officer.name", "officer.role"]).orderBy("officer.name").orderBy("officer.id").execute();
  return rows.map((row) => ({ ...row, places: Number(row.places) }));
}

/** Signs a colleague of an officer's office out everywhere. Returns how many sessions that ended; none of somebody at another office. */
export async function endSessionsAt(act: Act, own: { id: string; office_code: string }, officer: string): Promise<number> {
  const ending = colleaguesSessions(act.tx, own, act.now).select("session.id").where("officer.id", "=", officer);
  const { numUpdatedRows } = await act.tx.updateTable("session").set({ ended_at: act.now }).where("id", "in", ending).executeTakeFirst();
  return Number(numUpdatedRows);
}

function colleaguesSessions(db: Database | Transaction, own: { id: string; office_code: string }, now: Temporal.Instant) {
  return liveSessions(db, "officer", now).innerJoin("officer", "officer.id", "session.officer_id").where("officer.office_code", "=", own.office_code).where("officer.id", "<>", own.id);
}

// The person sees and ends the devices of who acts for them too; a representative only their own.
function belongs(it: ExpressionBuilder<DB, "session">, own: Session) {
  if (own.mandate_id !== null) return it("mandate_id", "=", own.mandate_id);
  return own.application_id !== null ? it("application_id", "=", own.application_id) : it("officer_id", "=", own.officer_id);
}

// What the list calls a session by: not the hash that is stored, and of no use to anybody else.
function referenceOf(id: string): string {
  return sha256(`reference:${id}`).slice(0, 16);
}

const browsers: [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"], [/\b(OPR|Opera)\//, "Opera"], [/\bSamsungBrowser\//, "Samsung Internet"], [/\bYaBrowser\//, "Yandex"],
  [/\b(Firefox|FxiOS)\//, "Firefox"], [/\b(Chrome|CriOS)\//, "Chrome"], [/\bSafari\//, "Safari"],
];
const systems: [RegExp, string][] = [
  [/\bAndroid\b/, "Android"], [/\b(iPhone|iPod)\b/, "iPhone"], [/\biPad\b/, "iPad"], [/\bWindows\b/, "Windows"], [/\bCrOS\b/, "ChromeOS"],
  [/\bMacintosh\b/, "macOS"], [/\bLinux\b/, "Linux"],
];

/** Browser and system in two proper names, from what a browser says of itself; null when it says neither. */
export function deviceOf(userAgent: string | undefined): string | null {
  const named = [browsers, systems].map((list) => list.find(([mark]) => mark.test(userAgent ?? ""))?.[1]).filter(Boolean);
  return named.length > 0 ? named.join(", ") : null;
}

/** Forgets sessions that ended long ago. */
export async function sweepSessions(db: Database, now: Temporal.Instant): Promise<void> {
  await db.deleteFrom("session").where("expires_at", "<", now.subtract({ hours: 24 * rememberedDays })).execute();
}

/** For how long a proof of who one is stands good for what weighs most. */
export const proofMinutes = 15;

/** Whether an officer has proved who they are lately, by signing in or since. */
export function isProved(session: Session, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare((session.proved_at ?? session.created_at).add({ minutes: proofMinutes }), now) > 0;
}

/** Notes that the owner of a session has just proved who they are. */
export async function noteProof(act: Act, session: Session): Promise<void> {
  await act.tx.updateTable("session").set({ proved_at: act.now }).where("id", "=", session.id).execute();
}
