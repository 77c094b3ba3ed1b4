import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { startBankProcess } from "./peers.ts";

test("the demonstration bank that was killed comes back at its address, and ends with the one who started it", async () => {
  const folder = mkdtempSync(".tmp/peers-");
  const bank = await startBankProcess("a secret between the shop and the bank", join(folder, "bank.json"));
  const answers = () => fetch(bank.origin).then(({ status }) => status, () => 0);
  const first = bank.pid()!;
  const before = await answers();
  expect(before).toBeGreaterThan(0);
  process.kill(first, "SIGKILL");
  await expect.poll(bank.pid, { timeout: 20_000 }).not.toBe(first);
  expect(await answers()).toBe(before);
  await bank.stop();
  expect(await answers()).toBe(0);
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

test("who stops while the bank is being started again waits for no bank that nobody told", async () => {
  const folder = mkdtempSync(".tmp/peers-");
  const bank = await startBankProcess("a secret between the shop and the bank", join(folder, "bank.json"));
  process.kill(bank.pid()!, "SIGKILL");
  // Half a second after its end another one is spawned, which takes as long as a process takes to read its program.
  await wait(600);
  await bank.stop();
  expect(await fetch(bank.origin).then(({ status }) => status, () => 0)).toBe(0);
  rmSync(folder, { recursive: true, force: true });
}, 20_000);
