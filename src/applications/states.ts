import type { Notice } from "../notifications/notices.ts";

/** Where an application stands. The words people read are in the locale files, under `states`. */
export const states = [
  "draft", "created", "lodged", "attended", "incomplete", "accepted", "in-review", "granted", "printing", "posted", "delivered",
  "not-accepted", "refused", "served", "withdrawn", "lapsed", "removed", "expired",
] as const;
export type State = (typeof states)[number];

export type Who = "applicant" | "officer" | "system";

/** One permitted move: where to, by whom, whether a comment is due, and what the person is told. */
export type Move = { to: State; who: readonly Who[]; comment?: true; notice?: Notice };

/**
 * The workflow. What is not in this table cannot happen.
 * Adverse moves (lapse, remove, no-show) are only ever an officer's: clocks propose them. A draft alone expires by itself.
 */
export const table = {
  draft: {
    create: { to: "created", who: ["applicant"], notice: "created" },
    // Humanitarian permits and those of victims of trafficking: the office opens them for a person who is there (Law 6458 arts 46, 48).
    open: { to: "attended", who: ["officer"], notice: "opened" },
    expire: { to: "expired", who: ["system"] },
  },
  created: {
    lodge: { to: "lodged", who: ["applicant", "officer", "system"] },
    withdraw: { to: "withdrawn", who: ["applicant", "officer"], notice: "withdrawn" },
    lapse: { to: "lapsed", who: ["officer"], comment: true, notice: "lapsed" },
  },
  lodged: {
    "check-in": { to: "attended", who: ["officer"] },
    "give-up-place": { to: "created", who: ["applicant", "officer", "system"] },
    "no-show": { to: "created", who: ["officer"], notice: "no-show" },
    withdraw: { to: "withdrawn", who: ["applicant", "officer"], notice: "withdrawn" },
    lapse: { to: "lapsed", who: ["officer"], comment: true, notice: "lapsed" },
  },
  attended: {
    // The wrong row of the day's list was pressed.
    "undo-check-in": { to: "lodged", who: ["officer"] },
    // The same, of somebody who had been noted as missing and has no other appointment: they are missing again.
    "undo-late-check-in": { to: "created", who: ["officer"] },
    "ask-documents": { to: "incomplete", who: ["officer"], notice: "documents-asked" },
    accept: { to: "accepted", who: ["officer"], notice: "accepted" },
    "not-accept": { to: "not-accepted", who: ["officer"], comment: true, notice: "not-accepted" },
    withdraw: { to: "withdrawn", who: ["officer"], notice: "withdrawn" },
  },
  incomplete: {
    // The request is changed: other documents, another day.
    "ask-documents": { to: "incomplete", who: ["officer"], notice: "documents-asked" },
    accept: { to: "accepted", who: ["officer"], notice: "accepted" },
    remove: { to: "removed", who: ["officer"], comment: true, notice: "removed" },
    withdraw: { to: "withdrawn", who: ["officer"], notice: "withdrawn" },
  },
  accepted: {
    review: { to: "in-review", who: ["officer"] },
    "ask-documents": { to: "incomplete", who: ["officer"], notice: "documents-asked" },
    withdraw: { to: "withdrawn", who: ["officer"], notice: "withdrawn" },
  },
  "in-review": {
    grant: { to: "granted", who: ["officer"], notice: "granted" },
    refuse: { to: "refused", who: ["officer"], notice: "refused" },
    "hand-back": { to: "accepted", who: ["officer"] },
    "ask-documents": { to: "incomplete", who: ["officer"], notice: "documents-asked" },
    withdraw: { to: "withdrawn", who: ["officer"], notice: "withdrawn" },
  },
  granted: { print: { to: "printing", who: ["officer"] } },
  printing: {
    // The number was typed wrongly, or the card was printed anew.
    print: { to: "printing", who: ["officer"] },
    post: { to: "posted", who: ["officer"], notice: "posted" },
  },
  posted: {
    "correct-tracking": { to: "posted", who: ["officer"], notice: "tracking-corrected" },
    deliver: { to: "delivered", who: ["officer"] },
    "come-back": { to: "printing", who: ["officer"], comment: true, notice: "card-came-back" },
  },
  delivered: {},
  refused: { serve: { to: "served", who: ["officer"] } },
  served: {},
  "not-accepted": {},
  withdrawn: {},
  lapsed: {},
  removed: {},
  expired: {},
} as const satisfies Record<State, Record<string, Move>>;

type Table = typeof table;
export type Event = { [S in State]: keyof Table[S] & string }[State];

/** The move that an event makes from a state, or null where the table has none. */
export function moveFrom(state: State, event: Event): Move | null {
  return (table[state] as Partial<Record<Event, Move>>)[event] ?? null;
}

/** Applications that still wait for something: at most one a person. The database's index names the same states. */
export const open: readonly State[] = ["created", "lodged", "attended", "incomplete", "accepted", "in-review", "granted", "printing", "posted"];

/** Nothing more happens to an application here. */
export function isFinal(state: State): boolean {
  return Object.keys(table[state]).length === 0;
}

/** Whether a case has ended without a permit. */
export function endedWithout(state: State): boolean {
  return state === "refused" || (isFinal(state) && state !== "delivered");
}
