import type { Application } from "../applications/application.ts";
import { startsOn } from "../appointments/hours.ts";
import { token } from "../identity/secrets.ts";
import type { Role } from "../identity/officer.ts";
import { type Act, type Actor, transact } from "../platform/act.ts";
import { type Clock, dateOf, instantOf, ISTANBUL } from "../platform/clock.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { isWorkingDay } from "../rules/holidays.ts";
import type { Day } from "./answers.ts";

/** Where the past of the demonstration is played: its clock stands where it is set, and everything happens in one transaction. */
export type Stage = {
  db: Database;
  clock: Clock & { set(at: Temporal.Instant): void };
  /** The true instant and day at which the past ends. */
  now: Temporal.Instant;
  day: Day;
  /** The last day on which an office has worked for some hours: today, or the working day before. */
  desk: Temporal.PlainDate;
  secret: string;
  photos: readonly Buffer[];
  officers: ReadonlyMap<string, Actor>;
};

/**
 * A case under way: who plays, where it stands, and the day on which it comes to the office. `mandate`: by virtue of which another files for
 * the person.
 */
export type Scene = { stage: Stage; n: number; person: string; language: string; office: string; application: Application | null; mandate?: string; visit: Temporal.PlainDate | null };

export async function openStage(tx: Transaction, now: Temporal.Instant, photos: readonly Buffer[]): Promise<Stage> {
  const today = dateOf(now);
  const officers = await tx.selectFrom("officer").select(["id", "name", "role", "office_code"]).execute();
  const worked = isWorkingDay(today) && now.toZonedDateTimeISO(ISTANBUL).hour >= 11;
  let at = now;
  return {
    db: inside(tx), clock: { now: () => at, set: (to) => { at = to; } }, now, day: (offset) => today.add({ days: offset }),
    desk: worked ? today : workdayBefore(today), secret: token(), photos,
    officers: new Map(officers.map(({ id, name, role, office_code }) => [`${role} ${office_code}`, { kind: "officer", id, name }])),
  };
}

// Verbs that open a transaction of their own play in ours too: the whole past is there at once, or after a crash nothing of it.
function inside(tx: Transaction): Database {
  const own = { transaction: () => ({ execute: (fn: (tx: Transaction) => unknown) => fn(tx) }) };
  return new Proxy(tx, {
    get(target, name) {
      const value: unknown = Reflect.get(name === "transaction" ? own : target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  }) as unknown as Database;
}

export const system: Actor = { kind: "system", id: null, name: "Sojourn" };

/** Runs an act at the stage's instant as an officer of the case's office, as its person, or as the system. */
export function as<T>({ stage, office, application, mandate }: Scene, who: Role | "applicant" | "system", fn: (act: Act) => Promise<T>): Promise<T> {
  const person: Actor = { kind: "applicant", id: application?.id ?? null, name: "applicant", mandate: mandate ?? null };
  const actor = who === "applicant" ? person : who === "system" ? system : stage.officers.get(`${who} ${office}`);
  if (!actor) throw new Error(`the office ${office} has no ${who}`);
  return transact(stage.db, stage.clock, actor, fn);
}

/** What was foreseen to go well has to: a case that cannot be played is a fault of the demonstration. */
export function well<Answer extends { ok: boolean }>(outcome: Answer, what: string): Extract<Answer, { ok: true }> {
  if (!outcome.ok) throw new Error(`the demonstration’s ${what}: ${JSON.stringify(outcome)}`);
  return outcome as Extract<Answer, { ok: true }>;
}

/** The case of a scene, once it is there. */
export function caseOf({ application }: Scene): Application {
  if (!application) throw new Error("the demonstration’s case has not begun");
  return application;
}

export function workdayBefore(day: Temporal.PlainDate): Temporal.PlainDate {
  return workdayUpTo(day.subtract({ days: 1 }));
}

/** The day itself when offices work on it, else the working day before. */
export function workdayUpTo(day: Temporal.PlainDate): Temporal.PlainDate {
  let found = day;
  while (!isWorkingDay(found)) found = found.subtract({ days: 1 });
  return found;
}

/** A working day to come: 0 is today, or the first one after it. */
export function workdayToCome(today: Temporal.PlainDate, n: number): Temporal.PlainDate {
  let found = today;
  for (let left = n; ; found = found.add({ days: 1 })) if (isWorkingDay(found) && left-- === 0) return found;
}

/** An hour at which an office receives, another for each case; on the last day worked one of the first, since it must be over. */
export function hourOn(stage: Stage, day: Temporal.PlainDate, n: number): Temporal.PlainTime {
  const starts = startsOn(day);
  return starts[(n * 5) % (day.equals(stage.desk) ? 4 : starts.length)]!;
}

/** An instant of a day, and never later than a few minutes before the true one. */
export function momentOf(stage: Stage, day: Temporal.PlainDate, time: Temporal.PlainTime): Temporal.Instant {
  const at = instantOf(day, time);
  const latest = stage.now.subtract({ minutes: 5 });
  return Temporal.Instant.compare(at, latest) < 0 ? at : latest;
}
