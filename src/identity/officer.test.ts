import { scryptSync } from "node:crypto";
import { expect, test } from "vitest";
import { fixedClock, makeOffices } from "../../test/cases.ts";
import { testDatabase } from "../../test/database.ts";
import { officer } from "../../test/office-cases.ts";
import { checkPassword } from "./officer.ts";

test("a password is kept with what a try at it costs, and one that was kept at a lower cost still opens", async () => {
  await using it = await testDatabase();
  await makeOffices(it.db);
  const { email } = await officer(it.db, fixedClock(), "auditor");
  const kept = () => it.db.selectFrom("officer").select("password_hash").executeTakeFirstOrThrow().then((row) => row.password_hash!);
  const [, N, r, p] = (await kept()).split("$")[0]!.split("-").map(Number);
  // 2^17 at once, or less memory and as much more work.
  expect([r === 8, N! * p! >= 3 * 2 ** 15]).toEqual([true, true]);
  expect((await checkPassword(it.db, email, "demonstration"))?.email).toBe(email);
  expect(await checkPassword(it.db, email, "demonstratioN")).toBeUndefined();
  expect(await checkPassword(it.db, "nobody@office.example", "demonstration")).toBeUndefined();
  await it.db.updateTable("officer").set({ password_hash: `grain$${scryptSync("demonstration", "grain", 32).toString("base64url")}` }).execute();
  expect((await checkPassword(it.db, email, "demonstration"))?.email).toBe(email);
  await it.db.updateTable("officer").set({ password_hash: null }).execute();
  for (const typed of ["", "none", "demonstration"]) expect(await checkPassword(it.db, email, typed)).toBeUndefined();
});
