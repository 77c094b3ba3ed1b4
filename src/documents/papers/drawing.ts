// The drawing process: one sheet in, one PDF out. It runs apart because a drawing holds its thread for some ten milliseconds,
// and because a fault in native code must not take the portal with it. It gets no environment and holds no secret.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { code128, qr } from "../barcode.ts";
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
const photoFile = `${workspace}photo.jpg`;

function drawn({ sheet, photo }: Order): Uint8Array {
  if (photo) compiler.mapShadow(photoFile, Buffer.from(photo));
  try {
    const result = compiler.compile({
      mainFileContent: template,
      inputs: {
        sheet: JSON.stringify(covered(sheet, glyphs)),
        photo: photo ? "photo.jpg" : "",
        qr: qr(sheet.qr.text),
        barcode: sheet.barcode ? code128(sheet.barcode.text) : "",
      },
    });
    if (!result.result) throw new Error(`the paper could not be set: ${JSON.stringify(result.takeDiagnostics()?.shortDiagnostics)}`);
    return compiler.pdf(result.result, { pdfStandard: "ua-1" });
  } finally {
    if (photo) compiler.unmapShadow(photoFile);
    compiler.evictCache(2);
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
