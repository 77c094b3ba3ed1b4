import { expect, vi } from "vitest";
import { log } from "../src/platform/log.ts";

// The lines of a passing run are noise; a failing test says itself what was wrong.
log.level = "silent";

// A journey walks through many pages of a real browser.
if (expect.getState().testPath?.includes("/journeys/")) vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
