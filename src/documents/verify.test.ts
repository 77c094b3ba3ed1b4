import { expect, test } from "vitest";
import { claimKeys, publicKeyText } from "./sign.ts";
import { verifyAddress } from "./verify.ts";
import { verifyOffline } from "./verify-offline.ts";

const secret = "the secret of this test, long enough";
const key = publicKeyText(claimKeys(secret).publicKey);
const code = verifyAddress(secret, "https://portal.example", "en", { paper: "application-certificate", number: "2026-35-0000042", made: "2026-11-23" });

test("a paper is checked by its code and the office’s published key alone", () => {
  const genuine = { genuine: true, sentence: expect.stringMatching(/^Genuine: application-certificate of 2026-35-0000042, made on 2026-11-23\./) };
  for (const written of [code, code.split("/").at(-1)!, ` ${code}?from=phone `]) expect(verifyOffline(written, key), written).toEqual(genuine);
});

test("another office’s paper, a changed one, and what is no code or key at all are not genuine", () => {
  const other = publicKeyText(claimKeys("another office’s secret, long enough too").publicKey);
  const [payload = "", signature = ""] = code.split("/").at(-1)!.split(".");
  const changed = Buffer.from(Buffer.from(payload, "base64url").toString().replace("0000042", "0000043")).toString("base64url");
  for (const [written, by] of [[code, other], [`${changed}.${signature}`, key], [payload, key], ["", key], [code, "AAAA"], [code, ""]] as const) expect(verifyOffline(written, by).genuine, `${written} ${by}`).toBe(false);
});
