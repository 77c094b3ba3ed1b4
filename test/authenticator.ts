import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { Party } from "../src/identity/webauthn.ts";

// Key types and their parameters as COSE (RFC 9053, RFC 8230) numbers them.
const kinds = {
  ES256: { algorithm: -7, make: () => generateKeyPairSync("ec", { namedCurve: "P-256" }) },
  EdDSA: { algorithm: -8, make: () => generateKeyPairSync("ed25519") },
  RS256: { algorithm: -257, make: () => generateKeyPairSync("rsa", { modulusLength: 2048 }) },
  "ES256 on P-384": { algorithm: -7, make: () => generateKeyPairSync("ec", { namedCurve: "P-384" }) },
  "RS256 of 1024 bits": { algorithm: -257, make: () => generateKeyPairSync("rsa", { modulusLength: 1024 }) },
} as const;
export type Kind = keyof typeof kinds;
/** What a wrong or hostile authenticator or browser would say. */
export type Slips = {
  origin?: string; id?: string; flags?: number; type?: string; count?: number; crossOrigin?: boolean; topOrigin?: string;
  /** The maker's word: its format, and whether it brings certificates. */
  attested?: { format: string; certified: boolean };
  /** The algorithm that the key says of itself; the key’s name, in what is signed; bytes behind the key. */
  algorithm?: number; attestedId?: Buffer; more?: Buffer;
  /** A point that lies on no curve. */
  noPoint?: boolean;
};

/** An authenticator made of software, as WebAuthn describes one, and the browser around it: what they send is what toJSON() writes. */
export function authenticator(party: Party, kind: Kind = "ES256") {
  const { algorithm, make } = kinds[kind];
  const { publicKey, privateKey } = make();
  const credential = randomBytes(32);
  const id = credential.toString("base64url");
  const signed = (data: Buffer, said: Buffer) =>
    sign(algorithm === -8 ? null : "sha256", Buffer.concat([data, createHash("sha256").update(said).digest()]), privateKey);
  const clientData = (type: string, challenge: string, { origin = party.origin, crossOrigin = false, ...slips }: Slips) => Buffer.from(JSON.stringify({
    type: slips.type ?? type, challenge: Buffer.from(challenge).toString("base64url"), origin, crossOrigin, ...(slips.topOrigin && { topOrigin: slips.topOrigin }),
  }));
  const head = (flags: number, slips: Slips) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(slips.count ?? 0);
    return Buffer.concat([createHash("sha256").update(slips.id ?? party.id).digest(), Buffer.from([slips.flags ?? flags]), count]);
  };
  const sent = (response: Record<string, Buffer>) => JSON.stringify({
    id, rawId: id, type: "public-key", clientExtensionResults: {}, authenticatorAttachment: "platform",
    response: { transports: ["internal"], ...Object.fromEntries(Object.entries(response).map(([name, bytes]) => [name, bytes.toString("base64url")])) },
  });
  return {
    credential: id,
    make(challenge: string, slips: Slips = {}): string {
      const said = clientData("webauthn.create", challenge, slips);
      const name = slips.attestedId ?? credential;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(name.length);
      const key = publicKey.export({ format: "jwk" });
      if (slips.noPoint) key.y = key.x;
      const data = Buffer.concat([head(0x45, slips), Buffer.alloc(16), length, name, cose(key, slips.algorithm ?? algorithm), slips.more ?? Buffer.alloc(0)]);
      const { format = "none", certified = false } = slips.attested ?? {};
      const statement = new Map<string, unknown>(format === "none" ? [] : [["alg", algorithm], ["sig", signed(data, said)]]);
      if (certified) statement.set("x5c", [certificate(publicKey.export({ type: "spki", format: "der" }))]);
      return sent({ clientDataJSON: said, authenticatorData: data, attestationObject: cbor(new Map<string, unknown>([["fmt", format], ["attStmt", statement], ["authData", data]])) });
    },
    answer(challenge: string, slips: Slips = {}): string {
      const said = clientData("webauthn.get", challenge, slips);
      const data = head(0x05, slips);
      return sent({ clientDataJSON: said, authenticatorData: data, signature: signed(data, said), userHandle: Buffer.from("officer") });
    },
  };
}

function cose(key: JsonWebKey, algorithm: number): Buffer {
  const bytes = (text = "") => Buffer.from(text, "base64url");
  const curve = { "P-256": 1, "P-384": 2, Ed25519: 6 }[key.crv ?? ""];
  return cbor(new Map<number, unknown>(key.kty === "RSA" ? [[1, 3], [3, algorithm], [-1, bytes(key.n)], [-2, bytes(key.e)]]
    : key.kty === "OKP" ? [[1, 1], [3, algorithm], [-1, curve], [-2, bytes(key.x)]]
    : [[1, 2], [3, algorithm], [-1, curve], [-2, bytes(key.x)], [-3, bytes(key.y)]]));
}

/** A maker's certificate (X.509) for a device's key, as WebAuthn wants one beside “packed”; nobody looks at its own signature. */
function certificate(publicKey: Buffer): Buffer {
  const der = (tag: number, ...parts: (Buffer | string | number[])[]) => {
    const body = Buffer.concat(parts.map((part) => Buffer.from(part as Buffer)));
    return Buffer.concat([Buffer.from(body.length < 128 ? [tag, body.length] : [tag, 0x82, body.length >> 8, body.length & 255]), body]);
  };
  // ecdsa-with-SHA256; country, organisation, unit, common name.
  const algorithm = der(0x30, der(0x06, [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));
  const name = der(0x30, ...([[6, "TR"], [10, "Nobody"], [11, "Authenticator Attestation"], [3, "Device"]] as const).map(([kind, value]) =>
    der(0x31, der(0x30, der(0x06, [0x55, 0x04, kind]), der(0x0c, value)))));
  const from = der(0x30, der(0x17, "200101000000Z"), der(0x17, "491231235959Z"));
  return der(0x30, der(0x30, der(0xa0, der(0x02, [2])), der(0x02, [1]), algorithm, name, from, name, publicKey), algorithm, der(0x03, [0, 1]));
}

/** CBOR (RFC 8949) of whole numbers, bytes, texts, lists and maps up to 65,535 long. */
function cbor(value: unknown): Buffer {
  const head = (major: number, size: number) => Buffer.from(size < 24 ? [major << 5 | size] : size < 256 ? [major << 5 | 24, size] : [major << 5 | 25, size >> 8, size & 255]);
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  if (value instanceof Map) return Buffer.concat([head(5, value.size), ...[...value].flat().map(cbor)]);
  throw new Error(`no CBOR here for ${typeof value}`);
}
