import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";
import { log } from "../platform/log.ts";

/** How often a thing may be done with one key (a hashed contact, a case, an address) in a time. */
export const limits = {
  // Codes to one contact, each purpose by itself: what somebody starts with the address of another takes nothing from that person's way back.
  "code-start": { hits: 5, minutes: 60 },
  "code-contact": { hits: 5, minutes: 60 },
  // Nothing is sent for a return but to who named number and passport, and each case has its own limit; who files for many has one contact for all.
  "code-return": { hits: 20, minutes: 60 },
  "code-case": { hits: 10, minutes: 60 },
  "code-address": { hits: 60, minutes: 60 },
  // Only wrong ones, and of many people behind one address: each code ends by itself after five.
  "code-try": { hits: 100, minutes: 15 },
  // Only what fails: all officers of a directorate come from one address, which also holds that nobody guesses from there at many accounts.
  "sign-in": { hits: 30, minutes: 15 },
  "sign-in-account": { hits: 10, minutes: 15 },
  captcha: { hits: 120, minutes: 10 },
  "captcha-wait": { hits: 20, minutes: 60 },
  search: { hits: 120, minutes: 10 },
  // The public interface: a class of students behind one address, or a program that asks five times a second.
  assessment: { hits: 3_000, minutes: 10 },
  reference: { hits: 3_000, minutes: 10 },
  // All calls of one collecting bank, and those of them that name what does not exist: accrual numbers can be guessed.
  collection: { hits: 12_000, minutes: 10 },
  "collection-unknown": { hits: 120, minutes: 10 },
  // Refused calls that are written into the trail.
  "collection-refused": { hits: 200, minutes: 60 },
  // Copies of one case: each is some hundred kilobytes to be made and kept.
  copy: { hits: 6, minutes: 60 },
} as const satisfies Record<string, { hits: number; minutes: number }>;

function windowOf(limit: keyof typeof limits, now: Temporal.Instant): Temporal.Instant {
  const length = limits[limit].minutes * 60_000;
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(now.epochMilliseconds / length) * length);
}

/** Whole seconds until the window of a limit ends. */
export function secondsUntilNext(limit: keyof typeof limits, now: Temporal.Instant): number {
  return Math.ceil(now.until(windowOf(limit, now).add({ minutes: limits[limit].minutes })).total("seconds"));
}

/** The same in minutes, for people: a begun one counts. */
export function minutesUntilNext(limit: keyof typeof limits, now: Temporal.Instant): number {
  return Math.ceil(secondsUntilNext(limit, now) / 60);
}

/**
 * Counts one use (or `uses` of them) and says whether it is still within the limit. Counted in the database, so every process sees every use;
 * the key should already be a hash where it is personal.
 */
export async function allows(db: Database | Transaction, limit: keyof typeof limits, key: string, now: Temporal.Instant, uses = 1): Promise<boolean> {
  const { hits } = limits[limit];
  const window = windowOf(limit, now);
  const { rows } = await sql<{ hits: number }>`
    insert into rate_limit (key, window_start, hits) values (${`${limit}:${key}`}, ${window}, ${uses})
    on conflict (key, window_start) do update set hits = rate_limit.hits + excluded.hits
    returning hits`.execute(db);
  // The key stays out of the log: it may stand for a person. Told once a window, not for each try beyond it.
  const used = rows[0]!.hits;
  if (used > hits && used - uses <= hits) log.warn({ limit }, "a limit is used up");
  return used <= hits;
}

/**
 * Takes back a use that `allows` counted at `now`: what went well does not count where only failures are limited. Counting first and taking
 * back keeps many that come at once from passing all before the first has failed.
 */
export async function giveBack(db: Database | Transaction, limit: keyof typeof limits, key: string, now: Temporal.Instant): Promise<void> {
  await db.updateTable("rate_limit").set((it) => ({ hits: it("hits", "-", 1) })).where("key", "=", `${limit}:${key}`).where("window_start", "=", windowOf(limit, now)).execute();
}

/** Whether a limit is used up for a key, without counting a use. */
export async function usedUp(db: Database | Transaction, limit: keyof typeof limits, key: string, now: Temporal.Instant): Promise<boolean> {
  const { hits } = limits[limit];
  const window = windowOf(limit, now);
  const row = await db.selectFrom("rate_limit").select("hits").where("key", "=", `${limit}:${key}`).where("window_start", "=", window).executeTakeFirst();
  return (row?.hits ?? 0) >= hits;
}

/** Forgets windows that ended long ago. */
export async function sweepLimits(db: Database, now: Temporal.Instant): Promise<void> {
  await db.deleteFrom("rate_limit").where("window_start", "<", now.subtract({ hours: 2 })).execute();
}
