// npm run texts: what each language has of the English texts. With a language, the keys it lacks: npm run texts -- fa
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./ground.js";

const folder = join(root, "src", "locales");
const languages = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
const keys = new Map(languages.map((code) => [code, new Set(readdirSync(join(folder, code)).filter((file) => file.endsWith(".json")).flatMap((file) =>
  Object.keys(JSON.parse(readFileSync(join(folder, code, file), "utf8"))).map((key) => `${file.slice(0, -5)}.${key}`)))]));
const english = keys.get("en") ?? new Set();
const lacking = (code) => [...english].filter((key) => !keys.get(code)?.has(key));
const beyond = (code) => [...(keys.get(code) ?? [])].filter((key) => !english.has(key));

const [asked] = process.argv.slice(2);
if (asked) {
  for (const key of lacking(asked)) console.log(`lacks ${key}`);
  for (const key of beyond(asked)) console.log(`has ${key}, which English has not`);
} else {
  for (const code of languages) {
    console.log(`${code}  ${keys.get(code).size} of ${english.size} texts, ${lacking(code).length} lacking, ${beyond(code).length} that English has not`);
  }
}
