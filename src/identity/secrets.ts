import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { newest, type Secret } from "../platform/secret.ts";

/** A random token for a cookie, 256 bits. */
export function token(): string {
  return randomBytes(32).toString("base64url");
}

/** Six digits for people to type. */
export function sixDigits(): string {
  return String(randomInt(0, 1_000_000)).padStart(6, "0");
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** A hash under the house's secret and a use, so that the hash of a contact cannot be looked up without the secret. */
export function keyed(secret: Secret, use: string, text: string): string {
  return createHmac("sha256", newest(secret)).update(`${use}\0${text}`).digest("base64url");
}

/** Equality that takes the same time whichever character differs. */
export function same(one: string, other: string): boolean {
  const a = Buffer.from(one);
  const b = Buffer.from(other);
  return a.length === b.length && timingSafeEqual(a, b);
}
