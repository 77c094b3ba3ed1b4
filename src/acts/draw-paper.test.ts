import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { allPresent, as, makeCase, officer, stoppedClock } from "../../test/office-cases.ts";
import { testDatabase } from "../../test/database.ts";
import type { Application } from "../applications/application.ts";
import { readCaseFile } from "../applications/case-file.ts";
import { closePapers } from "../documents/papers/draw.ts";
import { compose } from "../documents/papers/compose.ts";
import { samplePhoto } from "../documents/papers/samples.ts";
import { putFile, readFile } from "../documents/storage.ts";
import { checkPaper } from "../documents/verify.ts";
import { paidBackOf } from "../payments/refund-paper.ts";
import { type Act, type Actor, transact } from "../platform/act.ts";
import type { Database } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { documentCodes } from "../rules/document-list.ts";
import { accept } from "./accept.ts";
import { askDocuments } from "./ask-documents.ts";
import { confirmRefusal, grant, proposeRefusal } from "./decide.ts";
import { drawPaper, type PaperOffice } from "./draw-paper.ts";
import { wayOf } from "../appointments/draw-switch.ts";
import { type DrawnKind, paperOf } from "./paper-data.ts";
import { readForPaper } from "./paper-file.ts";
import { serve } from "./serve.ts";
import { putToUse, shipped } from "../rules/tables.ts";

afterAll(closePapers);

const day = (iso: string) => Temporal.PlainDate.from(iso);
const nobody: Actor = { kind: "system", id: null, name: "Sojourn" };
const secret = "a secret of at least thirty-two characters";

function officeOf(db: Database, clock: PaperOffice["clock"]): PaperOffice {
  return { db, clock, secret, origins: { portal: "https://portal.test" }, authority: { name: "Deneme İl Göç İdaresi Müdürlüğü", phone: "157" } };
}

async function owe(db: Database, clock: PaperOffice["clock"], made: Application) {
  const accrual = v7(clock.now());
  await db.insertInto("accrual").values({ id: accrual, application_id: made.id, number: "202611230000421", created_at: clock.now(), total: 433_600 }).execute();
  await db.insertInto("accrual_line").values([
    { accrual_id: accrual, code: "card", amount: 96_400, currency: "TRY", amount_try: 96_400, ground: "Law 210" },
    { accrual_id: accrual, code: "permit", amount: 8_000, currency: "USD", rate: "42.15", amount_try: 337_200, ground: "Law 492" },
  ]).execute();
  return accrual;
}

async function words(db: Database, made: Application, kind: DrawnKind): Promise<string> {
  const application = await db.selectFrom("application").selectAll().where("id", "=", made.id).executeTakeFirstOrThrow();
  const paper = paperOf(await readCaseFile(db, application), kind, {
    authority: { name: "Deneme", phone: "157" }, verify: () => "https://portal.test/v", today: day("2026-11-23"), photo: null,
    fees: { number: "202611230000421", lines: [], total: { amount: 433_600, currency: "TRY" } },
    paidBack: kind === "refund" ? await paidBackOf(db, made.id, "en") : undefined,
    way: await wayOf(db, application, day("2026-11-23")),
  });
  return paper ? JSON.stringify(compose(paper)).replace(/[\u2066-\u2069\u200b]/g, "") : "";
}

test("draws the registration form with fees and appointment; again is the same, and it verifies", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const office = officeOf(it.db, clock);
  const made = await makeCase(it.db, clock, { appointment: { day: "2026-12-08", time: "10:20" }, set: { language: "ar" } });
  await drawPaper(office, { application: made.id, kind: "registration-form" });
  expect(await readFile(it.db, made.id, "registration-form")).toBeUndefined();
  await owe(it.db, clock, made);
  await drawPaper(office, { application: made.id, kind: "registration-form" });
  const file = (await readFile(it.db, made.id, "registration-form"))!;
  expect(file.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  await drawPaper(office, { application: made.id, kind: "registration-form" });
  expect(await it.db.selectFrom("file").select("id").where("replaced_at", "is", null).execute()).toHaveLength(1);
  const said = await words(it.db, made, "registration-form");
  // It lists what else is brought, beside itself.
  expect(said).toContain("Pasaport veya yerine geçen belge");
  expect(said).not.toContain("Kayıt formu");
  expect(said).toContain("1437. Sokak 8/4");
  for (const text of ["GCGM03-9", "202611230000421", "10:20", "Pasaport", "8 ديسمبر 2026", "8 Aralık 2026"]) expect(said, text).toContain(text);
  const verify = (await import("../documents/verify.ts")).verifyAddress(secret, "", "en", { paper: "registration-form", number: made.registration_number!, made: "2026-11-23" });
  expect(await checkPaper(it.db, secret, verify.split("/").at(-1)!)).toMatchObject({ kind: "registration-form", current: true });
});

test("reads for a paper what the whole file of the case says", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const made = await makeCase(it.db, clock, { appointment: { day: "2026-12-08", time: "10:20" } });
  const accrual = await owe(it.db, clock, made);
  await it.db.updateTable("accrual_line").set({ months: 12 }).where("accrual_id", "=", accrual).where("code", "=", "permit").execute();
  await it.db.insertInto("document").values([{ application_id: made.id, code: "diploma", required: "on-request", state: "missing", reason: "No ‘stamp’." }]).execute();
  const application = await it.db.selectFrom("application").selectAll().where("id", "=", made.id).executeTakeFirstOrThrow();
  const { answers, office, documents, appointment, inDraw, mandate, money } = await readCaseFile(it.db, application, documentCodes);
  const read = (await readForPaper(it.db, made.id, "registration-form", { shown: true, bytes: true }))!;
  expect(documents.length).toBeGreaterThan(1);
  expect(read).toMatchObject({ application, answers, office, documents, inDraw, mandate, photo: null, live: null });
  expect(read.appointment).toEqual(appointment);
  expect(read.owed).toEqual({ number: money!.number, total: money!.total, lines: [
    { code: "card", amount: 96_400, amount_try: 96_400, rate: null, months: null }, { code: "permit", amount: 8_000, amount_try: 337_200, rate: money!.lines[1]!.rate, months: 12 },
  ] });
});

test("a change that falls into the drawing is on the paper: of the contact, and of a photo as long as the one before", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const office = officeOf(it.db, clock);
  const made = await makeCase(it.db, clock);
  await owe(it.db, clock, made);
  const photo = await samplePhoto();
  const other = Buffer.from(photo);
  // One of the two last bytes before the end mark: another picture to the eye of a digest, and one that can still be read.
  other[other.length - 3]! ^= 1;
  const put = (bytes: Buffer) => transact(it.db, clock, nobody, (act) => putFile(act, made.id, "photo", "image/jpeg", bytes));
  await put(photo);
  const live = async () => (await readFile(it.db, made.id, "registration-form"))!;
  for (const change of [
    (act: Act) => act.tx.updateTable("application").set({ email: "another@example.org" }).where("id", "=", made.id).execute(),
    (act: Act) => putFile(act, made.id, "photo", "image/jpeg", other),
  ]) {
    let drawing: Promise<void> = Promise.resolve();
    // The drawing finds the case locked when it wants to keep the paper, and goes on once the change is committed.
    await transact(it.db, clock, nobody, async (act) => {
      await act.tx.selectFrom("application").select("id").where("id", "=", made.id).forUpdate().execute();
      drawing = drawPaper(office, { application: made.id, kind: "registration-form" });
      await expect.poll(async () => (await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(it.db)).rows.length, { timeout: 10_000 }).toBe(1);
      await change(act);
    });
    await drawing;
    const kept = await live();
    await drawPaper(office, { application: made.id, kind: "registration-form" });
    expect((await live()).id).toBe(kept.id);
  }
  expect(await it.db.selectFrom("file").select("id").where("kind", "=", "registration-form").execute()).toHaveLength(2);
});

test("a case without an appointment says so on its form", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const made = await makeCase(it.db, clock, { state: "created" });
  await owe(it.db, clock, made);
  const said = () => words(it.db, made, "registration-form");
  expect(await said()).toContain("No appointment yet");
  expect(await said()).toContain("Choose one, then print this form again");
  // Where dates are drawn it never tells anybody to choose, and for whom the office gives one, nothing of a draw.
  await it.db.updateTable("application").set({ province: "06" }).where("id", "=", made.id).execute();
  expect(await said()).toContain("once you have joined the draw");
  expect(await said()).not.toContain("Choose one");
  await it.db.updateTable("application").set({ protected_at: clock.now(), protected_by: (await officer(it.db, clock, "supervisor")).id }).where("id", "=", made.id).execute();
  expect(await said()).toContain("The office gives you an appointment");
  expect(await said()).not.toContain("draw");
});

test("a notice of missing documents bears the day on which the request was changed last, not the day of the first", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const desk = await officer(it.db, clock, "case-officer");
  const made = await makeCase(it.db, clock, { state: "attended" });
  const ask = async (codes: string[]) => {
    const now = await it.db.selectFrom("application").selectAll().where("id", "=", made.id).executeTakeFirstOrThrow();
    return as(it.db, clock, desk, (act) => askDocuments(act, now, { documents: codes.map((code) => ({ code })), due: day("2026-12-20") }));
  };
  expect(await ask(["form", "diploma"])).toMatchObject({ ok: true });
  clock.forward({ days: 5 });
  expect(await ask(["form"])).toMatchObject({ ok: true });
  const read = (await readForPaper(it.db, made.id, "missing-documents", { shown: false, bytes: false }))!;
  expect(String(read.application.paused_on)).toBe("2026-11-23");
  const notice = paperOf(read, "missing-documents", { authority: { name: "Deneme", phone: "157" }, verify: () => "", today: day("2026-11-30"), photo: null })!;
  expect(String(notice.issued)).toBe("2026-11-28");
});

test("certificate, missing documents, grant and served refusal carry their dates, reasons and articles", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const one = await officer(it.db, clock, "case-officer");
  const two = await officer(it.db, clock, "supervisor");
  const made = await makeCase(it.db, clock, { state: "attended" });
  expect(await words(it.db, made, "application-certificate")).toBe("");
  const asked = await as(it.db, clock, one, (act) => askDocuments(act, made, { documents: [{ code: "travel-plan", words: "With dates, please." }, { code: "diploma" }], due: day("2026-12-23") }));
  if (!asked.ok) throw new Error(asked.why);
  const missing = await words(it.db, made, "missing-documents");
  for (const text of ["With dates, please.", "Not in the folder.", "23 December 2026"]) expect(missing, text).toContain(text);
  await allPresent(it.db, clock, made.id);
  const accepted = await as(it.db, clock, one, (act) => accept(act, asked.application));
  if (!accepted.ok) throw new Error(accepted.why);
  expect(await words(it.db, made, "application-certificate")).toContain("21 February 2027");
  expect(await words(it.db, made, "missing-documents")).toBe("");

  const granted = await makeCase(it.db, clock, { state: "in-review" });
  await as(it.db, clock, one, (act) => grant(act, granted, { from: day("2026-12-08"), until: day("2027-06-07"), reason: "proof-of-stay" }));
  const letter = await words(it.db, granted, "decision");
  for (const text of ["7 June 2027", "The reason for the stay is proved for this time only.", "7 December 2027", "8 April 2027"]) expect(letter, text).toContain(text);
  putToUse({ ...shipped, terms: shipped.terms.map((term) => (term.code === "extensionWindow" ? { ...term, value: 90 } : term)) });
  expect(await words(it.db, granted, "decision").finally(() => putToUse(shipped))).toContain("9 March 2027");

  const refused = await makeCase(it.db, clock, { state: "in-review" });
  await as(it.db, clock, one, (act) => proposeRefusal(act, refused, { reasons: ["purpose-not-shown"], comment: "No plan was shown." }));
  const decided = await as(it.db, clock, two, (act) => confirmRefusal(act, refused));
  if (!decided.ok) throw new Error(decided.why);
  await as(it.db, clock, two, (act) => serve(act, decided.application, day("2026-11-23")));
  const refusal = await words(it.db, refused, "decision");
  for (const text of ["The reason for the stay was not shown by documents.", "Law 6458, article 32", "No plan was shown.", "22 January 2027", "3 December 2026"]) expect(refusal, text).toContain(text);
  for (const kind of ["missing-documents", "application-certificate"]) await drawPaper(officeOf(it.db, clock), { application: made.id, kind });
  for (const { id } of [granted, refused]) await drawPaper(officeOf(it.db, clock), { application: id, kind: "decision" });
  expect((await it.db.selectFrom("file").select("kind").orderBy("kind").execute()).map(({ kind }) => kind)).toEqual(["application-certificate", "decision", "decision"]);
});

test("a paid case has its receipt", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const made = await makeCase(it.db, clock);
  const accrual = await owe(it.db, clock, made);
  await drawPaper(officeOf(it.db, clock), { application: made.id, kind: "receipt" });
  expect(await readFile(it.db, made.id, "receipt")).toBeUndefined();
  await it.db.insertInto("payment").values({
    id: v7(clock.now()), accrual_id: accrual, state: "paid", channel: "card", provider: "test", amount: 433_600, taken: 433_600, provider_reference: "B-1", started_at: clock.now(),
    changed_at: clock.now(), settled_at: clock.now(),
  }).execute();
  await it.db.updateTable("accrual").set({ closed_at: clock.now(), closed_because: "paid" }).where("id", "=", accrual).execute();
  await drawPaper(officeOf(it.db, clock), { application: made.id, kind: "receipt" });
  expect((await readFile(it.db, made.id, "receipt"))?.type).toBe("application/pdf");
  await drawPaper(officeOf(it.db, clock), { application: made.id, kind: "refund" });
  expect(await readFile(it.db, made.id, "refund")).toBeUndefined();
});

test("what was paid back has its paper, with every part, its reason and its day", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const made = await makeCase(it.db, clock);
  const accrual = await owe(it.db, clock, made);
  const [payment, one, two] = [v7(clock.now()), await officer(it.db, clock, "finance"), await officer(it.db, clock, "supervisor")];
  await it.db.insertInto("payment").values({
    id: payment, accrual_id: accrual, state: "paid", channel: "card", provider: "test", amount: 433_600, taken: 433_600, provider_reference: "B-1", started_at: clock.now(), changed_at: clock.now(), settled_at: clock.now(),
  }).execute();
  await it.db.updateTable("accrual").set({ closed_at: clock.now(), closed_because: "paid" }).where("id", "=", accrual).execute();
  for (const [n, [reason, amount]] of ([["shorter", 100_000], ["mistake", 50_00]] as const).entries()) {
    const id = v7(clock.now());
    await it.db.insertInto("refund").values({
      id, payment_id: payment, accrual_id: accrual, reason, comment: "x", amount, state: "sent", proposed_at: clock.now(), proposed_by: one.id!, decided_at: clock.now(), decided_by: two.id!, sent_at: clock.now(), reference: `RF-${n}`,
    }).execute();
    await it.db.insertInto("refund_line").values({ refund_id: id, code: "permit", amount }).execute();
  }
  const text = await words(it.db, made, "refund");
  for (const said of ["Refund of fees", "1,000.00", "50.00", "1,050.00", "Permit shorter than what was paid for", "Not owed: taken by mistake", "RF-0", "RF-1"]) expect(text, said).toContain(said);
  await drawPaper(officeOf(it.db, clock), { application: made.id, kind: "refund" });
  expect((await readFile(it.db, made.id, "refund"))!.bytes.subarray(0, 5).toString()).toBe("%PDF-");
});
