import type { Database } from "../platform/database.ts";

/** An hour as the history of a case names it, and as messages do: a past one, whose office may have another name today. */
export type PastPlace = { day: Temporal.PlainDate; starts: Temporal.PlainTime; officeName: string };
/** What happened to the place of a case while its state stayed the same, and the hour it came to; null where there is none in it. */
export type Happening = { what: "drawn" | "declined" | "moved" | "taken-back"; at: Temporal.Instant; place: PastPlace | null };

/** What happened to the place of a case without a move of the workflow, in the order of time. */
export async function whatHappened(db: Database, application: string): Promise<Happening[]> {
  const [drawn, request, told] = await Promise.all([
    db.selectFrom("draw_line").innerJoin("draw", "draw.id", "draw_line.draw_id").innerJoin("slot", "slot.id", "draw_line.slot_id").innerJoin("office", "office.code", "slot.office_code")
      .select(["draw.drawn_at", "slot.day", "slot.starts", "office.name as officeName"]).where("draw_line.application_id", "=", application).where("draw.drawn_at", "is not", null).execute(),
    db.selectFrom("draw_request").select("declined_at").where("application_id", "=", application).executeTakeFirst(),
    // Each change is told in its own transaction, and messages are kept: they know the hour it came to, which the appointment has forgotten.
    db.selectFrom("message").select(["notice", "queued_at", "values"]).where("application_id", "=", application).where("role", "=", "applicant")
      .where("notice", "in", ["appointment-changed", "drawn-date-taken-back"]).execute(),
  ]);
  return [
    ...drawn.map(({ drawn_at, ...place }): Happening => ({ what: "drawn", at: drawn_at!, place })),
    ...(request?.declined_at ? [{ what: "declined" as const, at: request.declined_at, place: null }] : []),
    ...told.map(({ notice, queued_at, values }): Happening => ({ what: notice === "appointment-changed" ? "moved" : "taken-back", at: queued_at, place: placeOf(values) })),
  ].sort((one, other) => Temporal.Instant.compare(one.at, other.at));
}

/** The hour that the facts of a history line or the values of a message name; null where they name none. */
export function placeOf(facts: unknown): PastPlace | null {
  const { day, time, office } = facts as Partial<Record<"day" | "time" | "office", string>>;
  return day && time && office ? { day: Temporal.PlainDate.from(day), starts: Temporal.PlainTime.from(time), officeName: office } : null;
}
