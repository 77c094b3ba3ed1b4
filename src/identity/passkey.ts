import type { Act } from "../platform/act.ts";
import type { Database } from "../platform/database.ts";
import { v7 } from "../platform/id.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { record } from "../audit/record.ts";
import { everyOf, type Secret } from "../platform/secret.ts";
import { keyed, same, sha256, token } from "./secrets.ts";
import { checkAnswer, type Party, readAnswer, readNewKey } from "./webauthn.ts";

/** How long a page with a challenge may stand open, and how long a link that adds a passkey is good. */
const challengeMinutes = 10;
const invitationHours = 24;

/** A challenge for one use (`sign-in`, or the invitation it answers): nothing is stored until it is answered. */
export function challengeFor(secret: Secret, use: string, now: Temporal.Instant): string {
  const text = `${now.epochMilliseconds.toString(36)}.${token()}`;
  return `${text}.${keyed(secret, `passkey:${use}`, text)}`;
}

/** Whether a challenge is one of ours for a use, and not too old. */
const oursFor = (act: Act, secret: Secret, use: string) => (challenge: string): boolean => {
  const [made = "", random = "", seal = ""] = challenge.split(".");
  const age = act.now.epochMilliseconds - Number.parseInt(made, 36);
  return everyOf(secret).some((one) => same(seal, keyed(one, `passkey:${use}`, `${made}.${random}`))) && age >= 0 && age <= challengeMinutes * 60_000;
};

/** Uses a challenge up: true once. */
async function spend(act: Act, challenge: string): Promise<boolean> {
  const spent = { challenge: sha256(challenge), expires_at: act.now.add({ minutes: challengeMinutes }) };
  const { numInsertedOrUpdatedRows } = await act.tx.insertInto("passkey_challenge_spent").values(spent).onConflict((it) => it.doNothing()).executeTakeFirst();
  return Number(numInsertedOrUpdatedRows) === 1;
}

/**
 * The officer whose passkey answered a challenge for a use; `credential` as the page sends it.
 * `refused` says no more to whoever tries: an unknown key, one revoked, a wrong signature.
 */
export async function checkPasskey(act: Act, secret: Secret, party: Party, credential: string, use = "sign-in"): Promise<Outcome<{ officer: string }, "refused">> {
  const answer = readAnswer(credential);
  if (!answer) return not("refused");
  const key = await act.tx.selectFrom("passkey").innerJoin("officer", "officer.id", "passkey.officer_id")
    .select(["passkey.id", "passkey.officer_id", "passkey.credential", "passkey.public_key as publicKey", "passkey.sign_count as count"])
    .where("passkey.credential", "=", answer.id).where("passkey.revoked_at", "is", null).where("officer.ended_at", "is", null)
    .forUpdate("passkey").executeTakeFirst();
  const good = key ? await checkAnswer(party, oursFor(act, secret, use), key, answer) : null;
  if (!key || !good || !(await spend(act, good.challenge))) return not("refused");
  await act.tx.updateTable("passkey").set({ used_at: act.now, sign_count: good.count }).where("id", "=", key.id).execute();
  return done({ officer: key.officer_id });
}

/** A link's token with which an officer adds one passkey, once, within a day. */
export async function inviteToPasskey(act: Act, officer: string): Promise<string> {
  const secret = token();
  await act.tx.insertInto("passkey_invitation")
    .values({ token_hash: sha256(secret), officer_id: officer, made_at: act.now, expires_at: act.now.add({ hours: invitationHours }) }).execute();
  return secret;
}

/** Whose an invitation is, while it is good. */
export async function findInvitation(db: Database, invitation: string, now: Temporal.Instant): Promise<{ officer: string; name: string; email: string } | undefined> {
  return db.selectFrom("passkey_invitation as i").innerJoin("officer as o", "o.id", "i.officer_id").select(["o.id as officer", "o.name", "o.email"])
    .where("i.token_hash", "=", sha256(invitation)).where("i.used_at", "is", null).where("i.expires_at", ">", now).where("o.ended_at", "is", null).executeTakeFirst();
}

/** Adds the key that an authenticator made for an invitation, and uses the invitation up; `name` is what its owner calls the device. */
export async function addPasskey(act: Act, secret: Secret, party: Party, invitation: string, credential: string, name: string): Promise<Outcome<object, "over" | "not-understood">> {
  const hash = sha256(invitation);
  const row = await act.tx.selectFrom("passkey_invitation as i").innerJoin("officer as o", "o.id", "i.officer_id").select(["i.officer_id", "o.office_code"])
    .where("i.token_hash", "=", hash).where("i.used_at", "is", null).where("i.expires_at", ">", act.now).where("o.ended_at", "is", null).forUpdate("i").executeTakeFirst();
  if (!row) return not("over");
  const key = await readNewKey(party, oursFor(act, secret, hash), credential);
  if (!key || !(await spend(act, key.challenge))) return not("not-understood");
  const added = await act.tx.insertInto("passkey").values({
    id: v7(act.now), officer_id: row.officer_id, credential: key.credential, public_key: key.publicKey, sign_count: key.count, name, added_at: act.now,
  }).onConflict((it) => it.column("credential").doNothing()).executeTakeFirst();
  if (Number(added.numInsertedOrUpdatedRows) !== 1) return not("not-understood");
  await act.tx.updateTable("passkey_invitation").set({ used_at: act.now }).where("token_hash", "=", hash).execute();
  await record(act, "passkey-added", { office: row.office_code, facts: { officer: row.officer_id } });
  return done();
}

/** What a challenge to make a key for an invitation is bound to. */
export const useOf = (invitation: string) => sha256(invitation);

export type OwnPasskey = { id: string; credential: string; name: string; added_at: Temporal.Instant; used_at: Temporal.Instant | null };

/** The passkeys that open the office to an officer, the newest first. */
export async function passkeysOf(db: Database, officer: string): Promise<OwnPasskey[]> {
  return db.selectFrom("passkey").select(["id", "credential", "name", "added_at", "used_at"]).where("officer_id", "=", officer).where("revoked_at", "is", null).orderBy("added_at", "desc").execute();
}

/** Revokes one of an officer's own passkeys. `last`: without it nothing would open the office to them. */
export async function revokePasskey(act: Act, officer: { id: string; office_code: string }, id: string): Promise<Outcome<object, "last" | "none">> {
  const { password_hash } = await act.tx.selectFrom("officer").select("password_hash").where("id", "=", officer.id).executeTakeFirstOrThrow();
  const own = await act.tx.selectFrom("passkey").select("id").where("officer_id", "=", officer.id).where("revoked_at", "is", null).forUpdate().execute();
  if (!own.some((key) => key.id === id)) return not("none");
  if (own.length === 1 && password_hash === null) return not("last");
  await act.tx.updateTable("passkey").set({ revoked_at: act.now }).where("id", "=", id).execute();
  await record(act, "passkey-revoked", { office: officer.office_code });
  return done();
}

/** Forgets spent challenges and links once they are over. */
export async function sweepPasskeys(db: Database, now: Temporal.Instant): Promise<void> {
  await db.deleteFrom("passkey_challenge_spent").where("expires_at", "<", now).execute();
  await db.deleteFrom("passkey_invitation").where("expires_at", "<", now.subtract({ hours: 24 * 30 })).execute();
}
