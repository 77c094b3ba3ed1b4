// The drawing process: one sheet in, one PDF out. It runs apart because a drawing holds its thread for some ten milliseconds,
// and because a fault in native code must not take the portal with it. It gets no environment and holds no secret.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { code128 } from "../barcode.ts";
import { qr } from "../qr.ts";
import type { Answer, Order } from "./draw.ts";
import { covered, coverage } from "./glyphs.ts";

const { resolve } = createRequire(import.meta.url);
const inter = dirname(resolve("@expo-google-fonts/inter/package.json"));
const vazirmatn = dirname(resolve("vazirmatn/package.json"));
const fonts = [
  `${inter}/400Regular/Inter_400Regular.ttf`, `${inter}/600SemiBold/Inter_600SemiBold.ttf`,
  `${vazirmatn}/fonts/ttf/Vazirmatn-Regular.ttf`, `${vazirmatn}/fonts/ttf/Vazirmatn-SemiBold.ttf`,
].map((file) => readFileSync(file));

const workspace = fileURLToPath(new URL(".", import.meta.url));
const template = readFileSync(new URL("paper.typ", import.meta.url), "utf8");
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: fonts }] });
const glyphs = coverage(fonts);

// The template reads these as files. As inputs of the compiler they would be a part of its library, and it would lay out every piece anew.
function filesOf({ sheet, photo }: Order): Record<string, Buffer> {
  const { photo: place, ...rest } = covered(sheet, glyphs);
  return {
    "sheet.json": Buffer.from(JSON.stringify({ ...rest, photo: place && { ...place, given: photo !== null } })),
    "qr.svg": Buffer.from(qr(sheet.qr.text)),
    ...(sheet.barcode && { "barcode.svg": Buffer.from(code128(sheet.barcode.text)) }),
    ...(photo && { "photo.jpg": Buffer.from(photo) }),
  };
}

// What papers have in common, labels and whole paragraphs, is kept laid out until sixteen to twenty-four others went without it, so that four
// languages in turn find theirs: 24 ms of processor time instead of 38 a form. Looking for what may go costs 1 ms, so not at each paper.
const tidyEvery = 8;
const keptFor = 2;
let drawings = 0;

function drawn(order: Order): Uint8Array {
  try {
    for (const [name, content] of Object.entries(filesOf(order))) compiler.mapShadow(workspace + name, content);
    const result = compiler.compile({ mainFileContent: template });
    if (!result.result) throw new Error(`the paper could not be set: ${JSON.stringify(result.takeDiagnostics()?.shortDiagnostics)}`);
    return compiler.pdf(result.result, { pdfStandard: "ua-1" });
  } finally {
    compiler.resetShadow();
    if (++drawings % tidyEvery === 0) compiler.evictCache(keptFor);
  }
}

process.on("message", async (order: Order) => {
  // Between two documents the event loop must turn once, or native memory of the last one is not given back.
  await turn();
  let answer: Answer;
  try {
    answer = { pdf: drawn(order) };
  } catch (error) {
    answer = { fault: error instanceof Error ? error.message : String(error) };
  }
  process.send?.(answer);
});
process.on("disconnect", () => process.exit());
