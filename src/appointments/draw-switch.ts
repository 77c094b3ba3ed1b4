import { sql } from "kysely";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { findProvince, provinces } from "../rules/provinces.ts";

/** Whether dates of a province are given by draw: always in automatic provinces, elsewhere while an officer of it has switched the draw on. */
export async function isDrawn(db: Database | Transaction, province: string | null): Promise<boolean> {
  if (province === null) return false;
  if (findProvince(province)?.automatic) return true;
  const last = await db.selectFrom("draw_switch").select("drawn").where("province", "=", province).orderBy("at", "desc").orderBy("id", "desc").limit(1).executeTakeFirst();
  return last?.drawn ?? false;
}

/** The provinces whose dates are given by draw. */
export async function drawnProvinces(db: Database | Transaction): Promise<string[]> {
  const rows = await db.selectFrom("draw_switch").distinctOn("province").select(["province", "drawn"]).orderBy("province").orderBy("at", "desc").orderBy("id", "desc").execute();
  return [...provinces.filter(({ automatic }) => automatic).map(({ plate }) => plate), ...rows.filter(({ drawn }) => drawn).map(({ province }) => province)];
}

/**
 * Switches the draw of a province on or off. On: nobody chooses any more, appointments that stand are kept, and the waiting list for earlier
 * places ends. Off: people choose again; who is in a batch is still drawn. `always-drawn` in an automatic province, `so-already` when it is so.
 */
export async function switchDraw(act: Act, province: string, on: boolean): Promise<Outcome<object, "always-drawn" | "so-already">> {
  if (findProvince(province)?.automatic) return not("always-drawn");
  await sql`select pg_advisory_xact_lock(hashtextextended(${`draw of ${province}`}, 0))`.execute(act.tx);
  if ((await isDrawn(act.tx, province)) === on) return not("so-already");
  await act.tx.insertInto("draw_switch").values({ id: v7(act.now), province, drawn: on, at: act.now, set_by: act.actor.kind === "officer" ? act.actor.id : null }).execute();
  if (on) {
    await sql`update wish w set stopped_at = ${act.now} from application a where a.id = w.application_id and a.province = ${province} and w.stopped_at is null`.execute(act.tx);
  }
  for (const { code } of await act.tx.selectFrom("office").select("code").where("province", "=", province).execute()) {
    await record(act, on ? "draw-switched-on" : "draw-switched-off", { office: code });
  }
  return done({});
}
