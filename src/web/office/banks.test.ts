import { expect, test } from "vitest";
import { office } from "../../../test/office-server.ts";
import { bankKey } from "../../payments/collect.ts";

test("an administrator lets a bank collect, reads its key once, and ends it; nobody else can", async () => {
  await using it = await office();
  const administrator = await it.enter("administrator");
  const finance = await it.enter("finance");
  expect((await finance.post("/banks", { code: "deneme", name: "Deneme Bank" })).text).not.toContain("Deneme Bank");
  expect((await (await it.enter("case-officer")).get("/banks")).status).toBe(403);

  const wrong = await administrator.post("/banks", { code: "Ünlü", name: "" });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain("Code: begin with a small Latin letter");
  const admitted = await administrator.post("/banks", { code: "deneme", name: "Deneme <Bank>" });
  const key = (version: number) => bankKey(it.app.secret, { code: "deneme", key_version: version });
  expect(admitted.text).toContain(key(1));
  expect(admitted.text).toContain("Deneme &lt;Bank>");
  expect((await administrator.get("/banks")).text).not.toContain(key(1));
  expect((await administrator.post("/banks", { code: "deneme", name: "Deneme Bank" })).text).toContain(key(2));

  const file = await finance.get("/payments/banks/deneme/2026-11-22");
  expect(file).toMatchObject({ status: 200, type: "text/csv; charset=utf-8", text: "reference,accrual,kurus,state\r\ntotal,0,0,\r\n" });
  expect((await finance.get("/payments/banks/nobody/2026-11-22")).status).toBe(404);
  expect((await finance.get("/payments/banks/deneme/2026-02-30")).status).toBe(404);

  const page = (await administrator.get("/banks")).text;
  expect(page, "ending is asked twice").toMatch(/<summary[^>]*>End<[^]*can take no more payments[^]*name="end" value="deneme"/);
  expect(page).toContain('href="/payments"');
  expect((await finance.post("/banks", { end: "deneme" })).text).not.toContain("ended");
  expect((await administrator.post("/banks", { end: "deneme" })).to).toBe("/banks");
  expect((await administrator.get("/banks")).text).toContain("ended");
});
