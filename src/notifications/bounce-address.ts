import { createHmac, timingSafeEqual } from "node:crypto";
import { everyOf, newest, type Secret } from "../platform/secret.ts";

function seal(secret: Secret, id: string): string {
  return createHmac("sha256", newest(secret)).update(`bounce\0${id}`).digest("hex").slice(0, 20);
}

/**
 * The envelope sender of one mail, to which mail servers report that it did not arrive. It names the message and cannot be made without the
 * house’s secret. Hexadecimal, since servers on the way may change capitals; 55 characters of the 64 that a local part may have.
 */
export function bounceAddress(secret: Secret, id: string, domain: string): string {
  const plain = id.replaceAll("-", "");
  return `b-${plain}-${seal(secret, plain)}@${domain}`;
}

/** The message that such an address names, or undefined for one that is not ours. */
export function messageOfBounce(secret: Secret, address: string, domain: string): string | undefined {
  const [, plain, given] = /^b-([0-9a-f]{32})-([0-9a-f]{20})@(.+)$/.exec(address.toLowerCase()) ?? [];
  if (plain === undefined || given === undefined || address.slice(address.lastIndexOf("@") + 1).toLowerCase() !== domain.toLowerCase()) return undefined;
  if (!everyOf(secret).some((one) => timingSafeEqual(Buffer.from(given), Buffer.from(seal(one, plain))))) return undefined;
  return [plain.slice(0, 8), plain.slice(8, 12), plain.slice(12, 16), plain.slice(16, 20), plain.slice(20)].join("-");
}
