import { type KyselyPlugin, sql } from "kysely";
import { expect, test } from "vitest";
import { fixedClock, makeCase, makeOffices } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { solve } from "../../test/solve.ts";
import { openCode } from "../identity/code.ts";
import { transact } from "../platform/act.ts";
import { type Database, json } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import type { App } from "../web/page.ts";
import { portalPages } from "../web/portal.ts";
import { createServer } from "../web/server.ts";
import { makeApplicationNumber } from "../rules/identifiers.ts";
import { askToReturn, sendReturnCode } from "./return.ts";

const secret = "r".repeat(40);
const visitor = { kind: "applicant", id: null, name: "visitor" } as const;

/** The same database, which writes down each statement it is asked for, without its values. */
function watched(db: Database): { db: Database; asked: string[] } {
  const asked: string[] = [];
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      asked.push(db.getExecutor().compileQuery(node, queryId).sql);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { db: db.withPlugin(plugin), asked };
}

test("who comes back with a number is answered with the same words, for the same work, whether it exists, fits the person, or is made up", async () => {
  await using it = await testDatabase();
  const clock = fixedClock();
  await makeOffices(it.db);
  const real = await makeCase(it.db);
  const number = makeApplicationNumber((below) => below - 1);
  await it.db.updateTable("application").set({ number }).where("id", "=", real.id).execute();
  const { db, asked } = watched(it.parts.portal);
  const app: App = { db, clock, secret, demonstration: false, gateway: null, origins: { portal: "http://portal.test", office: "", bank: null }, authority: { name: "x", phone: "1" } };
  const server = await createServer(app, "portal", portalPages, async () => true);
  const headers = { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" };
  const cleaned = (text: string) => text.replaceAll(/name="_csrf" value="[^"]*"/g, "").replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id");

  async function comeBack(number: string, identity: string) {
    const solution = await solve((await server.inject("/captcha")).body);
    asked.length = 0;
    const first = await server.inject({ method: "POST", url: "/en/continue", headers, payload: new URLSearchParams({ number, identity, altcha: solution }).toString() });
    const code = /portal-code=([^;]+)/.exec(String(first.headers["set-cookie"]))![1]!;
    const wrong = await server.inject({ method: "POST", url: "/en/continue-code", headers: { ...headers, cookie: `portal-code=${code}; portal-visitor=x` }, payload: "code=000000" });
    return { statuses: [first.statusCode, wrong.statusCode], to: first.headers.location, page: cleaned(wrong.body), asked: [...asked] };
  }
  const answers = {
    fits: await comeBack(number, "T000001"),
    "another's": await comeBack(number, "X9999999"),
    "made up": await comeBack(makeApplicationNumber(() => 0), "T000001"),
  };
  await server.close();
  expect(answers.fits.statuses).toEqual([303, 422]);
  expect(answers.fits.asked.length).toBeGreaterThan(5);
  expect(answers["another's"]).toEqual(answers.fits);
  expect(answers["made up"]).toEqual(answers.fits);
  // What differs happens later and elsewhere: in a job, of which each way left one.
  expect(await it.db.selectFrom("code").select("application_id").execute()).toEqual(Array.from({ length: 3 }, () => ({ application_id: null })));
  const { rows } = await sql<{ payload: object }>`select payload from graphile_worker._private_jobs`.execute(it.db);
  expect(rows.map(({ payload }) => Object.keys(payload))).toEqual(Array.from({ length: 3 }, () => ["code", "other"]));
});

test("the job sends a code to whom number and identity fit, reading them where they were typed, and none that can no longer be typed", async () => {
  await using it = await testDatabase();
  const clock = fixedClock();
  await makeOffices(it.db);
  const real = await makeCase(it.db);
  const number = makeApplicationNumber((below) => below - 1);
  await it.db.updateTable("application").set({ number, frozen: json({ answers: { passportNumber: "T000001" } }) }).where("id", "=", real.id).execute();
  const ask = (identity: string) => transact(it.parts.portal, clock, visitor, (act) => askToReturn(act, secret, { number, identity, other: false }));
  const work = (code: string) => transact(it.parts.worker, clock, visitor, (act) => sendReturnCode(act, secret, { code, other: false }));
  const codes = [await ask("T000001"), await ask("X9999999"), await ask("T000001")];
  await it.db.updateTable("code").set({ expires_at: clock.now() }).where("id", "=", codes[2]!).execute();
  for (const code of codes) await work(code);
  await work(v7(clock.now()));
  expect(await it.db.selectFrom("message").select(["application_id", "notice"]).execute()).toEqual([{ application_id: real.id, notice: "code" }]);
});

test("an opened code waits and ends the same, filled or not", async () => {
  await using it = await testDatabase();
  const clock = fixedClock();
  const id = await transact(it.parts.portal, clock, visitor, (act) => openCode(act, secret, "return"));
  const row = await it.db.selectFrom("code").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  expect(row.code_hash).toHaveLength(43);
  expect(row.expires_at.since(row.sent_at).total("minutes")).toBe(10);
});
