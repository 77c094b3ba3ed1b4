import { setTimeout as wait } from "node:timers/promises";
import { defaultSettings } from "../src/appointments/run-draw.ts";
import { generateSlots } from "../src/appointments/slots.ts";
import { startBank } from "../src/bank/bank.ts";
import { appointOfficers, demonstrationPassword, officers } from "../src/demonstration/officers.ts";
import { settleNature } from "../src/demonstration/property.ts";
import { seed } from "../src/demonstration/seed.ts";
import { syncOffices } from "../src/identity/offices.ts";
import { startSmppEnd } from "../src/notifications/ends/smpp.ts";
import { startSmtpEnd } from "../src/notifications/ends/smtp.ts";
import { transact } from "../src/platform/act.ts";
import { clock as machine, type Clock } from "../src/platform/clock.ts";
import type { Database } from "../src/platform/database.ts";
import { serve } from "../src/serve.ts";
import { testDatabase } from "./database.ts";

const system = { kind: "system", id: null, name: "test" } as const;
const secret = "only for tests: not a secret of anybody".padEnd(48, ".");

export type House = AsyncDisposable & {
  portal: string;
  office: string;
  bank: string;
  /** The database as its owner, to look into; the program itself connects as its parts' logins. */
  db: Database;
  app: { secret: string };
  clock: Clock;
  /** Moves the clock of the whole house forward. */
  later(by: Temporal.DurationLike): void;
  /** The text of the newest message to a contact that says this, once it has arrived at the real mail or SMS end. */
  message(recipient: string, saying: RegExp): Promise<string>;
  /** The newest six-digit code sent to a contact; codes that were read before are not given again. */
  code(recipient: string): Promise<string>;
};

/**
 * The whole program as one process serves it, on a database of the test's own, with real mail, SMS and bank peers, on free ports.
 * `at` is the instant at which its clock starts; `places` are the offices that have appointments.
 */
export async function openHouse({ at, places = ["35"], drawMinutes = 60, peopled = false, host = "127.0.0.1", demonstration = true }: {
  at?: Temporal.Instant; places?: string[]; drawMinutes?: number;
  /** With the demonstration’s people and their cases in every state. */
  peopled?: boolean;
  /** Where it listens: a name where browsers are to make passkeys. */
  host?: string;
  /** False: as an installation is, without officers. */
  demonstration?: boolean;
} = {}): Promise<House> {
  const database = await testDatabase({ max: 12 });
  const { db, parts: databases, addresses } = database;
  let shift = at ? Temporal.Now.instant().until(at) : Temporal.Duration.from({ seconds: 0 });
  const clock = machine(() => shift);
  await transact(db, clock, system, async (act) => {
    await syncOffices(act.tx);
    if (!peopled && demonstration) await appointOfficers(act);
    for (const office of places) await generateSlots(act, { from: act.today, office });
    await settleNature(act.tx, demonstration);
  });
  if (peopled) await seed(db, clock);
  const [smtp, smpp, bank] = await Promise.all([startSmtpEnd(databases.worker, clock), startSmppEnd(databases.worker, clock), startBank({ port: 0, secret, clock })]);
  const open = await serve({
    databases, health: db, workerUrl: addresses.worker, clock, secret, demonstration, authority: { name: "Örnek Göç İdaresi", phone: "157" }, host, ports: { portal: 0, office: 0 },
    origins: { portal: null, office: null }, bank: { origin: bank.origin, secret },
    messages: { smtpUrl: smtp.url, mailFrom: null, smppUrl: smpp.url, smsHttpUrl: null },
    draw: { ...defaultSettings, batchMinutes: drawMinutes },
  });
  const read = new Set<string>();
  const newest = async (recipient: string, saying: RegExp) => {
    for (let tries = 0; tries < 300; tries++) {
      const rows = await db.selectFrom("mailbox").select(["id", "text"]).where("recipient", "=", recipient).orderBy("received_at", "desc").orderBy("id", "desc").execute();
      const found = rows.find((row) => !read.has(row.id) && saying.test(row.text));
      if (found) return found;
      await wait(100);
    }
    throw new Error(`no message to ${recipient} says ${saying}`);
  };
  return {
    portal: open.origins.portal, office: open.origins.office, bank: bank.origin, db, app: { secret }, clock,
    later(by) {
      shift = shift.add(by);
    },
    message: async (recipient, saying) => (await newest(recipient, saying)).text,
    async code(recipient) {
      const found = await newest(recipient, /\b\d{6}\b/);
      read.add(found.id);
      return /\b(\d{6})\b/.exec(found.text)![1]!;
    },
    async [Symbol.asyncDispose]() {
      await open.stop();
      await Promise.all([smtp.close(), smpp.close(), bank.stop()]);
      await database[Symbol.asyncDispose]();
    },
  };
}

/** The sign-in of a demonstration officer. */
export function signInOf(role: string, place: "izmir" | "istanbul" | "ankara" = "izmir"): { email: string; password: string } {
  const officer = officers.find(({ email }) => email === `${role}@${place}.example`);
  if (!officer) throw new Error(`there is no ${role} in ${place}`);
  return { email: officer.email, password: demonstrationPassword };
}
