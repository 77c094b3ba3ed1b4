import { expect, it } from "vitest";
import sharp from "sharp";
import { code128, qr } from "./barcode.ts";

it("draws the barcode of a form, with its text where wanted", async () => {
  const bare = code128("GCGM03-92026350100042");
  const texted = code128("GCGM03-92026350100042", true);
  expect(bare).toMatch(/^<svg /);
  expect(texted.length).toBeGreaterThan(bare.length);
  expect((await sharp(Buffer.from(bare)).metadata()).width).toBeGreaterThan(200);
});

it("draws a square QR code of a long address", async () => {
  const svg = qr(`https://portal.example/verify/${"Ab1-".repeat(80)}`);
  const { width, height } = await sharp(Buffer.from(svg)).metadata();
  expect(width).toBe(height);
});

it("holds no markup of its text", () => {
  expect(qr(`"><script>alert(1)</script>`)).not.toContain("<script");
});
