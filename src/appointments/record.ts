import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { avoidCodes } from "./adjust.ts";
import { draw, type OfficePlaces, type Request, type Result } from "./draw.ts";

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const isoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const hour = z.string().regex(/^\d{2}:\d{2}$/);

const listed = z.strictObject({
  pseudonym: z.string().regex(/^[0-9a-f]{32}$/),
  office: z.string(),
  deadline: z.union([isoDay, z.string().regex(/^\d{4}-W\d{2}$/)]).nullable(),
  waited: z.int().min(0),
  need: z.int().min(0).max(2),
  avoid: z.array(z.enum(avoidCodes)),
  /** A random name that those who come together share, for this batch alone. */
  together: z.string().nullable(),
  /** Steps of twenty minutes that the service takes. */
  steps: z.int().min(1).max(6),
  /** Over the salt and the exact deadline: an auditor who is given both can open it. */
  sealed: hex,
});
const result = z.strictObject({
  pseudonym: z.string(), day: isoDay.nullable(), starts: hour.nullable(),
  /** Why there is no date: no place was left, not the whole group could have one, or no hours in a row were left for the service. */
  unplaced: z.enum(["no-place", "group", "no-row"]).nullable(),
});

/** What is published of a drawn batch: all that is needed to compute it again, and nobody's name. */
export const recordSchema = z.strictObject({
  format: z.literal("sojourn-draw/3"),
  draw: z.string(),
  province: z.string(),
  openedAt: z.string(),
  closedAt: z.string(),
  commitment: hex,
  secret: hex,
  /** A value that nobody knew before the list was closed, and where it was published. */
  publicValue: z.strictObject({ source: z.string(), value: z.string() }),
  listDigest: hex,
  seed: hex,
  requests: z.array(listed),
  offices: z.array(z.strictObject({ office: z.string(), places: z.array(z.strictObject({ day: isoDay, starts: hour, free: z.int().min(0) })) })),
  results: z.array(result),
  /** Over everything above. */
  digest: hex,
});
export type DrawRecord = z.infer<typeof recordSchema>;
export type Listed = z.infer<typeof listed>;
export type PublicValue = DrawRecord["publicValue"];

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** A secret for a batch, to be kept until it is drawn. */
export function newSecret(): string {
  return randomBytes(32).toString("hex");
}

/** What is shown of the secret from the opening on. */
export function commitmentOf(secret: string): string {
  return sha256(secret);
}

/** The digest of a closed list, whose order is that of its pseudonyms. */
export function listDigestOf(requests: readonly Listed[]): string {
  return sha256(JSON.stringify([...requests].sort(byPseudonym).map((one) => [one.pseudonym, one.office, one.deadline, one.waited, one.need, one.avoid, one.together, one.steps, one.sealed])));
}

/** The seed of the lottery: fixed by the secret before the list, by the list, and by a value that came after both. */
export function seedOf(secret: string, listDigest: string, { source, value }: PublicValue): string {
  return sha256(JSON.stringify([secret, listDigest, source, value]));
}

/** Hides an exact deadline behind a salt. */
export function sealDeadline(salt: string, deadline: string | null): string {
  return sha256(JSON.stringify([salt, deadline]));
}

const EXACT_DAYS = 14;

/**
 * A deadline as it is published: the day itself up to two weeks after closing, where each day counts; later ones only the last week that
 * ends (on Friday) no later than the deadline.
 */
export function publishedDeadline(deadline: Temporal.PlainDate | null, closedOn: Temporal.PlainDate): string | null {
  if (deadline === null) return null;
  if (Temporal.PlainDate.compare(deadline, closedOn.add({ days: EXACT_DAYS })) <= 0) return deadline.toString();
  const friday = deadline.subtract({ days: (deadline.dayOfWeek + 2) % 7 });
  return `${friday.yearOfWeek}-W${String(friday.weekOfYear).padStart(2, "0")}`;
}

/** Draws a closed list and writes the record of it. */
export function drawRecord(facts: Omit<DrawRecord, "format" | "seed" | "results" | "digest" | "commitment" | "listDigest">): DrawRecord {
  const requests = [...facts.requests].sort(byPseudonym);
  const listDigest = listDigestOf(requests);
  const seed = seedOf(facts.secret, listDigest, facts.publicValue);
  const body = {
    format: "sojourn-draw/3" as const, draw: facts.draw, province: facts.province, openedAt: facts.openedAt, closedAt: facts.closedAt,
    commitment: commitmentOf(facts.secret), secret: facts.secret, publicValue: facts.publicValue, listDigest, seed, requests, offices: facts.offices,
    results: draw(seed, facts.offices, requests),
  };
  return { ...body, digest: bodyDigest(body) };
}

// Written field by field: the database may give the fields of a stored record back in another order.
function bodyDigest(body: Omit<DrawRecord, "digest">): string {
  return sha256(JSON.stringify([
    body.format, body.draw, body.province, body.openedAt, body.closedAt, body.commitment, body.secret, body.publicValue.source, body.publicValue.value,
    body.listDigest, body.seed, listDigestOf(body.requests), placesOf(body.offices), body.results.map(lineOf),
  ]));
}

const lineOf = ({ pseudonym, day, starts, unplaced }: Result) => [pseudonym, day, starts, unplaced];
const placesOf = (offices: readonly OfficePlaces[]) => offices.map(({ office, places }) => [office, places.map(({ day, starts, free }) => [day, starts, free])]);
const byPseudonym = (one: { pseudonym: string }, other: { pseudonym: string }) => (one.pseudonym < other.pseudonym ? -1 : 1);

/** What does not fit in a record, or null when computing it again gives exactly what it says. */
export type Fault = "not-a-record" | "commitment" | "list" | "seed" | "result" | "digest";

/** Computes a published record again, without any database. */
export function faultOf(published: unknown): Fault | null {
  const parsed = recordSchema.safeParse(published);
  if (!parsed.success) return "not-a-record";
  const record = parsed.data;
  if (new Set(record.requests.map((request) => request.pseudonym)).size !== record.requests.length) return "list";
  if (commitmentOf(record.secret) !== record.commitment) return "commitment";
  if (listDigestOf(record.requests) !== record.listDigest) return "list";
  if (seedOf(record.secret, record.listDigest, record.publicValue) !== record.seed) return "seed";
  const again: Result[] = draw(record.seed, record.offices, record.requests satisfies Request[]);
  const sorted = [...record.results].sort(byPseudonym);
  if (JSON.stringify(sorted.map(lineOf)) !== JSON.stringify(again.map(lineOf))) return "result";
  const { digest, ...body } = record;
  return bodyDigest(body) === digest ? null : "digest";
}
