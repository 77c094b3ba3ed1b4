import { rmSync } from "node:fs";
import { startEmbedded } from "../src/platform/embedded.ts";
import { migrate } from "../src/platform/migrate.ts";
import { writeSchema } from "./schema.ts";

const folder = `.tmp/schema-${process.pid}`;
const { url, stop } = await startEmbedded(folder, { fsync: false });
try {
  await migrate(url);
  await writeSchema(url);
} finally {
  await stop();
  rmSync(folder, { recursive: true, force: true });
}
