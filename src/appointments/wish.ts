import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Application } from "../applications/application.ts";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { waysOf } from "./draw-switch.ts";
import { endOffer } from "./offer.ts";
import { officesOf } from "./place.ts";

/** That a person wants to be told of an earlier place, from a day on. */
export type Wish = { asked: Temporal.Instant; fromDay: Temporal.PlainDate };

/**
 * Puts a case on the waiting list for an earlier place, or changes from which day on it can come. `drawn-here` where all offices that
 * serve the address draw; `changed-meanwhile` when the case no longer waits for an appointment.
 */
export async function askForEarlier(act: Act, application: Application, fromDay: Temporal.PlainDate): Promise<Outcome<object, "drawn-here" | "changed-meanwhile">> {
  if ((await waysOf(act.tx, application, act.today)).chosen.length === 0) return not("drawn-here");
  if (application.state !== "created" && application.state !== "lodged") return not("changed-meanwhile");
  // Who had stopped begins again at the end; who only changes the day keeps the turn.
  await sql`
    insert into wish (application_id, offices, from_day, asked_at, token)
    values (${application.id}, ${officesOf(application, act.today)}, ${fromDay}, ${act.now}, ${randomBytes(18).toString("base64url")})
    on conflict (application_id) do update set offices = excluded.offices, from_day = excluded.from_day, stopped_at = null,
      asked_at = case when wish.stopped_at is null then wish.asked_at else excluded.asked_at end`.execute(act.tx);
  await record(act, "earlier-place-asked", { application: application.id, office: application.office_code, facts: { from: fromDay.toString() } });
  return done({});
}

export async function findWish(db: Database | Transaction, application: string): Promise<Wish | undefined> {
  return db
    .selectFrom("wish")
    .select(["asked_at as asked", "from_day as fromDay"])
    .where("application_id", "=", application)
    .where("stopped_at", "is", null)
    .executeTakeFirst();
}

/** Takes a case from the waiting list; a place that is just offered to it goes to the next. false when it was not on it. */
export async function stopWish(act: Act, application: string): Promise<boolean> {
  await endOffer(act, application, "ended");
  const { numUpdatedRows } = await act.tx.updateTable("wish").set({ stopped_at: act.now }).where("application_id", "=", application).where("stopped_at", "is", null).executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Stops the offers of whoever holds the token of a message. false when there is no such token; stopping twice is well. */
export async function stopByToken(act: Act, token: string): Promise<boolean> {
  const wish = await act.tx.selectFrom("wish").select("application_id").where("token", "=", token).executeTakeFirst();
  if (!wish) return false;
  await stopWish(act, wish.application_id);
  return true;
}
