import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { buildSync } from "esbuild";

/** One file of the design system as it goes over the wire; `br` and `gzip` are null where the body is compressed already. */
export type AssetFile = { body: Buffer; br: Buffer | null; gzip: Buffer | null; type: string };

const require = createRequire(import.meta.url);
const files = new Map<string, AssetFile>();
const paths = new Map<string, string>();

function add(name: string, body: Buffer, type: string): string {
  const dot = name.lastIndexOf(".");
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 10);
  const path = `/assets/${name.slice(0, dot)}-${hash}${name.slice(dot)}`;
  const packed = type === "font/woff2";
  files.set(path, {
    body, type,
    br: packed ? null : brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    gzip: packed ? null : gzipSync(body, { level: 9 }),
  });
  paths.set(name, path);
  return path;
}

const provided: [name: string, make: () => Buffer, type: string][] = [];

/** Puts a file of a higher floor beside those of the design system, before the first of them is asked for: it is made then, and found by `asset`. */
export function provide(name: string, make: () => Buffer, type: string): void {
  if (paths.size > 0) throw new Error(`${name} comes too late`);
  provided.push([name, make, type]);
}

const faces = [
  { family: "Inter", folder: "inter", subsets: ["latin", "latin-ext", "cyrillic"] },
  { family: "Vazirmatn", folder: "vazirmatn", subsets: ["arabic"] },
] as const;

/** The @font-face rules; a browser fetches only the subsets whose letters stand on the page. */
function fonts(): string {
  const rules: string[] = [];
  for (const { family, folder, subsets } of faces) {
    const source = `@fontsource-variable/${folder}`;
    const ranges = JSON.parse(readFileSync(require.resolve(`${source}/unicode.json`), "utf8")) as Record<string, string>;
    for (const subset of subsets) {
      const file = readFileSync(require.resolve(`${source}/files/${folder}-${subset}-wght-normal.woff2`));
      const path = add(`${folder}-${subset}.woff2`, file, "font/woff2");
      rules.push(`@font-face{font-family:${family};font-style:normal;font-weight:100 900;font-display:swap;`
        + `src:url(${path}) format("woff2");unicode-range:${ranges[subset]}}`);
    }
  }
  return rules.join("");
}

function built(entry: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL(`assets/${entry}`, import.meta.url))],
    bundle: true, minify: true, write: false, legalComments: "none", format: entry.endsWith(".js") ? "iife" : undefined,
    target: ["chrome109", "firefox102", "safari15.4"], logLevel: "error", charset: "utf8",
  });
  return outputFiles[0]!.text;
}

function load(): void {
  add("styles.css", Buffer.from(fonts() + built("styles.css")), "text/css; charset=utf-8");
  add("portal.js", Buffer.from(built("portal.js")), "text/javascript; charset=utf-8");
  add("office.js", Buffer.from(built("office.js")), "text/javascript; charset=utf-8");
  add("passkey.js", Buffer.from(built("passkey.js")), "text/javascript; charset=utf-8");
  add("captcha.js", Buffer.from(built("captcha.js")), "text/javascript; charset=utf-8");
  for (const [name, make, type] of provided) add(name, make(), type);
  add("icon.svg", readFileSync(new URL("assets/icon.svg", import.meta.url)), "image/svg+xml; charset=utf-8");
}

/** The address of a file of the design system, with the hash of its content: `asset("styles.css")`. */
export function asset(name: string): string {
  if (paths.size === 0) load();
  const path = paths.get(name);
  if (path === undefined) throw new Error(`no asset ${name}`);
  return path;
}

/** What stands at an address given by `asset`; it never changes, so it may be cached for ever. */
export function assetFile(urlPath: string): AssetFile | null {
  if (paths.size === 0) load();
  return files.get(urlPath) ?? null;
}
