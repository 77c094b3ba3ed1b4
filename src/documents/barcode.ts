import JsBarcode from "jsbarcode";

/** Code 128 as SVG, of the form's barcode. Throws where the text is empty or not plain ASCII. */
export function code128(text: string): string {
  if (!/^[ -~]+$/.test(text)) throw new Error("a barcode takes plain letters, digits and signs only");
  // Given an object instead of a picture it only says what is dark, module by module.
  const into: { encodings?: { data: string }[] } = {};
  JsBarcode(into, text, { format: "CODE128" });
  const modules = into.encodings!.map(({ data }) => data).join("");
  const bars = [...modules.matchAll(/1+/g)].map((bar) => `M${bar.index} 0h${bar[0].length}v30h-${bar[0].length}z`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${modules.length} 30"><path d="${bars.join("")}"/></svg>`;
}
