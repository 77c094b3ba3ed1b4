import { expect, test } from "vitest";
import { fees } from "../../../test/debts.ts";
import { makeCase } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";
import { openChecklist } from "../../documents/checklist.ts";
import { putFile } from "../../documents/storage.ts";
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
  await it.db.updateTable("document").set({ state: "expected" }).where("code", "in", ["form", "passport"]).execute();
  expect(/name="mark" value="([^"]*,[^"]*)"/.exec((await desk.get(url)).text)![1], "nobody sees the receipt of a fee that is not paid").toBe("form.original-seen,passport.original-seen,address.original-seen");
  await it.db.updateTable("document").set({ state: "present" }).where("code", "in", ["form", "passport"]).execute();
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

test("a mark leads back to its row, which tells it and takes it back; one press marks all that is required, another takes that back", async () => {
  await using it = await office();
  const desk = await it.enter("front-desk");
  const made = await makeCase(it.db, it.clock, { state: "attended" });
  const url = `/cases/${made.id}`;
  const states = async () => Object.fromEntries((await it.db.selectFrom("document").select(["code", "state"]).execute()).map(({ code, state }) => [code, state]));
  const asked = (page: string) => ["form", "passport", "address"].filter((code) => ticked(page, code));
  expect(asked((await desk.get(url)).text), "nobody has looked at anything yet").toEqual([]);
  const row = (page: string, code: string) => page.split(`<li id="document-${code}"`)[1]!.split("</li>")[0]!;
  expect(row((await desk.get(url)).text, "passport")).toContain("still needed");
  const marked = await desk.post(`${url}/checklist`, { mark: "passport.present" });
  expect(marked.to).toBe(`${url}?was=passport.expected#document-passport`);
  const page = (await desk.get(marked.to.split("#")[0]!)).text;
  for (const text of [`tabindex="-1"`, "Marked.", `name="undo" value="passport.expected"`]) expect(row(page, "passport"), text).toContain(text);
  expect(row(page, "passport")).not.toContain("still needed");
  expect(row(page, "form")).not.toContain("Marked.");
  expect(asked(page), "once one is marked, the rest is what is asked for").toEqual(["form", "address"]);

  const all = /name="mark" value="([^"]*,[^"]*)"/.exec(page)![1]!;
  expect(all.split(",").sort()).toEqual(["address.original-seen", "form.original-seen", "passport.original-seen"]);
  const seen = await desk.post(`${url}/checklist`, { mark: all });
  expect(seen.to).toMatch(/#documents$/);
  expect(await states()).toEqual({ form: "original-seen", passport: "original-seen", address: "original-seen", "travel-plan": "expected" });
  const undo = /name="undo" value="([^"]*)"/.exec((await desk.get(seen.to.split("#")[0]!)).text)![1]!;
  expect((await desk.post(`${url}/checklist`, { undo })).to).toBe(`${url}#documents`);
  expect(await states()).toEqual({ form: "expected", passport: "present", address: "expected", "travel-plan": "expected" });
  expect((await desk.post(`${url}/checklist`, { mark: "passport.missing" })).status).toBe(404);
  expect((await desk.post(`${url}/checklist`, { mark: "form.present,diploma.present" })).status).toBe(404);
  expect((await states()).form).toBe("expected");
});

test("a refused acceptance names what is open, each leading to its row; after one the notice leads to the certificate", async () => {
  await using it = await office();
  const desk = await it.enter("front-desk");
  const made = await makeCase(it.db, it.clock, { state: "attended" });
  const url = `/cases/${made.id}`;
  await it.db.updateTable("document").set({ state: "present" }).where("code", "=", "form").execute();
  const refused = await desk.post(`${url}/accept`, { seen: await it.seen(made.id) });
  expect(refused.status).toBe(409);
  const summary = refused.text.split("error-summary__list")[1]!.split("</ul>")[0]!;
  expect([...summary.matchAll(/href="([^"]*)"/g)].map(([, href]) => href).sort()).toEqual(["#document-address", "#document-passport"]);
  await it.db.updateTable("document").set({ state: "present" }).execute();
  const accepted = await desk.post(`${url}/accept`, { seen: await it.seen(made.id) });
  expect((await desk.get(accepted.to)).text).toContain(`href="${url}#papers"`);
  await it.act(desk.who, (act) => putFile(act, made.id, "application-certificate", "application/pdf", Buffer.from("%PDF-")));
  expect((await desk.get(accepted.to)).text.split("</main>")[0]!.split("<h1")[0]).toContain(`href="${url}/paper/application-certificate"`);
});

test("what was asked for can be changed from the case: the form brings what was asked, with its words and its day", async () => {
  await using it = await office();
  const desk = await it.enter("front-desk");
  const made = await makeCase(it.db, it.clock, { state: "attended" });
  const url = `/cases/${made.id}`;
  const due = (d: string) => ({ "due-day": d, "due-month": "12", "due-year": "2026" });
  await desk.post(`${url}/ask-documents`, { seen: await it.seen(made.id), document: "passport", "words-passport": "All pages.", ...due("10") });
  it.clock.forward({ minutes: 5 });
  const page = (await desk.get(url)).text;
  for (const text of ["Change the request", `value="All pages."`, `name="due-day" value="10"`]) expect(page, text).toContain(text);
  expect([ticked(page, "passport"), ticked(page, "form")]).toEqual([true, false]);
  const changed = await desk.post(`${url}/ask-documents`, { seen: await it.seen(made.id), document: "form", ...due("12") });
  expect(changed.to).toBe(`${url}?done=ask-documents`);
  const after = (await desk.get(url)).text;
  expect([ticked(after, "passport"), ticked(after, "form")]).toEqual([false, true]);
  expect(after).toContain(`name="due-day" value="12"`);
});
