import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { isIP } from "node:net";

// What WebAuthn level 3 (section 7) asks of the one who checks, where no attestation is asked for: comparisons, and one signature.

/** For whom passkeys are made: the host's name, and the origin from which alone they are used. */
export type Party = { id: string; origin: string };

/** What an authenticator says, each part base64url as the page sends it. */
export type Assertion = { credential: string; clientData: string; authenticatorData: string; signature: string };
export type NewKey = { clientData: string; authenticatorData: string; publicKey: string; algorithm: number };

/** ES256, EdDSA with Ed25519, RS256, in the order in which they are asked for. */
export const algorithms = [-7, -8, -257] as const;

const present = 1;
const verified = 4;
const withKey = 64;

/** The party of an origin; null where browsers make no passkeys: they need a name, and https but on the machine itself. */
export function partyOf(origin: string): Party | null {
  if (!URL.canParse(origin)) return null;
  const { hostname, protocol } = new URL(origin);
  if (isIP(hostname.replace(/^\[|\]$/g, "")) !== 0) return null;
  return protocol === "https:" || hostname === "localhost" ? { id: hostname, origin } : null;
}

const bytes = (text: string) => Buffer.from(text, "base64url");

/** The challenge that was answered, where what the browser says of its page is what it must be; else null. */
export function challengeAnswered(party: Party, type: "webauthn.create" | "webauthn.get", clientData: string): string | null {
  try {
    const said = JSON.parse(bytes(clientData).toString("utf8")) as Record<string, unknown>;
    const here = said.type === type && said.origin === party.origin && said.crossOrigin !== true && said.topOrigin === undefined;
    return here && typeof said.challenge === "string" ? bytes(said.challenge).toString("utf8") : null;
  } catch {
    return null;
  }
}

/** The counter, and of a new key its name, where the authenticator speaks for this party and has made sure of its owner; else null. */
function readAuthenticator(party: Party, data: Buffer): { count: number; credential: string | null } | null {
  if (data.length < 37 || !data.subarray(0, 32).equals(createHash("sha256").update(party.id).digest())) return null;
  const flags = data[32]!;
  // Possession alone is one factor; fingerprint, face or PIN is the other.
  if ((flags & present) === 0 || (flags & verified) === 0) return null;
  const count = data.readUInt32BE(33);
  if ((flags & withKey) === 0) return { count, credential: null };
  const length = data.length >= 55 ? data.readUInt16BE(53) : 0;
  return length > 0 && length <= 1023 && data.length >= 55 + length ? { count, credential: data.subarray(55, 55 + length).toString("base64url") } : null;
}

/** The key as it may be kept, or null: of another party, without its owner made sure of, or of a kind that is not asked for. */
export function readNewKey(party: Party, made: NewKey): { credential: string; publicKey: Buffer; count: number } | null {
  const read = readAuthenticator(party, bytes(made.authenticatorData));
  const publicKey = bytes(made.publicKey);
  return read?.credential && keyOf(publicKey, made.algorithm) ? { credential: read.credential, publicKey, count: read.count } : null;
}

function keyOf(publicKey: Buffer, algorithm: number): KeyObject | null {
  try {
    const key = createPublicKey({ key: publicKey, format: "der", type: "spki" });
    const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
    const fits = algorithm === -7 ? key.asymmetricKeyType === "ec" && namedCurve === "prime256v1"
      : algorithm === -8 ? key.asymmetricKeyType === "ed25519"
      : algorithm === -257 && key.asymmetricKeyType === "rsa" && modulusLength >= 2048;
    return fits ? key : null;
  } catch {
    return null;
  }
}

/** The new counter where the signature is of this key over this answer, and the counter moved on if it counts at all; else null. */
export function countSigned(party: Party, key: { publicKey: Buffer; algorithm: number; count: number }, answer: Assertion): number | null {
  const data = bytes(answer.authenticatorData);
  const read = readAuthenticator(party, data);
  const publicKey = keyOf(key.publicKey, key.algorithm);
  if (!read || !publicKey) return null;
  const signed = Buffer.concat([data, createHash("sha256").update(bytes(answer.clientData)).digest()]);
  if (!verify(key.algorithm === -8 ? null : "sha256", signed, publicKey, bytes(answer.signature))) return null;
  // A counter that stands still belongs to a key that somebody copied; most passkeys have none and say 0.
  return read.count === 0 && key.count === 0 || read.count > key.count ? read.count : null;
}
