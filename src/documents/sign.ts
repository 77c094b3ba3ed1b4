import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from "node:crypto";
import { done, not, type Outcome } from "../platform/outcome.ts";

export type ClaimKeys = { privateKey: KeyObject; publicKey: KeyObject };

// An Ed25519 key in DER is this head and the 32 bytes of the key.
const PRIVATE_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");
const PUBLIC_HEAD = Buffer.from("302a300506032b6570032100", "hex");
// What is signed begins with this, so that a signature over anything else can never be passed off as a paper's.
export const MEANING = "sojourn paper 1\n";
const SIGNATURE_CHARACTERS = 86;
// Longer than any claim that fits a QR code of level M (2,331 characters), so nothing lawful is refused.
const LONGEST = 3_000;

const made = new Map<string, ClaimKeys>();

/** The one key pair that belongs to a secret: the same secret gives the same keys on every machine and start. */
export function claimKeys(secret: string): ClaimKeys {
  // Made once: for each paper anew, twice, it was 3 % of what the worker does beside drawing.
  const known = made.get(secret) ?? makeKeys(secret);
  made.set(secret, known);
  return known;
}

function makeKeys(secret: string): ClaimKeys {
  if (secret.length < 32) throw new Error("the secret for signing papers must have at least 32 characters");
  const seed = Buffer.from(hkdfSync("sha256", secret, "sojourn", "papers ed25519", 32));
  const privateKey = createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, seed]), format: "der", type: "pkcs8" });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/** The public key as 43 characters, to be published so that anyone can check papers without asking us. */
export function publicKeyText(publicKey: KeyObject): string {
  return publicKey.export({ format: "der", type: "spki" }).subarray(PUBLIC_HEAD.length).toString("base64url");
}

/** The public key that `publicKeyText` wrote. */
export function publicKeyFrom(text: string): KeyObject {
  const raw = Buffer.from(text, "base64url");
  if (raw.length !== 32) throw new Error("an Ed25519 public key has 32 bytes");
  return createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, raw]), format: "der", type: "spki" });
}

/** `payload.signature`, both base64url: the claim itself travels in it, so it can be read and checked offline. Keep claims small. */
export function signClaim(claim: object, privateKey: KeyObject): string {
  const payload = Buffer.from(JSON.stringify(claim)).toString("base64url");
  return `${payload}.${sign(null, Buffer.from(MEANING + payload), privateKey).toString("base64url")}`;
}

/** The claim, when this key signed exactly it; "malformed" when the text is no signed claim at all, "forged" when the signature does not fit. */
export function verifyClaim(text: string, publicKey: KeyObject): Outcome<{ claim: Record<string, unknown> }, "malformed" | "forged"> {
  const [, payload, signature] = /^([\w-]+)\.([\w-]+)$/.exec(text.length > LONGEST ? "" : text) ?? [];
  if (!payload || signature?.length !== SIGNATURE_CHARACTERS) return not("malformed");
  const bytes = Buffer.from(signature, "base64url");
  // Base64 of 64 bytes has spare bits at its end: only the one canonical spelling counts.
  if (bytes.toString("base64url") !== signature) return not("malformed");
  if (!verify(null, Buffer.from(MEANING + payload), publicKey, bytes)) return not("forged");
  const claim: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
  return typeof claim === "object" && claim !== null && !Array.isArray(claim) ? done({ claim: claim as Record<string, unknown> }) : not("malformed");
}
