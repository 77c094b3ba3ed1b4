import { readdirSync, readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

export type Source = { path: string; text: string };

/** The files below a folder of the repository whose path fits, each with its text: what the tests of the house read. */
export function sources(folder: string, fits: RegExp): Source[] {
  return readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, `${entry.parentPath}/${entry.name}`).split(sep).join("/"))
    .filter((path) => fits.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(`${root}${path}`, "utf8") }));
}

/** The program itself: TypeScript of src/ without its tests. */
export function program(): Source[] {
  return sources("src", /^(?!.*\.test\.tsx?$).*\.tsx?$/);
}
