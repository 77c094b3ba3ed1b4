import { expect, test } from "vitest";
import { total } from "../../../test/debts.ts";
import { till } from "../../../test/till.ts";
import { admitBank, type Bank, bankKey } from "../../payments/collect.ts";
import { signature } from "../../payments/signature.ts";
import type { App } from "../page.ts";
import { createServer } from "../server.ts";
import { collectionCancel, collectionDay, collectionPay, collectionQuery } from "./collection.ts";

const secret = "x".repeat(32);

async function desk() {
  const it = await till({ deaf: true });
  const app: App = {
    db: it.db, clock: it.clock, secret, demonstration: false, origins: { portal: "http://portal.test", office: "http://office.test", bank: null }, gateway: null,
    authority: { name: "Directorate", phone: "157" },
  };
  const server = await createServer(app, "portal", [collectionQuery, collectionPay, collectionCancel, collectionDay], async () => true);
  const bank: Bank = await it.act((act) => admitBank(act, "deneme", "Deneme Bank"));
  return {
    ...it,
    async call(path: string, content: unknown, headers: Record<string, string> = {}) {
      const body = typeof content === "string" ? content : JSON.stringify(content);
      const seconds = String(Math.floor(Temporal.Now.instant().epochMilliseconds / 1000));
      const answer = await server.inject({
        method: "POST", url: path, payload: body,
        headers: {
          "content-type": "application/json", "bank-code": bank.code, "bank-timestamp": seconds, "bank-nonce": "nonce-nonce-nonce",
          "bank-signature": signature(bankKey(secret, bank), "POST", path, seconds, "nonce-nonce-nonce", body), ...headers,
        },
      });
      return { status: answer.statusCode, type: String(answer.headers["content-type"]), body: JSON.parse(answer.body) as Record<string, unknown> };
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await it[Symbol.asyncDispose]();
    },
  };
}

test("a bank asks, pays and takes back over HTTP, and each act is in the trail under its name", async () => {
  await using it = await desk();
  const accrual = it.accrual.number;
  expect(await it.call("/collection/query", { accrual })).toMatchObject({ status: 200, body: { total, payer: "J. D." } });
  const pay = () => it.call("/collection/pay", { accrual, amount: total, reference: "D/1" }, { "idempotency-key": "2026-11-23_1" });
  const first = await pay();
  expect(first.status).toBe(201);
  expect(await pay()).toEqual(first);
  expect(await it.call("/collection/cancel", { reference: "D/1" }, { "idempotency-key": "2026-11-23_2" })).toMatchObject({ status: 200 });
  expect(await it.call("/collection/day", { day: "2026-11-23", records: [{ reference: "D/1", amount: total }] })).toMatchObject({
    status: 200, body: {
      collections: [{ reference: "D/1", accrual, amount: total, state: "cancelled" }], differences: [{ kind: "unknown-here", reference: "D/1", ours: null, theirs: total }],
    },
  });
  expect(await it.call("/collection/day", { day: "2026-02-30" })).toMatchObject({ status: 400, body: { title: "not-understood" } });
  const trail = await it.db.selectFrom("audit").select(["act", "actor_kind", "actor_name"]).where("actor_name", "=", "Deneme Bank").orderBy("id").execute();
  expect(trail.map(({ act }) => act)).toEqual(["collection-query", "payment-paid", "collection", "collection", "payment-cancelled", "collection", "bank-day-compared"]);
  expect(new Set(trail.map(({ actor_kind }) => actor_kind))).toEqual(new Set(["bank"]));
});

test("what is not signed, not keyed or not understood is refused with its reason, and nothing is booked", async () => {
  await using it = await desk();
  const accrual = it.accrual.number;
  const key = { "idempotency-key": "2026-11-23_1" };
  for (const [content, headers, status, title] of [
    [{ accrual, amount: total, reference: "D" }, { ...key, "bank-signature": "0".repeat(64) }, 401, "not-proven"],
    [{ accrual, amount: total, reference: "D" }, { ...key, "bank-code": "nobody" }, 401, "not-proven"],
    [{ accrual, amount: total, reference: "D" }, {}, 400, "idempotency-key-missing"],
    [{ accrual, amount: String(total), reference: "D" }, key, 400, "not-understood"],
    [{ accrual, amount: total, reference: "D", more: 1 }, key, 400, "not-understood"],
    [{ accrual: "' or 1=1 --", amount: total, reference: "D" }, key, 400, "not-understood"],
    ["{", key, 400, "not-understood"], ["", key, 400, "not-understood"],
    [{ accrual, amount: total + 1, reference: "D" }, key, 422, "other-amount"],
  ] as const) {
    expect(await it.call("/collection/pay", content, headers), title).toMatchObject({ status, type: expect.stringContaining("problem+json"), body: { title } });
  }
  expect(await it.payments()).toEqual([]);
  const refused = await it.db.selectFrom("audit").select(["actor_name", "facts"]).where("act", "=", "collection-refused").orderBy("id").execute();
  expect(refused.map(({ actor_name, facts }) => `${actor_name}: ${(facts as { title: string }).title}`)).toEqual([
    "deneme (not proven): not-proven", "nobody (not proven): not-proven", "deneme: idempotency-key-missing", ...Array.from({ length: 5 }, () => "deneme: not-understood"),
  ]);
});

test("a flood of calls that nobody proves is refused all the same and written down only in part", async () => {
  await using it = await desk();
  for (let n = 0; n < 205; n++) expect((await it.call("/collection/query", {}, { "bank-code": n % 2 ? `bank-${n}` : "x'; drop table audit", "bank-signature": "no" })).status).toBe(401);
  const names = await it.db.selectFrom("audit").select("actor_name").where("act", "=", "collection-refused").distinct().orderBy("actor_name").execute();
  expect(names[0]).toEqual({ actor_name: "(not proven)" });
  for (const { actor_name } of names) expect(actor_name).toMatch(/^(bank-\d+ )?\(not proven\)$/);
  expect(await it.db.selectFrom("audit").select("id").where("act", "=", "collection-refused").execute()).toHaveLength(200);
});
