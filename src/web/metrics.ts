import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readings } from "../acts/readings.ts";
import { poolUse } from "../platform/database.ts";
import type { Part } from "../platform/logins.ts";
import { log } from "../platform/log.ts";
import { durations, type Family, gauge, inProse, ofProcess } from "../platform/metrics.ts";
import type { App } from "./page.ts";

export type Metrics = {
  /** Notes a request that was answered: the pattern of its address, never the address. */
  request(part: Part, route: string, status: number, seconds: number): void;
  /** Listens on an address of its own; the port comes back. */
  listen(host: string, port: number): Promise<{ port: number; close(): Promise<void> }>;
};

/** What a process tells those who watch over it, in the format of Prometheus. The worker also tells how its work stands in the database. */
export function startMetrics(apps: Partial<Record<Part, App>>): Metrics {
  const requests = durations("sojourn_request_seconds", "Requests by part, pattern of the address and status: how many, and how long they took.");
  // Several who look at once ask the database once.
  let reading: Promise<Family[]> | null = null;
  const ofWork = (worker: App) => (reading ??= readings(worker.db, worker.clock.now()).finally(() => { reading = null; }));

  async function told(): Promise<string> {
    const work = apps.worker ? await ofWork(apps.worker).catch((error: { code?: string }) => {
      log.warn({ code: error.code }, "the readings for the metrics could not be taken");
      return null;
    }) : [];
    const pools = Object.entries(apps).flatMap(([part, { db }]) => Object.entries(poolUse(db)).map(([state, value]) => ({ labels: { part, state }, value })));
    return inProse([
      ...ofProcess(), requests.family(), gauge("sojourn_database_connections", "Connections of the pool by what they do, and requests that wait for one.", pools),
      ...(apps.worker ? [gauge("sojourn_readings", "1 where what the database tells of the work could be read.", [{ labels: {}, value: work === null ? 0 : 1 }])] : []), ...(work ?? []),
    ]);
  }

  return {
    request: (part, route, status, seconds) => requests.note({ part, route, status: String(status) }, seconds),
    async listen(host, port) {
      const server = createServer((request, reply) => {
        if (request.method !== "GET" || request.url !== "/metrics") return void reply.writeHead(404, { "content-type": "text/plain" }).end("404");
        told().then(
          (text) => reply.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" }).end(text),
          (error: Error) => {
            log.error({ err: error.message }, "the metrics could not be told");
            reply.writeHead(500).end();
          },
        );
      });
      await listening(server, host, port);
      return {
        port: (server.address() as AddressInfo).port,
        close: () => new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
      };
    },
  };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(error.code === "EADDRINUSE" ? new Error(`METRICS: ${port} on ${host} is taken by another program; give another port.`, { cause: error }) : error));
    server.listen(port, host, resolve);
  });
}
