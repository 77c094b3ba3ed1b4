// Lets Node run the program's .ts and .tsx as they stand: esbuild takes the types and the JSX out, file by file.
// Node strips types from .ts by itself but refuses .tsx. What was made of a file is kept beside the packages until the file changes:
// 200 files cost 0.7 s to make and a tenth of it to read.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

// Errors name the line that was written, not the one that was run.
process.setSourceMapsEnabled(true);

const options = { format: "esm", target: "esnext", jsx: "automatic", jsxImportSource: "preact", sourcemap: "inline" };
const kept = fileURLToPath(new URL("../node_modules/.cache/sojourn/", import.meta.url));
const require = createRequire(import.meta.url);
const digest = (text) => createHash("sha256").update(text).digest("hex");
let esbuild;

registerHooks({
  load(url, context, next) {
    if (!/\.tsx?$/.test(url) || url.includes("/node_modules/")) return next(url, context);
    const file = fileURLToPath(url);
    return { format: "module", source: codeOf(file, readFileSync(file, "utf8")), shortCircuit: true };
  },
});

function codeOf(file, text) {
  const path = `${kept}${digest(file)}.js`;
  const mark = `//${digest(JSON.stringify(options) + text)}\n`;
  try {
    const found = readFileSync(path, "utf8");
    if (found.endsWith(mark)) return found;
  } catch {
    // Not made yet.
  }
  esbuild ??= require("esbuild");
  const { code } = esbuild.transformSync(text, { ...options, loader: file.endsWith("x") ? "tsx" : "ts", sourcefile: file });
  const made = `${code}${mark}`;
  try {
    mkdirSync(kept, { recursive: true });
    writeFileSync(`${path}.${process.pid}`, made);
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    // A folder that may not be written to costs time, nothing else.
  }
  return made;
}
