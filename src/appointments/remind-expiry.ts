import { sql } from "kysely";
import { answersOf, findApplication } from "../applications/application.ts";
import { notify } from "../notifications/notify.ts";
import type { Act } from "../platform/act.ts";
import { rulesOn } from "../rules/in-force.ts";
import { mayBeExtended } from "../rules/permit-types.ts";

const AT_ONCE = 200;

/**
 * Reminds holders of a permit that their extension window is open, or that theirs cannot be extended, once for each last day; whoever has
 * begun another application since is left alone. A worker that was away reminds late rather than never. Returns how many were reminded; 200 at most, the clock comes again.
 */
export async function remindOfExpiry(act: Act): Promise<number> {
  const window = rulesOn(act.today).terms.extensionWindow;
  if (window === null) return 0;
  const due = await act.tx
    .selectFrom("application").innerJoin("decision", "decision.application_id", "application.id")
    .select(["application.id", "decision.granted_until"])
    .where("decision.outcome", "=", "granted").where("application.state", "=", "delivered")
    .where("decision.granted_until", ">=", act.today).where("decision.granted_until", "<=", act.today.add({ days: window.value }))
    .where(sql<boolean>`not exists (select from application later where later.person_id = application.person_id and later.created_at > application.created_at)`)
    .where((it) => it.not(it.exists(it.selectFrom("reminder").select("reminder.what").whereRef("reminder.application_id", "=", "application.id").where("reminder.what", "=", "expiry"))))
    .orderBy("decision.granted_until").limit(AT_ONCE).execute();
  for (const { id, granted_until } of due) {
    const first = await act.tx.insertInto("reminder").values({ application_id: id, what: "expiry", on_day: granted_until!, sent_at: act.now })
      .onConflict((it) => it.doNothing()).returning("application_id").executeTakeFirst();
    const application = first && (await findApplication(act.tx, id));
    if (!application) continue;
    const { permitType, purpose } = answersOf(application);
    await notify(act, application, mayBeExtended(permitType, purpose) ? "expiry-near" : "expiry-last", { until: granted_until!.toString() });
  }
  return due.length;
}
