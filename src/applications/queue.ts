import { sql, type RawBuilder } from "kysely";
import type { Database } from "../platform/database.ts";
import { latinDigits } from "../platform/form.ts";
import { isApplicationNumber, nameKey, normaliseApplicationNumber, normalisePassportNumber, registrationOfBarcode } from "../rules/identifiers.ts";
import { email, phone } from "./questions.ts";
import type { State } from "./states.ts";

/** Cases of which an office still has to do something, in the order of the work. */
export const desk: readonly State[] = ["attended", "incomplete", "accepted", "in-review", "refused", "granted", "printing", "posted"];
/** What a queue may be narrowed to besides a single state. */
export const groups = { desk, waiting: ["created", "lodged"], closed: ["delivered", "served", "not-accepted", "withdrawn", "lapsed", "removed"] } as const satisfies Record<string, readonly State[]>;
export type Group = keyof typeof groups;

export type QueueFilter = { office: string; states: readonly State[]; permitType?: string; reviewer?: string; proposed?: boolean };
export type QueueRow = {
  id: string; registration_number: string | null; number: string; kind: string; state: State; changed_at: Temporal.Instant;
  surname: string | null; given_names: string | null; nationality: string; permit_type: string; purpose: string | null;
  deadline: Temporal.PlainDate | null; complete_on: Temporal.PlainDate | null; reviewer: string | null; proposed: boolean; questions: number;
};

/** In SQL: the day of the law that presses a case `a` in its state: to appear, to supply, to be decided. Later states have none. */
export const legalDeadline = sql<Temporal.PlainDate | null>`case when a.state in ('created', 'lodged') then a.attend_by
  when a.state = 'incomplete' then a.documents_due when a.state in ('accepted', 'in-review') then a.decide_by end`;
const order = sql`${legalDeadline} nulls last, a.id`;

/** Of whoever took a case into review last and has not handed it back. */
function reviewing(what: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select case when h.event = 'review' then ${what} end from application_history h
    where h.application_id = a.id and h.event in ('review', 'hand-back') order by h.id desc limit 1)`;
}

function matching({ office, states, permitType, reviewer, proposed }: QueueFilter): RawBuilder<unknown> {
  const conditions = [sql`a.office_code = ${office}`, sql`a.state = any(${[...states]})`];
  if (permitType) conditions.push(sql`a.frozen #>> '{answers,permitType}' = ${permitType}`);
  if (reviewer) conditions.push(sql`${reviewing(sql`h.actor_id`)} = ${reviewer}::uuid`);
  if (proposed) conditions.push(sql`exists (select 1 from proposed_refusal p where p.application_id = a.id)`);
  return sql`from application a where ${sql.join(conditions, sql` and `)}`;
}

const columns = sql`a.id, a.registration_number, a.number, a.kind, a.state, a.changed_at, a.complete_on, a.frozen #>> '{answers,surname}' as surname,
  a.frozen #>> '{answers,givenNames}' as given_names, a.frozen #>> '{answers,nationality}' as nationality, a.frozen #>> '{answers,permitType}' as permit_type,
  a.frozen #>> '{answers,purpose}' as purpose, ${legalDeadline} as deadline,
  ${reviewing(sql`h.actor_name`)} as reviewer,
  exists (select 1 from proposed_refusal p where p.application_id = a.id) as proposed,
  (select count(*) from correction c where c.application_id = a.id and c.answered_at is null)
    + (select count(*) from clash c where c.settled_at is null and a.id in (c.application_id, c.other_application_id)) as questions`;

/** The queue of an office by legal deadline, a page of it, and how many there are in all. */
export async function queue(db: Database, filter: QueueFilter, { limit, offset }: { limit: number; offset: number }): Promise<{ rows: QueueRow[]; total: number }> {
  const page = await sql<QueueRow>`select ${columns} ${matching(filter)} order by ${order} limit ${limit} offset ${offset}`.execute(db);
  const all = await sql<{ total: number }>`select count(*) as total ${matching(filter)}`.execute(db);
  return { rows: page.rows, total: all.rows[0]!.total };
}

export type Neighbours = { place: number; total: number; previous: string | null; next: string | null };

/** Where a case stands in a queue, and which ones stand beside it; undefined when the queue does not hold it (any longer). */
export async function neighbours(db: Database, filter: QueueFilter, id: string): Promise<Neighbours | undefined> {
  const { rows } = await sql<Neighbours>`
    select place, total, previous, next from (
      select a.id, row_number() over (order by ${order}) as place, count(*) over () as total,
        lag(a.id) over (order by ${order}) as previous, lead(a.id) over (order by ${order}) as next ${matching(filter)}
    ) as ranked where id = ${id}`.execute(db);
  return rows[0];
}

/**
 * Cases of an office by what is told at the counter: a registration, application, accrual, passport or foreigner identity number, the
 * barcode of the form, the phone or e-mail of the case as a whole, or parts of a name in any spelling. A registration number and a phone
 * are found however they are spaced. At most 30, the latest first.
 */
export async function searchCases(db: Database, office: string, term: string): Promise<QueueRow[]> {
  const plain = term.trim();
  const numbers = [plain.toUpperCase(), registrationOfBarcode(plain.toUpperCase()) ?? ""];
  const digits = latinDigits(plain);
  if (/^[\d\s-]+$/.test(digits)) {
    const [, year, check, running] = /^(\d{4})(\d\d)(\d{7})$/.exec(digits.replace(/\D/g, "")) ?? [];
    if (year) numbers.push(`${year}-${check}-${running}`);
  }
  if (isApplicationNumber(plain)) numbers.push(normaliseApplicationNumber(plain));
  const passport = normalisePassportNumber(plain);
  const words = plain.split(/[\s,]+/).map((word) => nameKey(word, "").slice(0, -1)).filter((key) => key.length > 1);
  // Each of them by its own index; only parts of names are looked for among all cases of the office.
  const ways = [
    sql`select id from application where registration_number = any(${numbers})`, sql`select id from application where number = any(${numbers})`,
    sql`select x.id from person p join application x on x.person_id = p.id where p.passport_number = ${passport}`,
    sql`select x.id from person p join application x on x.person_id = p.id where p.foreigner_number = ${passport}`,
    sql`select application_id from accrual where number = ${plain}`,
  ];
  if (plain.includes("@")) ways.push(sql`select id from application where email = ${email.normalise!(plain)}`);
  if (/^[+\d\s()-]{7,}$/.test(digits)) ways.push(sql`select id from application where phone = ${phone.normalise!(plain)}`);
  if (words.length > 0) {
    const named = sql.join(words.map((key) => sql`p.name_key like ${`%${key}%`}`), sql` and `);
    ways.push(sql`select x.id from application x join person p on p.id = x.person_id where x.office_code = ${office} and ${named}`);
  }
  const { rows } = await sql<QueueRow>`
    select ${columns} from application a where a.office_code = ${office} and a.id in (${sql.join(ways, sql` union `)}) order by a.id desc limit 30`.execute(db);
  return rows;
}

export type Visitor = Pick<QueueRow, "id" | "registration_number" | "number" | "kind" | "state" | "surname" | "given_names" | "nationality" | "permit_type" | "purpose"> & {
  starts: Temporal.PlainTime; steps: number; appointment: "booked" | "attended" | "no-show"; language: string; protected: boolean;
};

/** The people an office expects on a day, by hour; appointments that were cancelled are not among them. */
export async function visitorsOf(db: Database, office: string, day: Temporal.PlainDate): Promise<Visitor[]> {
  const { rows } = await sql<Visitor>`
    select a.id, a.registration_number, a.number, a.kind, a.state, a.language, a.frozen #>> '{answers,surname}' as surname, a.frozen #>> '{answers,givenNames}' as given_names,
      a.frozen #>> '{answers,nationality}' as nationality, a.frozen #>> '{answers,permitType}' as permit_type, a.frozen #>> '{answers,purpose}' as purpose,
      a.protected, slot.starts, appointment.steps, appointment.state as appointment
    from appointment join slot on slot.id = appointment.slot_id join application a on a.id = appointment.application_id
    where slot.office_code = ${office} and slot.day = ${day} and appointment.state <> 'cancelled'
    order by slot.starts, surname, a.id`.execute(db);
  return rows;
}
