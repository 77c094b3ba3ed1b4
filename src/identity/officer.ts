import { randomBytes, scrypt, type ScryptOptions } from "node:crypto";
import { promisify } from "node:util";
import type { Act } from "../platform/act.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { same } from "./secrets.ts";

export const roles = ["front-desk", "case-officer", "supervisor", "finance", "administrator", "auditor"] as const;
export type Role = (typeof roles)[number];
export type Officer = { id: string; name: string; email: string; role: Role; office_code: string; office_name: string; province: string };

const derive = promisify(scrypt) as (password: string, salt: string, length: number, options: ScryptOptions) => Promise<Buffer>;

// What OWASP advises where 128 MB a try are too much: 32 MB and a third of a second. It stands in what is stored, so that it can grow.
const cost = "scrypt-32768-8-3";
/** What was stored before it named its cost. */
const formerCost = "scrypt-16384-8-1";

async function derived(password: string, salt: string, at: string): Promise<string> {
  const [, N, r, p] = at.split("-").map(Number);
  return (await derive(password, salt, 32, { N: N!, r: r!, p: p!, maxmem: 64 * 1024 * 1024 })).toString("base64url");
}

/** An officer with the office they belong to. */
export async function findOfficer(db: Database | Transaction, id: string): Promise<Officer | undefined> {
  return (await officers(db).where("officer.id", "=", id).executeTakeFirst()) as Officer | undefined;
}

function officers(db: Database | Transaction) {
  return db
    .selectFrom("officer")
    .innerJoin("office", "office.code", "officer.office_code")
    .select(["officer.id", "officer.name", "officer.email", "officer.role", "officer.office_code", "office.name as office_name", "office.province"])
    // Who has left opens nothing, whatever they still hold.
    .where("officer.ended_at", "is", null);
}

/** Whether anybody may work in the office. */
export async function anyOfficer(db: Database): Promise<boolean> {
  return (await db.selectFrom("officer").select("id").where("ended_at", "is", null).limit(1).executeTakeFirst()) !== undefined;
}

/** Writes a new officer down and returns their id; a password only the demonstration gives. */
export async function insertOfficer(act: Act, { email, name, role, office, password }: { email: string; name: string; role: Role; office: string; password?: string }): Promise<string> {
  const id = v7(act.now);
  await act.tx.insertInto("officer").values({ id, email, name, role, office_code: office, password_hash: password ?? null, created_at: act.now }).execute();
  return id;
}

/** Signs in by password: only in the demonstration does any officer have one. Takes the same time whether the address exists or not. */
export async function checkPassword(db: Database, email: string, password: string): Promise<Officer | undefined> {
  const found = await officers(db).select("officer.password_hash").where("officer.email", "=", email.trim().toLowerCase()).executeTakeFirst();
  const [hash = "", salt = "none", at = formerCost] = (found?.password_hash ?? `${cost}$none$`).split("$").reverse();
  return same(await derived(password, salt, at), hash) ? (found as unknown as Officer) : undefined;
}

/** The stored form of a demonstration password. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16).toString("base64url");
  return `${cost}$${salt}$${await derived(password, salt, cost)}`;
}
