import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { checkAccessibility, openBrowser, screenshot } from "./browser.ts";

test("a browser opens a page under our policy, sees its faults and takes its picture", async () => {
  const good = `<!doctype html><html lang="tr"><title>İkamet izni</title><main><h1>İkamet izni إقامة вид</h1></main>`;
  const server = createServer((request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": "default-src 'none'" });
    response.end(request.url === "/good" ? good : good.replace(` lang="tr"`, "").replace("</main>", "<img src=x></main>"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await using browser = await openBrowser();
    const page = await browser.newPage();
    await page.goto(`${origin}/good`);
    await checkAccessibility(page);
    await screenshot(page, "browser");
    // The width of a PNG stands in its bytes 16 to 19.
    expect([360, 1280].map((width) => readFileSync(`.tmp/shots/browser-${width}.png`).readUInt32BE(16))).toEqual([360, 1280]);
    await page.goto(`${origin}/bad`);
    await expect(checkAccessibility(page)).rejects.toThrow(/breaks 2 rules[\s\S]*html-has-lang[\s\S]*image-alt/);
  } finally {
    server.close();
  }
});
