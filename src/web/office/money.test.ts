import { expect, test } from "vitest";
import { faults } from "../../../invariants/checks.ts";
import { makeCase } from "../../../test/office-cases.ts";
import { office } from "../../../test/office-server.ts";
import { fees, total } from "../../../test/debts.ts";
import { openAccrual } from "../../payments/accrual.ts";
import { admitBank, collect } from "../../payments/collect.ts";
import { kurus } from "../../platform/money.ts";

async function paidCase() {
  const it = await office();
  const [finance, other] = [await it.enter("finance", "35", "Fatma"), await it.enter("finance", "35", "Ferit")];
  const application = await makeCase(it.db, it.clock, { state: "refused" });
  const accrual = await it.act(finance.who, (act) => openAccrual(act, application, fees));
  const bank = await it.act(finance.who, (act) => admitBank(act, "deneme", "Deneme Bank"));
  await it.act(finance.who, (act) => collect(act, bank, "key-0001", { accrual: accrual.number, amount: total, reference: "D-1" }));
  const payment = (await it.db.selectFrom("payment").select("id").executeTakeFirstOrThrow()).id;
  return { it, finance, other, url: `/cases/${application.id}/money`, payment };
}

test("a refund is proposed with its reason, refused where it breaks the rule, approved by another officer, and noted as sent", async () => {
  const { it, finance, other, url, payment } = await paidCase();
  await using _ = it;
  const proposal = { act: "propose", payment, reason: "mistake", "amount-permit": "3.360,00", iban: "TR330006100519786457841326", comment: "Exempt by nationality" };
  expect((await (await it.enter("case-officer")).get(url)).status).toBe(403);
  expect((await (await it.enter("finance", "06")).get(url)).status).toBe(404);
  expect((await finance.get(url, "tr")).text, "what a refund rests on is said in the officer’s language").toContain("213 sayılı Vergi Usul Kanunu m. 116–126");
  const much = await finance.post(url, { ...proposal, "amount-permit": "3360,01" });
  expect(much.status).toBe(422);
  expect(much.text).toContain("no more than the rule allows");
  const amountOf = async (amounts: { [amount: string]: string | undefined }) => /href="#(amount-[a-z-]+)"/.exec((await finance.post(url, { ...proposal, ...amounts })).text)?.[1];
  expect(await Promise.all([{ "amount-card": "ten" }, { "amount-permit": "", "amount-card": "9999" }, { "amount-permit": "" }].map(amountOf)), "the fault leads to the amount that is wrong").toEqual(["amount-card", "amount-card", "amount-card"]);
  const wrong = (await finance.post(url, { ...proposal, reason: "refused" })).text;
  expect(wrong).toContain("choose one that the rule allows");
  expect(wrong, "the fault leads to its question").toContain('href="#reason"');
  expect((await finance.post(url, proposal)).to).toBe(`${url}?said=propose`);
  let { id } = await it.db.selectFrom("refund").select("id").executeTakeFirstOrThrow();
  expect((await finance.post(url, { act: "approve", refund: id })).text).toContain("Who proposed a refund cannot decide it");
  expect((await other.get("/payments")).text).toContain("Refunds that wait");
  const dismissed = { act: "dismiss", refund: id, because: "" };
  const unsaid = await other.post(url, dismissed);
  expect([unsaid.status, /href="#because"/.test(unsaid.text)], "a dismissal says why").toEqual([422, true]);
  expect((await other.post(url, { ...dismissed, because: "Not exempt" })).to).toBe(`${url}?said=dismiss`);
  expect((await finance.get(url)).text).toContain("Dismissed because: <bdi>Not exempt</bdi>");
  expect((await finance.post(url, proposal)).to).toBe(`${url}?said=propose`);
  ({ id } = await it.db.selectFrom("refund").select("id").where("state", "=", "proposed").executeTakeFirstOrThrow());
  // Money leaves only where the officer has proved lately that it is them.
  it.clock.forward({ minutes: 16 });
  const doubted = await other.post(url, { act: "approve", refund: id });
  expect(doubted.status).toBe(403);
  for (const kept of ["Is it still you?", 'href="/payments" aria-current="page"', `name="refund" value="${id}"`]) expect(doubted.text).toContain(kept);
  expect((await other.post(url, { act: "approve", refund: id, "proof-password": "guessed" })).status).toBe(422);
  expect(await it.db.selectFrom("refund").select("state").orderBy("state").execute()).toEqual([{ state: "dismissed" }, { state: "proposed" }]);
  const proof = { "proof-password": "demonstration" };
  expect((await other.post(url, { act: "approve", refund: id, ...proof })).to).toBe(`${url}?said=approve`);
  expect((await other.post(url, { act: "sent", refund: id, reference: "T-77" })).to).toBe(`${url}?said=sent`);
  expect((await other.get(url)).text).toMatch(/refunded in (part|whole)/);
  const page = await finance.get(url);
  expect(page.text).toContain("T-77");
  expect(page.text).toContain("refunded");

  const totals = await finance.get("/payments/totals?by=office");
  expect(totals.text).toContain("bars__bar");
  expect(totals.text).toMatch(/₺4,324\.00[^]*₺3,360\.00[^]*₺964\.00/);
  for (const by of ["day", "channel"]) expect((await finance.get(`/payments/totals?by=${by}&from=2026-11-20&until=2026-11-23`)).text).toContain("₺964.00");
  expect((await finance.get("/payments/totals?from=2025-01-01&until=2025-01-31")).text).toContain("Nothing in this time.");
  for (const language of ["tr", "ar", "ru"]) {
    expect((await finance.get(url, language)).status).toBe(200);
    expect((await finance.get("/payments/totals", language)).status).toBe(200);
  }
});

test("a refund that the card’s provider does not confirm is marked after an hour, and may be noted as paid another way", async () => {
  const { it, finance: first, other: second, url, payment } = await paidCase();
  await using _ = it;
  await it.db.updateTable("payment").set({ channel: "card" }).where("id", "=", payment).execute();
  await first.post(url, { act: "propose", payment, reason: "mistake", "amount-permit": "100", comment: "Exempt by nationality" });
  const { id } = await it.db.selectFrom("refund").select("id").executeTakeFirstOrThrow();
  expect((await second.post(url, { act: "approve", refund: id })).to).toBe(`${url}?said=approve`);
  expect((await second.get(url)).text).not.toContain("has not confirmed this");
  it.clock.forward({ minutes: 61 });
  const late = await it.enter("auditor", "35", "Ayla");
  expect((await late.get(url)).text).toContain("has not confirmed this");
  expect((await late.get("/payments")).text).toMatch(/approved, being sent[^]*not known yet/);

  const [finance, other] = [await it.enter("finance", "35", "Filiz"), await it.enter("finance", "35", "Fuat")];
  // Refused for good, the office pays instead: noted by one officer of finance, approved by another.
  const note = { act: "other-way", refund: id, way: "transfer", reference: "H-5", "paid-on-day": "23", "paid-on-month": "11", "paid-on-year": "2026" };
  const wrong = await finance.post(url, { ...note, way: "", reference: "H-5" });
  expect([wrong.status, /href="#way"/.test(wrong.text), /value="H-5"/.test(wrong.text)], "what was typed is kept").toEqual([422, true, true]);
  expect((await finance.post(url, { ...note, "paid-on-day": "31" })).text).toContain('href="#paid-on"');
  expect((await finance.post(url, note)).to).toBe(`${url}?said=other-way`);
  expect((await finance.get(url)).text).toContain("Another finance officer has to approve this note.");
  expect((await late.get("/payments")).text).toMatch(/paid another way, to be approved/);
  const unsaid = await other.post(url, { act: "dismiss-other-way", refund: id, because: " " });
  expect([unsaid.status, /href="#because"/.test(unsaid.text)]).toEqual([422, true]);
  it.clock.forward({ minutes: 16 });
  expect((await other.post(url, { act: "approve-other-way", refund: id })).status, "money leaves: is it still the officer?").toBe(403);
  expect((await other.post(url, { act: "approve-other-way", refund: id, "proof-password": "demonstration" })).to).toBe(`${url}?said=approve-other-way`);
  const done = await finance.get(url);
  for (const said of ["Noted by", "by bank transfer", "H-5", "refunded"]) expect(done.text).toContain(said);
  for (const language of ["tr", "ar", "ru"]) expect((await finance.get(url, language)).status).toBe(200);
  expect(await faults(it.db)).toEqual([]);
});

test("what is owed is set anew by finance, for a reason, by what stands in the case today", async () => {
  await using it = await office();
  const finance = await it.enter("finance");
  const application = await makeCase(it.db, it.clock, { state: "created" });
  await it.act(finance.who, (act) => openAccrual(act, application, fees));
  const url = `/cases/${application.id}/money`;
  expect((await finance.get(url)).text).toContain("Set the fees anew");
  expect((await finance.post(url, { act: "recalculate", why: "" })).text).toContain("Reason: write it.");
  expect((await finance.post(url, { act: "recalculate", why: "The dates were corrected" })).to).toBe(`${url}?said=recalculate`);
  expect(await it.db.selectFrom("audit").select("act").where("act", "=", "recalculate-accrual").execute()).toHaveLength(1);

  const owed = async () => (await it.db.selectFrom("accrual_line").select("code").orderBy("code").execute()).map(({ code }) => code);
  const before = await owed();
  expect(before).toContain("permit");
  for (const language of ["en", "tr", "ar", "ru"]) expect((await finance.get(url, language)).text).toMatch(/value="poverty"[^]*88\(d\)/);
  const unsaid = await finance.post(url, { act: "recalculate", relief: "poverty", why: "" });
  expect([unsaid.status, /selected value="poverty"/.test(unsaid.text)]).toEqual([422, true]);
  expect((await finance.post(url, { act: "recalculate", relief: "poverty", why: "Certificate of the foundation, 20 November" })).to).toBe(`${url}?said=recalculate`);
  expect(await owed()).toEqual(before.filter((code) => code !== "permit"));
  expect((await finance.get(url)).text).toMatch(/selected value="poverty"/);
  expect(await it.db.selectFrom("accrual_recalculation").select("relief").orderBy("id").execute()).toEqual([{ relief: null }, { relief: "poverty" }]);
  expect((await finance.post(url, { act: "recalculate", relief: "", why: "The certificate was another person’s" })).to).toBe(`${url}?said=recalculate`);
  expect(await owed()).toEqual(before);
  expect(await faults(it.db)).toEqual([]);
});

test("lira are read as people type them", () => {
  expect(["3360", "3.360,00", "3,360.5", "١٢٫٥".replace("٫", ","), "", "₺ 12", "1e3", "-1", "1,2,3"].map(kurus)).toEqual([336_000, 336_000, 336_050, 1_250, 0, 1_200, Number.NaN, Number.NaN, Number.NaN]);
});

test("finance comes from a case to its money, and sees who was refused, has paid, and of whose refund nothing was said", async () => {
  const { it, finance, url, payment } = await paidCase();
  await using _ = it;
  const file = url.replace("/money", "");
  expect((await finance.get(file)).text).toContain(`href="${url}"`);
  expect((await (await it.enter("front-desk")).get(file)).text).not.toContain(`href="${url}"`);
  const list = (page: string) => page.split(`id="refused"`)[1]?.split("</section>")[0];
  expect(list((await finance.get("/payments")).text)).toContain(`href="${url}"`);
  expect(list((await (await it.enter("finance", "06")).get("/payments")).text)).toBeUndefined();
  expect((await finance.get(url)).text).not.toContain("What you pay");
  await finance.post(url, { act: "propose", payment, reason: "mistake", "amount-permit": "100", iban: "TR330006100519786457841326", comment: "Exempt" });
  expect(list((await finance.get("/payments")).text)).toBeUndefined();
});
