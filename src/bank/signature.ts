import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock } from "../platform/clock.ts";

// The bank signs by its own hand: were this shared with the portal, a fault in it would agree with itself.

export type Headers = Record<string, string>;
type Read = (name: string) => string | undefined;

const freshSeconds = 300;

function sign(secret: string, method: string, path: string, seconds: string, nonce: string, body: string): string {
  const lines = [method, path, seconds, nonce, createHash("sha256").update(body).digest("hex")];
  return createHmac("sha256", secret).update(lines.join("\n")).digest("hex");
}

/** The three headers of a signed message of the bank. */
export function signedHeaders(clock: Clock, secret: string, method: string, url: string, body: string): Headers {
  const seconds = String(Math.floor(clock.now().epochMilliseconds / 1000));
  const nonce = randomBytes(16).toString("hex");
  return { "bank-timestamp": seconds, "bank-nonce": nonce, "bank-signature": sign(secret, method, new URL(url).pathname, seconds, nonce, body) };
}

/** Tells a request of the shop from anybody else's, and from one heard before. */
export function gatekeeper(clock: Clock, secret: string) {
  const heard = new Map<string, number>();
  return (method: string, path: string, header: Read, body: string): boolean => {
    const seconds = header("bank-timestamp") ?? "";
    const nonce = header("bank-nonce") ?? "";
    const given = Buffer.from(header("bank-signature") ?? "");
    const right = Buffer.from(sign(secret, method, path, seconds, nonce, body));
    if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
    const now = clock.now().epochMilliseconds / 1000;
    for (const [old, until] of heard) if (until < now) heard.delete(old);
    if (Math.abs(now - Number(seconds)) > freshSeconds || heard.has(nonce)) return false;
    heard.set(nonce, now + 2 * freshSeconds);
    return true;
  };
}
