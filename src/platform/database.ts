import { type ColumnType, Kysely, PostgresDialect, type Transaction as KyselyTransaction } from "kysely";
import pg from "pg";
import { log } from "./log.ts";
import { PreparingClient } from "./prepared.ts";
import type { DB } from "./schema.ts";

export type Database = Kysely<DB>;
export type Transaction = KyselyTransaction<DB>;

/** A value on its way into a jsonb column. The types ask for it, because `pg` would write an array as a PostgreSQL array. */
export type Json = { readonly json: unknown; toPostgres(): string };

/** A jsonb column: `unknown` comes out and wants parsing, `json(...)` goes in. */
export type JsonColumn = ColumnType<unknown, Json, Json>;

/** Wraps what is to be stored in a jsonb column; Temporal values in it become their ISO strings. */
export function json(value: unknown): Json {
  return { json: value, toPostgres: () => JSON.stringify(value) };
}

// `pg` writes an object as JSON unless it can say how it goes into the database; Temporal values go as their ISO strings.
for (const type of [Temporal.PlainDate, Temporal.PlainTime, Temporal.Instant]) {
  Object.defineProperty(type.prototype, "toPostgres", {
    value(this: { toString(): string }) { return this.toString(); }, configurable: true, enumerable: false,
  });
}

const parsers: Record<string, (text: string) => unknown> = {
  int8: integer,
  numeric: (text) => text,
  date: (text) => Temporal.PlainDate.from(text),
  time: (text) => Temporal.PlainTime.from(text),
  timestamptz: (text) => Temporal.Instant.from(text),
};
const ids: Record<string, { one: number; many: number }> = {
  int8: { one: 20, many: 1016 }, numeric: { one: 1700, many: 1231 }, date: { one: 1082, many: 1182 }, time: { one: 1083, many: 1183 },
  timestamptz: { one: 1184, many: 1185 },
};
const textArray = pg.types.getTypeParser(1009 as 25) as unknown as (text: string) => (string | null)[];
const byId = new Map<number, (text: string) => unknown>();
for (const [name, parse] of Object.entries(parsers)) {
  byId.set(ids[name]!.one, parse);
  byId.set(ids[name]!.many, (text) => textArray(text).map((item) => (item === null ? null : parse(item))));
}

/** How values come out of the database: dates, hours and instants as Temporal, bigint as a safe number, numeric as a string. */
export const types = {
  getTypeParser(id: number, format?: "text" | "binary") {
    return (format !== "binary" && byId.get(id)) || pg.types.getTypeParser(id, format as "text");
  },
} as pg.CustomTypesConfig;

/**
 * The rows of the database behind a pool of at most `max` connections, shown to the server under `name`. A statement that takes longer than
 * `longest` milliseconds is broken off by the server, and a connection on which then nothing is heard is given up. Without it nothing is:
 * draws and jobs take the time they take.
 */
export function connect(url: string, { max = 10, name = "sojourn", longest }: { max?: number; name?: string; longest?: number } = {}): Database {
  const connections = pool(url, { max, name, Client: PreparingClient, ...(longest === undefined ? {} : { longest }) });
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: connections }) });
  pools.set(db, connections);
  return db;
}

const pools = new WeakMap<Database, pg.Pool>();

/** How many connections of a database's pool work and are idle, and how many statements wait for one. */
export function poolUse(db: Database): { busy: number; idle: number; waiting: number } {
  const { totalCount = 0, idleCount = 0, waitingCount = 0 } = pools.get(db) ?? {};
  return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}

// A server that ends breaks all connections at once: that is one event, and told as one.
const seldom = 5_000;
let lastBroken = -seldom;

/** The same pool without Kysely, for what speaks to `pg` itself: the job runner and LISTEN. */
export function pool(url: string, { max = 10, name = "sojourn", Client, longest }: { max?: number; name?: string; Client?: typeof pg.Client; longest?: number } = {}): pg.Pool {
  const made = new pg.Pool({
    connectionString: url, max, application_name: name, connectionTimeoutMillis: 10_000, types, ...(Client ? { Client } : {}), ...(longest === undefined ? {} : { statement_timeout: longest }),
  });
  // An idle connection that breaks is reported here; without a listener it would end the process. One that is being closed may be told last
  // that the server stops: that is no fault.
  const broken = (error: Error & { code?: string }) => {
    if (made.ending || performance.now() - lastBroken < seldom) return;
    lastBroken = performance.now();
    log.error({ code: error.code, err: error.message }, "a connection to the database broke");
  };
  made.on("error", broken).on("connect", (client) => client.on("error", broken));
  return made;
}

function integer(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number exactly`);
  return value;
}

/** Whether a statement was not even begun because every connection of the pool was busy for as long as one may wait: there is a crowd, not a fault. */
export function isCrowded(error: unknown): boolean {
  return error instanceof Error && error.message === "timeout exceeded when trying to connect";
}

const gone = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN", "57P01", "57P02", "57P03", "57014", "53300"]);
const brokenOff = /^(Connection terminated|Client has encountered a connection error|Client was closed)/;

/** Whether the database could not be reached, went away or did not answer in time: that passes, and is no fault of the program. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code = "", syscall } = error as NodeJS.ErrnoException;
  // ENOENT is also a file that is missing; of the database it is the socket.
  return gone.has(code) || /^08[0-9A-Z]{3}$/.test(code) || (code === "ENOENT" && syscall === "connect") || brokenOff.test(error.message);
}

/** The same answer, or after so many milliseconds an error that says ETIMEDOUT. */
export async function inTime<T>(answer: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" })), milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
