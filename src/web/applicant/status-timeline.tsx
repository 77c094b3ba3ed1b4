import type { ComponentChildren } from "preact";
import { answersOf, nameOf } from "../../applications/application.ts";
import { type PastPlace, placeOf } from "../../appointments/happened.ts";
import type { Language } from "../../platform/i18n.ts";
import type { TimelineStep } from "../../ui/timeline.tsx";
import type { Mandate } from "../../representation/mandate.ts";
import type { ApplicantVisit } from "../page.ts";
import type { Case } from "./status-next.tsx";

type Line = { at: Temporal.Instant; title: ComponentChildren; detail?: ComponentChildren };

/** All that happened to a case, the moves of the workflow and what became of its place and its fees, in the order of time; then what comes. */
export function timeline({ l, application, represents }: Pick<ApplicantVisit, "l" | "application" | "represents">, own: Pick<Case, "history" | "happened" | "paidAt" | "ahead"> & { mandates: Pick<Mandate, "name" | "ended_at" | "ended_by">[] }): TimelineStep[] {
  const lines: Line[] = [
    ...own.history.map((entry): Line => {
      const place = placeOf(entry.facts);
      return { at: entry.at, title: l.t(titleOf(entry)), detail: <>{entry.by === null ? null : <p>{l.rich(represents ? "represented.for" : "represented.for-you", { name: <bdi>{entry.by}</bdi>, person: <bdi>{nameOf(answersOf(application))}</bdi> })}</p>}{place ? whenOf(l, place) : null}{entry.comment ? <p><bdi>{entry.comment}</bdi></p> : null}</> };
    }),
    ...own.happened.map(({ what, at, place }): Line => ({ at, title: l.t(`states.event.${what}`), detail: place ? whenOf(l, place) : undefined })),
    ...own.mandates.flatMap(({ ended_at, ended_by, name }): Line[] => (ended_at ? [{ at: ended_at, title: l.t(`represented.event-${ended_by as "person"}`), detail: <p><bdi>{name}</bdi></p> }] : [])),
    ...(own.paidAt ? [{ at: own.paidAt, title: l.t("status.paid") }] : []),
  ].sort((one, other) => Temporal.Instant.compare(one.at, other.at));
  const past = lines.map(({ at, title, detail }, n): TimelineStep => ({ title, state: n === lines.length - 1 ? "now" : "done", when: l.instant(at), detail }));
  const ahead = (own.ahead as readonly string[]).map((step): TimelineStep => ({
    title: l.t(`states.ahead.${step as "decision"}`), state: "ahead",
    detail: step === "decision" && application.decide_by ? l.t("status.decide-by", { date: l.day(application.decide_by) }) : undefined,
  }));
  return [...past, ...ahead];
}

// Taking a place and joining the draw are one move of the workflow, and so are giving either up: the facts say which it was.
function titleOf({ event, facts, actor_kind }: Case["history"][number]) {
  const byDraw = (facts as { draw?: string }).draw !== undefined;
  if (event === "lodge" && byDraw) return "states.event.lodge-draw";
  if (event === "give-up-place") return byDraw ? "states.event.leave-draw" : actor_kind === "applicant" ? "states.event.give-up-place" : "states.event.taken-back";
  return `states.event.${event as "create"}` as const;
}

function whenOf(l: Language, { day, starts, officeName }: PastPlace) {
  return <p>{l.rich("appointments.when", { date: <bdi>{l.date(day)}</bdi>, time: <bdi>{l.time(starts)}</bdi>, office: <bdi>{officeName}</bdi> })}</p>;
}
