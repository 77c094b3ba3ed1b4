import { createInterface } from "node:readline";
import { z } from "zod";
import { startBank } from "./bank.ts";

// The one who starts this process writes its settings as one line of JSON to its standard input and holds that pipe open: the secret
// then stands neither in the arguments nor in the environment, and the bank ends with its starter, however that one ends.
// The first line of standard output is {"origin": "http://…"}.
const settings = z.object({ port: z.int().min(0).max(65535), host: z.string().optional(), secret: z.string().min(16), file: z.string().nullable().optional() });

const lines = createInterface({ input: process.stdin });
lines.once("line", async (line) => {
  const bank = await startBank(settings.parse(JSON.parse(line)));
  process.stdout.write(`${JSON.stringify({ origin: bank.origin })}\n`);
  lines.once("close", () => void bank.stop().then(() => process.exit(0)));
});
// Ctrl-C reaches every process of the terminal; the bank waits for its starter to let go of the pipe.
process.on("SIGINT", () => {});
