import { sql } from "kysely";
import type { Application } from "../applications/application.ts";
import { record } from "../audit/record.ts";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { isId, v7 } from "../platform/id.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { findOffice } from "../rules/offices.ts";
import { findProvince, provinces } from "../rules/provinces.ts";
import { officesOf } from "./place.ts";

/** Whether an office always gives its dates by draw, because its province is an automatic one. */
export function alwaysDraws(office: string): boolean {
  return findProvince(findOffice(office)?.province ?? "")?.automatic ?? false;
}

/** Which of these offices give their dates by draw: those of automatic provinces, and those where an officer has switched the draw on. */
export async function drawnAmong(db: Database | Transaction, offices: readonly string[]): Promise<string[]> {
  const others = offices.filter((code) => !alwaysDraws(code));
  if (others.length === 0) return [...offices];
  const rows = await db.selectFrom("draw_switch").select("office_code").where("office_code", "in", others).where("off_at", "is", null).execute();
  return offices.filter((code) => alwaysDraws(code) || rows.some((row) => row.office_code === code));
}

/** Whether an office gives its dates by draw. */
export async function isDrawn(db: Database | Transaction, office: string): Promise<boolean> {
  return (await drawnAmong(db, [office])).length > 0;
}

/** The offices that serve the address of a case on a day, in their order: those at which an hour is chosen, and those that give dates by draw. */
export type Ways = { chosen: string[]; drawn: string[] };

export async function waysOf(db: Database | Transaction, application: Application, on: Temporal.PlainDate): Promise<Ways> {
  const offices = officesOf(application, on);
  const drawn = await drawnAmong(db, offices);
  return { chosen: offices.filter((code) => !drawn.includes(code)), drawn };
}

/** How somebody comes by an appointment: by choosing it, by the draw, or, where a protected case stands in no draw, from the office. */
export async function wayOf(db: Database | Transaction, application: Application, on: Temporal.PlainDate): Promise<"choose" | "draw" | "office"> {
  if ((await waysOf(db, application, on)).chosen.length > 0) return "choose";
  return application.protected ? "office" : "draw";
}

/** The provinces of which an office gives its dates by draw. */
export async function drawnProvinces(db: Database | Transaction): Promise<string[]> {
  const rows = await db.selectFrom("draw_switch").innerJoin("office", "office.code", "draw_switch.office_code").select("office.province").distinct().where("off_at", "is", null).execute();
  return [...provinces.filter(({ automatic }) => automatic).map(({ plate }) => plate), ...rows.map(({ province }) => province)];
}

/** In SQL: whether the draw is switched on at an office. */
export const switchedOn = (office: string) => sql<boolean>`exists (select from draw_switch d where d.office_code = ${sql.ref(office)} and d.off_at is null)`;

const lockOf = (office: unknown) => sql`hashtextextended('draw of ' || ${office}::text, 0)`;

/**
 * Whether a person may choose this hour: not where its office draws. The answer holds until the end of the act: whoever switches the draw on
 * waits for those who are just choosing. An hour that does not exist, or of an office that does not serve the address, is told by taking it.
 */
export async function mayChoose(act: Act, application: Application, slot: string): Promise<boolean> {
  const offices = officesOf(application, act.today);
  if (offices.every(alwaysDraws)) return false;
  if (!isId(slot)) return true;
  const { rows } = await sql<{ office: string }>`
    select office_code as office, pg_advisory_xact_lock_shared(${lockOf(sql.ref("office_code"))}) from slot where id = ${slot}`.execute(act.tx);
  const office = rows[0]?.office;
  // Asked by a statement of its own: one that waits for a lock still sees what was before.
  return office === undefined || !offices.includes(office) || !(await isDrawn(act.tx, office));
}

/** Which of these offices draw, until the end of the act. */
export async function stillDrawn(act: Act, offices: readonly string[]): Promise<string[]> {
  for (const office of offices.filter((code) => !alwaysDraws(code)).sort()) await sql`select pg_advisory_xact_lock_shared(${lockOf(office)})`.execute(act.tx);
  return drawnAmong(act.tx, offices);
}

/**
 * Switches the draw of an office on or off. On: nobody chooses an hour of it any more, while the other offices of the province go on as they
 * do; appointments, kept hours and offers that stand are kept, and its freed places are offered to nobody. Who waits for an earlier place
 * waits at the other offices, and no longer where all that serve the address draw. Off: people choose again; who is in a list is still drawn.
 * `always-drawn` in an automatic province, `so-already` when it is so.
 */
export async function switchDraw(act: Act, office: string, on: boolean): Promise<Outcome<object, "always-drawn" | "so-already">> {
  if (alwaysDraws(office)) return not("always-drawn");
  await sql`select pg_advisory_xact_lock(${lockOf(office)})`.execute(act.tx);
  if (!(await (on ? begin(act, office) : end(act, office)))) return not("so-already");
  await record(act, on ? "draw-switched-on" : "draw-switched-off", { office });
  return done({});
}

const officerOf = ({ actor }: Act) => (actor.kind === "officer" ? actor.id : null);

async function begin(act: Act, office: string): Promise<boolean> {
  const begun = await act.tx.insertInto("draw_switch").values({ id: v7(act.now), office_code: office, on_at: act.now, on_by: officerOf(act) })
    .onConflict((it) => it.doNothing()).returning("id").executeTakeFirst();
  if (!begun) return false;
  await sql`update wish w set stopped_at = ${act.now} where w.stopped_at is null and ${office} = any(w.offices)
    and not exists (select from unnest(w.offices) as o (code) where not ${switchedOn("o.code")})`.execute(act.tx);
  return true;
}

async function end(act: Act, office: string): Promise<boolean> {
  // An act that waited for the lock may be older than the line it ends.
  const { numUpdatedRows } = await act.tx.updateTable("draw_switch").set({ off_at: sql`greatest(on_at, ${act.now}::timestamptz)`, off_by: officerOf(act) })
    .where("office_code", "=", office).where("off_at", "is", null).executeTakeFirst();
  return numUpdatedRows > 0n;
}
