import { createHash, createHmac } from "node:crypto";

/**
 * What both sides sign: method, path, second, nonce and the digest of the body, each on its line, so that none can be exchanged.
 */
export function signature(secret: string, method: string, path: string, seconds: string, nonce: string, body: string): string {
  const digest = createHash("sha256").update(body).digest("hex");
  return createHmac("sha256", secret).update([method, path, seconds, nonce, digest].join("\n")).digest("hex");
}
