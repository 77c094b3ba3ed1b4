#!/usr/bin/env node
// sojourn-paper verify CODE KEY: says, without a network, whether the office with this key made the paper that bears this QR code.
import { run } from "./ground.js";

const [verb, ...given] = process.argv.slice(2);
process.exit(await run(["--import", "./bin/tsx.js", "src/documents/verify-offline.ts", ...(verb === "verify" ? given : [])]));
