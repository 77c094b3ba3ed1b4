import { sql } from "kysely";
import { dateOf } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { countJobs } from "../platform/jobs.ts";
import { type Family, gauge } from "../platform/metrics.ts";

/** What one who runs an installation watches of its work: how many and how old, nothing of a person. Ages are seconds. */
export async function readings(db: Database, now: Temporal.Instant): Promise<Family[]> {
  const [messages, jobs, codes, payments, places] = await Promise.all([
    // What waits for the morning on purpose is not late.
    sql<{ channel: string; state: string; n: number; since: Temporal.Instant }>`
      select channel, state, count(*)::int as n, least(min(next_at), ${now}) as since from message where next_at is not null group by channel, state order by channel, state`.execute(db),
    countJobs(db),
    sql<{ channel: string; n: number }>`select channel, count(*)::int as n from code where sent_at > ${now.subtract({ hours: 1 })} group by channel order by channel`.execute(db),
    sql<{ state: string; n: number; since: Temporal.Instant }>`
      select state, count(*)::int as n, min(started_at) as since from payment where state in ('unknown', 'disputed', 'returning') group by state order by state`.execute(db),
    sql<{ province: string; n: number }>`
      select o.province, sum(greatest(s.capacity - s.taken, 0))::int as n from slot s join office o on o.code = s.office_code
      where s.day > ${dateOf(now)} and s.closed_at is null group by o.province order by o.province`.execute(db),
  ]);
  const age = (since: Temporal.Instant) => Math.max(0, since.until(now).total("seconds"));
  return [
    gauge("sojourn_outbox_messages", "Messages that are not sent yet, by channel and state.", messages.rows.map(({ channel, state, n }) => ({ labels: { channel, state }, value: n }))),
    gauge("sojourn_outbox_oldest_seconds", "How long the oldest due message has waited.", messages.rows.map(({ channel, state, since }) => ({ labels: { channel, state }, value: age(since) }))),
    gauge("sojourn_jobs", "Jobs by task: due, failing and to be tried again, given up.", jobs.map(({ task, state, n }) => ({ labels: { task, state }, value: n }))),
    gauge("sojourn_jobs_oldest_seconds", "How long the oldest due job has waited.", jobs.filter(({ state }) => state === "due").map(({ task, seconds }) => ({ labels: { task }, value: seconds }))),
    gauge("sojourn_codes_last_hour", "Codes sent in the last hour.", codes.rows.map(({ channel, n }) => ({ labels: { channel }, value: n }))),
    gauge("sojourn_payments", "Payments that need a look, or the bank's word.", payments.rows.map(({ state, n }) => ({ labels: { state }, value: n }))),
    gauge("sojourn_payments_oldest_seconds", "Age of the oldest of them.", payments.rows.map(({ state, since }) => ({ labels: { state }, value: age(since) }))),
    gauge("sojourn_places_free", "Free places from tomorrow on, by province.", places.rows.map(({ province, n }) => ({ labels: { province }, value: n }))),
  ];
}
