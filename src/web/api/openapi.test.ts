import { afterAll, beforeAll, expect, test } from "vitest";
import { apiServer } from "../../../test/api-server.ts";
import { complete, language } from "../../platform/i18n.ts";
import { answer, question } from "./assessment-shape.ts";
import { standingShape } from "./openapi.ts";
import { lists } from "./reference.ts";

type Described = {
  openapi: string; servers: { url: string }[];
  paths: Record<string, Record<string, { parameters?: { name: string }[]; requestBody?: { content: Record<string, { examples: Record<string, { value: unknown }> }> }; responses: Record<string, unknown> }>>;
  components: { schemas: Record<string, { type: string; required: string[]; properties: Record<string, { description?: string }> }> };
};

let it: Awaited<ReturnType<typeof apiServer>>;
beforeAll(async () => {
  it = await apiServer();
});
afterAll(() => it[Symbol.asyncDispose]());

test("every example is sound by the shape, and is answered", async () => {
  const { body, headers } = await it.get("/api/v1/openapi.json");
  const described = body as Described;
  expect(described.openapi).toBe("3.1.0");
  expect(headers["cache-control"]).toMatch(/public/);
  const { examples } = described.paths["/api/v1/assessment"]!.post!.requestBody!.content["application/json"]!;
  expect(Object.keys(examples).length).toBeGreaterThan(3);
  for (const [name, { value }] of Object.entries(examples)) {
    expect(question.safeParse(value).error, name).toBeUndefined();
    const reply = await it.ask(value);
    expect(answer.safeParse(reply.body).error, name).toBeUndefined();
  }
});

test("every path described answers, and nothing refers to what is not there", async () => {
  const { text, body } = await it.get("/api/v1/openapi.json");
  const described = body as Described;
  for (const [path, methods] of Object.entries(described.paths)) {
    for (const method of Object.keys(methods)) {
      const reply = method === "get" ? await it.get(path) : await it.ask({ on: "2026-11-23", kind: "first" });
      expect(reply.status, path).toBe(200);
    }
  }
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) expect(described.components.schemas[name!]).toBeDefined();
  expect(described.components.schemas.Question).toMatchObject({ type: "object", required: ["on", "kind"] });
  for (const [name, fact] of Object.entries(described.components.schemas.Question!.properties)) expect(fact.description, name).toBeTruthy();
});

test("reference data may be kept, and are asked again by their tag", async () => {
  for (const list of Object.keys(lists)) {
    const first = await it.get(`/api/v1/reference/${list}`);
    expect(first.status, list).toBe(200);
    expect(first.headers["cache-control"]).toBe("public, max-age=3600");
    expect(first.headers["access-control-allow-origin"]).toBe("*");
    expect(first.headers["set-cookie"]).toBeUndefined();
    const again = await it.get(`/api/v1/reference/${list}`, { "if-none-match": String(first.headers.etag) });
    expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: "" });
  }
});

test("every item of every list says since when it holds, where it is written and how sure that is", async () => {
  for (const list of Object.keys(lists).filter((one) => one !== "fees" && one !== "insurance")) {
    const { body } = await it.get(`/api/v1/reference/${list}`);
    for (const item of body as Record<string, unknown>[]) {
      expect(standingShape.safeParse(item).error, `${list} ${JSON.stringify(item)}`).toBeUndefined();
    }
  }
  for (const list of ["fees", "insurance"]) {
    const told: string[] = [];
    const look = (path: string, value: unknown): void => {
      if (value === null || typeof value !== "object") return;
      if ("value" in value && !("validFrom" in value) && !("date" in value)) told.push(path);
      for (const [name, inner] of Object.entries(value)) if (name !== "value") look(`${path}.${name}`, inner);
    };
    look(list, (await it.get(`/api/v1/reference/${list}`)).body);
    expect(told).toEqual([]);
  }
  const asked = async (list: string, on: string) => ((await it.get(`/api/v1/reference/${list}?on=${on}`)).body as { code: string }[]).map(({ code }) => code);
  expect(await asked("documents", "2024-04-14")).not.toContain("uets");
  expect(await asked("documents", "2024-04-15")).toContain("uets");
  expect(await asked("types", "2014-04-10")).toEqual([]);
});

test("lists are whole, dated where it applies, and named in every language", async () => {
  const size = async (url: string) => ((await it.get(`/api/v1/reference/${url}`)).body as unknown[]).length;
  expect(await size("provinces")).toBe(81);
  expect(await size("districts")).toBe(973);
  expect(await size("districts?province=35")).toBe(30);
  expect(await size("types")).toBe(6);
  expect(await size("transfers")).toBe(24);
  expect((await it.get("/api/v1/reference/types")).body.at(-1)).toMatchObject({ code: "trafficking-victim", firstDays: 30, longestMonths: 6, longestMonthsInAll: 36 });
  expect((await it.get("/api/v1/reference/terms")).body).toContainEqual(expect.objectContaining({ code: "passport-extra", value: 60, unit: "days", source: "Law 6458 art. 21", confidence: "high" }));
  expect((await it.get("/api/v1/reference/insurance")).body).toMatchObject({ minimum: { value: { outPatient: 1_500_000, inPatient: null, annex: 25_000_000 }, confirmed: true }, exempt: { underAge: 18, overAge: 65 } });
  expect((await it.get("/api/v1/reference/universities?province=31")).body).toEqual([expect.objectContaining({ code: "iste", handInDays: 10 })]);
  expect(await size("purposes")).toBe(14);
  expect(await size("countries")).toBe(254);
  expect(await size("closed-areas?on=2022-06-30")).toBe(0);
  expect(await size("closed-areas?on=2026-11-23&province=34")).toBe(10);
  expect(await size("holidays?year=2027")).toBeGreaterThan(12);
  expect((await it.get("/api/v1/reference/fees?on=2025-12-31")).body).toMatchObject({ card: { value: 81_000, confirmed: true }, edition: expect.stringMatching(/^2025-04-01/) });
  expect((await it.get("/api/v1/reference/fees?on=2027-01-01")).body).toMatchObject({ card: { value: 96_400, confirmed: false } });
  for (const code of complete) {
    const { body } = await it.get("/api/v1/reference/types", { "accept-language": code });
    expect(body[0].name).toBe(language(code).t("reference.permit-type-short-term"));
  }
});

test("what makes no sense is told by its parameter", async () => {
  for (const [url, status, pointer] of [
    ["fees?on=2026-02-30", 422, "?on"], ["fees?on=9999-01-01", 422, "?on"], ["fees?on=%D9%A2", 422, "?on"], ["fees?on=2026-01-01&on=2027-01-01", 422, "?on"],
    ["districts?province=82", 422, "?province"], ["holidays?year=soon", 422, "?year"], ["fees?when=now", 422, "?when"], ["countries?on=2026-01-01", 422, "?on"],
    ["nothing", 404, undefined], ["toString", 404, undefined],
  ] as const) {
    const reply = await it.get(`/api/v1/reference/${url}`);
    expect({ url, status: reply.status, pointer: reply.body.errors?.[0].pointer }).toEqual({ url, status, pointer });
    expect(reply.headers["content-type"]).toContain("application/problem+json");
  }
  expect(await it.get("/api/v2/anything")).toMatchObject({ status: 404, body: { code: "lost" } });
});
