import { createServer } from "../src/web/server.ts";
import type { Role } from "../src/identity/officer.ts";
import { openSession } from "../src/identity/session.ts";
import { findApplication } from "../src/applications/application.ts";
import type { App } from "../src/web/page.ts";
import { officePages } from "../src/web/office.ts";
import { testDatabase } from "./database.ts";
import { as, officer, stoppedClock, type TestOfficer } from "./office-cases.ts";

/** The office’s server on a database of its own, spoken to as a browser does. */
export async function office({ demonstration = true }: { demonstration?: boolean } = {}) {
  const it = await testDatabase();
  const clock = stoppedClock();
  const app: App = {
    db: it.parts.office, clock, secret: "s".repeat(40), demonstration, origins: { portal: "http://portal.test", office: "http://office.test", bank: null }, gateway: null,
    authority: { name: "Directorate", phone: "157" },
  };
  const server = await createServer(app, "office", officePages, async () => true);
  const as1 = (cookie: string) => ({
    async get(url: string, language = "en") {
      const answer = await server.inject({ method: "GET", url, headers: { cookie: `${cookie}; office-language=${language}`, "accept-language": "en" } });
      return { status: answer.statusCode, text: answer.body, to: String(answer.headers.location ?? ""), bytes: answer.rawPayload, type: String(answer.headers["content-type"]) };
    },
    async post(url: string, form: Record<string, string | string[]>, headers: Record<string, string> = { "sec-fetch-site": "same-origin" }) {
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries(form)) for (const one of [value].flat()) body.append(name, one);
      const answer = await server.inject({
        method: "POST", url, payload: body.toString(),
        headers: { cookie: `${cookie}; office-language=en`, "accept-language": "en", "content-type": "application/x-www-form-urlencoded", ...headers },
      });
      return { status: answer.statusCode, text: answer.body, to: String(answer.headers.location ?? ""), cookie: String(answer.headers["set-cookie"] ?? "") };
    },
  });
  return {
    ...it, clock, app, stranger: as1(""),
    async enter(role: Role, where = "35", name: string = role) {
      const who = await officer(it.db, clock, role, where, name);
      const secret = await as(it.db, clock, who, (act) => openSession(act, { officer: who.id }, "en"));
      return { who, secret, ...as1(`office=${secret}`) };
    },
    act<T>(who: TestOfficer, fn: Parameters<typeof as<T>>[3]) {
      return as(it.db, clock, who, fn);
    },
    /** The address of the server, for a browser. */
    listen: () => server.listen({ host: "127.0.0.1", port: 0 }),
    async seen(id: string) {
      return (await findApplication(it.db, id))!.changed_at.toString();
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await it[Symbol.asyncDispose]();
    },
  };
}
