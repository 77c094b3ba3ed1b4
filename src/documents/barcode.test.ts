import { toSVG } from "bwip-js/node";
import sharp from "sharp";
import { expect, it } from "vitest";
import { code128 } from "./barcode.ts";
import { qr } from "./qr.ts";

/** What is dark, four points to each of so many modules across. */
async function dark(svg: string, across: number, down: number): Promise<Buffer> {
  return sharp(Buffer.from(svg), { density: 288 }).resize(across * 4, down * 4, { fit: "fill", kernel: "nearest" })
    .flatten({ background: "#ffffff" }).greyscale().threshold(128).raw().toBuffer();
}

const across = (svg: string) => Number(/viewBox="0 0 (\d+)/.exec(svg)![1]);
const unpadded = { paddingwidth: 0, paddingheight: 0 };

// Another library for the same is the measure here. An address of a paper has 200 to 300 signs; the most that fit are 2,331.
it.each([14, 62, 120, 180, 181, 250, 330, 700, 1400, 2331])("draws the same QR code of an address of %d signs as another program", async (length) => {
  const text = `https://portal.example/verify/${"Zx7-q_Kd".repeat(300)}`.slice(0, length);
  const own = qr(text);
  const asked = { bcid: "qrcode", text, eclevel: "M", mask: 1, ...unpadded };
  const other = toSVG(asked);
  expect(across(own) * 4).toBe(across(other));
  expect(Buffer.compare(await dark(own, across(own), across(own)), await dark(other, across(own), across(own)))).toBe(0);
});

it("refuses a text that no QR code holds, in bytes", () => {
  expect(() => qr("ı".repeat(1166))).toThrow("too long");
});

it("holds no markup of its text", () => {
  expect(qr(`"><script>alert(1)</script>`)).not.toContain("<script");
});

// Where digits are an odd number both are right and differ: one may go over to pairs a sign earlier.
it.each(["GCGM03-92026350100042", "GCGM03-9202635010004", "A", "1234", "AB12CD", "AB12345"])("draws the same barcode of %s as another program", async (text) => {
  const own = code128(text);
  const other = toSVG({ bcid: "code128", text, height: 12, ...unpadded });
  expect(across(own) * 2).toBe(across(other));
  expect(Buffer.compare(await dark(own, across(own), 1), await dark(other, across(own), 1))).toBe(0);
});

it.each(["", "ş", "a\n"])("draws no barcode of %j", (text) => {
  expect(() => code128(text)).toThrow("plain");
});
