import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sql } from "kysely";
import { pino } from "pino";
import { expect, inject, test } from "vitest";
import { walk } from "../../bench/flows/flow.ts";
import { applicant, homes } from "../../bench/setting/people.ts";
import { preRegistration } from "../../src/applications/pre-registration.ts";
import { fieldsOf } from "../../src/applications/sections.ts";
import type { Fields } from "../../src/platform/form.ts";
import { dateOf } from "../../src/platform/clock.ts";
import { log } from "../../src/platform/log.ts";
import { openHouse } from "../house.ts";
import { solve } from "../solve.ts";
import { portrait } from "./hand.ts";

const monday = Temporal.Instant.from("2026-11-23T07:00:00Z");

/** Everything the program logs until it is over, at the most talkative level. */
function listen() {
  const logger = log as unknown as Record<symbol, { write(line: string): void }> & typeof log;
  const [stream, level] = [logger[pino.symbols.streamSym]!, log.level];
  const lines: string[] = [];
  logger[pino.symbols.streamSym] = { write: (line) => void lines.push(line) };
  log.level = "trace";
  return {
    lines,
    [Symbol.dispose]() {
      logger[pino.symbols.streamSym] = stream;
      log.level = level;
    },
  };
}

/** The address of every request that any server of this process answers. */
function watchAddresses() {
  const seen: string[] = [];
  const hear = (message: unknown) => void seen.push(decodeURIComponent((message as { request: IncomingMessage }).request.url ?? ""));
  subscribe("http.server.request.start", hear);
  return { seen, [Symbol.dispose]: () => void unsubscribe("http.server.request.start", hear) };
}

test("a whole application leaves nothing that was typed in the log, in the database's log or in an address, also where things break", async () => {
  await using house = await openHouse({ at: monday });
  using heard = listen();
  using addresses = watchAddresses();
  const today = dateOf(house.clock.now());
  const home = homes(today).find(({ province }) => province === "35")!;
  const codes: string[] = [];
  const ways = async () => ({
    origin: house.portal, address: "127.0.0.1", solution: await solve(await (await fetch(`${house.portal}/captcha`)).text()), photo: await portrait(600),
    async code(recipient: string) {
      codes.push(await house.code(recipient));
      return codes.at(-1)!;
    },
  });
  const anna = applicant(7362, today, home);
  await walk(anna, await ways());

  // The same on a database that refuses rows and quotes them when it does: the request fails, the jobs fail, nobody is told the row.
  const other = applicant(8449, today, home);
  await sql`alter table code add constraint broken check (draft is null) not valid`.execute(house.db);
  await expect(walk(other, await ways())).rejects.toThrow("500");
  await sql`alter table code drop constraint broken`.execute(house.db);
  await sql`alter table message add constraint broken check (attempts = 0 and state = 'queued' and claimed_until is null) not valid`.execute(house.db);
  await expect(walk(applicant(9553, today, home), { ...(await ways()), code: async () => { throw new Error("no mail comes"); } })).rejects.toThrow("no mail comes");
  await expect.poll(() => heard.lines.length).toBeGreaterThan(1);
  await sql`alter table message drop constraint broken`.execute(house.db);

  const asked: Fields = Object.assign({}, preRegistration("first"), ...Object.values(fieldsOf));
  const free = ([name, value]: [string, string]) => value.length > 3 && asked[name] !== undefined && asked[name].options === undefined && !/Country$|^(nationality|province)$/.test(name);
  const typed = [anna, other, applicant(9553, today, home)].flatMap(({ answers, email }) => [email, ...Object.entries(answers).filter(free).map(([, value]) => value)]);
  expect(typed.length).toBeGreaterThan(40);
  const numbers = (await house.db.selectFrom("application").select(["number"]).execute()).map(({ number }) => number);
  const secrets = [...new Set([...typed, ...codes, ...numbers])];

  const said = heard.lines.join("");
  expect(said).toContain("a request failed");
  expect(secrets.filter((value) => said.includes(value))).toEqual([]);
  expect(addresses.seen.length).toBeGreaterThan(30);
  // The days of the calendar are places, not what somebody typed.
  expect(secrets.filter((value) => addresses.seen.some((url) => url.includes(value)))).toEqual([]);
  const cluster = inject("cluster");
  const file = join(dirname(decodeURIComponent(new URL("fault" in cluster ? "x:" : cluster.url).hostname)), "postgres.log");
  if (existsSync(file)) {
    const told = readFileSync(file, "utf8");
    expect(told).toContain("violates check constraint");
    expect(secrets.filter((value) => told.includes(value))).toEqual([]);
  }
});
