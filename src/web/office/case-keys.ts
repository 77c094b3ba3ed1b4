import { mayMark } from "../../acts/mark-document.ts";
import type { Neighbours } from "../../applications/queue.ts";
import type { KeyEntry } from "../../ui/key-help.tsx";
import type { View } from "./case.tsx";
import { readMarks } from "./case-documents.tsx";
import { keysOfParts } from "./nav.ts";

/** Whether the person can be checked in today: to the appointment, or after all although it was noted that nobody came. */
export function comesToday({ visit: { today }, file: { application, appointment }, may }: View): "booked" | "no-show" | null {
  if (!may("check-in") || !appointment?.day.equals(today)) return null;
  if (application.state === "lodged" && appointment.state === "booked") return "booked";
  return ["created", "lodged"].includes(application.state) && appointment.state === "no-show" ? "no-show" : null;
}

/** The acts that have a single key. */
const keyed = { "check-in": "i", accept: "a", review: "v", grant: "g", "ask-documents": "m" } as const;
export type KeyedAct = keyof typeof keyed;

/** The single key of an act while the page offers it, else undefined: what stands under the next steps and what the sheet of keys names are one. */
export function keyOf(view: View, act: KeyedAct): string | undefined {
  const { file: { application: { state }, proposal }, may } = view;
  const there = {
    "check-in": comesToday(view) !== null,
    accept: ["attended", "incomplete"].includes(state),
    review: state === "accepted",
    grant: state === "in-review" && !proposal,
    "ask-documents": ["attended", "incomplete", "accepted", "in-review"].includes(state),
  }[act];
  return there && may(act) ? keyed[act] : undefined;
}

/** The name of such an act as its button bears it. */
export function wordsOf(view: View, act: KeyedAct): string {
  const { visit: { l }, file: { application: { state } } } = view;
  if (act === "check-in" && comesToday(view) === "no-show") return l.t("case.act-came-after-all");
  return l.t(act === "ask-documents" && state === "incomplete" ? "case.act-change-request" : `case.act-${act}`);
}

/** What single keys do on this page: those of acts go to the act's button, and Enter does it. */
export function caseKeys(view: View, beside: Neighbours | undefined): KeyEntry[] {
  const { visit: { l, officer, query }, file, may } = view;
  const entries: [string | null | undefined | false, string][] = [
    [beside?.next && "j", l.t("case.next")],
    [beside?.previous && "k", l.t("case.previous")],
    [may("mark") && mayMark(file.application.state) && readMarks(query.was).length > 0 && "u", l.t("case.undo")],
    ...(Object.keys(keyed) as KeyedAct[]).map((act): [string | undefined, string] => [keyOf(view, act), wordsOf(view, act)]),
    [may("note") && "n", l.t("case.notes-add")],
  ];
  return [...entries.flatMap(([key, text]) => (key ? [{ key, text }] : [])), ...keysOfParts(l, officer.role)];
}
