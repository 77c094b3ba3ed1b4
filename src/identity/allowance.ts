import type { Database } from "../platform/database.ts";
import { allows, limits } from "./limits.ts";

/** Purses held at most; beyond that all are thrown away, and each use is counted in the database again. */
const mostPurses = 50_000;

/**
 * A limit on uses that are cheaper than the statement that counts them: a process counts `handful` uses in the database at once and spends
 * them itself. All processes together stay within the limit; what a process has counted and not spent is lost to the one who asks.
 */
export function allowance(limit: keyof typeof limits, handful: number) {
  const purses = new Map<string, number>();
  let window = 0;
  /** Answers at once where it can: a promise costs more than looking into a purse. */
  return (db: Database, key: string, now: Temporal.Instant): boolean | Promise<boolean> => {
    const current = Math.floor(now.epochMilliseconds / (limits[limit].minutes * 60_000));
    if (current !== window || purses.size > mostPurses) {
      purses.clear();
      window = current;
    }
    const left = purses.get(key);
    if (left !== undefined && left > 0) {
      purses.set(key, left - 1);
      return true;
    }
    // Spent up: not asked again until the window ends.
    if (left === -1) return false;
    return allows(db, limit, key, now, handful).then((allowed) => {
      purses.set(key, allowed ? Math.max(purses.get(key) ?? 0, 0) + handful - 1 : -1);
      return allowed;
    });
  };
}
