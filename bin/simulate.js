// npm run simulate -- NAME: runs simulate/NAME.ts; without a name says which there are.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./ground.js";

const [name, ...rest] = process.argv.slice(2);
const folder = join(root, "simulate");
const names = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".ts")).map((file) => file.slice(0, -3)).filter((file) => !file.endsWith(".test")) : [];
if (!names.includes(name)) {
  console.error(`npm run simulate -- NAME, where NAME is one of: ${names.join(", ")}`);
  process.exit(1);
}
process.exit(await run(["--import", "./bin/tsx.js", `simulate/${name}.ts`, ...rest]));
