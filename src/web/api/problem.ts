import { type Answer, answerJson } from "../page.ts";

/** Programs and pages of any origin may ask, without credentials. */
export const openHeaders = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "etag, retry-after, content-language",
  "cross-origin-resource-policy": "cross-origin",
} as const;

/** What a browser is told that asks beforehand. */
export const preflightHeaders = {
  ...openHeaders,
  "access-control-allow-methods": "GET, POST, OPTIONS",
  "access-control-allow-headers": "content-type",
  "access-control-max-age": "86400",
} as const;

/** What is wrong with one field; `pointer` is a JSON pointer into what was sent, or the name of a query parameter behind `?`. */
export type ProblemError = { pointer: string; detail: string };

/** What can go wrong, with the titles that programs see; the details say it in the reader's language. */
const titles = {
  "not-understood": "The request could not be read",
  senseless: "Some facts cannot be true",
  lost: "There is nothing at this address",
  "too-large": "The request is too large",
  "too-many": "Too many requests",
  "not-json": "Send application/json",
  failed: "Something broke on our side",
  away: "The service is away for a moment",
} as const;
export type ProblemCode = keyof typeof titles;
export const problemCodes = Object.keys(titles) as ProblemCode[];

/** A fault as problem+json (RFC 9457). */
export function problem(status: number, code: ProblemCode, more: { detail?: string; errors?: ProblemError[]; headers?: Record<string, string> } = {}): Answer {
  const { headers, ...told } = more;
  return answerJson({ type: "about:blank", title: titles[code], status, code, ...told }, status, "application/problem+json", headers);
}
