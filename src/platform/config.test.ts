import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { originAt, readConfig } from "./config.ts";
import { newest } from "./secret.ts";

// Every installation names it; what happens without is a test of its own.
const authority = { AUTHORITY_NAME: "Deneme Göç İdaresi", AUTHORITY_PHONE: "+90 312 000 00 00" };

const secret = "0123456789".repeat(4);
const origins = { PORTAL_ORIGIN: "https://portal.example", OFFICE_ORIGIN: "https://office.example" };
const installation = { DATABASE_URL: "postgresql://db/sojourn", SECRET: secret, ...origins };

let data: string;
beforeEach(() => { data = mkdtempSync(".tmp/config-"); });
afterEach(() => rmSync(data, { recursive: true, force: true }));

function config(env: Record<string, string>, role?: string) {
  const read = readConfig({ SOJOURN_DATA: data, ...authority, ...env }, role);
  if ("faults" in read) throw new Error(read.faults.join("\n"));
  return read.config;
}
function faults(env: Record<string, string>, role?: string) {
  const read = readConfig({ SOJOURN_DATA: data, ...authority, ...env }, role);
  return "faults" in read ? read.faults : [];
}

test("without any environment the program runs on this machine alone, with its own database", () => {
  expect(config({})).toMatchObject({ role: "all", host: "127.0.0.1", port: 4000, officePort: 4001, databaseUrl: null, payment: null, logLevel: "info" });
});

test("the office listens beside the portal, on any port when the portal does", () => {
  expect(config({ PORT: "8080" }).officePort).toBe(8081);
  expect(config({ PORT: "0" }).officePort).toBe(0);
  expect(config({ PORT: "8080", OFFICE_PORT: "9000" }).officePort).toBe(9000);
});

test("the secret of the embedded database is made once, kept, and readable by its owner alone", () => {
  const secret = newest(config({}).secret);
  expect(secret).toHaveLength(64);
  expect(config({}).secret).toBe(secret);
  expect(statSync(join(data, "secret")).mode & 0o777).toBe(0o600);
  expect(config({ SECRET: secret.slice(0, 32) }).secret).toBe(secret.slice(0, 32));
});

test("a secret that is being changed is known beside the ones before it", () => {
  const older = "9876543210".repeat(4);
  expect(config({ ...installation }).secret).toBe(secret);
  expect(config({ ...installation, SECRET_OLD: `${older}\n${older}x` }).secret).toEqual([secret, older, `${older}x`]);
  for (const SECRET_OLD of ["short", secret, `${older} ${secret}`]) expect(faults({ ...installation, SECRET_OLD }), SECRET_OLD).toEqual([expect.stringContaining("SECRET_OLD")]);
});

test("secrets may come in files, as containers and vaults hand them over, and what cannot be read is told without its content", () => {
  const file = (name: string, content: string) => {
    writeFileSync(join(data, name), content);
    return join(data, name);
  };
  const { DATABASE_URL, SECRET, ...rest } = installation;
  const read = config({ ...rest, DATABASE_URL_FILE: file("url", `${DATABASE_URL}\n`), SECRET_FILE: file("key", `${SECRET}\n`), SMTP_URL_FILE: file("smtp", "smtps://me:hidden@mail.example\n"), WORKER_DATABASE_URL_FILE: file("worker", "postgresql://worker:w@db/sojourn") });
  expect(read).toMatchObject({ databaseUrl: DATABASE_URL, secret: SECRET, smtpUrl: "smtps://me:hidden@mail.example", databases: { worker: "postgresql://worker:w@db/sojourn" } });
  const told = faults({ ...installation, SECRET_FILE: file("twice", "hidden".repeat(9)), PAYMENT_SECRET_FILE: join(data, "none"), SMPP_URL_FILE: file("empty", "\n") });
  expect(told).toHaveLength(3);
  for (const said of ["SECRET and SECRET_FILE are both set", "cannot be read: ENOENT", "is empty"]) expect(told.some((fault) => fault.includes(said)), said).toBe(true);
  expect(told.join()).not.toContain("hidden");
});

test("all faults are told together, and none repeats a password", () => {
  const told = faults({
    PORT: "eighty", OFFICE_PORT: "70000", DATABASE_URL: "mysql://owner:hidden@db/sojourn", PORTAL_ORIGIN: "https://office.example/path",
    SMTP_URL: "mail.example", PAYMENT_URL: "https://bank.example", LOG_LEVEL: "loud", SECRET: "short",
  }, "postal");
  expect(told).toHaveLength(10);
  for (const name of ["role", "PORT", "OFFICE_PORT", "DATABASE_URL", "PORTAL_ORIGIN", "OFFICE_ORIGIN", "SMTP_URL", "PAYMENT_SECRET", "LOG_LEVEL", "SECRET"]) {
    expect(told.some((fault) => fault.includes(name)), name).toBe(true);
  }
  expect(told.join()).not.toContain("hidden");
});

test("metrics are told at an address of this machine, of an installation at any, and nowhere by themselves", () => {
  expect(config({}).metrics).toBeNull();
  expect(config({ METRICS: "127.0.0.1:9464" }).metrics).toEqual({ host: "127.0.0.1", port: 9464 });
  expect(config({ METRICS: "[::1]:0" }).metrics).toEqual({ host: "::1", port: 0 });
  expect(config({ ...installation, METRICS: "10.0.0.5:9464" }).metrics).toEqual({ host: "10.0.0.5", port: 9464 });
  for (const wrong of ["9464", "metrics.example:9464", "127.0.0.1", "127.0.0.1:99999", "::1:9464", "http://127.0.0.1:9464"]) expect(faults({ METRICS: wrong }), wrong).toEqual([expect.stringMatching(/^METRICS is an address and a port/)]);
  expect(faults({ METRICS: "0.0.0.0:9464" })).toEqual([expect.stringMatching(/^METRICS is on this machine’s own address/)]);
});

test("mails are signed with a key that is there, for a selector and a domain", () => {
  const key = join(data, "secret");
  config({});
  expect(config({ MAIL_DKIM: "mail2026@office.example", MAIL_DKIM_KEY: key }).dkim).toMatchObject({ selector: "mail2026", domain: "office.example", privateKey: expect.stringMatching(/^[0-9a-f]{64}/) });
  for (const wrong of [{ MAIL_DKIM: "a@b" } as Record<string, string>, { MAIL_DKIM_KEY: key }, { MAIL_DKIM: "b", MAIL_DKIM_KEY: key }, { MAIL_DKIM: "a@b", MAIL_DKIM_KEY: "absent" }]) expect(faults(wrong)).toEqual([expect.stringContaining("MAIL_DKIM")]);
});

test("mails come back to a domain alone, on one worker’s port or another’s", () => {
  expect(config({}).mailBounces).toBeNull();
  expect(config({ MAIL_BOUNCES: "Bounces.portal.example" }).mailBounces).toEqual({ domain: "bounces.portal.example", port: null });
  expect(config({ MAIL_BOUNCES: "bounces.portal.example", MAIL_BOUNCES_PORT: "2525" }).mailBounces).toEqual({ domain: "bounces.portal.example", port: 2525 });
  for (const MAIL_BOUNCES of ["nobody@portal.example", "localhost", "a b.example", `${"a".repeat(190)}.example`]) expect(faults({ MAIL_BOUNCES })).toEqual([expect.stringContaining("MAIL_BOUNCES is")]);
  expect(faults({ MAIL_BOUNCES_PORT: "2525" })).toEqual([expect.stringContaining("MAIL_BOUNCES_PORT needs")]);
});

test("an SMS has a sender that phones can show", () => {
  expect(config({}).smsSender).toBeNull();
  for (const SMS_SENDER of ["GOCIDARESI", "Goc 157", "3157"]) expect(config({ SMS_SENDER }).smsSender).toBe(SMS_SENDER);
  for (const SMS_SENDER of ["Göç", "more than eleven", "+90"]) expect(faults({ SMS_SENDER })).toEqual([expect.stringContaining("SMS_SENDER")]);
});

test("a payment provider is chosen with all that it needs", () => {
  expect(config({ PAYMENT_URL: "https://bank.example", PAYMENT_SECRET: "s" }).payment).toEqual({ provider: "demonstration", url: "https://bank.example", secret: "s", webhookSecret: null });
  expect(config({ PAYMENT_PROVIDER: "stripe", PAYMENT_SECRET: "sk", PAYMENT_WEBHOOK_SECRET: "whsec" }).payment)
    .toEqual({ provider: "stripe", url: "https://api.stripe.com", secret: "sk", webhookSecret: "whsec" });
  expect(faults({ PAYMENT_PROVIDER: "stripe", PAYMENT_SECRET: "sk" })).toEqual([expect.stringContaining("PAYMENT_WEBHOOK_SECRET")]);
  expect(faults({ PAYMENT_PROVIDER: "cash" })).toEqual([expect.stringContaining("PAYMENT_PROVIDER is one of")]);
});

test("with a database of the installation there is no default secret", () => {
  expect(faults({ ...installation, SECRET: "" })).toEqual([expect.stringContaining("SECRET is needed")]);
  expect(faults(installation)).toEqual([]);
  expect(faults({ ...installation, SECRET: "x".repeat(40) })).toEqual([expect.stringContaining("SECRET is one character")]);
});

test("each part has its own login; alone it needs no other, and nobody migrates without the owner's", () => {
  const own = { SECRET: secret, ...origins };
  const portal = { PORTAL_DATABASE_URL: "postgresql://sojourn_portal:one@db/sojourn" };
  expect(config({ ...own, ...portal }, "portal")).toMatchObject({ databaseUrl: null, databases: { portal: portal.PORTAL_DATABASE_URL, office: null, worker: null } });
  for (const role of ["all", "migrate", "office"]) expect(faults({ ...own, ...portal }, role)).toEqual([expect.stringContaining("DATABASE_URL is needed")]);
  expect(faults({ ...portal, ...origins }, "portal")).toEqual([expect.stringContaining("SECRET is needed")]);
  expect(faults({ ...own, ...portal, DATABASE_URL: "postgresql://sojourn:hidden@db/sojourn", OFFICE_DATABASE_URL: "mysql://sojourn_office@db/sojourn" })).toEqual([expect.stringContaining("OFFICE_DATABASE_URL")]);
});

test("two parts are never one login", () => {
  const told = faults({
    ...installation, DATABASE_URL: "postgresql://sojourn:hidden@db/sojourn", PORTAL_DATABASE_URL: "postgresql://sojourn:hidden@db/sojourn",
    OFFICE_DATABASE_URL: "postgresql://both:hidden@db/sojourn", WORKER_DATABASE_URL: "postgresql://both:hidden@db/sojourn",
  });
  expect(told).toEqual([expect.stringContaining("PORTAL_DATABASE_URL names the user of DATABASE_URL"), expect.stringContaining("WORKER_DATABASE_URL names the user of OFFICE_DATABASE_URL")]);
  expect(told.join()).not.toContain("hidden");
});

test("an installation’s public addresses are never guessed, and all that is missing is told at once", () => {
  const installed = { DATABASE_URL: "postgresql://db/sojourn" };
  for (const role of ["all", "portal", "office", "worker"]) for (const HOST of ["127.0.0.1", "0.0.0.0"]) {
    expect(faults({ ...installed, HOST }, role)).toEqual([expect.stringContaining("PORTAL_ORIGIN is needed"), expect.stringContaining("OFFICE_ORIGIN is needed"), expect.stringContaining("SECRET is needed")]);
  }
  expect(faults(installed, "migrate")).toEqual([expect.stringContaining("SECRET")]);
  expect(faults({ ...installation, HOST: "0.0.0.0" })).toEqual([]);
});

test("public addresses are https, unless they are this machine’s own, and one of another kind is told in words", () => {
  expect(faults({ ...installation, PORTAL_ORIGIN: "http://127.0.0.1:4000", OFFICE_ORIGIN: "http://[::1]:4001" })).toEqual([]);
  expect(faults({ ...installation, PORTAL_ORIGIN: "http://portal.example" })).toEqual([expect.stringContaining("PORTAL_ORIGIN begins with https://")]);
  expect(faults({ ...installation, PORTAL_ORIGIN: "htp://x" })).toEqual(["PORTAL_ORIGIN is an address that begins with https:// or http://."]);
});

test("a demonstration is this machine’s alone, and nobody becomes one by forgetting the database", () => {
  for (const HOST of ["127.0.0.1", "127.1.2.3", "::1", "localhost"]) expect(faults({ HOST }), HOST).toEqual([]);
  for (const HOST of ["0.0.0.0", "::", "192.0.2.1", "office.example"]) expect(faults({ HOST }), HOST).toEqual([expect.stringContaining("HOST is this machine’s own address")]);
  for (const empty of ["", " "]) expect(faults({ DATABASE_URL: empty })).toEqual([expect.stringContaining("DATABASE_URL is set and empty")]);
  expect(faults({ ...origins, TRUST_PROXY: "1", SMTP_URL: "smtps://mail.example", SMPP_URL: "ssmpp://sms.example" }))
    .toEqual([expect.stringContaining("DATABASE_URL is needed with PORTAL_ORIGIN, OFFICE_ORIGIN, TRUST_PROXY, SMTP_URL, SMPP_URL")]);
  expect(faults({ HOST: "0.0.0.0", DATABASE_URL: "", ...origins })).toHaveLength(3);
});

test("a process has one role", () => {
  const read = readConfig({ SOJOURN_DATA: data }, "all", "portal");
  expect("faults" in read && read.faults).toEqual([expect.stringContaining("“portal”")]);
});

test("a folder that cannot be used is one of the faults", () => {
  const file = join(data, "file");
  writeFileSync(file, "");
  for (const [SOJOURN_DATA, why] of [[file, "it is a file"], [join(file, "below"), "a part of its path is a file"]] as const) {
    expect(faults({ SOJOURN_DATA, PORT: "many" }), SOJOURN_DATA).toEqual([expect.stringContaining("PORT"), expect.stringMatching(new RegExp(`SOJOURN_DATA.*${why}`))]);
  }
  expect(faults({ ...installation, SOJOURN_DATA: file })).toEqual([]);
});

test("mails are sent from a bare address", () => {
  for (const MAIL_FROM of ["no-reply@portal.example", "izin+kod@goc.example"]) expect(config({ MAIL_FROM }).mailFrom).toBe(MAIL_FROM);
  for (const MAIL_FROM of ["Office <no-reply@portal.example>", "portal.example", "a@b@c", "a b@c.example"]) expect(faults({ MAIL_FROM }), MAIL_FROM).toEqual([expect.stringContaining("MAIL_FROM")]);
});

test("an installation says whose office it is; a demonstration is nobody’s", () => {
  expect(config({ AUTHORITY_NAME: "", AUTHORITY_PHONE: "" })).toMatchObject({ authority: { name: "Örnek Göç İdaresi", phone: "157" }, sourceUrl: null });
  expect(config({ SOURCE_URL: "https://source.example/sojourn" })).toMatchObject({ authority: { name: "Deneme Göç İdaresi", phone: "+90 312 000 00 00" }, sourceUrl: "https://source.example/sojourn" });
  const installed = { ...installation, AUTHORITY_NAME: " ", AUTHORITY_PHONE: "" };
  expect(faults(installed)).toEqual([expect.stringContaining("AUTHORITY_NAME is needed"), expect.stringContaining("AUTHORITY_PHONE is needed")]);
  expect(faults(installed, "migrate")).toEqual([]);
  expect(faults({ AUTHORITY_PHONE: "ask us", SOURCE_URL: "ftp://source.example" })).toEqual([expect.stringContaining("AUTHORITY_PHONE is a telephone number"), expect.stringContaining("SOURCE_URL")]);
});

test("proxies are believed by number or network, never all of them", () => {
  expect(config({}).trustProxy).toBe(false);
  expect(config({ ...installation, TRUST_PROXY: "2" }).trustProxy).toBe(2);
  for (const networks of ["10.0.0.0/8", "10.1.2.3, 2001:db8::/32"]) expect(config({ ...installation, TRUST_PROXY: networks }).trustProxy).toBe(networks);
  for (const wrong of ["true", "0", "*", "all", "0.0.0.0/0", "::/0", "10.0.0.0/33", "10.0.0", "proxy.example", "10.0.0.1,"]) expect(faults({ ...installation, TRUST_PROXY: wrong }), wrong).toHaveLength(1);
});

test("portal and office are never one origin", () => {
  expect(faults({ PORT: "4000", OFFICE_PORT: "4000" })).toHaveLength(1);
  expect(faults({ ...installation, PORTAL_ORIGIN: "https://a.example", OFFICE_ORIGIN: "https://a.example/" })).toHaveLength(1);
});

test("an address listened on has an origin to print", () => {
  expect(originAt("127.0.0.1", 4000)).toBe("http://127.0.0.1:4000");
  expect(originAt("0.0.0.0", 80)).toBe("http://localhost:80");
  expect(originAt("::1", 4000)).toBe("http://[::1]:4000");
});
