import { randomInt } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type Clock, dateOf } from "./clock.ts";
import type { Database, Transaction } from "./database.ts";
import { isOutdated } from "./prepared.ts";

/** Who acts. `name` is how the history shows them; `id` is the application's or the officer's, null for the bank and the clock. */
export type Actor = {
  kind: "applicant" | "officer" | "bank" | "system"; id: string | null; name: string;
  /** Who acts for another: the id of what entitles them to it, which stands in history and trail. */
  mandate?: string | null;
  /** Asked at the beginning of each of their acts, and holding until its end; it throws where they may not act any more. */
  entitled?(act: Act): Promise<void>;
};

/** One act: its transaction, its one instant, that instant's date in Istanbul, and who acts. */
export type Act = { tx: Transaction; now: Temporal.Instant; today: Temporal.PlainDate; actor: Actor };

// Serialization failure and deadlock: the transaction left nothing behind and may be tried again as it was; so it is where a table was changed
// under a prepared statement.
const worthRepeating = new Set(["40001", "40P01"]);
const tries = 3;

/** Runs an act in one transaction at one instant of the clock; repeats it, at a fresh instant, when the database asks for that. */
export async function transact<T>(db: Database, clock: Clock, actor: Actor, fn: (act: Act) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const now = clock.now();
    try {
      return await db.transaction().execute(async (tx) => {
        const act = { tx, now, today: dateOf(now), actor };
        await actor.entitled?.(act);
        return fn(act);
      });
    } catch (error) {
      if (attempt >= tries || !(worthRepeating.has((error as { code?: string }).code ?? "") || isOutdated(error))) throw error;
      // Whoever is waited for goes first: repeated at once, the act may take the row again before the other has woken, and both lock each other out anew.
      await wait(randomInt(10, 50));
    }
  }
}

/**
 * Runs an act that is one statement, and so a transaction by itself: opening and closing one around it would be two more journeys to the
 * database, at each topic that somebody fills in. An act of several statements belongs in `transact`.
 */
export async function actAlone<T>(db: Database, clock: Clock, actor: Actor, fn: (act: Act) => Promise<T>): Promise<T> {
  const now = clock.now();
  return fn({ tx: db as Transaction, now, today: dateOf(now), actor });
}
