import { expect, test } from "vitest";
import { as, makeCase, officer, stoppedClock, visitor } from "../../test/office-cases.ts";
import { testDatabase } from "../../test/database.ts";
import { readCaseFile } from "./case-file.ts";
import { findApplication } from "./application.ts";
import { move } from "./move.ts";
import { desk, neighbours, queue, searchCases, visitorsOf } from "./queue.ts";

const day = (iso: string) => Temporal.PlainDate.from(iso);

test("orders a queue by legal deadline, within one office, and knows what stands beside a case", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const one = await officer(it.db, clock, "case-officer");
  const late = await makeCase(it.db, clock, { state: "accepted", set: { decide_by: day("2027-03-01") } });
  const soon = await makeCase(it.db, clock, { state: "in-review", set: { decide_by: day("2027-01-01") } });
  const due = await makeCase(it.db, clock, { state: "incomplete", set: { documents_due: day("2026-12-01"), decide_by: day("2027-09-01") }, answers: { permitType: "student" } });
  const none = await makeCase(it.db, clock, { state: "granted" });
  await makeCase(it.db, clock, { state: "accepted", office: "06" });
  await makeCase(it.db, clock, { state: "lodged" });
  const filter = { office: "35", states: desk };
  const { rows, total } = await queue(it.db, filter, { limit: 10, offset: 0 });
  expect(rows.map(({ id }) => id)).toEqual([due.id, soon.id, late.id, none.id]);
  expect(total).toBe(4);
  expect(rows[0]).toMatchObject({ surname: "Öztürk-Müller", permit_type: "student", proposed: false, questions: 0, reviewer: null });
  expect(String(rows[0]!.deadline)).toBe("2026-12-01");
  expect(await neighbours(it.db, filter, soon.id)).toEqual({ place: 2, total: 4, previous: due.id, next: late.id });
  expect((await queue(it.db, { ...filter, permitType: "student" }, { limit: 10, offset: 0 })).total).toBe(1);
  await as(it.db, clock, one, (act) => move(act, late, "review"));
  const mine = await queue(it.db, { ...filter, reviewer: one.id }, { limit: 10, offset: 0 });
  expect(mine.rows.map(({ id, reviewer }) => [id, reviewer])).toEqual([[late.id, "case-officer"]]);
  // Handed back it is nobody's, until somebody takes it again.
  const taken = (await findApplication(it.db, late.id))!;
  await as(it.db, clock, one, (act) => move(act, taken, "hand-back"));
  expect((await queue(it.db, { ...filter, reviewer: one.id }, { limit: 10, offset: 0 })).total).toBe(0);
  expect((await queue(it.db, filter, { limit: 10, offset: 0 })).rows.find(({ id }) => id === late.id)).toMatchObject({ state: "accepted", reviewer: null });
  expect((await readCaseFile(it.db, (await findApplication(it.db, late.id))!, [])).reviewer).toBeNull();
});

test("finds a case by its numbers and by a name in any spelling, in one’s own office only", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const made = await makeCase(it.db, clock);
  await makeCase(it.db, clock, { answers: { surname: "Okafor", givenNames: "Ngozi" } });
  const theirs = await makeCase(it.db, clock, { office: "06" });
  const found = async (term: string) => (await searchCases(it.db, "35", term)).map(({ id }) => id);
  for (const term of [made.registration_number!, made.barcode!, (made.answers as typeof visitor).passportNumber, "ozturk muller", "Lena MUELLER", "öztürk-müller, lena"]) {
    expect(await found(term), term).toEqual([made.id]);
  }
  expect(await found(theirs.registration_number!)).toEqual([]);
  expect(await found("%")).toEqual([]);
  expect(await found("   ")).toEqual([]);
});

test("finds a registration number typed without dashes, and a case of the office by its whole phone or e-mail", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const made = await makeCase(it.db, clock, { answers: { email: "ngozi@person.example" }, set: { phone: "+905321112233" } });
  await makeCase(it.db, clock, { office: "06", answers: { email: "ngozi@person.example" }, set: { phone: "+905321112233" } });
  const found = async (term: string) => (await searchCases(it.db, "35", term)).map(({ id }) => id);
  const number = made.registration_number!;
  for (const term of [number.replaceAll("-", ""), number.replaceAll("-", " "), ` ${number} `, "Ngozi@Person.example", "0532 111 22 33", "+90 (532) 111-22-33", "00905321112233"]) {
    expect(await found(term), term).toEqual([made.id]);
  }
  for (const term of [number.replaceAll("-", "").slice(1), "person.example", "goz@person.example", "111 22 33", "532111"]) expect(await found(term), term).toEqual([]);
});

test("lists the people of a day by hour, and reads a case’s whole file", async () => {
  await using it = await testDatabase();
  const clock = stoppedClock();
  const later = await makeCase(it.db, clock, { appointment: { day: "2026-11-23", time: "11:00" } });
  const first = await makeCase(it.db, clock, { appointment: { day: "2026-11-23", time: "09:00" } });
  await makeCase(it.db, clock, { appointment: { day: "2026-11-24", time: "09:00" } });
  expect((await visitorsOf(it.db, "35", day("2026-11-23"))).map(({ id, starts }) => [id, starts.toString()])).toEqual([[first.id, "09:00:00"], [later.id, "11:00:00"]]);
  const file = await readCaseFile(it.db, first, ["passport", "form"]);
  expect(file.documents.map(({ code }) => code)).toEqual(["passport", "form", "address", "travel-plan"]);
  expect(file).toMatchObject({ money: null, inDraw: false, appointment: { state: "booked", office: "office 35" }, history: [], clashes: [], mandate: null });
});
