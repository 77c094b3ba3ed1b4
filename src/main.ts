import { keyed } from "./identity/secrets.ts";
import { syncOffices } from "./identity/offices.ts";
import { isDemonstration, isSettled, settleNature } from "./demonstration/property.ts";
import { type Peers, startPeers } from "./demonstration/peers.ts";
import { signIns } from "./demonstration/officers.ts";
import { seed, tryOut } from "./demonstration/seed.ts";
import { generateSlots } from "./appointments/slots.ts";
import { defaultSettings } from "./appointments/run-draw.ts";
import { transact } from "./platform/act.ts";
import { clock as makeClock } from "./platform/clock.ts";
import { type Config, readConfig } from "./platform/config.ts";
import { connect, type Database } from "./platform/database.ts";
import { startEmbedded } from "./platform/embedded.ts";
import { log } from "./platform/log.ts";
import { migrate } from "./platform/migrate.ts";
import { serve } from "./serve.ts";
import type { App } from "./web/page.ts";
import { portal as addresses } from "./web/routes.ts";

const system = { kind: "system", id: null, name: "Sojourn" } as const;
const clock = makeClock();
const closing: (() => Promise<unknown>)[] = [];
let ending = false;

/** Ends in the opposite order of starting, once. */
async function end(code: number): Promise<never> {
  if (!ending) {
    ending = true;
    for (const close of closing.reverse()) await close().catch((error: Error) => log.error({ err: error.message }, "while ending"));
    process.exit(code);
  }
  return new Promise(() => {});
}

const read = readConfig(undefined, process.argv[2]);
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
  const embedded = config.databaseUrl === null ? await startEmbedded(config.dataDir) : null;
  if (embedded) {
    closing.push(() => embedded.stop());
    void embedded.lost.then(() => end(1));
  }
  const url = config.databaseUrl ?? embedded!.url;
  if (config.role === "migrate" || config.role === "all") await migrate(url);
  const db = connect(url, { max: 20 });
  closing.push(() => db.destroy());
  if (config.role === "migrate" || config.role === "all") await furnish(db, embedded !== null && isLoopback(config.host));
  if (config.role === "migrate") return void (await end(0));

  // Only the program's own database on this machine's own address can be a demonstration, whatever stands in it.
  const demonstration = embedded !== null && isLoopback(config.host) && (await isDemonstration(db));
  const paymentSecret = config.payment?.secret ?? keyed(config.secret, "payment", "demonstration");
  const peers = demonstration ? await startPeers(db, clock, paymentSecret, config.dataDir) : null;
  if (peers) closing.push(() => peers.stop());
  const bank = peers?.bank ?? (config.payment ? { origin: config.payment.url, secret: config.payment.secret } : null);
  const open = await serve({
    db, url, clock, secret: config.secret, demonstration, bank,
    roles: config.role === "all" ? ["portal", "office", "worker"] : [config.role],
    host: config.host, ports: { portal: config.port, office: config.officePort }, origins: { portal: config.portalOrigin, office: config.officeOrigin },
    messages: { ...config, smtpUrl: peers?.smtpUrl ?? config.smtpUrl, smppUrl: peers?.smppUrl ?? config.smppUrl },
    draw: demonstration ? { ...defaultSettings, batchMinutes: 1 } : defaultSettings,
  });
  closing.push(() => open.stop());
  await tell(open.app, config, demonstration);
}

function isLoopback(host: string): boolean {
  return ["127.0.0.1", "::1", "localhost"].includes(host);
}

/** What a database needs before anybody can be served: its nature, its offices, its places; a demonstration also its people. */
async function furnish(db: Database, mayBeDemonstration: boolean): Promise<void> {
  await transact(db, clock, system, async (act) => {
    await syncOffices(act.tx);
    await generateSlots(act, { from: act.today });
  });
  if (await isSettled(db)) return;
  if (mayBeDemonstration) await seed(db, clock);
  await transact(db, clock, system, (act) => settleNature(act.tx, mayBeDemonstration));
}

/** What the one who started it reads: the portal's address first. */
async function tell(app: App, config: Config, demonstration: boolean): Promise<void> {
  const { portal, office } = app.origins;
  const lines = [];
  if (config.role === "all" || config.role === "portal") lines.push(`Portal      ${portal}`);
  if (config.role === "all" || config.role === "office") lines.push(`Office      ${office}`);
  if (demonstration) lines.push(`Mail, SMS   ${portal}${addresses.mailbox.href({ lang: "en" })}`, "", "Demonstration sign-ins for the office (password for all: demonstration)", ...signIns());
  if (demonstration) lines.push("", "Applications to try (continue with number and passport; codes arrive under Mail, SMS)", ...(await tryOut(app.db)));
  lines.push("", `${config.role === "worker" ? "Working" : "Ready"}. Ctrl-C ends it.`);
  console.log(lines.join("\n"));
}
