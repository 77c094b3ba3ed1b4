import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { checkAccessibility, openBrowser, screenshot } from "../../test/browser.ts";
import { testDatabase } from "../../test/database.ts";
import type { Database } from "../platform/database.ts";
import { mailbox } from "./mailbox.tsx";
import type { App } from "./page.ts";
import { createServer } from "./server.ts";

const now = Temporal.Instant.from("2026-11-24T09:00:00Z");
const id = (n: number) => `019a0000-0000-7000-8000-00000000000${n}`;

async function serverOf(db: Database, demonstration: boolean) {
  const app: App = {
    db, clock: { now: () => now }, secret: "x".repeat(32), demonstration, origins: { portal: "http://portal.test", office: "http://office.test", bank: null },
    gateway: null, authority: { name: "Directorate", phone: "157" },
  };
  const server = await createServer(app, "portal", [mailbox], async () => true);
  const ask = async (path: string) => {
    const { statusCode, body } = await server.inject({ url: path });
    return { status: statusCode, text: body };
  };
  return Object.assign(ask, { server });
}

test("what arrived is listed newest first, found by its recipient, and shown as text only", async () => {
  await using it = await testDatabase();
  const hostile = "<script>alert(1)</script><img src=\"https://elsewhere.example/seen.gif\">";
  await it.db.insertInto("mailbox").values([
    { id: id(1), channel: "email", recipient: "older@example.org", received_at: now.subtract({ minutes: 5 }), subject: "Older one", text: "first text", html: hostile, raw: `Subject: x\r\n\r\n${hostile}` },
    { id: id(2), channel: "sms", recipient: "+905551112233", received_at: now, subject: null, text: "Sojourn: Kodunuz 482913", html: null, raw: "part 1 of 1" },
  ]).execute();
  const ask = await serverOf(it.db, true);
  const { status, text } = await ask("/en/mailbox");
  expect(status).toBe(200);
  expect(text.indexOf("Kodunuz 482913")).toBeGreaterThan(0);
  expect(text.indexOf("Kodunuz 482913")).toBeLessThan(text.indexOf("Older one"));
  const one = await ask(`/en/mailbox?to=${encodeURIComponent(" +905551112233 ")}`);
  expect(one.text).toContain("482913");
  expect(one.text).not.toContain("Older one");
  expect((await ask("/ar/mailbox?to=nobody%40example.org")).text).toContain("nobody@example.org");
  const source = await ask(`/en/mailbox?message=${id(1)}`);
  expect(source.text).toContain("&lt;script>alert(1)");
  expect(source.text).not.toContain("<script>alert");
  expect(source.text).not.toMatch(/<(img|iframe)\b/);
});

test("outside a demonstration there is no mailbox, and unknown messages are not found", async () => {
  await using it = await testDatabase();
  const real = await serverOf(it.db, false);
  expect((await real("/en/mailbox")).status).toBe(404);
  const ask = await serverOf(it.db, true);
  for (const unknown of [id(9), "x", "../../etc"]) expect((await ask(`/en/mailbox?message=${encodeURIComponent(unknown)}`)).status).toBe(404);
});

test("in a browser the list is accessible in both directions and shows by itself what arrives", async () => {
  await using it = await testDatabase();
  const { server } = await serverOf(it.db, true);
  await server.listen({ host: "127.0.0.1", port: 0 });
  const origin = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  try {
    await using browser = await openBrowser();
    const page = await browser.newPage();
    await page.goto(`${origin}/en/mailbox`);
    await page.getByText("Nothing has arrived yet").waitFor();
    await it.db.insertInto("mailbox").values([
      { id: id(1), channel: "sms", recipient: "+905551112233", received_at: now, subject: null, text: "Sojourn: الرمز الخاص بكم \u2068482913\u2069", html: null, raw: "part 1 of 1" },
      { id: id(2), channel: "email", recipient: "someone@example.org", received_at: now, subject: "Your code: 482913", text: "Your code is 482913.\n\nTell it to nobody.", html: "<p>Your code</p>", raw: `Subject: Your code\r\n\r\n${"b2Zm".repeat(60)}` },
    ]).execute();
    await page.getByText("Tell it to nobody.").waitFor();
    for (const path of ["/en/mailbox", "/ar/mailbox", `/en/mailbox?message=${id(2)}`]) {
      await page.goto(origin + path);
      await checkAccessibility(page);
    }
    await page.goto(`${origin}/en/mailbox`);
    await screenshot(page, "mailbox");
  } finally {
    await server.close();
  }
});
