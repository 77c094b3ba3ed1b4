/** How many minutes a one-time code is good; one that is older when its turn comes is not sent any more. ASVS 6.5.5 allows no more than ten. */
export const codeMinutes = 10;

/** What a value of a notice is, and so how it is put into words when the notice is written. */
export type Kind =
  /** Stands as it is: a number, a code, the name of an office. */
  | "text"
  /** A whole number, for plural forms. */
  | "count"
  /** An ISO date, "2026-12-08". */
  | "date"
  /** The same, of a day to come on or to answer by: written with its day of the week. */
  | "weekday"
  /** The same, of a thing that may have no date: its texts choose by `{<name>Known, select, 1 {…} other {…}}`. */
  | "date?"
  /** An hour of Istanbul, "10:20". */
  | "time"
  /** Lira in kuruş. */
  | "money"
  /** Codes of documents with commas between them, "passport,income"; their names are `documents.<code>`. */
  | "documents"
  /** The code of a province, "34": its name is looked up. */
  | "province";

type Definition = {
  /** Concerns a right or a duty: always sent, at any hour. The others keep quiet at night. */
  obligatory: boolean;
  /** The values its texts take beside `number`, which `notify` gives to every notice about an application. All but those with a `?` must be given. */
  takes: Record<string, Kind>;
};

/**
 * Every notice the office sends. The words are `notices.<notice>.subject`, `.text` and `.sms` in the locale files;
 * `.title` names it in a list of messages and takes no values.
 *
 * | notice | when | values |
 * |---|---|---|
 * | code | a contact is to be proven | code, minutes it is good for |
 * | number | pre-registration is done | |
 * | created | the application is frozen | registration and accrual number, last day to attend if there is one |
 * | opened | the office opened a case for the person; never tells which permit | registration and accrual number |
 * | appointment-given, -drawn, -changed, -reminder | a place is taken, drawn, moved, near | day, time, office: its name |
 * | appointment-cancelled | the person gave the place up | day, time, office |
 * | appointment-taken-back | the office had to close that place | day, time, office |
 * | drawn-date-taken-back | the office had to close that day; the person stands first in the next draw | day, time, office |
 * | in-draw | the person joined the draw | province, last day to attend |
 * | earlier-place | a freed place is offered for a time | day, time, office, until when, the address that stops such offers |
 * | deadline-near | created, and no appointment yet | last day to attend |
 * | paid | a payment was settled | amount in kuruş |
 * | payment-taken-back | a bank cancelled its collection on the same day | amount in kuruş |
 * | money-returned | money that was not owed went back | amount in kuruş |
 * | refunded | fees were paid back by decision of the office | amount in kuruş |
 * | refunded-transfer, -cash-desk | the same, paid by the office itself since the card’s bank refuses | amount in kuruş, day, number of it |
 * | decision-served | a refusal was served | day of it, last days to leave and for the court |
 * | expiry-near | sixty days before a permit ends | its last day |
 * | expiry-last | the same, of a permit that the law gives once | its last day |
 * | no-show | an officer noted that nobody came | day of the appointment |
 * | documents-asked | documents are missing | documents, day by which they are due |
 * | accepted | complete; certificate issued, decision clock runs | day by which the decision is due |
 * | granted | decided | first day of the permit, and its last if it has one |
 * | posted, tracking-corrected | the card is on its way, under another code than was told | tracking code |
 * | mandate-laid-down | who acts for the person will do so no longer | name, last day |
 * | mandate-ended | nobody acts for the person any more; the representative gets mandate-over | name |
 * | all others | as they are called | |
 */
export const notices = {
  code: { obligatory: true, takes: { code: "text", minutes: "count" } },
  number: { obligatory: true, takes: {} },
  created: { obligatory: true, takes: { registration: "text", accrual: "text", attendBy: "date?" } },
  opened: { obligatory: true, takes: { registration: "text", accrual: "text" } },
  "appointment-given": { obligatory: true, takes: { day: "weekday", time: "time", office: "text" } },
  "appointment-drawn": { obligatory: true, takes: { day: "weekday", time: "time", office: "text" } },
  "appointment-changed": { obligatory: true, takes: { day: "weekday", time: "time", office: "text" } },
  "appointment-cancelled": { obligatory: true, takes: { day: "weekday", time: "time", office: "text" } },
  "appointment-taken-back": { obligatory: true, takes: { day: "weekday", time: "time", office: "text" } },
  "drawn-date-taken-back": { obligatory: true, takes: { day: "weekday", time: "time", office: "text" } },
  "in-draw": { obligatory: true, takes: { province: "province", attendBy: "date" } },
  "deadline-near": { obligatory: true, takes: { attendBy: "date" } },
  paid: { obligatory: true, takes: { amount: "money" } },
  "no-show": { obligatory: true, takes: { day: "weekday" } },
  "documents-asked": { obligatory: true, takes: { documents: "documents", due: "date" } },
  accepted: { obligatory: true, takes: { decideBy: "date" } },
  "not-accepted": { obligatory: true, takes: {} },
  granted: { obligatory: true, takes: { from: "date", until: "date?" } },
  refused: { obligatory: true, takes: {} },
  posted: { obligatory: true, takes: { tracking: "text" } },
  "tracking-corrected": { obligatory: true, takes: { tracking: "text" } },
  "card-came-back": { obligatory: true, takes: {} },
  withdrawn: { obligatory: true, takes: {} },
  lapsed: { obligatory: true, takes: {} },
  removed: { obligatory: true, takes: {} },
  "contact-changed": { obligatory: true, takes: {} },
  "contact-set": { obligatory: true, takes: {} },
  "mandate-laid-down": { obligatory: true, takes: { name: "text", until: "date" } },
  "mandate-ended": { obligatory: true, takes: { name: "text" } },
  "mandate-over": { obligatory: true, takes: {} },
  "correction-answered": { obligatory: true, takes: {} },
  "payment-taken-back": { obligatory: true, takes: { amount: "money" } },
  "money-returned": { obligatory: true, takes: { amount: "money" } },
  refunded: { obligatory: true, takes: { amount: "money" } },
  "refunded-transfer": { obligatory: true, takes: { amount: "money", on: "date", reference: "text" } },
  "refunded-cash-desk": { obligatory: true, takes: { amount: "money", on: "date", reference: "text" } },
  "decision-served": { obligatory: true, takes: { on: "date", leaveBy: "date", courtBy: "date" } },
  "expiry-near": { obligatory: false, takes: { until: "date" } },
  "expiry-last": { obligatory: false, takes: { until: "date" } },
  "earlier-place": { obligatory: false, takes: { day: "weekday", time: "time", office: "text", untilDay: "weekday", untilTime: "time", stop: "text" } },
  "appointment-reminder": { obligatory: false, takes: { day: "weekday", time: "time", office: "text" } },
} as const satisfies Record<string, Definition>;

export type Notice = keyof typeof notices;

export function isNotice(name: string): name is Notice {
  return Object.hasOwn(notices, name);
}

/** What is wrong with the values of a notice: a missing one, a date that is none. Null when it can be written. */
export function faultIn(notice: Notice, values: Record<string, unknown>): string | null {
  for (const [name, kind] of Object.entries(notices[notice].takes as Record<string, Kind>)) {
    if (!fits(kind, values[name])) return `the notice ${notice} needs ${name}, of the kind ${kind}`;
  }
  return null;
}

function fits(kind: Kind, value: unknown): boolean {
  if (kind === "count" || kind === "money") return Number.isSafeInteger(value);
  if (kind === "date?" && value === undefined) return true;
  if (kind === "date" || kind === "weekday" || kind === "date?") return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
  if (kind === "time") return typeof value === "string" && /^\d{2}:\d{2}/.test(value);
  return typeof value === "string" && value !== "";
}
