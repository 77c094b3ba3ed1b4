import type { AddressInfo } from "node:net";
import type { DrawSettings } from "./appointments/run-draw.ts";
import { closePapers } from "./documents/papers/draw.ts";
import { hear } from "./notifications/deliver.ts";
import { openRoutes } from "./notifications/routes.ts";
import { demonstrationBank } from "./payments/demonstration-bank.ts";
import type { Clock } from "./platform/clock.ts";
import { originAt } from "./platform/config.ts";
import type { Database } from "./platform/database.ts";
import { officePages } from "./web/office.ts";
import type { App } from "./web/page.ts";
import { portalPages } from "./web/portal.ts";
import { portal as addresses } from "./web/routes.ts";
import { createServer } from "./web/server.ts";
import { startWorker } from "./worker.ts";

export type Part = "portal" | "office" | "worker";

export type Premises = {
  db: Database;
  url: string;
  clock: Clock;
  secret: string;
  demonstration: boolean;
  roles: readonly string[];
  host: string;
  /** 0 asks for any free port. */
  ports: { portal: number; office: number };
  /** Public addresses; null: the ones listened on. */
  origins: { portal: string | null; office: string | null };
  bank: { origin: string; secret: string } | null;
  messages: { smtpUrl: string | null; mailFrom: string | null; smppUrl: string | null; smsHttpUrl: string | null };
  draw: DrawSettings;
};

/** Opens the parts of the office that this process is, on a migrated and furnished database; `stop` closes them in the opposite order. */
export async function serve(premises: Premises): Promise<{ app: App; stop(): Promise<void> }> {
  const { db, url, clock, secret, demonstration, roles, host, ports, origins, bank } = premises;
  const closing: (() => Promise<unknown>)[] = [];
  const app: App = {
    db, clock, secret, demonstration, gateway: null,
    origins: { portal: origins.portal ?? "", office: origins.office ?? "", bank: bank?.origin ?? null },
    authority: { name: "Sojourn", phone: "157" },
  };
  const ready = async () => (await db.selectFrom("database_property").select("value").where("name", "=", "demonstration").executeTakeFirst()) !== undefined;
  for (const area of ["portal", "office"] as const) {
    if (!roles.includes(area)) continue;
    const server = await createServer(app, area, area === "portal" ? portalPages : officePages, ready);
    await server.listen({ host, port: ports[area] });
    closing.push(() => server.close());
    app.origins[area] ||= originAt(host, (server.server.address() as AddressInfo).port);
  }
  if (bank) app.gateway = demonstrationBank({ ...bank, notifyTo: `${app.origins.portal}${addresses.paymentNotification.href()}` });
  if (roles.includes("worker")) {
    const routes = openRoutes(premises.messages, (receipt) => hear(db, receipt));
    const worker = await startWorker(app, url, routes, { draw: premises.draw });
    closing.push(() => closePapers(), () => worker.stop());
  }
  return {
    app,
    async stop() {
      for (const close of closing.reverse()) await close();
    },
  };
}
