import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { Assertion, NewKey, Party } from "../src/identity/webauthn.ts";

const kinds = {
  [-7]: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  [-8]: () => generateKeyPairSync("ed25519"),
  [-257]: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
};
export type Slips = { origin?: string; id?: string; flags?: number; type?: string; count?: number; crossOrigin?: boolean };

/** An authenticator made of software, as WebAuthn describes one; `slips` are what a wrong or hostile one would say. */
export function authenticator(party: Party, algorithm: keyof typeof kinds = -7) {
  const { publicKey, privateKey } = kinds[algorithm]();
  const credential = randomBytes(32);
  const clientData = (type: string, challenge: string, slips: Slips) => Buffer.from(JSON.stringify({
    type: slips.type ?? type, challenge: Buffer.from(challenge).toString("base64url"), origin: slips.origin ?? party.origin, crossOrigin: slips.crossOrigin ?? false,
  }));
  const head = (flags: number, slips: Slips) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(slips.count ?? 0);
    return Buffer.concat([createHash("sha256").update(slips.id ?? party.id).digest(), Buffer.from([slips.flags ?? flags]), count]);
  };
  return {
    credential: credential.toString("base64url"),
    make(challenge: string, slips: Slips = {}): NewKey {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credential.length);
      return {
        clientData: clientData("webauthn.create", challenge, slips).toString("base64url"),
        authenticatorData: Buffer.concat([head(0x45, slips), Buffer.alloc(16), length, credential]).toString("base64url"),
        publicKey: publicKey.export({ type: "spki", format: "der" }).toString("base64url"), algorithm,
      };
    },
    answer(challenge: string, slips: Slips = {}): Assertion {
      const said = clientData("webauthn.get", challenge, slips);
      const data = head(0x05, slips);
      const signed = Buffer.concat([data, createHash("sha256").update(said).digest()]);
      return {
        credential: credential.toString("base64url"), clientData: said.toString("base64url"), authenticatorData: data.toString("base64url"),
        signature: sign(algorithm === -8 ? null : "sha256", signed, privateKey).toString("base64url"),
      };
    },
  };
}
