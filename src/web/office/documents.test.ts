import { expect, test } from "vitest";
import { fees } from "../../../test/debts.ts";
import { makeCase } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";
import { openChecklist } from "../../documents/checklist.ts";
import { openAccrual } from "../../payments/accrual.ts";

const receipts = ["card-fee-receipt", "permit-fee-receipt"] as const;
const ticked = (page: string, code: string) => page.match(/<input[^>]*name="document"[^>]*>/g)!.some((box) => box.includes(`value="${code}"`) && box.includes("checked"));

test("the receipts of a fee that is paid are not asked for and hold nothing up; those of an unpaid one do", async () => {
  await using it = await office();
  const desk = await it.enter("front-desk");
  const made = await makeCase(it.db, it.clock, { state: "attended" });
  const url = `/cases/${made.id}`;
  await it.act(desk.who, (act) => openChecklist(act, made.id, receipts.map((code) => ({ code, required: "yes" as const }))));
  const { id: accrual } = await it.act(desk.who, (act) => openAccrual(act, made, fees));
  await it.db.updateTable("document").set({ state: "present" }).where("code", "not in", receipts).execute();
  const unpaid = (await desk.get(url)).text;
  expect(unpaid).toContain("2 required documents are not settled yet");
  expect(receipts.map((code) => ticked(unpaid, code))).toEqual([true, true]);
  expect((await desk.post(`${url}/accept`, { seen: await it.seen(made.id) })).status).toBe(409);

  await it.db.updateTable("accrual").set({ closed_at: it.clock.now(), closed_because: "paid" }).where("id", "=", accrual).execute();
  const paid = (await desk.get(url)).text;
  expect(paid).not.toContain("not settled yet");
  expect(receipts.map((code) => ticked(paid, code))).toEqual([false, false]);
  expect((await desk.post(`${url}/accept`, { seen: await it.seen(made.id) })).to).toBe(`${url}?done=accept`);
});
