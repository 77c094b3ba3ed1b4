import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";
import { type DrawRecord, sealDeadline } from "./record.ts";

/** A batch as anybody may see it. What is not there yet is null: nobody knows the digest of an open list, or the record of one not drawn. */
export type PublishedDraw = {
  id: string; province: string; opened: Temporal.Instant; closes: Temporal.Instant; closed: Temporal.Instant | null; drawn: Temporal.Instant | null;
  /** SHA-256 of the secret, there from the opening on. */
  commitment: string;
  listDigest: string | null;
  recordDigest: string | null;
  /** Where the value came from that nobody knew at the closing; "none" and what follows it where there was none. */
  valueSource: string | null;
  requests: number | null;
  placed: number | null;
  /** The offices whose places were drawn, by code: those for which there were requests. */
  offices: string[];
};

/** How many batches a page of the list shows. */
export const DRAWS_A_PAGE = 25;

// What is not drawn yet stands where its closing puts it, and so above what is.
const at = (draw: string) => sql`coalesce(${sql.ref(`${draw}.drawn_at`)}, ${sql.ref(`${draw}.closes_at`)})`;

/** The batches of all provinces or of one, the one that was drawn last first; `before` is the last one of the page before. */
export async function publishedDraws(db: Database, { province, before }: { province?: string | undefined; before?: string | undefined } = {}): Promise<PublishedDraw[]> {
  const { rows } = await sql<PublishedDraw>`
    select d.id, d.province, d.opened_at as opened, d.closes_at as closes, d.closed_at as closed, d.drawn_at as drawn, d.commitment, d.list_digest as "listDigest",
      d.record ->> 'digest' as "recordDigest", d.record #>> '{publicValue,source}' as "valueSource", jsonb_array_length(d.list -> 'requests') as requests,
      case when d.drawn_at is not null then (select count(*) from jsonb_array_elements(d.record -> 'results') r where r ->> 'day' is not null) end as placed,
      array(select o ->> 'office' from jsonb_array_elements(d.record -> 'offices') o) as offices
    from draw d
    where (${province ?? null}::text is null or d.province = ${province ?? null}) and (${before ?? null}::uuid is null
      or (${at("d")}, d.id) < (select ${at("b")}, b.id from draw b where b.id = ${before ?? null}::uuid))
    order by ${at("d")} desc, d.id desc limit ${DRAWS_A_PAGE}`.execute(db);
  return rows;
}

/** One line of a drawn batch with its seal opened: the exact deadline, the salt, and whether both give what was published. */
export type OpenedSeal = { pseudonym: string; deadline: Temporal.PlainDate | null; salt: string; published: string | null; fits: boolean };

/** The seals of a drawn batch of a province, opened for an auditor: nobody's name, but every exact deadline; undefined where there is none such. */
export async function openSeals(db: Database | Transaction, id: string, province: string): Promise<OpenedSeal[] | undefined> {
  const row = await db.selectFrom("draw").select("record").where("id", "=", id).where("province", "=", province).where("drawn_at", "is not", null).executeTakeFirst();
  if (!row) return undefined;
  const listed = new Map((row.record as DrawRecord).requests.map((request) => [request.pseudonym, request]));
  const seals = await db.selectFrom("draw_seal").select(["pseudonym", "salt", "deadline"]).where("draw_id", "=", id).orderBy("pseudonym").execute();
  return seals.map((seal) => {
    const request = listed.get(seal.pseudonym);
    return { ...seal, published: request?.deadline ?? null, fits: request?.sealed === sealDeadline(seal.salt, seal.deadline?.toString() ?? null) };
  });
}

/** The record of a drawn batch; undefined while it is not drawn. */
export async function findRecord(db: Database, id: string): Promise<DrawRecord | undefined> {
  const row = await db.selectFrom("draw").select("record").where("id", "=", id).where("drawn_at", "is not", null).executeTakeFirst();
  return row?.record as DrawRecord | undefined;
}
