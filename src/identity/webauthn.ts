import { type AuthenticationResponseJSON, verifyAuthenticationResponse, verifyRegistrationResponse } from "@simplewebauthn/server";
import { cose, decodeAttestationObject, decodeClientDataJSON, decodeCredentialPublicKey, isoBase64URL, isoUint8Array, verifySignature } from "@simplewebauthn/server/helpers";
import { isIP } from "node:net";
import { z } from "zod";

// The library checks what WebAuthn (section 7) asks; here stands for whom, which keys, and what the library leaves open.

/** For whom passkeys are made: the host's name, and the origin from which alone they are used. */
export type Party = { id: string; origin: string };

/** The party of an origin; null where browsers make no passkeys: they need a name, and https but on the machine itself. */
export function partyOf(origin: string): Party | null {
  if (!URL.canParse(origin)) return null;
  const { hostname, protocol } = new URL(origin);
  if (isIP(hostname.replace(/^\[|\]$/g, "")) !== 0) return null;
  return protocol === "https:" || hostname === "localhost" ? { id: hostname, origin } : null;
}

/** ES256, EdDSA, RS256, in the order in which they are asked for. */
export const algorithms = [-7, -8, -257];

const { COSECRV, COSEKEYS, isCOSEPublicKeyEC2, isCOSEPublicKeyOKP, isCOSEPublicKeyRSA } = cose;

// A signature that fits no key in the world: an error instead of “no” means that the key is none.
const noSignature = new Uint8Array([0x30, 6, 2, 1, 1, 2, 1, 1]);

/** Only P-256, Ed25519 and RSA of 2048 bits or more: the library takes any curve, any length and any numbers until the key signs. */
async function isStrong(publicKey: Uint8Array<ArrayBuffer>): Promise<boolean> {
  await verifySignature({ credentialPublicKey: publicKey, signature: noSignature, data: noSignature });
  const key = decodeCredentialPublicKey(publicKey);
  const algorithm = key.get(COSEKEYS.alg);
  if (isCOSEPublicKeyEC2(key)) return algorithm === -7 && key.get(COSEKEYS.crv) === COSECRV.P256;
  if (isCOSEPublicKeyOKP(key)) return algorithm === -8 && key.get(COSEKEYS.crv) === COSECRV.ED25519;
  return isCOSEPublicKeyRSA(key) && algorithm === -257 && BigInt(`0x${isoUint8Array.toHex(key.get(COSEKEYS.n)!)}`) >> 2047n > 0n;
}

// What a page sends is the credential as the browser's toJSON() writes it; what nobody reads is left out.
const longest = 16_000;
const encoded = z.base64url().min(1);
const common = { id: encoded.max(1364), rawId: encoded, type: z.literal("public-key"), clientExtensionResults: z.object({}) };
const made = z.object({ ...common, response: z.object({ clientDataJSON: encoded, attestationObject: encoded }) });
const answered = z.object({ ...common, response: z.object({ clientDataJSON: encoded, authenticatorData: encoded, signature: encoded }) });

function read<T>(shape: z.ZodType<T>, credential: string): T | null {
  try {
    return credential.length <= longest ? shape.safeParse(JSON.parse(credential)).data ?? null : null;
  } catch {
    return null;
  }
}

const textOf = (challenge: string) => isoBase64URL.toUTF8String(challenge);

/** The challenge that was answered, but within another site's page: the library lets that pass where the browser does not name the site. */
function challengeOf(clientData: string): string | null {
  const { challenge, crossOrigin, topOrigin } = decodeClientDataJSON(clientData);
  return crossOrigin || topOrigin !== undefined ? null : textOf(challenge);
}

// Nobody asked for a maker's word on the device: its certificates are not even opened, nor lists of revoked ones fetched.
function isUnattested(attestation: string): boolean {
  const object = decodeAttestationObject(isoBase64URL.toBuffer(attestation));
  return object.get("fmt") === "none" || object.get("fmt") === "packed" && object.get("attStmt").get("x5c") === undefined;
}

/** What was found good: the challenge it answers is still to be used up. */
type Good<T> = (T & { challenge: string; count: number }) | null;
const asked = (party: Party, ours: (challenge: string) => boolean) =>
  ({ expectedOrigin: party.origin, expectedRPID: party.id, requireUserVerification: true, expectedChallenge: (challenge: string) => ours(textOf(challenge)) });

/** The key as it may be kept (COSE), or null: for another party, without its owner made sure of, of a kind that is not asked for, or no credential at all. */
export async function readNewKey(party: Party, ours: (challenge: string) => boolean, credential: string): Promise<Good<{ credential: string; publicKey: Buffer }>> {
  const response = read(made, credential);
  if (!response) return null;
  try {
    const challenge = challengeOf(response.response.clientDataJSON);
    if (challenge === null || !isUnattested(response.response.attestationObject)) return null;
    const { registrationInfo } = await verifyRegistrationResponse({ ...asked(party, ours), response, supportedAlgorithmIDs: algorithms });
    const key = registrationInfo?.credential;
    return key && key.id === response.id && await isStrong(key.publicKey) ? { challenge, credential: key.id, publicKey: Buffer.from(key.publicKey), count: key.counter } : null;
  } catch {
    return null;
  }
}

/** An answer to a challenge, not yet checked; null where it is none. */
export const readAnswer = (credential: string): AuthenticationResponseJSON | null => read(answered, credential);

/** The new counter where the signature is of this key over this answer, and the counter moved on if it counts at all; else null. */
export async function checkAnswer(
  party: Party, ours: (challenge: string) => boolean, key: { credential: string; publicKey: Buffer; count: number }, response: AuthenticationResponseJSON,
): Promise<Good<object>> {
  try {
    const challenge = challengeOf(response.response.clientDataJSON);
    if (challenge === null) return null;
    const credential = { id: key.credential, publicKey: new Uint8Array(key.publicKey), counter: key.count };
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({ ...asked(party, ours), response, credential });
    return verified ? { challenge, count: authenticationInfo.newCounter } : null;
  } catch {
    return null;
  }
}
