import { type AddressInfo, connect, type Socket } from "node:net";
import multipart from "@fastify/multipart";
import fastify from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fixedClock, makeOffices } from "../../test/cases.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { openDraft } from "../applications/draft.ts";
import { openSession } from "../identity/session.ts";
import { transact } from "../platform/act.ts";
import type { App } from "./page.ts";
import { portalPages } from "./portal.ts";
import { createServer } from "./server.ts";
import { readUpload, uploadLimits } from "./upload.ts";

const clock = fixedClock();
const nobody = { kind: "applicant", id: null, name: "visitor" } as const;
const opened: Socket[] = [];
let it: TestDatabase;
let server: Awaited<ReturnType<typeof createServer>>;
let made = 0;

beforeAll(async () => {
  it = await testDatabase();
  await makeOffices(it.db);
  const app: App = { db: it.parts.portal, clock, secret: "u".repeat(40), demonstration: false, gateway: null, origins: { portal: "http://portal.test", office: "", bank: null }, authority: { name: "x", phone: "1" } };
  server = await createServer(app, "portal", portalPages, async () => true);
  await server.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  for (const socket of opened) socket.destroy();
  await server.close();
  await it[Symbol.asyncDispose]();
});

async function person(): Promise<string> {
  const n = ++made;
  const draft = await transact(it.db, clock, nobody, (act) => openDraft(act, { kind: "first", channel: "email", email: `a${n}@example.org` }, { number: `T${n}`, language: "en" }));
  return `portal=${await transact(it.db, clock, nobody, (act) => openSession(act, { application: draft.id }, "en"))}`;
}

const half = '--b\r\ncontent-disposition: form-data; name="photo"; filename="p.jpg"\r\ncontent-type: image/jpeg\r\n\r\nthe first of it';

/** Begins one of the largest uploads and brings only its first bytes; `answer` is what came back until then or until the connection ended. */
function begin(headers: Record<string, string>, first = half, port = (server.server.address() as AddressInfo).port) {
  const socket = connect(port, "127.0.0.1");
  opened.push(socket);
  let answer = "";
  socket.on("data", (data) => (answer += data.toString()));
  socket.on("error", () => undefined);
  const all = { host: "portal.test", "content-type": "multipart/form-data; boundary=b", "content-length": String(uploadLimits.fileSize), ...headers };
  socket.write(`POST /en/application/photo HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}`).join("\r\n")}\r\n\r\n${first}`);
  return { answer: () => answer, end: () => socket.destroy() };
}

test("an upload without a session, or from another site, is answered before anything of it was sent", async () => {
  const cookie = await person();
  const stranger = begin({ "sec-fetch-site": "same-origin" }, "");
  await expect.poll(stranger.answer).toMatch(/^HTTP\/1\.1 403 /);
  const unproven = begin({}, "");
  await expect.poll(unproven.answer).toMatch(/^HTTP\/1\.1 403 /);
  const elsewhere = begin({ "sec-fetch-site": "cross-site", cookie }, "");
  await expect.poll(elsewhere.answer).toMatch(/^HTTP\/1\.1 403 /);
});

test("an upload whose form token is of somebody else is refused once it was read", async () => {
  const payload = '--b\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\nx\r\n--b--\r\n';
  const answer = await server.inject({ method: "POST", url: "/en/application/photo", payload, headers: { "content-type": "multipart/form-data; boundary=b", cookie: await person() } });
  expect(answer.statusCode).toBe(403);
  expect(answer.body).toContain("did not come from");
});

test("a person has two uploads under way and a process room for eight of the largest; more are told to wait, and what breaks off makes room", async () => {
  const people = await Promise.all(Array.from({ length: 5 }, () => person()));
  const send = (cookie: string) => server.inject({
    method: "POST", url: "/en/application/photo", payload: `${half}\r\n--b--\r\n`, headers: { "content-type": "multipart/form-data; boundary=b", "sec-fetch-site": "same-origin", cookie },
  });
  const waiting = (cookie: string) => ({ cookie, ...begin({ "sec-fetch-site": "same-origin", cookie }) });
  // Who asks whether there is room holds some of it meanwhile: an upload that came just then was turned away for it, and begins again.
  const untilFull = (uploads: ReturnType<typeof waiting>[], asking: string) => expect.poll(async () => {
    for (const [n, { cookie, answer }] of uploads.entries()) if (answer() !== "") uploads[n] = waiting(cookie);
    return (await send(asking)).statusCode;
  }).toBe(503);
  const own = [waiting(people[0]!), waiting(people[0]!)];
  await untilFull(own, people[0]!);
  expect((await send(people[1]!)).statusCode).toBe(422);
  const others = people.slice(1, 4).flatMap((cookie) => [waiting(cookie), waiting(cookie)]);
  await untilFull(others, people[4]!);
  const full = await send(people[4]!);
  expect(full.headers["retry-after"]).toBe("10");
  expect(full.body).toContain("nothing you saved is lost");
  for (const one of [...own, ...others]) {
    expect(one.answer()).toBe("");
    one.end();
  }
  await expect.poll(async () => (await send(people[4]!)).statusCode).toBe(422);
});

test("fifty people who send small photos at once all have room", async () => {
  const people = await Promise.all(Array.from({ length: 50 }, () => person()));
  const answers = await Promise.all(people.map((cookie) => server.inject({
    method: "POST", url: "/en/application/photo", payload: `${half}\r\n--b--\r\n`, headers: { "content-type": "multipart/form-data; boundary=b", "sec-fetch-site": "same-origin", cookie },
  })));
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([422]));
});

test("an upload that trickles is let go", async () => {
  const small = fastify();
  await small.register(multipart, { limits: uploadLimits });
  small.post("/en/application/photo", async (request, reply) => readUpload(request, reply, 150));
  await small.listen({ host: "127.0.0.1", port: 0 });
  const slow = begin({}, half, (small.server.address() as AddressInfo).port);
  await expect.poll(slow.answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*connection: close/i);
  await small.close();
});
