import type { KeyObject } from "node:crypto";
import { z } from "zod";
import type { State } from "../applications/states.ts";
import type { Database } from "../platform/database.ts";
import { everyOf, newest, type Secret } from "../platform/secret.ts";
import type { FileKind } from "./storage.ts";
import { claimKeys, signClaim, verifyClaim } from "./sign.ts";

/** What the QR code of a paper says, signed: which paper of which registration, made on which day. No name, no date of birth. */
const claim = z.strictObject({
  paper: z.enum(["registration-form", "application-certificate", "missing-documents", "decision", "receipt", "refund", "timely-attempt"]),
  number: z.string().max(20),
  made: z.iso.date(),
});
export type PaperClaim = z.infer<typeof claim>;

/** The address that a paper carries: `https://…/en/verify/<claim>`. */
export function verifyAddress(secret: Secret, origin: string, language: string, about: PaperClaim): string {
  return `${origin}/${language}/verify/${signClaim(about, claimKeys(newest(secret)).privateKey)}`;
}

/** What the code of a paper says, where this key signed it; else null. */
export function claimOf(text: string, publicKey: KeyObject): PaperClaim | null {
  const signed = verifyClaim(text, publicKey);
  return signed.ok ? (claim.safeParse(signed.claim).data ?? null) : null;
}

export type CheckedPaper = { kind: PaperClaim["paper"]; registration: string; made: Temporal.PlainDate; state: State; current: boolean };

/**
 * Whether we made a paper, and whether it is still the newest of its kind; null when the signature is not ours. What it tells is what
 * the paper itself shows, and how the case stands.
 */
export async function checkPaper(db: Database, secret: Secret, text: string): Promise<CheckedPaper | null> {
  const [claimed] = everyOf(secret).flatMap((one) => claimOf(text, claimKeys(one).publicKey) ?? []);
  if (!claimed) return null;
  const { paper, number, made } = claimed;
  const application = await db.selectFrom("application").select(["id", "state"]).where("registration_number", "=", number).executeTakeFirst();
  if (!application) return null;
  const file = await db.selectFrom("file").select("made_at").where("application_id", "=", application.id).where("kind", "=", paper as FileKind)
    .where("replaced_at", "is", null).executeTakeFirst();
  const day = Temporal.PlainDate.from(made);
  const newest = file ? file.made_at.toZonedDateTimeISO("Europe/Istanbul").toPlainDate() : null;
  return { kind: paper, registration: number, made: day, state: application.state as State, current: newest !== null && newest.equals(day) };
}
