import type { FastifyRequest } from "fastify";
import { type Code, complete, isCode } from "../platform/i18n.ts";
import type { Area } from "./guard.ts";

/** The language of a request: the portal's from the URL, the office's from its cookie, else what the browser prefers. */
export function codeOf(area: Area, request: FastifyRequest, inUrl: string | undefined, chosen: string | undefined): Code {
  const first = area === "portal" ? (inUrl ?? request.url.split(/[/?]/)[1] ?? "") : (chosen ?? "");
  if (isCode(first)) return first;
  return area === "office" ? (request.headers["accept-language"] ? preferred(request) : "tr") : preferred(request);
}

const preferences = new Map<string, Code>();
/** Browsers write some hundred ways; who makes up others must not fill the memory. */
const mostPreferences = 1_000;

/** The language that a browser prefers of those we have. */
export function preferred(request: FastifyRequest): Code {
  const said = request.headers["accept-language"] ?? "";
  const known = preferences.get(said);
  if (known) return known;
  if (preferences.size >= mostPreferences) preferences.clear();
  const found = preferredOf(said);
  preferences.set(said, found);
  return found;
}

function preferredOf(said: string): Code {
  const wanted = said.split(",").map((part) => {
    const [tag = "", q] = part.trim().split(";q=");
    return { code: tag.slice(0, 2).toLowerCase(), weight: q === undefined ? 1 : Number(q) };
  });
  wanted.sort((a, b) => b.weight - a.weight);
  return wanted.map(({ code }) => code).find(isCode) ?? complete[1];
}
