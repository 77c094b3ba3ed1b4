import { claimOf } from "./verify.ts";
import { publicKeyFrom } from "./sign.ts";

/** Says in a sentence whether the code of a paper (its address, or only the part behind `verify/`) was signed with a published key, and what it says. */
export function verifyOffline(code: string, key: string): { genuine: boolean; sentence: string } {
  let publicKey: ReturnType<typeof publicKeyFrom>;
  try {
    publicKey = publicKeyFrom(key.trim());
  } catch {
    return { genuine: false, sentence: "The key is not one of an office: it is 43 characters from /api/v1/paper-key." };
  }
  const claim = claimOf(code.trim().split("/").at(-1)!.split(/[?#]/)[0]!, publicKey);
  if (!claim) return { genuine: false, sentence: "Not genuine: this key did not sign this code." };
  return { genuine: true, sentence: `Genuine: ${claim.paper} of ${claim.number}, made on ${claim.made}. Whether a newer one replaced it, and how the case stands, only the office can say.` };
}

if (import.meta.main) {
  const [code, key] = process.argv.slice(2);
  if (!code || !key) {
    console.error("sojourn-paper verify CODE KEY, where CODE is the address in a paper’s QR code and KEY the office’s key from /api/v1/paper-key");
    process.exit(2);
  }
  const { genuine, sentence } = verifyOffline(code, key);
  console.log(sentence);
  process.exitCode = genuine ? 0 : 1;
}
