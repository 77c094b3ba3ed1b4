#!/usr/bin/env node
// sojourn-paper verify CODE KEY: says, without a network, whether the office with this key made the paper that bears this QR code, or the copy
// of a case in this file (.zip).
import { resolve } from "node:path";
import { run } from "./ground.js";

const [verb, code, ...key] = process.argv.slice(2);
const given = code?.toLowerCase().endsWith(".zip") ? resolve(code) : code;
process.exit(await run(["--import", "./bin/tsx.js", "src/documents/verify-offline.ts", ...(verb === "verify" && given ? [given, ...key] : [])]));
