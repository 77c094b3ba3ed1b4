import { openChecklist } from "../src/documents/checklist.ts";
import type { Application } from "../src/applications/application.ts";
import type { State } from "../src/applications/states.ts";
import { hashPassword, type Role } from "../src/identity/officer.ts";
import { type Act, type Actor, transact } from "../src/platform/act.ts";
import { type Clock, dateOf } from "../src/platform/clock.ts";
import { type Database, json } from "../src/platform/database.ts";
import { v7 } from "../src/platform/id.ts";
import { nameKey } from "../src/rules/identifiers.ts";

/** A clock that stands where the test puts it. */
export function stoppedClock(at = "2026-11-23T07:00:00Z"): Clock & { at: Temporal.Instant; forward(by: Temporal.DurationLike): void } {
  return {
    at: Temporal.Instant.from(at),
    now() {
      return this.at;
    },
    forward(by) {
      this.at = this.at.toZonedDateTimeISO("Europe/Istanbul").add(by).toInstant();
    },
  };
}

export type TestOfficer = { id: string; name: string; email: string; office: string };

// Once for all of a file: slow on purpose.
const password = hashPassword("demonstration");

/** An officer of an office, with the office; the password is "demonstration". */
export async function officer(db: Database, clock: Clock, role: Role, office = "35", name: string = role): Promise<TestOfficer> {
  await db
    .insertInto("office")
    .values({ code: office, province: office.slice(0, 2), name: office === "35" ? "İzmir" : `office ${office}`, counters: 4 })
    .onConflict((it) => it.doNothing())
    .execute();
  const id = v7(clock.now());
  const email = `${name.replaceAll(" ", ".").toLowerCase()}.${office}@office.example`;
  await db
    .insertInto("officer")
    .values({ id, email, name, role, office_code: office, password_hash: await password, created_at: clock.now() })
    .execute();
  return { id, name, email, office };
}

/** Runs an act as an officer. */
export function as<T>(db: Database, clock: Clock, who: TestOfficer, fn: (act: Act) => Promise<T>): Promise<T> {
  const actor: Actor = { kind: "officer", id: who.id, name: who.name };
  return transact(db, clock, actor, fn);
}

export const visitor = {
  kind: "first", permitType: "short-term", purpose: "tourism", surname: "Öztürk-Müller", givenNames: "Lena", fatherName: "Karl", motherName: "Ada",
  gender: "female", birthDate: "1990-04-12", birthPlace: "Bremen", birthCountry: "DEU", maritalStatus: "single", nationality: "DEU",
  documentType: "ordinary", passportNumber: "C01X00T47", passportCountry: "DEU", passportAuthority: "Bremen", passportIssuedOn: "2022-01-10",
  passportValidUntil: "2031-12-31", entryDate: "2026-10-20", entryBasis: "exemption", stayEnds: "2027-01-17", visaFeePaid: "no",
  requestedFrom: "2026-12-08", requestedUntil: "2027-12-07", province: "35", street: "1437. Sokak 8", door: "4", addressProof: "lease",
  occupationStatus: "working", occupation: "engineer", incomeSource: "salary", monthlyIncome: "90000", incomeCurrency: "TRY", insuranceKind: "private",
  insuranceCompany: "Deneme Sigorta", policyNumber: "P-1", insuranceFrom: "2026-12-01", insuranceUntil: "2027-12-31", channel: "email",
  email: "lena@person.example", postalAddress: "same",
};

let running = 0;

type Given = { state?: State; office?: string; answers?: Record<string, string>; set?: Partial<Application>; appointment?: { day: string; time?: string } };

/** A case of an office as it stands after its own acts, with person, checklist (form, passport, lease) and, where asked, an appointment. */
export async function makeCase(db: Database, clock: Clock, { state = "lodged", office = "35", answers = {}, set = {}, appointment }: Given = {}): Promise<Application> {
  const now = clock.now();
  const n = ++running;
  const all: Record<string, string> = { ...visitor, passportNumber: `C${String(n).padStart(8, "0")}`, ...answers };
  await db.insertInto("office").values({ code: office, province: office.slice(0, 2), name: `office ${office}`, counters: 4 }).onConflict((it) => it.doNothing()).execute();
  const person = v7(now);
  await db
    .insertInto("person")
    .values({
      id: person, nationality: all.nationality!, passport_number: all.passportNumber!, name_key: nameKey(all.surname ?? "", all.givenNames ?? ""),
      birth_date: Temporal.PlainDate.from(all.birthDate!), created_at: now,
    })
    .execute();
  const id = v7(now);
  const serial = String(n).padStart(7, "0");
  const application = await db
    .insertInto("application")
    .values({
      id, number: `TST-${serial}`, kind: all.kind!, state, language: "en", email: all.email ?? null, channel: "email", answers: json(all),
      started_at: now, changed_at: now, person_id: person, office_code: office, province: office.slice(0, 2), registration_number: `2026-35-${serial}`,
      barcode: `GCGM03-9202635${serial}`, created_at: now, edition: "test", attend_by: Temporal.PlainDate.from("2027-01-17"),
      frozen: json({ answers: all, edition: "test", language: "en", documents: [], representative: null }), ...(set as object),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await transact(db, clock, { kind: "system", id: null, name: "test" }, (act) =>
    openChecklist(act, id, [{ code: "form", required: "yes" }, { code: "passport", required: "yes" }, { code: "address", required: "yes" }, { code: "travel-plan", required: "on-request" }]));
  if (appointment) {
    const slot = v7(now);
    await db
      .insertInto("slot")
      .values({
        id: slot, office_code: office, day: Temporal.PlainDate.from(appointment.day), starts: Temporal.PlainTime.from(appointment.time ?? `${9 + (n % 7)}:${10 + (n % 50)}`), capacity: 5, taken: 1,
      })
      .execute();
    await db
      .insertInto("appointment")
      .values({ id: v7(now), application_id: id, person_id: person, slot_id: slot, state: "booked", source: "chosen", booked_at: now })
      .execute();
  }
  return application;
}

/** Marks every document of a case as there. */
export async function allPresent(db: Database, clock: Clock, applicationId: string): Promise<void> {
  await db.updateTable("document").set({ state: "present", changed_at: clock.now() }).where("application_id", "=", applicationId).execute();
}

export function today(clock: Clock): Temporal.PlainDate {
  return dateOf(clock.now());
}

/** Which papers wait to be drawn for a case. */
export async function papersAsked(db: Database, applicationId: string): Promise<string[]> {
  const { sql } = await import("kysely");
  const { rows } = await sql<{ key: string }>`select key from graphile_worker.jobs where task_identifier = 'draw-paper' and key like ${`%:${applicationId}`} order by key`.execute(db);
  return rows.map(({ key }) => key.split(":")[0]!);
}
