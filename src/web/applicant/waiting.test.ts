import { expect, test } from "vitest";
import { apiServer } from "../../../test/api-server.ts";
import { desk } from "../../../test/applicant-server.ts";
import { makeCase } from "../../../test/cases.ts";
import type { Database } from "../../platform/database.ts";
import { waitingTimeShape } from "../api/waiting-times.ts";

const measured = { province: "35", permit_type: "short-term", measured_on: Temporal.PlainDate.from("2026-11-23") };

async function laidOut(db: Database): Promise<void> {
  await db.insertInto("waiting_time").values([
    { ...measured, step: "appointment", cases: 40, quarter: 12, half: 18, three_quarters: 25, half_before: 24 },
    { ...measured, step: "card", cases: 10, quarter: 9, half: 9, three_quarters: 9, half_before: null },
    { ...measured, permit_type: "family", step: "decision", cases: 20, quarter: 40, half: 60, three_quarters: 80, half_before: 61 },
  ]).execute();
}

const plain = (text: string) => text.replaceAll(/<[^>]*>/g, " ").replaceAll(/[\u2068\u2069]/g, "").replaceAll(/\s+/g, " ");

test("anybody sees how long it takes in a province, what is not told and why, and what is free where", async () => {
  await using it = await desk({ workingDays: 5 });
  await laidOut(it.db);
  const page = await it.stranger("/en/waiting-times?province=35&type=short-term");
  expect(page.status).toBe(200);
  const text = plain(page.text);
  for (const said of [
    "is no promise", "in the 90 days up to 22 November 2026", "12 to 25 days", "18 days", "shorter; it was 24 days", "40 From being", "9 days", "too few applications then",
    "Applications, at least", "From being at the office to the decision fewer than 10 applications: not shown", "the law gives the office 90 days", "First free day: Monday 23 November 2026", "Free places in the next 30 days: 580.",
  ]) expect(text, said).toContain(said);
  expect(page.text).toContain('href="/api/v1/waiting-times?province=35&amp;type=short-term"');
  const family = plain((await it.stranger("/en/waiting-times?province=35&type=family")).text);
  expect(family).toContain("about the same; it was 61 days");
  const student = plain((await it.stranger("/en/waiting-times?province=35&type=student")).text);
  expect(student).toContain("Too few applications to tell");
  const elsewhere = plain((await it.stranger("/en/waiting-times?province=01&type=nonsense")).text);
  expect(elsewhere).toContain("Adana · Short-term residence permit");
});

test("where dates are drawn it says so, where nothing is free too, and without a province it asks for one", async () => {
  await using it = await desk({ offices: ["06", "35"], workingDays: 1 });
  await it.db.updateTable("slot").set({ closed_at: it.clock.now() }).execute();
  expect(plain((await it.stranger("/en/waiting-times?province=06")).text)).toContain("Gives its dates by draw");
  expect(plain((await it.stranger("/en/waiting-times?province=35")).text)).toContain("None at this moment");
  const far = Temporal.PlainDate.from("2027-01-15");
  await it.db.insertInto("slot").values({ id: crypto.randomUUID(), office_code: "35", day: far, starts: new Temporal.PlainTime(10), capacity: 1 }).execute();
  const later = plain((await it.stranger("/en/waiting-times?province=35")).text);
  expect(later).toContain("First free day: Friday 15 January 2027");
  expect(later).not.toContain("Free places in the next");
  const bare = await it.stranger("/en/waiting-times");
  expect([bare.status, bare.text]).toEqual([200, expect.not.stringContaining("error-summary")]);
  for (const province of ["", "99", "%00"]) {
    const asked = await it.stranger(`/en/waiting-times?province=${province}&type=short-term`);
    expect([asked.status, asked.text], province).toEqual([422, expect.stringContaining("Province: choose one.")]);
  }
  for (const code of ["tr", "ar", "ru"]) expect((await it.stranger(`/${code}/waiting-times?province=35`)).text).toContain(`<html lang="${code}"`);
});

test("it is found from the first page, from the answer to “may I apply” and from one’s own case", async () => {
  await using it = await desk();
  const answer = "kind=first&permitType=student&level=bachelor&nationality=DEU&entryBasis=exemption&stayEnds=2027-01-17&visaFeePaid=yes&birthYearOver=adult&province=35&requestedFrom=2026-12-18&requestedUntil=2027-07-17";
  expect((await it.stranger("/en")).text).toContain('href="/en/waiting-times"');
  expect((await it.stranger(`/en/may-i-apply?${answer}`)).text).toContain('href="/en/waiting-times?province=35&amp;type=student"');
  const who = await makeCase(it.db);
  expect((await (await it.visitor(who)).get("appointment")).text).toContain('href="/en/waiting-times?province=35"');
});

test("programs are told the same, and told what they asked wrongly", async () => {
  await using it = await apiServer();
  await laidOut(it.db);
  const { body, headers } = await it.get("/api/v1/waiting-times");
  for (const one of body) expect(waitingTimeShape.safeParse(one).error).toBeUndefined();
  expect(headers["access-control-allow-origin"]).toBe("*");
  expect(body).toHaveLength(3);
  const one = await it.get("/api/v1/waiting-times?province=35&type=family");
  expect(one.body).toEqual([{
    province: "35", type: "family", step: "decision", from: "2026-08-25", until: "2026-11-22", casesAtLeast: 20, quarter: 40, half: 60, threeQuarters: 80, halfBefore: 61, trend: "same",
  }]);
  expect((await it.get("/api/v1/waiting-times?province=35&type=family", { "if-none-match": String(one.headers.etag) })).status).toBe(304);
  for (const [query, pointer] of [["province=99", "?province"], ["province=35&province=06", "?province"], ["type=nonsense", "?type"], ["step=card", "?step"]]) {
    const refused = await it.get(`/api/v1/waiting-times?${query}`);
    expect([refused.status, refused.body.errors[0].pointer], query).toEqual([422, pointer]);
  }
});
