import type { App } from "../src/web/page.ts";
import { portalPages } from "../src/web/portal.ts";
import { createServer } from "../src/web/server.ts";
import { fixedClock, MONDAY } from "./cases.ts";
import { testDatabase } from "./database.ts";

// A program reads JSON without our types; what stands in it is for each test's expectations to say.
// oxlint-disable-next-line typescript/no-explicit-any
export type Reply = { status: number; headers: Record<string, string>; text: string; body: any };

/** The portal over a database of the test's own, called as a program of another origin calls it. */
export async function apiServer() {
  const database = await testDatabase();
  const clock = fixedClock(MONDAY);
  const app: App = {
    db: database.db, clock, secret: "only for tests".padEnd(48, "."), demonstration: false, gateway: null, authority: { name: "Directorate", phone: "157" },
    origins: { portal: "http://portal.test", office: "http://office.test", bank: null },
  };
  const server = await createServer(app, "portal", portalPages, async () => true);
  const call = async (method: "GET" | "POST" | "OPTIONS", url: string, payload?: string, headers: Record<string, string> = {}): Promise<Reply> => {
    const reply = await server.inject({ method, url, payload, headers: { ...(payload === undefined ? {} : { "content-type": "application/json" }), origin: "https://elsewhere.test", ...headers } });
    const text = reply.body;
    return { status: reply.statusCode, headers: reply.headers as Record<string, string>, text, body: /json/.test(String(reply.headers["content-type"])) && text ? JSON.parse(text) : null };
  };
  return {
    app, clock, db: database.db, call,
    /** Serves it on a free port, for a browser; returns the address. */
    listen: () => server.listen({ port: 0, host: "127.0.0.1" }),
    get: (url: string, headers?: Record<string, string>) => call("GET", url, undefined, headers),
    ask: (facts: unknown, headers?: Record<string, string>) => call("POST", "/api/v1/assessment", typeof facts === "string" ? facts : JSON.stringify(facts), headers),
    async [Symbol.asyncDispose]() {
      await server.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
