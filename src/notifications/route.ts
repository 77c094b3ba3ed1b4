/** What became of an attempt to hand a message to a provider. */
export type Handed =
  /** Taken. `references` are what the provider calls it, one for each part of a long SMS. */
  | { outcome: "sent"; references: string[] }
  /** Not now: nobody there, too busy, told to come later, or refused for a reason that lies with us. */
  | { outcome: "later"; because: string }
  /** Not ever: this recipient is not to be reached this way. */
  | { outcome: "never"; because: string };

export type Mail = { id: string; to: string; subject: string; text: string; html: string; language: string; sender: string; calendar: string | null; /** The address by which reminders are stopped (RFC 8058), where this is one. */ stop: string | null };
export type Sms = { id: string; to: string; text: string };

/** A way to a provider. `name` stands in references and reasons. */
export type MailRoute = { name: string; send(mail: Mail): Promise<Handed>; close(): Promise<void> };
export type SmsRoute = { name: string; send(sms: Sms): Promise<Handed>; close(): Promise<void> };

/** What a provider says later about a part it had taken. */
export type Receipt = { reference: string; delivered: boolean; because: string | null };

/** A reason as it is kept with the message: one line, no longer than needed. */
export function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, " ").slice(0, 300);
}
