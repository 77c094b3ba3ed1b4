import type { AddressInfo } from "node:net";
import type { DrawSettings } from "./appointments/run-draw.ts";
import { followLaw } from "./eligibility/editions.ts";
import { closePapers } from "./documents/papers/draw.ts";
import { startBounces } from "./notifications/bounces.ts";
import { hear } from "./notifications/receipts.ts";
import { openRoutes } from "./notifications/routes.ts";
import { isSettled } from "./demonstration/property.ts";
import { openGateway, pagesOf, type ProviderSetup } from "./payments/provider.ts";
import type { Clock } from "./platform/clock.ts";
import { type Config, originAt } from "./platform/config.ts";
import type { Database } from "./platform/database.ts";
import type { Part } from "./platform/logins.ts";
import { isMigrated, migrations, untilMigrated } from "./platform/migrate.ts";
import type { Secret } from "./platform/secret.ts";
import { officePages } from "./web/office.ts";
import { startMetrics } from "./web/metrics.ts";
import type { App } from "./web/page.ts";
import { portalPages } from "./web/portal.ts";
import { portal as addresses } from "./web/routes.ts";
import { createServer } from "./web/server.ts";
import { startWorker } from "./worker.ts";

export type Premises = {
  /** The parts that this process is, each with the database as its own login. */
  databases: Partial<Record<Part, Database>>;
  /** The same database, for looks at its health alone: a crowd that keeps every connection of the parts busy is no illness. */
  health: Database;
  /** The same database as the worker's login, for the job runner; asked for only where the worker is a part. */
  workerUrl: string;
  clock: Clock;
  secret: Secret;
  demonstration: boolean;
  host: string;
  authority: App["authority"];
  sourceUrl?: string | null;
  trustProxy?: number | string | false;
  /** 0 asks for any free port. */
  ports: { portal: number; office: number };
  /** Public addresses; null: the ones listened on. */
  origins: { portal: string | null; office: string | null };
  bank: ProviderSetup | null;
  messages: { smtpUrl: string | null; mailFrom: string | null; smppUrl: string | null; smsHttpUrl: string | null; mailBounces?: Config["mailBounces"]; smsSender?: string | null };
  draw: DrawSettings;
  /** Where this process tells its metrics; without it nowhere. */
  metrics?: Config["metrics"];
};

/**
 * Opens the parts of the office that this process is; `stop` closes them in the opposite order. Portal and office listen at once, and say that
 * they are not ready until the database is there and migrated.
 */
export async function serve(premises: Premises): Promise<{ origins: App["origins"]; /** What portal and office listen on. */ listening: Partial<Record<Part | "metrics", string>>; stop(): Promise<void> }> {
  const { databases, health, clock, secret, demonstration, host, ports, bank } = premises;
  const closing: (() => Promise<unknown>)[] = [];
  const origins = { portal: premises.origins.portal ?? "", office: premises.origins.office ?? "", bank: bank && pagesOf(bank) };
  // What the parts share; the addresses and the gateway are known once the portal listens.
  const apps = Object.fromEntries(Object.entries(databases).map(([part, db]) => [part, {
    db, clock, secret, demonstration, gateway: null, origins, authority: premises.authority, sourceUrl: premises.sourceUrl ?? null,
  }])) as Partial<Record<Part, App>>;
  const files = migrations();
  const listening: Partial<Record<Part | "metrics", string>> = {};
  const metrics = premises.metrics ? startMetrics(apps) : undefined;
  if (metrics && premises.metrics) {
    const told = await metrics.listen(premises.metrics.host, premises.metrics.port);
    closing.push(() => told.close());
    listening.metrics = `${originAt(premises.metrics.host, told.port)}/metrics`;
  }
  let opened = false;
  for (const area of ["portal", "office"] as const) {
    const app = apps[area];
    if (!app) continue;
    const ready = async () => (await isMigrated(health, files)) && isSettled(health);
    const server = await createServer(app, area, area === "portal" ? portalPages : officePages, ready, { trustProxy: premises.trustProxy ?? false, opened: () => opened, metrics });
    await server.listen({ host, port: ports[area] }).catch((error: NodeJS.ErrnoException) => {
      const name = area === "portal" ? "PORT" : "OFFICE_PORT";
      throw error.code === "EADDRINUSE" ? new Error(`${name}: ${ports[area]} on ${host} is taken by another program; give another one.`, { cause: error }) : error;
    });
    closing.push(() => server.close());
    listening[area] = originAt(host, (server.server.address() as AddressInfo).port);
    origins[area] ||= listening[area];
  }
  const anyDatabase = Object.values(databases)[0];
  if (anyDatabase) {
    await untilMigrated(anyDatabase, files);
    const following = await followLaw(anyDatabase);
    closing.push(async () => following.stop());
  }
  if (bank) {
    const gateway = openGateway(bank, `${origins.portal}${addresses.paymentNotification.href()}`);
    for (const app of Object.values(apps)) app.gateway = gateway;
  }
  opened = true;
  if (apps.worker) {
    const { worker } = apps;
    const bounces = premises.messages.mailBounces ?? null;
    if (bounces !== null && bounces.port !== null) {
      const end = await startBounces(worker.db, { secret, domain: bounces.domain, host, port: bounces.port });
      closing.push(() => end.close());
    }
    const routes = openRoutes({ ...premises.messages, bounces: bounces && { domain: bounces.domain, secret } }, (receipt) => hear(worker.db, receipt));
    const running = await startWorker(worker, premises.workerUrl, routes, { draw: premises.draw, smsSender: premises.messages.smsSender ?? undefined });
    closing.push(() => closePapers(), () => running.stop());
  }
  return {
    origins, listening,
    async stop() {
      for (const close of closing.reverse()) await close();
    },
  };
}
