import { isIPv6 } from "node:net";
import type { FastifyRequest } from "fastify";
import { keyed, same, token } from "../identity/secrets.ts";
import { everyOf, type Secret } from "../platform/secret.ts";
import type { App } from "./page.ts";

/** For whom a server is: those who apply, or those who decide. */
export type Area = "portal" | "office";

/** Names of the cookies. Behind https they carry the `__Host-` prefix, which binds them to this one host and path. */
export function cookieNames(origin: string, area: Area) {
  const prefix = origin.startsWith("https:") ? "__Host-" : "";
  return { session: `${prefix}${area}`, visitor: `${prefix}${area}-visitor`, code: `${prefix}${area}-code`, language: `${prefix}${area}-language` };
}

/** How every cookie is set: not for scripts, not for other sites' posts, over https where there is https. */
export function cookieOptions(origin: string, maxAge?: number) {
  return { path: "/", httpOnly: true, sameSite: "lax" as const, secure: origin.startsWith("https:"), maxAge };
}

/**
 * The path of this origin that an address names, or null where it names anything else. Browsers leave tabs and line breaks out of an address
 * and resolve its dots before they go there: so it is judged as they read it, and handed on as it was judged.
 */
export function pathWithin(origin: string, address: string): string | null {
  if (!address.startsWith("/") || /[\u0000-\u001f\u007f]/.test(address)) return null;
  const url = URL.parse(address, origin);
  if (url === null || url.origin !== new URL(origin).origin) return null;
  const path = url.pathname + url.search + url.hash;
  return path.startsWith("//") ? null : path;
}

/** A form token for this visitor. Salted anew on each page, so compressing the page tells nothing about it. */
export function formToken(secret: Secret, visitor: string): string {
  const salt = token().slice(0, 12);
  return `${salt}.${keyed(secret, `form:${salt}`, visitor)}`;
}

/**
 * Whether a post comes from a page of ours. Browsers of today say so themselves (Sec-Fetch-Site), which also keeps a form alive that
 * stood open longer than its cookie; older ones prove it by the token.
 */
export function comesFromUs(request: FastifyRequest, secret: Secret, visitor: string | undefined, posted: unknown): boolean {
  if (request.headers["sec-fetch-site"] === "same-origin") return true;
  if (saysElsewhere(request)) return false;
  if (!visitor || typeof posted !== "string") return false;
  const salt = posted.split(".")[0] ?? "";
  return everyOf(secret).some((one) => same(posted, `${salt}.${keyed(one, `form:${salt}`, visitor)}`));
}

/** Whether the browser itself says that a post comes from a page of somebody else: known before anything of its body is read. */
export function saysElsewhere(request: FastifyRequest): boolean {
  const site = request.headers["sec-fetch-site"];
  return site !== undefined && site !== "same-origin" && site !== "none";
}

/**
 * What a caller's limits are counted by: the address, of IPv6 the first 64 bits, because one household has all addresses behind them.
 * An IPv4 address written as IPv6 is the same one.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("%")[0]!.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const ahead = groups(head);
  const all = tail === undefined ? ahead : [...ahead, ...Array<string>(Math.max(0, 8 - ahead.length - groups(tail).length)).fill("0"), ...groups(tail)];
  return `${all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}

/** What was reckoned for a connection: the hash takes 10 µs, and a program asks many times over one. */
const known = new WeakMap<object, { ip: string; address: string }>();

/** A hash of the caller's network, by which limits are counted; the address itself is not kept. */
export function addressOf(secret: Secret, { ip, socket }: FastifyRequest): string {
  const before = known.get(socket);
  // Behind a proxy one connection brings many callers.
  if (before?.ip === ip) return before.address;
  const address = keyed(secret, "address", networkOf(ip));
  known.set(socket, { ip, address });
  return address;
}

const usual = new Map<string, Readonly<Record<string, string>>>();

/** The headers of every answer, made once for an address. */
export function headersOf(app: App, area: Area): Readonly<Record<string, string>> {
  const key = `${area} ${app.origins[area]} ${app.origins.bank}`;
  let headers = usual.get(key);
  if (headers === undefined) usual.set(key, (headers = Object.freeze(makeHeaders(app, area))));
  return headers;
}

/** Forms may lead to the bank's payment page; nothing else leaves this origin. */
function makeHeaders(app: App, area: Area): Record<string, string> {
  const origin = app.origins[area];
  const forms = area === "portal" && app.origins.bank ? `'self' ${app.origins.bank}` : "'self'";
  return {
    "content-security-policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
      + `worker-src 'self'; manifest-src 'self'; form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=(), payment=(), interest-cohort=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    ...(origin.startsWith("https:") ? { "strict-transport-security": "max-age=63072000; includeSubDomains" } : {}),
  };
}
