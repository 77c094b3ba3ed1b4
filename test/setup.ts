import { log } from "../src/platform/log.ts";

// The lines of a passing run are noise; a failing test says itself what was wrong.
log.level = "silent";
