import { z } from "zod";
import { claimKeys, MEANING, publicKeyText } from "../../documents/sign.ts";
import { everyOf } from "../../platform/secret.ts";
import { openPage } from "../page.ts";
import { portal } from "../routes.ts";
import { kept } from "./reference.ts";

export const paperKeyShape = z.strictObject({
  algorithm: z.literal("Ed25519"), key: z.string().describe("The public key, 32 bytes as base64url."),
  former: z.array(z.string()).describe("Keys from before, with which older papers are signed; none, unless the office changed its key lately."),
  begins: z.string().describe("What is signed is this text followed by the first part of the code, as ASCII; the second part, behind the point, is the signature as base64url."),
});

/** The key with which anybody checks papers without asking us: the code of a paper is `…/verify/<claim>.<signature>`. */
export const paperKey = openPage(portal.paperKey, {
  get(visit) {
    const [key, ...former] = everyOf(visit.app.secret).map((secret) => publicKeyText(claimKeys(secret).publicKey));
    return kept(visit, { algorithm: "Ed25519", key: key!, former, begins: MEANING } satisfies z.infer<typeof paperKeyShape>);
  },
});
