import { keyed } from "./identity/secrets.ts";
import { anyOfficer } from "./identity/officer.ts";
import { keepLaw } from "./eligibility/editions.ts";
import { syncOffices } from "./identity/offices.ts";
import { isDemonstration, isSettled, settleNature } from "./demonstration/property.ts";
import { startPeers } from "./demonstration/peers.ts";
import { signIns } from "./demonstration/officers.ts";
import { seed, tryOut } from "./demonstration/seed.ts";
import { generateSlots } from "./appointments/slots.ts";
import { rateOfFollowingDay } from "./appointments/public-value.ts";
import { defaultSettings } from "./appointments/run-draw.ts";
import { transact } from "./platform/act.ts";
import { clock as makeClock } from "./platform/clock.ts";
import { type Config, keptSecret, readConfig } from "./platform/config.ts";
import { connect, type Database, isAway } from "./platform/database.ts";
import { type Embedded, startEmbedded } from "./platform/embedded.ts";
import { log } from "./platform/log.ts";
import { loginOf, type Part, parts, setPasswords } from "./platform/logins.ts";
import { migrate, whyNot } from "./platform/migrate.ts";
import { serve } from "./serve.ts";
import { portal as addresses } from "./web/routes.ts";

const system = { kind: "system", id: null, name: "Sojourn" } as const;
const clock = makeClock();
const closing: (() => Promise<unknown>)[] = [];
let ending = false;
const longestEnding = 20_000;
// Of what a request asks the database: nobody waits longer for a page.
const longestStatement = 30_000;

/** Ends in the opposite order of starting, once. */
async function end(code: number): Promise<never> {
  if (!ending) {
    ending = true;
    // Who keeps a request open for ever keeps nobody from ending.
    setTimeout(() => process.exit(code), longestEnding).unref();
    for (const close of closing.reverse()) await close().catch((error: Error) => log.error({ err: error.message }, "while ending"));
    process.exit(code);
  }
  return new Promise(() => {});
}

const read = readConfig(undefined, ...process.argv.slice(2));
if ("faults" in read) {
  for (const fault of read.faults) console.error(`- ${fault}`);
  process.exit(1);
}
process.on("SIGINT", () => void end(0));
process.on("SIGTERM", () => void end(0));
await run(read.config).catch(async (error: Error) => {
  console.error(error.message);
  log.debug({ stack: error.stack }, "could not start");
  await end(1);
});

async function run(config: Config): Promise<void> {
  const installed = config.databaseUrl !== null || Object.values(config.databases).some((address) => address !== null);
  const embedded = installed ? null : await startEmbedded(config.dataDir);
  if (embedded) {
    closing.push(() => embedded.stop());
    void embedded.lost.then(() => {
      console.error(`The database server ended without being asked to, and the program ends with it; its own words stand in ${config.dataDir}/postgres.log.`);
      // At once: in good order everything would first ask the database for 20 seconds; the bank ends with its pipe.
      process.exit(1);
    });
  }
  const addresses = addressesOf(config, embedded);
  // Nobody else could migrate the program's own database.
  if (config.role === "migrate" || config.role === "all" || embedded) await prepare(config.databaseUrl ?? embedded!.url, addresses, embedded !== null);
  if (config.role === "migrate") return void (await end(0));

  const open: Part[] = config.role === "all" ? [...parts] : [config.role];
  const databases: Partial<Record<Part, Database>> = {};
  for (const part of open) {
    // More at once only have their statements planned once more each and push each other off the processor: with 20 connections of the portal
    // a flow cost the database 56 ms, with 6 it cost 47.
    const db = connect(addresses[part], { max: part === "portal" ? 8 : 10, name: `sojourn ${part}`, ...(part === "worker" ? {} : { longest: longestStatement }) });
    closing.push(() => db.destroy());
    databases[part] = db;
  }
  const health = connect(addresses[open[0]!], { max: 1, name: "sojourn health", longest: longestStatement });
  closing.push(() => health.destroy());
  // Only the program's own database can be a demonstration, whatever stands in it; with it the program listens on this machine's own address alone.
  const demonstration = embedded !== null && (await isDemonstration(databases[open[0]!]!));
  const paymentSecret = config.payment?.secret ?? keyed(config.secret, "payment", "demonstration");
  const peers = demonstration && databases.worker ? await startPeers(databases.worker, clock, paymentSecret, config.dataDir) : null;
  if (peers) closing.push(() => peers.stop());
  const bank = peers?.bank ?? (config.payment ? { ...config.payment, origin: config.payment.url } : null);
  const served = await serve({
    databases, health, workerUrl: addresses.worker, clock, secret: config.secret, demonstration, bank,
    authority: config.authority, sourceUrl: config.sourceUrl, host: config.host, trustProxy: config.trustProxy, metrics: config.metrics, ports: { portal: config.port, office: config.officePort }, origins: { portal: config.portalOrigin, office: config.officeOrigin },
    messages: { ...config, smtpUrl: peers?.smtpUrl ?? config.smtpUrl, smppUrl: peers?.smppUrl ?? config.smppUrl },
    draw: {
      ...defaultSettings, ...(demonstration ? { batchMinutes: 1 } : {}),
      ...(config.drawValueUrl !== null && !demonstration ? { publicValue: rateOfFollowingDay(config.drawValueUrl, clock) } : {}),
    },
  });
  closing.push(() => served.stop());
  await tell(served, config, demonstration ? databases[open[0]!]! : null);
  if (databases.office && !demonstration && !(await anyOfficer(databases.office).catch(() => true))) log.warn("nobody may work in the office yet: npm run officer -- add … appoints the first");
  if (embedded) return;
  if (open.includes("worker") && [config.smtpUrl, config.smppUrl, config.smsHttpUrl].every((url) => url === null)) {
    log.warn("neither SMTP_URL nor SMPP_URL nor SMS_HTTP_URL is set: no code and no message reaches anybody");
  }
  if (open.includes("portal") && config.sourceUrl === null) log.warn("SOURCE_URL is not set: the licence asks that who uses the program can have its source, and no page links to it");
  for (const part of open.filter((one) => config.databases[one] === null)) {
    log.warn(`${part.toUpperCase()}_DATABASE_URL is not set: the ${part} connects as the owner of the database, whom nothing restricts`);
  }
}

/** The database as each part's own login. */
function addressesOf(config: Config, embedded: Embedded | null): Record<Part, string> {
  const address = (part: Part): string => {
    if (!embedded) return config.databases[part] ?? config.databaseUrl ?? "";
    const url = new URL(embedded.url);
    url.username = loginOf(part);
    url.password = keptSecret(config.dataDir, `postgres.${part}.password`);
    return url.href;
  };
  return { portal: address("portal"), office: address("office"), worker: address("worker") };
}

/** All that is done as the owner of the database: migrating it, its logins, and what must stand in it before anybody can be served. */
async function prepare(owner: string, addresses: Record<Part, string>, mayBeDemonstration: boolean): Promise<void> {
  await migrate(owner).catch((error: unknown) => {
    throw isAway(error) ? new Error(whyNot(error), { cause: error }) : error;
  });
  await setPasswords(owner, addresses);
  const db = connect(owner, { max: 10, name: "sojourn migrate" });
  try {
    await furnish(db, mayBeDemonstration);
  } finally {
    await db.destroy();
  }
}

/** What a database needs before anybody can be served: its nature, its offices, its places; a demonstration also its people. */
async function furnish(db: Database, mayBeDemonstration: boolean): Promise<void> {
  await transact(db, clock, system, async (act) => {
    await syncOffices(act.tx);
    await keepLaw(act);
    await generateSlots(act, { from: act.today });
  });
  if (await isSettled(db)) return;
  if (mayBeDemonstration) await seed(db, clock);
  await transact(db, clock, system, (act) => settleNature(act.tx, mayBeDemonstration));
}

/** What the one who started it reads: the portal's address first. */
async function tell({ origins: { portal, office }, listening }: Awaited<ReturnType<typeof serve>>, config: Config, demonstration: Database | null): Promise<void> {
  const lines = [];
  const behind = (origin: string, own: string | undefined) => (own === undefined || own === origin ? origin : `${origin} (listening on ${own})`);
  if (config.role === "all" || config.role === "portal") lines.push(`Portal      ${behind(portal, listening.portal)}`);
  if (config.role === "all" || config.role === "office") lines.push(`Office      ${behind(office, listening.office)}`);
  if (listening.metrics) lines.push(`Metrics     ${listening.metrics}`);
  if (demonstration) lines.push(`Mail, SMS   ${portal}${addresses.mailbox.href({ lang: "en" })}`, "", "Demonstration sign-ins for the office (password for all: demonstration)", ...signIns());
  if (demonstration) lines.push("", "Applications to try (continue with number and passport; codes arrive under Mail, SMS)", ...(await tryOut(demonstration)));
  lines.push("", `${config.role === "worker" ? "Working" : "Ready"}. Ctrl-C ends it.`);
  console.log(lines.join("\n"));
}
