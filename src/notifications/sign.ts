import { createHmac } from "node:crypto";
import { newest, type Secret } from "../platform/secret.ts";

// No I, L, O, U, 0, 1: nothing that is read as another, and no words.
const letters = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

/**
 * The sign by which a person recognises a genuine message about their application: it stands on each message and on the status page,
 * and cannot be made without the house's secret. It tells a message apart from a forged one; it opens nothing.
 */
export function signOf(secret: Secret, application: string): string {
  const bytes = createHmac("sha256", newest(secret)).update(`recognition\0${application}`).digest();
  const pick = (from: number) => [0, 1].map((n) => letters[bytes.readUInt16BE(from + 2 * n) % letters.length]).join("");
  return `${pick(0)}-${pick(4)}`;
}
