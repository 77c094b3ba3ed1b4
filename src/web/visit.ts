import type { FastifyReply, FastifyRequest } from "fastify";
import { token } from "../identity/secrets.ts";
import type { Actor } from "../platform/act.ts";
import { dateOf } from "../platform/clock.ts";
import { type RawForm, withoutUnseen } from "../platform/form.ts";
import { isCode, language } from "../platform/i18n.ts";
import { isId } from "../platform/id.ts";
import { addressOf, type Area, cookieNames, cookieOptions, formToken } from "./guard.ts";
import { acting, type App, type Visit } from "./page.ts";
import { codeOf } from "./preference.ts";

const nobody: Actor = { kind: "applicant", id: null, name: "visitor" };

/** Whether programs are spoken to, who get no pages and no cookies. */
export const isApi = (request: FastifyRequest) => request.url.startsWith("/api/");

/** The request as pages see it. A machine is given no cookie: it keeps none, and an answer with one is not kept by caches. */
export async function visitOf(app: App, area: Area, request: FastifyRequest, reply: FastifyReply, machine = false): Promise<Visit> {
  const now = app.clock.now();
  const names = cookieNames(app.origins[area], area);
  const options = cookieOptions(app.origins[area]);
  // Where the address could not be read, the cookies were not either, and none can be set.
  const cookies = request.cookies ?? {};
  const code = cookies[names.code];
  let visitor = cookies[names.visitor];
  if (!visitor && !machine) {
    visitor = token();
    if (request.cookies) reply.setCookie(names.visitor, visitor, options);
  }
  const parameters = (request.params ?? {}) as Record<string, string>;
  const query = queryOf(request);
  if (area === "office" && query.language && isCode(query.language)) reply.setCookie(names.language, query.language, cookieOptions(app.origins[area], 31_536_000));
  const body = request.body;
  return {
    app,
    l: language(codeOf(area, request, parameters.lang, query.language ?? cookies[names.language])),
    now,
    today: dateOf(now),
    // Two slashes ahead, or what browsers read as two, would make every link that keeps the place one to another site.
    path: request.url.replace(/^[/\\\s]+/, "/"),
    parameters,
    query,
    form: body !== null && typeof body === "object" ? withoutUnseen(body as RawForm) : {},
    file: null,
    rawBody: typeof body === "string" ? body : "",
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    address: addressOf(app.secret, request),
    csrf: visitor ? formToken(app.secret, visitor) : "",
    session: null,
    returning: cookies[names.session] !== undefined,
    // What is no id is a code that nobody waits for.
    code: isId(code) ? code : null,
    actor: nobody,
    act: acting(app, nobody),
  };
}

/**
 * What stands behind the `?`, each name once: of a name that is repeated, the first counts, and no page meets a list. The public interface
 * refuses what is repeated, so it sees lists as they came.
 */
function queryOf(request: FastifyRequest): Record<string, string> {
  const query = withoutUnseen((request.query ?? {}) as RawForm);
  if (!isApi(request)) for (const [name, value] of Object.entries(query)) if (Array.isArray(value)) query[name] = value[0];
  return query as Record<string, string>;
}
