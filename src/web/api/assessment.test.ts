import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiServer } from "../../../test/api-server.ts";
import { complete, language } from "../../platform/i18n.ts";
import { limits } from "../../identity/limits.ts";
import { answer } from "./assessment-shape.ts";
import { examples } from "./examples.ts";
import { problemShape } from "./openapi.ts";

const tourist = examples.tourism.value;

let it: Awaited<ReturnType<typeof apiServer>>;
beforeAll(async () => {
  it = await apiServer();
});
afterAll(() => it[Symbol.asyncDispose]());

describe("what is asked soundly", () => {
  test("is answered with outcome, window, findings, documents and fees, each with its ground", async () => {
    const { status, headers, body } = await it.ask(tourist);
    expect(status).toBe(200);
    expect(answer.parse(body)).toBeTruthy();
    expect(body).toMatchObject({
      outcome: "open", window: { opens: "2026-10-10", closes: "2027-01-07" }, missingFacts: [], edition: { from: "2026-01-01", confirmedUntil: "2026-12-31" },
      fees: [
        { code: "card", amount: 96_400, currency: "TRY", amountTry: 96_400, ground: "Valuable Papers Law 210" },
        { code: "permit", amount: 5_000, currency: "USD", amountTry: 212_256, months: 6, rate: "42.4512" },
        { code: "single-entry", amount: 937_640, currency: "TRY" },
      ],
    });
    expect(body.documents.find((one: { code: string }) => one.code === "address").oneOf.length).toBeGreaterThan(3);
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect(headers["access-control-allow-credentials"]).toBeUndefined();
    expect(headers["set-cookie"]).toBeUndefined();
    expect(headers["cache-control"]).toBe("no-store");
  });

  test.each(complete)("is answered in %s", async (code) => {
    const { headers, body } = await it.ask(tourist, { "accept-language": `${code};q=0.9, xx` });
    const l = language(code);
    expect(headers["content-language"]).toBe(code);
    expect(body.documents[0].text).toBe(l.t("documents.form"));
    expect(body.findings[0].text).not.toMatch(/[{}]/);
    expect(body.fees[0].ground).toBe(l.t("reference.source-valuable-papers"));
  });

  test("months are calendar months, both ends counted: 11 May 2026 to 10 May 2027 is twelve", async () => {
    const months = async (requestedUntil: string) => (await it.ask({ ...tourist, requestedFrom: "2026-05-11", requestedUntil })).body.fees[1].months;
    expect(await months("2027-05-10")).toBe(12);
    expect(await months("2027-05-11")).toBe(13);
  });

  test("an extension the day after the permit ended stays closed, whatever else is told", async () => {
    expect((await it.ask(examples.extension.value)).body).toMatchObject({ outcome: "closed", window: { closes: "2026-11-22" } });
  });

  test.each(["first", "extension", "transfer"])("a long-term permit has no last day, whatever is told of one: %s", async (kind) => {
    const held = { permitType: "long-term", heldSince: "2019-01-10", province: "35" };
    const ask = async (validUntil?: string) => (await it.ask({ on: "2026-11-23", kind, permitType: "short-term", purpose: "tourism", presentPermit: { ...held, validUntil } })).body;
    const plain = await ask();
    for (const validUntil of ["2026-11-22", "2026-12-24", "2031-01-01"]) expect(await ask(validUntil)).toEqual(plain);
    expect(plain.missingFacts).not.toContain("presentPermit.validUntil");
    const { components } = (await it.get("/api/v1/openapi.json")).body;
    expect(components.schemas.Question.properties.presentPermit.properties.validUntil.description).toContain("A long-term permit has none");
  });

  test("a browser of another origin may ask first", async () => {
    const { status, headers } = await it.call("OPTIONS", "/api/v1/assessment", undefined, { "access-control-request-method": "POST", "access-control-request-headers": "content-type" });
    expect(status).toBe(204);
    expect(headers).toMatchObject({ "access-control-allow-origin": "*", "access-control-allow-headers": "content-type" });
  });
});

describe("what makes no sense is refused with the pointer to its field", () => {
  const rows: [string, object, string, RegExp][] = [
    ["no door", { kind: undefined }, "/kind", /needed/],
    ["no day", { on: undefined }, "/on", /needed/],
    ["a day that does not exist", { on: "2026-02-29" }, "/on", /day that exists/],
    ["a thirteenth month", { birthDate: "1990-13-01" }, "/birthDate", /day that exists/],
    ["a day with an hour", { birthDate: "1990-05-05T00:00:00Z" }, "/birthDate", /day that exists/],
    ["a day as a number", { birthDate: 19900505 }, "/birthDate", /./],
    ["null", { birthDate: null }, "/birthDate", /./],
    ["the year 9999", { on: "9999-01-01" }, "/on", /1900 and 2200/],
    ["a birth in the future", { birthDate: "2026-11-24" }, "/birthDate", /future/],
    ["an end before the beginning", { requestedUntil: "2026-11-30" }, "/requestedUntil", /before the beginning/],
    ["300 months", { requestedUntil: "2051-11-30" }, "/requestedUntil", /that long/],
    ["an unknown door", { kind: "second" }, "/kind", /first, extension, transfer/],
    ["an unknown purpose", { purpose: "vacation" }, "/purpose", /tourism/],
    ["a purpose of another type", { permitType: "student" }, "/purpose", /Only a short-term/],
    ["a country that no longer exists", { nationality: "YUG" }, "/nationality", /no such nationality/],
    ["two letters", { nationality: "GB" }, "/nationality", /no such nationality/],
    ["a number for a nationality", { nationality: 44 }, "/nationality", /no such nationality/],
    ["a province that does not exist", { province: "82" }, "/province", /plate number/],
    ["a district of another province", { province: "34", district: "Konak" }, "/district", /no such district/],
    ["a stay that ends before the entry", { entry: { date: "2026-10-10", stayEnds: "2026-10-09" } }, "/entry/stayEnds", /before the entry/],
    ["negative money", { sponsor: { monthlyIncome: -1 } }, "/sponsor/monthlyIncome", /kuruş/],
    ["half a kuruş", { sponsor: { monthlyIncome: 0.5 } }, "/sponsor/monthlyIncome", /kuruş/],
    ["money as a text", { sponsor: { monthlyIncome: "100" } }, "/sponsor/monthlyIncome", /kuruş/],
    ["a family of one", { sponsor: { familySize: 1 } }, "/sponsor/familySize", /two members/],
    ["a rate as a number", { exchangeRate: 42.1 }, "/exchangeRate", /decimal/],
    ["a rate of zero", { exchangeRate: "0.0" }, "/exchangeRate", /decimal/],
    ["an unknown fact", { salary: 1 }, "/salary", /no field/],
    ["an unknown fact within", { entry: { bais: "visa" } }, "/entry/bais", /no field/],
    ["a name with a slash in it", { "a/b~c": 1 }, "/a~1b~0c", /no field/],
    ["a list for an object", { entry: [] }, "/entry", /an object/],
    ["a text for yes or no", { bornInTurkiye: "yes" }, "/bornInTurkiye", /true or false/],
    ["a former permit without its end", { permitHistory: [{ permitType: "family", from: "2020-01-01" }] }, "/permitHistory/0/until", /needed/],
    ["a former permit that ended before it began", { permitHistory: [{ permitType: "family", from: "2020-01-01", until: "2019-01-01" }] }, "/permitHistory/0/until", /before the beginning/],
  ];
  test.each(rows)("%s", async (_what, facts, pointer, words) => {
    const { status, headers, body } = await it.ask({ ...tourist, ...facts });
    expect(status).toBe(422);
    expect(headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(problemShape.parse(body).errors).toContainEqual({ pointer, detail: expect.stringMatching(words) });
  });

  test("what is no JSON, no object, of another kind or too large", async () => {
    for (const body of ["", "{", "nope", '{"on":"2026-11-23",}']) expect(await it.ask(body)).toMatchObject({ status: 400, body: { code: "not-understood" } });
    for (const body of ["[]", "null", "1", '"x"']) expect(await it.ask(body)).toMatchObject({ status: 422, body: { errors: [{ pointer: "" }] } });
    expect(await it.ask(tourist, { "content-type": "text/plain" })).toMatchObject({ status: 415, body: { code: "not-json" } });
    expect(await it.call("POST", "/api/v1/assessment", "kind=first", { "content-type": "application/x-www-form-urlencoded" })).toMatchObject({ status: 415 });
    expect(await it.call("POST", "/api/v1/assessment", "x", { "content-type": "application/pdf" })).toMatchObject({ status: 415, headers: { "content-type": expect.stringContaining("problem+json") } });
    expect(await it.ask(JSON.stringify({ x: "y".repeat(300_000) }))).toMatchObject({ status: 413, body: { code: "too-large" } });
    expect(await it.get("/api/v1/assessment")).toMatchObject({ status: 404, body: { code: "lost" } });
  });

  test("faults are told in the language asked for", async () => {
    const { body } = await it.ask({ ...tourist, nationality: "YUG" }, { "accept-language": "tr" });
    expect(body.errors[0].detail).toBe(language("tr").t("eligibility.wrong-unknown-nationality"));
  });
});

test("whatever is sent, the answer is one of the shapes described, and never a fault of ours", async () => {
  const names = ["on", "kind", "permitType", "purpose", "nationality", "birthDate", "province", "district", "requestedFrom", "requestedUntil", "entry", "presentPermit", "sponsor",
    "student", "insurance", "permitHistory", "exchangeRate", "graduatedOn", "refusedOn", "bornInTurkiye", "__proto__", "constructor", "toString"];
  const date = fc.oneof(fc.constantFrom("2026-11-23", "2024-02-29", "0001-01-01", "9999-12-31", "2200-12-31", "1900-01-01", "2026-02-30"), fc.date({ noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10)));
  const code = fc.constantFrom("first", "extension", "transfer", "short-term", "family", "student", "long-term", "graduate", "tourism", "XXA", "GBR", "TUR", "35", "34", "Fatih", "spouse", "citizen", "private", "42.1", "");
  const value = fc.oneof({ depthSize: "small" }, date, code, fc.jsonValue(), fc.boolean(), fc.integer(), fc.double());
  const object: fc.Arbitrary<unknown> = fc.dictionary(fc.constantFrom(...names, "validUntil", "permitType", "date", "stayEnds", "basis", "kind", "relation", "monthlyIncome", "familySize", "level", "until", "from"), value);
  const whole = fc.record({ on: date, kind: fc.constantFrom("first", "extension", "transfer") }).chain((sure) =>
    fc.dictionary(fc.constantFrom(...names), fc.oneof(value, object, fc.array(object, { maxLength: 3 }))).map((rest) => ({ ...rest, ...sure })));
  await fc.assert(fc.asyncProperty(fc.oneof(whole, object, fc.jsonValue()), async (sent) => {
    it.clock.set(it.clock.now().add({ minutes: 10 }));
    const { status, body } = await it.ask(JSON.stringify(sent));
    expect([200, 422]).toContain(status);
    expect((status === 200 ? answer : problemShape).safeParse(body).error).toBeUndefined();
  }), { numRuns: 300 });
  const bytes = fc.oneof(fc.string({ unit: "binary" }), fc.json().map((text) => text.slice(0, -1)));
  await fc.assert(fc.asyncProperty(bytes, async (sent) => {
    const { status } = await it.ask(sent);
    expect(status).toBeLessThan(500);
  }), { numRuns: 150 });
}, 60_000);

test("who asks too often is told when to come back, and nobody else is stopped", async () => {
  await using it = await apiServer();
  const minutes = limits.assessment.minutes;
  let last = await it.ask("{");
  for (let n = 0; n < limits.assessment.hits + 50 && last.status !== 429; n += 1) last = await it.ask("{");
  expect(last).toMatchObject({ status: 429, body: { code: "too-many" }, headers: { "retry-after": String(minutes * 60) } });
  it.clock.set(it.clock.now().add({ minutes }));
  expect((await it.ask(tourist)).status).toBe(200);
}, 60_000);
