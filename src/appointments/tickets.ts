import { sql } from "kysely";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import { dateOf, instantOf } from "../platform/clock.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import type { Place } from "./place.ts";

/** A number to wait with. `counter` is there once it was called, `ended` once that counter is free again. */
export type Ticket = { id: string; number: number; application: string; turnAt: Temporal.Instant; counter: number | null; calledAt: Temporal.Instant | null; calls: number };

const columns = sql`t.id, t.number, t.application_id as application, t.turn_at as "turnAt", t.counter, t.called_at as "calledAt", t.calls`;
// Who was taken to a counter without being called no longer waits: the case has moved on.
const waits = sql`t.called_at is null and a.state = 'attended'`;

/**
 * Gives a person who has just checked in the next number of the day. Their turn comes at the hour of the appointment; who comes later than
 * that, at their arrival, so being early gains nothing and being late costs only the delay.
 */
export async function issueTicket(act: Act, application: string, place: Place): Promise<number> {
  const begins = instantOf(place.day, place.starts);
  const turn = Temporal.Instant.compare(begins, act.now) > 0 ? begins : act.now;
  // Numbers of a day are given one after the other, without a gap and without two the same.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickets of ${place.office} on ${act.today}`}, 0))`.execute(act.tx);
  const { rows } = await sql<{ number: number }>`
    insert into ticket (id, office_code, day, number, application_id, issued_at, turn_at)
    select ${v7(act.now)}, ${place.office}, ${act.today}, coalesce(max(number), 0) + 1, ${application}, ${act.now}, ${turn} from ticket
    where office_code = ${place.office} and day = ${act.today}
    on conflict (application_id, day) do update set turn_at = excluded.turn_at
    returning number`.execute(act.tx);
  return rows[0]!.number;
}

/** A check-in was taken back: its number is before no counter and waits no more. It stays the person's, should they come later that day. */
export async function takeTicketBack(act: Act, application: string): Promise<void> {
  await act.tx
    .updateTable("ticket")
    .set({ counter: null, called_at: null, calls: 0, ended_at: null, ended_how: null })
    .where("application_id", "=", application)
    .where("day", "=", act.today)
    .execute();
}

/** The ticket that a counter has before it, or undefined. */
export async function atCounter(db: Database | Transaction, office: string, counter: number, day: Temporal.PlainDate): Promise<Ticket | undefined> {
  const { rows } = await sql<Ticket>`
    select ${columns} from ticket t where t.office_code = ${office} and t.day = ${day} and t.counter = ${counter} and t.ended_at is null`.execute(db);
  return rows[0];
}

/** Those who wait in an office today, in the order of their turns. */
export async function waitingTickets(db: Database | Transaction, office: string, day: Temporal.PlainDate): Promise<Ticket[]> {
  const { rows } = await sql<Ticket>`
    select ${columns} from ticket t join application a on a.id = t.application_id where t.office_code = ${office} and t.day = ${day} and ${waits}
    order by t.turn_at, t.number`.execute(db);
  return rows;
}

/** The numbers of a day by case, of those who are there. */
export async function numbersOf(db: Database, office: string, day: Temporal.PlainDate): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom("ticket")
    .innerJoin("application", "application.id", "ticket.application_id")
    .select(["ticket.application_id", "ticket.number"])
    .where("ticket.office_code", "=", office)
    .where("ticket.day", "=", day)
    .where("application.state", "not in", ["created", "lodged"])
    .execute();
  return new Map(rows.map((row) => [row.application_id, row.number]));
}

/** What the display shows: the last calls, the latest first. A number called again comes to the top. */
export async function lastCalls(db: Database, office: string, day: Temporal.PlainDate, count: number): Promise<{ number: number; counter: number; calledAt: Temporal.Instant; calls: number }[]> {
  const rows = await db
    .selectFrom("ticket")
    .select(["number", "counter", "called_at as calledAt", "calls"])
    .where("office_code", "=", office)
    .where("day", "=", day)
    .where("called_at", "is not", null)
    .where((it) => it.or([it("ended_how", "is", null), it("ended_how", "=", "served")]))
    .orderBy("called_at", "desc")
    .limit(count)
    .execute();
  return rows.map((row) => ({ ...row, counter: row.counter!, calledAt: row.calledAt! }));
}

/**
 * A counter calls the next: the ticket it had before (`before`, null for none) is done with, and the first in the order of turns is called.
 * `nobody-waits` when there is none: the counter is free then. `busy` when the counter has another ticket than the one that was seen: of
 * two presses only the first calls.
 */
export async function callNext(act: Act, office: string, counter: number, before: string | null): Promise<Outcome<{ ticket: Ticket }, "nobody-waits" | "busy">> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`counter ${counter} of ${office}`}, 0))`.execute(act.tx);
  const current = await atCounter(act.tx, office, counter, act.today);
  if ((current?.id ?? null) !== before) return not("busy");
  if (current) await endAt(act, office, counter, "served");
  const { rows } = await sql<Ticket>`
    update ticket t set counter = ${counter}, called_at = ${act.now}, calls = 1
    where t.id = (
      select t.id from ticket t join application a on a.id = t.application_id where t.office_code = ${office} and t.day = ${act.today} and ${waits}
      order by t.turn_at, t.number limit 1 for no key update of t skip locked)
    returning ${columns}`.execute(act.tx);
  const ticket = rows[0];
  if (!ticket) return not("nobody-waits");
  await record(act, "called", { application: ticket.application, office, facts: { number: ticket.number, counter } });
  return done({ ticket });
}

/** Calls the number before a counter once more. false when there is none. */
export async function callAgain(act: Act, office: string, counter: number): Promise<boolean> {
  const { numUpdatedRows } = await act.tx
    .updateTable("ticket")
    .set((it) => ({ called_at: act.now, calls: it("calls", "+", 1) }))
    .where("office_code", "=", office)
    .where("day", "=", act.today)
    .where("counter", "=", counter)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The person before a counter is done, or did not come when called. false when there is none. */
export async function endAt(act: Act, office: string, counter: number, how: "served" | "absent"): Promise<boolean> {
  const { numUpdatedRows } = await act.tx
    .updateTable("ticket")
    .set({ ended_at: act.now, ended_how: how })
    .where("office_code", "=", office)
    .where("day", "=", act.today)
    .where("counter", "=", counter)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** A person who was absent when called is there after all: their number waits again, from now on. false when it was not so. */
export async function backInLine(act: Act, office: string, number: number): Promise<boolean> {
  const { numUpdatedRows } = await act.tx
    .updateTable("ticket")
    .set({ turn_at: act.now, counter: null, called_at: null, calls: 0, ended_at: null, ended_how: null })
    .where("office_code", "=", office)
    .where("day", "=", act.today)
    .where("number", "=", number)
    .where("ended_how", "=", "absent")
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The numbers of those who did not come when called today. */
export async function absentNumbers(db: Database, office: string, now: Temporal.Instant): Promise<number[]> {
  const rows = await db.selectFrom("ticket").select("number").where("office_code", "=", office).where("day", "=", dateOf(now)).where("ended_how", "=", "absent").orderBy("number").execute();
  return rows.map((row) => row.number);
}
