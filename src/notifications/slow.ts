import { sql } from "kysely";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { log } from "../platform/log.ts";
import type { SmsRoute } from "./route.ts";
import { leaveAside } from "./sms.ts";

// Messages of the last half hour that have had five minutes to arrive; fewer than ten tell nothing.
const window = { from: 30, until: 5 };
const enough = 10;
const asideMinutes = 10;

/**
 * Leaves a route aside for ten minutes when fewer than half of its messages were reported as delivered within five, so that the other one
 * takes its place. A route that reported nothing for a day gives no receipts at all, and is not judged by them. Returns the names of the slow.
 */
export async function leaveSlowRoutes(app: { db: Database; clock: Clock }, routes: readonly SmsRoute[]): Promise<string[]> {
  if (routes.length < 2) return [];
  const now = app.clock.now();
  const { rows } = await sql<{ name: string; n: number; delivered: number; ever: boolean }>`
    select split_part(provider_reference, ':', 1) as name,
      count(*) filter (where sent_at >= ${now.subtract({ minutes: window.from })} and sent_at < ${now.subtract({ minutes: window.until })})::int as n,
      count(*) filter (where sent_at >= ${now.subtract({ minutes: window.from })} and sent_at < ${now.subtract({ minutes: window.until })} and state = 'delivered')::int as delivered,
      bool_or(delivered_at is not null) as ever
    from message where channel = 'sms' and sent_at > ${now.subtract({ hours: 24 })} and provider_reference is not null group by 1`.execute(app.db);
  const slow = rows.filter(({ n, delivered, ever }) => ever && n >= enough && delivered < n / 2).map(({ name }) => name);
  for (const route of routes) {
    if (!slow.includes(route.name)) continue;
    log.warn({ route: route.name }, "an SMS route is slow with its receipts; the other one goes first for ten minutes");
    leaveAside(route, asideMinutes);
  }
  return slow;
}
