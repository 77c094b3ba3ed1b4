import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fixedClock } from "../../test/cases.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { connect as connectDatabase } from "../platform/database.ts";
import { headersOf } from "./guard.ts";
import { answerJson, type App, publicPage } from "./page.ts";
import { portalPages } from "./portal.ts";
import { portal } from "./routes.ts";
import { createServer } from "./server.ts";

let it: TestDatabase;
let app: App;
let server: Awaited<ReturnType<typeof createServer>>;

beforeAll(async () => {
  it = await testDatabase();
  app = {
    db: it.parts.portal, clock: fixedClock(), secret: "b".repeat(40), demonstration: false, gateway: null, authority: { name: "x", phone: "1" },
    origins: { portal: "https://portal.test", office: "https://office.test", bank: null },
  };
  server = await createServer(app, "portal", portalPages, async () => true);
  await server.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  await server.close();
  await it[Symbol.asyncDispose]();
});

const say = (words: string) => new Promise<string>((resolve) => {
  let answer = "";
  const socket = connect((server.server.address() as AddressInfo).port, "127.0.0.1", () => socket.write(words));
  socket.on("data", (data) => (answer += data.toString()));
  socket.on("error", () => undefined);
  socket.on("close", () => resolve(answer));
});

test("what cannot be read as a request is answered with the headers of every answer", async () => {
  const long = "x".repeat(40_000);
  for (const [words, status] of [[`GET /en?${long} HTTP/1.1\r\nhost: a\r\n\r\n`, 431], [`GET /en HTTP/1.1\r\nhost: a\r\ncookie: ${long}\r\n\r\n`, 431], ["nonsense\r\n\r\n", 400], ["GET /en HTTP/9.9\r\n\r\n", 400]] as const) {
    const answer = await say(words);
    expect(answer.split("\r\n")[0]).toContain(`HTTP/1.1 ${status} `);
    for (const [name, value] of Object.entries(headersOf(app, "portal"))) expect(answer).toContain(`\r\n${name}: ${value}\r\n`);
    expect(answer.split("\r\n\r\n")[1]).toBe(String(status));
  }
});

test("of the public interface it is a problem, for any origin", async () => {
  const answer = await say(`GET /api/v1/reference/types?${"x".repeat(40_000)} HTTP/1.1\r\nhost: a\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  expect(answer).toContain("\r\ncontent-type: application/problem+json; charset=utf-8\r\n");
  expect(answer).toContain("\r\naccess-control-allow-origin: *\r\n");
  expect(answer).toContain("\r\nx-content-type-options: nosniff\r\n");
  expect(JSON.parse(answer.split("\r\n\r\n")[1]!)).toMatchObject({ status: 431, code: "too-large" });
});

test("what is too large for an address that only programs post to is a problem too, and sets no cookie", async () => {
  const payload = `{"x":"${"x".repeat(300_000)}"}`;
  for (const url of ["/payments/notification", "/messages/receipt", "/collection/query", "/collection/pay", "/collection/cancel", "/collection/day", "/api/v1/assessment"]) {
    const answer = await server.inject({ method: "POST", url, payload, headers: { "content-type": "application/json" } });
    expect([url, answer.statusCode, String(answer.headers["content-type"]).split(";")[0], answer.json().code]).toEqual([url, 413, "application/problem+json", "too-large"]);
    expect(answer.headers["set-cookie"]).toBeUndefined();
    expect(answer.headers["access-control-allow-origin"]).toBe(url.startsWith("/api/") ? "*" : undefined);
  }
  const page = await server.inject({ method: "POST", url: "/en/continue", payload: `a=${"x".repeat(300_000)}`, headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" } });
  expect([page.statusCode, page.headers["content-type"]]).toEqual([413, "text/html; charset=utf-8"]);
});

test("a caller whose connection breaks in the middle of a form is no fault of the program", async () => {
  const statuses: number[] = [];
  await using own = await createServer(app, "portal", portalPages, async () => true);
  own.addHook("onSend", async (_request, reply) => void statuses.push(reply.statusCode));
  await own.listen({ host: "127.0.0.1", port: 0 });
  const socket = connect((own.server.address() as AddressInfo).port, "127.0.0.1", () => {
    socket.write("POST /en/continue HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 1000\r\n\r\nabc", () => setTimeout(() => socket.destroy(), 50));
  });
  await expect.poll(() => statuses, { timeout: 5_000 }).toEqual([400]);
});

test("what breaks behind an address that only programs post to is told as a problem as well", async () => {
  const db = connectDatabase("postgresql://nobody:x@127.0.0.1:1/nothing", { max: 1 });
  const asking = publicPage(portal.paymentNotification, { machine: true, post: async (visit) => answerJson(await visit.app.db.selectFrom("payment").select("id").execute()) });
  await using own = await createServer({ ...app, db }, "portal", [asking], async () => true);
  const answer = await own.inject({ method: "POST", url: "/payments/notification", payload: "{}", headers: { "content-type": "application/json" } });
  expect([answer.statusCode, answer.headers["retry-after"], answer.json().code]).toEqual([503, "10", "away"]);
  await db.destroy();
});
