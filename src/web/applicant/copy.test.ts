import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { desk } from "../../../test/applicant-server.ts";
import { as, makeCase, makeCases, MONDAY, slotAt } from "../../../test/cases.ts";
import { fees } from "../../../test/debts.ts";
import { sweepCopies } from "../../acts/case-copy.ts";
import { book } from "../../appointments/book.ts";
import { samplePhoto } from "../../documents/papers/samples.ts";
import { checkCopy } from "../../documents/copy-file.ts";
import { claimKeys } from "../../documents/sign.ts";
import { putFile } from "../../documents/storage.ts";
import { openAccrual } from "../../payments/accrual.ts";
import { json } from "../../platform/database.ts";
import { v7 } from "../../platform/id.ts";
import { giveMandate } from "../../representation/mandate.ts";
import { makeCopy } from "../copy/make.ts";

const secret = "x".repeat(32);
type Desk = Awaited<ReturnType<typeof desk>>;
const maker = (it: Desk) => ({
  db: it.parts.worker, clock: it.clock, secret, origins: { portal: "http://portal.test", office: "http://office.test", bank: null }, authority: { name: "Directorate", phone: "157" },
});
const jobs = async (it: Desk) => Number((await it.db.selectFrom("audit").select((e) => e.fn.countAll().as("n")).where("act", "=", "ask-copy").executeTakeFirstOrThrow()).n);
const trailOf = async (it: Desk, id: string) => (await it.db.selectFrom("audit").select(["act", "actor_kind", "facts"]).where("application_id", "=", id).where("act", "like", "%-copy").orderBy("id").execute())
  .map(({ act, actor_kind, facts }) => ({ act, actor_kind, facts }));
const read = (bytes: Uint8Array | undefined) => Buffer.from(bytes!).toString();

test("one press has everything kept about a case made into one signed file, and each time it is had stands in the trail", async () => {
  await using it = await desk({ workingDays: 20 });
  const who = await makeCase(it.db);
  const me = await it.visitor(who);
  await as(it.db, it.clock, who, async (act) => {
    await openAccrual(act, who, fees);
    await putFile(act, who.id, "photo", "image/jpeg", await samplePhoto());
    await book(act, who, (await slotAt(it.db, "35", "2026-11-25", "10:10")).id);
  });
  for (const hours of [0, 48]) {
    it.clock.set(MONDAY.add({ hours }));
    await as(it.db, it.clock, who, (act) => putFile(act, who.id, "registration-form", "application/pdf", Buffer.from(`%PDF-${hours}`)));
  }

  expect((await me.get("copy.zip")).status).toBe(303);
  const again = await it.visitor(who);
  expect((await again.get("status")).text).toContain('href="/en/application/copy"');
  expect((await again.get("copy")).text).toContain("Make my copy");
  expect((await again.get("copy.zip")).status).toBe(404);
  for (let n = 0; n < 2; n++) expect(await again.post("copy", {})).toMatchObject({ status: 303, to: "/en/application/copy" });
  expect(await jobs(it)).toBe(1);
  const waiting = await again.get("copy");
  expect(waiting.text).toContain("Your copy is being made");
  // Thirty days from Wednesday 25 November on.
  expect(waiting.text).toContain("25 December 2026");
  expect(waiting.text).not.toContain("Make my copy");

  await makeCopy(maker(it), who.id);
  await makeCopy(maker(it), who.id);
  expect((await again.get("copy")).text).toContain("Your copy is ready");
  const file = await again.get("copy.zip");
  expect(file).toMatchObject({ status: 200, type: "application/zip" });
  expect(checkCopy(file.bytes, claimKeys(secret).publicKey)).toMatchObject({ manifest: { number: who.registration_number, authority: "Directorate" } });

  const files = unzipSync(file.bytes);
  expect(Object.keys(files).sort()).toEqual(["case.json", "earlier/registration-form-1.pdf", "index.html", "manifest.json", "manifest.sig", "papers/registration-form.pdf", "photo.jpg"]);
  for (const name of ["earlier/registration-form-1.pdf", "papers/registration-form.pdf"]) expect(read(files[name]!.subarray(0, 5))).toBe("%PDF-");
  const data = JSON.parse(read(files["case.json"]));
  expect(data).toMatchObject({
    format: "sojourn-case-1", application: { number: who.number, state: "lodged" }, appointments: [{ day: "2026-11-25", starts: "10:10:00", state: "booked" }], fees: { lines: expect.any(Array) },
    history: [{ event: "lodge" }], messages: [{ notice: "appointment-given", text: expect.stringContaining("Wednesday 25 November 2026") }],
  });
  const page = read(files["index.html"]);
  for (const said of ["<html lang=\"en\" dir=\"ltr\">", 'href="papers/registration-form.pdf"', 'src="photo.jpg"', "Appointment taken", "Wednesday 25 November 2026"]) expect(page, said).toContain(said);
  // Nothing is fetched, and nothing runs.
  expect(page).not.toMatch(/<(script|link|iframe|form)\b|\s(src|href)="(https?:)?\/\/|url\(/);

  expect(await trailOf(it, who.id)).toEqual([
    { act: "ask-copy", actor_kind: "applicant", facts: {} }, { act: "make-copy", actor_kind: "system", facts: {} }, { act: "take-copy", actor_kind: "applicant", facts: {} },
  ]);
});

test("a copy is one’s own case’s alone, in the language in which it was asked for, and the trail says where somebody acted for the person", async () => {
  await using it = await desk();
  const [who, other] = await makeCases(it.db, 2);
  const mandate = await as(it.db, it.clock, who!, (act) => giveMandate(act, who!.id, { capacity: "lawyer", name: "Ada Örnek", bar: "İzmir", barNumber: "7" }));
  const me = await it.visitor(who!, "ar", mandate);
  await me.post("copy", {});
  await makeCopy(maker(it), who!.id);
  const files = unzipSync((await me.get("copy.zip")).bytes);
  expect(read(files["index.html"])).toContain('<html lang="ar" dir="rtl">');
  expect(JSON.parse(read(files["case.json"])).mandates).toMatchObject([{ capacity: "lawyer", name: "Ada Örnek" }]);
  expect((await trailOf(it, who!.id)).filter(({ actor_kind }) => actor_kind === "applicant").map(({ facts }) => facts)).toEqual([{ capacity: "lawyer" }, { capacity: "lawyer" }]);

  const stranger = await it.visitor(other!);
  expect((await stranger.get("copy.zip")).status).toBe(404);
  expect((await it.stranger("/en/application/copy.zip")).status).toBe(303);
  expect(await trailOf(it, other!.id)).toEqual([]);
});

test("what officers write for themselves and only propose is not in a copy, nor who of them acted", async () => {
  await using it = await desk();
  const who = await makeCase(it.db);
  const officer = v7(MONDAY);
  await it.db.insertInto("officer").values({ id: officer, email: "case-officer@izmir.example", name: "Memur Deneme", role: "case-officer", office_code: "35", created_at: MONDAY }).execute();
  await it.db.insertInto("note").values({ id: v7(MONDAY), application_id: who.id, officer_id: officer, at: MONDAY, text: "only among us" }).execute();
  await it.db.insertInto("proposed_refusal").values({ application_id: who.id, reasons: ["passport"], comment: "a proposal", proposed_by: officer, proposed_at: MONDAY }).execute();
  await as(it.db, it.clock, { kind: "officer", id: officer, name: "Memur Deneme" }, (act) =>
    act.tx.insertInto("audit").values({ at: act.now, actor_kind: "officer", actor_id: officer, actor_name: "Memur Deneme", act: "opened", application_id: who.id, office_code: "35" }).execute());
  const me = await it.visitor(who);
  await me.post("copy", {});
  await makeCopy(maker(it), who.id);
  const files = unzipSync((await me.get("copy.zip")).bytes);
  const all = read(files["case.json"]) + read(files["index.html"]);
  expect(JSON.parse(read(files["case.json"])).opened).toMatchObject([{ office: expect.stringContaining("zmir") }]);
  for (const hidden of ["only among us", "a proposal", "Memur Deneme", officer]) expect(all, hidden).not.toContain(hidden);
});

test("a code that is on its way to somebody is not in a copy", async () => {
  await using it = await desk();
  const who = await makeCase(it.db);
  await it.db.insertInto("message").values({
    id: v7(MONDAY), key: "code", application_id: who.id, notice: "code", language: "en", channel: "email", recipient: "new@person.example", values: json({ code: "481516", minutes: 10 }), queued_at: MONDAY, next_at: MONDAY,
  }).execute();
  const me = await it.visitor(who);
  await me.post("copy", {});
  await makeCopy(maker(it), who.id);
  const files = unzipSync((await me.get("copy.zip")).bytes);
  expect(JSON.parse(read(files["case.json"])).messages).toMatchObject([{ notice: "code", recipient: "new@person.example", values: {} }]);
  for (const name of ["case.json", "index.html"]) expect(read(files[name])).not.toContain("481516");
});

test("a copy is gone after its days, can be asked for anew, and not without end", async () => {
  await using it = await desk();
  const who = await makeCase(it.db);
  await (await it.visitor(who)).post("copy", {});
  await makeCopy(maker(it), who.id);
  it.clock.set(MONDAY.add({ hours: 24 * 7 }));
  const me = await it.visitor(who);
  expect((await me.get("copy.zip")).status).toBe(404);
  expect((await me.get("copy")).text).toContain("Make my copy");
  await sweepCopies(it.parts.worker, it.clock.now());
  expect(await it.db.selectFrom("case_copy").selectAll().execute()).toEqual([]);
  for (let n = 0; n < 6; n++) {
    expect((await me.post("copy", {})).status).toBe(303);
    await makeCopy(maker(it), who.id);
  }
  const refused = await me.post("copy", {});
  expect(refused.status).toBe(429);
  expect(refused.text).toContain("ask again in an hour");
});

test("a copy that was asked for anew while it was being made is that of the later asking", async () => {
  await using it = await desk();
  const who = await makeCase(it.db);
  const me = await it.visitor(who);
  await me.post("copy", {});
  await makeCopy(maker(it), who.id);
  it.clock.set(MONDAY.add({ minutes: 1 }));
  await me.post("copy", {});
  expect((await me.get("copy.zip")).status).toBe(404);
  await makeCopy(maker(it), who.id);
  expect(JSON.parse(read(unzipSync((await me.get("copy.zip")).bytes)["case.json"])).made).toBe("2026-11-23T06:01:00Z");
});
