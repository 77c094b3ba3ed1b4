/** Where a payment stands. `unknown` is a state like the others: it is asked about until it is known. */
export const paymentStates = [
  "created", "redirected", "unknown", "paid", "failed", "expired", "cancelled", "disputed", "returning", "refunded",
] as const;
export type PaymentState = (typeof paymentStates)[number];

/** Whether somebody is finding out what became of a payment: nobody may be asked to pay again meanwhile. */
export function isBeingAsked(state: string | undefined): boolean {
  return state === "unknown" || state === "disputed";
}

/** From where a word about a payment came. */
export type Source = "applicant" | "return" | "notification" | "poll" | "bank" | "officer" | "clock";

/** What can happen to a payment. */
export type PaymentEvent =
  | "redirect" | "lose-sight" | "pay" | "fail" | "expire" | "cancel" | "dispute" | "take-unowed" | "send-back" | "give-back";

export type PaymentMove = {
  to: PaymentState;
  who: readonly Source[];
  /** The provider said otherwise before: its last word counts, and the history shows both. */
  correction?: true;
};

const told = ["return", "notification", "poll", "applicant"] as const;

// What the provider may say while a payment is under way.
const underWay = {
  "lose-sight": { to: "unknown", who: told },
  pay: { to: "paid", who: told },
  fail: { to: "failed", who: told },
  expire: { to: "expired", who: [...told, "clock"] },
  cancel: { to: "cancelled", who: told },
  dispute: { to: "disputed", who: told },
  "take-unowed": { to: "returning", who: told },
} as const;

// Money may arrive after a payment was given up for lost: it counts if it is still owed, else it goes back.
const givenUp = {
  pay: { to: "paid", who: told, correction: true },
  dispute: { to: "disputed", who: told, correction: true },
  "take-unowed": { to: "returning", who: told, correction: true },
} as const;

/**
 * The life of a payment. What is not in this table cannot happen: no word of a provider takes a paid one back, only an officer or
 * the bank that posted it does.
 */
export const table = {
  created: { redirect: { to: "redirected", who: ["applicant"] }, ...underWay },
  redirected: underWay,
  unknown: { redirect: { to: "redirected", who: ["applicant"] }, ...underWay },
  paid: { cancel: { to: "cancelled", who: ["bank"] }, "send-back": { to: "returning", who: ["officer"] } },
  failed: givenUp,
  expired: givenUp,
  cancelled: givenUp,
  disputed: { "send-back": { to: "returning", who: ["officer"] } },
  returning: { "give-back": { to: "refunded", who: ["poll", "notification", "officer"] } },
  refunded: {},
} as const satisfies Record<PaymentState, Partial<Record<PaymentEvent, PaymentMove>>>;

/** The move an event makes from a state when it comes from a source, or null where there is none. */
export function moveOf(state: PaymentState, event: PaymentEvent, source: Source): PaymentMove | null {
  const found = (table[state] as Partial<Record<PaymentEvent, PaymentMove>>)[event];
  return found?.who.includes(source) ? found : null;
}

/** A payment here may still become anything, so no other may be started beside it. The database's index names the same states. */
export function isUnderWay(state: PaymentState): boolean {
  return state === "created" || state === "redirected" || state === "unknown";
}

/**
 * A provider's word about a payment, or why there is none. `open`: its page waits for the payer; `processing`: the payer has done their
 * part. Amounts are kuruş; a word in another currency is no word about a payment of ours.
 */
export type Word =
  | { state: "open" | "processing" | "failed" | "expired" | "cancelled"; reference: string }
  | { state: "paid" | "refunded"; reference: string; amount: number }
  | { state: "not-there" }
  | { state: "no-answer" };

/** What is known on our side when a word arrives. */
export type Standing = {
  state: PaymentState;
  /** Kuruş asked for. */
  amount: number;
  /** Whether the provider ever answered our start. */
  reference: string | null;
  /** Whether the accrual still waits for its money. */
  owed: boolean;
};

/**
 * What a provider's word means for a payment: an event, or null where it changes nothing. Pure; the same word twice means nothing the
 * second time, and a word that came too late to matter means nothing at all.
 */
export function eventOf(word: Word, standing: Standing, source: Source): PaymentEvent | null {
  const means = meaning(word, standing, source);
  return means !== null && moveOf(standing.state, means, source) ? means : null;
}

function meaning(word: Word, { state, amount, reference, owed }: Standing, source: Source): PaymentEvent | null {
  switch (word.state) {
    case "paid":
      // Another amount is believed only when the provider repeats it to our own question.
      if (word.amount !== amount) return source === "notification" && isUnderWay(state) ? lostFrom(state) : "dispute";
      return owed ? "pay" : "take-unowed";
    case "failed": return "fail";
    case "expired": return "expire";
    case "cancelled": return "cancel";
    case "refunded": return "give-back";
    // The payer has done their part and the bank has not decided: from here on it is asked until it has.
    case "processing": return lostFrom(state);
    // Its page still waits. Who came back from there has not paid, and may go on or stop.
    case "open": return null;
    // A start that never arrived took no money. A reference means that it did arrive, so a provider that forgot it is not believed.
    case "not-there": return reference === null ? "expire" : lostFrom(state);
    case "no-answer": return lostFrom(state);
  }
}

function lostFrom(state: PaymentState): PaymentEvent | null {
  return state === "unknown" ? null : "lose-sight";
}

/** A word that speaks against what is settled: kept in the history for the finance officer, never acted on by itself. */
export function contradicts(word: Word, state: PaymentState): boolean {
  if (state === "paid") return ["failed", "expired", "cancelled", "refunded", "not-there"].includes(word.state);
  if (state === "refunded") return word.state === "paid";
  return false;
}
