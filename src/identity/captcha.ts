import { type Challenge, createChallenge, randomInt, type Solution, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import type { Database, Transaction } from "../platform/database.ts";
import type { RawForm } from "../platform/form.ts";
import { done, not, type Outcome } from "../platform/outcome.ts";
import { everyOf, type Secret } from "../platform/secret.ts";
import { keyed, same, sha256 } from "./secrets.ts";

/** How long a challenge may be worked on, and how long the way without JavaScript asks to wait and then stays open. */
export const challengeMinutes = 20;
export const waitSeconds = 12;
export const waitMinutes = 30;

// One try costs a cheap phone (PBKDF2 at about 250,000 rounds a second) 20 ms, and the answer lies 30 to 80 tries away: 0.6 to 1.6 s.
// The server makes a challenge with one such round of work, and checks an answer with one HMAC.
const rounds = 5_000;
const fewest = 30;
const most = 80;

const key = (secret: Secret, use: "challenge" | "answer") => keyed(secret, "captcha", use);

/**
 * A proof-of-work challenge of the ALTCHA protocol, version 2, as the browser gets it. When it ends is signed data of ours and not the
 * protocol's `expiresAt`: the library would hold that against the machine's clock, and ours may be moved.
 */
export function makeChallenge(secret: Secret, now: Temporal.Instant): Promise<Challenge> {
  return createChallenge({
    algorithm: "PBKDF2/SHA-256",
    cost: rounds,
    counter: randomInt(most, fewest),
    data: { until: now.add({ minutes: challengeMinutes }).epochMilliseconds },
    deriveKey,
    hmacSignatureSecret: key(secret, "challenge"),
    hmacKeySignatureSecret: key(secret, "answer"),
  });
}

/**
 * Checks what the browser found, as the form carries it (base64 of JSON). Right: it is used up. `spent` when it was used before.
 * Call it last, when nothing else is wrong with the form: a solution that was spent must be found anew.
 */
export async function checkSolution(
  db: Database | Transaction, secret: Secret, payload: unknown, now: Temporal.Instant,
): Promise<Outcome<object, "missing" | "wrong" | "expired" | "spent">> {
  if (typeof payload !== "string" || payload === "") return not("missing");
  const read = readPayload(payload);
  if (!read) return not("wrong");
  const checks = everyOf(secret).map((one) => verifySolution({ ...read, deriveKey, hmacSignatureSecret: key(one, "challenge"), hmacKeySignatureSecret: key(one, "answer") }).catch(() => ({ verified: false })));
  const verified = (await Promise.all(checks)).some((check) => check.verified);
  const until = read.challenge.parameters.data?.["until"];
  if (!verified || typeof until !== "number") return not("wrong");
  if (until <= now.epochMilliseconds) return not("expired");
  return spend(db, `solution:${sha256(read.challenge.signature!)}`, Temporal.Instant.fromEpochMilliseconds(until));
}

function readPayload(payload: string): { challenge: Challenge; solution: Solution } | null {
  if (payload.length > 4_000) return null;
  try {
    const { challenge, solution } = JSON.parse(Buffer.from(payload, "base64").toString("utf8"));
    return typeof challenge?.parameters === "object" && challenge.parameters && typeof solution === "object" && solution ? { challenge, solution } : null;
  } catch {
    return null;
  }
}

/** A digest of what was typed, for the patience token. Fields of the form's machinery, whose names begin with `_`, and the solution are left out. */
export function contentOf(form: RawForm): string {
  const typed = Object.entries(form).filter(([name, value]) => !name.startsWith("_") && name !== "altcha" && value !== undefined);
  return sha256(JSON.stringify(typed.sort(([one], [other]) => (one < other ? -1 : 1))));
}

/**
 * The way without JavaScript: a token that says when this content was first sent for this purpose, and under which `id` it is kept. The form
 * comes back with what was typed and asks to be sent again after `waitSeconds`. Count `captcha-wait` of the address before keeping one.
 */
export function waitToken(secret: Secret, since: Temporal.Instant, purpose: string, content: string, id: string): string {
  const head = `${since.epochMilliseconds}.${id}`;
  return `${head}.${sealOf(secret, head, purpose, content)}`;
}

function sealOf(secret: Secret, head: string, purpose: string, content: string): string {
  return keyed(secret, "captcha-wait", JSON.stringify([head, purpose, content]));
}

/**
 * Checks a patience token that came back with the form. Good once, for the same purpose and the same content. `early` leaves it good:
 * show the form that is kept under `keptBy` again, with the seconds that `stillToWait` gives.
 */
export async function checkWait(
  db: Database | Transaction, secret: Secret, given: unknown, now: Temporal.Instant, purpose: string, content: string,
): Promise<Outcome<object, "missing" | "wrong" | "early" | "expired" | "spent">> {
  if (typeof given !== "string" || given === "") return not("missing");
  const [since = "", id = "", seal = ""] = given.split(".");
  if (given.length > 200 || !/^\d{1,15}$/.test(since) || !everyOf(secret).some((one) => same(seal, sealOf(one, `${since}.${id}`, purpose, content)))) return not("wrong");
  const waited = now.epochMilliseconds - Number(since);
  if (waited < waitSeconds * 1000) return not("early");
  if (waited > waitMinutes * 60_000) return not("expired");
  return spend(db, `wait:${id}`, Temporal.Instant.fromEpochMilliseconds(Number(since)).add({ minutes: waitMinutes }));
}

/** Under which id the form of a token is kept. */
export function keptBy(given: string): string {
  return given.split(".")[1]!;
}

/** How many whole seconds a token that came too early still asks for. */
export function stillToWait(given: string, now: Temporal.Instant): number {
  const waited = now.epochMilliseconds - Number(given.split(".")[0]);
  return Math.max(0, Math.min(waitSeconds, Math.ceil((waitSeconds * 1000 - waited) / 1000)));
}

// The insert decides: of two that come with the same solution one finds the row standing.
async function spend(db: Database | Transaction, solution: string, expires: Temporal.Instant): Promise<Outcome<object, "spent">> {
  const spent = await db
    .insertInto("captcha_spent")
    .values({ solution, expires_at: expires })
    .onConflict((it) => it.column("solution").doNothing())
    .returning("solution")
    .executeTakeFirst();
  return spent ? done() : not("spent");
}

/** Forgets solutions and tokens that would be refused as expired anyway. */
export async function sweepCaptchas(db: Database, now: Temporal.Instant): Promise<void> {
  await db.deleteFrom("captcha_spent").where("expires_at", "<", now.subtract({ minutes: 1 })).execute();
}
