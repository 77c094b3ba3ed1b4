import type { Application } from "../src/applications/application.ts";
import type { Act, Actor } from "../src/platform/act.ts";
import { transact } from "../src/platform/act.ts";
import type { Clock } from "../src/platform/clock.ts";
import { type Database, json } from "../src/platform/database.ts";
import { v7 } from "../src/platform/id.ts";
import { findOffice, offices } from "../src/rules/offices.ts";

/** Monday 23 November 2026, 09:00 in Istanbul. */
export const MONDAY = Temporal.Instant.from("2026-11-23T06:00:00Z");

/** A clock that stands still until it is set. */
export function fixedClock(at: Temporal.Instant = MONDAY): Clock & { set(at: Temporal.Instant): void } {
  let now = at;
  return { now: () => now, set(to) { now = to; } };
}

export const system: Actor = { kind: "system", id: null, name: "clock" };
export const applicantOf = (application: Application): Actor => ({ kind: "applicant", id: application.id, name: "applicant" });

/** Runs an act of the applicant, or of the system when there is no case. */
export function as<T>(db: Database, clock: Clock, who: Application | Actor, fn: (act: Act) => Promise<T>): Promise<T> {
  return transact(db, clock, "number" in who ? applicantOf(who) : who, fn);
}

/** The rows of offices, by default İzmir's alone. */
export async function makeOffices(db: Database, codes: readonly string[] = ["35"]): Promise<void> {
  const chosen = offices.filter((office) => codes.includes(office.code));
  await db
    .insertInto("office")
    .values(chosen.map(({ code, province, district, name, counters }) => ({ code, province, district, name, counters })))
    .execute();
}

let made = 0;

type Wanted = { province?: string; office?: string; attendBy?: string | null; state?: "created" | "lodged"; at?: Temporal.Instant; birthDate?: string; district?: string };

/** Created cases of as many made-up people, inserted directly: what an appointment needs and nothing more. */
export async function makeCases(db: Database, count: number, wanted: Wanted = {}): Promise<Application[]> {
  const { province = "35", attendBy = "2027-02-26", state = "created", at = MONDAY, birthDate = "1990-05-17" } = wanted;
  const office = wanted.office ?? findOffice(province)?.code ?? null;
  const people = Array.from({ length: count }, () => {
    made += 1;
    const serial = String(made).padStart(6, "0");
    return { id: v7(at), serial };
  });
  for (let start = 0; start < people.length; start += 1000) {
    await db
      .insertInto("person")
      .values(people.slice(start, start + 1000).map(({ id, serial }) => ({
        id, nationality: "GEO", passport_number: `T${serial}`, name_key: `TEST ${serial}`, birth_date: Temporal.PlainDate.from(birthDate), created_at: at,
      })))
      .execute();
  }
  const cases: Application[] = [];
  for (let start = 0; start < people.length; start += 1000) {
    cases.push(...(await db
      .insertInto("application")
      .values(people.slice(start, start + 1000).map(({ id, serial }) => ({
        id: v7(at), number: `N${serial}`, kind: "first" as const, state, language: "en", email: `person${serial}@example.org`, phone: null,
        channel: "email" as const, started_at: at, changed_at: at, person_id: id, office_code: office, province,
        registration_number: `2026-01-${serial.padStart(7, "0")}`, barcode: `B${serial}`, created_at: at, edition: "test",
        frozen: json({ answers: { birthDate, ...(wanted.district ? { neighbourhood: wanted.district } : {}) } }),
        attend_by: attendBy === null ? null : Temporal.PlainDate.from(attendBy),
      })))
      .returningAll()
      .execute()));
  }
  return cases;
}

/** One created case. */
export async function makeCase(db: Database, wanted: Wanted = {}): Promise<Application> {
  return (await makeCases(db, 1, wanted))[0]!;
}

/** The hour of an office, with how many places it has left. */
export async function slotAt(db: Database, office: string, day: string, starts: string) {
  return db
    .selectFrom("slot")
    .selectAll()
    .where("office_code", "=", office)
    .where("day", "=", Temporal.PlainDate.from(day))
    .where("starts", "=", Temporal.PlainTime.from(starts))
    .executeTakeFirstOrThrow();
}
