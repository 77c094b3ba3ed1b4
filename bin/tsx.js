// Lets Node run the program's .ts and .tsx as they stand: esbuild takes the types and the JSX out, file by file.
// Node strips types from .ts by itself but refuses .tsx.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";

// Errors name the line that was written, not the one that was run.
process.setSourceMapsEnabled(true);

registerHooks({
  load(url, context, next) {
    if (!/\.tsx?$/.test(url) || url.includes("/node_modules/")) return next(url, context);
    const file = fileURLToPath(url);
    const { code } = transformSync(readFileSync(file, "utf8"), {
      loader: file.endsWith("x") ? "tsx" : "ts", format: "esm", target: "esnext", jsx: "automatic", jsxImportSource: "preact", sourcemap: "inline", sourcefile: file,
    });
    return { format: "module", source: code, shortCircuit: true };
  },
});
