import { existsSync, readFileSync } from "node:fs";
import { checkCopy } from "./copy-file.ts";
import { publicKeyFrom } from "./sign.ts";
import { claimOf } from "./verify.ts";

/**
 * Says in a sentence whether the code of a paper (its address, or only the part behind `verify/`), or the copy of a case (the bytes of its
 * ZIP), was signed with a published key, and what it says.
 */
export function verifyOffline(given: string | Uint8Array, key: string): { genuine: boolean; sentence: string } {
  let publicKey: ReturnType<typeof publicKeyFrom>;
  try {
    publicKey = publicKeyFrom(key.trim());
  } catch {
    return { genuine: false, sentence: "The key is not one of an office: it is 43 characters from /api/v1/paper-key." };
  }
  if (typeof given !== "string") {
    const checked = checkCopy(given, publicKey);
    if ("fault" in checked) return { genuine: false, sentence: checked.fault };
    const { number, made, files } = checked.manifest;
    return { genuine: true, sentence: `Genuine: the copy of ${number}, made ${made}, with all its ${files.length} files unchanged. What happened since, only the office can say.` };
  }
  const claim = claimOf(given.trim().split("/").at(-1)!.split(/[?#]/)[0]!, publicKey);
  if (!claim) return { genuine: false, sentence: "Not genuine: this key did not sign this code." };
  return { genuine: true, sentence: `Genuine: ${claim.paper} of ${claim.number}, made on ${claim.made}. Whether a newer one replaced it, and how the case stands, only the office can say.` };
}

if (import.meta.main) {
  const [given, key] = process.argv.slice(2);
  if (!given || !key) {
    console.error("sojourn-paper verify CODE KEY, where CODE is the address in a paper’s QR code, or the file of a case’s copy (.zip), and KEY the office’s key from /api/v1/paper-key");
    process.exit(2);
  }
  // No code ends like this: its signature has no point in it.
  const isFile = given.toLowerCase().endsWith(".zip");
  if (isFile && !existsSync(given)) {
    console.error(`There is no file ${given}.`);
    process.exit(2);
  }
  const { genuine, sentence } = verifyOffline(isFile ? readFileSync(given) : given, key);
  console.log(sentence);
  process.exitCode = genuine ? 0 : 1;
}
