import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { claimKeys, publicKeyFrom, publicKeyText, signClaim, verifyClaim } from "./sign.ts";

const keys = claimKeys("a secret of the tests, longer than 32 characters");
const claim = { k: "ac", n: "2026-35-0100042", i: "2026-12-08", h: "Şirin IŞIKOĞLU" };

describe("a signed claim", () => {
  it("comes back as it was, also by the published key", () => {
    const text = signClaim(claim, keys.privateKey);
    expect(verifyClaim(text, keys.publicKey)).toEqual({ ok: true, claim });
    expect(verifyClaim(text, publicKeyFrom(publicKeyText(keys.publicKey)))).toEqual({ ok: true, claim });
    expect(publicKeyText(keys.publicKey)).toHaveLength(43);
  });

  it("fits a QR code with room to spare", () => {
    expect(signClaim(claim, keys.privateKey).length).toBeLessThan(220);
  });

  it("has one key pair for a secret, and another for another", () => {
    expect(publicKeyText(claimKeys("a secret of the tests, longer than 32 characters").publicKey)).toBe(publicKeyText(keys.publicKey));
    expect(publicKeyText(claimKeys("another secret of the tests, longer than 32").publicKey)).not.toBe(publicKeyText(keys.publicKey));
    expect(() => claimKeys("short")).toThrow(/32/);
  });

  it("is refused when another key signed it", () => {
    const other = claimKeys("another secret of the tests, longer than 32");
    expect(verifyClaim(signClaim(claim, other.privateKey), keys.publicKey)).toEqual({ ok: false, why: "forged" });
  });

  it("is refused when any one character is changed", () => {
    const text = signClaim(claim, keys.privateKey);
    fc.assert(fc.property(fc.nat(text.length - 1), fc.constantFrom(..."AQgw_-z9."), (at, sign) => {
      const changed = text.slice(0, at) + sign + text.slice(at + 1);
      return changed === text || !verifyClaim(changed, keys.publicKey).ok;
    }), { numRuns: 500 });
  });

  it("answers anything at all without throwing", () => {
    for (const text of ["", ".", "a.b", "a".repeat(5_000), `e30.${"A".repeat(86)}`, `${"A".repeat(86)}`, "ö.ö"]) {
      expect(verifyClaim(text, keys.publicKey).ok).toBe(false);
    }
    fc.assert(fc.property(fc.string(), (text) => !verifyClaim(text, keys.publicKey).ok));
  });
});
