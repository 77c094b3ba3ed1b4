import { gzipSync } from "node:zlib";
import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import multipart from "@fastify/multipart";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, type FastifyServerOptions } from "fastify";
import { findSignedIn, type SignedIn } from "../applications/signed-in.ts";
import { findOfficer } from "../identity/officer.ts";
import { endSessionOf, findSession } from "../identity/session.ts";
import type { Actor } from "../platform/act.ts";
import { isLoopback } from "../platform/config.ts";
import { inTime, isAway, isCrowded } from "../platform/database.ts";
import { isCode, language } from "../platform/i18n.ts";
import { log } from "../platform/log.ts";
import { holdMandate, MandateEnded } from "../representation/mandate.ts";
import { assetFile } from "../ui/assets.ts";
import { answerToBroken } from "./broken-request.ts";
import { ended } from "./ended.tsx";
import { openHeaders, preflightHeaders, problem } from "./api/problem.ts";
import { failed, lost, notOurs } from "./faults.tsx";
import { type Area, comesFromUs, cookieNames, cookieOptions, headersOf, saysElsewhere } from "./guard.ts";
import { acting, type Answer, type ApplicantVisit, type App, NotFound, type OfficerVisit, type Page, type Shown, type Visit, writing } from "./page.ts";
import { documentOf } from "./document.tsx";
import type { Metrics } from "./metrics.ts";
import { codeOf, preferred } from "./preference.ts";
import { office, portal } from "./routes.ts";
import { holdingUpload, readUpload, uploadLimits } from "./upload.ts";
import { isApi, visitOf } from "./visit.ts";

// As much as a request line may hold: an address that is too long is one that does not exist, and gets the page for that.
const longestAddress = 16_384;
// Who trickles a request longer is let go.
const slowestRequest = 300_000;
// Who asks for the health of a process gives up after a few seconds, and takes it for dead.
const longestLook = 1_500;

type Fault = Error & { code?: string; statusCode?: number };

/**
 * How a server stands in its surroundings: the proxies before it whose word on the caller's address is believed (their number or their
 * networks), whether it has opened yet (until then everything but `/healthz` is told to come back), and where requests are counted.
 */
export type Surroundings = { trustProxy?: number | string | false; opened?: () => boolean; metrics?: Metrics | undefined };

/** A server for one audience: its pages, the files of the design system, and `/healthz`, which says whether `ready` holds. */
export async function createServer(app: App, area: Area, pages: Page[], ready: () => Promise<boolean>, { trustProxy = false, opened = () => true, metrics }: Surroundings = {}): Promise<FastifyInstance> {
  const options: FastifyServerOptions = {
    logger: false, bodyLimit: 256 * 1024, requestTimeout: slowestRequest, routerOptions: { maxParamLength: longestAddress, ignoreTrailingSlash: true },
    trustProxy: typeof trustProxy === "number" ? (_address, hop) => hop < trustProxy : trustProxy,
    // An address that cannot be read comes before all hooks and routes.
    frameworkErrors: (error, request, reply) => void onError(error, request, reply.headers(headersOf(app, area))),
    clientErrorHandler(error, socket) {
      // Who has gone hears nothing.
      if (error.code === "ECONNRESET" || socket.destroyed) return;
      if (socket.writable) socket.write(answerToBroken(error, headersOf(app, area)));
      socket.destroy(error);
    },
  };
  const server = fastify(options);
  server.addHook("onRequest", (request, reply, done) => {
    reply.headers(headersOf(app, area));
    // A page of another site whose name was made to lead to this machine would read a demonstration's codes as its own (DNS rebinding).
    if (app.demonstration && !isLoopback((request.headers.host ?? "").replace(/:\d+$/, ""))) return void reply.code(421).type("text/plain; charset=utf-8").send("421");
    if (opened() || request.routeOptions.url === "/healthz") return done();
    const { t } = language(codeOf(area, request, undefined, undefined));
    reply.code(503).header("retry-after", "10").type("text/plain; charset=utf-8").send(`${t("faults.away")}\n\n${t("faults.away-text")}\n`);
  });
  if (metrics) {
    // The pattern of the address alone: what stands in its place is nobody's but the caller's.
    server.addHook("onResponse", (request, reply, done) => {
      metrics.request(area, request.routeOptions.url ?? "none", reply.statusCode, reply.elapsedTime / 1000);
      done();
    });
  }
  // Ending waits for requests under way; a connection that falls idle meanwhile is closed then, and not when its keep-alive is over (72 s).
  server.addHook("preClose", async () => {
    const sweep = setInterval(() => server.server.closeIdleConnections(), 50);
    server.server.once("close", () => clearInterval(sweep));
  });
  await server.register(cookie);
  await server.register(formbody);
  for (const type of ["application/json", "text/xml", "application/octet-stream"]) {
    server.addContentTypeParser(type, { parseAs: "string" }, (_request, body, done) => done(null, body));
  }

  // Who asks while the database hangs waits for the look that is under way; each its own would take all connections.
  let looking: Promise<boolean> | null = null;
  server.get("/healthz", async (_request, reply) => {
    const ok = opened() && (await inTime((looking ??= ready().finally(() => { looking = null; })), longestLook).catch(() => false));
    return reply.code(ok ? 200 : 503).header("cache-control", "no-store").send({ ready: ok });
  });
  server.get("/assets/*", async (request, reply) => sendAsset(request, reply));
  if (area === "portal") {
    server.get("/", async (request, reply) => reply.redirect(portal.home.href({ lang: preferred(request) }), 302));
  }
  for (const page of pages) {
    if (page.get) server.get(page.route.pattern, async (request, reply) => treat(app, area, page, request, reply));
    // What only programs post to has no page to show.
    const forPrograms = page.machine && !page.get ? { errorHandler: (error: Fault, request: FastifyRequest, reply: FastifyReply) => onError(error, request, reply, true) } : {};
    if (page.post && !page.multipart) server.post(page.route.pattern, forPrograms, async (request, reply) => treat(app, area, page, request, reply));
    if (page.open) server.options(page.route.pattern, async (_request, reply) => reply.headers(preflightHeaders).code(204).send());
  }
  server.setNotFoundHandler(async (request, reply) => {
    if (isApi(request)) return send(await visitOf(app, area, request, reply, true), area, request, reply.headers(openHeaders), problem(404, "lost"));
    const visit = await visitOf(app, area, request, reply);
    return send(visit, area, request, reply, lost(visit, area));
  });
  async function onError(error: Fault, request: FastifyRequest, reply: FastifyReply, machine = isApi(request)) {
    // A caller's connection that broke looks like the database's, but the server has said already whose fault it is.
    const busy = error.statusCode !== undefined ? null : isCrowded(error) ? "crowded" : isAway(error) ? "away" : null;
    const status = busy ? { crowded: 429, away: 503 }[busy] : error.statusCode && error.statusCode < 500 ? error.statusCode : 500;
    if (busy) reply.header("retry-after", "10");
    // The message of a database error may quote what somebody typed; its code and the stack's frames do not.
    if (status >= 500) log.error({ code: error.code, stack: frames(error), request: request.id, route: request.routeOptions.url }, "a request failed");
    const visit = await visitOf(app, area, request, reply, machine).catch(() => null);
    if (!visit) return reply.code(status).type("text/plain; charset=utf-8").send(String(status));
    if (machine) {
      const code = status === 413 ? "too-large" : status === 429 ? "too-many" : status === 503 ? "away" : status < 500 ? "not-understood" : "failed";
      return send(visit, area, request, isApi(request) ? reply.headers(openHeaders) : reply, problem(status, code));
    }
    return send(visit, area, request, reply, failed(visit, status, request.id, busy));
  }
  server.setErrorHandler(onError);
  // What reads uploads looks at each request it is near to, so it stands by the few pages that take one.
  await server.register(async (inner) => {
    await inner.register(multipart, { limits: uploadLimits });
    for (const page of pages.filter((one) => one.multipart)) inner.post(page.route.pattern, async (request, reply) => treat(app, area, page, request, reply));
  });
  return server;
}

/** What is done to every request, in this order. */
async function treat(app: App, area: Area, page: Page, request: FastifyRequest, reply: FastifyReply) {
  if (page.open) reply.headers(openHeaders);
  const visit = await visitOf(app, area, request, reply, page.machine);
  const { lang } = visit.parameters;
  if (lang !== undefined && !isCode(lang)) return send(visit, area, request, reply, lost(visit, area));
  const posting = request.method === "POST";
  const notFromUs = () => {
    log.warn({ request: request.id, route: page.route.pattern, site: request.headers["sec-fetch-site"] === undefined ? "unsaid" : "other" }, "a form that is not ours was refused");
    return notOurs(visit);
  };
  const isOurs = ({ form }: Visit) => comesFromUs(request, app.secret, request.cookies[cookieNames(app.origins[area], area).visitor], form._csrf);
  const uploading = posting && page.multipart;
  if (uploading ? saysElsewhere(request) : posting && !page.machine && !isOurs(visit)) return send(visit, area, request, reply, notFromUs());
  let officer: Shown | undefined;
  try {
    const entered = await enter(app, area, page, visit, request);
    if ("visit" in entered) officer = entered.officer;
    let answered: Answer;
    if ("kind" in entered) answered = entered;
    else if (!uploading) answered = await answer(page, entered, request);
    else {
      // Only of who is signed in is the body read, and not before there is room for it.
      const held = await holdingUpload(entered.visit.session?.id ?? visit.address, request.headers["content-length"], async () => {
        Object.assign(entered.visit, await readUpload(request, reply));
        return isOurs(entered.visit) ? answer(page, entered, request) : notFromUs();
      });
      answered = held ?? full(visit, request, reply);
    }
    if (page.open) await turnEnds();
    if ("status" in answered && answered.status === 403) tellRefusal(page, request, 403);
    return await send(visit, area, request, reply, answered);
  } catch (error) {
    if (error instanceof MandateEnded) return send(visit, area, request, reply, signedOut(page, visit, request, true));
    if (!(error instanceof NotFound)) throw error;
    tellRefusal(page, request, 404);
    return send(visit, area, request, reply, lost(visit, area, officer));
  }
}

function full(visit: Visit, request: FastifyRequest, reply: FastifyReply): Answer {
  log.warn({ request: request.id }, "an upload was refused: too many are under way");
  reply.header("retry-after", "10");
  return failed(visit, 503, request.id, "crowded");
}

/**
 * The end of this turn of the event loop. Answers that are written together wake who waits for them once, who then also asks together: under
 * load that saved an assessment 8 % of its processor time.
 */
const turnEnds = () => new Promise<void>((resolve) => setImmediate(resolve));

// Somebody signed in asked for what is not theirs or not their duty. The trail knows who was signed in; the log only that it happened, and where.
function tellRefusal(page: Page, request: FastifyRequest, status: number) {
  if (page.access !== "public") log.warn({ request: request.id, route: page.route.pattern, status }, "refused");
}

/** The visit as its page is to see it, and whose name stands in the head of the office's pages. */
type Entered = { visit: Visit; officer?: Shown };

/** Lets a visit in to a page; who may not enter gets the answer that is given instead. */
async function enter(app: App, area: Area, page: Page, visit: Visit, request: FastifyRequest): Promise<Entered | Answer> {
  if (page.access === "public") return { visit };
  const names = cookieNames(app.origins[area], area);
  const secret = request.cookies[names.session];
  const path = visit.path.split("?")[0]!;
  if (page.access === "applicant") {
    const known = secret ? await findSignedIn(app.db, secret, visit.now) : undefined;
    if (!known) return signedOut(page, visit, request, secret !== undefined);
    const actor = applicantOf(known);
    // Whether a mandate stands takes a statement of its own, so for who acts by one no act is of one statement.
    const inside: ApplicantVisit = { ...visit, ...known, actor, act: acting(app, actor), write: known.represents ? acting(app, actor) : writing(app, actor) };
    return { visit: inside };
  }
  const session = secret ? await findSession(app.db, "officer", secret, visit.now) : undefined;
  const officer = session?.officer_id ? await findOfficer(app.db, session.officer_id) : undefined;
  if (!session || !officer) {
    if (request.method === "POST") return ended(visit, area, page.get ? path : visit.parameters.id ? office.case.href({ id: visit.parameters.id }) : office.day.href());
    return { kind: "redirect", to: office.signIn.href({ then: visit.path }) };
  }
  const actor: Actor = { kind: "officer", id: officer.id, name: officer.name };
  const inside: OfficerVisit = { ...visit, session, officer, actor, act: acting(app, actor) };
  return { visit: inside, officer: { name: officer.name, role: officer.role, office: officer.office_name } };
}

/** Who acts in a case of the portal: its person, or who acts for them for as long as they may. */
function applicantOf({ application, session }: SignedIn): Actor {
  const { mandate_id: mandate } = session;
  const actor: Actor = { kind: "applicant", id: application.id, name: "applicant", mandate };
  if (mandate !== null) {
    actor.entitled = async (act) => {
      if (!(await holdMandate(act, mandate))) throw new MandateEnded();
    };
  }
  return actor;
}

/** For who is not, or no more, signed in to the case of a page. `was`: their browser thought so. */
function signedOut(page: Page, visit: Visit, request: FastifyRequest, was: boolean): Answer {
  const lang = { lang: visit.l.code };
  const path = visit.path.split("?")[0]!;
  if (request.method === "POST") return ended(visit, "portal", page.get ? path : portal.tasks.href(lang));
  return { kind: "redirect", to: portal.resume.href(lang, { then: path, ended: was ? "yes" : undefined }), cookie: was ? { session: null } : undefined };
}

async function answer(page: Page, { visit, officer }: Entered, request: FastifyRequest): Promise<Answer> {
  const handle = request.method === "POST" ? page.post : page.get;
  if (!handle) throw new NotFound();
  const reply = await (handle as (visit: Visit) => Promise<Answer> | Answer)(visit);
  return officer && reply.kind === "page" ? { ...reply, officer } : reply;
}

async function send(visit: Visit, area: Area, request: FastifyRequest, reply: FastifyReply, answer: Answer) {
  if ((answer.kind === "json" || answer.kind === "bytes") && answer.headers) reply.headers(answer.headers);
  if (answer.kind === "redirect") {
    const origin = visit.app.origins[area];
    const names = cookieNames(origin, area);
    const before = request.cookies[names.session];
    if (before && answer.cookie?.session) await endSessionOf(visit.app.db, before, visit.now);
    for (const name of ["session", "code"] as const) {
      const value = answer.cookie?.[name];
      if (value === null) reply.clearCookie(names[name], cookieOptions(origin));
      else if (value !== undefined) reply.setCookie(names[name], value, cookieOptions(origin));
    }
    // Pages of a case do not stay behind on a device that others use.
    if (answer.cookie?.session === null) reply.header("clear-site-data", '"cache", "storage"');
    return reply.redirect(answer.to, 303);
  }
  if (answer.kind === "json") return reply.code(answer.status).type(answer.type ?? "application/json; charset=utf-8").send(JSON.stringify(answer.body));
  if (answer.kind === "bytes") {
    if (answer.download) reply.header("content-disposition", `inline; filename="${answer.download}"`);
    return reply.code(answer.status).type(answer.type).send(typeof answer.body === "string" || Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(answer.body));
  }
  const page = documentOf(visit, area, answer);
  reply.code(answer.status).type("text/html; charset=utf-8");
  // As bytes: a string would be measured first and then put into bytes a second time.
  if (page.length < 2000 || !/\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) return reply.send(Buffer.from(page));
  // Here and now: a page is packed in 0.1 to 0.25 ms, and handing it to a thread and back costs twice that.
  return reply.header("content-encoding", "gzip").header("vary", "accept-encoding").send(gzipSync(page, { level: 3 }));
}

function sendAsset(request: FastifyRequest, reply: FastifyReply) {
  const file = assetFile(request.url.split("?")[0]!);
  if (!file) return reply.code(404).type("text/plain; charset=utf-8").send("404");
  const accepted = request.headers["accept-encoding"] ?? "";
  reply.type(file.type).header("cache-control", "public, max-age=31536000, immutable").header("vary", "accept-encoding").header("x-content-type-options", "nosniff");
  if (file.br && /\bbr\b/.test(accepted)) return reply.header("content-encoding", "br").send(file.br);
  if (file.gzip && /\bgzip\b/.test(accepted)) return reply.header("content-encoding", "gzip").send(file.gzip);
  return reply.send(file.body);
}

function frames(error: Error): string {
  return (error.stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at ")).slice(0, 12).join("\n");
}
