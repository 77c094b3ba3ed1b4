import { STATUS_CODES } from "node:http";
import type { ConnectionError } from "fastify";
import { openHeaders, problem } from "./api/problem.ts";

/** What Node's reader says of a request that it cannot read, and the status for it. */
const statuses: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/**
 * The answer to what could not be read as a request, by hand: no page and no hook of ours ever sees it, and its headers must be those of every answer
 * all the same. For pages a bare number, since nobody who uses a browser comes here; for programs a problem.
 */
export function answerToBroken(error: ConnectionError, headers: Readonly<Record<string, string>>): string {
  const status = statuses[error.code] ?? 400;
  // As far as it was read: headers that came in several pieces bring the last piece alone.
  const read: unknown = error.rawPacket;
  const forPrograms = Buffer.isBuffer(read) && /^[A-Z]+ \/api\//.test(read.toString("latin1", 0, 64));
  const told = problem(status, status === 431 ? "too-large" : "not-understood");
  const body = forPrograms && told.kind === "json" ? JSON.stringify(told.body) : String(status);
  const all = {
    ...headers, ...(forPrograms ? openHeaders : {}), "content-type": forPrograms ? "application/problem+json; charset=utf-8" : "text/plain; charset=utf-8", "content-length": String(Buffer.byteLength(body)), connection: "close",
  };
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}`).join("\r\n")}\r\n\r\n${body}`;
}
