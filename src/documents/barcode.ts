import { toSVG } from "bwip-js/node";

/** Code 128 as SVG, of the form's barcode; `withText` draws the characters beneath the bars as shapes. Throws on an empty text. */
export function code128(text: string, withText = false): string {
  return toSVG({ bcid: "code128", text, height: 12, includetext: withText, textxalign: "center", paddingwidth: 0, paddingheight: 0 });
}

/** A QR code as SVG, level M: a fold or a stamp on the paper may cover 15 % of it. */
export function qr(text: string): string {
  // Signed text is as good as random, so no mask is better than another; trying all eight took 31 ms instead of 9.
  const mask = text.length > 100 ? { mask: 1 } : {};
  const options = { bcid: "qrcode", text, eclevel: "M", paddingwidth: 0, paddingheight: 0, ...mask };
  return toSVG(options);
}
