import { randomBytes } from "node:crypto";
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { type Part, parts } from "./logins.ts";
import type { Secret } from "./secret.ts";

/** The parts of the program one process can be; `all` is the portal, the office and the worker together. */
export const roles = ["all", "portal", "office", "worker", "migrate"] as const;
export type Role = (typeof roles)[number];

const postgres = ["postgresql", "postgres"];
const providers = ["demonstration", "stripe"] as const;
/** Whose office a demonstration is: nobody’s. The number is that of Türkiye’s line for foreigners. */
const sample = { name: "Örnek Göç İdaresi", phone: "157" };
/** Nobody gives these to a demonstration: who does has forgotten the database. */
const meantForReal = ["PORTAL_ORIGIN", "OFFICE_ORIGIN", "TRUST_PROXY", "SMTP_URL", "SMPP_URL"];
/** What may come in a file, as containers and vaults hand secrets over: `SECRET_FILE` instead of `SECRET`. */
const fromFiles = [
  "SECRET", "SECRET_OLD", "DATABASE_URL", ...parts.map((part) => `${part.toUpperCase()}_DATABASE_URL`), "SMTP_URL", "SMPP_URL", "SMS_HTTP_URL", "PAYMENT_SECRET", "PAYMENT_WEBHOOK_SECRET",
];
const levels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** What the surroundings tell the program. Nothing else of it reads the environment. */
export type Config = {
  role: Role;
  host: string;
  /** 0 asks the system for any free port. */
  port: number;
  officePort: number;
  /** null: the PostgreSQL that comes with the program, on its data under `dataDir`. */
  databaseUrl: string | null;
  /** The database of an installation as each part's own login; null where none is given. */
  databases: Record<Part, string | null>;
  dataDir: string;
  /** The public addresses; null: what `originAt` makes of the address listened on. */
  portalOrigin: string | null;
  officeOrigin: string | null;
  /** Signs mails for a domain, where the mail server does not. */
  dkim: { domain: string; selector: string; privateKey: string } | null;
  smtpUrl: string | null;
  mailFrom: string | null;
  /** The domain of the senders to which undelivered mails come back, and the port on which a worker takes them; without a port another one does. */
  mailBounces: { domain: string; port: number | null } | null;
  /** Where the process tells its metrics; null: nowhere. */
  metrics: { host: string; port: number } | null;
  /** What an SMS shows as its sender. */
  smsSender: string | null;
  smppUrl: string | null;
  smsHttpUrl: string | null;
  /** The central bank's list of rates of the day, whose dollar rate goes into the lottery's seed; null: draws rest on secret and list alone. */
  drawValueUrl: string | null;
  /** `webhookSecret` signs what the provider reports, where that is another secret than ours with it. */
  payment: { provider: (typeof providers)[number]; url: string; secret: string; webhookSecret: string | null } | null;
  /** Signs codes, captchas, links, papers; the same for all processes of one installation. While it is changed, the one before it is known too. */
  secret: Secret;
  /** The proxies before the program whose word on the caller's address is believed: how many, or their networks. */
  trustProxy: number | string | false;
  /** Whose office this is, on every paper and wherever people are told whom to ask. */
  authority: { name: string; phone: string };
  /** Where the source of the program as it runs can be had; null: nowhere that could be linked to. */
  sourceUrl: string | null;
  logLevel: (typeof levels)[number];
};

/** Reads the environment once: the configuration, or everything that is wrong with it, each fault a plain sentence. */
export function readConfig(surroundings: Record<string, string | undefined> = process.env, role: string = "all", ...more: string[]): { config: Config } | { faults: string[] } {
  const faults: string[] = [];
  const env = withFiles(surroundings, faults);
  const text = (name: string) => env[name]?.trim() || null;
  const oneOf = <T extends string>(name: string, value: string, known: readonly T[]): T => {
    if (!(known as readonly string[]).includes(value)) faults.push(`${name} is one of ${known.join(", ")}, not “${value}”.`);
    return value as T;
  };
  const port = (name: string, otherwise: number): number => {
    const given = text(name);
    if (given === null) return otherwise;
    const value = Number(given);
    if (!/^\d+$/.test(given) || value > 65535) faults.push(`${name} is a whole number from 0 to 65535, not “${given}”.`);
    return value;
  };
  // The value may carry a password, so a fault never repeats it.
  const address = (name: string, ...schemes: string[]): string | null => {
    const given = text(name);
    if (given === null) return null;
    const scheme = URL.canParse(given) ? new URL(given).protocol.slice(0, -1) : "";
    if (!schemes.includes(scheme)) faults.push(`${name} is an address that begins with ${schemes.map((name) => `${name}://`).join(" or ")}.`);
    return given;
  };
  const origin = (name: string): string | null => {
    const before = faults.length;
    const given = address(name, "https", "http");
    if (given === null || faults.length > before) return given;
    const { origin: bare, hostname, protocol, pathname, search, hash } = new URL(given);
    if (protocol === "http:" && !isLoopback(hostname)) faults.push(`${name} begins with https://: codes and cookies travel there.`);
    if (pathname !== "/" || search !== "" || hash !== "") faults.push(`${name} is scheme, host and port alone, like ${bare}.`);
    return bare;
  };

  const readRole = oneOf("The role", role, roles);
  if (more.length > 0) faults.push(`One process has one role: “${more.join(" ")}” is too much.`);
  const first = port("PORT", 4000);
  const officePort = port("OFFICE_PORT", first === 0 ? 0 : first + 1);
  if (first !== 0 && officePort === first) faults.push("OFFICE_PORT and PORT are two ports: portal and office are separate origins.");
  const databaseUrl = address("DATABASE_URL", ...postgres);
  const databases = { portal: address("PORTAL_DATABASE_URL", ...postgres), office: address("OFFICE_DATABASE_URL", ...postgres), worker: address("WORKER_DATABASE_URL", ...postgres) };
  const given = parts.filter((part) => databases[part] !== null);
  // One part alone needs no more than its own login; whoever migrates needs the owner's.
  if (databaseUrl === null && given.length > 0 && !given.some((part) => part === role)) faults.push("DATABASE_URL is needed where a part has its own login: its user owns the database and migrates it.");
  const users = [["DATABASE_URL", databaseUrl] as const, ...given.map((part) => [`${part.toUpperCase()}_DATABASE_URL`, databases[part]] as const)];
  for (const [at, [name, url]] of users.entries()) {
    const twin = users.slice(0, at).find(([, other]) => userOf(other) !== "" && userOf(other) === userOf(url));
    if (twin) faults.push(`${name} names the user of ${twin[0]}: each part has a login of its own.`);
  }
  const dataDir = resolve(text("SOJOURN_DATA") ?? "data");
  const portalOrigin = origin("PORTAL_ORIGIN");
  const officeOrigin = origin("OFFICE_ORIGIN");
  if (portalOrigin !== null && portalOrigin === officeOrigin) faults.push("PORTAL_ORIGIN and OFFICE_ORIGIN are two origins: their cookies must not meet.");
  const host = text("HOST") ?? "127.0.0.1";
  const installed = databaseUrl !== null || given.length > 0;
  const authority = { name: text("AUTHORITY_NAME"), phone: text("AUTHORITY_PHONE") };
  if (installed && role !== "migrate") {
    // What people are sent, and how cookies are set, hangs on the public addresses: with a database of the installation they are never guessed.
    if (portalOrigin === null) faults.push("PORTAL_ORIGIN is needed: the address under which people reach the portal, like https://portal.example.");
    if (officeOrigin === null) faults.push("OFFICE_ORIGIN is needed: the address under which officers reach the office, like https://office.example.");
    // Law 6698 art. 10: who collects data says who they are. Nobody real is spoken for by the demonstration's name.
    if (authority.name === null) faults.push("AUTHORITY_NAME is needed with DATABASE_URL: the authority whose office this is, as papers and pages name it.");
    if (authority.phone === null) faults.push("AUTHORITY_PHONE is needed with DATABASE_URL: the number people are told to call.");
  }
  if (!installed) {
    if (env.DATABASE_URL !== undefined) faults.push("DATABASE_URL is set and empty: give the address of the database, or leave it out for a demonstration.");
    // Everybody knows the passwords of a demonstration, and reads its codes.
    if (!isLoopback(host)) faults.push("HOST is this machine’s own address, like 127.0.0.1, as long as DATABASE_URL is missing: without a database the program is a demonstration.");
    const real = meantForReal.filter((name) => text(name) !== null);
    if (real.length > 0) faults.push(`DATABASE_URL is needed with ${real.join(", ")}: without a database the program is a demonstration, which uses none of that.`);
  }
  if (authority.phone !== null && !/^\+?[\d ()/-]{2,24}$/.test(authority.phone)) faults.push("AUTHORITY_PHONE is a telephone number, like +90 312 000 00 00.");
  const trusted = text("TRUST_PROXY");
  if (trusted !== null && !isProxies(trusted)) faults.push("TRUST_PROXY is the number of proxies before the program, or their addresses and networks with commas between, like 10.0.0.0/8.");
  const [selector = "", dkimDomain = ""] = (text("MAIL_DKIM") ?? "").split("@");
  const dkimKey = text("MAIL_DKIM_KEY");
  if ((text("MAIL_DKIM") === null) !== (dkimKey === null) || (dkimKey !== null && (selector === "" || dkimDomain === "" || !existsSync(dkimKey)))) {
    faults.push("MAIL_DKIM is selector@domain, and MAIL_DKIM_KEY the file of its private key; both or neither.");
  }
  const mailFrom = text("MAIL_FROM");
  if (mailFrom !== null && !/^[^\s@<>",;:]+@[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(mailFrom)) faults.push("MAIL_FROM is an address alone, like no-reply@portal.example.");
  const smsSender = text("SMS_SENDER");
  if (smsSender !== null && !/^([A-Za-z0-9][A-Za-z0-9 .-]{0,10}|\d{3,15})$/.test(smsSender)) faults.push("SMS_SENDER is what an SMS shows as its sender: at most eleven plain letters and digits, or a number.");
  const bounceDomain = text("MAIL_BOUNCES");
  const bouncePort = text("MAIL_BOUNCES_PORT") === null ? null : port("MAIL_BOUNCES_PORT", 0);
  if (bounceDomain !== null && !/^(?=.{1,190}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(bounceDomain)) faults.push("MAIL_BOUNCES is a domain alone, like bounces.portal.example.");
  if (bounceDomain === null && bouncePort !== null) faults.push("MAIL_BOUNCES_PORT needs MAIL_BOUNCES: the domain whose mails are taken there.");
  const metrics = readMetrics(text("METRICS"));
  if (metrics === undefined) faults.push("METRICS is an address and a port to listen on, like 127.0.0.1:9464.");
  else if (metrics && !installed && !isLoopback(metrics.host)) faults.push("METRICS is on this machine’s own address, like 127.0.0.1:9464, as long as DATABASE_URL is missing: without a database the program is a demonstration.");
  const provider = oneOf("PAYMENT_PROVIDER", text("PAYMENT_PROVIDER") ?? providers[0], providers);
  const paymentUrl = address("PAYMENT_URL", "https", "http") ?? (provider === "stripe" ? "https://api.stripe.com" : null);
  const paymentSecret = text("PAYMENT_SECRET");
  const webhookSecret = text("PAYMENT_WEBHOOK_SECRET");
  if (provider === "stripe") {
    if (paymentSecret === null || webhookSecret === null) faults.push("PAYMENT_PROVIDER stripe needs PAYMENT_SECRET (the API key) and PAYMENT_WEBHOOK_SECRET (of the endpoint).");
  } else if ((paymentUrl === null) !== (paymentSecret === null)) faults.push("PAYMENT_URL and PAYMENT_SECRET are given together or not at all.");
  const secret = text("SECRET");
  const former = text("SECRET_OLD")?.split(/\s+/) ?? [];
  if (secret !== null && secret.length < 32) faults.push("SECRET is at least 32 characters long.");
  else if (secret !== null && new Set(secret).size === 1) faults.push("SECRET is one character over and over: take 32 random ones.");
  if (former.some((old) => old.length < 32 || old === secret)) faults.push("SECRET_OLD holds what SECRET was before, at least 32 characters; several with spaces between, the newest first.");
  if (secret === null && installed) faults.push("SECRET is needed with DATABASE_URL: at least 32 random characters, the same for every process.");
  const config = {
    role: readRole, host, port: first, officePort, databaseUrl, databases, dataDir, portalOrigin, officeOrigin,
    smtpUrl: address("SMTP_URL", "smtp", "smtps"), mailFrom, mailBounces: bounceDomain === null ? null : { domain: bounceDomain.toLowerCase(), port: bouncePort },
    metrics: metrics ?? null, smsSender, smppUrl: address("SMPP_URL", "smpp", "ssmpp"),
    smsHttpUrl: address("SMS_HTTP_URL", "https", "http"),
    drawValueUrl: address("DRAW_VALUE_URL", "https", "http"),
    payment: paymentUrl !== null && paymentSecret !== null ? { provider, url: paymentUrl, secret: paymentSecret, webhookSecret } : null,
    trustProxy: trusted === null ? (false as const) : /^\d$/.test(trusted) ? Number(trusted) : trusted,
    authority: { name: authority.name ?? sample.name, phone: authority.phone ?? sample.phone },
    sourceUrl: address("SOURCE_URL", "https", "http"),
    logLevel: oneOf("LOG_LEVEL", text("LOG_LEVEL") ?? "info", levels),
  };
  const unusable = installed ? null : whyUnusable(dataDir);
  if (unusable !== null) faults.push(`SOJOURN_DATA, the folder ${dataDir}, cannot be used: ${unusable}.`);
  if (faults.length > 0) return { faults };
  const dkim = dkimKey === null ? null : { domain: dkimDomain, selector, privateKey: readFileSync(dkimKey, "utf8") };
  const own = secret ?? keptSecret(dataDir, "secret");
  return { config: { ...config, dkim, secret: former.length > 0 ? [own, ...former] : own } };
}

function withFiles(env: Record<string, string | undefined>, faults: string[]): Record<string, string | undefined> {
  const all = { ...env };
  for (const name of fromFiles) {
    const file = env[`${name}_FILE`]?.trim();
    if (!file) continue;
    if (env[name] !== undefined) faults.push(`${name} and ${name}_FILE are both set: give one of them.`);
    try {
      all[name] = readFileSync(file, "utf8").trim();
      // An empty one would pass for none.
      if (all[name] === "") faults.push(`${name}_FILE, the file ${file}, is empty.`);
    } catch (error) {
      faults.push(`${name}_FILE, the file ${file}, cannot be read: ${(error as NodeJS.ErrnoException).code}.`);
    }
  }
  return all;
}

/** An address and a port, `127.0.0.1:9464` or `[::1]:9464`; null where none is given, undefined where it is neither. */
function readMetrics(given: string | null): { host: string; port: number } | null | undefined {
  if (given === null) return null;
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(given) ?? [];
  const host = bracketed ?? plain;
  return host === undefined || Number(port) > 65535 || (isIP(host) === 0 && host !== "localhost") ? undefined : { host, port: Number(port) };
}

/** The origin of an address listened on; one that stands for every interface is named localhost. */
export function originAt(host: string, port: number): string {
  const name = ["0.0.0.0", "::", ""].includes(host) ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** A random secret that is made once and kept in a file of its owner alone: beside the embedded database sessions outlive a restart. */
export function keptSecret(dataDir: string, name: string): string {
  const file = join(dataDir, name);
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    // "wx": of two that start at once one writes, and both read the same.
    try {
      writeFileSync(file, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flag: "wx" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  chmodSync(file, 0o600);
  return readFileSync(file, "utf8").trim();
}

/** Whether an address, or the name in the address of a page, is this machine's own. */
export function isLoopback(host: string): boolean {
  return /^(127(\.\d{1,3}){3}|::1|\[::1\]|localhost)$/i.test(host);
}

/** Why the embedded database could not be kept in this folder. The secret stands for all files in it. */
function whyUnusable(dataDir: string): string | null {
  try {
    mkdirSync(dataDir, { recursive: true });
    for (const folder of [dataDir, join(dataDir, "postgres")].filter((one) => existsSync(one))) accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    keptSecret(dataDir, "secret");
    return null;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    return ({ EEXIST: "it is a file", ENOTDIR: "a part of its path is a file", EACCES: "it is not this user’s to write", EPERM: "it belongs to another user", EROFS: "nothing can be written there" })[code] ?? code;
  }
}

// Never everybody: whoever may say their own address has no limits.
function isProxies(text: string): boolean {
  if (/^[1-9]$/.test(text)) return true;
  return text.split(",").every((one) => {
    const [address = "", bits] = one.trim().split("/");
    const most = isIP(address) === 4 ? 32 : 128;
    return isIP(address) !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= most));
  });
}

function userOf(url: string | null): string {
  return url !== null && URL.canParse(url) ? new URL(url).username : "";
}
