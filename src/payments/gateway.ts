import type { Outcome } from "../platform/outcome.ts";
import type { Word } from "./states.ts";

/** What a payment asks of a provider. The payment's own id is the order number there, so asking twice makes one. */
export type Order = {
  payment: string;
  /** Kuruş. */
  amount: number;
  /** What the payer reads on the page: the accrual number. */
  description: string;
  language: string;
  /** Where the payer's browser comes back to. */
  returnTo: string;
};

/** A page of the provider that waits for the payer. */
export type Started = { reference: string; redirectTo: string };

/** A refund of a payment: `refund` is our id of it, `reference` the provider's of the payment, `amount` kuruş. */
export type RefundAsked = { payment: string; reference: string | null; refund: string; amount: number };

/** A word that the provider sent by itself. `nonce` is good once. */
export type Notification = { payment: string; nonce: string; word: Word };

/** A line of a provider's day: money that it took for a payment, given back since or not. */
export type ProviderRecord = { payment: string; reference: string; amount: number };

/** Why a notification is not heard. `not-about-payments`: genuine, and of no concern to us. */
export type Refusal = "wrong-signature" | "too-old" | "garbage" | "not-about-payments";

/**
 * A provider of hosted payment pages, seen from the portal. Card numbers are typed there and never come here.
 * Whatever goes wrong on the way (no connection, no answer in time, an answer that cannot be read) is thrown as `GatewayFault`.
 */
export type Gateway = {
  name: string;
  /** Asks for a page; the same order again gives the same page. */
  start(order: Order): Promise<Started>;
  /** How a payment stands there, by our id: that is known even where the answer to the start, and with it the reference, was lost. */
  query(payment: string, reference?: string | null): Promise<Word>;
  /** Closes a page that still waits, so that nobody can pay there any more, and says how the payment stands then. What was done there stays done. */
  close(payment: string, reference?: string | null): Promise<Word>;
  /** Gives the whole amount back; the same again gives it once. */
  giveBack(payment: string, reference?: string | null): Promise<Word>;
  /** Pays back a part of what was taken; the same refund again pays it once. */
  refund(asked: RefundAsked): Promise<{ reference: string }>;
  /** What it took on a day in Istanbul, in lira. */
  records(day: Temporal.PlainDate): Promise<ProviderRecord[]>;
  /** Whether a notification is the provider's own, fresh and readable. Headers have lower-case names. */
  verifyNotification(headers: (name: string) => string | undefined, rawBody: string): Outcome<Notification, Refusal>;
};

/** The provider could not be reached or understood: what happened there is not known. */
export class GatewayFault extends Error {
  override name = "GatewayFault";
}

/** A provider's word, where silence and garbage are a word too. Other errors are bugs and stay errors. */
export async function wordOf(ask: Promise<Word>): Promise<Word> {
  try {
    return await ask;
  } catch (error) {
    if (error instanceof GatewayFault) return { state: "no-answer" };
    throw error;
  }
}
