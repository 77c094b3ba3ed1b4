import { createHash, type KeyObject, sign, verify } from "node:crypto";
import { unzipSync, type ZippableFile, zipSync } from "fflate";
import { z } from "zod";
import { claimKeys, publicKeyText } from "./sign.ts";

/** A file of a copy: its path within it, and its bytes. */
export type Part = { name: string; bytes: Uint8Array };

const MANIFEST = "manifest.json";
const SIGNATURE = "manifest.sig";
// Other than what is signed for papers begins with, so that neither signature can be passed off as the other's.
const MEANING = "sojourn case copy 1\n";
// Far more than any case has: what claims more is not unpacked.
const LARGEST = 256 * 1024 * 1024;

const manifestShape = z.strictObject({
  format: z.literal("sojourn-case-copy-1"),
  number: z.string().max(40),
  made: z.string().max(40),
  authority: z.string().max(500),
  /** The key with which it is signed, to be compared with the published one: by itself it proves nothing. */
  key: z.string().length(43),
  files: z.array(z.strictObject({ name: z.string().regex(/^[a-z0-9]+([./-][a-z0-9]+)*$/), size: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});
export type Manifest = z.infer<typeof manifestShape>;

const digestOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const signed = (manifest: Uint8Array) => Buffer.concat([Buffer.from(MEANING), manifest]);

/** Packs files into one ZIP, with a manifest that names the digest of each and is signed with the key that signs papers. */
export function packCopy(secret: string, about: { number: string; made: Temporal.Instant; authority: string }, parts: readonly Part[]): Uint8Array {
  const { privateKey, publicKey } = claimKeys(secret);
  const manifest = Buffer.from(JSON.stringify({
    format: "sojourn-case-copy-1", number: about.number, made: about.made.toString(), authority: about.authority, key: publicKeyText(publicKey),
    files: parts.map(({ name, bytes }) => ({ name, size: bytes.length, sha256: digestOf(bytes) })),
  } satisfies Manifest, null, 2));
  const signature = Buffer.from(sign(null, signed(manifest), privateKey).toString("base64url"));
  // Papers and photos are packed already: only text is worth the time.
  const entries = [...parts, { name: MANIFEST, bytes: manifest }, { name: SIGNATURE, bytes: signature }]
    .map(({ name, bytes }): [string, ZippableFile] => [name, [bytes, { level: /\.(json|html)$/.test(name) ? 6 : 0 }]]);
  return zipSync(Object.fromEntries(entries), { mtime: new Date(about.made.epochMilliseconds) });
}

/** What a copy says of itself, where this key signed it and every file in it is as it was then; else the fault, as a sentence. */
export function checkCopy(zip: Uint8Array, publicKey: KeyObject): { manifest: Manifest } | { fault: string } {
  let files: Record<string, Uint8Array>;
  const names = new Set<string>();
  let size = 0;
  try {
    files = unzipSync(zip, {
      filter({ name, originalSize }) {
        // Of two files with one name programs show now the one, now the other.
        if (names.has(name) || (size += originalSize) > LARGEST) throw new Error("not as we pack");
        names.add(name);
        return true;
      },
    });
  } catch {
    return { fault: "This is no copy of a case: it is no ZIP that could be read." };
  }
  const [manifest, signature] = [files[MANIFEST], files[SIGNATURE]];
  if (!manifest || !signature) return { fault: "This is no copy of a case: it has no signed manifest." };
  if (!verify(null, signed(manifest), publicKey, Buffer.from(Buffer.from(signature).toString(), "base64url"))) return { fault: "Not genuine: this key did not sign this copy." };
  const read = manifestShape.safeParse(JSON.parse(Buffer.from(manifest).toString()));
  if (!read.success) return { fault: "Signed, but by another version of the program: this one cannot read its manifest." };
  const listed = new Map(read.data.files.map((file) => [file.name, file]));
  const added = [...names].find((name) => !listed.has(name) && name !== MANIFEST && name !== SIGNATURE);
  if (added !== undefined) return { fault: `Not genuine: ${JSON.stringify(added)} was put in afterwards.` };
  for (const { name, size: length, sha256 } of listed.values()) {
    const bytes = files[name];
    if (!bytes) return { fault: `Not whole: ${name} is missing.` };
    if (bytes.length !== length || digestOf(bytes) !== sha256) return { fault: `Not genuine: ${name} was changed.` };
  }
  return { manifest: read.data };
}
