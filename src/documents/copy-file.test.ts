import { sign } from "node:crypto";
import { unzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import { checkCopy, packCopy } from "./copy-file.ts";
import { claimKeys, MEANING, publicKeyText } from "./sign.ts";
import { verifyOffline } from "./verify-offline.ts";

const secret = "the secret of this test, long enough";
const { publicKey, privateKey } = claimKeys(secret);
const about = { number: "2026-35-0000042", made: Temporal.Instant.from("2026-11-23T07:00:00Z"), authority: "Örnek Göç İdaresi" };
const text = (words: string) => new TextEncoder().encode(words);
const packed = packCopy(secret, about, [{ name: "index.html", bytes: text("<p>all</p>") }, { name: "papers/decision.pdf", bytes: text("%PDF-") }]);

/** The copy, packed once more after somebody has changed something in it. */
function changed(change: (files: Record<string, Uint8Array>) => void): Uint8Array {
  const files = unzipSync(packed);
  change(files);
  return zipSync(files);
}

test("a copy is checked by the office’s published key alone, also where somebody packed it anew", () => {
  const key = publicKeyText(publicKey);
  for (const zip of [packed, changed(() => {})]) {
    expect(verifyOffline(zip, key)).toEqual({ genuine: true, sentence: expect.stringContaining("the copy of 2026-35-0000042, made 2026-11-23T07:00:00Z, with all its 2 files unchanged") });
  }
  expect(Object.keys(unzipSync(packed))).toEqual(["index.html", "papers/decision.pdf", "manifest.json", "manifest.sig"]);
});

test("whatever was changed, taken out or put in is found", () => {
  const faults = {
    "papers/decision.pdf was changed": changed((files) => { files["papers/decision.pdf"] = text("%PDF+"); }),
    "papers/decision.pdf is missing": changed((files) => { delete files["papers/decision.pdf"]; }),
    '"papers/more.pdf" was put in': changed((files) => { files["papers/more.pdf"] = text("%PDF-"); }),
    "did not sign this copy": changed((files) => { files["manifest.json"] = text(new TextDecoder().decode(files["manifest.json"]).replace("0000042", "0000043")); }),
    "no signed manifest": changed((files) => { delete files["manifest.sig"]; }),
    "no ZIP": text("PK, or so"),
  };
  for (const [said, zip] of Object.entries(faults)) expect(checkCopy(zip, publicKey), said).toEqual({ fault: expect.stringContaining(said) });
  expect(checkCopy(packed, claimKeys("another office’s secret, long enough too").publicKey)).toHaveProperty("fault");
});

test("two files of one name are refused, and so is what claims to be larger than any case", () => {
  const twin = Buffer.from(changed((files) => { files["index.htmx"] = text("<p>other</p>"); }));
  for (let at = twin.indexOf("index.htmx"); at >= 0; at = twin.indexOf("index.htmx")) twin.write("index.html", at);
  expect(checkCopy(twin, publicKey)).toEqual({ fault: expect.stringContaining("no ZIP that could be read") });
  const bomb = Buffer.from(packed);
  const [, central] = [bomb.indexOf("index.html"), bomb.lastIndexOf("index.html")];
  // The unpacked size stands 22 bytes before the name in the list at the end of a ZIP.
  bomb.writeUInt32LE(0x7fffffff, central - 22);
  expect(checkCopy(bomb, publicKey)).toEqual({ fault: expect.stringContaining("no ZIP that could be read") });
});

test("what was signed for a paper does not sign a copy", () => {
  const zip = changed((files) => { files["manifest.sig"] = text(sign(null, Buffer.concat([Buffer.from(MEANING), files["manifest.json"]!]), privateKey).toString("base64url")); });
  expect(checkCopy(zip, publicKey)).toEqual({ fault: expect.stringContaining("did not sign") });
});
