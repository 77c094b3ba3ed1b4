/**
 * Every notice the office sends. `obligatory` ones concern a right or a duty: they are always sent; the others can be stopped.
 * The words are `notices.<notice>.subject`, `.text` and `.sms` in the locale files.
 */
export const notices = {
  code: { obligatory: true },
  number: { obligatory: true },
  created: { obligatory: true },
  "appointment-given": { obligatory: true },
  "appointment-drawn": { obligatory: true },
  "appointment-changed": { obligatory: true },
  "appointment-cancelled": { obligatory: true },
  "appointment-taken-back": { obligatory: true },
  "in-draw": { obligatory: true },
  "deadline-near": { obligatory: true },
  "paid": { obligatory: true },
  "no-show": { obligatory: true },
  "documents-asked": { obligatory: true },
  accepted: { obligatory: true },
  "not-accepted": { obligatory: true },
  granted: { obligatory: true },
  refused: { obligatory: true },
  posted: { obligatory: true },
  "card-came-back": { obligatory: true },
  withdrawn: { obligatory: true },
  lapsed: { obligatory: true },
  removed: { obligatory: true },
  "contact-changed": { obligatory: true },
  "correction-answered": { obligatory: true },
  "appointment-reminder": { obligatory: false },
} as const satisfies Record<string, { obligatory: boolean }>;

export type Notice = keyof typeof notices;
