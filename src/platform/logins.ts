import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import pg from "pg";
import { log } from "./log.ts";

/** The parts of the program that serve; each has its own login to the database. */
export const parts = ["portal", "office", "worker"] as const;
export type Part = (typeof parts)[number];

/** The login of a part. Its rights stand in migrations/rights.sql. */
export const loginOf = (part: Part) => `sojourn_${part}`;

const rights = new URL("../../migrations/rights.sql", import.meta.url);

/**
 * Makes the logins that are missing (without a password nobody can use them) and lays all rights anew, on the migrated database of a
 * connection of its owner. Where the owner may not make logins, the log names those that somebody who may has to make.
 */
export async function layRights(owner: pg.Client): Promise<void> {
  const missing = [];
  for (const part of parts) if (!(await makeLogin(owner, loginOf(part)))) missing.push(loginOf(part));
  if (missing.length > 0) {
    log.warn({ missing }, "the owner of the database may not make logins: have these made (create role NAME login password ...) and migrate again");
    return;
  }
  // One implicit transaction: whoever works meanwhile has the old rights or the new ones.
  await owner.query(readFileSync(rights, "utf8"));
}

async function makeLogin(owner: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await owner.query("select from pg_roles where rolname = $1", [name]);
  if (rowCount !== 0) return true;
  try {
    await owner.query(`create role ${name} login`);
    return true;
  } catch (error) {
    const code = (error as { code?: string }).code ?? "";
    // Another database of the same server was migrated at this moment.
    if (["23505", "42710"].includes(code)) return true;
    if (code === "42501") return false;
    throw error;
  }
}

/**
 * Gives the logins the passwords of these addresses, so that configuration is the one place where they stand. An address with another
 * user's name is that user's: whoever made it a member of the login set its password. Nothing happens where the owner may not.
 */
export async function setPasswords(owner: string, addresses: Partial<Record<Part, string>>): Promise<void> {
  const client = new pg.Client({ connectionString: owner, application_name: "sojourn migrate" });
  await client.connect();
  try {
    for (const part of parts) {
      const address = addresses[part] === undefined ? null : new URL(addresses[part]);
      if (!address?.password || decodeURIComponent(address.username) !== loginOf(part)) continue;
      // The verifier and not the password: the server may log what it is told.
      await client.query(`alter role ${loginOf(part)} login password '${verifier(decodeURIComponent(address.password))}'`).catch((error: { code?: string }) => {
        if (error.code !== "42501") throw error;
        log.warn({ login: loginOf(part) }, "the owner of the database may not set the password of this login: it stays as it is");
      });
    }
  } finally {
    await client.end();
  }
}

// As PostgreSQL keeps it: SCRAM-SHA-256 of RFC 5803.
function verifier(password: string, rounds = 4096): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, rounds, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(hmac("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${rounds}:${salt.toString("base64")}$${stored}:${hmac("Server Key").toString("base64")}`;
}
