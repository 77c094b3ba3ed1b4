import { z } from "zod";
import { openPage } from "../page.ts";
import { portal } from "../routes.ts";
import { answer, question } from "./assessment-shape.ts";
import { examples } from "./examples.ts";
import { paperKeyShape } from "./paper-key.ts";
import { problemCodes } from "./problem.ts";
import { kept, lists } from "./reference.ts";
import { waitingTimeShape } from "./waiting-times.ts";

export const problemShape = z.strictObject({
  type: z.string(), title: z.string(), status: z.int(), code: z.enum(problemCodes as unknown as [string, ...string[]]), detail: z.string().optional(),
  errors: z.array(z.strictObject({ pointer: z.string().describe("JSON pointer into what was sent; a query parameter as ?name."), detail: z.string() })).optional(),
});

const problems = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
const languageHeader = { name: "Accept-Language", in: "header", description: "Language of the texts: tr, en, ar, ru. English when none fits.", schema: { type: "string" } };
const parametersOf = {
  on: { name: "on", in: "query", description: "The day whose values are wanted; today when left out.", schema: { type: "string", format: "date" } },
  province: { name: "province", in: "query", description: "Plate number of a province.", schema: { type: "string", pattern: "^[0-9]{2}$" } },
  year: { name: "year", in: "query", description: "A year.", schema: { type: "string", pattern: "^(19|20|21)[0-9]{2}$" } },
} as const;
const about: Record<string, string> = {
  types: "Permit types with the doors they may be asked for at.", transfers: "Which permit may follow which.", terms: "Terms of the law in days, working days or months.",
  insurance: "The least cover of a private policy on a day, in kuruş a year and in percent paid by the insured, and the ages that need none.", universities: "Universities with the days they give for handing papers in.", purposes: "Purposes of the short-term permit.", levels: "Levels of study.", relations: "What a person is to the sponsor.",
  sponsors: "Who may sponsor a family permit.", documents: "Documents with what each must be.", "address-proofs": "Ways to prove an address, of which one suffices, with the doors at which each does.", provinces: "The 81 provinces by plate number.", districts: "Districts by province.",
  countries: "Nationalities by the three letters of ICAO 9303.", offices: "Offices that receive applicants.", holidays: "Public holidays; half: offices close at 13:00.",
  "closed-areas": "Places closed to new addresses, as far as announced.", fees: "Amounts, tariffs, groups and the rate of a day.",
};

const problemAnswer = (description: string) => ({ description, content: problems });

/** What every item of a list says besides what it is about. */
export const standingShape = z.looseObject({
  validFrom: z.iso.date().describe("The first day on which it holds."),
  validFromConfidence: z.enum(["high", "medium", "low"]).optional().describe("How sure that day is. low: it was found nowhere, and the day the law came into force stands in its place."),
  validUntil: z.iso.date().nullable().optional().describe("The last day on which it holds; null when no end is set."),
  confirmedUntil: z.iso.date().nullable().optional().describe("The last day for which it has been confirmed; then it continues unconfirmed."),
  confirmed: z.boolean().optional().describe("Whether it is confirmed for the day asked for."),
  source: z.string().describe("Where it is written, in the language asked for."),
  confidence: z.enum(["high", "medium", "low"]).describe("How sure it is. What is low never refuses anybody."),
});

function referencePath(list: string) {
  return {
    get: {
      operationId: `reference-${list}`, summary: about[list], tags: ["reference"],
      parameters: [languageHeader, ...lists[list]!.parameters.map((parameter) => parametersOf[parameter])],
      responses: {
        200: {
          description: "The list. May be kept for an hour; ETag tells whether it still holds.",
          headers: { ETag: { schema: { type: "string" } }, "Cache-Control": { schema: { type: "string" } } },
          content: { "application/json": { schema: list === "fees" || list === "insurance" ? { type: "object" } : { type: "array", items: { $ref: "#/components/schemas/Standing" } } } },
        },
        304: { description: "What If-None-Match names still holds." }, 422: problemAnswer("A parameter makes no sense."), 429: problemAnswer("Too many requests; Retry-After says when."),
      },
    },
  };
}

/** The description of the interface, made from the shapes that requests are read by. */
export function describeInterface(origin: string) {
  return {
    openapi: "3.1.0",
    info: {
      title: "Sojourn", version: "1", license: { name: "EUPL-1.2", identifier: "EUPL-1.2" },
      description: "May this person apply for a residence permit, with which documents, for what fees, until when. The answers are those of the public pages. No key is needed, nothing is kept. "
        + "Dates are ISO 8601 days of Istanbul; money is whole minor units with its currency; the first and the last day of a stay both count.",
    },
    servers: [{ url: origin }],
    paths: {
      [portal.assessment.pattern]: {
        post: {
          operationId: "assess", summary: "Assess the facts of an application on a day.", tags: ["assessment"], parameters: [languageHeader],
          requestBody: { required: true, content: { "application/json": { schema: { $ref: "#/components/schemas/Question" }, examples } } },
          responses: {
            200: { description: "The answer. Facts not told make it partial, never wrong.", content: { "application/json": { schema: { $ref: "#/components/schemas/Answer" } } } },
            400: problemAnswer("The body is not JSON."), 413: problemAnswer("The body is too large."), 415: problemAnswer("The body is not application/json."),
            422: problemAnswer("Facts that cannot be true, or codes that do not exist, each with the pointer to its field."), 429: problemAnswer("Too many requests; Retry-After says when."),
          },
        },
      },
      ...Object.fromEntries(Object.keys(lists).map((list) => [portal.reference.pattern.replace(":list", list), referencePath(list)])),
      [portal.waitingTimes.pattern]: {
        get: {
          operationId: "waitingTimes", summary: "How long it takes now, by province and permit type: measured once a day, and no promise. Of fewer than ten cases nothing is told.", tags: ["reference"],
          parameters: [languageHeader, parametersOf.province, { name: "type", in: "query", description: "Code of a permit type.", schema: { type: "string" } }],
          responses: {
            200: { description: "The steps of which there were enough cases.", content: { "application/json": { schema: { type: "array", items: { $ref: "#/components/schemas/WaitingTime" } } } } },
            304: { description: "What If-None-Match names still holds." }, 422: problemAnswer("A parameter makes no sense."), 429: problemAnswer("Too many requests; Retry-After says when."),
          },
        },
      },
      [portal.paperKey.pattern]: {
        get: {
          operationId: "paperKey", summary: "The key with which the QR code of a paper is checked without asking the office.", tags: ["reference"],
          responses: { 200: { description: "The key, and what it signs.", content: { "application/json": { schema: { $ref: "#/components/schemas/PaperKey" } } } } },
        },
      },
      [portal.openapi.pattern]: {
        get: { operationId: "openapi", summary: "This description.", tags: ["reference"], responses: { 200: { description: "OpenAPI 3.1.", content: { "application/json": { schema: { type: "object" } } } } } },
      },
    },
    components: { schemas: { Question: schemaOf(question), Answer: schemaOf(answer), Standing: schemaOf(standingShape), Problem: schemaOf(problemShape), WaitingTime: schemaOf(waitingTimeShape), PaperKey: schemaOf(paperKeyShape) } },
  };
}

function schemaOf(shape: z.ZodType) {
  // The request is described as it is sent: with days as texts, not as what they are read into.
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: "input", target: "draft-2020-12" });
  return schema;
}

/** The description of the public interface, as OpenAPI 3.1. */
export const openapi = openPage(portal.openapi, { get: (visit) => kept(visit, describeInterface(visit.app.origins.portal)) });
