import type { Application } from "../src/applications/application.ts";
import { generateSlots } from "../src/appointments/slots.ts";
import { openSession } from "../src/identity/session.ts";
import type { App } from "../src/web/page.ts";
import { portalPages } from "../src/web/portal.ts";
import { createServer } from "../src/web/server.ts";
import { as, fixedClock, makeOffices, system } from "./cases.ts";
import { testDatabase } from "./database.ts";

/** The pages about appointments, as the browsers of people who are signed in see them. */
export async function desk({ offices = ["35"], workingDays = 60 }: { offices?: string[]; workingDays?: number } = {}) {
  const it = await testDatabase({ max: 8 });
  const clock = fixedClock();
  await makeOffices(it.db, offices);
  await as(it.db, clock, system, (act) => generateSlots(act, { from: act.today, workingDays }));
  const app: App = {
    db: it.parts.portal, clock, secret: "x".repeat(32), demonstration: true, origins: { portal: "http://portal.test", office: "http://office.test", bank: null }, gateway: null,
    authority: { name: "Directorate", phone: "157" },
  };
  const server = await createServer(app, "portal", portalPages, async () => true);
  return {
    ...it, clock, app,
    /** A page as anybody sees it who is not signed in. */
    async stranger(url: string) {
      const answer = await server.inject({ method: "GET", url });
      return { status: answer.statusCode, text: answer.body, type: String(answer.headers["content-type"]), disposition: String(answer.headers["content-disposition"]) };
    },
    /** Who is signed in to a case: its person, or by virtue of a mandate who acts for them. */
    async visitor(who: Application, code = "en", mandate: string | null = null) {
      const cookie = `portal=${await as(it.db, clock, who, (act) => openSession(act, { application: who.id, mandate }, code))}`;
      const ask = async (method: "GET" | "POST", path: string, form?: Record<string, string>, more = "") => {
        const url = path.startsWith("/") ? path : `/${code}/application/${path}`;
        const answer = await server.inject({
          method, url, headers: { cookie: more ? `${cookie}; ${more}` : cookie, ...(form ? { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" } : {}) },
          ...(form ? { payload: new URLSearchParams(form).toString() } : {}),
        });
        return { status: answer.statusCode, to: answer.headers.location as string | undefined, text: answer.body, bytes: answer.rawPayload, type: String(answer.headers["content-type"]), cookie: String(answer.headers["set-cookie"] ?? "") };
      };
      return { session: cookie, get: (path: string) => ask("GET", path), post: (path: string, form: Record<string, string>, more?: string) => ask("POST", path, form, more) };
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await it[Symbol.asyncDispose]();
    },
  };
}
