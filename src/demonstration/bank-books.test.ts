import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testDatabase } from "../../test/database.ts";
import { startBank } from "../bank/bank.ts";
import { syncOffices } from "../identity/offices.ts";
import { demonstrationBank } from "../payments/demonstration-bank.ts";
import { giveBack, pollPayment } from "../payments/poll.ts";
import { sendBack } from "../payments/day.ts";
import { transact } from "../platform/act.ts";
import { layBooks } from "./bank-books.ts";
import { seed } from "./seed.ts";

const clock = { now: () => Temporal.Instant.from("2026-11-23T10:00:00Z") };
const secret = "a secret between the shop and the bank";

test("the demonstration bank knows the card payments of the past, and can give money back", async () => {
  await using it = await testDatabase();
  const folder = mkdtempSync(".tmp/books-");
  const file = join(folder, "bank.json");
  await it.db.transaction().execute((tx) => syncOffices(tx));
  await seed(it.db, clock);
  await layBooks(it.db, clock, file);
  const written = readFileSync(file, "utf8");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await layBooks(it.db, clock, file);
  expect(readFileSync(file, "utf8")).toBe(written);

  const bank = await startBank({ port: 0, secret, file, clock });
  try {
    const desk = { db: it.db, clock, gateway: demonstrationBank({ origin: bank.origin, secret, notifyTo: "http://localhost/notified" }) };
    const payments = await it.db.selectFrom("payment").selectAll().where("channel", "=", "card").execute();
    const said = await Promise.all(payments.map(async ({ id, state }) => `${state}: ${(await desk.gateway.query(id)).state}`));
    expect([...new Set(said)].sort()).toEqual(["disputed: paid", "failed: failed", "paid: paid", "unknown: processing"]);

    const undecided = payments.find(({ state }) => state === "unknown")!;
    expect(await pollPayment(desk, undecided.id)).toMatchObject({ changed: false });
    const disputed = payments.find(({ state }) => state === "disputed")!;
    const finance = await it.db.selectFrom("officer").select(["id", "name"]).where("role", "=", "finance").where("office_code", "=", "35").executeTakeFirstOrThrow();
    const sent = await transact(it.db, clock, { kind: "officer", ...finance }, (act) => sendBack(act, { office: "35", province: "35" }, disputed.id, "The bank took another amount."));
    expect(sent).toMatchObject({ ok: true });
    await giveBack(desk, disputed.id);
    expect(await it.db.selectFrom("payment").select("state").where("id", "=", disputed.id).executeTakeFirst()).toEqual({ state: "refunded" });
  } finally {
    await bank.stop();
    rmSync(folder, { recursive: true });
  }
}, 120_000);

test("a bank without a past begins with empty books", async () => {
  await using it = await testDatabase();
  const folder = mkdtempSync(".tmp/books-");
  await layBooks(it.db, clock, join(folder, "bank.json"));
  expect(readFileSync(join(folder, "bank.json"), "utf8")).toBe("[]");
  rmSync(folder, { recursive: true });
});
