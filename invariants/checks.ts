import { sql } from "kysely";
import { isOpenAt, STEP_MINUTES } from "../src/appointments/hours.ts";
import { HOLD_MINUTES } from "../src/appointments/limits.ts";
import { OFFER_MINUTES, OFFERS_A_DAY } from "../src/appointments/offer.ts";
import { hoursOn, listOfficeHours } from "../src/appointments/office-hours.ts";
import type { Database } from "../src/platform/database.ts";

/** A statement that is true of every sound database, and the rows that break it. Breaking rows name ids, never people. */
export type Invariant = { name: string; says: string; broken(db: Database): Promise<string[]> };

function rows(name: string, says: string, query: string): Invariant {
  return {
    name, says,
    async broken(db) {
      const found = await sql<{ what: string }>`select what::text as what from (${sql.raw(query)}) broken limit 100`.execute(db);
      return found.rows.map((row) => row.what);
    },
  };
}

// Each claim to places with the hours it is counted in: the first, and for a longer service the steps that follow it.
const covered = `claims as (
    select case state when 'booked' then 'booked ' else 'appointment ' end || id as claim, slot_id, steps from appointment where state <> 'cancelled'
    union all select 'hold ' || application_id, slot_id, steps from hold union all select 'freed ' || id, slot_id, 1 from freed_place
    union all select 'offer ' || id, slot_id, steps from offer where answered_at is null),
  covered as (
    select claim, steps, slot_id as id from claims where steps = 1
    union all select claim, steps, c.id from claims join slot f on f.id = claims.slot_id join slot c on c.office_code = f.office_code and c.day = f.day and c.starts >= f.starts
      and c.starts < f.starts + steps * interval '${STEP_MINUTES} minutes' and extract(epoch from c.starts - f.starts)::int % ${STEP_MINUTES * 60} = 0 where steps > 1)`;

// What was chosen and when: an hour that was kept or offered before may be taken for so many minutes more. An appointment that was moved says
// nothing of when its present hour was chosen.
const chosen = `chosen as (
    select 'hold ' || application_id as what, slot_id, expires_at - interval '${HOLD_MINUTES} minutes' as at, 0 as kept from hold
    union all select 'offer ' || id, slot_id, offered_at, 0 from offer
    union all select 'appointment ' || id, slot_id, booked_at, ${OFFER_MINUTES} from appointment where source = 'chosen' and moves = 0 and sequence = 0)`;

export const invariants: readonly Invariant[] = [
  rows("places-within-capacity", "no hour has more places taken than it has, or fewer than none", "select id as what from slot where taken < 0 or taken > capacity"),
  rows(
    "places-counted", "the places taken of an hour are its appointments, its holds, its places on offer and those not yet returned",
    `with ${covered}, counted as (select id, count(*) as n from covered group by id)
     select s.id || ' says ' || s.taken || ', has ' || coalesce(c.n, 0) as what from slot s left join counted c on c.id = s.id where s.taken <> coalesce(c.n, 0)`,
  ),
  rows(
    "long-services-in-a-row", "a place of several steps is counted in so many hours of one day that follow each other",
    `with ${covered} select claim || ' of ' || max(steps) || ' steps has ' || count(*) as what from covered group by claim having count(*) <> max(steps)`,
  ),
  rows(
    "one-live-appointment-per-application", "an application has at most one appointment that stands",
    "select application_id as what from appointment where state = 'booked' group by application_id having count(*) > 1",
  ),
  rows(
    "one-live-claim-per-person", "a person has at most one appointment that stands or turn in the draw, in all provinces together",
    `select person_id as what from (
       select person_id from appointment where state = 'booked'
       union all select person_id from draw_request where placed_at is null and withdrawn_at is null) claims group by person_id having count(*) > 1`,
  ),
  rows(
    "appointment-of-its-person", "an appointment and a turn in the draw are their application's own person's",
    `select c.id as what from (select application_id as id, person_id from appointment union all select application_id, person_id from draw_request) c
     join application a on a.id = c.id where a.person_id is distinct from c.person_id`,
  ),
  rows(
    "lodged-has-a-claim", "an application is lodged exactly while it has an appointment that stands or a turn in the draw",
    `select a.id || ' is ' || a.state as what from application a
     cross join lateral (select exists (select from appointment p where p.application_id = a.id and p.state = 'booked')
       or exists (select from draw_request r where r.application_id = a.id and r.placed_at is null and r.withdrawn_at is null) as claims) c
     where (a.state = 'lodged') <> c.claims`,
  ),
  rows(
    "appointment-in-its-office", "a standing appointment is at the office that its application belongs to",
    `select p.id as what from appointment p join slot s on s.id = p.slot_id join application a on a.id = p.application_id
     where p.state = 'booked' and a.office_code is distinct from s.office_code`,
  ),
  rows(
    "nobody-in-a-closed-hour", "nobody who is still to come is booked into an hour the office closed",
    `with ${covered} select claim as what from covered join slot s on s.id = covered.id where s.closed_at is not null and claim like 'booked %'`,
  ),
  {
    name: "hours-of-the-office", says: "every hour with a place taken lies within the opening hours of a working day",
    async broken(db) {
      const used = await db.selectFrom("slot").select(["id", "office_code", "day", "starts"]).where("taken", ">", 0).where("closed_at", "is", null).execute();
      const lines = Map.groupBy(await listOfficeHours(db), (line) => line.office);
      return used.filter((slot) => !isOpenAt(slot.day, slot.starts, hoursOn(lines.get(slot.office_code) ?? [], slot.day))).map((slot) => slot.id);
    },
  },
  rows(
    "one-open-application-per-person", "a person has at most one application that still waits for something",
    `select person_id as what from application where state in ('created','lodged','attended','incomplete','accepted','in-review','granted','printing','posted')
     group by person_id having count(*) > 1`,
  ),
  rows(
    "nobody-signed-in-by-an-ended-mandate", "who no longer acts for somebody is signed in nowhere as doing so, and no code lets them in",
    `select m.id as what from mandate m where m.ended_at is not null and (exists (select from session s where s.mandate_id = m.id and s.ended_at is null)
       or exists (select from code c where c.mandate_id = m.id and c.used_at is null and c.sent_at < m.ended_at))`,
  ),
  rows(
    "history-ends-where-it-stands", "the last line of an application's history is the state it is in",
    `select a.id as what from application a join lateral (select to_state from application_history h where h.application_id = a.id order by h.id desc limit 1) l on true
     where l.to_state <> a.state`,
  ),
  rows(
    "one-offer-at-a-time", "a person has at most one open offer, and nobody more than two on one day",
    `select application_id as what from offer where answered_at is null group by application_id having count(*) > 1
     union all select application_id from offer group by application_id, (offered_at at time zone 'Europe/Istanbul')::date having count(*) > ${OFFERS_A_DAY}`,
  ),
  rows(
    "accepted-has-appointment", "whoever accepted an offer has or had an appointment",
    "select id as what from offer o where answer = 'accepted' and not exists (select from appointment p where p.application_id = o.application_id)",
  ),
  rows(
    "protected-in-no-draw", "a protected case has no turn in a draw, and no list that closed while it was protected names it",
    `select r.application_id as what from draw_request r join application a on a.id = r.application_id where a.protected and r.placed_at is null and r.withdrawn_at is null
     union all select l.application_id from draw_line l join application a on a.id = l.application_id join draw d on d.id = l.draw_id
       where a.protected and (a.protected_at is null or a.protected_at < d.closed_at)
     union all select l.application_id from draw_line l join application a on a.id = l.application_id join draw d on d.id = l.draw_id
       where a.protected and l.slot_id is not null and a.protected_at <= d.drawn_at`,
  ),
  // A minute of grace for acts that waited for one another: each bears the instant at which it began.
  rows(
    "nothing-chosen-where-drawn", "while an office gives its dates by draw nobody keeps, is offered or chooses an hour of it, but for what stood when it began to",
    `with ${chosen} select c.what from chosen c join slot s on s.id = c.slot_id join draw_switch d on d.office_code = s.office_code
     where c.at > d.on_at + (c.kept + 1) * interval '1 minute' and (d.off_at is null or c.at < d.off_at - interval '1 minute')`,
  ),
  rows("one-open-batch", "a province has at most one open batch", "select province as what from draw where closed_at is null group by province having count(*) > 1"),
  rows(
    "drawn-once", "a request is placed by one batch, and told once of each place",
    `select application_id as what from draw_line where slot_id is not null group by application_id, draw_id having count(*) > 1`,
  ),
  rows(
    "list-is-drawn-whole", "every line of a closed list has its line in the draw",
    `select d.id as what from draw d where d.drawn_at is not null and jsonb_array_length(d.list -> 'requests') <> (select count(*) from draw_line l where l.draw_id = d.id)`,
  ),
  rows("paid-once", "an accrual is paid at most once", "select accrual_id as what from payment where state = 'paid' group by accrual_id having count(*) > 1"),
  rows("ledger-sums-to-zero", "every posting of the ledger sums to zero", "select posting_id as what from ledger_line group by posting_id having sum(amount) <> 0"),
  rows(
    "paid-by-one-payment", "an accrual is closed as paid exactly while one payment of it is paid, and that payment took what was asked",
    `select a.id as what from accrual a where (a.closed_because is not distinct from 'paid') <> exists (select from payment p where p.accrual_id = a.id and p.state = 'paid')
     union all select id from payment where state = 'paid' and taken is distinct from amount`,
  ),
  rows(
    "refunds-stand-in-the-ledger", "what was paid back of an accrual is what the ledger says left some account for it",
    `select coalesce(r.accrual_id, l.accrual_id) as what from (select accrual_id, sum(amount) as n from refund where state = 'sent' group by 1) r
     full join (select g.accrual_id, -sum(l.amount) as n from ledger_posting g join ledger_line l on l.posting_id = g.id
       where g.what = 'refunded' and l.account in ('card-provider', 'bank', 'treasury', 'cash-desk') group by 1) l using (accrual_id) where r.n is distinct from l.n`,
  ),
  rows(
    "paid-stands-in-the-ledger", "what the ledger says an applicant still owes is nothing where the accrual is closed, and its sum where it is open",
    `select a.id as what from accrual a cross join lateral (select coalesce(sum(l.amount), 0) as owed from ledger_posting g join ledger_line l on l.posting_id = g.id
       where g.accrual_id = a.id and l.account = 'receivable') o where o.owed <> case when a.closed_at is null then a.total else 0 end`,
  ),
];

export type Finding = { name: string; says: string; broken: string[] };

/** Every invariant with what breaks it; the report of a sound database has no broken row. */
export async function check(db: Database): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const invariant of invariants) findings.push({ name: invariant.name, says: invariant.says, broken: await invariant.broken(db) });
  return findings;
}

/** Only what is broken, in words: empty when all is well. */
export async function faults(db: Database): Promise<string[]> {
  return (await check(db)).filter((finding) => finding.broken.length > 0).map(({ name, broken }) => `${name}: ${broken.slice(0, 3).join("; ")}`);
}
